"""What a hostile, patient visitor sends: everything is answered, nothing ends in 500."""

from http import HTTPStatus

import pytest
from django.test import Client

from canvas.models import Canvas
from tests.canvas.building import at
from tests.canvas.reading import HTMX, Page

pytestmark = pytest.mark.django_db

TOO_LONG = "x" * 501


def test_details_without_importance_and_too_long_are_each_blamed_on_their_field(
    as_alice: Client, canvas: Canvas
) -> None:
    place = at(canvas, "segments/s1/")
    form = Page.of(as_alice.get(place, headers=HTMX)).form
    marks = {name: "" for name in form.fields if name.startswith("importance-")}
    details = {name: TOO_LONG for name in form.fields if name.startswith("detail-")}
    answer = as_alice.post(place, form.filled(**marks, **details), headers=HTMX)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(details) == 5
    assert answer.context["form"].errors.keys() == details.keys()


@pytest.mark.parametrize("amount", ["1" * 50_000, ",1" * 50_000, "1.111" * 50_000, " 1" * 50_000])
def test_an_endless_amount_is_refused_at_once(
    as_alice: Client, canvas: Canvas, amount: str
) -> None:
    answer = as_alice.post(at(canvas, "details/"), {"monthly_budget": amount}, headers=HTMX)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.context["form"].errors["monthly_budget"] == [
        "This amount can't be read. Write it like 1,234.50."
    ]


@pytest.mark.parametrize("place", ["new/note/", "new/segment/", "details/"])
def test_a_body_that_no_form_of_ours_fills_is_refused_unread(
    as_alice: Client, canvas: Canvas, place: str
) -> None:
    answer = as_alice.post(at(canvas, place), {"text": "x" * 2_100_000})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert len(answer.content) < 10_000
