"""The browser's language at first, then the person's choice, on every kind of text."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from canvas.models import Canvas
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.content import shipped, words
from relationships.vocabulary import Block
from tests.browser.boards import item
from tests.canvas.building import full_blueprint

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("locale", "language"), [("es-MX", "es"), ("pt-BR", "pt-br"), ("en-GB", "en"), ("fi-FI", "en")]
)
def test_the_browsers_language_comes_first(
    browser: Browser, live_server: LiveServer, catalog: Catalog, locale: str, language: str
) -> None:
    with browser.new_context(locale=locale) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/guide/types/community/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_role("heading", level=1)).to_have_text(
            shipped().types["community"].name.into(language)
        )


@pytest.mark.parametrize("language", ["es", "pt-br"])
def test_a_choice_stays_and_reaches_board_findings_and_forms(
    page: Page, alices_board: Callable[[Blueprint], Canvas], language: str
) -> None:
    alices_board(full_blueprint())
    here = page.url
    page.locator("#language-choice").select_option(language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.url == here
    names = page.locator(".block h2")
    expect(names).to_have_text([words.label(block, language) for block in Block])
    item(page, "r1").click()
    chosen = page.locator("#id_type option:checked")
    expect(chosen).to_have_text(
        shipped().types[full_blueprint().relationships[0].type].name.into(language)
    )
    page.goto(here.replace(here.split("/")[-2] + "/", ""))
    expect(page.locator("html")).to_have_attribute("lang", language)
