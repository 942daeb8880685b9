"""From a plan to what was learnt: an experiment is planned, told, judged, and followed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from canvas.models import Canvas
from relationships.blueprint import Blueprint
from tests.browser.boards import dialog, said, save
from tests.coherence.building import canvas, channel, row, segment, touch

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[[Blueprint], Canvas]


def _plan() -> Blueprint:
    return canvas(
        segment("s1", "Families", customers=150),
        channel("c1", "two_way", "human", name="Counter"),
        touch("s1", "c1"),
        row("r1", "personal", "s1", channel="c1", hours_per_month=8),
        row("r2", "personal-direct", "s1", channel="c1"),
    )


def _column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def _cards(page: Page, name: str) -> Locator:
    return _column(page, name).locator(".trial__name")


def test_an_experiment_from_its_plan_to_what_its_verdict_leads_to(
    page: Page, alices_board: Open, complaints: list[str], assert_accessible: Callable[[Page], None]
) -> None:
    alices_board(_plan())
    page.get_by_role("link", name="Experiments").click()
    page.get_by_role("button", name="Start with this one").click()
    expect(said(page)).to_contain_text("is now the minimum viable relationship")
    expect(page.get_by_text("None is marked as minimum viable.")).to_have_count(0)

    page.get_by_role("link", name="Plan an experiment").click()
    dialog(page).get_by_label("Hypothesis").fill("They order the evening before")
    dialog(page).get_by_label("Measure").fill("orders by message")
    dialog(page).get_by_label("Threshold").fill("10 of 20")
    save(page)
    expect(_cards(page, "Planned")).to_have_text(["They order the evening before"])

    _cards(page, "Planned").click()
    dialog(page).get_by_label("Customers tried").fill("20")
    dialog(page).get_by_label("Result").fill("Twelve did")
    save(page)
    expect(_cards(page, "Running")).to_have_text(["They order the evening before"])
    expect(_column(page, "Running")).to_contain_text("20 of 150")
    expect(_cards(page, "Running")).to_be_focused()

    _cards(page, "Running").click()
    dialog(page).get_by_label("Threshold").fill("15 of 20")
    dialog(page).get_by_role("button", name="Save", exact=True).click()
    expect(dialog(page).get_by_text("Measure and threshold are fixed before")).to_be_visible()
    assert_accessible(page)
    dialog(page).get_by_label("Threshold").fill("10 of 20")
    dialog(page).get_by_label("Verdict").select_option("Keep")
    dialog(page).get_by_role("button", name="Save", exact=True).click()
    expect(dialog(page).get_by_text("It fits these customers.")).to_be_visible()
    expect(_cards(page, "Learnt")).to_have_text(["They order the evening before"])
    assert_accessible(page)

    dialog(page).get_by_role("button", name="Set it to running").click()
    expect(dialog(page)).to_be_hidden()
    expect(said(page)).to_contain_text("is running now")
    expect(_column(page, "Learnt").get_by_text("Running")).to_be_visible()
    expect(_column(page, "Learnt").get_by_role("button", name="Set it to running")).to_have_count(0)
    # The browser itself reports the save that was asked to be confirmed.
    assert [told for told in complaints if "422" not in told] == []


def test_what_follows_can_be_left_and_leads_back_to_the_card(
    page: Page, alices_board: Open
) -> None:
    alices_board(_plan())
    page.get_by_role("link", name="Experiments").click()
    page.wait_for_url("**/experiments/")
    page.locator("a[href*='relationships/r1/']").first.click()
    dialog(page).get_by_role("link", name="Plan an experiment").click()
    dialog(page).get_by_label("Hypothesis").fill("They write at night")
    dialog(page).get_by_text("What came of it").click()
    dialog(page).get_by_label("Verdict").select_option("Adapt")
    dialog(page).get_by_role("button", name="Save", exact=True).click()
    dialog(page).get_by_role("link", name="Plan the next experiment").click()
    expect(dialog(page).get_by_label("Hypothesis")).to_have_value("They write at night")
    save(page)
    expect(_cards(page, "Planned")).to_have_text(["They write at night"])
    _cards(page, "Learnt").click()
    dialog(page).get_by_role("link", name="What follows from the verdict").click()
    dialog(page).get_by_role("link", name="Leave it as it is").click()
    expect(dialog(page)).to_be_hidden()
    expect(_cards(page, "Learnt")).to_be_focused()


def test_who_has_not_said_where_a_segment_stands_says_it_on_the_ladder(
    page: Page, alices_board: Open
) -> None:
    alices_board(_plan())
    page.get_by_role("link", name="Trust").click()
    page.get_by_role("link", name="Say where they stand").click()
    expect(dialog(page).locator("summary", has_text="Trust")).to_be_focused()
    dialog(page).get_by_label("Trust reached so far").select_option("Product")
    dialog(page).get_by_label("Trust aimed at").select_option("Trust")
    save(page)
    climb = page.locator("#climb-s1")
    expect(climb).to_contain_text("No rung can be skipped.")
    expect(climb).to_contain_text("On “Counter” they can answer")
