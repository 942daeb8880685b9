"""The costs page, the computed line on the board, and the note that it can be written as."""

import json
from dataclasses import replace
from time import process_time
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from canvas import actions
from canvas.bills import MOST_BARS, MOST_GAPS
from canvas.exchange import limits
from canvas.models import Canvas
from relationships.blueprint import Blueprint, Note, Relationship
from relationships.catalog import Catalog
from relationships.thinking.cost_line import cost_line
from relationships.vocabulary import Block
from tests.canvas.building import EMPTY, at, full_blueprint, now, sized
from tests.canvas.reading import HTMX, Page
from tests.thinking.test_costs import EXAMPLE

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"
LINE = "Relationships and channels: EUR 115.50 and 45 hours a month; EUR 500.00 once, to set up"


def _made(blueprint: Blueprint, alice: User) -> Canvas:
    return actions.create_canvas(blueprint, by=alice)


@pytest.fixture
def example(catalog: Catalog, alice: User) -> Canvas:
    return _made(EXAMPLE, alice)


def _shown(client: Client, canvas: Canvas, language: str = "en") -> str:
    answer = client.get(at(canvas, "costs/"), headers={"Accept-Language": language})
    return Page.of(answer).text.replace(NBSP, " ")


def _cost_notes(canvas: Canvas) -> list[str]:
    return [note.text for note in now(canvas).notes_in(Block.COST_STRUCTURE)]


# --- The page -----------------------------------------------------------------------------------


def test_it_tells_the_figures_that_were_worked_out_on_paper(
    as_alice: Client, example: Canvas
) -> None:
    shown = _shown(as_alice, example)
    for told in (
        f"{LINE} (computed)",
        "An hour counts EUR 12.00",
        "Money and time together come to EUR 655.50 a month.",
        "EUR 115.50 of EUR 300.00 a month. EUR 184.50 left",
        "45 of 120 hours a month. 75 hours left",
        "EUR 25.50 in money and EUR 480.00 in time a month."
        " It earns EUR 2,700.00: EUR 2,194.50 are left.",
        "It earns EUR 50.00: EUR 20.00 less than it costs.",
        "6 amounts are not known yet and count 0 in every sum.",
        "Personal assistance · Shop c2 : cost to set up",
        "Shop c3 : cost a month",
        "customers, what one is worth a month",
        "Families nearby 2 500.00 25.50 40 505.50 3.37 2,700.00 2,194.50",
        "Channels, for all segments together – – 80.00 – 80.00 – – –",
        "Together 4 500.00 115.50 45 655.50 – 2,750.00 2,094.50",
    ):
        assert told in shown.replace("1 not known yet ", ""), told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es", "Aporta 2.700,00 EUR: quedan 2.194,50 EUR."),
        ("pt-br", "Rende EUR 2.700,00: sobram EUR 2.194,50."),
    ],
)
def test_it_speaks_the_readers_language(
    as_alice: Client, example: Canvas, language: str, told: str
) -> None:
    assert told in _shown(as_alice, example, language)


def test_what_is_unknown_opens_to_be_filled_in(as_alice: Client, example: Canvas) -> None:
    links = Page.of(as_alice.get(at(example, "costs/"))).links
    for place in ("relationships/r5/", "channels/c3/", "segments/s3/"):
        link = f"{at(example, place)}?back=costs/"
        assert link in links
        assert as_alice.get(link).status_code == 200


def test_without_a_rate_it_says_that_hours_count_nothing(
    as_alice: Client, as_bob: Client, canvas: Canvas, alice: User
) -> None:
    names = ("hourly_rate", "monthly_budget", "team_hours_per_month")
    base = {name: getattr(now(canvas), name) for name in names}
    actions.save_details(canvas, dict.fromkeys(names), base=base, by=alice)
    details_link = at(canvas, "details/?back=costs/")
    shown = Page.of(as_alice.get(at(canvas, "costs/")))
    assert "Hours count nothing in money so far" in shown.text
    assert shown.links.count(details_link) == 3  # rate, budget, capacity
    assert Page.of(as_bob.get(at(canvas, "costs/"))).links.count(details_link) == 0


