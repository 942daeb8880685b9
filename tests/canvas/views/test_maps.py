"""The map as a page: boxes, lines, the thread of a segment, and the table behind it."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas
from relationships.catalog import Catalog
from tests.canvas.building import EMPTY, at, sized
from tests.canvas.factories import MemberFactory
from tests.canvas.reading import Page
from tests.canvas.views.pictures import largest, pictured
from tests.coherence.building import canvas as drawn
from tests.coherence.building import channel, segment

pytestmark = pytest.mark.django_db

TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def pictured_canvas(catalog: Catalog, alice: User) -> Canvas:
    return create_canvas(pictured(), by=alice)


def _html(client: Client, canvas: Canvas, query: str = "") -> str:
    return client.get(at(canvas, f"map/{query}")).content.decode()


def _boxes(html: str) -> dict[str, tuple[str, str]]:
    """For each element its title, and how its box looks besides its colour."""
    boxes = re.findall(
        r'<a class="map__box([^"]*)" href="\S+/(\w+)/\?back=[^>]*><title>(.*?)</title>', html
    )
    return {
        ref: (unescape(title), " ".join(c for c in look.split() if not c.startswith("hue-")))
        for look, ref, title in boxes
    }


def _table(html: str) -> list[list[str]]:
    body = html[html.rindex("<tbody>") : html.rindex("</tbody>")]
    return [
        [unescape(" ".join(TAG.sub(" ", cell).split())) for cell in re.findall("<td.*?</td>", line)]
        for line in body.split("<tr>")[1:]
    ]


def test_every_element_is_a_link_with_its_whole_name(
    as_alice: Client, pictured_canvas: Canvas
) -> None:
    assert _boxes(_html(as_alice, pictured_canvas)) == {
        "s1": ("A · Families", ""),
        "s2": ("B · Offices <b>nearby</b>", ""),
        "s3": ("C · Tourists", ""),
        "r1": ("A · Personal assistance · Retention", ""),
        "r2": ("A · Direct personal assistance · Acquisition", ""),
        "r3": ("A · Community · Growth", ""),
        "r4": ("B · Self-service · Retention", ""),
        "r5": ("B · Personal assistance · No channel yet", "map__box--bare"),
        "c1": ("Page on a network · Other", ""),
        "c2": ("Local radio · Other · Partner's", ""),
        "c3": ("Shop & more · Other", ""),
        "c4": ("Kiosk · Other", ""),
    }


def test_the_table_says_what_the_lines_say(as_alice: Client, pictured_canvas: Canvas) -> None:
    assert _table(_html(as_alice, pictured_canvas)) == [
        ["A Families", "Personal assistance", "Page on a network", "It holds."],
        [
            "A Families",
            "Direct personal assistance",
            "Local radio",
            "For Direct personal assistance the channel lacks: Two-way, Human, Live, Individual.",
        ],
        [
            "A Families",
            "Community",
            "Shop & more",
            "The channel does not reach this segment. "
            "For Community the channel lacks: Between customers.",
        ],
        ["B Offices <b>nearby</b>", "Self-service", "Shop & more", "It holds."],
        ["B Offices <b>nearby</b>", "Personal assistance", "–", "No channel yet."],
        ["C Tourists", "–", "–", "Nothing is linked to it."],
        ["–", "–", "Kiosk", "Nothing is linked to it."],
    ]


def test_lines_that_can_not_carry_are_dashed_signed_and_explained(
    as_alice: Client, pictured_canvas: Canvas
) -> None:
    html = _html(as_alice, pictured_canvas)
    picture = html[html.index('<svg class="map"') : html.index("Where it does not hold")]
    assert picture.count('"strand strand--misfit"') == 2
    assert picture.count("map__cross") == 2
    page = Page(html)
    assert at(pictured_canvas, "coherence/") in page.links[-40:]
    reasons = html[html.index("Where it does not hold") : html.index("As a table")]
    assert [ref for ref in ("r1", "r2", "r3", "r4", "r5") if f"/{ref}/" in reasons] == ["r2", "r3"]


def test_a_touchpoint_without_a_relationship_is_a_thin_line(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    canvas = create_canvas(sized(segments=1, channels=2, relationships=1), by=alice)
    html = _html(as_alice, canvas)
    picture = html[html.index('<svg class="map"') :]
    assert picture.count('"strand strand--thin"') == 2
    assert _table(html)[1] == [
        "A Families of street 0",
        "–",
        "Channel 1 of the shop",
        "A touchpoint over which no relationship runs.",
    ]


def test_a_thread_stands_out(as_alice: Client, pictured_canvas: Canvas) -> None:
    html = _html(as_alice, pictured_canvas, "?thread=s2")
    followed = [ref for ref, (_, look) in _boxes(html).items() if "is-dim" not in look]
    assert sorted(followed) == ["c3", "r4", "r5", "s2"]
    assert "Where it does not hold" not in html
    assert "You follow B, Offices &lt;b&gt;nearby&lt;/b&gt;; the rest is dimmed." in html
    page = Page(html)
    assert {"?thread=s1", "?thread=s3", at(pictured_canvas, "map/")} <= set(page.links)
    unknown = _html(as_alice, pictured_canvas, "?thread=r1")
    assert "is-dim" not in unknown


def test_every_box_opens_and_leads_back_to_the_thread(
    as_alice: Client, pictured_canvas: Canvas
) -> None:
    links = Page(_html(as_alice, pictured_canvas, "?thread=s1")).links
    opened = {link for link in links if link.endswith("?back=map/%3Fthread%3Ds1")}
    assert len(opened) == 12
    assert {as_alice.get(link).status_code for link in opened} == {200}


def test_a_long_name_is_cut_on_the_drawing_and_whole_in_its_title(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    long = "Radio of the quarter, every morning before seven and again at noon"
    html = _html(as_alice, create_canvas(drawn(channel("c", name=long)), by=alice))
    assert _boxes(html)["c"] == (f"{long} · Other", "")
    lines = re.findall(r'class="map__name"[^>]*>(.*?)</text>', html)
    assert lines == ["Radio of the quarter,", "every morning before…"]


def test_a_name_of_spaces_alone_draws_a_box(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    canvas = create_canvas(drawn(segment("s", "\u2060")), by=alice)
    assert list(_boxes(_html(as_alice, canvas))) == ["s"]


def test_an_empty_canvas_says_where_a_map_begins(
    catalog: Catalog, alice: User, bob: User, as_alice: Client, as_bob: Client
) -> None:
    canvas = create_canvas(EMPTY, by=alice)
    MemberFactory(canvas=canvas, user=bob)
    step = at(canvas, "new/segment/?back=map/")
    pages = [Page.of(client.get(at(canvas, "map/"))) for client in (as_alice, as_bob)]
    assert [step in page.links for page in pages] == [True, False]
    assert ["Nothing to draw yet." in page.text for page in pages] == [True, True]


def test_of_a_large_canvas_a_part_is_drawn_and_the_rest_led_to(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    canvas = create_canvas(largest(), by=alice)
    page = Page(_html(as_alice, canvas))
    assert "Links: 1–60 of 500" in page.text
    assert "?page=2" in page.links
    assert page.nodes < 3000
    followed = Page(_html(as_alice, canvas, "?thread=s99"))
    assert "Links: 481–500 of 500" in followed.text
