"""From signing up to a canvas that holds together, with JavaScript and without."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from relationships.catalog import Catalog
from tests.browser.boards import add, block, dialog, item, items, panel, save
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

NOTES = {
    "Key partners": "Flour mill",
    "Key activities": "Baking",
    "Key resources": "A wood oven",
    "Value propositions": "Warm bread at seven",
    "Cost structure": "Flour and wages",
    "Revenue streams": "Loaves",
}
LACK = "cannot carry “Community”"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def _sign_up(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    page.get_by_label("Email").fill("eva@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    link = re.findall(r"http://\S+/confirm-email/\S+", mail.outbox[-1].body)
    page.goto(link[0])
    page.get_by_role("button", name="Yes, it is mine").click()
    page.wait_for_url(f"{live_server.url}/canvases/")


def _start_a_canvas(page: Page) -> None:
    page.get_by_role("link", name="New canvas").click()
    page.get_by_label("Title").fill("Bakery")
    page.get_by_role("button", name="Create the canvas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bakery")


def test_from_signing_up_to_findings_that_come_and_go(
    page: Page, live_server: LiveServer, catalog: Catalog, complaints: list[str]
) -> None:
    _sign_up(page, live_server)
    _start_a_canvas(page)
    for name, text in NOTES.items():
        add(page, name).click()
        block(page, name).get_by_label("Note").fill(text)
        page.keyboard.press("Enter")
        expect(items(page, name)).to_have_text([text])
        page.keyboard.press("Escape")
    add(page, "Customer segments").click()
    dialog(page).get_by_label("Who they are").fill("Families nearby")
    save(page)
    add(page, "Channels").click()
    dialog(page).get_by_label("Name").fill("Page on a network")
    dialog(page).get_by_label("Kind").select_option("social-network")
    dialog(page).get_by_label("Families nearby: After sales").check()
    save(page)
    add(page, "Customer relationships").click()
    dialog(page).get_by_label("Relationship type").select_option("community")
    expect(dialog(page).locator("#fit")).to_contain_text("Community:")
    dialog(page).get_by_label("Channel", exact=True).select_option("Page on a network")
    expect(dialog(page).locator("#fit .conflict")).to_be_visible()
    save(page)
    assert page.locator(".block__count").all_inner_texts() == ["1"] * 9

    expect(panel(page).get_by_text(LACK).first).to_be_visible()
    expect(page.locator("#list-channels .mark.conflict")).to_have_count(1)
    page.locator("#list-channels .item > a:not(.mark)").click()
    dialog(page).get_by_label("Between customers").check()
    save(page)
    expect(panel(page).get_by_text(LACK)).to_have_count(0)
    expect(page.locator("#list-channels .mark.conflict")).to_have_count(0)
    assert complaints == []


def test_the_same_without_javascript(
    browser: Browser, live_server: LiveServer, catalog: Catalog
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        _sign_up(page, live_server)
        _start_a_canvas(page)
        for name, text in NOTES.items():
            add(page, name).click()
            page.get_by_label("Note").fill(text)
            page.get_by_role("button", name="Add", exact=True).click()
            expect(items(page, name)).to_have_text([text])
        add(page, "Customer segments").click()
        page.get_by_label("Who they are").fill("Families nearby")
        page.get_by_role("button", name="Save").click()
        add(page, "Channels").click()
        page.get_by_label("Name").fill("Page on a network")
        page.get_by_label("Kind").select_option("social-network")
        page.get_by_label("Families nearby: After sales").check()
        page.get_by_role("button", name="Save").click()
        add(page, "Customer relationships").click()
        page.get_by_label("Relationship type").select_option("community")
        page.get_by_label("Channel", exact=True).select_option("Page on a network")
        page.get_by_role("button", name="Save").click()
        assert page.locator(".block__count").all_inner_texts() == ["1"] * 9
        expect(panel(page).get_by_text(LACK).first).to_be_visible()

        page.locator("#list-key_partners .item > a").click()
        page.get_by_role("button", name="Delete").click()
        expect(items(page, "Key partners")).to_have_count(0)
        page.get_by_role("button", name="Undo the last deletion").click()
        expect(item(page, "n1")).to_have_text("Flour mill")
