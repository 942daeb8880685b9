"""A student hands in, opens what was frozen, reads what was released, and replies."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from canvas import actions
from classroom import peering, releasing, replying, reviewing, submitting
from classroom.models import Assignment, Review, Submission
from relationships import live
from relationships.catalog import Catalog
from tests.browser.boards import item
from tests.canvas.building import full_blueprint
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def started(catalog: Catalog, alice: User, ines: User) -> Submission:
    """Alice's work for a course that ines teaches, with something of everything on the canvas."""
    course = make.CourseFactory()
    make.InstructorFactory(course=course, user=ines)
    make.EnrolmentFactory(course=course, user=alice)
    assignment = make.AssignmentFactory(course=course, number=1, published_at=timezone.now())
    submission = submitting.start(assignment, by=alice)
    assert submission.canvas
    actions.import_into(submission.canvas, full_blueprint(), by=alice)
    return submission


@pytest.fixture
def released(started: Submission, alice: User, ines: User) -> Review:
    """What ines said of the first attempt, with a remark on a segment."""
    submitting.submit(started, live.current(), by=alice)
    reviewing.remark(started, attempt=1, key="s1", text="Who exactly?", is_private=False, by=ines)
    return releasing.request_changes(started, attempt=1, by=ines)


def test_a_student_hands_in_from_the_board_and_opens_what_was_frozen(
    page: Page,
    live_server: LiveServer,
    started: Submission,
    alice: User,
    sign_in_browser: Callable[[User], None],
    assert_accessible: Callable[[Page], None],
    complaints: list[str],
) -> None:
    sign_in_browser(alice)
    assert started.canvas
    page.goto(f"{live_server.url}{started.canvas.get_absolute_url()}")
    page.get_by_role("link", name="Hand in …").click()
    assert_accessible(page)
    page.get_by_label("Message to the instructors").fill("Not sure of the channels")
    page.get_by_role("button", name="Hand in attempt 1").click()
    expect(page.get_by_role("status")).to_contain_text("as attempt 1.")
    assert_accessible(page)
    page.get_by_role("link", name="Attempt 1").click()
    page.evaluate("window.isSamePage = true")
    item(page, "s1").press("Enter")
    sheet = page.get_by_role("region", name="Quem pedala para o trabalho")
    expect(sheet).to_contain_text("How many customers")
    expect(item(page, "s1")).to_be_focused()
    expect(item(page, "s1")).to_have_attribute("aria-current", "true")
    sheet.get_by_role("link", name="Balcão", exact=False).first.click()
    expect(page.get_by_role("region", name="Balcão")).to_contain_text("Opening hours")
    assert page.evaluate("window.isSamePage") is True
    assert_accessible(page)
    page.go_back()
    expect(sheet).to_be_visible()
    assert complaints == []


def test_a_student_reads_what_was_released_and_replies(
    page: Page,
    live_server: LiveServer,
    released: Review,
    started: Submission,
    alice: User,
    ines: User,
    sign_in_browser: Callable[[User], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    sign_in_browser(alice)
    page.goto(f"{live_server.url}{started.get_absolute_url()}")
    remark = page.get_by_role("listitem").filter(has_text="Who exactly?")
    remark.get_by_text("Reply: Quem pedala para o trabalho").click()
    remark.get_by_role("button", name="Send the reply").click()
    expect(remark.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    remark.get_by_label("Your reply").fill("Those who pass the school")
    remark.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_role("status")).to_contain_text("Sent.")
    expect(remark).to_contain_text("Those who pass the school")
    answer = released.replies.get()
    replying.mark_replies_read([answer.pk])
    replying.reply(released, remark_id=answer.remark_id, text="Better", by=ines, by_instructor=True)
    page.reload()
    expect(remark).to_contain_text("Read by the instructors on")
    expect(remark).to_contain_text("Better")


def test_words_that_are_not_saved_stay_while_a_reviewer_looks_at_the_canvas(
    page: Page,
    live_server: LiveServer,
    released: Review,
    alice: User,
    sign_in_browser: Callable[[User], None],
    assert_accessible: Callable[[Page], None],
    complaints: list[str],
) -> None:
    Assignment.objects.update(self_review=True)
    peering.give_out(Assignment.objects.get())
    sign_in_browser(alice)
    page.goto(f"{live_server.url}{Assignment.objects.get().get_absolute_url()}")
    page.get_by_role("link", name="Your own work").click()
    page.get_by_label("Overall").fill("Not saved yet")
    page.get_by_role("link", name="Customer segments").click()
    expect(page.get_by_role("region", name="Block Customer segments")).to_be_visible()
    assert_accessible(page)
    item(page, "s1").click()
    sheet = page.get_by_role("region", name="Quem pedala para o trabalho")
    sheet.get_by_label("Your remark on it").fill("Who exactly?")
    sheet.get_by_role("button", name="Add the remark").click()
    expect(sheet).to_contain_text("Who exactly?")
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.get_by_label("Overall")).to_have_value("Not saved yet")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Overall")).to_have_value("Not saved yet")
    assert complaints == []
