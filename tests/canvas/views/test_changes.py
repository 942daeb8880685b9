"""What a page hears of others: nothing while nothing is new, else what changed and who is here."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from canvas import actions, presence, sharing
from canvas.models import Canvas
from relationships.blueprint import Note
from relationships.vocabulary import Block
from tests.canvas.building import at
from tests.canvas.reading import HTMX

pytestmark = pytest.mark.django_db

NOTE = Note("", Block.KEY_PARTNERS, "Mill")


def _ask(client: Client, canvas: Canvas, since: str, page: str = "") -> HttpResponse:
    headers = HTMX | {"HX-Current-URL": f"http://testserver{at(canvas, page)}"}
    return client.get(at(canvas, "changes/"), {"since": since}, headers=headers)


def _since(response: HttpResponse) -> str:
    return response.content.decode().partition('name="since" value="')[2].partition('"')[0]


def test_nothing_new_costs_three_queries_and_no_byte(
    canvas: Canvas, as_alice: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    since = presence.token(canvas.version)
    _ask(as_alice, canvas, since)
    with django_assert_num_queries(3):
        response = _ask(as_alice, canvas, since)
    assert (response.status_code, response.content) == (204, b"")


def test_an_edit_of_somebody_else_comes_as_the_pieces_that_changed(
    canvas: Canvas, as_alice: Client, erin: User
) -> None:
    since = presence.token(canvas.version)
    ref = actions.add_element(canvas, NOTE, by=erin).ref
    response = _ask(as_alice, canvas, since)
    html = response.content.decode()
    assert response.status_code == 200
    assert "vinculo:changed" in response["HX-Trigger"]
    assert f'id="el-{ref}"' in html
    assert 'id="list-key_partners"' in html
    assert 'id="list-key_resources"' not in html
    assert "Changed by Erin Egea." in html
    assert _since(response) == presence.token(canvas.version + 1)
    assert _ask(as_alice, canvas, _since(response)).status_code == 204


def test_one_s_own_edit_in_another_window_is_not_announced(
    canvas: Canvas, as_alice: Client, alice: User
) -> None:
    since = presence.token(canvas.version)
    actions.add_element(canvas, NOTE, by=alice)
    html = _ask(as_alice, canvas, since).content.decode()
    assert "Mill" in html
    assert "Changed by" not in html


def test_another_view_hears_that_something_changed_and_not_what(
    canvas: Canvas, as_alice: Client, erin: User
) -> None:
    since = presence.token(canvas.version)
    actions.add_element(canvas, NOTE, by=erin)
    response = _ask(as_alice, canvas, since, "matrix/")
    assert "vinculo:changed" in response["HX-Trigger"]
    assert "Mill" not in response.content.decode()


@pytest.mark.parametrize("since", ["", "x", "0.0", "-1.0", "99.0", "9" * 40 + ".0", "1", "².0"])
def test_a_page_that_can_not_say_what_it_shows_gets_everything(
    canvas: Canvas, as_alice: Client, since: str
) -> None:
    response = _ask(as_alice, canvas, since)
    html = response.content.decode()
    assert response.status_code == 200
    assert _since(response) == presence.token(canvas.version)
    assert html.count('<ul class="items"') == (0 if since == "1" else 9)


def test_who_is_here_is_told_and_who_left_is_not(
    canvas: Canvas, as_alice: Client, as_bob: Client, as_erin: Client
) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        _ask(as_alice, canvas, presence.token(canvas.version))
        seen = _ask(as_bob, canvas, presence.token(canvas.version))
    assert "Alice" in seen.content.decode()
    assert "HX-Trigger" not in seen
    assert _ask(as_bob, canvas, _since(seen)).status_code == 204
    with time_machine.travel(start + timedelta(seconds=26), tick=False):
        alone = _ask(as_bob, canvas, _since(seen))
    assert "Alice" not in alone.content.decode()
    assert _since(alone) == presence.token(canvas.version)


def test_being_here_is_noted_every_ten_seconds(
    canvas: Canvas, as_alice: Client, alice: User
) -> None:
    def noted(after: float) -> object:
        with time_machine.travel(start + timedelta(seconds=after), tick=False):
            _ask(as_alice, canvas, presence.token(canvas.version))
        return canvas.members.get(user=alice).seen_at - start

    start = timezone.now()
    seconds = [noted(after) for after in (0, 9, 11, 20, 21)]
    assert seconds == [timedelta(seconds=s) for s in (0, 0, 11, 11, 21)]


def test_whoever_left_or_lost_the_canvas_hears_nothing(
    canvas: Canvas, as_bob: Client, bob: User, alice: User, as_alice: Client
) -> None:
    sharing.remove_member(canvas, canvas.members.get(user=bob), by=alice)
    assert _ask(as_bob, canvas, "1.0").status_code == 404
    actions.delete_canvas(canvas, by=alice)
    assert _ask(as_alice, canvas, "1.0").status_code == 404


@pytest.mark.parametrize(("seen", "is_told"), [("1.7", True), ("0.7", False), ("", False)])
def test_the_answer_to_an_edit_tells_the_next_version_where_nothing_lies_between(
    canvas: Canvas, as_alice: Client, seen: str, is_told: bool
) -> None:
    sent = {"text": "Bread", "block": "key_partners"}
    response = as_alice.post(at(canvas, "new/note/"), sent, headers=HTMX | {"X-Seen": seen})
    assert _since(response) == ("2.7" if is_told else "")


def test_many_events_are_answered_with_the_whole_board(
    canvas: Canvas, as_alice: Client, erin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("canvas.history.MOST", 1)
    for _ in range(2):
        actions.add_element(canvas, NOTE, by=erin)
    html = _ask(as_alice, canvas, "1.0").content.decode()
    assert html.count('<ul class="items"') == 9
