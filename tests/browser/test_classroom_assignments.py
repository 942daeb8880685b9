"""An instructor makes a rubric, sets an assignment with it and publishes it; a student begins."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from classroom import rubrics
from classroom.content import shipped_rubric
from classroom.models import Assignment, Course, Rubric
from relationships.catalog import Catalog
from relationships.vocabulary import Language
from tests.classroom import factories as make
from tests.classroom.conftest import course, ivan, sofia, tomas

__all__ = ["course", "ivan", "sofia", "tomas"]

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[User], None]


def _save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#notices")).to_contain_text("Saved.")


def test_a_rubric_grows_by_its_buttons_and_the_focus_goes_along(
    page: Page,
    live_server: LiveServer,
    sign_in_browser: SignIn,
    ines: User,
    complaints: list[str],
    assert_accessible: Callable[[Page], None],
) -> None:
    made = rubrics.create(shipped_rubric(Language.EN), by=ines)
    sign_in_browser(ines)
    page.goto(f"{live_server.url}/courses/rubrics/{made.pk}/")
    page.get_by_role("button", name="Add a criterion").click()
    ninth = page.locator("#id_c8-title")
    expect(ninth).to_be_focused()
    ninth.fill("Fun to read")
    page.get_by_role("button", name="Move up: criterion 9", exact=True).click()
    moved = page.get_by_role("button", name="Move up: criterion 8", exact=True)
    expect(moved).to_be_focused()
    expect(page.locator("#id_c7-title")).to_have_value("Fun to read")
    page.get_by_role("button", name="Remove: criterion 1", exact=True).click()
    expect(page.locator("#id_c0-title")).to_have_value("Channels cover the five phases")
    assert_accessible(page)
    _save(page)
    titles = [each.title for each in rubrics.draft_of(Rubric.objects.get()).criteria]
    assert (len(titles), titles[6], titles[7]) == (
        8,
        "Fun to read",
        "Response to earlier feedback",
    )
    assert complaints == []


def test_a_rubric_that_is_refused_leads_to_the_field_that_is_wrong(
    page: Page, live_server: LiveServer, sign_in_browser: SignIn, ines: User
) -> None:
    made = rubrics.create(shipped_rubric(Language.EN), by=ines)
    sign_in_browser(ines)
    page.goto(f"{live_server.url}/courses/rubrics/{made.pk}/")
    page.locator("#id_c0-l0-points").fill("many")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#id_c0-l0-points")).to_be_focused()
    expect(page.locator("#id_c0-l0-points")).to_be_in_viewport()


def test_an_assignment_from_its_title_to_the_first_student(
    page: Page,
    live_server: LiveServer,
    sign_in_browser: SignIn,
    catalog: Catalog,
    course: Course,
    ines: User,
    tomas: User,
    complaints: list[str],
    assert_accessible: Callable[[Page], None],
) -> None:
    make.RubricFactory(owner=ines, criteria=2)
    sign_in_browser(ines)
    page.goto(f"{live_server.url}/courses/{course.pk}/assignments/new/")
    page.get_by_label("Title").fill("Your first plan")
    page.get_by_label("Due on", exact=True).fill(f"{date.today().year + 1}-12-03")
    page.get_by_label("It is not taken").check()
    page.get_by_label("Students start from").select_option(label="The shop on the corner")
    _save(page)
    expect(page.get_by_role("main")).to_contain_text("Choose a rubric, or say that there is none.")
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Rubric", exact=True).select_option(label="How plans are judged")
    _save(page)
    assert_accessible(page)
    page.get_by_role("link", name="Look at the canvas").click()
    expect(page.get_by_role("region", name="Board")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Back to the assignment").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#notices")).to_contain_text("Published")
    sign_in_browser(tomas)
    page.goto(f"{live_server.url}{Assignment.objects.get().get_absolute_url()}")
    expect(page.get_by_role("main")).to_contain_text("3 December")
    expect(page.get_by_role("main")).to_contain_text("23:59 (Lima)")
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    assert_accessible(page)
    assert complaints == []
