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

SIGNED_IN = (302, 200, 200, 200, 200, 200)
DONE = (302, 302, 302, 302, 302, 302)

LETTERS_ROWS = (
    Row("letter_choices", "GET", SIGNED_IN),
    Row("letter_choices", "POST", DONE),
)

RUBRIC: Mapping[str, object] = {"rubric_id": ""}
WRONG_METHOD = (302, 405, 405, 405, 405, 405)

ASSIGNMENTS_ROWS = (
    Row("assignment_new", "GET", (302, 404, 404, 403, 403, 200), COURSE),
    Row("assignment_new", "POST", (302, 404, 404, 403, 403, 422), COURSE),
    Row("assignment", "GET", (302, 404, 404, 200, 200, 200), ASSIGNMENT),
    Row("assignment", "POST", WRONG_METHOD, ASSIGNMENT),
    Row("assignment_edit", "GET", (302, 404, 404, 403, 403, 200), ASSIGNMENT),
    Row("assignment_edit", "POST", (302, 404, 404, 403, 403, 422), ASSIGNMENT),
    # It starts empty: there is no starter to look at.
    Row("assignment_starter", "GET", (302, 404, 404, 403, 403, 404), ASSIGNMENT),
    Row("assignment_starter", "POST", WRONG_METHOD, ASSIGNMENT),
    Row("assignment_publish", "GET", WRONG_METHOD, ASSIGNMENT),
    Row("assignment_publish", "POST", (302, 404, 404, 403, 403, 302), ASSIGNMENT),
    Row("assignment_delete", "GET", (302, 404, 404, 403, 403, 200), ASSIGNMENT),
    Row("assignment_delete", "POST", (302, 404, 404, 403, 403, 409), ASSIGNMENT),
    Row("rubric_list", "GET", SIGNED_IN),
    Row("rubric_list", "POST", WRONG_METHOD),
    Row("rubric_new", "GET", SIGNED_IN),
    Row("rubric_new", "POST", (302, 422, 422, 422, 422, 422)),
    Row("rubric", "GET", (302, 404, 404, 404, 404, 200), RUBRIC),
    Row("rubric", "POST", (302, 404, 404, 404, 404, 422), RUBRIC),
    Row("rubric_duplicate", "GET", WRONG_METHOD, RUBRIC),
    Row("rubric_duplicate", "POST", (302, 404, 404, 404, 404, 302), RUBRIC),
    Row("rubric_delete", "GET", (302, 404, 404, 404, 404, 200), RUBRIC),
    Row("rubric_delete", "POST", (302, 404, 404, 404, 404, 409), RUBRIC),
)

TABLE: tuple[Row, ...] = (*LETTERS_ROWS, *ASSIGNMENTS_ROWS)
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
    ids = {
        "course_id": submission.assignment.course_id,
        "submission_id": submission.pk,
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
