"""Alternatives side by side: what the address carries, what is shown, and what choosing does."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from accounts.models import User
from canvas import actions
from canvas.comparison import Comparison, Line
from canvas.forms.alternatives import CARRIED
from canvas.models import Canvas, Event, Relationship
from relationships.blueprint import Segment
from relationships.catalog import Catalog
from relationships.vocabulary import Motivation, Status
from tests.canvas.building import at, full_blueprint, now, sized
from tests.canvas.reading import HTMX, Page

pytestmark = pytest.mark.django_db

PLACE = "segments/s1/compare/"
TWO = f"{PLACE}?alternative=personal-indirect:c1&alternative=community"
CHOOSE = f"{PLACE}choose/?chosen="
COUNTER = {
    "type-1": "personal-direct",
    "channel-1": "c1",
    "motivation-1": "acquisition",
    "setup_cost-1": "1.500",
    "monthly_cost-1": "R$ 1.234,50",
    "hours_per_month-1": "12",
    "strategies-1": ["satisfaction-surveys", "complaint-care"],
}
"""On Ana's canvas an hour is worth 35.50 reais, and 220 people ride to work."""


def shown(answer: HttpResponse) -> Comparison:
    comparison: Comparison = answer.context["comparison"]
    return comparison


def line(answer: HttpResponse, label: str) -> Line:
    return next(
        line for group in shown(answer).groups for line in group.lines if line.label == label
    )


def told(answer: HttpResponse, label: str) -> list[str]:
    """What a line says of each alternative, then of today."""
    found = line(answer, label)
    return [cell.text for cell in (*found.cells, found.today)]


def fields(answer: HttpResponse) -> dict[str, list[str]]:
    """What the form of the page would send, blanks left out."""
    form = next(
        form for form in Page.of(answer).forms if urlsplit(form.action).path.endswith("/compare/")
    )
    filled = {name: [v for v in values if v] for name, values in form.fields.items()}
    return {name: values for name, values in filled.items() if values}


def faults(answer: HttpResponse) -> list[dict[str, Any]]:
    return [dict(form.errors) for form in answer.context["forms"]]


# --- What the address carries --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "carried"),
    [
        ("", {}),
        ("alternative=", {}),
        ("alternative=community", {"type-1": ["community"]}),
        (
            "alternative=community&alternative=personal:c1",
            {"type-1": ["community"], "type-2": ["personal"], "channel-2": ["c1"]},
        ),
        (
            "alternative=community&monthly_cost-1=5&type-2=personal",
            {"type-1": ["community"], "monthly_cost-1": ["5"], "type-2": ["personal"]},
        ),
        (
            "type-2=community&alternative=personal",
            {"type-1": ["personal"], "type-2": ["community"]},
        ),
        ("type-2=community", {"type-2": ["community"]}),
        (
            "alternative=personal&alternative=community&alternative=long-term&alternative=personal",
            {"type-1": ["personal"], "type-2": ["community"], "type-3": ["long-term"]},
        ),
        (
            "type-1=personal&type-2=community&type-3=long-term&without=2",
            {"type-1": ["personal"], "type-2": ["long-term"]},
        ),
        ("type-1=personal&without=7", {"type-1": ["personal"]}),
        ("type-9=personal&type-0=community&type-x=personal", {}),
    ],
)
def test_long_and_short_addresses_fill_the_same_form(
    canvas: Canvas, as_alice: Client, query: str, carried: dict[str, list[str]]
) -> None:
    answer = as_alice.get(at(canvas, f"{PLACE}?{query}"))
    assert answer.status_code == HTTPStatus.OK
    assert fields(answer) == carried
    assert parse_qs(answer.context["query"]) == carried


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("type-3=", 3), ("add=1", 2), ("type-2=community&add=1", 3), ("type-1=personal", 2)],
)
def test_two_are_asked_for_and_a_third_on_demand(
    canvas: Canvas, as_alice: Client, query: str, count: int
) -> None:
    answer = as_alice.get(at(canvas, f"{PLACE}?{query}"))
    assert len(answer.context["forms"]) == count == len(shown(answer).columns)


def test_what_the_form_writes_it_reads_again(canvas: Canvas, as_alice: Client) -> None:
    first = as_alice.get(at(canvas, PLACE), COUNTER)
    assert fields(first) == {
        name: [value] if isinstance(value, str) else value for name, value in COUNTER.items()
    } | {"strategies-1": ["satisfaction-surveys", "complaint-care"]}
    again = as_alice.get(at(canvas, PLACE), fields(first))
    assert shown(again) == shown(first)


