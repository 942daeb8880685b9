"""The coherence page as a person uses it: mending, setting aside and taking up, in the dialog."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from canvas.models import Canvas
from relationships.blueprint import Blueprint
from tests.browser.boards import dialog, panel, said, save
from tests.canvas.building import full_blueprint

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[[Blueprint], Canvas]
Part = Callable[[str], Locator]

DELIVERY = "The channels of “Quem pedala para o trabalho” leave phases uncovered: delivery."
UNKNOWN = "Too little is known about “Entregadores”"


@pytest.fixture
def part(page: Page, alices_board: Open) -> Part:
    """Opens the page from the board, and hands out what stands below a heading of it."""
    alices_board(full_blueprint())
    panel(page).get_by_role("link", name="Look closer, and mend").click()
    expect(page.get_by_role("heading", name="Coherence", level=2)).to_be_visible()
    return lambda name: page.get_by_role("region", name=name, exact=True)


def test_one_action_mends_and_the_page_follows(page: Page, part: Part) -> None:
    page.get_by_role("link", name="By segment").click()
    segment = part("Quem pedala para o trabalho 3")
    expect(segment).to_contain_text(DELIVERY)
    segment.get_by_role("button", name="Add to what “Mensagens” does").click()
    expect(said(page)).to_contain_text("Mended.")
    expect(part("Quem pedala para o trabalho 2")).to_be_visible()
    expect(page.get_by_text(DELIVERY)).to_have_count(0)
    expect(page.get_by_role("heading", name="Coherence", level=2)).to_be_focused()


def test_set_aside_with_a_reason_and_taken_up_again(page: Page, part: Part) -> None:
    found = part("What does not hold together")
    found.get_by_role("link", name=f"Set aside … {UNKNOWN}").click()
    dialog(page).get_by_role("button", name="Set aside").click()
    expect(dialog(page).locator("#id_reason")).to_have_attribute("aria-invalid", "true")
    dialog(page).get_by_label("Why does this not matter here?").fill("We ask them in May")
    dialog(page).get_by_role("button", name="Set aside").click()
    expect(dialog(page)).to_be_hidden()
    expect(found.get_by_text(UNKNOWN)).to_have_count(0)
    aside = part("Findings set aside")
    expect(aside).to_contain_text("We ask them in May")
    aside.get_by_role("button", name="Take up again").click()
    expect(found.get_by_text(UNKNOWN).first).to_be_visible()
    expect(aside).to_have_count(0)


def test_an_element_is_edited_in_the_dialog_and_the_findings_follow(page: Page, part: Part) -> None:
    found = part("What does not hold together")
    expect(found.get_by_text(UNKNOWN).first).to_be_visible()
    found.get_by_role("link", name="Entregadores", exact=True).first.click()
    dialog(page).get_by_label("Who they are").fill("Bike couriers")
    save(page)
    expect(found.get_by_text("Too little is known about “Bike couriers”").first).to_be_visible()


def test_everything_works_without_javascript(
    browser: Browser,
    page: Page,
    part: Part,
) -> None:
    context = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(f"{page.url}?by=rule")
    plain.get_by_role("button", name="Add to what “Mensagens” does").click()
    expect(plain.get_by_text("Mended.")).to_be_visible()
    expect(plain.get_by_text(DELIVERY)).to_have_count(0)
    plain.get_by_role("link", name=f"Set aside … {UNKNOWN}").click()
    plain.get_by_label("Why does this not matter here?").fill("We ask them in May")
    plain.get_by_role("button", name="Set aside").click()
    expect(plain.get_by_role("region", name="Findings set aside")).to_contain_text("in May")
    expect(plain.get_by_role("link", name="By rule")).to_have_attribute("aria-current", "true")
    context.close()
