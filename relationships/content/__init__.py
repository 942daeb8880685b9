"""The catalog that ships, in three languages, read from the files of this folder.

`types`, `strategies`, `kinds` and `factors` hold an entry a table; `questions` the guiding
questions; `phrases` the empty phrases; `advice` what advice weighs and says; `vocabulary` the names
of the fixed words (see `words`).
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, TypeVar

from relationships.catalog import (
    AdviceWeight,
    Catalog,
    ChannelKind,
    Entry,
    Factor,
    Question,
    RelationshipType,
    RuleSetting,
    Strategy,
)
from relationships.content.reading import read, text
from relationships.vocabulary import (
    Capability,
    DeliveredBy,
    Ease,
    Effort,
    FactorRole,
    Horizon,
    Language,
    Money,
    Motivation,
    Ownership,
    Stage,
)

_Entry = TypeVar("_Entry", bound=Entry)


@cache
def shipped() -> Catalog:
    """The catalog as it ships: always the same object, whose stamp follows its content."""
    parts: dict[str, Any] = {
        "types": _entries(RelationshipType, "types"),
        "strategies": _entries(Strategy, "strategies"),
        "kinds": _entries(ChannelKind, "kinds"),
        "factors": _entries(Factor, "factors"),
        "questions": _questions(),
        "empty_phrases": _each_once(phrases()),
        "rules": _rules(),
        "weights": _weights(),
    }
    digest = sha256(repr(parts).encode()).hexdigest()
    return Catalog(stamp=f"shipped-{digest[:12]}", **parts)


@cache
def phrases() -> Mapping[Language, tuple[str, ...]]:
    """The empty phrases by language. One may stand in two: Spanish and Portuguese share words."""
    return MappingProxyType(
        {Language(code): tuple(listed) for code, listed in read("phrases").items()}
    )


def _entries(kind: type[_Entry], name: str) -> Mapping[str, _Entry]:
    return MappingProxyType({slug: _entry(kind, slug, table) for slug, table in read(name).items()})


def _entry(kind: type[_Entry], slug: str, table: Mapping[str, Any]) -> _Entry:
    """An entry of a table whose keys are its fields. Raises `TypeError` for an unknown one."""
    return kind(slug=slug, **{key: _value(key, value) for key, value in table.items()})


def _value(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return text(value)
    return _SHAPES[key](value) if key in _SHAPES else value


def _set_of(vocabulary: type[StrEnum]) -> Callable[[list[str]], tuple[StrEnum, ...]]:
    """Reads a list of words as members, in the vocabulary's order.

    What it returns raises `ValueError` for a word that the vocabulary lacks.
    """

    def members(words: list[str]) -> tuple[StrEnum, ...]:
        held = {vocabulary(word) for word in words}
        return tuple(member for member in vocabulary if member in held)

    return members


_SHAPES: Mapping[str, Callable[[Any], Any]] = {
    "delivered_by": DeliveredBy,
    "needs": _set_of(Capability),
    "horizon": Horizon,
    "effort": Effort,
    "starts": Stage,
    "motivations": _set_of(Motivation),
    "money": Money,
    "ease": Ease,
    "ownership": Ownership,
    "capabilities": _set_of(Capability),
    "role": FactorRole,
}
"""The fields that are more than a text, a flag or a slug."""


def _questions() -> tuple[Question, ...]:
    return tuple(
        Question(slug=slug, place=table["place"], text=text(table["text"]), source=table["source"])
        for slug, table in read("questions").items()
    )


def _each_once(listed: Mapping[Language, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for by_language in listed.values() for phrase in by_language))


def _rules() -> Mapping[str, RuleSetting]:
    """The rules as they ship. Imported late: the engine reads its texts through this package."""
    from relationships.coherence.rules import RULES

    return MappingProxyType(
        {
            rule.code: RuleSetting(code=rule.code, severity=rule.severity, threshold=rule.threshold)
            for rule in RULES
        }
    )


def _weights() -> Mapping[str, AdviceWeight]:
    return MappingProxyType(
        {code: AdviceWeight(code, table["points"]) for code, table in read("advice").items()}
    )