def test_with_htmx_the_address_in_the_bar_keeps_what_is_filled_in(
    canvas: Canvas, as_alice: Client
) -> None:
    sent = {"type-1": "community", "channel-1": "", "type-2": "", "setup_cost-2": "1.5"}
    answer = as_alice.get(at(canvas, PLACE), sent, headers=HTMX | {"HX-Target": "weighed"})
    assert answer["HX-Replace-Url"] == at(canvas, f"{PLACE}?type-1=community&setup_cost-2=1.5")
    assert not answer.has_header("HX-Push-Url")


def test_a_planned_one_fills_the_fields(canvas: Canvas, as_alice: Client) -> None:
    answer = as_alice.get(at(canvas, f"{PLACE}?row=r1&row=r2&row=gone"))
    assert fields(answer) == {
        "row-1": ["r1"],
        "type-1": ["personal-indirect"],
        "channel-1": ["c1"],
        "motivation-1": ["retention"],
        "setup_cost-1": ["0"],
        "monthly_cost-1": ["40"],
        "hours_per_month-1": ["20"],
        "strategies-1": ["satisfaction-surveys", "complaint-care"],
    }
    assert [column.is_planned for column in shown(answer).columns] == [True, False]


# --- What is shown -------------------------------------------------------------------------------


def test_each_has_its_cost_its_phases_and_its_trust(canvas: Canvas, as_alice: Client) -> None:
    """1234.50 + 12 h × 35.50 = 1660.50, for 220 riders 7.55 each; today 40 + 20 h × 35.50 = 750."""
    answer = as_alice.get(at(canvas, PLACE), COUNTER | {"type-2": "community"})
    assert told(answer, "Cost to set up") == ["BRL\u00a01,500.00", "Not stated", ""]
    assert told(answer, "Cost a month, time included") == ["BRL\u00a01,660.50", "Not stated", ""]
    assert told(answer, "Cost a month for each customer") == ["BRL\u00a07.55", "Not stated", ""]
    assert told(answer, "All their relationships a month, time included") == [
        "BRL\u00a02,410.50",
        "At least BRL\u00a0750.00",
        "BRL\u00a0750.00",
    ]
    # 1500 − 900 for the counter − 40; 320 − 20 hours.
    assert told(answer, "Left of the budget a month") == [
        "BRL\u00a0674.50 too much",
        "At most BRL\u00a0560.00",
        "BRL\u00a0560.00",
    ]
    assert told(answer, "Left of the team's hours a month") == ["288", "At most 300", "300"]
    phases = line(answer, "Phases in which its channel serves them")
    assert [cell.text for cell in phases.cells] == ["Awareness, Purchase, After sales", "None yet"]
    assert "Awareness" in phases.cells[0].note
    assert phases.today.text == "Awareness, Evaluation, Purchase, After sales"
    assert told(answer, "What the channel lacks for it") == [
        "Individual",
        "No channel is chosen",
        "",
    ]
    assert told(answer, "Trust that it can reach") == ["Relationship", "Trust", "Relationship"]
    assert told(answer, "Effort") == ["High", "Medium", ""]
    assert told(answer, "Horizon") == ["Recurrent", "Long term", ""]
    assert told(answer, "Stage") == ["Fits", "Fits", ""]


def test_what_is_best_is_said_in_words_where_they_differ(canvas: Canvas, as_alice: Client) -> None:
    answer = as_alice.get(at(canvas, PLACE), COUNTER | {"type-2": "community"})
    assert [cell.is_best for cell in line(answer, "Effort").cells] == [False, True]
    assert [cell.is_best for cell in line(answer, "Trust that it can reach").cells] == [False, True]
    assert line(answer, "Stage").is_alike
    assert not any(cell.is_best for cell in line(answer, "Stage").cells)
    # The community's is not stated, so nobody knows which costs less.
    assert not any(cell.is_best for cell in line(answer, "Cost a month").cells)
    assert Page.of(answer).text.count("best") == 3
    known = COUNTER | {"type-2": "community", "monthly_cost-2": "1234.49"}
    answer = as_alice.get(at(canvas, PLACE), known)
    assert [cell.is_best for cell in line(answer, "Cost a month").cells] == [False, True]
    # Its hours are not stated.
    assert told(answer, "Cost a month, time included")[1] == "At least BRL\u00a01,234.49"
    assert not any(cell.is_best for cell in line(answer, "Cost a month, time included").cells)


