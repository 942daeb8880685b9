"""The ladder of trust, drawn and told."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas
from canvas.views.trust import COLUMN, LEFT, MOST_COLUMNS, MOST_ROWS, ROW, SIDE, TOP, Easel
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.content import shipped
from relationships.thinking.ladder import State, standings
from relationships.vocabulary import Language, Trust
from tests.canvas.building import EMPTY, at
from tests.canvas.reading import Page
from tests.coherence.building import canvas as drawn
from tests.coherence.building import channel, row, segment, touch
from tests.coherence.drawing import at_ease, blueprints

pytestmark = pytest.mark.django_db

PRODUCT, NEEDS, RELATIONSHIP, TRUST = Trust
COUNTER = channel("c", "two_way", "human", "live", name="Counter")


def html_of(client: Client, by: User, *parts: object) -> str:
    made = create_canvas(drawn(*parts), by=by)
    return client.get(at(made, "trust/")).content.decode()


def shapes(html: str, kind: str, *names: str) -> list[tuple[int, ...]]:
    """The measures of the shapes of a class, in the order in which they are drawn."""
    tags = re.findall(rf'<\w+ class="{kind}[^>]*>', html)
    return [tuple(int(re.search(rf' {n}="(\d+)"', tag)[1]) for n in names) for tag in tags]  # type: ignore[index]


def test_a_letter_stands_on_its_rung_and_an_arrow_leads_to_its_goal(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    html = html_of(
        as_alice,
        alice,
        segment("a", trust=PRODUCT, trust_goal=NEEDS),
        segment("b", trust=NEEDS, trust_goal=TRUST),
        segment("d", trust=TRUST, trust_goal=TRUST),
        segment("e"),
    )
    ground = [TOP + ROW * n for n in (4, 3, 2, 1)]
    assert shapes(html, "ladder__rung", "y1") == [(y,) for y in reversed(ground)]
    x = [LEFT + COLUMN * n + COLUMN // 2 for n in range(4)]
    below = TOP + ROW * 5 - 8
    assert shapes(html, "ladder__badge", "x", "y") == [
        (x[0], ground[0] - SIDE),
        (x[1], ground[1] - SIDE),
        (x[2], ground[3] - SIDE),
        (x[3], below - SIDE),
    ]
    middles = [at + SIDE // 2 for at in x]
    assert shapes(html, "ladder__way", "x1", "y1", "y2") == [
        (middles[0], ground[0] - SIDE - 3, ground[1] + 3),
        (middles[1], ground[1] - SIDE - 3, ground[3] + 3),
    ]
    # The second arrow alone skips a rung.
    assert html.count("ladder__way--skips") == 1
    assert len(shapes(html, "ladder__goal")) == 3


def test_each_segment_is_told_where_it_stands_and_what_helps(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    text = Page(
        html_of(
            as_alice,
            alice,
            segment("s", "Families", trust=PRODUCT, trust_goal=RELATIONSHIP),
            COUNTER,
            touch("s", "c"),
            row("r", "personal", channel="c"),
            row("q", "self-service"),
        )
    ).text
    for said in (
        "“Families” stands on the rung product and should reach relationship.",
        "Still to come before the goal: needs. Aim first at the rung needs.",
        "The next rung: Needs",
        "Planned relationships that help Personal assistance Counter On “Counter” they can answer",
        "Those that do not help, and why Self-service No channel is chosen yet.",
    ):
        assert said in text


def test_where_nothing_helps_it_says_what_is_missing_and_leads_to_it(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    who = segment("s", trust=NEEDS, trust_goal=RELATIONSHIP)
    made = create_canvas(drawn(who, row("r", "self-service")), by=alice)
    page = Page.of(as_alice.get(at(made, "trust/")))
    assert "None of the planned relationships helps with this rung." in page.text
    assert "What is missing: a relationship in which people attend" in page.text
    assert "none of the planned relationships has them." in page.text
    assert at(made, "new/relationship/?segment=s&back=trust/") in page.links
    assert at(made, "segments/s/advice/") in page.links


def test_who_has_not_said_where_they_stand_is_asked_at_the_place(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    made = create_canvas(drawn(segment("s")), by=alice)
    page = Page.of(as_alice.get(at(made, "trust/")))
    assert "Say where they stand" in page.text
    link = at(made, "segments/s/?at=trust&back=trust/")
    assert link in page.links
    form = as_alice.get(link).content.decode()
    assert re.search(r'<details class="more" open>\s*<summary autofocus>Trust</summary>', form)
    assert "autofocus" not in as_alice.get(at(made, "segments/s/")).content.decode()


def test_who_is_there_is_told_what_holds_them(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    who = segment("s", "Families", trust=NEEDS, trust_goal=PRODUCT)
    text = Page(html_of(as_alice, alice, who, COUNTER, touch(), row(channel="c"))).text
    assert "“Families” stands on the rung needs, and the aim is product: it is there." in text
    assert "What holds them there" in text


def test_an_empty_canvas_leads_to_the_first_segment(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    made = create_canvas(EMPTY, by=alice)
    assert at(made, "new/segment/?back=trust/") in Page.of(as_alice.get(at(made, "trust/"))).links


def test_it_says_when_it_draws_only_a_part(as_alice: Client, alice: User, catalog: Catalog) -> None:
    crowd = [segment(f"s{n}", f"Street {n}", trust=PRODUCT) for n in range(MOST_COLUMNS + 2)]
    plan = [row(f"r{n}", "personal", "s0", channel="c") for n in range(MOST_ROWS + 3)]
    html = html_of(as_alice, alice, *crowd, COUNTER, touch("s0", "c"), *plan)
    page = Page(html)
    assert len(shapes(html, "ladder__badge")) == MOST_COLUMNS
    assert "The picture leaves out 2 segments" in page.text
    assert len([name for name in page.ids if name.startswith("climb-s")]) == MOST_COLUMNS + 2
    assert ("And 3 more." in page.text, page.text.count("On “Counter” they can")) == (
        True,
        MOST_ROWS,
    )


def test_who_may_not_edit_is_offered_no_edit(as_bob: Client, canvas: Canvas) -> None:
    page = Page.of(as_bob.get(at(canvas, "trust/")))
    assert [link for link in page.links if "new/" in link or "at=trust" in link] == []


def test_hostile_names_are_escaped(as_alice: Client, alice: User, catalog: Catalog) -> None:
    html = html_of(as_alice, alice, segment("s", "<script>x</script>", trust=PRODUCT))
    assert "<script>x" not in html


@at_ease
@given(blueprint=blueprints(unknown=True), language=st.sampled_from(Language))
def test_whatever_the_canvas_it_can_be_drawn_and_told(
    blueprint: Blueprint, language: Language
) -> None:
    easel = Easel(blueprint, shipped(), language)
    found = standings(blueprint, shipped())
    figure = easel.figure(found)
    for standing, mark in zip(found, figure.marks, strict=True):
        card = easel.card(standing)
        assert bool(mark.to_y) == (standing.state is State.CLIMBING)
        assert bool(card.missing) == (standing.rung is not None and not standing.helping)
        assert len(card.warnings) == bool(standing.skipped) + standing.lacks_people
