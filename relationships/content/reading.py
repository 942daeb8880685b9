"""Reading the files that ship. A leaf: of the catalog it knows the shape of a text, no more."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from relationships.catalog import Text
from relationships.vocabulary import Language

FOLDER = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """A file of this folder, such as `types`, in the order in which it is written."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def text(table: Mapping[str, str]) -> Text:
    """A table of languages as a text. Raises `ValueError` for a language that is none of ours."""
    by_language = {Language(code): words for code, words in table.items()}
    return Text(
        en=by_language[Language.EN],
        es=by_language.get(Language.ES, ""),
        pt_br=by_language.get(Language.PT_BR, ""),
    )
