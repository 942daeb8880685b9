"""A student begins, sees what the canvas is for, and hands it in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from canvas import actions
from classroom import submitting
from classroom.models import (
    Assignment,
    Course,
    Submission,
)
from classroom.states import State
from classroom.submitting import NotTaken, fingerprint
from relationships.catalog import Catalog
from tests.canvas.reading import HTMX, Page
from tests.classroom.views.visiting import at, change, opened

pytestmark = pytest.mark.django_db


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


def test_what_is_withdrawn_meanwhile_is_not_found(
    assignment: Assignment,
    submission: Submission,
    as_sofia: Client,
    as_tomas: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def withdrawn(*_about: object, **_more: object) -> None:
        raise NotTaken("withdrawn")

    monkeypatch.setattr(submitting, "start", withdrawn)
    monkeypatch.setattr(submitting, "submit", withdrawn)
    address = reverse("assignment_start", args=[assignment.course_id, 1])
    assert as_tomas.post(address).status_code == 404
    assert as_sofia.post(at(submission, "submit")).status_code == 404


def test_the_canvas_says_what_it_is_for_to_those_who_hand_it_in(
    submission: Submission, as_sofia: Client, as_tomas: Client
) -> None:
    Assignment.objects.update(due_at=timezone.now() + timedelta(days=2))
    assert submission.canvas
    submission.canvas.refresh_from_db()
    assert submission.canvas.task == at(submission, "submission_task")
    board = as_sofia.get(submission.canvas.get_absolute_url()).content.decode()
    assert f'hx-get="{submission.canvas.task}"' in board
    line = as_sofia.get(submission.canvas.task, headers=HTMX)
    assert Page.of(line).links == [at(submission), at(submission, "submit")]
    assert "Due date: " in Page.of(line).text
    assert as_sofia.get(submission.canvas.task)["Location"] == at(submission)
    nothing = as_tomas.get(submission.canvas.task, headers=HTMX)
    assert (nothing.status_code, nothing.content) == (204, b"")
    Submission.objects.update(state=State.IN_REVIEW)
    line = as_sofia.get(submission.canvas.task, headers=HTMX)
    assert Page.of(line).links == [at(submission)]


def test_handing_in_shows_what_is_frozen_and_what_coherence_says(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    change(submission, sofia)
    page = opened(as_sofia, at(submission, "submit"))
    assert "Hand in attempt 2" in page.text
    assert "1 segment 2 channels" in page.text
    assert "What has changed since attempt 1" in page.text
    assert "Removed: Segment “Entregadores”" in page.text
    sent = page.form.filled(message="Sharper now")
    response = as_sofia.post(page.form.action, sent)
    assert response["Location"] == at(submission)
    second = submission.attempts.get(number=2)
    assert (second.message, second.by) == ("Sharper now", sofia)
    read = opened(as_sofia, at(submission))
    assert "as attempt 2." in read.text
    assert "Sharper now" in read.text


def test_a_double_click_makes_one_attempt(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    change(submission, sofia)
    form = opened(as_sofia, at(submission, "submit")).form
    answers = [as_sofia.post(form.action, form.filled()) for _click in range(2)]
    assert [answer["Location"] for answer in answers] == [at(submission)] * 2
    assert submission.attempts.count() == 2


def test_what_was_changed_since_the_page_was_opened_is_shown_first(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    change(submission, sofia)
    form = opened(as_sofia, at(submission, "submit")).form
    change(submission, sofia, ref="c2")
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
    change(submission, sofia)
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
        response = as_sofia.post(at(submission, "submit"), {"message": "Please", "seen": seen})
        assert response.status_code == 409, told
        assert told in Page.of(response).text
        assert "Please" in response.content.decode()
    assert submission.attempts.count() == 1


def test_a_late_attempt_is_announced_and_marked(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    Assignment.objects.update(due_at=timezone.now() - timedelta(hours=1))
    change(submission, sofia)
    page = opened(as_sofia, at(submission, "submit"))
    assert "this attempt is marked as late" in page.text
    as_sofia.post(page.form.action, page.form.filled())
    assert submission.attempts.get(number=2).is_late
    assert "Late" in opened(as_sofia, at(submission)).text


@pytest.mark.parametrize("message", ["x" * 2_001, "x" * 10_000, "a\0b"])
def test_a_message_that_can_not_be_kept_is_asked_back(
    submission: Submission, sofia: User, as_sofia: Client, message: str
) -> None:
    change(submission, sofia)
    response = as_sofia.post(at(submission, "submit"), {"message": message})
    assert response.status_code == 422
    assert Page.of(response).form.fields["message"] == [message]
    assert submission.attempts.count() == 1


def test_where_the_canvas_was_deleted_the_page_offers_to_begin_again(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    assert submission.canvas
    actions.delete_canvas(submission.canvas, by=sofia)
    page = opened(as_sofia, at(submission))
    assert page.form.action == reverse(
        "assignment_start", args=[submission.assignment.course_id, 1]
    )
    assert "with what you handed in last" in page.text
    Submission.objects.update(attempt_count=0, state=State.DRAFT, submitted_at=None)
    assert "what the assignment starts from" in opened(as_sofia, at(submission)).text
    as_sofia.post(page.form.action)
    assert "The canvas was deleted." not in opened(as_sofia, at(submission)).text


def test_handing_in_has_an_end(submission: Submission, sofia: User, as_sofia: Client) -> None:
    Submission.objects.update(attempt_count=submitting.MOST_ATTEMPTS)
    change(submission, sofia)
    response = as_sofia.post(at(submission, "submit"), {})
    assert response.status_code == 409
    assert submission.attempts.count() == 1


def test_while_it_is_under_review_there_is_nothing_to_hand_in(
    submission: Submission, sofia: User, as_sofia: Client
) -> None:
    change(submission, sofia)
    Submission.objects.update(state=State.IN_REVIEW)
    page = opened(as_sofia, at(submission))
    assert "An instructor is reviewing attempt 1." in page.text
    assert at(submission, "submit") not in page.links
    assert as_sofia.get(at(submission, "submit"))["Location"] == at(submission)


def test_who_had_to_sign_in_before_beginning_comes_back_to_the_assignment(
    assignment: Assignment, as_tomas: Client
) -> None:
    place = assignment.get_absolute_url()
    assert as_tomas.get(f"{place}start/").headers["Location"] == place
    assert not Submission.objects.exists()
