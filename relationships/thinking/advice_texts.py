"""What advice says in each language, and how much each of its terms weighs as it ships."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from relationships.catalog import Text
from relationships.content.reading import read, text


class TermText(NamedTuple):
    """A term in words. `says` is a template with named values; `points` are 0 to 100."""

    title: Text
    says: Text
    why: Text
    points: int
    source: str


@cache
def all_texts() -> Mapping[str, TermText]:
    """The texts of every term, and of the share, by its code."""
    return {
        code: TermText(
            title=text(table["title"]),
            says=text(table["says"]),
            why=text(table["why"]),
            points=table["points"],
            source=table["source"],
        )
        for code, table in read("advice").items()
    }


def of(code: str) -> TermText:
    return all_texts()[code]


@cache
def drafts() -> Mapping[str, Text]:
    """What a proposed relationship says at first: its objective by motivation, and the rest."""
    return {name: text(table) for name, table in read("drafts").items()}
