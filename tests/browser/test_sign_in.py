"""Signing up and in with a real browser: by keyboard, with and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.test_every_page import SCHEMES
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def _sign_up(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/accounts/signup/")
    page.get_by_label("Email").fill("eva@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    link = re.findall(r"http://\S+/confirm-email/\S+", mail.outbox[-1].body)
    page.goto(link[0])
    page.get_by_role("button", name="Yes, it is mine").click()
    page.wait_for_url(f"{live_server.url}/canvases/")


def test_signing_up_ends_on_the_dashboard(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    _sign_up(page, live_server)
    assert complaints == []


def test_signing_up_needs_no_javascript(browser: Browser, live_server: LiveServer) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        _sign_up(context.new_page(), live_server)


@pytest.mark.parametrize(
    "path",
    ["login/", "signup/", "password/reset/", "confirm-email/", "password/reset/key/1-nothing/"],
)
def test_the_pages_for_visitors_are_accessible(
    page: Page,
    live_server: LiveServer,
    assert_accessible: Callable[[Page], None],
    path: str,
) -> None:
    # Half-way from one scheme to the other a colour may be too pale.
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}/accounts/{path}")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)


@pytest.mark.parametrize("path", ["", "email/", "password/change/", "logout/"])
def test_the_pages_for_people_are_accessible(
    page: Page,
    live_server: LiveServer,
    alice: User,
    sign_in_browser: Callable[[User], None],
    assert_accessible: Callable[[Page], None],
    path: str,
) -> None:
    sign_in_browser(alice)
    page.goto(f"{live_server.url}/accounts/{path}")
    assert_accessible(page)


def test_a_refused_field_is_linked_to_its_error(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/accounts/signup/")
    page.get_by_label("Email").fill("eva@example.com")
    page.get_by_label("Password", exact=True).fill("short")
    page.keyboard.press("Enter")
    password = page.get_by_label("Password", exact=True)
    expect(password).to_have_attribute("aria-invalid", "true")
    described = (password.get_attribute("aria-describedby") or "").split()
    assert page.locator(f"#{described[-1]}").inner_text() != ""
