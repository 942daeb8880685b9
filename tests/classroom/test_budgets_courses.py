"""How many queries the pages of courses and of their people take, at any size."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from classroom.models import Course, Part
from classroom.states import State
from tests.classroom import factories as make
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SIZES = (1, 3, 40)


def _filled(course: Course, count: int, student: User) -> None:
    """As many assignments, other students with work in each, teams and invitations."""
    mine = course.enrolments.get(user=student)
    assignments = [
        make.AssignmentFactory(course=course, number=n, published_at=timezone.now())
        for n in range(1, count + 1)
    ]
    for number in range(count):
        team = make.TeamFactory(course=course, name=f"Team {number}")
        person = User.objects.create_unverified(f"s{number}@example.com", name="Student")
        other = make.EnrolmentFactory(course=course, user=person, team=team)
        make.EnrolmentFactory(course=course, user=None, left_at=timezone.now())
        make.InstructorInvitationFactory(
            course=course, email=f"i{number}@example.com", expires_at=timezone.now()
        )
        for author in (mine, other):
            submission = make.SubmissionFactory(
                assignment=assignments[number],
                canvas=None,
                state=State.SUBMITTED,
                attempt_count=1,
                submitted_at=timezone.now(),
            )
            make.AuthorFactory(submission=submission, enrolment=author)
    course.in_teams = True
    course.save(update_fields=["in_teams"])
    mine.team = course.teams.order_by("pk").first()
    mine.save(update_fields=["team"])


PAGES = {
    "student": ("", Part.STUDENT, 9),
    "leave": ("leave/", Part.STUDENT, 4),
    "roster": ("roster/", Part.INSTRUCTOR, 9),
    "instructors": ("instructors/invite/", Part.INSTRUCTOR, 6),
    "details": ("edit/", Part.INSTRUCTOR, 3),
}


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_course_costs_the_same_at_any_size(
    as_ines: Client, as_sofia: Client, course: Course, sofia: User, name: str, count: int
) -> None:
    place, part, budget = PAGES[name]
    _filled(course, count, sofia)
    client = as_ines if part is Part.INSTRUCTOR else as_sofia
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/courses/{course.pk}/{place}").status_code == 200
    assert len(queries) == budget


@pytest.mark.parametrize("count", SIZES)
def test_the_list_costs_the_same_at_any_number_of_courses(
    as_sofia: Client, sofia: User, count: int
) -> None:
    ends = timezone.now() + timedelta(days=1)
    for _ in range(count):
        mine = make.EnrolmentFactory(user=sofia)
        taught = make.InstructorFactory(user=sofia).course
        for each in (mine.course, taught):
            assignment = make.AssignmentFactory(course=each, number=1, published_at=ends)
            begun = make.SubmissionFactory(assignment=assignment, canvas=None)
            make.AuthorFactory(submission=begun, enrolment=mine)
        make.InstructorInvitationFactory(email=sofia.email, expires_at=ends)
    with CaptureQueriesContext(connection) as queries:
        assert as_sofia.get("/courses/").status_code == 200
    assert len(queries) == 10


@pytest.mark.parametrize("count", SIZES)
def test_joining_costs_the_same_however_many_are_in(
    client: Client, course: Course, count: int
) -> None:
    for _ in range(count):
        make.EnrolmentFactory(course=course, user=UserFactory())
    link = f"/join/{course.token}/"
    client.get(link)
    with CaptureQueriesContext(connection) as queries:
        client.post(link, {"name": "Nina", "email": "nina@example.com"})
    assert len(queries) == 20
