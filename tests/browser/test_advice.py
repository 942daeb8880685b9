"""What a person does with advice: read, plan with one click, and go on in the form."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from canvas.models import Canvas
from relationships.blueprint import Blueprint
from tests.browser.boards import dialog, item, said
from tests.canvas.building import now
from tests.coherence.building import AWARENESS, channel, segment, touch
from tests.coherence.building import canvas as drawn

pytestmark = pytest.mark.django_db(transaction=True)

BAKERY = drawn(
    segment(name="Families"),
    channel("c", "two_way", "human", name="Counter"),
    touch("s", "c", AWARENESS),
)


def test_advice_is_planned_with_one_click_and_opened(
    page: Page, alices_board: Callable[[Blueprint], Canvas]
) -> None:
    canvas = alices_board(BAKERY)
    item(page, "s").click()
    dialog(page).get_by_role("link", name="Which relationship suits them?").click()
    best = page.locator("#type-personal")
    expect(best).to_contain_text("You already reach them over what it needs: “Counter”.")
    best.get_by_role("button", name="Plan it like this").click()
    expect(said(page)).to_contain_text("“Personal assistance” is planned.")
    plan = page.get_by_role("region", name="In their plan already")
    expect(plan.get_by_role("link", name="Personal assistance")).to_be_visible()
    expect(plan.get_by_role("link", name="Personal assistance")).to_be_focused()
    expect(plan.get_by_role("link", name="Personal assistance")).to_be_in_viewport()
    said(page).get_by_role("link", name="Open it").click()
    expect(dialog(page).get_by_label("Objective")).to_have_value(
        "Draft: win the first customers of “Families”. How many, by when?"
    )
    assert now(canvas).relationships[0].type == "personal"


def test_advice_needs_no_javascript(
    browser: Browser,
    page: Page,
    live_server: LiveServer,
    alices_board: Callable[[Blueprint], Canvas],
) -> None:
    canvas = alices_board(BAKERY)
    plain = browser.new_context(java_script_enabled=False, locale="en-GB")
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    bare = plain.new_page()
    bare.goto(f"{live_server.url}/canvases/{canvas.pk}/segments/s/advice/")
    bare.locator("#plan-personal").click()
    expect(bare.get_by_role("heading", name="Personal assistance")).to_be_visible()
    bare.get_by_role("button", name="Save", exact=True).click()
    expect(bare).to_have_url(f"{live_server.url}/canvases/{canvas.pk}/segments/s/advice/")
    plain.close()
