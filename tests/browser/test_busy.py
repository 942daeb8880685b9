"""So many sign in that one has to wait: the page tries again, and nothing is typed twice."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.accounts.waiting import no_place
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def _sign_in(page: Page, live_server: LiveServer, person: User) -> None:
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")


def test_the_page_waits_and_signs_in_by_itself(
    page: Page, live_server: LiveServer, alice: User, assert_accessible: Callable[[Page], None]
) -> None:
    with no_place():
        _sign_in(page, live_server, alice)
        expect(page.get_by_role("status").get_by_text("your turn comes")).to_be_visible()
        expect(page.get_by_text("Next try in")).to_be_visible()
        expect(page.get_by_label("Password", exact=True)).to_have_value(PASSWORD)
        assert_accessible(page)
        # A second try, which is turned away as well.
        with page.expect_response(lambda answer: answer.status == 503):
            pass
    page.wait_for_url(f"{live_server.url}/accounts/")


def test_who_stops_the_tries_goes_on_by_hand(
    page: Page, live_server: LiveServer, alice: User
) -> None:
    with no_place():
        _sign_in(page, live_server, alice)
        page.get_by_role("button", name="Stop trying").click()
        expect(page.get_by_text("Next try in")).to_be_hidden()
        expect(page.get_by_text("your turn comes")).to_be_hidden()
    expect(page.get_by_role("button", name="Sign in")).to_be_focused()
    expect(page.get_by_label("Email")).to_have_value(alice.email)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/accounts/")


def test_a_wrong_password_after_waiting_is_told_as_ever(
    page: Page, live_server: LiveServer, alice: User
) -> None:
    alice.set_password("another one")
    alice.save()
    with no_place():
        _sign_in(page, live_server, alice)
        expect(page.get_by_text("Next try in")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("password", timeout=15_000)
    expect(page.get_by_text("Next try in")).to_be_hidden()
    page.get_by_label("Password", exact=True).fill("another one")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/accounts/")


def test_too_many_tries_are_told_on_a_page_of_their_own(
    page: Page, live_server: LiveServer, alice: User, settings: object
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "0/m/ip"}  # type: ignore[attr-defined]
    _sign_in(page, live_server, alice)
    expect(page.get_by_role("heading", level=1)).to_have_text("Too many tries")


def test_without_javascript_only_the_password_is_typed_again(
    browser: Browser,
    live_server: LiveServer,
    alice: User,
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        with no_place():
            _sign_in(page, live_server, alice)
            expect(page.get_by_role("heading", level=1)).to_have_text(
                "Many are signing in at this moment"
            )
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Try again").click()
        page.wait_for_url(f"{live_server.url}/accounts/")