def test_setting_the_rate_leads_back(as_alice: Client, canvas: Canvas) -> None:
    form = Page.of(as_alice.get(at(canvas, "details/?back=costs/"))).form
    saved = as_alice.post(form.action, form.filled(hourly_rate="15"))
    assert (saved.status_code, saved["Location"]) == (302, at(canvas, "costs/"))
    assert "An hour counts BRL 15.00" in _shown(as_alice, canvas)


@pytest.mark.parametrize(
    ("blueprint", "step"),
    [(EMPTY, "new/segment/?back=costs/"), (sized(segments=1), "new/relationship/?back=costs/")],
)
def test_an_empty_canvas_is_shown_the_next_step(
    as_alice: Client, catalog: Catalog, alice: User, blueprint: Blueprint, step: str
) -> None:
    canvas = _made(blueprint, alice)
    page = Page.of(as_alice.get(at(canvas, "costs/")))
    assert "nothing is planned" in page.text
    assert at(canvas, step) in page.links
    assert "table" not in page.tags


def test_who_only_looks_is_offered_no_button(as_bob: Client, canvas: Canvas) -> None:
    page = Page.of(as_bob.get(at(canvas, "costs/")))
    assert [form.action for form in page.forms if "costs" in form.action] == []


def test_what_people_wrote_is_escaped(as_alice: Client, catalog: Catalog, alice: User) -> None:
    hostile = replace(
        full_blueprint(),
        segments=tuple(replace(s, name="<b>x</b> {{ 1 }}") for s in full_blueprint().segments),
    )
    html = as_alice.get(at(_made(hostile, alice), "costs/")).content.decode()
    assert "<b>x</b>" not in html
    assert "&lt;b&gt;x&lt;/b&gt; {{ 1 }}" in html


def test_at_the_limits_it_draws_a_part_says_so_and_is_quick(
    as_alice: Client, catalog: Catalog, alice: User
) -> None:
    """In processor time, which does not grow with what else the machine does."""
    blueprint = sized(notes=0, segments=100, channels=100, relationships=300)
    gaps = tuple(replace(row, setup_cost=None) for row in blueprint.relationships)
    canvas = _made(replace(blueprint, relationships=gaps), alice)
    as_alice.get(at(canvas, "costs/"))
    begun = process_time()
    page = Page.of(as_alice.get(at(canvas, "costs/")))
    assert process_time() - begun < 1
    assert f"Drawn are the {MOST_BARS} of 100 segments" in page.text
    assert f"{300 - MOST_GAPS} more are marked in the tables below." in page.text
    assert page.tags.count("svg") <= MOST_BARS + 10


# --- The computed line on the board -------------------------------------------------------------


def _edit(client: Client, canvas: Canvas, place: str, **changes: str) -> Page:
    form = Page.of(client.get(at(canvas, place), headers=HTMX)).form
    return Page.of(client.post(at(canvas, place), form.filled(**changes), headers=HTMX))


def test_the_board_shows_the_line_below_the_costs_and_counts_notes_alone(
    as_alice: Client, canvas: Canvas
) -> None:
    html = as_alice.get(at(canvas)).content.decode().replace(NBSP, " ")
    line = "Relationships and channels: BRL 940.00 and 20 hours a month (computed)"
    assert f'id="computed-cost_structure"><a href="costs/">{line}</a>' in html
    notes = len(now(canvas).notes_in(Block.COST_STRUCTURE))
    assert f'id="count-cost_structure">{notes}<' in html


def test_every_edit_that_changes_it_sends_it_and_no_other(as_alice: Client, canvas: Canvas) -> None:
    answer = _edit(as_alice, canvas, "relationships/r1/", hours_per_month="21")
    assert "computed-cost_structure" in answer.oob
    assert "BRL 940.00 and 21 hours a month" in answer.text.replace(NBSP, " ")
    answer = _edit(as_alice, canvas, "relationships/r1/", objective="Other")
    assert "computed-cost_structure" not in answer.oob
    answer = _edit(as_alice, canvas, "channels/c1/", monthly_cost="")
    assert "BRL 40.00 and 21 hours a month" in answer.text.replace(NBSP, " ")


def test_nothing_is_shown_while_nothing_costs_anything(
    as_alice: Client, catalog: Catalog, alice: User
) -> None:
    html = as_alice.get(at(_made(EMPTY, alice))).content.decode()
    assert '<p class="computed" id="computed-cost_structure"></p>' in html


