"""A student's page of an assignment: begun, handed in, read about, replied to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
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
    Reply,
    Review,
    ReviewKind,
    Submission,
)
from classroom.released import freeze_review
from classroom.states import State
from classroom.submitting import fingerprint
from relationships import live
from relationships.catalog import Catalog
from relationships.models import ChannelKind, Factor, RelationshipType, Strategy
from tests.canvas.building import full_blueprint
from tests.canvas.reading import Page
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db


def _page(client: Client, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, address
    return Page.of(response)


def _at(submission: Submission, name: str = "submission", *args: object) -> str:
    return reverse(name, args=[submission.pk, *args])


def _change(submission: Submission, by: User, ref: str = "s2") -> None:
    assert submission.canvas
    submission.canvas.refresh_from_db()
    actions.remove_element(submission.canvas, ref, by=by)


def test_beginning_leads_to_the_board_and_beginning_again_to_the_same(
    assignment: Assignment, as_tomas: Client, catalog: Catalog
) -> None:
    address = reverse("assignment_start", args=[assignment.course_id, 1])
    first, again = as_tomas.post(address), as_tomas.post(address)
    started = Submission.objects.get()
    assert started.canvas
    assert first["Location"] == again["Location"] == started.canvas.get_absolute_url()


def test_nobody_begins_in_an_archived_course_nor_on_what_is_not_published(
    assignment: Assignment, as_tomas: Client, catalog: Catalog
) -> None:
    address = reverse("assignment_start", args=[assignment.course_id, 1])
    Course.objects.update(archived_at=timezone.now())
    assert as_tomas.post(address)["Location"] == assignment.get_absolute_url()
    Course.objects.update(archived_at=None)
    Assignment.objects.update(published_at=None)
    assert as_tomas.post(address).status_code == 404
    assert not Submission.objects.exists()


def test_a_draft_says_what_comes_next(
    assignment: Assignment, tomas: User, as_tomas: Client, catalog: Catalog
) -> None:
    started = submitting.start(assignment, by=tomas)
    page = _page(as_tomas, _at(started))
    assert "Only you see your work until you hand it in." in page.text
    assert "Nothing stands on the canvas yet." in page.text
    assert "No deadline" in page.text
    assert _at(started, "submit") not in page.links
    assert started.canvas
    assert started.canvas.get_absolute_url() in page.links


def test_the_instructor_is_sent_on_to_the_review(submission: Submission, as_ines: Client) -> None:
    assert as_ines.get(_at(submission))["Location"] == _at(submission, "review")


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
    page = _page(as_tomas, _at(started))
    assert "Team The bridges Sofía Sol Tomás Toro" in page.text
    assert "by Sofía Sol" in page.text


def _fill(started: Submission, by: User) -> None:
    assert started.canvas
    actions.import_into(started.canvas, full_blueprint(), by=by)


def test_who_left_the_course_sees_nothing_of_it(
    submission: Submission, review: Review, as_sofia: Client
) -> None:
    addresses = [_at(submission), _at(submission, "submit"), _at(submission, "attempt", 1)]
    assert [as_sofia.get(address).status_code for address in addresses] == [200] * 3
    Enrolment.objects.update(left_at=timezone.now())
    assert [as_sofia.get(address).status_code for address in addresses] == [404] * 3
    told = {"review": str(review.pk), "text": "Still here"}
    assert as_sofia.post(_at(submission, "reply_new"), told).status_code == 404


def test_an_archived_course_can_be_read_and_nothing_handed_in(
    submission: Submission, review: Review, sofia: User, as_sofia: Client
) -> None:
    _change(submission, sofia)
    Course.objects.update(archived_at=timezone.now())
    page = _page(as_sofia, _at(submission))
    assert "The course is archived" in page.text
    assert "Who exactly?" in page.text
    assert not [form for form in page.forms if "repl" in form.action]
    assert _at(submission, "submit") not in page.links
    assert as_sofia.post(_at(submission, "submit"), {"message": "x"}).status_code == 409
    assert Attempt.objects.count() == 1


def test_handing_in_shows_what_is_frozen_and_what_coherence_says(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    _change(submission, sofia)
    page = _page(as_sofia, _at(submission, "submit"))
    assert "Hand in attempt 2" in page.text
    assert "1 segment 2 channels" in page.text
    assert "What has changed since attempt 1" in page.text
    assert "Removed: Segment “Entregadores”" in page.text
    sent = page.form.filled(message="Sharper now")
    response = as_sofia.post(page.form.action, sent)
    assert response["Location"] == _at(submission)
    second = submission.attempts.get(number=2)
    assert (second.message, second.by) == ("Sharper now", sofia)
    read = _page(as_sofia, _at(submission))
    assert "as attempt 2." in read.text
    assert "Sharper now" in read.text


def test_a_double_click_makes_one_attempt(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    _change(submission, sofia)
    form = _page(as_sofia, _at(submission, "submit")).form
    answers = [as_sofia.post(form.action, form.filled()) for _click in range(2)]
    assert [answer["Location"] for answer in answers] == [_at(submission)] * 2
    assert submission.attempts.count() == 2


def test_what_was_changed_since_the_page_was_opened_is_shown_first(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    _change(submission, sofia)
    form = _page(as_sofia, _at(submission, "submit")).form
    _change(submission, sofia, ref="c2")
    response = as_sofia.post(form.action, form.filled(message="Look"))
    assert response.status_code == 409
    page = Page.of(response)
    assert "The canvas was changed since you opened this page." in page.text
    assert "Channel “Mensagens”" in page.text
    assert submission.attempts.count() == 1
    again = as_sofia.post(form.action, page.form.filled())
    assert again.status_code == 302
    assert submission.attempts.get(number=2).message == "Look"


def test_what_can_not_be_handed_in_says_why_and_keeps_what_was_typed(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    _change(submission, sofia)
    assert submission.canvas
    seen = fingerprint(submission.canvas.document)
    refused = {
        "time is over": lambda: Assignment.objects.update(
            due_at=timezone.now() - timedelta(days=2), late_days=1
        ),
        "taken it up": lambda: Submission.objects.update(state=State.IN_REVIEW),
        "was deleted": lambda: actions.delete_canvas(submission.canvas, by=sofia),
    }
    for told, hinder in refused.items():
        Assignment.objects.update(due_at=None)
        Submission.objects.update(state=State.SUBMITTED)
        hinder()
        response = as_sofia.post(_at(submission, "submit"), {"message": "Please", "seen": seen})
        assert response.status_code == 409, told
        assert told in Page.of(response).text
        assert "Please" in response.content.decode()
    assert submission.attempts.count() == 1


def test_a_late_attempt_is_announced_and_marked(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    Assignment.objects.update(due_at=timezone.now() - timedelta(hours=1))
    _change(submission, sofia)
    page = _page(as_sofia, _at(submission, "submit"))
    assert "this attempt is marked as late" in page.text
    as_sofia.post(page.form.action, page.form.filled())
    assert submission.attempts.get(number=2).is_late
    assert "Late" in _page(as_sofia, _at(submission)).text


@pytest.mark.parametrize("message", ["x" * 2_001, "x" * 10_000, "a\0b"])
def test_a_message_that_can_not_be_kept_is_asked_back(
    submission: Submission, sofia: User, as_sofia: Client, message: str
) -> None:
    _change(submission, sofia)
    response = as_sofia.post(_at(submission, "submit"), {"message": message})
    assert response.status_code == 422
    assert Page.of(response).form.fields["message"] == [message]
    assert submission.attempts.count() == 1


def test_where_the_canvas_was_deleted_the_page_offers_to_begin_again(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    assert submission.canvas
    actions.delete_canvas(submission.canvas, by=sofia)
    page = _page(as_sofia, _at(submission))
    assert page.form.action == reverse(
        "assignment_start", args=[submission.assignment.course_id, 1]
    )
    as_sofia.post(page.form.action)
    assert "The canvas was deleted." not in _page(as_sofia, _at(submission)).text


def test_handing_in_has_an_end(submission: Submission, sofia: User, as_sofia: Client) -> None:
    Submission.objects.update(attempt_count=submitting.MOST_ATTEMPTS)
    _change(submission, sofia)
    response = as_sofia.post(_at(submission, "submit"), {})
    assert response.status_code == 409
    assert submission.attempts.count() == 1


def test_while_it_is_under_review_there_is_nothing_to_hand_in(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    _change(submission, sofia)
    Submission.objects.update(state=State.IN_REVIEW)
    page = _page(as_sofia, _at(submission))
    assert "An instructor is reviewing attempt 1." in page.text
    assert _at(submission, "submit") not in page.links
    assert as_sofia.get(_at(submission, "submit"))["Location"] == _at(submission)


def test_students_read_what_was_released_and_nothing_else(
    submission: Submission, review: Review, ines: User, as_sofia: Client
) -> None:
    page = _page(as_sofia, _at(submission))
    for told in ("Changes requested", "10 of 10 points", "Well put", "Not clear", "A good start"):
        assert told in page.text
    assert "Who exactly?" in page.text
    assert "Copied?" not in page.text
    Submission.objects.update(state=State.IN_REVIEW)
    reviewing.overall(submission, attempt=1, text="Not this yet", version=2, by=ines)
    assert "Not this yet" not in _page(as_sofia, _at(submission)).text


def test_nothing_is_told_before_it_is_released(
    submission: Submission, ines: User, as_sofia: Client
) -> None:
    reviewing.overall(submission, attempt=1, text="Not this yet", version=1, by=ines)
    reviewing.remark(submission, attempt=1, key="s1", text="Nor this", is_private=False, by=ines)
    for address in (_at(submission), _at(submission, "attempt", 1) + "?on=s1"):
        told = _page(as_sofia, address).text
        assert "Not this yet" not in told
        assert "Nor this" not in told
    assert "No feedback yet" in _page(as_sofia, _at(submission)).text


def test_the_first_look_of_a_student_notes_that_it_was_read(
    submission: Submission, review: Review, as_sofia: Client, as_ines: Client
) -> None:
    as_ines.get(_at(submission, "attempt", 1))
    assert Review.objects.get().read_at is None
    assert "new" in _page(as_sofia, _at(submission)).text.split()
    first = Review.objects.get().read_at
    assert first
    assert "new" not in _page(as_sofia, _at(submission)).text.split()
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
    assert "I like it" not in _page(as_sofia, _at(submission)).text
    for review in (peer, own):
        review.released, review.released_at = freeze_review(review, None), timezone.now()
        review.save()
    page = _page(as_sofia, _at(submission))
    assert "I like it" in page.text
    assert "So do I" not in page.text
    assert ("Tomás Toro" in page.text) is told
    assert not [form for form in page.forms if "repl" in form.action]


def test_an_attempt_stays_as_it_was_and_checks_nothing_anew(
    submission: Submission, review: Review, sofia: User, as_sofia: Client, as_ines: Client
) -> None:
    address = _at(submission, "attempt", 1)
    before = _page(as_sofia, f"{address}?on=s1").text
    _change(submission, sofia, ref="s1")
    for entries in (RelationshipType, Strategy, ChannelKind, Factor):
        entries.objects.update(retired=True, name_en="Something else")
    after = _page(as_sofia, f"{address}?on=s1").text
    assert after == before
    assert "Self-service" in after
    assert "Who exactly?" in after
    assert "Quem pedala para o trabalho" in _page(as_ines, address).text


def test_remarks_stand_at_what_they_are_about(
    submission: Submission, review: Review, as_sofia: Client
) -> None:
    address = _at(submission, "attempt", 1)
    told = {"": "Go on", "s1": "Who exactly?", "block:channels": "One more"}
    for on, text in told.items():
        page = _page(as_sofia, f"{address}?on={on}")
        assert [other for other in told.values() if other in page.text] == [text]
        assert "Copied?" not in page.text


@pytest.mark.parametrize("on", ["nothing", "block:", "x" * 5_000, "'\"<script>", "..%2F"])
def test_what_is_not_in_an_attempt_opens_nothing(
    submission: Submission, review: Review, as_sofia: Client, on: str
) -> None:
    response = as_sofia.get(_at(submission, "attempt", 1), {"on": on})
    assert response.status_code == 200
    assert "sheet" not in Page.of(response).ids
    assert "<script>" not in response.content.decode().replace('<script type="module"', "")


def test_an_attempt_tells_what_has_changed_since_the_one_before(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    _change(submission, sofia)
    submitting.submit(submission, live.current(), by=sofia)
    page = _page(as_sofia, _at(submission, "attempt", 2))
    assert "What has changed since attempt 1" in page.text
    assert "Removed: Segment “Entregadores”" in page.text
    assert "changes" not in _page(as_sofia, _at(submission, "attempt", 1)).ids
    assert as_sofia.get(_at(submission, "attempt", 3)).status_code == 404


def test_an_instructor_never_gets_to_the_living_canvas(
    submission: Submission, as_ines: Client
) -> None:
    assert submission.canvas
    assert as_ines.get(submission.canvas.get_absolute_url()).status_code == 404
    links = _page(as_ines, _at(submission, "attempt", 1)).links
    assert not [link for link in links if str(submission.canvas_id) in link]


def _reply(client: Client, submission: Submission, **told: object) -> tuple[int, str]:
    response = client.post(_at(submission, "reply_new"), told)
    return response.status_code, response.get("Location", "")


def test_both_sides_reply_and_know_what_the_other_has_read(
    submission: Submission, review: Review, as_sofia: Client, as_ines: Client
) -> None:
    remark = review.remarks.get(text="Who exactly?").pk
    status, place = _reply(
        as_sofia, submission, review=review.pk, remark=remark, text="By the school"
    )
    said = Reply.objects.get()
    assert (status, place) == (302, f"{_at(submission)}#answer-{said.pk}")
    assert (said.by_instructor, said.read_at) == (False, None)
    assert "By the school Sent" in _page(as_sofia, _at(submission)).text
    as_ines.get(_at(submission, "attempt", 1))
    assert Reply.objects.get().read_at is None
    as_ines.get(_at(submission, "attempt", 1) + "?on=s1")
    assert Reply.objects.get().read_at is not None
    assert "By the school Read by the instructors on" in _page(as_sofia, _at(submission)).text
    status, place = _reply(as_ines, submission, review=review.pk, text="Good", at="attempt")
    assert place.startswith(_at(submission, "attempt", 1) + "#answer-")
    answer = Reply.objects.get(text="Good")
    assert (answer.by_instructor, answer.remark) == (True, None)
    as_sofia.get(_at(submission))
    answer.refresh_from_db()
    assert answer.read_at is not None


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001, "x" * 10_000, "a\0b"])
@pytest.mark.parametrize("at", ["", "attempt"])
def test_a_reply_that_can_not_be_kept_stays_in_its_box(
    submission: Submission, review: Review, as_sofia: Client, text: str, at: str
) -> None:
    remark = review.remarks.get(text="Who exactly?").pk
    told = {"review": review.pk, "remark": remark, "text": text, "at": at}
    response = as_sofia.post(_at(submission, "reply_new"), told)
    assert response.status_code == 422
    page = Page.of(response)
    (box,) = [form for form in page.forms if form.fields.get("remark") == [str(remark)]]
    assert box.fields["text"] == [text]
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "tampered",
    [
        {"review": "0"},
        {"review": "9" * 5_000},
        {"review": "x"},
        {"remark": "0"},
        {"remark": "-1"},
        {"remark": "9" * 5_000},
        {"review": ""},
    ],
)
def test_other_ids_lead_nowhere(
    submission: Submission, review: Review, as_sofia: Client, tampered: dict[str, str]
) -> None:
    told = {"review": str(review.pk), "text": "x"} | tampered
    assert as_sofia.post(_at(submission, "reply_new"), told).status_code == 404


def test_nobody_replies_to_a_private_remark_nor_in_anothers_review(
    submission: Submission, review: Review, tomas: User, as_sofia: Client, as_tomas: Client
) -> None:
    private = review.remarks.get(is_private=True).pk
    assert _reply(as_sofia, submission, review=review.pk, remark=private, text="x")[0] == 404
    other = make.AuthorFactory(
        submission__assignment=submission.assignment,
        enrolment=tomas.enrolments.get(),
    ).submission
    assert _reply(as_tomas, other, review=review.pk, text="x")[0] == 404
    assert not Reply.objects.exists()


def test_a_reply_that_comes_too_late_keeps_what_was_typed(
    submission: Submission, review: Review, as_sofia: Client
) -> None:
    Course.objects.update(archived_at=timezone.now())
    response = as_sofia.post(_at(submission, "reply_new"), {"review": review.pk, "text": "Wait"})
    assert response.status_code == 409
    assert "nobody writes there any more" in Page.of(response).text
    assert "Wait" in Page.of(response).text


def test_what_was_typed_while_signed_out_comes_back(
    submission: Submission, review: Review, client: Client, sofia: User
) -> None:
    client.post(_at(submission, "reply_new"), {"review": review.pk, "text": "Long and wise"})
    client.force_login(sofia, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = _page(client, _at(submission, "reply_new"))
    assert "This is not sent yet." in page.text
    assert ["Long and wise"] in [form.fields.get("text") for form in page.forms]
    assert client.get(_at(submission, "reply_new"))["Location"] == _at(submission)


def test_everything_typed_is_escaped(
    submission: Submission, review: Review, sofia: User, as_sofia: Client, as_ines: Client
) -> None:
    hostile = "<script>alert(1)</script>"
    replying.reply(review, text=hostile, by=sofia, by_instructor=False)
    Attempt.objects.update(message=hostile)
    for client, address in (
        (as_sofia, _at(submission)),
        (as_sofia, _at(submission, "attempt", 1)),
        (as_ines, _at(submission, "attempt", 1)),
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
    _change(submission, sofia)
    submitting.submit(submission, live.current(), by=sofia)
    reviewing.overall(submission, attempt=2, text="Done", version=1, by=ines)
    releasing.release(submission, attempt=2, without_levels=True, by=ines)
    page = _page(signed_in(sofia), _at(submission))
    assert page.text.index("Done") < page.text.index("A good start")
    assert submission.canvas
    assert submission.canvas.members.get(user=sofia).role == Role.OWNER
