"""The class view as values: what its page shows, in the reader's language.

Every number is text by the time a template sees it. Nothing here queries.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from classroom.class_rows import Row, Where, Work, tally, where
from classroom.models import Assignment, Course
from classroom.naming import STATES
from classroom.states import State

NAMES: dict[Where, str | Promise] = {
    Where.NOT_STARTED: _("Not started"),
    **{Where(state): name for state, name in STATES.items()},
    Where.LATE: _("Late"),
    Where.OVERDUE: _("Overdue"),
}


class Count(NamedTuple):
    """How many stand there, and the address that shows who; none where there is nobody."""

    name: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Line:
    """An assignment, and how many stand where with it; until it is published nobody does."""

    assignment: Assignment
    due: str
    counts: tuple[Count, ...]


class Entry(NamedTuple):
    """A submission in a cell. A draft has no `place`: an instructor never sees one."""

    state: str
    label: str
    place: str = ""
    date: str = ""
    points: str = ""
    is_late: bool = False
    is_overdue: bool = False

    @property
    def is_told(self) -> bool:
        """Whether there is more to say than the state."""
        return bool(self.date or self.is_overdue)


class RowView(NamedTuple):
    name: str
    members: str
    cells: tuple[tuple[Entry, ...], ...]


def lines(
    course: Course, assignments: Iterable[Assignment], rows: Sequence[Row], now: datetime
) -> list[Line]:
    """Each assignment with its head counts: those of the whole class, whatever is shown of it."""
    return [
        Line(
            assignment,
            moment(assignment.due_at, course) if assignment.due_at else "",
            _counts(assignment, rows, now) if assignment.is_published else (),
        )
        for assignment in assignments
    ]


def _counts(assignment: Assignment, rows: Sequence[Row], now: datetime) -> tuple[Count, ...]:
    counted = tally(rows, assignment, now)
    return tuple(
        Count(
            str(name),
            str(counted[place]),
            f"?{urlencode({'assignment': assignment.number, 'state': place})}#class"
            if counted[place]
            else "",
        )
        for place, name in NAMES.items()
    )


def draw(
    course: Course, rows: Iterable[Row], assignments: Sequence[Assignment], now: datetime
) -> list[RowView]:
    """The rows of one page, a cell an assignment."""
    review = _addresses()
    return [
        RowView(
            row.name,
            ", ".join(row.members),
            tuple(_cell(row, assignment, course, review, now) for assignment in assignments),
        )
        for row in rows
    ]


def _addresses() -> tuple[str, str]:
    """What stands before and after the id in the address of a review; asked for once."""
    before, _id, after = reverse("review", args=[uuid.UUID(int=0)]).partition(str(uuid.UUID(int=0)))
    return before, after


def _cell(
    row: Row, assignment: Assignment, course: Course, review: tuple[str, str], now: datetime
) -> tuple[Entry, ...]:
    is_overdue = Where.OVERDUE in where(row, assignment, now)
    works = row.of(assignment)
    if not works:
        return (Entry("not_started", gettext("Not started"), is_overdue=is_overdue),)
    return tuple(
        Entry(
            work.state,
            str(STATES[State(work.state)]),
            f"{review[0]}{work.submission}{review[1]}" if work.attempts else "",
            day(work.submitted_at, course) if work.submitted_at else "",
            points_of(work),
            work.is_late,
            is_overdue and not work.attempts,
        )
        for work in works
    )


def day(at: datetime, course: Course) -> str:
    return date_format(at.astimezone(course.zone), "SHORT_DATE_FORMAT")


def moment(at: datetime, course: Course) -> str:
    return date_format(at.astimezone(course.zone), "SHORT_DATETIME_FORMAT")


def points_of(work: Work) -> str:
    if work.points is None:
        return ""
    most = written(work.most_points or Decimal(0))
    return gettext("%(points)s of %(most)s") % {"points": written(work.points), "most": most}


def written(amount: Decimal) -> str:
    """`7.5`, `80`: as the language writes it, with no empty decimals."""
    return number_format(Decimal(f"{amount.normalize():f}"))
