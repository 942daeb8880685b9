"""What holds on every page: axe finds nothing, nothing overflows, the console is silent."""

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from canvas import discussion
from canvas.actions import create_canvas
from canvas.models import Canvas
from canvas.subjects import Subject
from relationships import live
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from tests.browser.boards import add, dialog, item
from tests.canvas.building import EMPTY, full_blueprint, sized

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[[Blueprint], Canvas]
Check = Callable[[Page], None]

VISITORS = (
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/guide/",
    "/guide/types/personal/",
    "/guide/strategies/satisfaction-surveys/",
    "/nowhere/",
)
CANVASES = ("/inbox/", "/canvases/", "/canvases/new/", "/canvases/import/")
ACCOUNT = ("/accounts/", "/accounts/delete/")
ON_A_CANVAS = (
    "",
    "plan/",
    "coherence/",
    "coherence/?by=segment",
    "coherence/set-aside/?code=segment-unknown&elements=s2",
    "comments/",
    "comments/?on=s1",
    "comments/?on=gone",
    "start/",
    "matrix/",
    "journey/",
    "map/",
    "costs/",
    "costs/calculator/?segment=s1&spend=600&new_customers=3&margin=120&churn=0",
    "experiments/",
    "trust/",
    "segments/s1/advice/",
    "segments/s1/compare/",
    "segments/s1/compare/?alternative=personal-direct:c1&row=r1&type-3=community&setup_cost-3=x",
    "details/",
    "duplicate/",
    "delete/",
    "segments/s1/",
    "channels/c1/",
    "relationships/r1/",
    "relationships/r1/experiments/new/",
    "relationships/r1/experiments/1/",
    "relationships/r1/experiments/2/next/",
    "relationships/r1/experiments/1/remove/",
    "notes/n1/",
    "new/segment/",
    "elements/s1/remove/",
)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (320, 390, 768, 1440)
FIRST_VISIT_REQUESTS = 7
MORE_FOR_A_VIEW = 2
"""A style sheet and a script that the board does without."""

OPEN_ALL = "box => box.querySelectorAll('details').forEach(one => { one.open = true; })"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SCROLLS = "document.documentElement.scrollHeight - document.documentElement.clientHeight"


def _pages(alice: User) -> list[str]:
    """Every page that a visitor or an owner sees, with much and with nothing on it."""
    canvas, empty = create_canvas(full_blueprint(), by=alice), create_canvas(EMPTY, by=alice)
    said = discussion.comment(
        canvas, Subject("s1"), text="Who? @alice", catalog=live.current(), by=alice
    )
    assert said.comment is not None
    discussion.reply(canvas, said.comment.thread_id, text="I ask them.", by=alice)
    on_it = [f"/canvases/{canvas.pk}/{place}" for place in ON_A_CANVAS]
    on_none = [f"/canvases/{empty.pk}/", f"/canvases/{empty.pk}/coherence/"]
    return [*VISITORS, *CANVASES, *ACCOUNT, *on_it, *on_none]


@pytest.fixture
def pages(catalog: Catalog, alice: User, sign_in_browser: Callable[[User], None]) -> list[str]:
    sign_in_browser(alice)
    return _pages(alice)


@pytest.fixture(params=[390, 1440])
def assert_accessible_in_both(
    page: Page, assert_accessible: Check, request: pytest.FixtureRequest
) -> Check:
    """In light and in dark colours, on a phone and on a large screen."""
    page.set_viewport_size({"width": request.param, "height": 900})
    page.emulate_media(reduced_motion="reduce")

    def check(page: Page) -> None:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert_accessible(page)

    return check


def test_axe_finds_nothing(
    page: Page, live_server: LiveServer, pages: list[str], assert_accessible_in_both: Check
) -> None:
    for path in pages:
        page.goto(live_server.url + path)
        assert_accessible_in_both(page)


def test_axe_finds_nothing_in_what_opens(
    page: Page, alices_board: Open, assert_accessible_in_both: Check
) -> None:
    alices_board(full_blueprint())
    for ref in ("s1", "c1", "r1"):
        item(page, ref).click()
        expect(dialog(page).locator("form")).to_be_visible()
        dialog(page).evaluate(OPEN_ALL)
        assert_accessible_in_both(page)
        dialog(page).get_by_role("button", name="Close").click()
    add(page, "Customer segments").click()
    dialog(page).get_by_role("button", name="Save").click()
    expect(dialog(page).get_by_text("Not saved yet")).to_be_visible()
    assert_accessible_in_both(page)
    dialog(page).get_by_role("button", name="Close").click()
    item(page, "n1").click()
    expect(page.locator("#el-n1 form")).to_be_visible()
    page.locator("#coherence").evaluate(OPEN_ALL)
    assert_accessible_in_both(page)
    page.locator("#el-n1").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_visible()
    page.get_by_role("link", name="Follow this segment").first.click()
    assert_accessible_in_both(page)


def test_nothing_overflows_or_complains_and_a_first_visit_asks_for_little_and_nobody_else(
    page: Page, live_server: LiveServer, pages: list[str], complaints: list[str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wide, too_many, foreign = [], [], []
    for path in pages:
        asked.clear()
        page.goto(live_server.url + path, wait_until="networkidle")
        is_view = page.locator("#view").count() > 0
        if len(asked) > FIRST_VISIT_REQUESTS + is_view * MORE_FOR_A_VIEW:
            too_many.append((path, asked[:]))
        foreign += [
            url for url in asked if urlsplit(url).netloc != urlsplit(live_server.url).netloc
        ]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate(OVERFLOW) > 0:
                wide.append((path, width))
    assert (wide, too_many, foreign) == ([], [], [])
    # The browser itself reports the page that is missing on purpose.
    assert [said for said in complaints if "404 (Not Found)" not in said] == []


def test_dialogs_do_not_overflow(page: Page, alices_board: Open) -> None:
    alices_board(full_blueprint())
    wide = []
    for ref in ("s1", "c1", "r1"):
        page.set_viewport_size({"width": 1440, "height": 900})
        item(page, ref).click()
        expect(dialog(page).locator("form")).to_be_visible()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 700})
            if dialog(page).evaluate("box => box.scrollWidth - box.clientWidth") > 0:
                wide.append((ref, width))
        dialog(page).get_by_role("button", name="Close").click()
    assert wide == []


def test_a_board_fills_its_window_without_scrolling_the_page(
    page: Page, live_server: LiveServer, alices_board: Open, alice: User
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    scrolling = []
    for notes, segments, channels, relationships in ((20, 3, 4, 4), (60, 8, 10, 24)):
        alices_board(sized(notes, segments, channels, relationships))
        if page.evaluate(SCROLLS) > 0:
            scrolling.append(notes)
    assert scrolling == []
