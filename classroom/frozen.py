"""A canvas as it was submitted: its blueprint, what was found, and what the catalog called things.

All texts are frozen in the three languages, so that later edits of canvas, catalog and rules leave
an attempt as it was. What is thawed here is drawn by `canvas.board` like any other canvas; nothing
is checked anew.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from canvas import blueprints
from canvas.findings import findings_of
from canvas.models import Canvas
from classroom.models import Attempt
from relationships.blueprint import Blueprint
from relationships.catalog import (
    Catalog,
    ChannelKind,
    Entry,
    Factor,
    RelationshipType,
    Strategy,
    Text,
)
from relationships.coherence import Finding
from relationships.coherence.findings import Identity
from relationships.vocabulary import Language, Severity

PLANLESS = "segment-without-relationship"
"""The rule that finds a segment with no plan."""

Frozen = dict[str, Any]
E = TypeVar("E", bound=Entry)


def freeze(canvas: Canvas, catalog: Catalog) -> Frozen:
    """The fields of an attempt that hold the canvas as it is now; findings as on its board."""
    blueprint = blueprints.read(canvas)
    findings = findings_of(canvas, catalog)
    counted = [finding for finding in findings if not finding.is_set_aside]
    return {
        "document": canvas.document,
        "findings": [_finding(finding) for finding in findings],
        "rules": {finding.code: _rule(finding) for finding in findings},
        "names": _names(blueprint, catalog),
        "counts": dict(Counter(finding.code for finding in counted)),
        "planless": [
            getattr(blueprint.elements[finding.elements[0]], "name", "")
            for finding in counted
            if finding.code == PLANLESS
        ],
    }


def _finding(finding: Finding) -> Frozen:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "elements": list(finding.elements),
        "about": list(finding.about),
        "set_aside": finding.is_set_aside,
        "message": {language: finding.message(language) for language in Language},
        "mend": {language: finding.mend(language) for language in Language},
    }


def _rule(finding: Finding) -> Frozen:
    return {
        "title": {language: finding.title(language) for language in Language},
        "why": {language: finding.why(language) for language in Language},
    }


def _names(blueprint: Blueprint, catalog: Catalog) -> Frozen:
    """What the entries are called that the canvas uses; a slug that nobody knows has no name."""
    used: dict[str, Iterable[str]] = {
        "types": (
            *(row.type for row in blueprint.relationships),
            *(slug for segment in blueprint.segments for slug in segment.expects),
        ),
        "strategies": (slug for row in blueprint.relationships for slug in row.strategies),
        "kinds": (channel.kind for channel in blueprint.channels),
        "factors": (mark.factor for segment in blueprint.segments for mark in segment.factors),
    }
    return {
        part: {
            slug: {language: entries[slug].name.into(language) for language in Language}
            for slug in dict.fromkeys(slugs)
            if slug in (entries := getattr(catalog, part))
        }
        for part, slugs in used.items()
    }


class FrozenFinding(NamedTuple):
    """What a rule said on the day, for `canvas.board` to draw as it draws a finding of today."""

    code: str
    severity: Severity
    elements: tuple[str, ...]
    about: tuple[str, ...]
    is_set_aside: bool
    texts: Mapping[str, Text]

    @property
    def identity(self) -> Identity:
        return (self.code, self.elements, self.about)

    @property
    def read(self) -> tuple[Text, ...]:
        return tuple(self.texts.values())

    def title(self, language: str) -> str:
        return self.texts["title"].into(language)

    def message(self, language: str) -> str:
        return self.texts["message"].into(language)

    def why(self, language: str) -> str:
        return self.texts["why"].into(language)

    def mend(self, language: str) -> str:
        return self.texts["mend"].into(language)


@dataclass(frozen=True)
class Thawed:
    """An attempt to be read. The catalog holds the names of the day, and nothing else."""

    blueprint: Blueprint
    findings: Sequence[FrozenFinding]
    catalog: Catalog


def thaw(attempt: Attempt) -> Thawed:
    """What an attempt holds; no query. Attempts never change, and so the last few are kept."""
    return _thawed(_Held(attempt))


class _Held:
    """An attempt that is known again by its id and its moment."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.key = (attempt.pk, attempt.at)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.key == other.key


@lru_cache(maxsize=8)
def _thawed(held: _Held) -> Thawed:
    attempt = held.attempt
    return Thawed(
        blueprint=blueprints.restore(attempt.document),
        findings=tuple(_heard(finding, attempt.rules) for finding in attempt.findings),
        catalog=Catalog(
            stamp=f"attempt:{attempt.pk}",
            types=_entries(RelationshipType, attempt.names["types"]),
            strategies=_entries(Strategy, attempt.names["strategies"]),
            kinds=_entries(ChannelKind, attempt.names["kinds"]),
            factors=_entries(Factor, attempt.names["factors"]),
        ),
    )


def _entries(kind: type[E], names: Frozen) -> Mapping[str, E]:
    return MappingProxyType({slug: kind(slug, _text(name)) for slug, name in names.items()})


def _heard(finding: Frozen, rules: Frozen) -> FrozenFinding:
    rule = rules[finding["code"]]
    said = {**rule, "message": finding["message"], "mend": finding["mend"]}
    return FrozenFinding(
        code=finding["code"],
        severity=Severity(finding["severity"]),
        elements=tuple(finding["elements"]),
        about=tuple(finding["about"]),
        is_set_aside=finding["set_aside"],
        texts=MappingProxyType({part: _text(texts) for part, texts in said.items()}),
    )


def _text(texts: Mapping[str, str]) -> Text:
    return Text(texts[Language.EN], texts[Language.ES], texts[Language.PT_BR])
