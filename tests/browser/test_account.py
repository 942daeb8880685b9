"""Leaving with a real browser, and the browser's own time zone."""

import json
import zipfile
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts import time_zones
from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas, Member, Role
from relationships.catalog import Catalog
from tests.canvas.building import full_blueprint, titled
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def test_somebody_takes_the_data_along_passes_a_canvas_on_and_leaves(
    page: Page,
    live_server: LiveServer,
    catalog: Catalog,
    alice: User,
    bob: User,
    charlie: User,
    sign_in_browser: Callable[[User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    create_canvas(titled("Mine alone"), by=alice)
    shared = create_canvas(full_blueprint(), by=alice)
    Member.objects.create(canvas=shared, user=charlie, role=Role.EDITOR)
    Member.objects.create(canvas=shared, user=bob, role=Role.VIEWER)
    sign_in_browser(alice)
    page.goto(f"{live_server.url}/accounts/")
    page.get_by_role("link", name="Delete my account").click()

    with page.expect_download() as download:
        page.get_by_role("link", name="Download all of my data first").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        account = json.loads(archive.read("account.json"))
    assert account["email"] == alice.email

    expect(page.get_by_text("Mine alone")).to_be_visible()
    page.get_by_label(shared.title).select_option(label="Bob Bravo, bob@example.com (Viewer)")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Delete my account for good").click()
    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account for good").click()

    expect(page.get_by_text("Your account is deleted.")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    assert list(Canvas.objects.all()) == [shared]
    assert Member.objects.get(canvas=shared, role=Role.OWNER).user == bob
    assert [letter.to for letter in mail.outbox] == [[bob.email], [alice.email]]


def test_the_browser_says_in_which_zone_times_are_to_be_told(
    browser: Browser, live_server: LiveServer
) -> None:
    with browser.new_context(timezone_id="Pacific/Kiritimati") as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/")
        page.wait_for_function("document.cookie.includes('time_zone')")
        zones = [cookie["value"] for cookie in context.cookies() if cookie["name"] == "time_zone"]
    assert [time_zones.zone(name) for name in zones] == [ZoneInfo("Pacific/Kiritimati")]