def test_findings_are_told_apart_from_those_that_all_would_add(
    canvas: Canvas, as_alice: Client
) -> None:
    answer = as_alice.get(at(canvas, PLACE), COUNTER | {"type-2": "community"})
    direct, community = shown(answer).columns
    assert [said.severity for said in direct.added] == ["conflict", "conflict", "risk", "risk"]
    assert direct.added[0].message == (
        "The channel “Balcão” cannot carry “Direct personal assistance” with “Quem pedala para o "
        "trabalho”. It lacks: “Individual”."
    )
    assert direct.added[0].label == "Conflict"
    assert {said.severity for said in community.added} == {"gap"}
    assert [said.severity for said in shown(answer).added_by_all] == ["gap", "gap"]
    assert (direct.is_best, community.is_best) == (False, True)


def test_nothing_to_compare_yet_teaches_and_offers_a_beginning(
    canvas: Canvas, as_alice: Client
) -> None:
    page = Page.of(as_alice.get(at(canvas, PLACE)))
    assert "Nothing to compare yet" in page.text
    offered = [link for link in page.links if "alternative=" in link]
    # Self-service is expected; personal assistance is planned.
    assert f"{at(canvas, PLACE)}?alternative=self-service" in offered
    pair = as_alice.get(offered[0])
    assert sum(bool(column.name) for column in shown(pair).columns) == 2
    assert f"{at(canvas, PLACE)}?row=r1" in page.links


def test_one_alone_asks_for_a_second(canvas: Canvas, as_alice: Client) -> None:
    answer = as_alice.get(at(canvas, f"{PLACE}?alternative=community"))
    assert "it takes two to compare" in Page.of(answer).text
    assert not any(cell.is_best for cell in line(answer, "Effort").cells)


def test_a_fault_stands_beside_its_field_and_the_rest_is_compared(
    canvas: Canvas, as_alice: Client
) -> None:
    sent = COUNTER | {"monthly_cost-1": "1.2.3", "type-2": "nothing", "hours_per_month-2": "1,5"}
    answer = as_alice.get(at(canvas, PLACE), sent)
    assert answer.status_code == HTTPStatus.OK
    assert [list(found) for found in faults(answer)] == [
        ["monthly_cost"],
        ["type", "hours_per_month"],
    ]
    assert fields(answer)["monthly_cost-1"] == ["1.2.3"]
    assert fields(answer)["hours_per_month-2"] == ["1,5"]
    assert told(answer, "Cost a month") == ["Not stated", "", ""]
    assert told(answer, "Hours a month") == ["12", "", ""]
    refreshed = as_alice.get(at(canvas, PLACE), sent, headers=HTMX | {"HX-Target": "weighed"})
    page = Page.of(refreshed)
    assert page.forms == []
    assert "id_monthly_cost-1_error" in page.oob
    assert "can't be read" in page.text


@pytest.mark.parametrize(
    "changes",
    [
        {"monthly_cost-1": "99999999999"},
        {"hours_per_month-1": "100001"},
        {"channel-1": "c9"},
        {"motivation-1": "fame"},
        {"strategies-1": ["complaint-care", "nothing"]},
    ],
)
def test_forms_refuse_what_the_format_refuses(
    canvas: Canvas, as_alice: Client, changes: dict[str, Any]
) -> None:
    answer = as_alice.get(at(canvas, PLACE), COUNTER | changes)
    assert answer.status_code == HTTPStatus.OK
    [name] = changes
    assert list(faults(answer)[0]) == [name.removesuffix("-1")]
    refused = as_alice.post(at(canvas, f"{CHOOSE}1"), COUNTER | changes)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_hostile_text_is_shown_as_it_is(canvas: Canvas, as_alice: Client) -> None:
    hostile = "<script>alert('x')</script>\"'{{ 7|add:7 }}"
    sent = {f"{name}-1": hostile for name in CARRIED} | {"alternative": f"{hostile}:{hostile}"}
    answer = as_alice.get(at(canvas, PLACE), sent | {"without": hostile, "add": hostile})
    assert answer.status_code == HTTPStatus.OK
    assert escape(hostile) in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("language", ["es", "pt-br"])
def test_the_page_speaks_the_readers_language(
    canvas: Canvas, as_alice: Client, alice: User, language: str
) -> None:
    alice.language = language
    alice.save(update_fields=["language"])
    answer = as_alice.get(at(canvas, PLACE), COUNTER)
    with override(language):
        assert gettext("Side by side") in Page.of(answer).text
    assert "Side by side" not in Page.of(answer).text
    told_month = {"es": "1.660,50\u00a0BRL", "pt-br": "BRL\u00a01.660,50"}[language]
    assert told_month in answer.content.decode()


