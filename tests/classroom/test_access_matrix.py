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
from classroom.models import Submission

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

ATTEMPT = SUBMISSION | {"attempt_number": 1}

NOT_ALLOWED = (302, 405, 405, 405, 405, 405)
STUDENTS = (302, 404, 404, 404, 302, 403)

SUBMISSIONS_ROWS = (
    Row("assignment_start", "GET", NOT_ALLOWED, ASSIGNMENT),
    Row("assignment_start", "POST", (302, 404, 404, 302, 302, 403), ASSIGNMENT),
    Row("submission", "GET", (302, 404, 404, 404, 200, 302), SUBMISSION),
    Row("submission", "POST", NOT_ALLOWED, SUBMISSION),
    Row("submit", "GET", (302, 404, 404, 404, 200, 403), SUBMISSION),
    Row("submit", "POST", STUDENTS, SUBMISSION),
    Row("attempt", "GET", (302, 404, 404, 404, 200, 200), ATTEMPT),
    Row("attempt", "POST", NOT_ALLOWED, ATTEMPT),
    Row("reply_new", "GET", (302, 404, 404, 404, 302, 302), SUBMISSION),
    Row("reply_new", "POST", (302, 404, 404, 404, 404, 404), SUBMISSION, {"text": "x"}),
)

CRITERION = SUBMISSION | {"criterion_id": 0}
REMARK = SUBMISSION | {"remark_id": 0}
PHRASE: Mapping[str, object] = {"phrase_id": 0}

NOTHING_TYPED = (302, 404, 404, 404, 403, 422)
DONE = (302, 404, 404, 404, 403, 302)
NOT_THE_ATTEMPT = (302, 404, 404, 404, 403, 409)
INSTRUCTORS = (302, 404, 404, 404, 403, 200)
EVERYBODY = (302, 200, 200, 200, 200, 200)
FIRST: Mapping[str, str] = {"attempt": "1"}

REVIEWS_ROWS = (
    Row("review", "GET", INSTRUCTORS, SUBMISSION),
    Row("review", "POST", NOT_ALLOWED, SUBMISSION),
    Row("review_take_up", "GET", NOT_ALLOWED, SUBMISSION),
    Row("review_take_up", "POST", DONE, SUBMISSION, FIRST),
    Row("carry_over", "GET", NOT_ALLOWED, SUBMISSION),
    Row("carry_over", "POST", NOT_THE_ATTEMPT, SUBMISSION, FIRST),
    Row("scores_save", "GET", INSTRUCTORS, SUBMISSION),
    Row("scores_save", "POST", NOTHING_TYPED, SUBMISSION),
    Row("score_save", "GET", (302, 404, 404, 404, 403, 404), CRITERION),
    Row("score_save", "POST", (302, 404, 404, 404, 403, 404), CRITERION),
    Row("overall_save", "GET", INSTRUCTORS, SUBMISSION),
    Row("overall_save", "POST", DONE, SUBMISSION, {"text": "x", "version": "1", **FIRST}),
    Row("remark_new", "GET", INSTRUCTORS, SUBMISSION),
    Row("remark_new", "POST", DONE, SUBMISSION, {"text": "x", **FIRST}),
    Row("remark_edit", "GET", INSTRUCTORS, REMARK),
    Row("remark_edit", "POST", NOT_THE_ATTEMPT, REMARK, {"text": "x", **FIRST}),
    Row("remark_delete", "GET", NOT_ALLOWED, REMARK),
    Row("remark_delete", "POST", NOT_THE_ATTEMPT, REMARK, FIRST),
    Row("changes_request", "GET", NOT_ALLOWED, SUBMISSION),
    Row("changes_request", "POST", NOT_THE_ATTEMPT, SUBMISSION, FIRST),
    Row("review_release", "GET", NOT_ALLOWED, SUBMISSION),
    Row("review_release", "POST", NOT_THE_ATTEMPT, SUBMISSION, FIRST),
    Row("review_reopen", "GET", NOT_ALLOWED, SUBMISSION),
    Row("review_reopen", "POST", NOT_THE_ATTEMPT, SUBMISSION, FIRST),
    Row("release_all", "GET", (302, 404, 404, 403, 403, 200), ASSIGNMENT),
    Row("release_all", "POST", (302, 404, 404, 403, 403, 302), ASSIGNMENT),
    Row("phrase_list", "GET", EVERYBODY),
    Row("phrase_list", "POST", (302, 422, 422, 422, 422, 422)),
    Row("phrase_delete", "GET", NOT_ALLOWED, PHRASE),
    Row("phrase_delete", "POST", (302, 302, 302, 302, 302, 302), PHRASE),
)

TABLE: tuple[Row, ...] = (*SUBMISSIONS_ROWS, *REVIEWS_ROWS)
"""POST as well as GET of every address."""


def _ours() -> set[str]:
    found = next(one for one in get_resolver().url_patterns if _is_ours(one))
    return {pattern.name for pattern in found.url_patterns}


def _is_ours(resolver: object) -> bool:
    return getattr(getattr(resolver, "urlconf_name", None), "__name__", "") == "classroom.urls"


def test_no_address_is_missing_from_the_table() -> None:
    named = {(row.name, row.method) for row in TABLE}
    assert named == {(name, method) for name in _ours() for method in ("GET", "POST")}


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
    ids = {"course_id": submission.assignment.course_id, "submission_id": submission.pk}
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
