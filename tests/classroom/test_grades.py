"""The grades of a course, taken along as CSV and as a workbook."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from canvas import actions
from classroom import releasing, reviewing, submitting
from classroom.models import Assignment, Course, Criterion, Level, Review, Submission, Team
from relationships import live
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db

HEAD = [
    "Name",
    "E-mail",
    "Team",
    "Your first plan: state",
    "Your first plan: handed in at (Lima)",
    "Your first plan: late",
    "Your first plan: attempts",
    "Your first plan: points",
    "Your first plan: most points",
    "Your first plan: Segments are specific",
    "Your first plan: Segments are specific",
]


def _csv(client: Client, course: Course, separator: str = ",") -> list[list[str]]:
    response = client.get(reverse("grades_csv", args=[course.pk]))
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def _xlsx(client: Client, course: Course) -> list[list[Any]]:
    response = client.get(reverse("grades_xlsx", args=[course.pk]))
    page = load_workbook(io.BytesIO(response.content)).active
    return [[cell.value for cell in row] for row in page.iter_rows()]


def _score(submission: Submission, by: User, levels: tuple[int, int]) -> None:
    reviewing.take_up(submission, attempt=1, by=by)
    criteria = Criterion.objects.filter(rubric__assignments=submission.assignment_id)
    for criterion, position in zip(criteria.order_by("position"), levels, strict=True):
        level = Level.objects.get(criterion=criterion, position=position)
        reviewing.score(
            submission, criterion.pk, attempt=1, level=level.pk, remark="", version=0, by=by
        )


@pytest.fixture
def released(submission: Submission, ines: User) -> Submission:
    """Sofia's, with 0 points in the first criterion and 10 in the second."""
    at = datetime(2026, 11, 4, 3, 0, tzinfo=UTC)
    Submission.objects.filter(pk=submission.pk).update(submitted_at=at, is_late=True)
    _score(submission, ines, (0, 1))
    releasing.release(submission, attempt=1, by=ines)
    return submission


def test_a_row_for_each_student_in_csv(
    as_ines: Client, course: Course, released: Submission
) -> None:
    head, sofia, tomas = _csv(as_ines, course)
    assert head == HEAD
    at = "2026-11-03 22:00"
    said = ["Released", at, "yes", "1", "10.00", "20.00", "0.00", "10.00"]
    assert sofia == ["Sofía Sol", "sofia@example.com", "", *said]
    assert tomas == ["Tomás Toro", "tomas@example.com", "", "Not started", *[""] * 7]


def test_the_same_in_a_workbook(as_ines: Client, course: Course, released: Submission) -> None:
    head, sofia, tomas = _xlsx(as_ines, course)
    assert head == HEAD
    at = datetime(2026, 11, 3, 22, 0)
    assert sofia[2:] == [None, "Released", at, "yes", 1, 10, 20, 0, 10]
    assert tomas[:4] == ["Tomás Toro", "tomas@example.com", None, "Not started"]


def test_in_spanish_csv_has_semicolons_and_decimal_commas(
    as_ines: Client, course: Course, released: Submission
) -> None:
    Submission.objects.update(points=Decimal("7.5"))
    as_ines.cookies["django_language"] = "es"
    _head, sofia, _tomas = _csv(as_ines, course, ";")
    assert sofia[7] == "7,50"


def test_what_is_written_after_a_release_is_no_grade_yet(
    as_ines: Client, course: Course, released: Submission, ines: User
) -> None:
    releasing.reopen(released, attempt=1, by=ines)
    score = released.attempts.get().reviews.get().scores.order_by("pk").first()
    assert score
    best = Level.objects.get(criterion=score.criterion, position=1)
    reviewing.score(
        released,
        score.criterion_id,
        attempt=1,
        level=best.pk,
        remark="",
        version=score.version,
        by=ines,
    )
    _head, sofia, _tomas = _csv(as_ines, course)
    assert sofia[3:4] + sofia[7:] == ["In review", "10.00", "20.00", "0.00", "10.00"]


