"""How many queries the pages of reviewing cost: the same, however much there is. None checks."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from canvas import actions
from classroom import phrases, releasing, reviewing, submitting
from classroom.models import Review, Submission
from relationships import live
from relationships.coherence import engine
from tests.canvas.reading import HTMX
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db

SCREEN, SHEET, SCORE, REMARK = 16, 8, 24, 21


@pytest.fixture(params=[(1, 1, 2), (3, 1, 2), (1, 3, 8), (3, 3, 8)])
def filled(
    request: pytest.FixtureRequest, submission: Submission, ines: User, sofia: User
) -> Submission:
    """With so many remarks, attempts and criteria; each attempt but the last was reviewed."""
    remarks, attempts, criteria = request.param
    rubric = submission.assignment.rubric
    assert rubric
    for n in range(2, criteria):
        criterion = make.CriterionFactory(rubric=rubric, position=n)
        make.LevelFactory(criterion=criterion)
    for number in range(1, attempts + 1):
        _review(submission, number, remarks, ines)
        if number < attempts:
            review = releasing.request_changes(submission, attempt=number, by=ines)
            make.ReplyFactory(review=review, by=sofia)
            _hand_in(submission, number, sofia)
    make.EnrolmentFactory.create_batch(attempts, course=submission.assignment.course)
    for n in range(remarks):
        phrases.keep(f"Phrase {n}", by=ines)
        make.SubmissionFactory(
            assignment=submission.assignment,
            attempt_count=1,
            submitted_at=submission.submitted_at,
            state="submitted",
        )
    return Submission.objects.get(pk=submission.pk)


def _review(submission: Submission, number: int, remarks: int, by: User) -> None:
    rubric = submission.assignment.rubric
    assert rubric
    for criterion in rubric.criteria.all():
        level = criterion.levels.first()
        assert level
        reviewing.score(
            submission,
            criterion.pk,
            attempt=number,
            level=level.pk,
            remark="x",
            version=0,
            by=by,
        )
    for n in range(remarks):
        reviewing.remark(submission, attempt=number, key="s1", text=f"{n}", is_private=False, by=by)


def _hand_in(submission: Submission, number: int, by: User) -> None:
    assert submission.canvas
    actions.remove_element(submission.canvas, f"n{number}", by=by)
    submission.canvas.refresh_from_db()
    submitting.submit(Submission.objects.get(pk=submission.pk), live.current(), by=by)


@pytest.fixture
def nothing_is_checked(filled: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a frozen canvas was checked anew")

    monkeypatch.setattr(engine, "_run", refuse)


@pytest.mark.usefixtures("nothing_is_checked")
def test_the_screen_costs_the_same_whatever_was_said(
    as_ines: Client,
    filled: Submission,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    address = reverse("review", args=[filled.pk])
    as_ines.get(address)
    with django_assert_num_queries(SCREEN):
        as_ines.get(address)
    with django_assert_num_queries(SHEET):
        as_ines.get(f"{address}?on=s1", headers={**HTMX, "HX-Target": "sheet"})


def test_a_save_costs_the_same_whatever_was_said(
    as_ines: Client, filled: Submission, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    review = Review.objects.get(attempt__submission=filled, attempt__number=filled.attempt_count)
    score = review.scores.order_by("criterion__position").first()
    assert score
    pk = score.criterion_id
    data = {
        "attempt": filled.attempt_count,
        f"level-{pk}": score.level_id,
        f"remark-{pk}": "Anew",
        f"seen-{pk}": "1.000000000000",
    }
    with django_assert_num_queries(SCORE):
        response = as_ines.post(reverse("score_save", args=[filled.pk, pk]), data, headers=HTMX)
    assert response.status_code == 200
    data = {"attempt": filled.attempt_count, "text": "Anew"}
    with django_assert_num_queries(REMARK):
        response = as_ines.post(
            reverse("remark_new", args=[filled.pk]) + "?on=s2", data, headers=HTMX
        )
    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_what_can_be_released_costs_the_same_however_much_it_is(
    as_ines: Client,
    submission: Submission,
    ines: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    _review(submission, 1, 1, ines)
    for _n in range(count):
        student = make.EnrolmentFactory(course=submission.assignment.course)
        other = make.SubmissionFactory(
            assignment=submission.assignment,
            attempt_count=1,
            submitted_at=submission.submitted_at,
            state="in_review",
        )
        make.AuthorFactory(submission=other, enrolment=student)
        make.ReviewFactory(attempt=make.AttemptFactory(submission=other))
    address = reverse("release_all", args=[submission.assignment.course_id, 1])
    with django_assert_num_queries(9):
        as_ines.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_phrases_cost_the_same_however_many(
    as_ines: Client, ines: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        phrases.keep(f"Phrase {n}", by=ines)
    with django_assert_num_queries(3):
        as_ines.get(reverse("phrase_list"))
