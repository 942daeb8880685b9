"""Where an edit leads: to the page on which it was begun, and to no other site's."""

import pytest
from django.test import Client

from canvas.models import Canvas
from tests.canvas.building import at
from tests.canvas.reading import HTMX, Page

pytestmark = pytest.mark.django_db

NOTE = {"text": "Bread", "block": "key_partners"}


@pytest.mark.parametrize(
    ("back", "address"),
    [
        ("matrix/", "matrix/"),
        ("coherence/?by=rule", "coherence/?by=rule"),
        ("segments/s1/advice/", "segments/s1/advice/"),
        ("", ""),
        ("details/", ""),
        ("delete/", ""),
        ("nowhere/", ""),
        ("//example.com/", ""),
        ("https://example.com/", ""),
        ("../../guide/", ""),
        ("matrix/\r\nX: y", ""),
        ("matrix/?" + "x" * 20_000, ""),
        ("comments/?on=%00", ""),
    ],
)
def test_an_edit_leads_back_to_a_page_of_the_canvas(
    canvas: Canvas, as_alice: Client, back: str, address: str
) -> None:
    response = as_alice.post(at(canvas, "new/note/"), NOTE, query_params={"back": back})
    landed = response["Location"].partition("#")[0]
    assert (response.status_code, landed) == (302, at(canvas, address))


def test_a_form_sends_the_way_back_along(canvas: Canvas, as_alice: Client) -> None:
    page = Page.of(as_alice.get(at(canvas, "segments/s1/?back=journey/")))
    assert page.form.action == at(canvas, "segments/s1/?back=journey/")
    assert at(canvas, "elements/s1/remove/?back=journey%2F") in page.links


def test_on_a_view_an_edit_is_answered_without_the_board(canvas: Canvas, as_alice: Client) -> None:
    def answer(page: str) -> str:
        headers = HTMX | {"HX-Current-URL": f"http://testserver{at(canvas, page)}"}
        return as_alice.post(at(canvas, "new/note/"), NOTE, headers=headers).content.decode()

    assert 'id="list-key_partners"' in answer("")
    assert 'id="list-key_partners"' in answer("?thread=s1")
    assert 'id="list-key_partners"' not in answer("matrix/")
    assert 'id="toast"' in answer("matrix/")
