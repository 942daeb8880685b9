"""What courses hold of a person: to take along, and what becomes of it when the account goes."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from canvas.models import Canvas
from classroom import personal, releasing, reviewing, submitting
from classroom.keeping import purge_invitations
from classroom.models import (
    Assignment,
    Course,
    Enrolment,
    Instructor,
    InstructorInvitation,
    Review,
    ReviewKind,
    Rubric,
    Submission,
)
from classroom.personal import Places
from classroom.released import freeze_review
from classroom.states import State
from tests.classroom import factories as make
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

PAGE = "/accounts/delete/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def _files(client: Client) -> dict[str, Any]:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/accounts/data/"))))
    return {
        name: json.loads(archive.read(name))
        for name in archive.namelist()
        if name.startswith("courses/")
    }


def _leave(client: Client) -> Any:
    asked = client.get(PAGE).context["departures"]
    fields = {"seen_courses": asked[0].places.digest, "seen": asked[1].holdings.digest}
    return client.post(PAGE, fields | {"password": PASSWORD})


@pytest.fixture
def reviewed(submission: Submission, ines: User, assignment: Assignment) -> Submission:
    """With a review that was released, one that was not, and a private remark."""
    attempt = submission.attempts.get()
    review = make.ReviewFactory(
        attempt=attempt, by=ines, overall="Well begun", released_at=timezone.now()
    )
    make.RemarkFactory(review=review, by=ines, text="Who exactly?", key="s1")
    make.RemarkFactory(review=review, by=ines, text="Copied, I fear", is_private=True)
    assert assignment.rubric
    criterion = assignment.rubric.criteria.order_by("position").first()
    assert criterion
    level = criterion.levels.get(points=10)
    make.ScoreFactory(review=review, criterion=criterion, level=level, remark="Good", by=ines)
    review.released = freeze_review(review, assignment.rubric)
    review.save(update_fields=["released"])
    make.ReviewFactory(attempt=attempt, kind=ReviewKind.PEER, overall="Not released")
    return submission


def test_a_student_takes_along_what_was_handed_in_and_what_was_released(
    as_sofia: Client, course: Course, reviewed: Submission
) -> None:
    files = _files(as_sofia)
    folder = f"courses/business-models-first-year-{course.pk.hex[:8]}/1/attempt-1"
    assert [row["title"] for row in files["courses/attended.json"]] == [course.title]
    assert files[f"{folder}/canvas.json"] == json.loads(reviewed.attempts.get().document)
    about = files[f"{folder}/about.json"]
    assert (about["assignment"], about["by_me"]) == ("Your first plan", True)
    assert [
        (one["overall"], [r["text"] for r in one["remarks"]], [s["points"] for s in one["scores"]])
        for one in about["reviews"]
    ] == [("Well begun", ["Who exactly?"], ["10.00", None])]


def test_nothing_that_was_written_after_a_review_was_reopened(
    as_sofia: Client, review: Review, submission: Submission, ines: User
) -> None:
    """Before it is released anew nobody reads it, in whatever way."""
    Submission.objects.filter(pk=submission.pk).update(state=State.RELEASED)
    about: dict[str, Any] = {"attempt": 1, "by": ines}
    releasing.reopen(submission, **about)
    reviewing.overall(submission, text="Unreleased A", version=review.version, **about)
    reviewing.remark(submission, key="", text="Unreleased B", is_private=False, **about)
    score = review.scores.get(remark="Well put")
    said = {"level": None, "remark": "Unreleased C", "version": score.version}
    reviewing.score(submission, score.criterion_id, **said, **about)
    told = json.dumps(_files(as_sofia))
    assert ("Unreleased" in told, "A good start" in told, "Well put" in told) == (False, True, True)


def test_nothing_that_the_team_handed_in_after_one_had_left(
    as_sofia: Client, submission: Submission, sofia: User
) -> None:
    Enrolment.objects.filter(user=sofia).update(left_at=timezone.now())
    first = submission.attempts.get()
    make.AttemptFactory(submission=submission, number=2, document=first.document)
    told = [name for name in _files(as_sofia) if name.endswith("canvas.json")]
    assert [name.rpartition("/")[0][-9:] for name in told] == ["attempt-1"]


def test_nothing_in_it_names_anybody_else(
    as_sofia: Client, reviewed: Submission, ines: User, tomas: User
) -> None:
    told = json.dumps(_files(as_sofia), ensure_ascii=False)
    hidden = [ines.name, ines.email, tomas.name, tomas.email, "Copied, I fear", "Not released"]
    assert [text for text in hidden if text in told] == []


def test_an_instructor_takes_along_what_she_wrote(
    as_ines: Client, reviewed: Submission, course: Course, ines: User
) -> None:
    make.PhraseFactory(owner=ines, text="Say who exactly.")
    make.InstructorInvitationFactory(
        course=course, by=ines, email="a@example.com", expires_at=timezone.now()
    )
    files = _files(as_ines)
    written = files["courses/written.json"]
    assert [row["title"] for row in files["courses/taught.json"]] == [course.title]
    assert [row["text"] for row in files["courses/phrases.json"]] == ["Say who exactly."]
    assert [row["email"] for row in files["courses/invitations.json"]] == ["a@example.com"]
    assert len(files["courses/rubrics.json"][0]["criteria"]) == 2
    assert [row["text"] for row in written["remarks"]] == ["Who exactly?", "Copied, I fear"]
    assert [row["remark"] for row in written["scores"]] == ["Good"]
    told = json.dumps(files, ensure_ascii=False)
    assert ("Sofía" in told, "sofia@" in told) == (False, False)


def test_who_deletes_the_account_while_handing_in_is_asked_to_sign_in(
    as_sofia: Client, submission: Submission, sofia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL refuses the attempt of somebody who is gone, once all of it is written."""

    def refused(*_about: object, **_more: object) -> None:
        raise IntegrityError("by_id is not present")

    monkeypatch.setattr(submitting, "submit", refused)
    Submission.objects.update(state=State.CHANGES_REQUESTED)
    address = f"{submission.get_absolute_url()}submit/"
    with pytest.raises(IntegrityError):
        as_sofia.post(address)

    def gone(*_about: object, **_more: object) -> None:
        Enrolment.objects.filter(user=sofia).update(user=None, left_at=timezone.now())
        sofia.delete()
        refused()

    monkeypatch.setattr(submitting, "submit", gone)
    answer = as_sofia.post(address)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")


