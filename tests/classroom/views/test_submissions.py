"""What students read of their work: where it stands, what was frozen, what was released."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from canvas import actions
from canvas.models import Role
from classroom import releasing, replying, reviewing, submitting
from classroom.models import (
    Assignment,
    Attempt,
    Course,
    Enrolment,
    Review,
    ReviewKind,
    Submission,
)
from classroom.released import freeze_review
from classroom.states import State
from relationships import live
from relationships.catalog import Catalog
from relationships.models import ChannelKind, Factor, RelationshipType, Strategy
from tests.canvas.building import full_blueprint
from tests.canvas.reading import Page
from tests.classroom import factories as make
from tests.classroom.views.visiting import at, change, opened

pytestmark = pytest.mark.django_db


def test_a_draft_says_what_comes_next(
    assignment: Assignment, tomas: User, as_tomas: Client, catalog: Catalog
) -> None:
    started = submitting.start(assignment, by=tomas)
    page = opened(as_tomas, at(started))
    assert "Only you see your work until you hand it in." in page.text
    assert "Nothing stands on the canvas yet." in page.text
    assert "No due date" in page.text
    assert at(started, "submit") not in page.links
    assert started.canvas
    assert started.canvas.get_absolute_url() in page.links


def test_the_instructor_is_sent_on_to_the_review(submission: Submission, as_ines: Client) -> None:
    assert as_ines.get(at(submission))["Location"] == at(submission, "review")


def test_a_team_sees_who_is_in_it_and_who_handed_in(
    assignment: Assignment,
    course: Course,
    sofia: User,
    tomas: User,
    as_tomas: Client,
    catalog: Catalog,
) -> None:
    Enrolment.objects.update(team=make.TeamFactory(course=course, name="The bridges"))
    started = submitting.start(assignment, by=sofia)
    _fill(started, sofia)
    submitting.submit(started, live.current(), by=sofia)
    page = opened(as_tomas, at(started))
    assert "Team The bridges Sofía Sol Tomás Toro" in page.text
    assert "by Sofía Sol" in page.text


def _fill(started: Submission, by: User) -> None:
    assert started.canvas
    actions.import_into(started.canvas, full_blueprint(), by=by)


def test_who_left_the_course_sees_nothing_of_it(
    submission: Submission, review: Review, as_sofia: Client
) -> None:
    addresses = [at(submission), at(submission, "submit"), at(submission, "attempt", 1)]
    assert [as_sofia.get(address).status_code for address in addresses] == [200] * 3
    Enrolment.objects.update(left_at=timezone.now())
    assert [as_sofia.get(address).status_code for address in addresses] == [404] * 3
    told = {"review": str(review.pk), "text": "Still here"}
    assert as_sofia.post(at(submission, "reply_new"), told).status_code == 404


def test_an_archived_course_can_be_read_and_nothing_handed_in(
    submission: Submission, review: Review, sofia: User, as_sofia: Client
) -> None:
    change(submission, sofia)
    Course.objects.update(archived_at=timezone.now())
    page = opened(as_sofia, at(submission))
    assert "The course is archived" in page.text
    assert "Who exactly?" in page.text
    assert not [form for form in page.forms if "repl" in form.action]
    assert at(submission, "submit") not in page.links
    assert as_sofia.post(at(submission, "submit"), {"message": "x"}).status_code == 409
    assert Attempt.objects.count() == 1


def test_students_read_what_was_released_and_nothing_else(
    submission: Submission, review: Review, ines: User, as_sofia: Client
) -> None:
    page = opened(as_sofia, at(submission))
    for told in ("Changes requested", "10 of 10 points", "Well put", "Not clear", "A good start"):
        assert told in page.text
    assert "Who exactly?" in page.text
    assert "Copied?" not in page.text
    Submission.objects.update(state=State.IN_REVIEW)
    reviewing.overall(submission, attempt=1, text="Not this yet", version=2, by=ines)
    assert "Not this yet" not in opened(as_sofia, at(submission)).text


def test_nothing_is_told_before_it_is_released(
    submission: Submission, ines: User, as_sofia: Client
) -> None:
    reviewing.overall(submission, attempt=1, text="Not this yet", version=1, by=ines)
    reviewing.remark(submission, attempt=1, key="s1", text="Nor this", is_private=False, by=ines)
    for address in (at(submission), at(submission, "attempt", 1) + "?on=s1"):
        told = opened(as_sofia, address).text
        assert "Not this yet" not in told
        assert "Nor this" not in told
    assert "No feedback yet" in opened(as_sofia, at(submission)).text


def test_the_first_look_of_a_student_notes_that_it_was_read(
    submission: Submission, review: Review, as_sofia: Client, as_ines: Client
) -> None:
    as_ines.get(at(submission, "attempt", 1))
    assert Review.objects.get().read_at is None
    assert "new" in opened(as_sofia, at(submission)).text.split()
    first = Review.objects.get().read_at
    assert first
    assert "new" not in opened(as_sofia, at(submission)).text.split()
    assert Review.objects.get().read_at == first


@pytest.mark.parametrize(("is_anonymous", "told"), [(True, False), (False, True)])
def test_a_peers_review_stands_there_once_it_is_released(
    submission: Submission, tomas: User, as_sofia: Client, is_anonymous: bool, told: bool
) -> None:
    Assignment.objects.update(is_anonymous=is_anonymous)
    peer = make.ReviewFactory(
        attempt=submission.attempts.get(), kind=ReviewKind.PEER, by=tomas, overall="I like it"
    )
    own = make.ReviewFactory(
        attempt=submission.attempts.get(), kind=ReviewKind.SELF, overall="So do I"
    )
    assert "I like it" not in opened(as_sofia, at(submission)).text
    for review in (peer, own):
        review.released, review.released_at = freeze_review(review, None), timezone.now()
        review.save()
    page = opened(as_sofia, at(submission))
    assert "I like it" in page.text
    assert "So do I" not in page.text
    assert ("Tomás Toro" in page.text) is told
    assert not [form for form in page.forms if "repl" in form.action]


def test_an_attempt_stays_as_it_was_and_checks_nothing_anew(
    submission: Submission, review: Review, sofia: User, as_sofia: Client, as_ines: Client
) -> None:
    address = at(submission, "attempt", 1)
    before = opened(as_sofia, f"{address}?on=s1").text
    change(submission, sofia, ref="s1")
    for entries in (RelationshipType, Strategy, ChannelKind, Factor):
        entries.objects.update(retired=True, name_en="Something else")
    after = opened(as_sofia, f"{address}?on=s1").text
    assert after == before
    assert "Self-service" in after
    assert "Who exactly?" in after
    assert "Quem pedala para o trabalho" in opened(as_ines, address).text


def test_remarks_stand_at_what_they_are_about(
    submission: Submission, review: Review, as_sofia: Client
) -> None:
    address = at(submission, "attempt", 1)
    told = {"": "Go on", "s1": "Who exactly?", "block:channels": "One more"}
    for on, text in told.items():
        page = opened(as_sofia, f"{address}?on={on}")
        assert [other for other in told.values() if other in page.text] == [text]
        assert "Copied?" not in page.text


@pytest.mark.parametrize("on", ["nothing", "block:", "x" * 5_000, "'\"<script>", "..%2F"])
def test_what_is_not_in_an_attempt_opens_nothing(
    submission: Submission, review: Review, as_sofia: Client, on: str
) -> None:
    response = as_sofia.get(at(submission, "attempt", 1), {"on": on})
    assert response.status_code == 200
    assert "sheet" not in Page.of(response).ids
    assert "<script>" not in response.content.decode().replace('<script type="module"', "")


def test_an_attempt_tells_what_has_changed_since_the_one_before(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    change(submission, sofia)
    submitting.submit(submission, live.current(), by=sofia)
    page = opened(as_sofia, at(submission, "attempt", 2))
    assert "What has changed since attempt 1" in page.text
    assert "Removed: Segment “Entregadores”" in page.text
    assert "changes" not in opened(as_sofia, at(submission, "attempt", 1)).ids
    assert as_sofia.get(at(submission, "attempt", 3)).status_code == 404


def test_an_instructor_never_gets_to_the_living_canvas(
    submission: Submission, as_ines: Client
) -> None:
    assert submission.canvas
    assert as_ines.get(submission.canvas.get_absolute_url()).status_code == 404
    links = opened(as_ines, at(submission, "attempt", 1)).links
    assert not [link for link in links if str(submission.canvas_id) in link]


def test_everything_typed_is_escaped(
    submission: Submission, review: Review, sofia: User, as_sofia: Client, as_ines: Client
) -> None:
    hostile = "<script>alert(1)</script>"
    replying.reply(review, text=hostile, by=sofia, by_instructor=False)
    Attempt.objects.update(message=hostile)
    for client, address in (
        (as_sofia, at(submission)),
        (as_sofia, at(submission, "attempt", 1)),
        (as_ines, at(submission, "attempt", 1)),
    ):
        html = client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in html
        assert hostile not in html


def test_two_releases_later_the_earlier_review_is_still_there(
    submission: Submission,
    review: Review,
    sofia: User,
    ines: User,
    signed_in: Callable[[User], Client],
) -> None:
    change(submission, sofia)
    submitting.submit(submission, live.current(), by=sofia)
    reviewing.overall(submission, attempt=2, text="Done", version=1, by=ines)
    releasing.release(submission, attempt=2, without_levels=True, by=ines)
    page = opened(signed_in(sofia), at(submission))
    assert page.text.index("Done") < page.text.index("A good start")
    assert submission.canvas
    assert submission.canvas.members.get(user=sofia).role == Role.OWNER
