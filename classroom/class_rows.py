"""Who stands where in a course: its students, or their teams, by assignments.

Reads people and the rows of their submissions, and nothing that anybody wrote on a canvas.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext

from canvas.searching import words_of
from classroom.models import Assignment, Author, Course, Enrolment
from classroom.states import State
from relationships.catalog import plain


class Where(StrEnum):
    """Where somebody stands with an assignment. The last two are said beside one of the others."""

    NOT_STARTED = "not_started"
    DRAFT = State.DRAFT
    SUBMITTED = State.SUBMITTED
    IN_REVIEW = State.IN_REVIEW
    CHANGES_REQUESTED = State.CHANGES_REQUESTED
    RELEASED = State.RELEASED
    LATE = "late"
    OVERDUE = "overdue"


class Order(StrEnum):
    NAME = "name"
    STATE = "state"
    LATENESS = "lateness"


FURTHEST_BEHIND = (
    Where.NOT_STARTED,
    Where.DRAFT,
    Where.CHANGES_REQUESTED,
    Where.SUBMITTED,
    Where.IN_REVIEW,
    Where.RELEASED,
)
_RANK = {place: rank for rank, place in enumerate(FURTHEST_BEHIND)}


class Work(NamedTuple):
    """What the row of a submission tells of it."""

    submission: uuid.UUID
    assignment: int
    state: str
    submitted_at: datetime | None
    is_late: bool
    attempts: int
    points: Decimal | None
    most_points: Decimal | None


@dataclass(slots=True)
class Row:
    """A student, or a team with its members, and what each has begun, by assignment.

    Somebody who changed teams may have two works for one assignment.
    """

    name: str
    members: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    works: dict[int, list[Work]] = field(default_factory=dict)

    def of(self, assignment: Assignment) -> Sequence[Work]:
        return self.works.get(assignment.pk, ())

    @property
    def search(self) -> str:
        return plain(" ".join((self.name, *self.members, *self.emails)))


def enrolled(course: Course) -> list[Enrolment]:
    """Whoever attends the course or has attended it. One query."""
    return list(course.enrolments.select_related("user", "team").order_by("pk"))


def works_of(course: Course) -> dict[int, list[Work]]:
    """All that was begun in a course, by the enrolment of each author. One query."""
    columns = ("state", "submitted_at", "is_late", "attempt_count", "points", "most_points")
    rows = Author.objects.filter(assignment__course=course).values_list(
        "enrolment", "submission", "assignment", *(f"submission__{name}" for name in columns)
    )
    works: dict[int, list[Work]] = {}
    for enrolment, *work in rows.order_by("pk"):
        works.setdefault(enrolment, []).append(Work(*work))
    return works


def rows_of(people: Iterable[Enrolment], works: Mapping[int, list[Work]]) -> list[Row]:
    """A row a student, or a team; by name. No query, where the people come from `enrolled`."""
    rows: dict[tuple[bool, int], Row] = {}
    for enrolment in people:
        key = (True, enrolment.team_id) if enrolment.team_id else (False, enrolment.pk)
        _add(rows.setdefault(key, Row("")), enrolment, works.get(enrolment.pk, ()))
    return sorted(rows.values(), key=lambda row: plain(row.name))


def name_of(enrolment: Enrolment) -> str:
    return str(enrolment.user) if enrolment.user else gettext("a student who has left")


def _add(row: Row, enrolment: Enrolment, works: Iterable[Work]) -> None:
    name = name_of(enrolment)
    if enrolment.team:
        row.name, row.members = enrolment.team.name, (*row.members, name)
    else:
        row.name = name
    if enrolment.user:
        row.emails = (*row.emails, enrolment.user.email)
    for work in works:
        begun = row.works.setdefault(work.assignment, [])
        if work not in begun:
            begun.append(work)


def where(row: Row, assignment: Assignment, now: datetime) -> set[Where]:
    works = row.of(assignment)
    found = {Where(work.state) for work in works} or {Where.NOT_STARTED}
    if any(work.is_late for work in works):
        found.add(Where.LATE)
    if assignment.is_late(now) and not any(work.attempts for work in works):
        found.add(Where.OVERDUE)
    return found


def tally(rows: Iterable[Row], assignment: Assignment, now: datetime) -> Counter[Where]:
    """How many stand where with an assignment."""
    return Counter(place for row in rows for place in where(row, assignment, now))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are to be shown, and in which order."""

    words: tuple[str, ...] = ()
    place: Where | None = None
    order: Order = Order.NAME

    @classmethod
    def of(cls, query: str, place: str, order: str) -> "Wanted":
        """From what an address says; what nobody knows is passed over."""
        return cls(
            words_of(query),
            Where(place) if place in list(Where) else None,
            Order(order) if order in list(Order) else Order.NAME,
        )

    def pick(
        self, rows: Iterable[Row], assignments: Collection[Assignment], now: datetime
    ) -> list[Row]:
        """Those who stand there with one of the assignments at least."""
        placed = [
            (row, [where(row, assignment, now) for assignment in assignments])
            for row in self._named(rows)
        ]
        if self.place:
            placed = [
                (row, found) for row, found in placed if any(self.place in each for each in found)
            ]
        if self.order is Order.STATE:
            placed.sort(key=lambda pair: _behind(pair[1]))
        if self.order is Order.LATENESS:
            placed.sort(key=lambda pair: _lateness(pair[1]))
        return [row for row, _found in placed]

    def _named(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if not self.words or all(word in row.search for word in self.words):
                yield row


def _behind(found: Iterable[set[Where]]) -> int:
    """The less, the further behind."""
    return sum(min(_RANK[place] for place in each if place in _RANK) for each in found)


def _lateness(found: Collection[set[Where]]) -> tuple[int, int]:
    """First whoever owes most, then whoever was late most often."""
    overdue = sum(Where.OVERDUE in each for each in found)
    return -overdue, -sum(Where.LATE in each for each in found)
