"""Comparing alternatives: the columns follow the fields, the address keeps them, one is planned."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from canvas.models import Canvas
from relationships.blueprint import Blueprint
from tests.browser.boards import dialog, said, save
from tests.canvas.building import full_blueprint, now

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[[Blueprint], Canvas]


@pytest.fixture
def comparison(page: Page, alices_board: Open) -> Canvas:
    canvas = alices_board(full_blueprint())
    page.goto(f"{page.url}segments/s1/compare/")
    return canvas


def alternative(page: Page, number: int) -> Locator:
    return page.get_by_role("group", name=f"Alternative {number}", exact=True)


def line(page: Page, label: str) -> Locator:
    """The cells of a line: each alternative, then today."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=label))
    return row.locator("td")


def test_the_columns_follow_the_fields_and_the_address_keeps_them(
    page: Page, comparison: Canvas, complaints: list[str]
) -> None:
    expect(page.get_by_text("Nothing to compare yet")).to_be_visible()
    alternative(page, 1).get_by_label("Relationship type").select_option("personal-direct")
    expect(page.get_by_text("it takes two to compare")).to_be_visible()
    alternative(page, 2).get_by_label("Relationship type").select_option("community")
    expect(line(page, "Effort")).to_contain_text(["High", "best", "–"])
    alternative(page, 1).get_by_text("Cost and hours").click()
    month = alternative(page, 1).get_by_label("Cost a month")
    month.fill("1.234,50")
    month.press("Tab")
    expect(line(page, "Cost a month").first).to_have_text("BRL\u00a01,234.50")
    expect(alternative(page, 1).get_by_label("Hours a month")).to_be_focused()
    expect(page).to_have_url(re.compile(r"type-1=personal-direct&monthly_cost-1=1\.234%2C50"))
    shared = page.url
    page.goto(shared)
    expect(alternative(page, 1).get_by_label("Cost a month")).to_have_value("1.234,50")
    expect(line(page, "Effort")).to_contain_text(["High", "best", "–"])
    assert complaints == []


def test_a_fault_is_told_beside_its_field_and_goes_once_it_is_mended(
    page: Page, comparison: Canvas
) -> None:
    first = alternative(page, 1)
    first.get_by_label("Relationship type").select_option("community")
    first.get_by_text("Cost and hours").click()
    hours = first.get_by_label("Hours a month")
    hours.fill("1,5")
    hours.press("Enter")
    expect(first.get_by_text("Write a whole number")).to_be_visible()
    expect(hours).to_have_attribute("aria-invalid", "true")
    expect(hours).to_have_value("1,5")
    page.get_by_role("button", name="Plan this one").click()
    expect(hours).to_be_focused()
    expect(hours).to_have_value("1,5")
    hours.fill("15")
    hours.press("Enter")
    expect(first.get_by_text("Write a whole number")).to_have_count(0)
    expect(hours).to_have_attribute("aria-invalid", "false")
    expect(hours).to_be_focused()


def test_a_third_comes_and_goes_with_what_was_typed(page: Page, comparison: Canvas) -> None:
    for number, slug in ((1, "community"), (2, "self-service")):
        alternative(page, number).get_by_label("Relationship type").select_option(slug)
    page.get_by_role("button", name="Add a third").click()
    expect(alternative(page, 3).get_by_label("Relationship type")).to_be_focused()
    alternative(page, 3).get_by_label("Relationship type").select_option("long-term")
    expect(page.get_by_role("columnheader")).to_have_count(4)
    page.get_by_role("button", name="Leave out 1").click()
    expect(alternative(page, 3)).to_have_count(0)
    expect(alternative(page, 1).get_by_label("Relationship type")).to_have_value("self-service")
    expect(alternative(page, 2).get_by_label("Relationship type")).to_have_value("long-term")
    expect(alternative(page, 1).get_by_label("Relationship type")).to_be_focused()


def test_one_is_planned_and_its_form_is_a_click_away(page: Page, comparison: Canvas) -> None:
    alternative(page, 1).get_by_label("Relationship type").select_option("community")
    alternative(page, 1).get_by_label("Motivation").select_option("retention")
    # What was weighed comes anew, and with it the button.
    expect(page).to_have_url(re.compile(r"motivation-1=retention"))
    page.get_by_role("button", name="Plan this one").click()
    said(page).get_by_role("link", name="Say what for, and why").click()
    expect(dialog(page).get_by_label("Relationship type")).to_have_value("community")
    dialog(page).get_by_label("Objective").fill("Riders help each other")
    save(page)
    made = now(comparison).relationships[-1]
    assert (made.type, made.motivation, made.objective) == (
        "community",
        "retention",
        "Riders help each other",
    )
    # The view asked for itself anew, with the same alternatives.
    expect(alternative(page, 1).get_by_label("Relationship type")).to_have_value("community")
    expect(page.get_by_role("link", name="Community", exact=True)).to_be_visible()


def test_the_guide_opens_over_the_comparison(page: Page, comparison: Canvas) -> None:
    alternative(page, 1).get_by_label("Relationship type").select_option("community")
    page.get_by_role("link", name="Guide: Community").click()
    guide = page.get_by_role("dialog", name="Guide")
    expect(guide.get_by_role("heading", level=1)).to_have_text("Community")
    guide.get_by_role("button", name="Back to the form").click()
    expect(alternative(page, 1).get_by_label("Relationship type")).to_have_value("community")
