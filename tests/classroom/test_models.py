"""What the database refuses of courses, by the name of each constraint."""

from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, ProtectedError, UniqueConstraint
from django.utils import timezone
from factory.django import DjangoModelFactory

from classroom.models import (
    Assignment,
    Attempt,
    Author,
    Course,
    Enrolment,
    Instructor,
    InstructorInvitation,
    Letter,
    Remark,
    Reply,
    Review,
    ReviewKind,
    Score,
    Submission,
    Team,
)
from classroom.models.assignments import MOST_PEERS
from classroom.models.rubrics import MOST_POINTS
from classroom.states import State
from tests.classroom import factories as make
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

Refused = tuple[type[DjangoModelFactory[Any]], dict[str, Any]]

CHECKED: dict[str, Refused] = {
    "course_title_not_empty": (make.CourseFactory, {"title": ""}),
    "course_language_known": (make.CourseFactory, {"language": "fr"}),
    "course_time_zone_is_a_name": (make.CourseFactory, {"time_zone": "../etc/passwd"}),
    "team_name_not_empty": (make.TeamFactory, {"name": ""}),
    "enrolment_of_nobody_is_over": (make.EnrolmentFactory, {"user": None}),
    "assignment_title_not_empty": (make.AssignmentFactory, {"title": ""}),
    "assignment_peer_reviews_bounds": (make.AssignmentFactory, {"peer_reviews": MOST_PEERS + 1}),
    "assignment_late_days_bounds": (make.AssignmentFactory, {"late_days": 366}),
    "assignment_rubric_or_none": (make.JudgedAssignmentFactory, {"without_rubric": True}),
    "rubric_title_not_empty": (make.RubricFactory, {"title": ""}),
    "rubric_language_known": (make.RubricFactory, {"language": "fr"}),
    "criterion_title_not_empty": (make.CriterionFactory, {"title": ""}),
    "level_title_not_empty": (make.LevelFactory, {"title": ""}),
    "level_points_bounds": (make.LevelFactory, {"points": MOST_POINTS + Decimal("0.01")}),
    "submission_state_known": (make.HandedInFactory, {"state": "lost"}),
    "submission_of_attempts": (make.SubmissionFactory, {"attempt_count": 1}),
    "review_kind_known": (make.ReviewFactory, {"kind": "gossip"}),
    "review_read_once_released": (make.ReviewFactory, {"read_at": timezone.now()}),
    "remark_text_not_empty": (make.RemarkFactory, {"text": ""}),
    "remark_key_known": (make.RemarkFactory, {"key": "block:cellar"}),
    "reply_text_not_empty": (make.ReplyFactory, {"text": ""}),
    "phrase_text_not_empty": (make.PhraseFactory, {"text": ""}),
    "letter_occasion_known": (make.LetterFactory, {"occasion": "gossip"}),
    "unwanted_occasion_known": (make.UnwantedFactory, {"occasion": "gossip"}),
}
"""For each check a row that is sound, and the change that it must not allow."""

UNIQUE: dict[str, tuple[type[DjangoModelFactory[Any]], tuple[str, ...]]] = {
    "instructor_once_per_course": (make.InstructorFactory, ("course", "user")),
    "instructor_invitation_once_per_address": (
        make.InstructorInvitationFactory,
        ("course", "email"),
    ),
    "team_name_once_per_course": (make.TeamFactory, ("course", "name")),
    "enrolment_once_per_course": (make.EnrolmentFactory, ("course", "user")),
    "assignment_number": (make.AssignmentFactory, ("course", "number")),
    "submission_once_per_team": (make.OfTeamFactory, ("assignment", "team")),
    "author_once_per_assignment": (make.AuthorFactory, ("assignment", "enrolment")),
    "attempt_number": (make.AttemptFactory, ("submission", "number")),
    "review_once_per_reviewer": (make.PeerReviewFactory, ("attempt", "by")),
    "score_once_per_criterion": (make.ScoreFactory, ("review", "criterion")),
    "phrase_once_per_owner": (make.PhraseFactory, ("owner", "text")),
    "letter_told_once": (make.LetterFactory, ("to", "key")),
    "unwanted_once": (make.UnwantedFactory, ("user", "occasion")),
}
"""For each pair that stands once: the fields that a second row must not share."""


def _names(kind: type) -> set[str]:
    models = apps.get_app_config("classroom").get_models()
    return {c.name for model in models for c in model._meta.constraints if isinstance(c, kind)}


def test_every_constraint_has_its_test() -> None:
    assert _names(CheckConstraint) == set(CHECKED)
    assert _names(UniqueConstraint) == {*UNIQUE, "review_one_by_instructors"}


@pytest.mark.parametrize("name", CHECKED)
def test_a_check_holds(name: str) -> None:
    factory, bad = CHECKED[name]
    row = factory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**bad)


