"""`vinculo-canvas/1`: one JSON document a canvas. What is exported and imported again is equal.

`parse` and `decode` trust nobody and name every fault; `restore` trusts us, and is fast.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

from canvas.exchange import json_text
from canvas.exchange.description import (
    CANVAS,
    CHANNEL,
    COLLECTIONS,
    EXPERIMENT,
    EXPERIMENTS,
    FORMAT,
    HEAD,
    NOTE,
    RELATIONSHIP,
    SEGMENT,
    TOUCHPOINT,
)
from canvas.exchange.faults import ROOT, BrokenDocument, Fault
from canvas.exchange.records import Record
from canvas.exchange.values import Reading
from relationships.blueprint import (
    Blueprint,
    Channel,
    Experiment,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.catalog import Catalog
from relationships.vocabulary import NOTE_BLOCKS, Block

__all__ = [
    "FORMAT",
    "BrokenDocument",
    "Fault",
    "check_counts",
    "decode",
    "decode_canvas",
    "decode_element",
    "dump",
    "encode",
    "encode_element",
    "parse",
    "restore",
]

Decoded = TypeVar("Decoded", Note, Segment, Channel, Touchpoint, Relationship, Experiment)
Part = Note | Segment | Channel | Touchpoint | Relationship | Experiment

_ELEMENTS: dict[type, Record] = {
    Note: NOTE,
    Segment: SEGMENT,
    Channel: CHANNEL,
    Touchpoint: TOUCHPOINT,
    Relationship: RELATIONSHIP,
    Experiment: EXPERIMENT,
}


def parse(data: bytes | str, catalog: Catalog) -> Blueprint:
    """The canvas of a JSON text. Raises `BrokenDocument` with every fault, in the text's order."""
    return decode(json_text.load(data), catalog)


def decode(document: object, catalog: Catalog) -> Blueprint:
    """The canvas of a document in Python's values. Raises `BrokenDocument` with every fault."""
    blueprint: Blueprint = _read(CANVAS, document, Reading(catalog, _refs(document)))
    return blueprint


def decode_element(kind: type[Decoded], document: object, catalog: Catalog) -> Decoded:
    """One element, or one experiment, on its own; its paths from `$`.

    Whether the refs that it names exist, and whether its own is taken, only a document can tell.
    """
    element: Decoded = _read(_ELEMENTS[kind], document, Reading(catalog))
    return element


def decode_canvas(document: object) -> dict[str, Any]:
    """What a canvas says of itself, from `title` to `hourly_rate`; its paths from `$`."""
    head: dict[str, Any] = _read(HEAD, document, Reading(None))
    return head


def check_counts(blueprint: Blueprint) -> None:
    """Raises `BrokenDocument` where a canvas has outgrown the format, as one note too many does."""
    reading = Reading(None)
    for name, rows in COLLECTIONS.items():
        rows.is_over(len(getattr(blueprint, name)), (ROOT, name), reading)
    for place, row in enumerate(blueprint.relationships):
        at = (((ROOT, "relationships"), place), "experiments")
        EXPERIMENTS.is_over(len(row.experiments), at, reading)
    reading.faults.refuse()


def encode(blueprint: Blueprint) -> dict[str, Any]:
    """The document of a canvas in Python's values: every key, always in the same order."""
    return {"format": FORMAT, **CANVAS.write(blueprint)}


def encode_element(element: Part) -> dict[str, Any]:
    """One element, or one experiment, as it stands in a document."""
    return _ELEMENTS[type(element)].write(element)


def dump(blueprint: Blueprint, *, indent: int | None = None) -> str:
    """The document of a canvas as JSON text. Indented it is for people, and far slower."""
    if indent is not None:
        return json.dumps(encode(blueprint), ensure_ascii=False, indent=indent)
    head = json.dumps({"format": FORMAT, **HEAD.write(blueprint)}, ensure_ascii=False)
    lists = (
        f'"{name}": [{", ".join(map(_element_text, getattr(blueprint, name)))}]'
        for name in COLLECTIONS
    )
    return f"{head[:-1]}, {', '.join(lists)}}}"


@lru_cache(maxsize=1024)
def _element_text(element: Part) -> str:
    """Kept, since an edit changes one element and the document is written with all of them."""
    return json.dumps(encode_element(element), ensure_ascii=False)


def restore(text: str | bytes) -> Blueprint:
    """The canvas of a text that `dump` wrote. Nothing is checked: for what we stored ourselves."""
    blueprint: Blueprint = CANVAS.restore(json.loads(text))
    return blueprint


def _read(record: Record, document: object, reading: Reading) -> Any:
    found = record.read(document, ROOT, reading)
    reading.faults.refuse()
    return found


def _refs(document: object) -> Mapping[str, frozenset[str]]:
    """The refs that a document holds, by what refers to them; whatever else is wrong with it."""
    return {
        "segments": frozenset(row["ref"] for row in _rows(document, "segments")),
        "channels": frozenset(row["ref"] for row in _rows(document, "channels")),
        "value_propositions": frozenset(
            row["ref"] for row in _rows(document, "notes") if _may_be_proposition(row)
        ),
    }


def _rows(document: object, name: str) -> list[dict[str, Any]]:
    rows = document.get(name) if isinstance(document, dict) else None
    if not isinstance(rows, list | tuple):
        return []
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("ref"), str)]


def _may_be_proposition(note: dict[str, Any]) -> bool:
    """A note whose block can't be told has one fault already: its links are not blamed for it."""
    return note.get("block") not in _OTHER_BLOCKS


_OTHER_BLOCKS = tuple(block for block in NOTE_BLOCKS if block is not Block.VALUE_PROPOSITIONS)
