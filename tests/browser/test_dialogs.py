"""Forms beside the board: what they show, refresh, keep and give back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from canvas.models import Canvas
from relationships.blueprint import Blueprint
from tests.browser.boards import add, dialog, item, items, said, save
from tests.canvas.building import EMPTY, full_blueprint

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[[Blueprint], Canvas]


def test_a_segment_keeps_its_habits_and_factors(page: Page, alices_board: Open) -> None:
    alices_board(EMPTY)
    add(page, "Customer segments").press("Enter")
    expect(dialog(page).get_by_label("Who they are")).to_be_focused()
    dialog(page).get_by_label("Who they are").fill("Families nearby")
    dialog(page).get_by_text("Consumption habits").click()
    dialog(page).get_by_label("What they buy").first.fill("A loaf")
    dialog(page).get_by_label("How often").first.fill("Daily")
    dialog(page).get_by_text("What weighs on their purchase").click()
    dialog(page).locator("#id_importance-buying-hours").select_option("3")
    save(page)
    expect(add(page, "Customer segments")).to_be_focused()

    item(page, "s1").press("Enter")
    expect(dialog(page).get_by_label("What they buy").first).to_have_value("A loaf")
    expect(dialog(page).get_by_label("How often").first).to_have_value("Daily")
    expect(dialog(page).locator("#id_importance-buying-hours")).to_have_value("3")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(item(page, "s1")).to_be_focused()


def test_another_kind_of_channel_brings_other_capabilities(page: Page, alices_board: Open) -> None:
    alices_board(EMPTY)
    add(page, "Channels").click()
    dialog(page).get_by_label("Name").fill("Our corner")
    dialog(page).get_by_label("Kind").select_option("store")
    expect(dialog(page).get_by_label("Live")).to_be_checked()
    dialog(page).get_by_label("Kind").select_option("newsletter")
    expect(dialog(page).get_by_label("Live")).not_to_be_checked()
    expect(dialog(page).get_by_label("Speaks first")).to_be_checked()
    expect(dialog(page).get_by_label("Name")).to_have_value("Our corner")


def test_saving_twice_adds_once(page: Page, alices_board: Open) -> None:
    alices_board(EMPTY)
    add(page, "Customer segments").click()
    dialog(page).get_by_label("Who they are").fill("W" * 120)
    dialog(page).get_by_role("button", name="Save").dblclick()
    expect(dialog(page)).to_be_hidden()
    page.reload()
    expect(items(page, "Customer segments")).to_have_text(["W" * 120])


def test_the_fit_of_type_channel_and_strategies_shows_while_choosing(
    page: Page, alices_board: Open
) -> None:
    alices_board(full_blueprint())
    add(page, "Customer relationships").click()
    dialog(page).get_by_label("Objective").fill("Typed before choosing")
    dialog(page).get_by_label("Customer calls").check()
    dialog(page).get_by_label("Relationship type").select_option("community")
    dialog(page).get_by_label("Channel", exact=True).select_option(index=1)
    expect(dialog(page).get_by_text("The channel lacks what this type needs")).to_be_visible()
    expect(dialog(page).get_by_label("Customer calls")).to_be_checked()
    expect(dialog(page).get_by_label("Objective")).to_have_value("Typed before choosing")


def test_to_the_guide_and_back_with_nothing_lost(
    page: Page, alices_board: Open, complaints: list[str]
) -> None:
    alices_board(full_blueprint())
    item(page, "r1").click()
    dialog(page).get_by_label("Objective").fill("Half a sentence")
    more = dialog(page).get_by_role("link", name="More in the guide")
    more.click()
    guide = page.get_by_role("dialog", name="Guide")
    expect(guide.get_by_role("heading", level=1)).to_be_visible()
    guide.get_by_role("button", name="Back to the form").click()
    expect(guide).to_be_hidden()
    expect(more).to_be_focused()
    expect(dialog(page).get_by_label("Objective")).to_have_value("Half a sentence")
    save(page)
    item(page, "r1").click()
    expect(dialog(page).get_by_label("Objective")).to_have_value("Half a sentence")
    assert complaints == []


def test_escape_does_not_throw_away_what_was_typed(page: Page, alices_board: Open) -> None:
    alices_board(full_blueprint())
    item(page, "s1").click()
    dialog(page).get_by_label("Description").fill("Half a sentence")
    page.keyboard.press("Escape")
    cancel = dialog(page).get_by_role("link", name="Cancel")
    expect(cancel).to_be_focused()
    expect(dialog(page).get_by_label("Description")).to_have_value("Half a sentence")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_hidden()
    expect(item(page, "s1")).to_be_focused()


def test_from_a_segment_to_its_plan_and_to_the_question_before_deleting(
    page: Page, alices_board: Open
) -> None:
    alices_board(full_blueprint())
    before = items(page, "Customer relationships").all_inner_texts()
    item(page, "s1").click()
    dialog(page).get_by_role("link", name="Plan a relationship").click()
    expect(dialog(page).get_by_role("heading", level=2)).to_have_text("New relationship")
    expect(dialog(page).get_by_label("Segment")).to_have_value("s1")
    dialog(page).get_by_role("link", name="Cancel").click()
    item(page, "s1").click()
    dialog(page).get_by_role("link", name="Delete …").click()
    expect(dialog(page).get_by_text("This goes with it:")).to_be_visible()
    expect(dialog(page).get_by_role("link", name="Cancel")).to_be_focused()
    dialog(page).get_by_role("button", name="Delete").click()
    expect(item(page, "s1")).to_have_count(0)
    said(page).get_by_role("button", name="Undo").click()
    expect(items(page, "Customer relationships")).to_have_text(before)
    expect(item(page, "s1")).to_be_focused()


def test_a_finding_leads_to_its_element_and_a_mark_to_its_finding(
    page: Page, alices_board: Open
) -> None:
    alices_board(full_blueprint())
    page.locator("#el-s2 .mark").click()
    told = page.locator(".remark[data-about~=s2]").first
    expect(told).to_be_visible()
    told.locator("[data-goto=el-s2]").click()
    expect(dialog(page).get_by_label("Who they are")).to_be_visible()


def test_following_a_segment_dims_the_rest(page: Page, alices_board: Open) -> None:
    alices_board(full_blueprint())
    page.get_by_role("link", name="Follow this segment").first.click()
    expect(page.locator("#el-s1")).not_to_contain_class("is-aside")
    expect(page.locator("#el-s2")).to_contain_class("is-aside")
    page.get_by_role("link", name="Show everything").press("Enter")
    expect(page.locator(".is-aside")).to_have_count(0)
    expect(page.locator("#el-s1 .badge")).to_be_focused()
