"""Who is meant by "@name" in a text: a pure function of the text and the people.

A person goes by the full name, the first name, or the part of the address before the "@". Case,
accents and how many spaces stand between two names do not matter.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from accounts.models import User


class Mention(NamedTuple):
    """Where a text names people, "@" included, and whom: all who go by that name."""

    start: int
    end: int
    people: tuple[int, ...]


def mentions(text: str, people: Iterable[User]) -> list[Mention]:
    """In the order of the text. Of several names that fit, the longest is meant."""
    if "@" not in text:
        return []
    names = _names(people)
    lengths = sorted({len(name) for name in names}, reverse=True)
    folded, places = _folded(text)
    heard = []
    for at, sign in enumerate(folded):
        if sign != "@" or (at and _is_word(folded[at - 1])):
            continue
        parts = (folded[at + 1 : at + 1 + length] for length in lengths)
        name = next((p for p in parts if p in names and _ends(folded, at + 1 + len(p))), "")
        if name:
            end = places[at + len(name)] + 1
            heard.append(Mention(places[at], end, tuple(names[name])))
    return heard


def _names(people: Iterable[User]) -> dict[str, list[int]]:
    names: dict[str, list[int]] = {}
    for person in people:
        full = _folded(person.name)[0].strip()
        local = _folded(person.email.partition("@")[0])[0]
        for name in {full, full.partition(" ")[0], local} - {""}:
            names.setdefault(name, []).append(person.pk)
    return names


def _ends(text: str, at: int) -> bool:
    """Whether a name that stands before it is not just the beginning of a longer word."""
    return at >= len(text) or not _is_word(text[at])


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _folded(text: str) -> tuple[str, list[int]]:
    """A text as it is compared, and for each sign of it the place of the one that it comes from."""
    signs = list(_signs(text))
    return "".join(sign for sign, _place in signs), [place for _sign, place in signs]


def _signs(text: str) -> Iterator[tuple[str, int]]:
    was_space = False
    for place, sign in enumerate(text):
        if sign.isspace():
            if not was_space:
                yield " ", place
            was_space = True
            continue
        was_space = False
        for part in unicodedata.normalize("NFD", sign).casefold():
            if unicodedata.category(part) != "Mn":
                yield part, place
