"""Who may open what of courses: every address of theirs, in one table.

Whoever is no part of a course learns nothing of it (404); a student who asks for what is the
instructors' is told so (403); whoever is not signed in is asked to sign in (302).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from classroom.models import Course, Submission

pytestmark = pytest.mark.django_db

PEOPLE = ("anonymous", "stranger", "elsewhere", "fellow", "student", "instructor")
"""`elsewhere` teaches another course; `fellow` attends this one; the student has submitted."""


class Row(NamedTuple):
    """An address, and what it answers to each of the people."""

    name: str
    method: str
    statuses: tuple[int, int, int, int, int, int]
    more: Mapping[str, object] = MappingProxyType({})
    data: Mapping[str, str] = MappingProxyType({})


COURSE: Mapping[str, object] = {"course_id": ""}
ASSIGNMENT = COURSE | {"number": 1}
SUBMISSION: Mapping[str, object] = {"submission_id": ""}

TOKEN = {"token": "x" * 43}
ENROLMENT = COURSE | {"enrolment_id": ""}
INSTRUCTOR = COURSE | {"instructor_id": ""}

EVERYONE = (200, 200, 200, 200, 200, 200)
NOBODY_KNOWS_IT = (404, 404, 404, 404, 404, 404)
SIGNED_IN = (302, 200, 200, 200, 200, 200)
SIGNED_IN_REFUSED = (302, 422, 422, 422, 422, 422)
SIGNED_IN_404 = (302, 404, 404, 404, 404, 404)
READ_ONLY = (302, 405, 405, 405, 405, 405)
IN_THE_COURSE = (302, 404, 404, 200, 200, 200)
STUDENTS = (302, 404, 404, 200, 200, 404)
STUDENTS_DONE = (302, 404, 404, 302, 302, 404)
INSTRUCTORS = (302, 404, 404, 403, 403, 200)
INSTRUCTORS_DONE = (302, 404, 404, 403, 403, 302)
INSTRUCTORS_REFUSED = (302, 404, 404, 403, 403, 422)

COURSES_ROWS: tuple[Row, ...] = (
    Row("course_list", "GET", SIGNED_IN),
    Row("course_list", "POST", READ_ONLY),
    Row("course_new", "GET", SIGNED_IN),
    Row("course_new", "POST", SIGNED_IN_REFUSED, data={"title": ""}),
    Row("course", "GET", IN_THE_COURSE, COURSE),
    Row("course", "POST", READ_ONLY, COURSE),
    Row("course_edit", "GET", INSTRUCTORS, COURSE),
    Row("course_edit", "POST", INSTRUCTORS_REFUSED, COURSE, {"title": ""}),
    Row("course_archive", "GET", READ_ONLY, COURSE),
    Row("course_archive", "POST", INSTRUCTORS_DONE, COURSE),
    Row("course_unarchive", "GET", READ_ONLY, COURSE),
    Row("course_unarchive", "POST", INSTRUCTORS_DONE, COURSE),
    Row("course_code", "GET", EVERYONE),
    Row("course_code", "POST", (422, 422, 422, 422, 422, 422), data={"code": ""}),
    # Whoever has the link may join; its own page tells who may not (`views/test_joining.py`).
    Row("course_join", "GET", NOBODY_KNOWS_IT, TOKEN),
    Row("course_join", "POST", NOBODY_KNOWS_IT, TOKEN),
    Row("joining_change", "GET", READ_ONLY, COURSE),
    Row("joining_change", "POST", INSTRUCTORS_DONE, COURSE, {"renew": "1"}),
    Row("roster", "GET", INSTRUCTORS, COURSE),
    Row("roster", "POST", READ_ONLY, COURSE),
    Row("student_remove", "GET", INSTRUCTORS, ENROLMENT),
    Row("student_remove", "POST", INSTRUCTORS_DONE, ENROLMENT),
    Row("course_leave", "GET", STUDENTS, COURSE),
    Row("course_leave", "POST", STUDENTS_DONE, COURSE),
    Row("team_new", "GET", READ_ONLY, COURSE),
    Row("team_new", "POST", INSTRUCTORS_DONE, COURSE, {"name": "Bakers"}),
    Row("team_change", "GET", (302, 404, 404, 404, 200, 200), ENROLMENT),
    Row("team_change", "POST", (302, 404, 404, 404, 302, 302), ENROLMENT),
    Row("instructor_invite", "GET", INSTRUCTORS, COURSE),
    Row("instructor_invite", "POST", INSTRUCTORS_REFUSED, COURSE, {"email": ""}),
    Row("instructor_remove", "GET", INSTRUCTORS, INSTRUCTOR),
    Row("instructor_remove", "POST", (302, 404, 404, 403, 403, 409), INSTRUCTOR),
    Row("instructor_invitation_withdraw", "GET", READ_ONLY, COURSE | {"invitation_id": 1}),
    Row(
        "instructor_invitation_withdraw",
        "POST",
        INSTRUCTORS_DONE,
        COURSE | {"invitation_id": 1},
    ),
    Row("instructor_invitation", "GET", SIGNED_IN_404, TOKEN),
    Row("instructor_invitation", "POST", SIGNED_IN_404, TOKEN),
)

DONE = (302, 302, 302, 302, 302, 302)

LETTERS_ROWS = (
    Row("letter_choices", "GET", SIGNED_IN),
    Row("letter_choices", "POST", DONE),
)

NOBODY_ASKED = (302, 404, 404, 404, 404, 404)

PEERS_ROWS = (
    Row("peers", "GET", INSTRUCTORS, ASSIGNMENT),
    Row("peers", "POST", INSTRUCTORS_DONE, ASSIGNMENT),
    # Those who are asked to review: `tests/classroom/test_peers.py`.
    Row("peer_review", "GET", NOBODY_ASKED, SUBMISSION),
    Row("peer_review", "POST", NOBODY_ASKED, SUBMISSION),
    Row("student_reviews", "GET", (302, 404, 404, 404, 403, 200), SUBMISSION),
    Row("student_reviews", "POST", READ_ONLY, SUBMISSION),
    Row("peer_remark", "GET", NOBODY_ASKED, SUBMISSION),
    Row("peer_remark", "POST", NOBODY_ASKED, SUBMISSION),
)

FIGURES_ROWS = (
    Row("figures", "GET", INSTRUCTORS, ASSIGNMENT),
    Row("figures", "POST", READ_ONLY, ASSIGNMENT),
    Row("grades_csv", "GET", INSTRUCTORS, COURSE),
    Row("grades_csv", "POST", READ_ONLY, COURSE),
    Row("grades_xlsx", "GET", INSTRUCTORS, COURSE),
    Row("grades_xlsx", "POST", READ_ONLY, COURSE),
)

RUBRIC: Mapping[str, object] = {"rubric_id": ""}

ASSIGNMENTS_ROWS = (
    Row("assignment_new", "GET", (302, 404, 404, 403, 403, 200), COURSE),
    Row("assignment_new", "POST", (302, 404, 404, 403, 403, 422), COURSE),
    Row("assignment", "GET", (302, 404, 404, 200, 200, 200), ASSIGNMENT),
    Row("assignment", "POST", READ_ONLY, ASSIGNMENT),
    Row("assignment_edit", "GET", (302, 404, 404, 403, 403, 200), ASSIGNMENT),
    Row("assignment_edit", "POST", (302, 404, 404, 403, 403, 422), ASSIGNMENT),
    # It starts empty: there is no starter to look at.
    Row("assignment_starter", "GET", (302, 404, 404, 403, 403, 404), ASSIGNMENT),
    Row("assignment_starter", "POST", READ_ONLY, ASSIGNMENT),
    Row("assignment_publish", "GET", READ_ONLY, ASSIGNMENT),
    Row("assignment_publish", "POST", (302, 404, 404, 403, 403, 302), ASSIGNMENT),
    Row("assignment_delete", "GET", (302, 404, 404, 403, 403, 200), ASSIGNMENT),
    Row("assignment_delete", "POST", (302, 404, 404, 403, 403, 409), ASSIGNMENT),
    Row("rubric_list", "GET", SIGNED_IN),
    Row("rubric_list", "POST", READ_ONLY),
    Row("rubric_new", "GET", SIGNED_IN),
    Row("rubric_new", "POST", (302, 422, 422, 422, 422, 422)),
    Row("rubric", "GET", (302, 404, 404, 404, 404, 200), RUBRIC),
    Row("rubric", "POST", (302, 404, 404, 404, 404, 422), RUBRIC),
    Row("rubric_duplicate", "GET", READ_ONLY, RUBRIC),
    Row("rubric_duplicate", "POST", (302, 404, 404, 404, 404, 302), RUBRIC),
    Row("rubric_delete", "GET", (302, 404, 404, 404, 404, 200), RUBRIC),
    Row("rubric_delete", "POST", (302, 404, 404, 404, 404, 409), RUBRIC),
)

ATTEMPT = SUBMISSION | {"attempt_number": 1}

THE_STUDENTS = (302, 404, 404, 404, 302, 403)

SUBMISSIONS_ROWS = (
    Row("assignment_start", "GET", (302, 404, 404, 302, 302, 403), ASSIGNMENT),
    Row("assignment_start", "POST", (302, 404, 404, 302, 302, 403), ASSIGNMENT),
    Row("submission", "GET", (302, 404, 404, 404, 200, 302), SUBMISSION),
    Row("submission", "POST", READ_ONLY, SUBMISSION),
    Row("submission_task", "GET", THE_STUDENTS, SUBMISSION),
    Row("submission_task", "POST", READ_ONLY, SUBMISSION),
    Row("submit", "GET", (302, 404, 404, 404, 200, 403), SUBMISSION),
    Row("submit", "POST", THE_STUDENTS, SUBMISSION),
    Row("attempt", "GET", (302, 404, 404, 404, 200, 200), ATTEMPT),
    Row("attempt", "POST", READ_ONLY, ATTEMPT),
    Row("reply_new", "GET", (302, 404, 404, 404, 302, 302), SUBMISSION),
    Row("reply_new", "POST", (302, 404, 404, 404, 404, 404), SUBMISSION, {"text": "x"}),
)

CRITERION = SUBMISSION | {"criterion_id": 0}
REMARK = SUBMISSION | {"remark_id": 0}
PHRASE: Mapping[str, object] = {"phrase_id": 0}

NOTHING_TYPED = (302, 404, 404, 404, 403, 422)
REVIEWERS_DONE = (302, 404, 404, 404, 403, 302)
NOT_THE_ATTEMPT = (302, 404, 404, 404, 403, 409)
REVIEWERS = (302, 404, 404, 404, 403, 200)
FIRST: Mapping[str, str] = {"attempt": "1"}

REVIEWS_ROWS = (
    Row("review", "GET", REVIEWERS, SUBMISSION),
    Row("review", "POST", READ_ONLY, SUBMISSION),
    Row("review_take_up", "GET", READ_ONLY, SUBMISSION),
    Row("review_take_up", "POST", REVIEWERS_DONE, SUBMISSION, FIRST),
    Row("carry_over", "GET", READ_ONLY, SUBMISSION),
    Row("carry_over", "POST", NOT_THE_ATTEMPT, SUBMISSION, FIRST),
    Row("scores_save", "GET", REVIEWERS, SUBMISSION),
    Row("scores_save", "POST", NOTHING_TYPED, SUBMISSION),
    Row("score_save", "GET", (302, 404, 404, 404, 403, 404), CRITERION),
    Row("score_save", "POST", (302, 404, 404, 404, 403, 404), CRITERION),
    Row("overall_save", "GET", REVIEWERS, SUBMISSION),
    Row("overall_save", "POST", REVIEWERS_DONE, SUBMISSION, {"text": "x", "version": "1", **FIRST}),
    Row("remark_new", "GET", REVIEWERS, SUBMISSION),
    Row("remark_new", "POST", REVIEWERS_DONE, SUBMISSION, {"text": "x", **FIRST}),
    Row("remark_edit", "GET", REVIEWERS, REMARK),
    Row("remark_edit", "POST", NOT_THE_ATTEMPT, REMARK, {"text": "x", **FIRST}),
    Row("remark_delete", "GET", READ_ONLY, REMARK),
    Row("remark_delete", "POST", NOT_THE_ATTEMPT, REMARK, FIRST),
    Row("changes_request", "GET", READ_ONLY, SUBMISSION),
    Row("changes_request", "POST", NOT_THE_ATTEMPT, SUBMISSION, FIRST),
    Row("review_release", "GET", READ_ONLY, SUBMISSION),
    Row("review_release", "POST", NOT_THE_ATTEMPT, SUBMISSION, FIRST),
    Row("review_reopen", "GET", READ_ONLY, SUBMISSION),
    Row("review_reopen", "POST", NOT_THE_ATTEMPT, SUBMISSION, FIRST),
    Row("release_all", "GET", (302, 404, 404, 403, 403, 200), ASSIGNMENT),
    Row("release_all", "POST", (302, 404, 404, 403, 403, 302), ASSIGNMENT),
    Row("phrase_list", "GET", SIGNED_IN),
    Row("phrase_list", "POST", (302, 422, 422, 422, 422, 422)),
    Row("phrase_delete", "GET", READ_ONLY, PHRASE),
    Row("phrase_delete", "POST", DONE, PHRASE),
)

TABLE: tuple[Row, ...] = (
    *COURSES_ROWS,
    *LETTERS_ROWS,
    *PEERS_ROWS,
    *FIGURES_ROWS,
    *ASSIGNMENTS_ROWS,
    *SUBMISSIONS_ROWS,
    *REVIEWS_ROWS,
)
"""POST as well as GET of every address."""


def _ours() -> set[str]:
    found = next(one for one in get_resolver().url_patterns if _is_ours(one))
    return {pattern.name for pattern in found.url_patterns}


def _is_ours(resolver: object) -> bool:
    return getattr(getattr(resolver, "urlconf_name", None), "__name__", "") == "classroom.urls"


def test_no_address_is_missing_from_the_table() -> None:
    named = {(row.name, row.method) for row in TABLE}
    assert named == {(name, method) for name in _ours() for method in ("GET", "POST")}


@pytest.fixture(autouse=True)
def _in_teams(course: Course) -> None:
    """So that the pages of teams are there."""
    Course.objects.filter(pk=course.pk).update(in_teams=True)


@pytest.fixture
def clients(
    client: Client,
    charlie: User,
    ivan: User,
    tomas: User,
    sofia: User,
    ines: User,
    signed_in: Callable[[User], Client],
) -> dict[str, Client]:
    people = [client, *map(signed_in, (charlie, ivan, tomas, sofia, ines))]
    return dict(zip(PEOPLE, people, strict=True))


def _answers(row: Row, submission: Submission, clients: dict[str, Client]) -> tuple[int, ...]:
    course = submission.assignment.course
    ids = {
        "course_id": course.pk,
        "submission_id": submission.pk,
        "enrolment_id": submission.authors.get().enrolment_id,
        "instructor_id": course.instructors.get().pk,
        "rubric_id": submission.assignment.rubric_id,
    }
    more = {name: ids.get(name, value) for name, value in row.more.items()}
    address = reverse(row.name, kwargs=more)
    return tuple(
        client.generic(row.method, address).status_code
        if row.method != "POST"
        else client.post(address, row.data).status_code
        for client in clients.values()
    )


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.name}")
def test_who_may_open_what(row: Row, submission: Submission, clients: dict[str, Client]) -> None:
    assert _answers(row, submission, clients) == row.statuses
