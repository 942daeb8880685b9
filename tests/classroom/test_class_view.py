"""The course as its instructors see it: who stands where."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from classroom.models import Assignment, Course, Enrolment, Submission
from classroom.states import State
from tests.classroom import factories as make
from tests.classroom.reading import Table, cells, counts
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def _hand_in(assignment: Assignment, who: Enrolment, **fields: object) -> Submission:
    submission = make.HandedInFactory(assignment=assignment, **fields)
    make.AuthorFactory(submission=submission, enrolment=who)
    return submission


@pytest.fixture
def enrolment(course: Course, sofia: User) -> Enrolment:
    return course.enrolments.get(user=sofia)


def test_it_says_who_stands_where_and_leads_to_the_review(
    as_ines: Client, submission: Submission
) -> None:
    page = as_ines.get(submission.assignment.course.get_absolute_url())
    table = Table.of(page, "class-table")
    assert table.rows["Sofía Sol"][0].startswith("Handed in")
    assert table.rows["Tomás Toro"] == ["Not started"]
    assert table.links == {"Handed in": reverse("review", args=[submission.pk])}


def test_a_draft_is_named_and_never_linked(
    as_ines: Client, assignment: Assignment, enrolment: Enrolment
) -> None:
    draft = make.SubmissionFactory(assignment=assignment)
    make.AuthorFactory(submission=draft, enrolment=enrolment)
    page = as_ines.get(assignment.course.get_absolute_url())
    table = Table.of(page, "class-table")
    assert table.rows["Sofía Sol"] == ["Draft"]
    assert table.links == {}
    assert str(draft.pk) not in page.content.decode()
    assert str(draft.canvas_id) not in page.content.decode()


def test_a_cell_tells_lateness_day_and_points(
    as_ines: Client, course: Course, assignment: Assignment, enrolment: Enrolment
) -> None:
    _hand_in(
        assignment,
        enrolment,
        state=State.RELEASED,
        is_late=True,
        # The third of November in Lima already ends when London has the fourth.
        submitted_at=datetime(2026, 11, 4, 3, 0, tzinfo=UTC),
        points=Decimal("7.50"),
        most_points=Decimal(20),
    )
    page = as_ines.get(course.get_absolute_url())
    assert cells(page, "Sofía Sol") == ["Released7.5 of 20 11/03/2026 late"]


def test_whoever_owes_something_is_overdue(
    as_ines: Client, course: Course, assignment: Assignment, submission: Submission
) -> None:
    Assignment.objects.update(due_at=timezone.now() - timedelta(hours=1))
    page = as_ines.get(course.get_absolute_url())
    assert cells(page, "Tomás Toro") == ["Not startedoverdue"]
    assert "overdue" not in cells(page, "Sofía Sol")[0]


def test_the_counts_are_of_the_whole_class(as_ines: Client, course: Course) -> None:
    assignment = make.AssignmentFactory(
        course=course, number=9, published_at=timezone.now(), due_at=timezone.now()
    )
    for n, state in enumerate(State):
        who = make.EnrolmentFactory(course=course)
        fields = {"attempt_count": 0, "submitted_at": None} if state is State.DRAFT else {}
        _hand_in(assignment, who, state=state, is_late=n == 4, **fields)
    page = as_ines.get(course.get_absolute_url(), {"q": "nobody"})
    assert counts(page)[assignment.title] == {
        "Not started": 2,
        "Draft": 1,
        "Handed in": 1,
        "In review": 1,
        "Changes requested": 1,
        "Released": 1,
        "Late": 1,
        "Overdue": 3,
    }


def test_a_team_is_one_row(
    as_ines: Client, course: Course, assignment: Assignment, submission: Submission
) -> None:
    course.enrolments.update(team=make.TeamFactory(course=course, name="Los Andes"))
    Course.objects.update(in_teams=True)
    page = as_ines.get(course.get_absolute_url())
    table = Table.of(page, "class-table")
    assert list(table.rows) == ["Los Andes Sofía Sol, Tomás Toro"]
    assert counts(page)[assignment.title]["Handed in"] == 1
    assert counts(page)[assignment.title]["Not started"] == 0


def test_whoever_has_left_is_counted_no_more(
    as_ines: Client, course: Course, submission: Submission, enrolment: Enrolment
) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(left_at=timezone.now())
    page = as_ines.get(course.get_absolute_url())
    assert list(Table.of(page, "class-table").rows) == ["Tomás Toro"]
    assert counts(page)[submission.assignment.title]["Handed in"] == 0


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Ágata", "Bruno", "Zoe"]),
        ({"q": "AGA"}, ["Ágata"]),
        ({"q": "bruno@"}, ["Bruno"]),
        ({"state": "not_started"}, ["Bruno"]),
        ({"state": "late"}, ["Ágata"]),
        ({"state": "overdue"}, ["Bruno"]),
        ({"state": "released", "assignment": "1"}, ["Zoe"]),
        ({"state": "released", "assignment": "2"}, []),
        ({"order": "state"}, ["Bruno", "Ágata", "Zoe"]),
        ({"order": "lateness"}, ["Bruno", "Ágata", "Zoe"]),
        ({"order": "lateness", "assignment": "2"}, ["Ágata", "Bruno", "Zoe"]),
        ({"state": "\x01", "order": "sideways", "assignment": "x" * 9_999, "page": "-4"}, None),
        ({"q": "x" * 10_000}, []),
    ],
)
def test_rows_are_found_filtered_and_put_in_order(
    as_ines: Client, course: Course, asked: dict[str, str], found: list[str] | None
) -> None:
    course.enrolments.all().delete()
    now = timezone.now()
    first = make.AssignmentFactory(
        course=course, number=1, title="One", published_at=now, due_at=now - timedelta(days=1)
    )
    second = make.AssignmentFactory(course=course, number=2, title="Two", published_at=now)
    people = {
        name: make.EnrolmentFactory(
            course=course, user=UserFactory(name=name, email=f"{email}@example.com")
        )
        for name, email in [("Zoe", "zoe"), ("Ágata", "agata"), ("Bruno", "bruno")]
    }
    _hand_in(first, people["Zoe"], state=State.RELEASED)
    _hand_in(first, people["Ágata"], state=State.SUBMITTED, is_late=True)
    for who in people.values():
        _hand_in(second, who)
    page = as_ines.get(course.get_absolute_url(), asked)
    assert page.status_code == 200
    if asked.get("assignment") in ("1", "2"):
        assert len(Table.of(page, "class-table").head) <= 2
    assert list(Table.of(page, "class-table").rows) == (
        ["Ágata", "Bruno", "Zoe"] if found is None else found
    )


def test_a_hundred_fill_a_page_and_the_way_on_keeps_what_was_asked(
    as_ines: Client, course: Course, assignment: Assignment
) -> None:
    for n in range(101):
        make.EnrolmentFactory(course=course, user=UserFactory(name=f"Student {n:03}"))
    page = as_ines.get(course.get_absolute_url(), {"q": "student", "order": "state"})
    assert len(Table.of(page, "class-table").rows) == 100
    assert 'href="?page=2&amp;q=student&amp;order=state#class"' in page.content.decode()
    last = as_ines.get(course.get_absolute_url(), {"q": "student", "page": "2"})
    assert list(Table.of(last, "class-table").rows) == ["Student 100"]


def test_what_is_not_published_is_listed_and_has_no_counts(as_ines: Client, course: Course) -> None:
    make.AssignmentFactory(course=course, number=3, title="To come")
    page = as_ines.get(course.get_absolute_url()).content.decode()
    assert "To come" in page
    assert "Not published yet" in page
    assert "2 students have joined." in page


def test_a_course_without_assignments_leads_to_the_first(as_ines: Client, course: Course) -> None:
    page = as_ines.get(course.get_absolute_url()).content.decode()
    assert "There is no assignment yet." in page
    assert f'href="{reverse("assignment_new", args=[course.pk])}"' in page


def test_a_course_without_students_leads_to_its_code(as_ines: Client, ines: User) -> None:
    course = make.InstructorFactory(user=ines).course
    page = as_ines.get(course.get_absolute_url()).content.decode()
    assert "No students yet." in page
    assert f'<a class="button" href="{reverse("roster", args=[course.pk])}"' in page


def test_names_are_shown_and_never_run(
    as_ines: Client, course: Course, assignment: Assignment, sofia: User
) -> None:
    User.objects.filter(pk=sofia.pk).update(name='<script>alert("1")</script>')
    page = as_ines.get(course.get_absolute_url(), {"q": '"><script>'}).content.decode()
    assert "<script>alert" not in page
    assert '"><script>' not in page
