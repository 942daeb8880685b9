"""The board of experiments, and what to start with."""

from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas
from canvas.views.experiments import MOST_CARDS, Easel
from relationships.blueprint import Blueprint, Experiment
from relationships.catalog import Catalog
from relationships.content import shipped
from relationships.thinking.experiments import Column, starts, trials
from relationships.vocabulary import Language, Stage, Status, Verdict
from tests.canvas.building import EMPTY, at, full_blueprint
from tests.canvas.reading import HTMX, Page
from tests.coherence.building import canvas as drawn
from tests.coherence.building import channel, row, segment, touch
from tests.coherence.drawing import at_ease, blueprints

pytestmark = pytest.mark.django_db

PLACE = "experiments/"
FAMILIES, OFFICES = segment("s", "Families", customers=150), segment("t", "Offices")


def shown(client: Client, by: User, blueprint: Blueprint, place: str = PLACE) -> Page:
    return Page.of(client.get(at(create_canvas(blueprint, by=by), place)))


def test_three_columns_hold_the_cards_by_what_is_filled_in(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    ask = Experiment("They ask", "questions a week", "10")
    plan = row("r", experiments=(replace(ask, customers=12, verdict=Verdict.KEEP), ask))
    other = row("q", segment="t", experiments=(replace(ask, result="Four"),))
    page = shown(as_alice, alice, drawn(FAMILIES, OFFICES, plan, other))
    headings = [name for name in page.ids if name.startswith(("column-", "trial-"))]
    assert headings == [
        "column-planned",
        "trial-r-2",
        "column-running",
        "trial-q-1",
        "column-learnt",
        "trial-r-1",
    ]
    assert "Customers tried 12 of 150" in page.text
    assert ("Planned 1" in page.text, "Running 1" in page.text, "Learnt 1" in page.text) == (
        True,
        True,
        True,
    )


def test_the_address_chooses_a_segment(as_alice: Client, alice: User, catalog: Catalog) -> None:
    plan = [
        row(ref, segment=of, experiments=(Experiment("They ask"),))
        for ref, of in (("r", "s"), ("q", "t"))
    ]
    blueprint = drawn(FAMILIES, OFFICES, *plan)

    def cards(place: str) -> list[str]:
        page = shown(as_alice, alice, blueprint, place)
        return [name for name in page.ids if name.startswith("trial-")]

    assert cards(f"{PLACE}?segment=t") == ["trial-q-1"]
    assert cards(f"{PLACE}?segment=gone") == ["trial-r-1", "trial-q-1"]
    assert cards(f"{PLACE}?segment=r") == ["trial-r-1", "trial-q-1"]


def test_a_choice_of_segment_is_kept_through_an_edit(as_alice: Client, canvas: Canvas) -> None:
    page = Page.of(as_alice.get(at(canvas, f"{PLACE}?segment=s1")))
    back = "?back=experiments/%3Fsegment%3Ds1"
    link = next(link for link in page.links if "/experiments/2/" in link)
    assert link == at(canvas, f"relationships/r1/experiments/2/{back}")
    form = Page.of(as_alice.get(link)).form
    response = as_alice.post(form.action, form.filled(customers="3"))
    assert response["Location"] == at(canvas, f"{PLACE}?segment=s1")


def test_the_lightest_is_proposed_and_marked_by_one_button(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    blueprint = drawn(
        FAMILIES,
        channel("c", "two_way", "human", name="Counter"),
        touch("s", "c"),
        row("heavy", "personal-direct", channel="c"),
        row("light", "personal", channel="c", hours_per_month=9),
    )
    made = create_canvas(blueprint, by=alice)
    page = Page.of(as_alice.get(at(made, PLACE)))
    assert "None is marked as minimum viable." in page.text
    assert "“Personal assistance” takes some effort. This decides." in page.text
    (form,) = [form for form in page.forms if "step" in form.fields]
    assert form.action == at(made, "relationships/light/step/?back=experiments%2F")
    page = Page.of(as_alice.post(form.action, form.fields, follow=True))
    assert "is now the minimum viable relationship with “Families”." in page.text
    assert "None is marked" not in page.text
    assert "Nothing is tried with it yet." in page.text


def test_at_later_stages_none_needs_to_be_marked(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    page = shown(as_alice, alice, drawn(FAMILIES, row(), stage=Stage.GROWTH))
    assert "None is marked" not in page.text
    assert "At the canvas's stage none needs to be marked." in page.text


def test_one_that_runs_untested_or_takes_much_effort_is_told(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    marked = row(type="personal-direct", minimum_viable=True, status=Status.RUNNING)
    page = shown(as_alice, alice, drawn(FAMILIES, marked))
    assert "It is running, and no experiment has a verdict yet." in page.text
    assert "It is marked as minimum viable, and takes much effort." in page.text


def test_a_segment_without_a_relationship_is_told_what_a_smallest_one_is(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    made = create_canvas(drawn(FAMILIES), by=alice)
    page = Page.of(as_alice.get(at(made, PLACE)))
    assert "A smallest relationship is easy and quick from the first day" in page.text
    assert at(made, "new/relationship/?segment=s&back=experiments/") in page.links
    assert at(made, "segments/s/advice/") in page.links
    assert "No experiment is planned yet." in page.text


def test_an_empty_canvas_leads_to_the_first_segment(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    made = create_canvas(EMPTY, by=alice)
    page = Page.of(as_alice.get(at(made, PLACE)))
    assert at(made, "new/segment/?back=experiments/") in page.links


def test_it_says_when_it_draws_only_a_part(as_alice: Client, alice: User, catalog: Catalog) -> None:
    many = tuple(Experiment(f"They ask {n}") for n in range(10))
    plan = [row(f"r{n}", experiments=many) for n in range(7)]
    page = shown(as_alice, alice, drawn(FAMILIES, *plan))
    cards = [name for name in page.ids if name.startswith("trial-r")]
    assert (len(cards), "Planned 70" in page.text) == (MOST_CARDS, True)
    assert "Not drawn here: 10 more." in page.text


def test_a_type_that_the_catalog_lost_is_shown_by_its_slug(
    as_alice: Client, canvas: Canvas
) -> None:
    Canvas.objects.filter(pk=canvas.pk).update(
        document=canvas.document.replace('"transactional"', '"gone-type"')
    )
    for place in (PLACE, "trust/"):
        assert as_alice.get(at(canvas, place), headers=HTMX).status_code == 200
    assert "gone-type" in Page.of(as_alice.get(at(canvas, PLACE))).text


@pytest.mark.parametrize("language", ["es", "pt-br"])
def test_it_speaks_the_reader_s_language(as_alice: Client, canvas: Canvas, language: str) -> None:
    as_alice.cookies["django_language"] = language
    html = as_alice.get(at(canvas, PLACE)).content.decode()
    for english in ("On the first customers", "Learnt", "Threshold", "Customers tried"):
        assert (english, english in html) == (english, False)


def test_the_example_has_something_of_everything() -> None:
    """What the tests above rely on."""
    assert [len(row.experiments) for row in full_blueprint().relationships][:2] == [2, 0]


@at_ease
@given(blueprint=blueprints(unknown=True), language=st.sampled_from(Language))
def test_whatever_the_canvas_it_can_be_told(blueprint: Blueprint, language: Language) -> None:
    easel = Easel(blueprint, shipped(), language, "experiments/")
    for start in starts(blueprint, shipped()):
        told = easel.start(start)
        assert bool(told.marked) or bool(told.lightest) == bool(start.candidates)
    for column, found in trials(blueprint).items():
        view = easel.column(column, found)
        assert [card.hypothesis for card in view.cards] == ["They ask"] * len(found)
        assert all(bool(card.verdict) == (column is Column.LEARNT) for card in view.cards)
