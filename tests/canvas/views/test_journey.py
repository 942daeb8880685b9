"""The journey as a page: who is with each segment in each phase, and who is not."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas
from canvas.views.journey import LANES
from relationships.catalog import Catalog
from relationships.vocabulary import Phase
from tests.canvas.building import EMPTY, at
from tests.canvas.factories import MemberFactory
from tests.canvas.reading import Page
from tests.canvas.views.pictures import largest, pictured
from tests.coherence.building import canvas as drawn
from tests.coherence.building import channel, row, segment, touch

pytestmark = pytest.mark.django_db

TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def pictured_canvas(catalog: Catalog, alice: User) -> Canvas:
    return create_canvas(pictured(), by=alice)


def _ways(client: Client, canvas: Canvas, query: str = "") -> list[list[str]]:
    """For each segment what its head, its five phases and the rest say."""
    html = client.get(at(canvas, f"journey/{query}")).content.decode()
    ways = re.findall(r'<section class="way.*?</section>', html, re.S)
    return [[_said(piece) for piece in re.split(r'<li class="step[ "]|</ol>', way)] for way in ways]


def _said(html: str) -> str:
    return unescape(" ".join(TAG.sub(" ", html).split())).removeprefix("> ")


def test_channels_and_relationships_stand_in_their_phases_and_holes_are_told(
    as_alice: Client, pictured_canvas: Canvas
) -> None:
    families, offices, tourists = _ways(as_alice, pictured_canvas)
    hole = "Nobody is with them here. Let a channel serve them : "
    assert families == [
        "A Families 3 holes: Evaluation, Purchase and Delivery.",
        "Awareness Page on a network Own Personal assistance Retention "
        "Local radio Partner's Direct personal assistance Acquisition: its moment",
        f"step--hole\"> Evaluation {hole}Evaluation, Families",
        f"step--hole\"> Purchase {hole}Purchase, Families "
        "Community Growth needs this phase, and it is not here",
        f"step--hole\"> Delivery {hole}Delivery, Families",
        "After sales Page on a network Own Personal assistance Retention: its moment",
        "Nowhere on the journey Community "
        "It runs over Shop & more, which does not reach this segment.",
    ]  # fmt: skip
    assert offices[3] == "Purchase Shop & more Own Self-service Retention"
    assert offices[5].endswith("Self-service Retention needs this phase, and it is not here")
    assert offices[6] == "Nowhere on the journey Personal assistance It has no channel yet."
    assert tourists[0] == "C Tourists No channel reaches them yet."
    assert [step.count("Nobody is with them here.") for step in tourists[1:6]] == [1] * 5


def test_a_hole_leads_to_the_segment_for_who_may_fill_it(
    as_alice: Client, as_bob: Client, bob: User, pictured_canvas: Canvas
) -> None:
    MemberFactory(canvas=pictured_canvas, user=bob)
    fill = at(pictured_canvas, "segments/s3/?back=journey/")
    counts = [
        Page.of(client.get(at(pictured_canvas, "journey/"))).links.count(fill)
        for client in (as_alice, as_bob)
    ]
    assert counts == [1 + len(Phase), 1]


def test_one_segment_can_be_looked_at_alone(as_alice: Client, pictured_canvas: Canvas) -> None:
    (way,) = _ways(as_alice, pictured_canvas, "?segment=s2")
    assert way[0].startswith("B Offices")
    assert len(_ways(as_alice, pictured_canvas, "?segment=gone")) == 3


def test_who_is_with_them_all_the_way_says_so(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    whole = drawn(segment("s"), channel("c"), touch("s", "c", *Phase))
    ((head, *_),) = _ways(as_alice, create_canvas(whole, by=alice))
    assert head == "A Families nearby A channel is with them in every phase."


def test_every_element_on_a_journey_opens(as_alice: Client, pictured_canvas: Canvas) -> None:
    links = Page.of(as_alice.get(at(pictured_canvas, "journey/"))).links
    opened = {link for link in links if link.endswith("?back=journey/")}
    shown = {link.removeprefix(at(pictured_canvas)).partition("/?")[0] for link in opened}
    assert shown == {
        *(f"segments/s{n}" for n in (1, 2, 3)),
        *(f"channels/c{n}" for n in (1, 2, 3)),
        *(f"relationships/r{n}" for n in (1, 2, 3, 4, 5)),
    }
    assert {as_alice.get(link).status_code for link in opened} == {200}


def test_an_empty_canvas_says_where_a_journey_begins(
    catalog: Catalog, alice: User, bob: User, as_alice: Client, as_bob: Client
) -> None:
    canvas = create_canvas(EMPTY, by=alice)
    MemberFactory(canvas=canvas, user=bob)
    step = at(canvas, "new/segment/?back=journey/")
    pages = [Page.of(client.get(at(canvas, "journey/"))) for client in (as_alice, as_bob)]
    assert [step in page.links for page in pages] == [True, False]
    assert ["No journey yet." in page.text for page in pages] == [True, True]


def test_of_a_large_canvas_a_part_is_shown_and_the_rest_led_to(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    canvas = create_canvas(largest(), by=alice)
    page = Page.of(as_alice.get(at(canvas, "journey/")))
    assert "Segments: 1–8 of 100" in page.text
    assert "?page=2" in page.links
    assert page.nodes < 3000


def test_of_many_channels_those_that_carry_a_relationship_are_drawn(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    count = LANES + 6
    blueprint = drawn(
        segment("s"),
        *(channel(f"c{n}", name=f"Shop {n}") for n in range(count)),
        *(touch("s", f"c{n}", Phase.PURCHASE) for n in range(count)),
        row("r", "personal", "s", channel=f"c{count - 1}"),
    )
    ((_, _, _, purchase, _, _, rest),) = _ways(as_alice, create_canvas(blueprint, by=alice))
    assert [f"Shop {n} Own" in purchase for n in range(count)] == [
        *[True] * (LANES - 1),
        *[False] * 6,
        True,
    ]
    assert rest == ("6 more channels of this segment are not drawn: open the segment to see them.")