def test_while_a_later_attempt_is_reviewed_the_earlier_points_stand(
    as_ines: Client, course: Course, submission: Submission, sofia: User, ines: User
) -> None:
    _score(submission, ines, (0, 1))
    releasing.request_changes(submission, attempt=1, by=ines)
    assert submission.canvas
    actions.remove_element(submission.canvas, "s1", by=sofia)
    submitting.submit(submission, live.current(), by=sofia)
    reviewing.take_up(submission, attempt=2, by=ines)
    peers = make.PeerReviewFactory(attempt=submission.attempts.get(number=2))
    Review.objects.filter(pk=peers.pk).update(released_at=timezone.now(), released={"criteria": []})
    _head, row, _tomas = _csv(as_ines, course)
    assert row[3:4] + row[6:] == ["In review", "2", "", "", "0.00", "10.00"]


def test_drafts_of_reviews_are_no_grades(
    as_ines: Client, course: Course, submission: Submission, ines: User
) -> None:
    reviewing.take_up(submission, attempt=1, by=ines)
    _head, sofia, _tomas = _csv(as_ines, course)
    assert sofia[3:4] + sofia[7:] == ["In review", "", "", "", ""]


def test_only_who_attends_and_what_is_published_is_in_it(
    as_ines: Client, course: Course, submission: Submission, sofia: User
) -> None:
    make.AssignmentFactory(course=course, number=7, title="Not yet out")
    course.enrolments.filter(user=sofia).update(left_at=timezone.now())
    head, *rows = _csv(as_ines, course)
    assert head == HEAD
    assert [row[0] for row in rows] == ["Tomás Toro"]


def test_the_draft_of_a_student_is_only_named(
    as_ines: Client, assignment: Assignment, course: Course, sofia: User
) -> None:
    draft = make.SubmissionFactory(assignment=assignment)
    make.AuthorFactory(submission=draft, enrolment=course.enrolments.get(user=sofia))
    _head, row, _tomas = _csv(as_ines, course)
    assert row[3:] == ["Draft", *[""] * 7]


@pytest.mark.parametrize("text", ['=HYPERLINK("http://example.com")', "@SUM(A1)", "+1", "-1"])
def test_no_text_of_anybody_becomes_a_formula(
    as_ines: Client, course: Course, submission: Submission, sofia: User, text: str
) -> None:
    User.objects.filter(pk=sofia.pk).update(name=text)
    course.enrolments.filter(user=sofia).update(team=make.TeamFactory(course=course, name=text))
    Assignment.objects.update(title=text)
    quoted = "'" + text
    rows = {row[1]: row for row in _csv(as_ines, course)}
    assert rows["sofia@example.com"][:3:2] == [quoted, quoted]
    assert rows["E-mail"][3] == f"{quoted}: state"
    response = as_ines.get(reverse("grades_xlsx", args=[course.pk]))
    page = load_workbook(io.BytesIO(response.content)).active
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_very_long_and_unprintable_texts_are_no_hindrance(
    as_ines: Client, course: Course, submission: Submission, sofia: User
) -> None:
    Team.objects.create(course=course, name="x")
    User.objects.filter(pk=sofia.pk).update(name="Sofía\x0b\x1f" + "ñ" * 100)
    Assignment.objects.update(title='<b>\x07 & "quoted"')
    assert _xlsx(as_ines, course)[1][0] == "Sofía " + "ñ" * 100
    assert _csv(as_ines, course)[0][3] == '<b>  & "quoted": state'


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Modelos de negocio, 1.º año", "modelos-de-negocio-1o-ano-2026-11-25"),
        ('"; filename="evil.exe\r\nX: y', "filenameevilexe-x-y-2026-11-25"),
        ("课程", "course-2026-11-25"),
        ("x" * 120, "x" * 60 + "-2026-11-25"),
    ],
)
def test_the_file_is_called_after_the_course_and_the_day_there(
    as_ines: Client, course: Course, title: str, name: str
) -> None:
    Course.objects.filter(pk=course.pk).update(title=title)
    # Lima is five hours behind: there it is still the day before.
    with time_machine.travel(datetime(2026, 11, 26, 3, 0, tzinfo=UTC), tick=False):
        for kind in ("csv", "xlsx"):
            response = as_ines.get(reverse(f"grades_{kind}", args=[course.pk]))
            assert response["Content-Disposition"] == f'attachment; filename="{name}.{kind}"'


def test_an_empty_course_gives_a_head_alone(as_ines: Client, ines: User) -> None:
    course = make.InstructorFactory(user=ines).course
    assert _csv(as_ines, course) == [["Name", "E-mail", "Team"]]
    assert _xlsx(as_ines, course) == [["Name", "E-mail", "Team"]]