def test_a_student_who_leaves_takes_the_name_off_the_work_and_no_more(
    as_sofia: Client, course: Course, reviewed: Submission, sofia: User
) -> None:
    page = as_sofia.get(PAGE).content.decode()
    assert ("You leave these courses" in page, course.title in page) == (True, True)
    document = reviewed.attempts.get().document
    assert _leave(as_sofia).status_code == 302
    assert not User.objects.filter(pk=sofia.pk).exists()
    kept = Submission.objects.get(pk=reviewed.pk)
    mine = kept.authors.get().enrolment
    assert (mine.user, mine.left_at is None) == (None, False)
    assert (kept.attempts.get().document, kept.attempts.get().by) == (document, None)
    assert kept.attempts.get().reviews.count() == 2
    assert Canvas.objects.count() == 0


def test_of_the_courses_of_an_instructor_the_shared_go_on_and_the_rest_is_archived(
    as_ines: Client, course: Course, ines: User, charlie: User, reviewed: Submission
) -> None:
    alone = make.CourseFactory(title="Mine alone")
    make.InstructorFactory(course=alone, user=ines)
    make.InstructorFactory(course=course, user=charlie)
    for each in (alone, course):
        make.InstructorInvitationFactory(course=each, by=ines, expires_at=timezone.now())
    unused = make.RubricFactory(owner=ines, criteria=1)
    page = as_ines.get(PAGE).content.decode()
    assert ("Mine alone" in page, "They go on with the others" in page) == (True, True)
    assert _leave(as_ines).status_code == 302
    assert Course.objects.get(pk=alone.pk).is_archived
    assert not Course.objects.get(pk=course.pk).is_archived
    assert [one.user for one in Instructor.objects.filter(course=course)] == [charlie]
    assert [one.by for one in InstructorInvitation.objects.all()] == [charlie]
    assert not Rubric.objects.filter(pk=unused.pk).exists()
    assert Rubric.objects.get().owner is None
    assert reviewed.attempts.get().reviews.filter(overall="Well begun", by=None).exists()


def test_what_changed_since_the_page_was_read_is_told_before_anything_is_done(
    as_ines: Client, course: Course, ines: User, charlie: User
) -> None:
    asked = as_ines.get(PAGE).context["departures"]
    fields = {"seen": asked[1].holdings.digest, "seen_courses": asked[0].places.digest}
    make.InstructorFactory(course=course, user=charlie)
    for seen in (fields["seen_courses"], "", "x" * 10_000):
        answer = as_ines.post(PAGE, fields | {"seen_courses": seen, "password": PASSWORD})
        assert answer.status_code == 422
        assert "about your courses has changed" in answer.content.decode()
    assert User.objects.filter(pk=ines.pk).exists()


def test_who_is_in_no_course_is_told_so(as_charlie: Client) -> None:
    assert "You are in no course." in as_charlie.get(PAGE).content.decode()
    assert _leave(as_charlie).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_asking_costs_the_same_at_any_number_of_courses(charlie: User, count: int) -> None:
    for _ in range(count):
        make.InstructorFactory(user=charlie)
        make.EnrolmentFactory(user=charlie)
    with CaptureQueriesContext(connection) as queries:
        assert len(Places.of(charlie).alone) == count
    assert len(queries) == 3


def test_invitations_follow_a_change_of_address(course: Course, ines: User, charlie: User) -> None:
    other = make.CourseFactory()
    ends = timezone.now() + timedelta(days=1)
    for made, email in ((course, "old@example.com"), (other, "old@example.com")):
        make.InstructorInvitationFactory(course=made, email=email, expires_at=ends)
    twin = make.InstructorInvitationFactory(course=other, email="new@example.com", expires_at=ends)
    personal.follow_address(charlie, "old@example.com", "new@example.com")
    held = InstructorInvitation.objects.values_list("course", "email")
    assert set(held) == {(course.pk, "new@example.com"), (other.pk, "new@example.com")}
    assert other.invitations.get() == twin


def test_expired_invitations_are_deleted_in_time(course: Course) -> None:
    now = timezone.now()
    for days in (15, 13, -1):
        make.InstructorInvitationFactory(course=course, expires_at=now - timedelta(days=days))
    assert (purge_invitations(now), purge_invitations(now)) == (1, 0)
    assert InstructorInvitation.objects.count() == 2
    call_command("tick", verbosity=0)


def test_a_name_that_is_gone_leaves_room_for_nobody_else(
    course: Course, sofia: User, signed_in: Callable[[User], Client]
) -> None:
    """Two who have left in this way are two rows still."""
    _leave(signed_in(sofia))
    make.EnrolmentFactory(course=course, user=None, left_at=timezone.now())
    assert Enrolment.objects.filter(course=course, user=None).count() == 2
