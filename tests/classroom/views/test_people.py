"""The roster: states and dates, never content, and only to instructors."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from classroom.models import Course, Submission
from classroom.states import State
from relationships.blueprint import Segment
from tests.canvas.building import full_blueprint
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def roster(course: Course) -> str:
    return f"/courses/{course.pk}/roster/"


def test_the_roster_tells_how_far_each_student_is_and_since_when(
    as_ines: Client, roster: str, submission: Submission
) -> None:
    Submission.objects.update(submitted_at=datetime(2026, 3, 4, 12, tzinfo=UTC), is_late=True)
    rows = as_ines.get(roster).context["rows"]
    told = {str(row.enrolment.user): row.standings[0] for row in rows}
    sofia, tomas = told["Sofía Sol"], told["Tomás Toro"]
    assert (str(sofia.state), sofia.at, sofia.is_late) == (
        "Handed in",
        datetime(2026, 3, 4, 12, tzinfo=UTC),
        True,
    )
    assert (str(tomas.state), tomas.at) == ("Not started", None)


def test_a_draft_is_told_and_nothing_leads_to_it(
    as_ines: Client, roster: str, submission: Submission
) -> None:
    Submission.objects.update(state=State.DRAFT, attempt_count=0, submitted_at=None)
    page = as_ines.get(roster).content.decode()
    assert ("Draft" in page, str(submission.pk) in page) == (True, False)


def test_it_tells_nothing_of_what_students_wrote(
    as_ines: Client, roster: str, submission: Submission
) -> None:
    page = as_ines.get(roster).content.decode()
    names = [one.name for one in full_blueprint().elements.values() if isinstance(one, Segment)]
    assert [name for name in names if name in page] == []
    assert str(submission.canvas_id) not in page


def test_a_student_is_removed_after_a_question_and_listed_apart(
    as_ines: Client, as_sofia: Client, course: Course, roster: str, sofia: User
) -> None:
    mine = course.enrolments.get(user=sofia)
    address = f"{roster}{mine.pk}/remove/"
    asked = as_ines.get(address)
    assert "lead back in" in asked.content.decode()
    assert as_sofia.get(f"/courses/{course.pk}/").status_code == 200
    as_ines.post(address)
    assert as_sofia.get(f"/courses/{course.pk}/").status_code == 404
    context = as_ines.get(roster).context
    assert [each.user for each in context["left"]] == [sofia]
    assert sofia not in [row.enrolment.user for row in context["rows"]]
    assert as_ines.post(address).status_code == 404


def test_somebody_of_another_course_is_not_removed_from_here(as_ines: Client, roster: str) -> None:
    other = make.EnrolmentFactory()
    assert as_ines.post(f"{roster}{other.pk}/remove/").status_code == 404
    other.refresh_from_db()
    assert other.left_at is None


def test_a_student_leaves_after_a_question(
    as_sofia: Client, as_ines: Client, course: Course, sofia: User
) -> None:
    address = f"/courses/{course.pk}/leave/"
    assert as_sofia.get(address).status_code == 200
    assert course.enrolments.get(user=sofia).left_at is None
    assert as_sofia.post(address).url == "/courses/"
    assert course.enrolments.get(user=sofia).left_at
    assert as_ines.post(address).status_code == 404


def test_whose_account_is_gone_is_listed_without_a_name(
    as_ines: Client, roster: str, course: Course
) -> None:
    make.EnrolmentFactory(course=course, user=None, left_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert "an account that was deleted" in as_ines.get(roster).content.decode()


def test_a_long_roster_is_paged(as_ines: Client, roster: str, course: Course) -> None:
    for number in range(100):
        person = User.objects.create_unverified(f"s{number}@example.com", name=f"A {number:03}")
        make.EnrolmentFactory(course=course, user=person)
    first, second = (as_ines.get(f"{roster}?page={n}").context["rows"] for n in (1, 2))
    assert (len(first), len(second)) == (100, 2)
    assert as_ines.get(f"{roster}?page=x").status_code == 200


def test_an_empty_roster_teaches(as_ines: Client, roster: str, course: Course) -> None:
    course.enrolments.all().delete()
    assert "Nobody has joined yet." in as_ines.get(roster).content.decode()
