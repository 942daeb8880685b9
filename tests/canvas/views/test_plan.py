"""The plan page: every segment's plan as a table, with its sums, and what is missing in it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from canvas import actions
from canvas.models import Canvas
from canvas.plan_table import Cell, Line, PlanTable, draw
from relationships.blueprint import Blueprint, Channel, Relationship, Segment
from relationships.catalog import Catalog
from relationships.coherence import check
from relationships.coherence.texts import amount
from relationships.content import shipped
from relationships.vocabulary import Motivation, Ownership, Severity, Status
from tests.canvas.building import EMPTY, at, full_blueprint
from tests.canvas.reading import HTMX, Page

pytestmark = pytest.mark.django_db

PLAN = replace(
    EMPTY,
    monthly_budget=Decimal(100),
    team_hours_per_month=50,
    hourly_rate=Decimal(10),
    segments=(Segment("s1", "Families"), Segment("s2", "Shops"), Segment("s3", "Schools")),
    channels=(
        Channel("c1", "Page", "social-network", Ownership.OWN, monthly_cost=Decimal("12.50")),
        Channel("c2", "Shop", "store", Ownership.OWN),
    ),
    relationships=(
        Relationship(
            "r1",
            "s1",
            "personal-indirect",
            channel="c1",
            strategies=("complaint-care",),
            motivation=Motivation.RETENTION,
            objective="Answer within the hour",
            justification="Quick to do",
            setup_cost=Decimal(1000),
            monthly_cost=Decimal(20),
            hours_per_month=40,
            status=Status.RUNNING,
            minimum_viable=True,
        ),
        Relationship("r2", "s2", "community"),
        Relationship("r3", "s2", "personal", monthly_cost=Decimal(80)),
        Relationship("r4", "s2", "transactional", status=Status.DROPPED, hours_per_month=99),
    ),
)
UNKNOWN = Cell(note="unknown")


@pytest.fixture
def planned(alice: User, catalog: Catalog) -> Canvas:
    return actions.create_canvas(PLAN, by=alice)


def _table(blueprint: Blueprint, *, with_dropped: bool = False) -> PlanTable:
    findings = check(blueprint, shipped())
    with override("en"):
        return draw(blueprint, findings, shipped(), "en", with_dropped=with_dropped)


# --- The table, worked out on paper --------------------------------------------------------------


def test_a_row_shows_what_was_planned() -> None:
    row = _table(PLAN).sheets[0].rows[0]
    assert (row.type, row.channel) == ("Indirect personal assistance", "Page")
    assert (row.setup, row.monthly, row.hours) == (Cell("1,000.00"), Cell("20.00"), Cell("40"))
    assert row.tags == ("Retention", "Running", "Minimum viable")
    assert row.strategies == ("Complaint care",)
    assert (row.lacks, row.mark.severity) == ((), Severity.CONFLICT)


def test_what_is_unknown_is_told_as_unknown() -> None:
    bare, priced = _table(PLAN).sheets[1].rows
    assert (bare.setup, bare.monthly, bare.hours) == (UNKNOWN, UNKNOWN, UNKNOWN)
    assert (priced.setup, priced.monthly) == (UNKNOWN, Cell("80.00"))
    assert bare.lacks == ("channel", "motivation", "justification", "cost", "objective")
    assert "cost" not in priced.lacks


def test_each_segment_has_its_sum() -> None:
    first, second, third = (sheet.sum for sheet in _table(PLAN).sheets)
    assert first == Line(
        "1 relationship",
        "420.00 a month with the team's time",
        setup=Cell("1,000.00"),
        monthly=Cell("20.00"),
        hours=Cell("40"),
    )
    assert second == Line(
        "2 relationships", setup=UNKNOWN, monthly=Cell("80.00", "1 unknown"), hours=UNKNOWN
    )
    assert third is None


def test_the_canvas_has_its_sums_and_what_is_left() -> None:
    rows, channels, together, limits, left = _table(PLAN).sums
    assert rows.monthly == Cell("100.00", "1 unknown")
    assert channels == Line("All channels", monthly=Cell("12.50", "1 unknown"))
    assert together == Line(
        "Together",
        "512.50 a month with the team's time",
        setup=Cell("1,000.00", "2 unknown"),
        monthly=Cell("112.50", "2 unknown"),
        hours=Cell("40", "2 unknown"),
    )
    assert limits == Line("Budget and team", monthly=Cell("100.00"), hours=Cell("50"))
    assert left == Line(
        "Left",
        monthly=Cell("−12.50", "at most", is_over=True),
        hours=Cell("10", "at most"),
    )


def test_spanish_figures_are_those_of_the_other_pages() -> None:
    with override("es"):
        table = draw(PLAN, check(PLAN, shipped()), shipped(), "es", with_dropped=False)
    assert table.sums[2].setup.text == amount(Decimal(1000), "es") == "1.000,00"


def test_nothing_is_left_of_what_is_not_known() -> None:
    unlimited = replace(PLAN, monthly_budget=None, team_hours_per_month=None, hourly_rate=None)
    table = _table(unlimited)
    assert [line.label for line in table.sums] == ["All relationships", "All channels", "Together"]
    assert {line.note for line in table.sums} == {""}
    assert not table.has_rate


def test_dropped_relationships_are_left_out_and_never_counted() -> None:
    without, with_them = _table(PLAN), _table(PLAN, with_dropped=True)
    assert [row.ref for row in without.sheets[1].rows] == ["r2", "r3"]
    assert [row.ref for row in with_them.sheets[1].rows] == ["r2", "r3", "r4"]
    dropped = with_them.sheets[1].rows[2]
    assert (dropped.is_dropped, dropped.lacks) == (True, ())
    assert without.sums == with_them.sums
    assert (without.dropped, with_them.dropped) == (1, 1)


def test_slugs_that_the_catalog_no_longer_holds_stand_for_themselves() -> None:
    odd = Relationship("r1", "s1", "gone-type", strategies=("gone-strategy",))
    row = _table(replace(PLAN, relationships=(odd,))).sheets[0].rows[0]
    assert (row.type, row.strategies) == ("gone-type", ("gone-strategy",))


# --- The page ------------------------------------------------------------------------------------


def test_rows_open_and_gaps_are_filled_where_the_relationship_is_edited(
    planned: Canvas, as_alice: Client
) -> None:
    page = Page.of(as_alice.get(at(planned, "plan/")))
    assert page.links.count(at(planned, "relationships/r1/?back=plan/")) == 1
    assert page.links.count(at(planned, "relationships/r2/?back=plan/")) == 6
    assert at(planned, "new/relationship/?segment=s3&back=plan/") in page.links
    assert at(planned, "segments/s3/advice/") in page.links
    for words in ("Choose a channel", "Say why", "Estimate the cost", "Set an objective"):
        assert words in page.text
    assert "Business Model Canvas, Strategyzer.com" in page.text


def test_the_address_says_whether_dropped_ones_are_shown(planned: Canvas, as_alice: Client) -> None:
    page = Page.of(as_alice.get(at(planned, "plan/")))
    assert "Show 1 dropped relationship" in page.text
    assert "row-r4" not in page.ids
    page = Page.of(as_alice.get(at(planned, "plan/?dropped=1")))
    assert "row-r4" in page.ids
    assert at(planned, "relationships/r1/?back=plan/%3Fdropped%3D1") in page.links


@pytest.mark.parametrize("language", ["es", "pt-br"])
def test_amounts_are_written_as_the_language_writes_them(
    planned: Canvas, as_alice: Client, language: str
) -> None:
    as_alice.cookies["django_language"] = language
    assert "1.000,00" in Page.of(as_alice.get(at(planned, "plan/"))).text


def test_an_edit_made_on_the_plan_leads_back_to_it(planned: Canvas, as_alice: Client) -> None:
    address = at(planned, "relationships/r2/?back=plan/")
    form = Page.of(as_alice.get(address)).form
    saved = as_alice.post(address, form.filled(objective="Thirty shops"))
    assert (saved.status_code, saved["Location"]) == (302, at(planned, "plan/"))
    assert "Thirty shops" in Page.of(as_alice.get(at(planned, "plan/"), headers=HTMX)).text


def test_an_empty_canvas_is_told_how_to_begin(as_alice: Client, alice: User) -> None:
    canvas = actions.create_canvas(EMPTY, by=alice)
    page = Page.of(as_alice.get(at(canvas, "plan/")))
    assert "There is nobody to plan for yet" in page.text
    assert at(canvas, "start/") in page.links
    assert "table" not in page.tags


def test_a_viewer_sees_the_plan_and_nothing_that_changes_it(canvas: Canvas, as_bob: Client) -> None:
    page = Page.of(as_bob.get(at(canvas, "plan/")))
    assert full_blueprint().segments[0].name in page.text
    assert [link for link in page.links if "/new/" in link or "/advice/" in link] == []
    assert "Say why" not in page.text
