"""What a hostile, patient visitor sends: everything is answered, nothing ends in 500."""

from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from django.test import Client

from canvas.forms.alternatives import MOST
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


def test_a_page_whose_address_can_not_be_taken_apart_is_not_the_board(
    as_alice: Client, canvas: Canvas
) -> None:
    headers = HTMX | {"HX-Current-URL": "http://["}
    moved = as_alice.post(at(canvas, "elements/n1/move/"), {"direction": "down"}, headers=headers)
    asked = as_alice.get(at(canvas, "changes/"), headers=headers)
    assert (moved.status_code, asked.status_code) == (200, 200)


FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
TYPED = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n%s\r\n--b--\r\n'


@pytest.mark.parametrize("charset", ["hex", "utf-7", "unicode_escape", "latin-1", "nonsense"])
@pytest.mark.parametrize(("kind", "body"), [(FORM, b"name=a"), (PARTS, TYPED % b"\\ud800")])
def test_a_body_in_another_charset_is_refused_unread(
    as_alice: Client, canvas: Canvas, charset: str, kind: str, body: bytes
) -> None:
    place = at(canvas, "history/snapshots/new/")
    answer = as_alice.generic("POST", place, body, f"{kind}; charset={charset}")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert not canvas.snapshots.exists()


@pytest.mark.parametrize(("charset", "status"), [("unicode_escape", 400), ("UTF-8", 200)])
def test_an_address_is_read_in_no_other_charset(
    as_alice: Client, charset: str, status: int
) -> None:
    kind = f"{FORM}; charset={charset}"
    asked = as_alice.generic("GET", "/canvases/?q=%5Cud800", "a=b", kind)
    assert asked.status_code == status


@pytest.mark.parametrize("word", ["a", "%", "_", "\\", "é"])
def test_an_endless_word_is_looked_for_by_how_it_begins(as_alice: Client, word: str) -> None:
    found = as_alice.get("/canvases/", {"q": word * 60_000})
    assert (found.status_code, found.context["cards"]) == (HTTPStatus.OK, [])


@pytest.mark.parametrize("name", ["alternative", "row"])
def test_of_thousands_of_alternatives_the_first_are_compared(
    as_alice: Client, canvas: Canvas, name: str
) -> None:
    """Each used to be put among all before it: two hundred million steps for one request."""
    value = {"alternative": "personal", "row": "r1"}[name]
    sent = urlencode([(name, value)] * 19_000)
    place = at(canvas, "segments/s1/compare/choose/?chosen=9")
    answer = as_alice.post(place, sent, content_type=FORM)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(answer.context["forms"]) == MOST


def test_what_was_typed_beside_the_chosen_alternative_does_not_spoil_the_answer(
    as_alice: Client, canvas: Canvas
) -> None:
    place = at(canvas, "segments/s1/compare/choose/?chosen=1")
    answer = as_alice.post(place, {"type-1": "community", "type-2": "x" * 20_000})
    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"].startswith(at(canvas, "relationships/"))
