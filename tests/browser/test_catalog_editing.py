"""What an editor does with the catalog in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from canvas.actions import create_canvas
from relationships import editors
from relationships.catalog import Catalog
from relationships.models import Strategy
from tests.canvas.building import full_blueprint
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = (
    "",
    "relationships/strategy/",
    "relationships/strategy/add/",
    "relationships/relationshiptype/personal/change/",
    "relationships/relationshiptype/personal/retire/",
    "relationships/relationshiptype/personal/delete/",
    "relationships/relationshiptype/personal/history/",
    "relationships/rulesetting/",
    "relationships/rulesetting/human-at-scale/change/",
    "relationships/adviceweight/",
    "relationships/adviceweight/expected/change/",
    "import/",
)


@pytest.fixture
def eva(catalog: Catalog, sign_in_browser: Callable[[User], None]) -> User:
    person: User = UserFactory(email="eva@example.com", name="Eva Prado", is_staff=True)
    person.groups.add(editors.group())
    sign_in_browser(person)
    return person


def _order(page: Page) -> list[str | None]:
    return [row.get_attribute("data-key") for row in page.locator("tbody tr").all()]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_accessible_and_fits(
    eva: User,
    page: Page,
    live_server: LiveServer,
    address: str,
    complaints: list[str],
    assert_accessible: Callable[[Page], None],
) -> None:
    page.goto(f"{live_server.url}/admin/{address}")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []


def test_the_effect_shows_beside_the_form_without_saving(
    eva: User, page: Page, live_server: LiveServer
) -> None:
    create_canvas(full_blueprint(), by=eva)
    slug = full_blueprint().relationships[0].type
    page.goto(f"{live_server.url}/admin/relationships/relationshiptype/{slug}/change/")
    page.fill("[name=name_es]", "Todavía sin guardar")
    for box in page.locator("[name=needs]").all():
        box.check()
    page.get_by_role("button", name="Show the effect").click()
    expect(page.locator("#effect")).to_contain_text("This change adds 1 finding on 1 canvas")
    expect(page.locator("[name=name_es]")).to_have_value("Todavía sin guardar")


def test_the_effect_needs_no_javascript(
    eva: User, browser: Browser, page: Page, live_server: LiveServer
) -> None:
    create_canvas(full_blueprint(), by=eva)
    slug = full_blueprint().relationships[0].type
    plain = browser.new_context(java_script_enabled=False, locale="en-GB")
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    bare = plain.new_page()
    bare.goto(f"{live_server.url}/admin/relationships/relationshiptype/{slug}/change/")
    bare.fill("[name=name_es]", "Todavía sin guardar")
    bare.get_by_role("button", name="Show the effect").click()
    expect(bare.locator("#effect")).to_contain_text("This change adds no findings")
    expect(bare.locator("[name=name_es]")).to_have_value("Todavía sin guardar")
    plain.close()


def test_a_row_is_dragged_to_its_place(eva: User, page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/relationships/strategy/")
    first, second, third = _order(page)[:3]
    with page.expect_navigation():
        page.drag_and_drop(
            f"tr[data-key={third}] .entries__about",
            f"tr[data-key={first}]",
            target_position={"x": 40, "y": 2},
        )
    assert _order(page)[:3] == [third, first, second]
    kept = list(Strategy.objects.all().in_order().values_list("pk", flat=True))
    assert kept[:3] == [third, first, second]


def test_a_row_is_moved_by_keyboard(eva: User, page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/relationships/strategy/")
    first, second = _order(page)[:2]
    page.locator(f"button[name=down][value={first}]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#entry-*")
    assert _order(page)[:2] == [second, first]
