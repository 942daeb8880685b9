"""What a person does on the costs page: fill in what is unknown, write the note, reckon."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from canvas.models import Canvas
from relationships.blueprint import Blueprint
from tests.browser.boards import block, dialog, item, items, said, save
from tests.thinking.test_costs import EXAMPLE

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[[Blueprint], Canvas]


def test_a_cost_is_filled_in_and_the_page_tells_the_new_sums(
    page: Page, alices_board: Open, complaints: list[str]
) -> None:
    alices_board(EXAMPLE)
    block(page, "Cost structure").get_by_role("link", name="EUR 115.50 and 45 hours").click()
    expect(page.get_by_text("6 amounts are not known yet")).to_be_visible()
    gaps = page.get_by_role("region", name="Not known yet")
    gaps.get_by_role("link", name="Personal assistance · Shop c2").click()
    dialog(page).get_by_label("Cost to set up").fill("1.250,00")
    save(page)
    expect(page.get_by_text("5 amounts are not known yet")).to_be_visible()
    expect(page.get_by_text("EUR 1,750.00 once, to set up (computed)").first).to_be_visible()
    page.get_by_role("button", name="Write it as a note").click()
    expect(said(page)).to_have_text("The note was written.")
    expect(page.get_by_text("The note says what it should:")).to_be_visible()
    page.get_by_role("link", name="Board").click()
    expect(items(page, "Cost structure")).to_have_count(1)
    assert complaints == []


def test_a_table_that_was_unfolded_stays_so_after_an_edit(page: Page, alices_board: Open) -> None:
    alices_board(EXAMPLE)
    page.get_by_role("link", name="Costs", exact=True).click()
    page.get_by_text("By relationship", exact=True).click()
    table = page.get_by_role("region", name="Table: By relationship")
    link = table.get_by_role("link", name="Community")
    link.click()
    dialog(page).get_by_label("Hours a month").fill("3")
    save(page)
    expect(table.get_by_role("row", name="Community")).to_contain_text("36.00")
    expect(link).to_be_focused()


def test_the_computed_line_follows_an_edit_on_the_board(page: Page, alices_board: Open) -> None:
    alices_board(EXAMPLE)
    line = block(page, "Cost structure").locator(".computed")
    expect(line).to_contain_text("45 hours a month")
    item(page, "r1").click()
    dialog(page).get_by_label("Hours a month").fill("41")
    save(page)
    expect(line).to_contain_text("46 hours a month")
    expect(line.get_by_role("link")).to_have_attribute("href", "costs/")


def test_a_segment_is_reckoned_with(page: Page, alices_board: Open) -> None:
    alices_board(EXAMPLE)
    page.get_by_role("link", name="Costs", exact=True).click()
    page.get_by_role("link", name="Open the calculator").click()
    page.get_by_role("button", name="Fill in").click()
    expect(page.get_by_label("What one pays a month (V)")).to_have_value("18")
    page.get_by_label("Spent on winning customers (S)").fill("$ 1.200")
    page.get_by_label("Customers won with it (N)").fill("12")
    page.get_by_label("Margin, in percent (M)").fill("50 %")
    page.get_by_label("Churn, in percent (C)").fill("5")
    page.get_by_role("button", name="Calculate").click()
    results = page.get_by_role("region", name="Results")
    expect(results).to_contain_text("1.8 : 1")  # 18.00 × 50 % × 20 months is 180.00, to 100.00
    expect(results).to_contain_text("Few customers: 12.")
    expect(page.get_by_label("Spent on winning customers (S)")).to_have_value("$ 1.200")
