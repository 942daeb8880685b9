"""The session ends while somebody writes: nothing that was typed is lost."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from tests.browser.boards import add, dialog, item, items, save
from tests.canvas.building import EMPTY, full_blueprint
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[[Blueprint], Canvas]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def _lose_session(context: BrowserContext) -> None:
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def _sign_in(page: Page) -> None:
    page.get_by_label("Email").fill("alice@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_signing_in_in_another_tab_lets_the_form_be_saved(
    page: Page, context: BrowserContext, alices_board: Open
) -> None:
    alices_board(full_blueprint())
    item(page, "s1").click()
    dialog(page).get_by_label("Who they are").fill("Typed before it ended")
    _lose_session(context)
    dialog(page).get_by_role("button", name="Save").click()
    with context.expect_page() as opened:
        dialog(page).get_by_role("link", name="sign in in a new tab").click()
    _sign_in(opened.value)
    opened.value.wait_for_url("**/canvases/")
    expect(dialog(page).get_by_label("Who they are")).to_have_value("Typed before it ended")
    save(page)
    expect(item(page, "s1")).to_contain_text("Typed before it ended")


def test_a_note_on_its_way_comes_back_into_its_field(
    page: Page, context: BrowserContext, alices_board: Open
) -> None:
    alices_board(EMPTY)
    add(page, "Key partners").click()
    field = page.locator("#add-key_partners textarea")
    field.fill("Mill")
    _lose_session(context)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="sign in in a new tab")).to_be_visible()
    expect(field).to_have_value("Mill")
    expect(items(page, "Key partners")).to_have_count(0)


def test_without_javascript_the_text_waits_behind_the_sign_in(
    browser: Browser, live_server: LiveServer, catalog: Catalog, alice: User
) -> None:
    canvas = create_canvas(full_blueprint(), by=alice)
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/canvases/{canvas.pk}/segments/s1/")
        _sign_in(page)
        page.get_by_label("Who they are").fill("Typed before it ended")
        _lose_session(context)
        page.get_by_role("button", name="Save").click()
        _sign_in(page)
        expect(page.get_by_text("Here is what you typed")).to_be_visible()
        expect(page.get_by_label("Who they are")).to_have_value("Typed before it ended")
        page.get_by_role("button", name="Save").click()
        expect(item(page, "s1")).to_contain_text("Typed before it ended")
