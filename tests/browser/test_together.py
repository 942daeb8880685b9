"""Two people on one board: each sees what the other does, and nobody loses what they type."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from canvas.models import Canvas, Member, Role
from relationships.blueprint import Blueprint
from tests.browser.boards import add, block, dialog, item, items
from tests.canvas.building import full_blueprint

pytestmark = pytest.mark.django_db(transaction=True)

WITHIN = 3_000
"""Milliseconds in which the other's change is to be seen."""


@pytest.fixture
def bobs(
    page: Page,
    browser: Browser,
    live_server: LiveServer,
    bob: User,
    alices_board: Callable[[Blueprint], Canvas],
    signed_in: Callable[[User], Client],
) -> Iterator[Page]:
    """The board that `page` shows to alice, as bob, an editor, has it open."""
    canvas = alices_board(full_blueprint())
    Member.objects.create(canvas=canvas, user=bob, role=Role.EDITOR)
    context = browser.new_context(locale="en")
    cookie = signed_in(bob).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    window = context.new_page()
    window.goto(page.url)
    yield window
    context.close()


def write(window: Page, block_name: str, text: str) -> None:
    """Adds a note to a block."""
    add(window, block_name).click()
    expect(block(window, block_name).locator("textarea")).to_be_focused()
    window.keyboard.type(text)
    window.keyboard.press("Enter")


def test_a_change_and_who_made_it_are_seen_without_a_reload(page: Page, bobs: Page) -> None:
    expect(page.locator("#here")).to_contain_text("Bob", timeout=2 * WITHIN)
    write(bobs, "Key partners", "The mill")
    expect(items(page, "Key partners").last).to_have_text("The mill", timeout=WITHIN)
    expect(page.locator("#toast")).to_contain_text("Changed by Bob")


def test_what_somebody_types_stays_while_others_change_the_block(page: Page, bobs: Page) -> None:
    item(page, "n2").click()
    expect(page.locator("#el-n2 textarea")).to_be_focused()
    page.locator("#el-n2 textarea").fill("Mine")
    write(bobs, "Key resources", "Theirs")
    expect(items(bobs, "Key resources")).to_have_count(2)
    with page.expect_response(lambda answer: "/changes/" in answer.url and answer.status == 200):
        pass
    expect(page.locator("#el-n2 textarea")).to_be_focused()
    expect(page.locator("#el-n2 textarea")).to_have_value("Mine")
    page.keyboard.press("Enter")
    expect(items(page, "Key resources")).to_have_count(2, timeout=4 * WITHIN)
    expect(item(page, "n2")).to_have_text("Mine")


def say(window: Page, name: str, text: str) -> None:
    """Writes into a box of the page of comments and sends it."""
    box = window.get_by_role("textbox", name=name)
    box.fill(text)
    window.locator("form", has=box).get_by_role("button", name=re.compile("Comment|Reply")).click()
    expect(window.locator("#threads")).to_contain_text(text)


def test_a_comment_shows_its_bubble_on_the_other_s_board(page: Page, bobs: Page) -> None:
    item(bobs, "s1").click()
    dialog(bobs).get_by_role("link", name="Comments").click()
    say(bobs, "Comment on: Segment", "Who has counted them, @alice?")
    bubble = page.locator("#el-s1 .bubble")
    expect(bubble).to_have_text("Comments: 1", timeout=WITHIN)
    expect(page.locator("#open-threads")).to_have_text("1")
    expect(page.locator("#toast")).to_contain_text("Comments by Bob")
    bubble.click()
    expect(page.locator("#threads")).to_contain_text("Who has counted them")
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    expect(bobs.get_by_role("button", name="Reopen")).to_be_visible(timeout=WITHIN)
    expect(bobs.locator("#open-threads")).to_have_text("")


def test_what_somebody_types_stays_while_others_comment(page: Page, bobs: Page) -> None:
    for window in (page, bobs):
        window.goto(f"{window.url}comments/")
    say(page, "Comment on the whole canvas", "First")
    expect(bobs.locator("#threads")).to_contain_text("First", timeout=WITHIN)
    expect(page.get_by_role("textbox", name="Comment on the whole canvas")).to_have_value("")
    page.locator("summary", has_text="Reply").click()
    reply = page.get_by_role("textbox", name="Your reply")
    reply.fill("Half a thought")
    say(bobs, "Comment on the whole canvas", "Second")
    expect(page.locator("#threads")).to_contain_text("Second", timeout=WITHIN)
    expect(reply).to_have_value("Half a thought")
    expect(reply).to_be_focused()
    page.keyboard.type(", and the rest")
    page.locator("form", has=reply).get_by_role("button", name="Reply").click()
    expect(bobs.locator("#threads")).to_contain_text("Half a thought, and the rest", timeout=WITHIN)
    said = page.locator(".talk-text", has_text="Half a thought, and the rest")
    expect(said).to_have_count(1)


def test_a_page_that_is_signed_out_says_so_and_asks_no_more(page: Page, bobs: Page) -> None:
    page.context.clear_cookies()
    expect(page.get_by_text("You are signed out")).to_be_visible(timeout=2 * WITHIN)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.wait_for_timeout(WITHIN)
    assert asked == []
