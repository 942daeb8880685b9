"""How many queries a student's pages take: the same, however much was handed in and said."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from canvas import actions, blueprints
from classroom import releasing, replying, reviewing, submitting
from classroom.models import Review, Submission
from relationships import live

pytestmark = pytest.mark.django_db

READ: dict[str, int] = {
    "submission": 15,
    "submit": 9,
    "attempt": 10,
}
"""Two of each are session and person, two or three find the submission and what the person is."""


@pytest.fixture
def handed_in(submission: Submission, sofia: User, ines: User) -> Callable[..., Submission]:
    """Attempts, each but the first changed and each reviewed, with so many remarks and replies."""

    def hand_in(attempts: int, remarks: int) -> Submission:
        for number in range(1, attempts + 1):
            if number > 1:
                _change(submission, number, sofia)
                submitting.submit(submission, live.current(), by=sofia)
            review = _reviewed(submission, number, remarks, ines)
            for n in range(remarks):
                remark = review.remarks.order_by("pk")[n]
                replying.reply(
                    review, remark_id=remark.pk, text=f"{n}", by=sofia, by_instructor=False
                )
        _change(submission, attempts + 1, sofia)
        submission.refresh_from_db()
        return submission

    return hand_in


def _change(submission: Submission, number: int, by: User) -> None:
    assert submission.canvas
    submission.canvas.refresh_from_db()
    blueprint = blueprints.read(submission.canvas)
    note = replace(blueprint.notes[0], text=f"For attempt {number}")
    actions.import_into(submission.canvas, blueprint.put(note), by=by)


def _reviewed(submission: Submission, number: int, remarks: int, by: User) -> Review:
    for n in range(remarks):
        key = ("s1", "c1", "block:channels", "")[n % 4]
        reviewing.remark(
            submission, attempt=number, key=key, text=f"Remark {n}", is_private=False, by=by
        )
    return releasing.request_changes(submission, attempt=number, by=by)


@pytest.mark.parametrize("attempts", [1, 3])
@pytest.mark.parametrize("remarks", [1, 3, 30])
@pytest.mark.parametrize("name", READ)
def test_pages_take_the_same_queries_at_any_size(
    handed_in: Callable[..., Submission],
    as_sofia: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    attempts: int,
    remarks: int,
) -> None:
    made = handed_in(attempts, remarks)
    more = [attempts] if name == "attempt" else []
    address = reverse(name, args=[made.pk, *more])
    as_sofia.get(address)
    with django_assert_num_queries(READ[name]):
        assert as_sofia.get(address).status_code == 200
