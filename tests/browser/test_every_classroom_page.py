"""What holds on every page of courses: axe finds nothing, nothing overflows, nothing complains."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from classroom import peering, releasing, replying, reviewing
from classroom.models import Assignment, Course, Review, ReviewKind, Submission
from tests.browser.test_every_page import FIRST_VISIT_REQUESTS, MORE_FOR_A_VIEW, OVERFLOW, WIDTHS
from tests.browser.test_every_page import assert_accessible_in_both as assert_accessible_in_both
from tests.classroom import factories as make
from tests.classroom.conftest import assignment as assignment
from tests.classroom.conftest import course as course
from tests.classroom.conftest import ivan as ivan
from tests.classroom.conftest import sofia as sofia
from tests.classroom.conftest import submission as submission
from tests.classroom.conftest import tomas as tomas

pytestmark = pytest.mark.django_db(transaction=True)

Check = Callable[[Page], None]
SignIn = Callable[[User], None]


@pytest.fixture
def reviewed(submission: Submission, ines: User) -> Submission:
    """With a score, remarks, overall feedback and a reply; asked for changes."""
    assert submission.assignment.rubric
    criterion = submission.assignment.rubric.criteria.all()[0]
    level = criterion.levels.get(points=10)
    at = {"attempt": 1, "by": ines}
    reviewing.score(submission, criterion.pk, level=level.pk, remark="Good.", version=0, **at)
    for key, private in (("s1", False), ("block:channels", False), ("", True)):
        reviewing.remark(submission, key=key, text="Who exactly?", is_private=private, **at)
    reviewing.overall(submission, text="Nearly there.", version=1, **at)
    releasing.request_changes(submission, **at)
    submission.refresh_from_db()
    return submission


@pytest.fixture
def instructors_pages(
    reviewed: Submission, course: Course, tomas: User, ines: User, sign_in_browser: SignIn
) -> list[str]:
    sign_in_browser(ines)
    make.PhraseFactory(owner=ines)
    enrolment = course.enrolments.get(user=tomas).pk
    rubric = Assignment.objects.get().rubric_id
    empty = make.CourseFactory(title="Another one")
    make.InstructorFactory(course=empty, user=ines)
    of = f"/courses/{course.pk}/"
    return [
        "/courses/",
        "/courses/new/",
        "/courses/rubrics/",
        "/courses/rubrics/new/",
        f"/courses/rubrics/{rubric}/",
        "/courses/phrases/",
        "/courses/mail/",
        of,
        f"{of}edit/",
        f"{of}roster/",
        f"{of}roster/{enrolment}/remove/",
        f"{of}instructors/invite/",
        f"{of}assignments/new/",
        f"{of}assignments/1/",
        f"{of}assignments/1/edit/",
        f"{of}assignments/1/delete/",
        f"{of}assignments/1/figures/",
        f"{of}assignments/1/peers/",
        f"{of}assignments/1/release/",
        f"/submissions/{reviewed.pk}/review/",
        f"/submissions/{reviewed.pk}/review/?on=s1",
        f"/submissions/{reviewed.pk}/student-reviews/",
        f"/submissions/{reviewed.pk}/attempts/1/",
        f"/courses/{empty.pk}/",
        f"/courses/{empty.pk}/roster/",
    ]


@pytest.fixture
def students_pages(
    reviewed: Submission, course: Course, sofia: User, ines: User, sign_in_browser: SignIn
) -> list[str]:
    sign_in_browser(sofia)
    Assignment.objects.update(self_review=True)
    peering.give_out(Assignment.objects.get())
    assert Review.objects.filter(kind=ReviewKind.SELF).exists()
    said = Review.objects.get(kind=ReviewKind.INSTRUCTORS)
    replying.reply(said, text="I will ask them.", by=sofia, by_instructor=False)
    of = f"/courses/{course.pk}/"
    return [
        "/courses/",
        "/courses/join/",
        of,
        f"{of}leave/",
        f"{of}assignments/1/",
        f"/submissions/{reviewed.pk}/",
        f"/submissions/{reviewed.pk}/submit/",
        f"/submissions/{reviewed.pk}/attempts/1/",
        f"/submissions/{reviewed.pk}/attempts/1/?on=s1",
        f"/submissions/{reviewed.pk}/peer-review/?on=s1",
    ]


@pytest.fixture
def visitors_pages(course: Course) -> list[str]:
    return ["/courses/join/", f"/join/{course.token}/", "/accounts/login/code/"]


@pytest.fixture(params=["visitors", "students", "instructors"])
def pages(request: pytest.FixtureRequest) -> list[str]:
    found: list[str] = request.getfixturevalue(f"{request.param}_pages")
    return found


def test_axe_finds_nothing(
    page: Page, live_server: LiveServer, pages: list[str], assert_accessible_in_both: Check
) -> None:
    for path in pages:
        page.goto(live_server.url + path)
        assert_accessible_in_both(page)


def test_nothing_overflows_or_complains_and_little_is_asked_for(
    page: Page, live_server: LiveServer, pages: list[str], complaints: list[str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wide, heavy = [], []
    for path in pages:
        asked.clear()
        answer = page.goto(live_server.url + path)
        assert answer
        assert (path, answer.status) == (path, 200)
        if len(asked) > FIRST_VISIT_REQUESTS + MORE_FOR_A_VIEW:
            heavy.append((path, asked[:]))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate(OVERFLOW) > 0:
                wide.append((path, width))
    assert (wide, heavy, complaints) == ([], [], [])


def test_a_link_that_was_closed_says_so(
    page: Page, live_server: LiveServer, course: Course, assert_accessible_in_both: Check
) -> None:
    Course.objects.filter(pk=course.pk).update(is_open=False, archived_at=timezone.now())
    page.goto(f"{live_server.url}/join/{course.token}/")
    assert_accessible_in_both(page)
