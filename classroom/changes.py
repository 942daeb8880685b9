"""What differs between two states of one student's canvas, in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from canvas import blueprints
from canvas.board import Said
from canvas.differences import changes_of, difference
from canvas.findings import findings_of
from canvas.models import Canvas
from canvas.subjects import Subject, called
from canvas.telling import Detail, Teller, subject_told
from canvas.wording import elements_counted
from classroom.frozen import thaw
from classroom.models import Attempt
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.vocabulary import Severity

Heard = tuple[Severity, str]


@dataclass(frozen=True)
class Side:
    """A state of the canvas, with what was found in it, and the catalog that names things."""

    blueprint: Blueprint
    findings: Sequence[Said]
    catalog: Catalog

    @classmethod
    def of_attempt(cls, attempt: Attempt) -> "Side":
        thawed = thaw(attempt)
        return cls(thawed.blueprint, thawed.findings, thawed.catalog)

    @classmethod
    def of_canvas(cls, canvas: Canvas, catalog: Catalog) -> "Side":
        return cls(blueprints.read(canvas), findings_of(canvas, catalog), catalog)


@dataclass(frozen=True)
class Changes:
    """How many elements differ, which ones came and went, and which fields of the others changed.

    `came` and `went` are the findings that one side has and the other has not.
    """

    counted: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    details: tuple[Detail, ...]
    came: tuple[Heard, ...]
    went: tuple[Heard, ...]

    @property
    def is_none(self) -> bool:
        return not (self.counted or self.details or self.came or self.went)


def changes_between(before: Side, after: Side, language: str) -> Changes:
    """Each side speaks with the catalog and the findings of its day. No query."""
    delta = difference(before.blueprint, after.blueprint)
    became = changes_of(delta)
    names = {
        **Teller.of(before.blueprint, before.catalog, language).names,
        **Teller.of(after.blueprint, after.catalog, language).names,
    }
    return Changes(
        counted=tuple(elements_counted(became.values())),
        added=tuple(_named(became, "added", after, language)),
        removed=tuple(_named(became, "removed", before, language)),
        details=Teller(after.catalog, language, names).change(delta).details,
        came=_only_in(after.findings, before.findings, language),
        went=_only_in(before.findings, after.findings, language),
    )


def _named(became: dict[str, str], change: str, where: Side, language: str) -> Iterator[str]:
    """By kind and name: Segment “Families”."""
    refs = [ref for ref in where.blueprint.elements if became.get(ref) == change]
    known = called(where.blueprint, refs)
    for ref in refs:
        yield subject_told(Subject(ref), known, where.catalog, language)


def _only_in(some: Iterable[Said], others: Iterable[Said], language: str) -> tuple[Heard, ...]:
    known = {finding.identity for finding in others if not finding.is_set_aside}
    return tuple(
        (finding.severity, finding.message(language))
        for finding in some
        if not finding.is_set_aside and finding.identity not in known
    )