@pytest.mark.parametrize("name", UNIQUE)
def test_no_second_of_the_same(name: str) -> None:
    factory, fields = UNIQUE[name]
    row = factory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**{field: getattr(row, field) for field in fields})
    for field in fields:
        factory(**{field: getattr(row, field)})


@pytest.mark.parametrize("field", ["code", "token"])
def test_what_a_course_is_joined_by_leads_to_one(field: str) -> None:
    course = make.CourseFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.CourseFactory(**{field: getattr(course, field)})


def test_an_invitation_to_teach_is_found_by_its_token() -> None:
    invitation = make.InstructorInvitationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.InstructorInvitationFactory(token=invitation.token)


def test_one_review_by_the_instructors_and_any_number_by_others() -> None:
    review = make.ReviewFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ReviewFactory(attempt=review.attempt, by=UserFactory())
    make.ReviewFactory()
    for _ in range(2):
        make.PeerReviewFactory(attempt=review.attempt)
        make.PeerReviewFactory(attempt=review.attempt, by=None)


def test_students_without_a_team_hand_in_one_each() -> None:
    submission = make.SubmissionFactory()
    make.SubmissionFactory(assignment=submission.assignment)


@pytest.mark.parametrize(
    ("fields", "is_sound"),
    [
        ({"state": State.DRAFT}, True),
        ({"state": State.DRAFT, "submitted_at": timezone.now()}, False),
        ({"state": State.SUBMITTED}, False),
        ({"state": State.SUBMITTED, "attempt_count": 1}, False),
        ({"state": State.SUBMITTED, "attempt_count": 1, "submitted_at": timezone.now()}, True),
        ({"state": State.DRAFT, "attempt_count": 1, "submitted_at": timezone.now()}, False),
        ({"state": State.RELEASED, "attempt_count": 2, "submitted_at": timezone.now()}, True),
    ],
)
def test_a_draft_has_no_attempt_and_all_else_has(fields: dict[str, Any], is_sound: bool) -> None:
    if is_sound:
        make.SubmissionFactory(**fields)
        return
    with pytest.raises(IntegrityError, match="submission_of_attempts"), transaction.atomic():
        make.SubmissionFactory(**fields)


@pytest.mark.parametrize(
    ("key", "is_known"),
    [
        ("", True),
        ("s1", True),
        ("n" * 40, True),
        ("block:customer_segments", True),
        ("block:", False),
        ("block:channels\n", False),
        ("s 1", False),
        ("ñ1", False),
    ],
)
def test_a_remark_is_on_something_that_can_be_on_a_canvas(key: str, is_known: bool) -> None:
    if is_known:
        make.RemarkFactory(key=key)
        return
    with pytest.raises(IntegrityError, match="remark_key_known"), transaction.atomic():
        make.RemarkFactory(key=key)


def test_somebody_whose_account_is_gone_attends_no_more() -> None:
    make.EnrolmentFactory(user=None, left_at=timezone.now())
    make.EnrolmentFactory(user=None, left_at=timezone.now())


def test_what_an_assignment_or_a_score_uses_can_not_be_deleted() -> None:
    level = make.LevelFactory()
    make.AssignmentFactory(rubric=level.criterion.rubric)
    make.ScoreFactory(criterion=level.criterion, level=level)
    for row in (level, level.criterion, level.criterion.rubric):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_course_takes_all_its_rows_with_it_and_leaves_rubrics_and_canvases() -> None:
    score = make.ScoreFactory(level=make.LevelFactory())
    submission = score.review.attempt.submission
    course = submission.assignment.course
    remark = make.RemarkFactory(review=score.review)
    make.ReplyFactory(review=score.review, remark=remark)
    make.AuthorFactory(submission=submission, enrolment__course=course)
    make.InstructorFactory(course=course)
    make.InstructorInvitationFactory(course=course)
    make.TeamFactory(course=course)
    make.LetterFactory(assignment=submission.assignment, submission=submission)
    course.delete()
    models = (
        *(Course, Instructor, InstructorInvitation, Team, Enrolment, Assignment, Submission),
        *(Author, Attempt, Review, Score, Remark, Reply, Letter),
    )
    assert [model._default_manager.count() for model in models] == [0] * len(models)
    score.criterion.rubric.refresh_from_db()
    submission.canvas.refresh_from_db()


def test_work_stays_without_the_name_of_whoever_leaves() -> None:
    student, peer = UserFactory(), UserFactory()
    attempt = make.AttemptFactory(by=student)
    review = make.PeerReviewFactory(attempt=attempt, by=peer)
    submission = attempt.submission
    submission.canvas.delete()
    student.delete()
    peer.delete()
    for row in (attempt, review, submission):
        row.refresh_from_db()
    assert (attempt.by, review.by, submission.canvas) == (None, None, None)
    assert review.kind == ReviewKind.PEER
