"""The names of the fixed words: what screens and messages show in the place of a code."""

from enum import StrEnum
from functools import cache
from typing import Any

from relationships import vocabulary
from relationships.catalog import Text
from relationships.content.reading import read, text


def label(member: StrEnum, language: str) -> str:
    """The short name of a member of the vocabulary, such as "Two-way"."""
    return _labels()[type(member), member.value].into(language)


def hint(member: StrEnum, language: str) -> str:
    """One line on what a member of the vocabulary means."""
    return _hints()[type(member), member.value].into(language)


def importance(degree: int, language: str) -> str:
    """The name of how much a factor weighs, 0 to 3."""
    return _degrees()[degree].into(language)


@cache
def _labels() -> dict[tuple[type, str], Text]:
    return _texts("label")


@cache
def _hints() -> dict[tuple[type, str], Text]:
    return _texts("hint")


@cache
def _degrees() -> tuple[Text, ...]:
    tables = _vocabulary()["importance"]
    return tuple(text(tables[str(degree)]["label"]) for degree in vocabulary.IMPORTANCE)


def _texts(key: str) -> dict[tuple[type, str], Text]:
    """By class and value: members of two classes that share a value are equal, and named apart."""
    return {
        (getattr(vocabulary, name), value): text(table[key])
        for name, tables in _vocabulary().items()
        if name != "importance"
        for value, table in tables.items()
    }


@cache
def _vocabulary() -> dict[str, Any]:
    return read("vocabulary")
