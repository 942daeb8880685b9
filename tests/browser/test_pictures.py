"""The pictures of a plan: what is mended on one of them is drawn anew at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from canvas.models import Canvas
from relationships.blueprint import Blueprint
from tests.browser.boards import dialog, said, save
from tests.canvas.views.pictures import pictured

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[[Blueprint], Canvas]
Check = Callable[[Page], None]


def test_a_line_that_can_not_carry_is_mended_on_the_map(page: Page, alices_board: Open) -> None:
    alices_board(pictured())
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.locator(".map .strand--misfit")).to_have_count(2)
    radio = page.locator(".map").get_by_role("link", name="Local radio")
    radio.focus()
    page.keyboard.press("Enter")
    for needed in ("two_way", "human", "live", "individual"):
        dialog(page).locator(f"[name=capabilities][value={needed}]").check()
    save(page)
    expect(said(page)).to_have_text("Saved.")
    expect(page.locator(".map .strand--misfit")).to_have_count(1)
    expect(radio).to_be_focused()


def test_a_hole_is_filled_on_the_journey(page: Page, alices_board: Open) -> None:
    alices_board(pictured())
    page.get_by_role("link", name="Journey", exact=True).click()
    families = page.get_by_role("region", name="Families")
    expect(families.locator(".step--hole")).to_have_count(3)
    families.get_by_role("link", name="Delivery").click()
    dialog(page).get_by_label("Page on a network: Delivery").check()
    save(page)
    expect(families.locator(".step--hole")).to_have_count(2)


def test_the_phases_of_a_journey_stand_side_by_side(page: Page, alices_board: Open) -> None:
    alices_board(pictured())
    page.get_by_role("link", name="Journey", exact=True).click()
    phases = page.get_by_role("region", name="Families").locator(".step")
    boxes = [box for each in phases.all() if (box := each.bounding_box())]
    assert len(boxes) == 5
    assert len({box["y"] for box in boxes}) == 1
    assert [box["x"] for box in boxes] == sorted({box["x"] for box in boxes})


def test_the_thread_of_a_segment_is_followed(
    page: Page, alices_board: Open, assert_accessible: Check
) -> None:
    alices_board(pictured())
    page.get_by_role("link", name="Map", exact=True).click()
    page.get_by_role("navigation", name="Segments").get_by_role("link", name="Families").click()
    expect(page.locator(".map__box:not(.is-dim)")).to_have_count(7)
    page.get_by_text("As a table").click()
    assert_accessible(page)
    page.get_by_role("link", name="All segments").click()
    expect(page.locator(".map__box.is-dim")).to_have_count(0)


def test_the_tab_that_is_open_is_in_sight_on_a_phone(page: Page, alices_board: Open) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    alices_board(pictured())
    for name in ("Trust", "Board"):
        page.get_by_role("link", name=name, exact=True).click()
        tab = page.locator(".tabs [aria-current]")
        expect(tab).to_have_text(name)
        expect(tab).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_matrix_of_the_catalog_is_accessible_and_opens_the_guide(
    page: Page, alices_board: Open, assert_accessible: Check, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    alices_board(pictured())
    page.get_by_role("link", name="Matrix", exact=True).click()
    page.get_by_role("link", name="All that the catalog offers").click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Co-creation", exact=True).click()
    guide = page.get_by_role("dialog", name="Guide")
    expect(guide.get_by_role("heading", name="Co-creation", exact=True)).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_saving_leads_back_to_the_matrix(
    page: Page, live_server: LiveServer, alices_board: Open
) -> None:
    canvas = alices_board(pictured())
    page.goto(f"{live_server.url}/canvases/{canvas.pk}/matrix/?segment=s1")
    page.get_by_role("link", name="Community", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_label("Channel", exact=True).select_option("Page on a network")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}/canvases/{canvas.pk}/matrix/?segment=s1")
    expect(page.locator(".fit--clash")).to_have_count(3)
