"""Opening a course, joining it without an account, and coming back by a code."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from classroom.models import Course
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def test_an_instructor_opens_a_course_and_moves_a_student(
    page: Page,
    live_server: LiveServer,
    ines: User,
    charlie: User,
    sign_in_browser: Callable[[User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    sign_in_browser(ines)
    page.goto(f"{live_server.url}/courses/")
    expect(page.get_by_text("You are in no course yet.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Open a course").click()
    page.get_by_label("Title").fill("Evening class")
    page.get_by_label("Students hand in as teams").check()
    page.get_by_role("button", name="Open the course").click()
    course = Course.objects.get()
    expect(page.get_by_label("Link")).to_have_value(f"{live_server.url}/join/{course.token}/")
    expect(page.get_by_text("Nobody has joined yet.")).to_be_visible()

    make.EnrolmentFactory(course=course, user=charlie)
    page.reload()
    row = page.get_by_role("row", name="Charlie Cruz")
    row.get_by_role("link", name=re.compile("^Move")).click()
    page.get_by_label("Or a new team").fill("Bakers")
    page.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Bakers")
    assert_accessible(page)

    row.get_by_role("link", name=re.compile("^Remove")).click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="Who has left")).to_be_visible()


def test_a_student_without_an_account_joins_by_the_code_and_comes_back_by_another(
    page: Page,
    live_server: LiveServer,
    ines: User,
    assert_accessible: Callable[[Page], None],
) -> None:
    course = make.CourseFactory(title="Evening class")
    make.InstructorFactory(course=course, user=ines)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/courses/join/")
    assert_accessible(page)
    page.get_by_label("Code").fill(course.code.lower())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Join “Evening class”")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Your name").fill("Nina Núñez")
    page.get_by_label("Your e-mail").fill("nina@example.com")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("You are in.")).to_be_visible()
    assert_accessible(page)

    page.goto(f"{live_server.url}/accounts/")
    expect(page.get_by_role("heading", name="Your address is not verified yet")).to_be_visible()
    assert_accessible(page)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/courses/{course.pk}/")
    page.get_by_role("link", name="Send me a code instead").click()
    assert_accessible(page)
    page.get_by_label("Email").fill("nina@example.com")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Type the code")).to_be_visible()
    assert_accessible(page)
    found = re.search(r"^[A-Z0-9]+(-[A-Z0-9]+)*$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    page.get_by_label("Code").fill(found[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}/courses/{course.pk}/")
    page.goto(f"{live_server.url}/accounts/")
    expect(page.get_by_text("Your address is not verified yet")).to_have_count(0)
