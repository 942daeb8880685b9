"""What is to be done in courses: by a student, and by those who review."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from accounts.models import User
from classroom import peering
from classroom.models import Assignment, Course, Submission
from classroom.states import Move, State, may


class Task(NamedTuple):
    """An assignment as a student has it before him. No submission: not begun.

    `unwritten` counts the reviews of others' work, and of the own, that are yet to be handed in.
    """

    assignment: Assignment
    submission: Submission | None
    unwritten: int = 0

    @property
    def state(self) -> State | None:
        return State(self.submission.state) if self.submission else None

    @property
    def has_review(self) -> bool:
        """Whether something that the instructors wrote can be read."""
        return self.submission is not None and self.submission.released_at is not None

    def is_open(self, now: datetime) -> bool:
        """Whether the student has something to hand in, and still can."""
        state = self.state or State.DRAFT
        wanted = may(state, Move.SUBMIT) and state != State.SUBMITTED
        return wanted and not self.assignment.is_closed(now)

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open(now) and self.assignment.is_late(now)


def tasks_of(courses: Iterable[Course], student: User) -> list[Task]:
    """Every published assignment of the courses, in order, with what the student made of it.

    Three queries, however many courses and assignments there are.
    """
    ids = [course.pk for course in courses]
    published = Assignment.objects.published().filter(course__in=ids).defer("brief", "starter")
    mine = Submission.objects.filter(assignment__course__in=ids, authors__enrolment__user=student)
    begun = {submission.assignment_id: submission for submission in mine}
    unwritten = peering.unwritten(student, ids)
    return [
        Task(each, begun.get(each.pk), unwritten.get(each.pk, 0))
        for each in published.order_by("course", "number")
    ]


def next_due(tasks: Iterable[Task], now: datetime) -> Task | None:
    """The one to be handed in first, of those that can be; without a deadline it comes last."""
    waiting = [task for task in tasks if task.is_open(now)]
    return min(waiting, key=_deadline, default=None)


def _deadline(task: Task) -> tuple[bool, float]:
    due_at = task.assignment.due_at
    return due_at is None, due_at.timestamp() if due_at else 0


def waiting_for_review(courses: Iterable[Course]) -> dict[object, int]:
    """By course, how many submissions the instructors have yet to answer. One query."""
    unanswered = Submission.objects.filter(
        assignment__course__in=[course.pk for course in courses],
        state__in=[State.SUBMITTED, State.IN_REVIEW],
    )
    counted = unanswered.values("assignment__course").annotate(n=Count("pk")).order_by()
    return {row["assignment__course"]: row["n"] for row in counted}
