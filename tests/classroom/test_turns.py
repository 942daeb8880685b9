"""Whose turn it is while one reviews."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from classroom.models import Assignment, Submission
from classroom.queue import Order, Place, Wish, place_in, queue
from classroom.states import State
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone.get_fixed_timezone(0))

Class = dict[str, Submission]


@pytest.fixture
def task() -> Assignment:
    made: Assignment = make.AssignmentFactory()
    return made


def _class(task: Assignment, **states: State) -> Class:
    """Handed in by the hour, in this order."""
    handed_in = {}
    for hours, (name, state) in enumerate(states.items()):
        handed_in[name] = make.SubmissionFactory(
            assignment=task,
            state=state,
            attempt_count=1,
            submitted_at=NOON + timedelta(hours=hours),
            canvas=None,
        )
        student = make.EnrolmentFactory(course=task.course, user__name=name)
        make.AuthorFactory(submission=handed_in[name], enrolment=student)
    return handed_in


def _place(task: Assignment, submission: Submission, order: Order = Order.STATE) -> Place:
    return place_in(queue(task, Wish(order=order)), submission, order)


def _names(place: Place) -> tuple[str, str]:
    before, after = place.previous, place.following
    return (before.name if before else "", after.name if after else "")


def test_what_was_begun_keeps_its_turn(task: Assignment) -> None:
    students = _class(task, A=State.SUBMITTED, B=State.SUBMITTED, C=State.SUBMITTED)
    assert _names(_place(task, students["B"])) == ("A", "C")
    Submission.objects.filter(pk=students["B"].pk).update(state=State.IN_REVIEW)
    students["B"].refresh_from_db()
    place = _place(task, students["B"])
    assert (place.number, place.total, place.waiting) == (2, 3, 3)
    assert _names(place) == ("A", "C")


def test_after_the_last_and_after_what_is_done_comes_the_first_that_waits(
    task: Assignment,
) -> None:
    students = _class(task, A=State.IN_REVIEW, B=State.SUBMITTED, C=State.RELEASED)
    assert _names(_place(task, students["B"])) == ("A", "A")
    assert _names(_place(task, students["C"])) == ("B", "A")
    assert _names(_place(task, students["A"])) == ("", "B")


def test_alone_there_is_nobody_to_go_on_to(task: Assignment) -> None:
    students = _class(task, A=State.SUBMITTED)
    place = _place(task, students["A"])
    assert (place.number, place.total, place.waiting, *_names(place)) == (1, 1, 1, "", "")


def test_by_name_it_goes_by_name(task: Assignment) -> None:
    students = _class(task, C=State.SUBMITTED, A=State.RELEASED, B=State.SUBMITTED)
    assert _names(_place(task, students["B"], Order.NAME)) == ("A", "C")


def test_one_that_is_filtered_out_stands_nowhere(task: Assignment) -> None:
    students = _class(task, A=State.SUBMITTED, B=State.RELEASED)
    queued = queue(task, Wish(state=State.RELEASED))
    place = place_in(queued, students["A"], Order.STATE)
    assert (place.number, place.total, *_names(place)) == (0, 1, "", "B")
