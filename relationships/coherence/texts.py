"""What findings say, in each language, with the names, lists and numbers that belong in it.

The templates are ours (`content/rules.toml`); what people typed is only ever put into them,
never read as one, so that braces in a name survive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from relationships.blueprint import Channel, Note, Relationship, Segment
from relationships.catalog import Entry, Text
from relationships.content import words
from relationships.content.reading import read, text
from relationships.vocabulary import Capability, Language

if TYPE_CHECKING:
    from relationships.coherence.reading import Reading

PLACE = re.compile(r"\{(\w+)\}")
"""A named value in a template."""

_NO_BREAK = "\u00a0"


class Amount(NamedTuple):
    """Money, to be written with its currency."""

    value: Decimal
    currency: str


class RuleText(NamedTuple):
    """A rule in words. `what` and `mend` are templates with named values."""

    title: Text
    what: Text
    why: Text
    mend: Text
    source: str


@cache
def all_texts() -> Mapping[str, RuleText]:
    """The texts of every rule, by its code."""
    return {
        code: RuleText(
            title=text(table["title"]),
            what=text(table["what"]),
            why=text(table["why"]),
            mend=text(table["mend"]),
            source=table["source"],
        )
        for code, table in read("rules").items()
    }


def of(code: str) -> RuleText:
    return all_texts()[code]


@cache
def mend_labels() -> Mapping[str, Text]:
    """What the button of each kind of mend says; a template with named values."""
    return {kind: text(table) for kind, table in read("mends").items()}


def say(
    code: str,
    part: str,
    elements: tuple[str, ...],
    values: Mapping[str, Any],
    reading: Reading,
    language: str,
) -> str:
    """A text of a rule with its named values filled in.

    The elements give theirs by kind: `note`, `segment` and `channel` their names, a
    relationship the name of its `type`, of its `segment` and of its `channel`.
    """
    template: Text = getattr(of(code), part)
    return fill(template, {**_names(elements, reading), **values}, language)


def fill(template: Text, named: Mapping[str, Any], language: str) -> str:
    """A template of ours with its named values. Raises `KeyError` where one is missing."""
    parts = list(_parts(template.into(language)))
    for place in range(1, len(parts), 2):
        parts[place] = _write(named[parts[place]], language)
    return "".join(parts)


@cache
def _parts(template: str) -> tuple[str, ...]:
    """A template cut into text, name, text, name, … text. There are few, and all are ours."""
    return tuple(PLACE.split(template))


def _names(elements: tuple[str, ...], reading: Reading) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for ref in elements:
        match reading.blueprint.elements[ref]:
            case Note(text=written):
                names["note"] = written
            case Segment(name=name):
                names["segment"] = name
            case Channel(name=name):
                names["channel"] = name
            case Relationship(type=slug, segment=segment, channel=channel):
                names["type"] = reading.knowledge.types.get(slug, slug)
                names["segment"] = reading.segments[segment].segment.name
                if channel is not None:
                    names["channel"] = reading.channels[channel].name
    return names


def _write(value: Any, language: str) -> str:
    """A value as the language writes it: names in quotation marks, numbers, money, lists.

    Capabilities are quoted as well: their names are those of the boxes to tick in the form.
    """
    if type(value) is str:
        return quoted(value, language)
    match value:
        case Entry():
            return quoted(value.name.into(language), language)
        case Capability():
            return quoted(words.label(value, language), language)
        case StrEnum():
            return _in_a_sentence(words.label(value, language))
        case str():
            return quoted(value, language)
        case Amount():
            return money(value.value, value.currency, language)
        case tuple():
            return listed([_write(item, language) for item in value], language)
        case _:
            return number(Decimal(value), language)


def quoted(name: str, language: str) -> str:
    return f"«{name}»" if language == Language.ES else f"“{name}”"


def listed(items: list[str], language: str) -> str:
    """Joined as the language joins a list: "a, b and c", "a, b y c", "a, b e c"."""
    if len(items) < 2:
        return "".join(items)
    conjunction = _CONJUNCTIONS[Language(language)](items[-1])
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def number(value: Decimal, language: str) -> str:
    """With the language's signs, and no more decimals than it has: 1,234.5 or 1.234,5."""
    plain = f"{value:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return _with_signs(plain, language)


def money(value: Decimal, currency: str, language: str) -> str:
    """With two decimals and the currency where the language has it: after the amount in Spanish."""
    told = amount(value, language)
    before = language != Language.ES
    return f"{currency}{_NO_BREAK}{told}" if before else f"{told}{_NO_BREAK}{currency}"


def amount(value: Decimal, language: str) -> str:
    """Money without its currency, for where that is told once: 1,234.50 or 1.234,50."""
    return _with_signs(f"{value:,.2f}", language)


def _with_signs(plain: str, language: str) -> str:
    return plain if language == Language.EN else plain.translate(_COMMA_DECIMALS)


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]


def _spanish_and(following: str) -> str:
    """ "e" before the sound of i, as in "e individual"; "y hielo" keeps its y."""
    return "e" if re.match(r"«?h?[ií](?!e)", following, re.IGNORECASE) else "y"


_CONJUNCTIONS: Mapping[Language, Callable[[str], str]] = {
    Language.EN: lambda _: "and",
    Language.ES: _spanish_and,
    Language.PT_BR: lambda _: "e",
}

_COMMA_DECIMALS = str.maketrans(",.", ".,")