# --- The note -----------------------------------------------------------------------------------


def _write(client: Client, canvas: Canvas, **headers: str) -> HttpResponse:
    """As the page's own form sends it."""
    page = Page.of(client.get(at(canvas, "costs/")))
    (form,) = (form for form in page.forms if "costs" in form.action)
    return client.post(form.action, form.filled(), headers=headers)


def test_it_is_written_in_the_canvass_language_and_leads_back(
    as_alice: Client, catalog: Catalog, alice: User
) -> None:
    canvas = _made(replace(EXAMPLE, language="es"), alice)
    response = _write(as_alice, canvas)
    assert (response.status_code, response["Location"]) == (302, at(canvas, "costs/"))
    assert _cost_notes(canvas) == [cost_line(EXAMPLE, "es")]
    assert "The note says what it should" in _shown(as_alice, canvas)


def test_with_htmx_the_view_hears_of_it(as_alice: Client, example: Canvas) -> None:
    here = {"HX-Current-URL": f"http://testserver{at(example, 'costs/')}"}
    response = _write(as_alice, example, **HTMX, **here)
    assert json.loads(response["HX-Trigger"]) == {"vinculo:saved": {"ref": ""}}
    assert Page.of(response).oob == ["toast"]


def test_it_is_written_again_into_the_same_note(
    as_alice: Client, example: Canvas, alice: User
) -> None:
    _write(as_alice, example)
    (written,) = now(example).notes
    _change(example, alice, hours_per_month=60)
    assert "Update the note" in _shown(as_alice, example)
    _write(as_alice, example)
    (updated,) = now(example).notes
    assert updated.ref == written.ref
    assert "65 hours" in updated.text


def test_what_a_person_put_into_words_stays_and_a_new_note_is_added(
    as_alice: Client, example: Canvas, alice: User
) -> None:
    _write(as_alice, example)
    (note,) = now(example).notes
    mine = replace(note, text=f"{note.text} – ask Luis")
    actions.save_element(example, mine, base=note, by=alice)
    _write(as_alice, example)
    assert _cost_notes(example) == [mine.text, note.text]


def test_who_has_not_seen_what_it_says_now_is_asked_first(
    as_alice: Client, example: Canvas, alice: User
) -> None:
    _write(as_alice, example)
    (note,) = now(example).notes
    form = _form_after_change(as_alice, example, alice)
    mine = replace(note, text=note.text.replace("115.50", "120.00"))
    actions.save_element(example, mine, base=note, by=alice)
    for headers in ({}, HTMX):
        refused = as_alice.post(form.action, form.filled(), headers=headers)
        assert refused.status_code == 409
        assert "Somebody changed the note" in Page.of(refused).text
        assert mine.text.replace(NBSP, " ") in Page.of(refused).text.replace(NBSP, " ")
    assert _cost_notes(example) == [mine.text]
    assert refused["HX-Retarget"] == "#view"
    _write(as_alice, example)
    assert "65 hours" in _cost_notes(example)[0]


def _form_after_change(client: Client, canvas: Canvas, by: User) -> Any:
    _change(canvas, by, hours_per_month=60)
    forms = Page.of(client.get(at(canvas, "costs/"))).forms
    return next(form for form in forms if "costs" in form.action)


def _change(canvas: Canvas, by: User, **changes: Any) -> None:
    row = now(canvas).elements["r1"]
    assert isinstance(row, Relationship)
    actions.save_element(canvas, replace(row, **changes), base=row, by=by)


def test_a_canvas_that_is_full_says_so(as_alice: Client, catalog: Catalog, alice: User) -> None:
    notes = tuple(Note(f"n{n}", Block.KEY_PARTNERS, "x") for n in range(limits.NOTES))
    canvas = _made(replace(EXAMPLE, notes=notes), alice)
    response = _write(as_alice, canvas)
    assert response.status_code == 422
    assert "300" in Page.of(response).text
    assert now(canvas).notes == notes


def test_where_nothing_costs_anything_nothing_is_written(
    as_alice: Client, catalog: Catalog, alice: User
) -> None:
    canvas = _made(EMPTY, alice)
    assert as_alice.post(at(canvas, "costs/")).status_code == 302
    assert now(canvas) == EMPTY