def test_a_viewer_compares_and_may_not_choose(canvas: Canvas, as_bob: Client) -> None:
    answer = as_bob.get(at(canvas, TWO))
    assert answer.status_code == HTTPStatus.OK
    assert "compare/choose/" not in answer.content.decode()


def test_nothing_is_stored_by_comparing(canvas: Canvas, as_alice: Client) -> None:
    def stored() -> tuple[int, int, int, Any]:
        version = Canvas.objects.get(pk=canvas.pk).version
        return version, Relationship.objects.count(), Event.objects.count(), now(canvas)

    before = stored()
    for query in (TWO, f"{TWO}&row=r1&add=1", f"{PLACE}?without=1", f"{PLACE}choose/?chosen=1"):
        as_alice.get(at(canvas, query))
        as_alice.get(at(canvas, query), headers=HTMX | {"HX-Target": "weighed"})
        as_alice.head(at(canvas, query))
    assert stored() == before


def test_a_segment_leads_to_its_comparison(canvas: Canvas, as_bob: Client) -> None:
    assert at(canvas, PLACE) in Page.of(as_bob.get(at(canvas, "segments/s1/"))).links


def test_an_alternative_takes_no_place_in_the_plan_whatever_refs_are_there(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    first, second = full_blueprint().relationships
    other = replace(full_blueprint(), relationships=(replace(first, ref="new"), second))
    canvas = actions.create_canvas(other, by=alice)
    answer = as_alice.get(
        at(canvas, f"{PLACE}?alternative=community&monthly_cost-1=1&hours_per_month-1=0")
    )
    assert told(answer, "All their relationships a month, time included") == [
        "BRL\u00a0751.00",
        "",
        "BRL\u00a0750.00",
    ]


# --- Choosing ------------------------------------------------------------------------------------


def test_choosing_plans_what_is_filled_in_and_leads_to_its_form(
    canvas: Canvas, as_alice: Client
) -> None:
    answer = as_alice.post(at(canvas, f"{CHOOSE}1"), COUNTER | {"type-2": "community"})
    made = now(canvas).relationships[-1]
    assert (made.segment, made.type, made.channel) == ("s1", "personal-direct", "c1")
    assert (made.setup_cost, made.monthly_cost) == (Decimal(1500), Decimal("1234.50"))
    assert (made.hours_per_month, made.motivation) == (12, Motivation.ACQUISITION)
    assert made.strategies == ("satisfaction-surveys", "complaint-care")
    assert (made.status, made.objective, made.stage) == (Status.PLANNED, "", None)
    assert len(now(canvas).relationships) == 3
    where = urlsplit(answer["Location"])
    assert (answer.status_code, where.path) == (302, at(canvas, f"relationships/{made.ref}/"))
    form = as_alice.get(answer["Location"])
    assert form.context["back"].startswith(at(canvas, f"{PLACE}?type-1=personal-direct&channel-1="))


def test_with_htmx_choosing_tells_where_to_go_on(canvas: Canvas, as_alice: Client) -> None:
    headers = HTMX | {"HX-Current-URL": f"http://testserver{at(canvas, TWO)}"}
    answer = as_alice.post(at(canvas, f"{CHOOSE}2"), {"type-2": "community"}, headers=headers)
    made = now(canvas).relationships[-1]
    assert (answer.status_code, made.type) == (200, "community")
    back = quote(f"{PLACE}?type-2=community", safe="")
    assert Page.of(answer).links == [at(canvas, f"relationships/{made.ref}/?back={back}")]
    assert "vinculo:saved" in answer["HX-Trigger"]


def test_choosing_one_that_started_from_a_planned_one_changes_that(
    canvas: Canvas, as_alice: Client
) -> None:
    [before] = now(canvas).plan_of("s1")
    sent = {"row-1": "r1", "type-1": "long-term", "channel-1": "c2", "hours_per_month-1": "8"}
    as_alice.post(at(canvas, f"{CHOOSE}1"), sent)
    assert now(canvas).plan_of("s1") == (
        replace(
            before,
            type="long-term",
            channel="c2",
            hours_per_month=8,
            strategies=(),
            motivation=None,
            setup_cost=None,
            monthly_cost=None,
        ),
    )


@pytest.mark.parametrize("row", ["r2", "gone", "s1", "new"])
def test_only_the_segments_own_plan_is_changed(canvas: Canvas, as_alice: Client, row: str) -> None:
    before = now(canvas)
    as_alice.post(at(canvas, f"{CHOOSE}1"), {"row-1": row, "type-1": "community"})
    after = now(canvas)
    assert after.relationships[:-1] == before.relationships
    assert (after.relationships[-1].segment, after.relationships[-1].type) == ("s1", "community")


def test_a_dropped_one_is_left_as_it_is(canvas: Canvas, as_alice: Client, alice: User) -> None:
    [row] = now(canvas).plan_of("s1")
    dropped = replace(row, status=Status.DROPPED)
    actions.save_element(canvas, dropped, base=row, by=alice)
    answer = as_alice.get(at(canvas, f"{PLACE}?row=r1"))
    assert shown(answer).is_blank
    as_alice.post(at(canvas, f"{CHOOSE}1"), {"row-1": "r1", "type-1": "community"})
    assert now(canvas).plan_of("s1")[0] == dropped


@pytest.mark.parametrize(
    ("chosen", "sent", "faulty"),
    [
        ("1", {"channel-1": "c1"}, [{"type"}, set()]),
        ("2", {"type-1": "community"}, [set(), {"type"}]),
        ("1", {"type-1": "community", "monthly_cost-1": "?"}, [{"monthly_cost"}, set()]),
        ("", {"type-1": "community"}, [set(), set()]),
        ("3", {"type-1": "community"}, [set(), set()]),
        ("x", {"type-1": "community"}, [set(), set()]),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(
    canvas: Canvas, as_alice: Client, chosen: str, sent: dict[str, str], faulty: list[set[str]]
) -> None:
    before = now(canvas)
    plain = as_alice.post(at(canvas, f"{CHOOSE}{chosen}"), sent)
    swapped = as_alice.post(at(canvas, f"{CHOOSE}{chosen}"), sent, headers=HTMX)
    assert [set(found) for found in faults(plain)] == faulty
    assert swapped["HX-Retarget"] == "#view"
    for answer in (plain, swapped):
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert fields(answer) == {name: [value] for name, value in sent.items()}
    assert now(canvas) == before


def test_a_full_plan_takes_no_more(as_alice: Client, alice: User, catalog: Catalog) -> None:
    full = actions.create_canvas(sized(segments=2, relationships=300), by=alice)
    answer = as_alice.post(at(full, f"{CHOOSE}1"), {"type-1": "community"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "At most 300" in Page.of(answer).text


def test_whoever_had_to_sign_in_finds_the_comparison_again(
    canvas: Canvas, client: Client, alice: User
) -> None:
    answer = client.post(
        at(canvas, f"{CHOOSE}1"), {"type-1": "community", "hours_per_month-1": "3"}
    )
    assert answer.status_code == HTTPStatus.FOUND
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(at(canvas, f"{CHOOSE}1"))
    assert answer["Location"] == at(canvas, f"{PLACE}?type-1=community&hours_per_month-1=3")


def test_the_token_is_no_part_of_the_address(
    canvas: Canvas, signed_in: Callable[[User], Client], alice: User
) -> None:
    """Only the button that plans carries it; the form itself is sent by GET."""
    html = signed_in(alice).get(at(canvas, TWO)).content.decode()
    form = html[html.index('id="alternatives"') : html.index('id="weighed"')]
    assert "csrfmiddlewaretoken" not in form


def test_a_segment_that_is_gone_is_not_found(canvas: Canvas, as_alice: Client) -> None:
    for ref in ("c1", "gone"):
        assert as_alice.get(at(canvas, f"segments/{ref}/compare/")).status_code == 404
        choose = at(canvas, f"segments/{ref}/compare/choose/?chosen=1")
        assert as_alice.post(choose, {"type-1": "community"}).status_code == 404


def test_what_a_canvas_does_not_tell_has_no_line(
    canvas: Canvas, as_alice: Client, alice: User
) -> None:
    """Nobody is divided by, and hours without a rate are no cost."""
    bare = Segment("s9", "Nobody yet", customers=0)
    poor = replace(
        now(canvas), segments=(bare,), touchpoints=(), relationships=(), hourly_rate=None
    )
    other = actions.create_canvas(replace(poor, monthly_budget=None), by=alice)
    answer = as_alice.get(
        at(other, "segments/s9/compare/?alternative=personal&hours_per_month-1=5")
    )
    assert told(answer, "Cost a month, time included") == ["Not stated", "", ""]
    labels = [line.label for group in shown(answer).groups for line in group.lines]
    assert "Cost a month for each customer" not in labels
    assert "Left of the budget a month" not in labels
