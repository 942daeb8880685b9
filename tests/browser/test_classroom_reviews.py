"""Reviewing: by keyboard from start to end, in two windows, and with what was not saved yet."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from classroom import phrases
from classroom.models import Remark, Review, Score, Submission
from classroom.states import State
from tests.classroom.conftest import assignment as assignment
from tests.classroom.conftest import course as course
from tests.classroom.conftest import ivan as ivan
from tests.classroom.conftest import sofia as sofia
from tests.classroom.conftest import submission as submission
from tests.classroom.conftest import tomas as tomas

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 390, 768, 1440)


@pytest.fixture
def screen(
    page: Page,
    live_server: LiveServer,
    submission: Submission,
    ines: User,
    sign_in_browser: Callable[[User], None],
) -> Page:
    """The review of Sofía's first attempt, before ines; page by page as she would see it."""
    phrases.keep("Say who exactly.", by=ines)
    sign_in_browser(ines)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/submissions/{submission.pk}/review/")
    return page


def _criterion(window: Page, n: int) -> Locator:
    return window.locator("[data-criterion]").nth(n)


def test_a_submission_is_reviewed_by_keyboard_from_start_to_end(
    screen: Page, submission: Submission, complaints: list[str]
) -> None:
    keys = screen.keyboard
    keys.press("/")
    elements = screen.locator("#canvas .item > a")
    expect(elements.first).to_be_focused()
    ids = elements.evaluate_all("links => links.map(link => link.id)")
    for _step in range(ids.index("open-r1")):
        keys.press("ArrowDown")
    expect(screen.locator("#open-r1")).to_be_focused()
    keys.press("Enter")
    expect(screen.locator("#sheet")).to_have_attribute("data-key", "r1")
    keys.press("r")
    keys.type("Why no phone, j and k?")
    keys.press("Control+Enter")
    expect(screen.locator("#remarks article")).to_have_count(1)
    expect(screen.locator("#el-r1 .bubble")).to_contain_text("1")
    expect(screen.locator("#remark-text")).to_be_focused()

    keys.press("Escape")
    keys.press("c")
    expect(_criterion(screen, 0)).to_be_focused()
    keys.press("2")
    expect(screen.locator("#verdict")).to_contain_text("10 of 10 points")
    keys.press("w")
    keys.type("Clear.")
    keys.press("Control+Enter")
    keys.press("Escape")
    keys.press("ArrowDown")
    expect(_criterion(screen, 1)).to_be_focused()
    keys.press("1")
    expect(screen.locator("#verdict")).to_contain_text("10 of 20 points")
    keys.press("o")
    keys.type("Well begun.")
    keys.press("Control+Enter")
    expect(screen.locator("#overall-state")).to_contain_text("Saved")

    keys.press("Tab")
    expect(screen.locator("#release-button")).to_be_focused()
    keys.press("Enter")
    expect(screen.locator(".message")).to_contain_text("Released.")
    submission.refresh_from_db()
    assert (submission.state, submission.points) == (State.RELEASED, 10)
    assert Remark.objects.get().key == "r1"
    assert Score.objects.filter(remark="Clear.").count() == 1
    assert Review.objects.get().overall == "Well begun."
    assert complaints == []


def test_single_keys_can_be_switched_off(screen: Page) -> None:
    screen.keyboard.press("?")
    dialog = screen.get_by_role("dialog", name="Keys")
    dialog.get_by_label("Single keys do something").uncheck()
    screen.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    screen.keyboard.press("o")
    expect(screen.locator("#overall-text")).not_to_be_focused()
    screen.reload()
    screen.keyboard.press("o")
    expect(screen.locator("#overall-text")).not_to_be_focused()


def test_of_two_windows_the_later_sees_both_texts(screen: Page, context: BrowserContext) -> None:
    other = context.new_page()
    other.goto(screen.url)
    for window, text in ((other, "Theirs"), (screen, "Mine")):
        _criterion(window, 0).locator("textarea").fill(text)
        window.keyboard.press("Control+Enter")
        expect(_criterion(window, 0).locator("[aria-live]")).not_to_be_empty()
        if window is other:
            expect(_criterion(other, 0)).to_contain_text("Saved")
    clash = _criterion(screen, 0).get_by_role("alert")
    expect(clash.locator("dd")).to_have_text(["– · Theirs", "Mine"])
    clash.get_by_role("button", name="Save yours in its place").click()
    expect(_criterion(screen, 0)).to_contain_text("Saved")
    other.reload()
    expect(_criterion(other, 0).locator("textarea")).to_have_value("Mine")


