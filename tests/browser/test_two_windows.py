"""Two people, or two windows, on one canvas: what merges, what clashes, and what was deleted."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from canvas.models import Canvas
from relationships.blueprint import Blueprint
from tests.browser.boards import dialog, item, items, save
from tests.canvas.building import full_blueprint

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other(context: BrowserContext, page: Page, alices_board: Callable[[Blueprint], Canvas]) -> Page:
    """Another window on the board that `page` shows."""
    alices_board(full_blueprint())
    window = context.new_page()
    window.goto(page.url)
    return window


def _open_segment(window: Page) -> None:
    item(window, "s1").click()
    expect(dialog(window).get_by_label("Who they are")).to_be_visible()


def test_different_fields_are_merged(page: Page, other: Page) -> None:
    _open_segment(page)
    _open_segment(other)
    dialog(other).get_by_label("Description").fill("Said in the other window")
    save(other)
    dialog(page).get_by_label("Who they are").fill("Commuters")
    save(page)
    page.reload()
    _open_segment(page)
    expect(dialog(page).get_by_label("Who they are")).to_have_value("Commuters")
    expect(dialog(page).get_by_label("Description")).to_have_value("Said in the other window")


def test_the_same_field_shows_both_and_can_be_saved_knowingly(page: Page, other: Page) -> None:
    _open_segment(page)
    _open_segment(other)
    dialog(other).get_by_label("Who they are").fill("Theirs")
    save(other)
    dialog(page).get_by_label("Who they are").fill("Mine")
    dialog(page).get_by_role("button", name="Save").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("Somebody else changed this")
    expect(dialog(page).locator(".clash dd")).to_have_text(["Theirs", "Mine"])
    expect(dialog(page).get_by_label("Who they are")).to_have_value("Mine")
    save(page)
    expect(item(page, "s1")).to_contain_text("Mine")


def test_what_the_other_deleted_can_be_added_anew(page: Page, other: Page) -> None:
    item(page, "n2").click()
    expect(page.locator("#el-n2 textarea")).to_be_focused()
    item(other, "n2").click()
    other.locator("#el-n2").get_by_role("button", name="Delete").click()
    expect(item(other, "n2")).to_have_count(0)
    page.locator("#el-n2 textarea").fill("Written meanwhile")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Somebody deleted this in the meantime")).to_be_visible()
    expect(page.locator("#el-n2 textarea")).to_be_focused()
    page.keyboard.press("Enter")
    expect(items(page, "Key resources")).to_have_text(["Written meanwhile"])
