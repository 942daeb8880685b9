"""The JSON Schema of `vinculo-canvas/1`, made from its description.

    python -m canvas.exchange.schema          writes it to docs/
    python -m canvas.exchange.schema --check  fails where the file there is stale

What it lets through an import may still refuse: slugs, refs and the pairs of touchpoints are
known to a catalog and a document only, and to JSON Schema 40.0 is a whole number.
"""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from canvas.exchange.description import CANVAS, FORMAT

FILE = Path(__file__).resolve().parents[2] / "docs" / "vinculo-canvas-1.schema.json"


@cache
def schema() -> dict[str, Any]:
    """JSON Schema 2020-12, always in the same order. Shared by all callers: not to be changed."""
    definitions: dict[str, Any] = {}
    canvas = CANVAS.definition(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:vinculo:canvas:1",
        "title": FORMAT,
        "description": "A Business Model Canvas with its plan of customer relationships.",
        **canvas,
        "$defs": dict(sorted(definitions.items())),
    }


def text() -> str:
    """The schema as it is published: indented, ASCII alone, with a newline at the end."""
    return json.dumps(schema(), indent=2) + "\n"


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m canvas.exchange.schema [--check]\n")
        return 2
    if not arguments:
        FILE.write_text(text(), encoding="ascii")
        return 0
    if FILE.is_file() and FILE.read_text(encoding="utf-8") == text():
        return 0
    sys.stderr.write(f"{FILE} is stale: run python -m canvas.exchange.schema\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
