"""What the classroom's part of `load_demo` adds, and that it leaves alone what is there."""

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

import dev
from accounts.models import User
from classroom import demo
from classroom.models import (
    Assignment,
    Attempt,
    Course,
    Enrolment,
    Letter,
    Remark,
    Reply,
    Review,
    ReviewKind,
    Rubric,
    Score,
    Submission,
)
from classroom.released import released
from classroom.states import State
from relationships.catalog import Catalog
from tests.classroom.reading import Table

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MODELS = (Course, Enrolment, Assignment, Submission, Attempt, Review, Score, Remark, Reply, Rubric)


@pytest.fixture(autouse=True)
def development(catalog: Catalog, settings: Any) -> None:
    """A development database with the catalog in it."""
    settings.DEBUG = True


def _load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def _state() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values()) for model in MODELS]


def _course() -> Course:
    return Course.objects.get(pk=demo.demo_id("course"))


def test_two_teach_twelve() -> None:
    said = _load()
    course = _course()
    teachers = course.instructors.order_by("user__email").values_list("user__email", flat=True)
    assert list(teachers) == ["ines@example.com", "ivan@example.com"]
    assert course.enrolments.present().count() == 12
    assert "Demo: 8 of 8 students added, the rest were there.\n" in said
    assert said.endswith(f"  The course “{course.title}” was added.\n")
    students = User.objects.filter(enrolments__course=course)
    assert {student.check_password("vinculo-demo") for student in students} == {True}


def test_work_stands_in_every_state() -> None:
    _load()
    first, second, third = Assignment.objects.order_by("number")
    states = Counter(first.submissions.values_list("state", flat=True))
    assert states == {
        State.RELEASED: 4,
        State.SUBMITTED: 3,
        State.IN_REVIEW: 2,
        State.CHANGES_REQUESTED: 1,
        State.DRAFT: 1,
    }
    assert first.submissions.filter(is_late=True).count() == 3
    assert Counter(second.submissions.values_list("state", flat=True)) == {
        State.SUBMITTED: 2,
        State.DRAFT: 2,
    }
    assert (first.is_late(timezone.now()), second.is_late(timezone.now())) == (True, False)
    assert not third.is_published
    assert first.blanks


def test_sauls_work_has_gone_all_the_way() -> None:
    _load()
    saul = Submission.objects.get(pk=demo.demo_id("1:saul@example.com"))
    first, second = saul.attempts.order_by("number")
    faults = [sum(attempt.counts.values()) for attempt in (first, second)]
    assert first.planless == ["Oficinas de hasta quince personas cerca del mercado"]
    assert second.planless == []
    assert "channel-lacks-capability" in first.counts
    assert "channel-lacks-capability" not in second.counts
    assert faults[0] != faults[1]
    review = second.reviews.get(kind=ReviewKind.INSTRUCTORS)
    read = released(review)
    assert read
    assert (read.points, read.most_points) == (saul.points, saul.most_points) == (21, 24)
    assert [reply.by_instructor for reply in review.replies.order_by("pk")] == [False, True]
    assert second.reviews.get(kind=ReviewKind.PEER, released_at__isnull=False)


def test_private_remarks_are_in_nothing_that_students_read() -> None:
    _load()
    private = list(Remark.objects.filter(is_private=True).values_list("text", flat=True))
    assert len(private) == 2
    read = str(list(Review.objects.values_list("released", flat=True)))
    assert [text for text in private if text in read] == []


def test_what_is_of_one_submission_adds_up() -> None:
    """As if the actions had written it."""
    _load()
    for submission in Submission.objects.all():
        attempts = submission.attempts.order_by("number")
        assert submission.attempt_count == len(attempts)
        if attempts:
            latest = attempts[len(attempts) - 1]
            assert (submission.submitted_at, submission.is_late) == (latest.at, latest.is_late)
            assert latest.is_late == submission.assignment.is_late(latest.at)
        for review in Review.objects.filter(attempt__submission=submission):
            held = (State.RELEASED, State.CHANGES_REQUESTED)
            is_latest = review.attempt.number == submission.attempt_count
            if review.kind == ReviewKind.INSTRUCTORS and is_latest:
                assert (review.released_at is not None) == (submission.state in held)


def test_nobody_is_mailed() -> None:
    _load()
    assert Letter.objects.count() == 0


def test_the_second_time_nothing_happens() -> None:
    _load()
    before = _state()
    said = _load()
    assert _state() == before
    assert "Demo: 0 of 8 students added, the rest were there.\n  The course was there.\n" in said


def test_what_became_of_the_course_stays() -> None:
    _load()
    Course.objects.update(title="Renamed", archived_at=timezone.now())
    Submission.objects.filter(state=State.DRAFT).delete()
    before = _state()
    _load()
    assert _state() == before


def test_a_course_that_was_deleted_comes_back() -> None:
    _load()
    Course.objects.all().delete()
    _load()
    assert _course().enrolments.count() == 12


def test_its_instructors_see_it(client: Client) -> None:
    _load()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(User.objects.get(email="ivan@example.com"), backend=backend)
    page = client.get(_course().get_absolute_url())
    assert len(Table.of(page, "class-table").rows) == 12


def test_never_where_debug_is_off(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        _load()
    assert (User.objects.count(), Course.objects.count()) == (0, 0)


def test_the_greeting_lists_those_who_can_sign_in() -> None:
    _load()
    listed = {email for email, _who in dev.PEOPLE}
    listed |= {f"{name}@example.com" for name in dev.OTHER_STUDENTS}
    assert set(User.objects.values_list("email", flat=True)) == listed
