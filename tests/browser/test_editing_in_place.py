"""Notes edited where they stand: by keyboard alone, by buttons, and by dragging."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from canvas.models import Canvas
from relationships.blueprint import Blueprint, Note
from relationships.vocabulary import Block
from tests.browser.boards import add, item, items, said
from tests.canvas.building import EMPTY

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[[Blueprint], Canvas]


def _partners(*texts: str) -> Blueprint:
    notes = (Note(f"n{n}", Block.KEY_PARTNERS, text) for n, text in enumerate(texts, start=1))
    return replace(EMPTY, notes=tuple(notes))


def test_notes_written_faster_than_the_server_answers_all_arrive(
    page: Page, alices_board: Open
) -> None:
    alices_board(EMPTY)
    add(page, "Key partners").click()
    expect(page.locator("#add-key_partners textarea")).to_be_focused()
    network = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", network)
    for text in ("Mill", "Dairy", "x" * 501, "Baker"):
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")
    page.keyboard.insert_text("Not sent")
    expect(items(page, "Key partners")).to_have_text(["Mill", "Dairy"])
    field = page.locator("#add-key_partners textarea")
    expect(field).to_have_value("x" * 501 + "\nBaker\nNot sent")


def test_adding_editing_and_leaving_by_keyboard(page: Page, alices_board: Open) -> None:
    alices_board(EMPTY)
    add(page, "Key partners").focus()
    page.keyboard.press("Enter")
    field = page.locator("#add-key_partners textarea")
    expect(field).to_be_focused()
    page.keyboard.type("Mill")
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(items(page, "Key partners")).to_have_text(["Mill"])
    expect(field).to_be_focused()
    page.keyboard.type("Dairy")
    page.keyboard.press("Enter")
    expect(items(page, "Key partners")).to_have_text(["Mill", "Dairy"])
    page.keyboard.press("Escape")
    expect(add(page, "Key partners")).to_be_focused()

    item(page, "n1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#el-n1 textarea")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" by the river")
    page.keyboard.press("Enter")
    expect(item(page, "n1")).to_have_text("Mill by the river")
    expect(item(page, "n1")).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.locator("#el-n1 textarea")).to_be_focused()
    page.keyboard.type(" and not saved")
    page.keyboard.press("Escape")
    expect(item(page, "n1")).to_have_text("Mill by the river")
    expect(item(page, "n1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#el-n1 textarea")).to_be_focused()


def test_what_is_refused_stays_in_the_field(page: Page, alices_board: Open) -> None:
    alices_board(_partners("Mill"))
    item(page, "n1").click()
    page.locator("#el-n1 textarea").fill("é" * 10_000)
    page.keyboard.press("Enter")
    expect(page.locator("#el-n1 .field__errors")).to_have_text(
        "Write at most 500 characters; these are 10,000."
    )
    expect(page.locator("#el-n1 textarea")).to_have_value("é" * 10_000)
    expect(page.locator("#el-n1 textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(item(page, "n1")).to_have_text("Mill")


def test_hostile_text_is_only_text(page: Page, alices_board: Open, complaints: list[str]) -> None:
    text = "<script>alert(1)</script> \"' 😀 שלום &amp; </li>"
    alices_board(EMPTY)
    add(page, "Key partners").click()
    page.locator("#add-key_partners textarea").fill(text)
    page.keyboard.press("Enter")
    expect(item(page, "n1")).to_have_text(text)
    page.reload()
    expect(item(page, "n1")).to_have_text(text)
    assert complaints == []


def test_moving_by_buttons_keeps_the_focus(page: Page, alices_board: Open) -> None:
    alices_board(_partners("One", "Two", "Three"))
    item(page, "n1").click()
    page.get_by_role("button", name="Move down").press("Enter")
    expect(items(page, "Key partners")).to_have_text(["Two", "One", "Three"])
    expect(item(page, "n1")).to_be_focused()
    item(page, "n3").click()
    page.get_by_role("button", name="Move up").click()
    expect(items(page, "Key partners")).to_have_text(["Two", "Three", "One"])


def test_moving_to_another_block_without_a_mouse(page: Page, alices_board: Open) -> None:
    alices_board(_partners("One", "Two"))
    item(page, "n1").click()
    page.locator("#el-n1").get_by_label("Block").select_option("key_resources")
    page.locator("#el-n1").get_by_role("button", name="Save").press("Enter")
    expect(items(page, "Key resources")).to_have_text(["One"])
    expect(items(page, "Key partners")).to_have_text(["Two"])


def test_dragging_within_and_between_blocks(
    page: Page, alices_board: Open, complaints: list[str]
) -> None:
    alices_board(_partners("One", "Two", "Three"))
    page.locator("#el-n3").drag_to(page.locator("#el-n1"))
    expect(items(page, "Key partners")).to_have_text(["Three", "One", "Two"])
    page.locator("#el-n1").drag_to(page.locator("#block-revenue_streams h2"))
    expect(items(page, "Revenue streams")).to_have_text(["One"])
    page.locator("#el-n2").drag_to(page.locator("#block-customer_segments"))
    expect(items(page, "Key partners")).to_have_text(["Three", "Two"])
    expect(page.locator(".is-over, .is-dragged")).to_have_count(0)
    page.reload()
    expect(items(page, "Key partners")).to_have_text(["Three", "Two"])
    assert complaints == []


def test_undo_brings_a_note_back_where_it_stood(page: Page, alices_board: Open) -> None:
    alices_board(_partners("One", "Two", "Three"))
    item(page, "n2").click()
    page.locator("#el-n2").get_by_role("button", name="Delete").press("Enter")
    expect(items(page, "Key partners")).to_have_text(["One", "Three"])
    expect(item(page, "n3")).to_be_focused()
    said(page).get_by_role("button", name="Undo").press("Enter")
    expect(items(page, "Key partners")).to_have_text(["One", "Two", "Three"])
    expect(item(page, "n2")).to_be_focused()