def test_leaving_a_field_saves_nothing_over_what_somebody_else_wrote(
    screen: Page, context: BrowserContext
) -> None:
    other = context.new_page()
    other.goto(screen.url)
    for window, text in ((other, "Theirs"), (screen, "Mine")):
        _criterion(window, 0).locator("textarea").fill(text)
        window.keyboard.press("Control+Enter")
        expect(_criterion(window, 0).locator("[aria-live]")).not_to_be_empty()
    clash = _criterion(screen, 0).get_by_role("alert")
    expect(clash).to_be_in_viewport(ratio=1)
    screen.locator("#overall-text").fill("Well begun.")
    screen.keyboard.press("Control+Enter")
    expect(screen.locator("#overall-state")).to_contain_text("Saved")
    assert Score.objects.get().remark == "Theirs"
    screen.locator("#request-changes-button").click()
    answer = clash.get_by_role("button", name="Save yours in its place")
    expect(answer).to_be_focused()
    answer.press("Enter")
    expect(clash).to_have_count(0)
    assert Score.objects.get().remark == "Mine"


def test_the_rubric_stands_beside_the_board_and_on_a_phone_below(screen: Page) -> None:
    left = screen.locator("#canvas").bounding_box()
    right = screen.locator("#rubric").bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    for width in (1024, 1280):
        screen.set_viewport_size({"width": width, "height": 720})
        words = screen.locator("#open-r1").bounding_box()
        assert words
        assert words["width"] >= 64
    screen.set_viewport_size({"width": 390, "height": 800})
    above = screen.locator("#canvas").bounding_box()
    below = screen.locator("#rubric").bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]


def test_what_was_handed_over_can_be_read_by_the_keyboard(
    screen: Page, assert_accessible: Callable[[Page], None]
) -> None:
    screen.get_by_role("link", name="Key activities").click()
    expect(screen.get_by_role("region", name="Block Key activities")).to_be_visible()
    assert_accessible(screen)
    _criterion(screen, 0).get_by_label("Well").check()
    screen.locator("#request-changes-button").click()
    expect(screen.locator(".message")).to_contain_text("Changes are requested.")
    assert_accessible(screen)


def test_a_remark_that_was_begun_waits_and_is_not_forgotten_when_all_is_handed_over(
    screen: Page,
) -> None:
    screen.locator("#open-s1").click()
    expect(screen.locator("#sheet")).to_have_attribute("data-key", "s1")
    screen.locator("#remark-text").fill("Which street")
    screen.locator("#open-c1").click()
    expect(screen.locator("#sheet")).to_have_attribute("data-key", "c1")
    expect(screen.locator("#remark-text")).to_have_value("")
    screen.locator("#open-s1").click()
    expect(screen.locator("#sheet")).to_have_attribute("data-key", "s1")
    expect(screen.locator("#remark-text")).to_have_value("Which street")
    _criterion(screen, 0).get_by_label("Well").check()
    screen.locator("#request-changes-button").click()
    expect(screen.locator("#unsaid")).to_be_visible()
    screen.locator("#remark-text").fill("")
    screen.locator("#request-changes-button").click()
    expect(screen.locator(".message")).to_contain_text("Changes are requested.")


def test_what_was_typed_last_is_saved_before_all_is_handed_over(screen: Page) -> None:
    _criterion(screen, 0).get_by_label("Well").check()
    expect(screen.locator("#request-changes-button")).to_be_visible()
    screen.locator("#overall-text").fill("The last word.")
    screen.locator("#request-changes-button").click()
    expect(screen.locator(".message")).to_contain_text("Changes are requested.")
    assert Review.objects.get().released["overall"] == "The last word."


def test_a_phrase_is_put_where_one_writes(screen: Page) -> None:
    screen.locator("#overall-text").fill("So far so good.")
    screen.locator("[data-phrases-for=overall-text]").click()
    screen.get_by_role("dialog", name="Phrases").get_by_label("Find one").fill("who")
    screen.get_by_role("button", name="Say who exactly.").click()
    expect(screen.locator("#overall-text")).to_have_value("So far so good. Say who exactly.")
    expect(screen.locator("#overall-text")).to_be_focused()
    expect(screen.locator("#overall-state")).to_contain_text("Saved")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_screen_fits_and_nothing_bars_anybody(
    screen: Page, assert_accessible: Callable[[Page], None], width: int
) -> None:
    screen.set_viewport_size({"width": width, "height": 900})
    address = screen.url
    for scheme, query in (("light", ""), ("light", "?on=r1"), ("dark", ""), ("dark", "?on=r1")):
        screen.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        screen.goto(address + query)
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert screen.evaluate(overflow) == 0
        assert_accessible(screen)
