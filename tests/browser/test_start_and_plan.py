"""A newcomer answers one question after the other, and ends up with a plan to print."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from tests.browser.boards import dialog, save
from tests.canvas.building import BUDGETED, EMPTY, full_blueprint, sized
from tests.coherence.building import canvas, money, row, segment

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[[Blueprint], Canvas]
Check = Callable[[Page], None]

SPILLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _question(page: Page, number: int) -> None:
    expect(page.get_by_text(f"Question {number} of 18")).to_be_visible()


def _go_on(page: Page, number: int) -> None:
    """Saves the answer, and waits for the question that follows."""
    page.get_by_role("button", name="Save and go on").click()
    _question(page, number)


def test_a_newcomer_gets_from_an_empty_canvas_to_a_row_of_the_plan(
    page: Page, alices_board: Open, complaints: list[str]
) -> None:
    alices_board(EMPTY)
    page.get_by_role("link", name="Start with questions").click()
    _question(page, 1)
    page.get_by_label("Note").fill("Warm bread at seven")
    _go_on(page, 2)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.get_by_label("Who they are").fill("Families nearby")
    _go_on(page, 3)
    expect(page.get_by_label("Warm bread at seven")).to_be_checked()
    _go_on(page, 4)
    for number in (5, 6, 7, 8, 9):
        page.get_by_role("link", name="Skip for now").click()
        _question(page, number)
    page.get_by_label("Name").fill("Page on a network")
    page.get_by_label("Kind").select_option("social-network")
    _go_on(page, 10)
    expect(page.get_by_label("Two-way")).to_be_checked()
    _go_on(page, 11)
    page.get_by_label("After sales").check()
    _go_on(page, 12)
    page.get_by_label("Indirect personal assistance").check()
    _go_on(page, 13)
    page.get_by_role("navigation", name="All questions").get_by_role("link", name="Cost").click()
    _question(page, 17)
    page.get_by_label("Hours a month").fill("40")
    page.get_by_role("button", name="Save and go on").click()
    _question(page, 18)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="You have a first plan")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Plan", exact=True).last.click()
    row = page.get_by_role("row").filter(has_text="Indirect personal assistance")
    expect(row).to_contain_text("Page on a network")
    expect(row).to_contain_text("40")
    # The browser itself reports the answer that was refused on purpose.
    assert [said for said in complaints if "422" not in said] == []


def test_a_gap_of_the_plan_is_filled_in_the_dialog(page: Page, alices_board: Open) -> None:
    canvas = alices_board(sized(notes=1, segments=1, channels=1, relationships=1))
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("link", name="Say why").click()
    dialog(page).get_by_label("Justification").fill("Quick to do")
    save(page)
    expect(page.get_by_role("cell", name="Quick to do")).to_be_visible()
    expect(page.get_by_role("link", name="Say why")).to_have_count(0)
    assert page.url.endswith(f"/canvases/{canvas.pk}/plan/")


def test_the_print_button_prints(page: Page, alices_board: Open) -> None:
    alices_board(full_blueprint())
    page.get_by_role("link", name="Plan", exact=True).click()
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printed")


def test_on_paper_there_is_the_plan_and_no_navigation(page: Page, alices_board: Open) -> None:
    alices_board(sized(**BUDGETED))
    page.get_by_role("link", name="Plan", exact=True).click()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("link", name="Plan a relationship")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Business Model Canvas, Strategyzer.com")).to_be_visible()
    head = page.locator(".plan__table thead")
    assert head.evaluate("head => getComputedStyle(head).display") == "table-header-group"


def test_every_question_fits_and_is_accessible(
    page: Page,
    live_server: LiveServer,
    catalog: Catalog,
    alice: User,
    sign_in_browser: Callable[[User], None],
    assert_accessible: Check,
) -> None:
    canvas = create_canvas(full_blueprint(), by=alice)
    sign_in_browser(alice)
    wide = []
    for step in ("draw", "habits", "factors", "trust", "abilities", "phases", "type", "end"):
        page.goto(f"{live_server.url}/canvases/{canvas.pk}/start/?step={step}")
        for width in (320, 390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
            if page.evaluate(SPILLS) > 0:
                wide.append((step, width))
    assert wide == []


def test_amounts_of_seven_digits_stand_within_their_columns(page: Page, alices_board: Open) -> None:
    dear = canvas(
        segment("s", "Families"),
        row(setup_cost=money("4800000"), monthly_cost=money("12800000"), hours_per_month=1200),
        monthly_budget=money("16000000"),
    )
    alices_board(dear)
    page.get_by_role("link", name="Plan", exact=True).click()
    amounts = page.locator("td.number")
    expect(amounts.first).to_have_text("4,800,000.00")
    spilled = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).length"
    assert amounts.evaluate_all(spilled) == 0
