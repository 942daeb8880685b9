"""What waits to be reviewed, in which order, and what comes next."""

from datetime import datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from classroom.models import Assignment, Submission
from classroom.naming import name_of
from classroom.queue import Lateness, Order, Wish, neighbours, queue
from classroom.states import State
from tests.classroom import factories as make
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture
def task() -> Assignment:
    return make.AssignmentFactory()


def _hand_in(
    task: Assignment,
    name: str,
    state: State = State.SUBMITTED,
    *,
    hours: int = 0,
    late: bool = False,
) -> Submission:
    submission = make.SubmissionFactory(
        assignment=task,
        state=state,
        attempt_count=1,
        submitted_at=NOON + timedelta(hours=hours),
        is_late=late,
        canvas=None,
    )
    student = make.EnrolmentFactory(course=task.course, user__name=name)
    make.AuthorFactory(submission=submission, enrolment=student)
    return submission


def _names(task: Assignment, **wish: str) -> list[str]:
    return [each.name for each in queue(task, Wish.read(wish))]


def test_first_comes_what_waits_longest_for_the_instructors(task: Assignment) -> None:
    _hand_in(task, "Released", State.RELEASED, hours=-9)
    _hand_in(task, "Late comer", hours=2)
    _hand_in(task, "Early bird", hours=1)
    _hand_in(task, "Asked again", State.CHANGES_REQUESTED)
    _hand_in(task, "Under way", State.IN_REVIEW)
    assert _names(task) == ["Early bird", "Late comer", "Under way", "Asked again", "Released"]


def test_names_are_sorted_as_people_sort_them(task: Assignment) -> None:
    for name in ("bruno", "Zoé", "Álvaro", "Carla"):
        _hand_in(task, name)
    assert _names(task, order="name") == ["Álvaro", "bruno", "Carla", "Zoé"]


def test_late_work_can_be_put_first_or_looked_at_alone(task: Assignment) -> None:
    _hand_in(task, "In time", hours=1)
    _hand_in(task, "Late", hours=3, late=True)
    _hand_in(task, "Late and released", State.RELEASED, late=True)
    assert _names(task, order="lateness") == ["Late", "Late and released", "In time"]
    assert _names(task, lateness="late") == ["Late", "Late and released"]
    assert _names(task, lateness="in_time") == ["In time"]
    assert _names(task, lateness="late", state="released") == ["Late and released"]


def test_a_name_is_found_by_a_part_of_it(task: Assignment) -> None:
    _hand_in(task, "Álvaro Núñez")
    _hand_in(task, "Bruno")
    assert _names(task, name="nunez alv") == ["Álvaro Núñez"]
    assert _names(task, name="nobody") == []


def test_a_draft_is_never_in_the_queue(task: Assignment) -> None:
    make.SubmissionFactory(assignment=task)
    assert _names(task) == []
    assert Wish.read({"state": "draft"}) == Wish()


def test_what_cannot_be_wished_for_is_passed_over() -> None:
    nonsense = {"state": "x" * 9_999, "lateness": "y", "order": "-submission__canvas", "name": "\0"}
    assert Wish.read(nonsense) == Wish(name="\0")
    assert Wish.read({}).is_open


def test_a_wish_survives_its_address() -> None:
    wish = Wish("released", Lateness.LATE, "José & co", Order.NAME)
    assert Wish.read(QueryDict(wish.query)) == wish
    assert Wish().query == ""


def test_next_and_previous_go_through_the_queue(task: Assignment) -> None:
    one, two, three = (_hand_in(task, name, hours=n) for n, name in enumerate("abc"))
    queued = queue(task, Wish())
    assert neighbours(queued, one) == (None, two.pk)
    assert neighbours(queued, two) == (one.pk, three.pk)
    assert neighbours(queued, three) == (two.pk, None)
    away = make.SubmissionFactory()
    assert neighbours(queued, away) == (None, one.pk)
    assert neighbours([], away) == (None, None)


@pytest.mark.parametrize("count", [1, 3])
def test_two_queries_however_long_it_is(
    task: Assignment, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        _hand_in(task, f"Student {n}")
    with django_assert_num_queries(2):
        assert len(queue(task, Wish())) == count


def test_a_team_goes_by_its_name_and_students_by_theirs(task: Assignment) -> None:
    pair = _hand_in(task, "Ada")
    other = make.EnrolmentFactory(course=task.course, user=UserFactory(name="", email="b@x.org"))
    make.AuthorFactory(submission=pair, enrolment=other)
    assert [name_of(pair)] == _names(task) == ["Ada, b@x.org"]
    pair.team = make.TeamFactory(course=task.course, name="The bees")
    pair.save(update_fields=["team"])
    assert [name_of(pair)] == _names(task) == ["The bees"]


def test_a_deleted_account_leaves_work_without_a_name(task: Assignment) -> None:
    submission = _hand_in(task, "Ada")
    submission.authors.get().enrolment.course.enrolments.update(user=None, left_at=NOON)
    assert [name_of(submission)] == _names(task) == ["a student who has left"]
    submission.authors.all().delete()
    assert [name_of(submission)] == _names(task) == ["a student who has left"]
