"""What a class struggles with in an assignment: read from its attempts as they were submitted.

Of each submission the latest attempt counts, and of that only what was counted when it was frozen:
no document is read, and nothing is checked anew.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from classroom.models import Assignment, Attempt, Review, ReviewKind, Rubric, Score
from classroom.naming import name_of, with_names
from classroom.states import State
from relationships.catalog import Catalog
from relationships.coherence import texts
from relationships.coherence.rules import RULES
from relationships.vocabulary import Severity


class Frozen(NamedTuple):
    """The light part of an attempt."""

    number: int
    is_late: bool
    counts: Mapping[str, int]
    planless: Sequence[str]


@dataclass(frozen=True)
class Handed:
    """A submission with its attempts, the first one first."""

    submission: uuid.UUID
    name: str
    attempts: tuple[Frozen, ...]

    @property
    def first(self) -> Frozen:
        return self.attempts[0]

    @property
    def latest(self) -> Frozen:
        return self.attempts[-1]


class RuleFigure(NamedTuple):
    """On how many canvases a rule speaks; what became of it where there were several attempts.

    `mended` counts those on which the first attempt had it and the latest has not; `new` the other
    way round.
    """

    code: str
    severity: Severity
    title: str
    canvases: int
    mended: int
    new: int


class Planless(NamedTuple):
    """A submission, and how its segments are called that have no active relationship."""

    handed: Handed
    segments: Sequence[str]


class LevelFigure(NamedTuple):
    title: str
    points: Decimal
    given: int


class CriterionFigure(NamedTuple):
    """How often each level was given. Without a score there is no mean."""

    title: str
    mean: Decimal | None
    most: Decimal
    scored: int
    levels: tuple[LevelFigure, ...]


def handed_in(assignment: Assignment) -> list[Handed]:
    """All that was submitted, whoever has left since. Three queries, and no heavy column."""
    columns = ("submission", "number", "is_late", "counts", "planless")
    frozen: dict[uuid.UUID, list[Frozen]] = {}
    attempts = Attempt.objects.filter(submission__assignment=assignment).order_by("number")
    for submission, *light in attempts.values_list(*columns):
        frozen.setdefault(submission, []).append(Frozen(*light))
    submitted = with_names(assignment.submissions.filter(attempt_count__gt=0))
    return [
        Handed(each.pk, name_of(each), tuple(frozen[each.pk]))
        for each in submitted.order_by("submitted_at", "pk")
        if each.pk in frozen
    ]


@dataclass(frozen=True)
class ClassFigures:
    """What can be told of all that was handed in; no query."""

    handed: Sequence[Handed]
    catalog: Catalog
    language: str

    @property
    def late(self) -> int:
        return sum(each.latest.is_late for each in self.handed)

    @cached_property
    def again(self) -> list[Handed]:
        """What was handed in more than once."""
        return [each for each in self.handed if len(each.attempts) > 1]

    @property
    def attempts(self) -> list[tuple[int, int]]:
        """How many were handed in once, twice …"""
        return sorted(Counter(len(each.attempts) for each in self.handed).items())

    @cached_property
    def rules(self) -> list[RuleFigure]:
        """The gravest first, then the most frequent."""
        codes = {code for each in self.handed for frozen in _ends(each) for code in frozen.counts}
        return sorted(
            map(self._rule, codes),
            key=lambda rule: (rule.severity.rank, -rule.canvases, rule.title),
        )

    def _rule(self, code: str) -> RuleFigure:
        known = texts.all_texts().get(code)
        return RuleFigure(
            code=code,
            severity=_severity(code, self.catalog),
            title=known.title.into(self.language) if known else code,
            canvases=sum(code in each.latest.counts for each in self.handed),
            mended=sum(
                _has(each.first, code) and not _has(each.latest, code) for each in self.again
            ),
            new=sum(_has(each.latest, code) and not _has(each.first, code) for each in self.again),
        )

    def faulty(self, code: str) -> list[Handed]:
        """On whose latest attempt a rule speaks."""
        return [each for each in self.handed if _has(each.latest, code)]

    @property
    def planless(self) -> list[Planless]:
        return [
            Planless(each, each.latest.planless) for each in self.handed if each.latest.planless
        ]

    @property
    def first_and_latest(self) -> tuple[Decimal, Decimal] | None:
        """How many findings a canvas had in the first and has in the latest attempt, on average.

        Of what was handed in more than once; strengths are not counted.
        """
        if not self.again:
            return None
        first = sum(self._faults(each.first) for each in self.again)
        latest = sum(self._faults(each.latest) for each in self.again)
        return Decimal(first) / len(self.again), Decimal(latest) / len(self.again)

    def _faults(self, frozen: Frozen) -> int:
        return sum(
            count
            for code, count in frozen.counts.items()
            if _severity(code, self.catalog) is not Severity.STRENGTH
        )


def _has(frozen: Frozen, code: str) -> bool:
    return code in frozen.counts


def _ends(handed: Handed) -> Iterable[Frozen]:
    return (handed.first, handed.latest)


_SHIPPED = {rule.code: rule.severity for rule in RULES}


def _severity(code: str, catalog: Catalog) -> Severity:
    """As the catalog has it today; of a rule that is no more, that of a gap."""
    setting = catalog.rules.get(code)
    return setting.severity if setting else _SHIPPED.get(code, Severity.GAP)


def criteria(assignment: Assignment, rubric: Rubric, *, with_drafts: bool) -> list[CriterionFigure]:
    """The instructors' scores by criterion. Four queries.

    Of each submission the last review counts that was handed over to the students; `with_drafts`
    the last one at all. A review that was reopened is a draft until it is handed over anew.
    """
    reviews = set(_reviews(assignment, with_drafts=with_drafts).values())
    scores = Score.objects.filter(
        criterion__rubric=rubric,
        level__isnull=False,
        review__kind=ReviewKind.INSTRUCTORS,
        review__attempt__submission__assignment=assignment,
    )
    given = Counter(
        level for review, level in scores.values_list("review", "level") if review in reviews
    )
    found = rubric.criteria.prefetch_related("levels").order_by("position", "pk")
    return [
        _criterion(
            each.title,
            [
                LevelFigure(level.title, level.points, given[level.pk])
                for level in sorted(each.levels.all(), key=lambda one: (one.position, one.pk))
            ],
        )
        for each in found
    ]


def _criterion(title: str, levels: Sequence[LevelFigure]) -> CriterionFigure:
    scored = sum(level.given for level in levels)
    total = sum((level.points * level.given for level in levels), Decimal(0))
    most = max((level.points for level in levels), default=Decimal(0))
    return CriterionFigure(title, total / scored if scored else None, most, scored, tuple(levels))


def _reviews(assignment: Assignment, *, with_drafts: bool) -> dict[uuid.UUID, int]:
    """The review that counts, by submission."""
    reviews = Review.objects.filter(
        kind=ReviewKind.INSTRUCTORS, attempt__submission__assignment=assignment
    )
    if not with_drafts:
        reviews = reviews.filter(released_at__isnull=False)
    found: dict[uuid.UUID, int] = {}
    columns = ("pk", "attempt__number", "attempt__submission")
    of_it = ("attempt__submission__attempt_count", "attempt__submission__state")
    for pk, number, submission, latest, state in reviews.order_by("attempt__number").values_list(
        *columns, *of_it
    ):
        found[submission] = pk
        if not with_drafts and number == latest and state == State.IN_REVIEW:
            del found[submission]
    return found
