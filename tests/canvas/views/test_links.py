"""What a secret link opens: the board, the plan and the pictures, to read, and nothing else."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from canvas import actions, sharing
from canvas.models import Canvas
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from tests.canvas.building import full_blueprint
from tests.canvas.reading import HTMX, Page
from tests.canvas.views.pictures import pictured

pytestmark = pytest.mark.django_db

SHOWN = ("", "plan/", "matrix/", "journey/", "map/", "costs/", "segments/s1/", "notes/n1/")
HIDDEN = (
    "members/",
    "details/",
    "export.json",
    "coherence/",
    "experiments/",
    "new/note/",
    "undo/",
    "comments/",
)
ELEMENTS = ("segments/s1/", "channels/c1/", "notes/n1/", "relationships/r1/")


@pytest.fixture
def root(canvas: Canvas, alice: User) -> str:
    return f"/s/{sharing.make_link(canvas, days=7, by=alice).token}/"


@pytest.mark.parametrize("place", SHOWN)
def test_a_link_shows_without_a_sign_in_and_tells_nobody(
    client: Client, root: str, place: str
) -> None:
    response = client.get(root + place)
    told = [response[name] for name in ("X-Robots-Tag", "Referrer-Policy", "Cache-Control")]
    assert response.status_code == 200
    assert told == ["noindex, nofollow", "no-referrer", "private, no-store"]


@pytest.mark.parametrize("place", SHOWN)
def test_no_page_behind_a_link_leads_to_the_canvas_itself(
    canvas: Canvas, client: Client, root: str, place: str
) -> None:
    html = client.get(root + place).content.decode()
    assert str(canvas.pk) not in html
    assert root in html


@pytest.mark.slow
@pytest.mark.parametrize("drawn", [pictured(), full_blueprint()], ids=["misfits", "full"])
def test_every_page_behind_a_link_leads_only_to_pages_that_it_opens(
    catalog: Catalog, alice: User, client: Client, drawn: Blueprint
) -> None:
    canvas = actions.create_canvas(drawn, by=alice)
    root = f"/s/{sharing.make_link(canvas, days=7, by=alice).token}/"
    seen, left = set[str](), [root]
    while left:
        response = client.get(place := left.pop())
        assert response.status_code == 200, place
        seen.add(place)
        # What follows `#` is never sent: it leads to the same page.
        links = (urldefrag(urljoin(place, link)).url for link in Page.of(response).links)
        left.extend({link for link in links if link.startswith(root)} - seen - set(left))
    assert len(seen) > 20


@pytest.mark.slow
def test_no_page_behind_a_link_leads_to_one_that_it_does_not_open(
    client: Client, root: str
) -> None:
    """Neither for a reader who follows a link, nor for a script that asks for a piece."""
    waiting, opened = {(root, whole) for whole in (True, False)}, set()
    while waiting:
        place, whole = waiting.pop()
        opened.add((place, whole))
        response = client.get(place, headers={} if whole else HTMX)
        assert response.status_code == 200, place
        named = re.findall(r'(?:href|hx-get|action)="([^"#]+)', response.content.decode())
        found = {urljoin(place, unescape(one)) for one in named}
        below = {one for one in found if one.startswith("/s/") and "back=" not in one}
        waiting |= {(one, whole) for one in below for whole in (True, False)} - opened
    assert len(opened) > 2 * len(SHOWN)


@pytest.mark.parametrize("place", HIDDEN)
def test_a_link_opens_nothing_else(client: Client, root: str, place: str) -> None:
    assert client.get(root + place).status_code == 404


@pytest.mark.parametrize(
    "place", ["segments/s1/", "channels/c1/", "notes/n1/", "relationships/r1/"]
)
def test_a_link_changes_nothing_not_even_for_the_owner(
    canvas: Canvas, client: Client, as_alice: Client, root: str, place: str
) -> None:
    before = Canvas.objects.get(pk=canvas.pk).version
    sent = {"name": "x", "text": "x"}
    answers = [visitor.post(root + place, sent).status_code for visitor in (client, as_alice)]
    assert answers == [403, 403]
    assert Canvas.objects.get(pk=canvas.pk).version == before


def test_a_revoked_and_an_expired_link_and_one_of_a_deleted_canvas_show_nothing(
    canvas: Canvas, client: Client, alice: User, root: str
) -> None:
    canvas.links.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(root).status_code == 404
    canvas.links.update(expires_at=None)
    assert client.get(root).status_code == 200
    actions.delete_canvas(canvas, by=alice)
    assert client.get(root).status_code == 404
    actions.restore_canvas(canvas, by=alice)
    canvas.links.all().delete()
    assert client.get(root).status_code == 404


def test_the_board_behind_a_link_has_no_buttons_and_offers_the_tabs_that_it_opens(
    client: Client, root: str
) -> None:
    response = client.get(root)
    page = Page.of(response)
    tabs = dict.fromkeys(link for link in page.links if link.startswith(root))
    assert list(tabs) == [root + p for p in ("", "plan/", "matrix/", "journey/", "map/", "costs/")]
    assert 'class="add"' not in response.content.decode()
