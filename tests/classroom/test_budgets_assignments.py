"""What the pages of assignments and rubrics cost in queries, however much is on them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from classroom.models import Assignment, Course, Rubric
from classroom.states import State
from relationships import live
from relationships.catalog import Catalog
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db

SESSION_AND_PERSON = 2


def _hand_in(assignment: Assignment, count: int) -> None:
    """So many students, each with a submission; every third is late."""
    for n in range(count):
        student = make.EnrolmentFactory(course=assignment.course)
        submission = make.SubmissionFactory(
            assignment=assignment,
            canvas=None,
            state=(State.SUBMITTED, State.IN_REVIEW, State.RELEASED)[n % 3],
            attempt_count=1,
            submitted_at=timezone.now() - timedelta(minutes=n),
            is_late=n % 3 == 0,
        )
        make.AuthorFactory(submission=submission, enrolment=student)


@pytest.mark.parametrize("count", [1, 3, pytest.param(500, marks=pytest.mark.slow)])
def test_the_queue_costs_the_same_at_one_and_at_five_hundred(
    as_ines: Client,
    assignment: Assignment,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    """Course, assignment; criteria, levels; states; submissions, authors; replies; students."""
    _hand_in(assignment, count)
    with django_assert_num_queries(SESSION_AND_PERSON + 9):
        text = as_ines.get(assignment.get_absolute_url()).content.decode()
    assert f"{count} handed in" in text
    with django_assert_num_queries(SESSION_AND_PERSON + 9):
        as_ines.get(f"{assignment.get_absolute_url()}?lateness=late&order=name&page=2")


@pytest.mark.parametrize("count", [1, 3])
def test_a_student_s_page_knows_nothing_of_the_others(
    as_tomas: Client,
    assignment: Assignment,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    """Course, assignment; criteria, levels; own submission, the team's; reviews to write."""
    _hand_in(assignment, count)
    with django_assert_num_queries(SESSION_AND_PERSON + 7):
        as_tomas.get(assignment.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_naming_whom_a_student_reviews_costs_two_queries_more(
    as_tomas: Client,
    tomas: User,
    assignment: Assignment,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    _hand_in(assignment, count)
    Assignment.objects.update(peer_reviews=count, is_anonymous=False)
    for submission in assignment.submissions.all():
        attempt = make.AttemptFactory(submission=submission, number=1)
        make.PeerReviewFactory(attempt=attempt, by=tomas)
    with django_assert_num_queries(SESSION_AND_PERSON + 9):
        text = as_tomas.get(assignment.get_absolute_url()).content.decode()
    assert text.count("The work of") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_of_an_assignment(
    as_ines: Client,
    ines: User,
    assignment: Assignment,
    catalog: Catalog,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    """Course, assignment; rubrics, canvases, the catalog's stamp; scored, started."""
    live.current()
    for _n in range(count):
        make.RubricFactory(owner=ines, criteria=2)
    with django_assert_num_queries(SESSION_AND_PERSON + 7):
        as_ines.get(f"{assignment.get_absolute_url()}edit/")


@pytest.mark.parametrize("count", [1, 3])
def test_rubrics(
    as_ines: Client,
    ines: User,
    course: Course,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    """Of the list: how many, which. Of one: the rubric, scored, criteria, levels, uses."""
    made: list[Rubric] = [make.RubricFactory(owner=ines, criteria=count) for _n in range(count)]
    for number, rubric in enumerate(made):
        make.AssignmentFactory(course=course, rubric=rubric, number=number + 1)
    with django_assert_num_queries(SESSION_AND_PERSON + 2):
        as_ines.get("/courses/rubrics/")
    with django_assert_num_queries(SESSION_AND_PERSON + 5):
        as_ines.get(f"/courses/rubrics/{made[0].pk}/")
