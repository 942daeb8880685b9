"""What an instructor does with a class: see who is behind, look closer, take grades along."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from classroom.models import Course
from relationships.catalog import Catalog
from tests.classroom import factories as make
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 390, 768, 1440)


@pytest.fixture
def course(ines: User, catalog: Catalog) -> Course:
    """Twenty attend it; Abril has submitted a plan with a conflict, nobody else has begun."""
    made = make.InstructorFactory(user=ines).course
    assignment = make.AssignmentFactory(
        course=made, title="A first plan", published_at=timezone.now(), due_at=timezone.now()
    )
    abril = make.EnrolmentFactory(course=made, user=UserFactory(name="Abril"))
    for n in range(19):
        make.EnrolmentFactory(course=made, user=UserFactory(name=f"Student {n}"))
    submission = make.HandedInFactory(assignment=assignment)
    make.AuthorFactory(submission=submission, enrolment=abril)
    make.AttemptFactory(submission=submission, counts={"channel-lacks-capability": 1})
    return made


def test_from_the_class_to_what_it_struggles_with(
    page: Page,
    live_server: LiveServer,
    ines: User,
    course: Course,
    sign_in_browser: Callable[[User], None],
    complaints: list[str],
) -> None:
    sign_in_browser(ines)
    page.goto(f"{live_server.url}{course.get_absolute_url()}")
    rows = page.get_by_role("region", name="Who stands where").locator("tbody tr")
    expect(rows).to_have_count(20)
    page.get_by_role("link", name="19 Overdue").click()
    expect(rows).to_have_count(19)
    page.get_by_role("link", name="Show all").click()
    page.get_by_role("searchbox", name="Name").fill("abr")
    page.get_by_role("searchbox", name="Name").press("Enter")
    expect(rows).to_have_count(1)
    expect(page.get_by_text("1 of 20")).to_be_visible()
    expect(rows.get_by_role("link", name="Handed in")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Grades for Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name=re.compile("^Figures")).click()
    conflicts = page.get_by_role("region", name="What does not hold together")
    conflicts.get_by_role("link", name=re.compile("show whose")).click()
    expect(page.get_by_text("It speaks on these canvases")).to_be_visible()
    expect(page.get_by_role("link", name="Abril")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["", "assignments/{number}/figures/?scores=all"])
def test_both_pages_fit_and_can_be_read_by_everybody(
    page: Page,
    live_server: LiveServer,
    ines: User,
    course: Course,
    sign_in_browser: Callable[[User], None],
    assert_accessible: Callable[[Page], None],
    scheme: str,
    place: str,
) -> None:
    sign_in_browser(ines)
    page.emulate_media(color_scheme=scheme)
    number = course.assignments.get().number
    page.goto(f"{live_server.url}{course.get_absolute_url()}{place.format(number=number)}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(over) == 0
        assert_accessible(page)
