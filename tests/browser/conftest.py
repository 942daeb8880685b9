"""A real Chromium before the real application, and what every browser test asks of a page."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from tests.canvas.conftest import catalog as catalog
from tests.conftest import chromium

QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@pytest.fixture(scope="session", autouse=True)
def _database_beside_an_event_loop() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, where Django refuses to query otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # Chromium's own sandbox refuses to start as root, which containers often are.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium(), "args": QUIET + sandbox}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """One that gives up sooner than by default: all is served from this machine."""
    context.set_default_timeout(10_000)
    return context


@pytest.fixture
def sign_in_browser(
    context: BrowserContext, live_server: LiveServer, signed_in: Callable[[User], Client]
) -> Callable[[User], None]:
    """Signs a person in without going through the form."""

    def sign_in(person: User) -> None:
        cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console holds against the page, broken rules of the CSP included."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What passes is looked at all the same, and not told node by node: that takes longer than
    # all the rules.
    "resultTypes": ["violations"],
}
FOUND = "found => found.violations.map(one => [one.id, one.nodes.map(node => node.target)])"


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """axe finds nothing against WCAG 2.2 A and AA on the page as it stands."""

    def check(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        found = page.evaluate(f"options => axe.run(options).then({FOUND})", AXE)
        assert found == [], page.url

    return check


@pytest.fixture
def alices_board(
    page: Page,
    live_server: LiveServer,
    catalog: Catalog,
    alice: User,
    sign_in_browser: Callable[[User], None],
) -> Callable[[Blueprint], Canvas]:
    """Signs alice in and opens a canvas of hers that holds what the blueprint holds."""

    def open_board(blueprint: Blueprint) -> Canvas:
        canvas = create_canvas(blueprint, by=alice)
        sign_in_browser(alice)
        page.goto(f"{live_server.url}/canvases/{canvas.pk}/")
        return canvas

    return open_board
