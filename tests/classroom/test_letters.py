"""Who is told of what, and that nobody is told twice."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from accounts.models import User
from classroom import letters, submitting
from classroom.models import Assignment, Course, Letter, Occasion, Submission
from classroom.post import AGAIN_AFTER, KEPT_DAYS, NEWS, purge_letters, send_letters
from relationships import live
from relationships.catalog import Catalog
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    """Who waits to be told of what; that sofia has handed in was told before."""
    waiting = Letter.objects.filter(sent_at=None).exclude(key__endswith=":1", occasion="submitted")
    waiting = waiting.order_by("to__email")
    return list(waiting.values_list("to__email", "occasion"))


def sent() -> list[tuple[str, str]]:
    return [(message.to[0], message.subject) for message in mail.outbox]


class TestWhoIsTold:
    def test_of_an_assignment_everybody_who_attends(
        self, assignment: Assignment, course: Course, tomas: User
    ) -> None:
        gone = make.EnrolmentFactory(course=course, left_at=timezone.now())
        letters.published(assignment)
        letters.published(assignment)
        assert [who for who, _ in told()] == ["sofia@example.com", "tomas@example.com"]
        assert gone.user.email not in [who for who, _ in told()]

    def test_of_a_submission_the_instructors(self, submission: Submission, ines: User) -> None:
        letters.submitted(submission.attempts.get())
        waiting = Letter.objects.values_list("to__email", "occasion")
        assert list(waiting) == [(ines.email, Occasion.SUBMITTED)]

    def test_of_feedback_those_who_handed_in_and_again_after_it_was_reopened(
        self, submission: Submission, sofia: User
    ) -> None:
        review = make.ReviewFactory(attempt=submission.attempts.get(), released_at=timezone.now())
        letters.released(review)
        letters.released(review)
        assert told() == [(sofia.email, Occasion.RELEASED)]
        review.released_at = timezone.now()
        letters.released(review)
        assert len(told()) == 2

    def test_of_a_reply_the_other_side(
        self, submission: Submission, sofia: User, ines: User
    ) -> None:
        review = make.ReviewFactory(attempt=submission.attempts.get(), released_at=timezone.now())
        letters.replied(make.ReplyFactory(review=review, by=sofia))
        assert told() == [(ines.email, Occasion.REPLIED)]
        letters.replied(make.ReplyFactory(review=review, by=ines, by_instructor=True))
        assert told() == [(ines.email, Occasion.REPLIED), (sofia.email, Occasion.REPLIED)]

    def test_of_a_deadline_those_who_have_handed_in_nothing(
        self, submission: Submission, assignment: Assignment, tomas: User
    ) -> None:
        now = timezone.now()
        Assignment.objects.update(
            due_at=now + timedelta(hours=23), published_at=now - timedelta(days=2)
        )
        assert (letters.remind(now), letters.remind(now)) == (1, 0)
        assert told() == [(tomas.email, Occasion.DUE)]

    def test_of_no_deadline_that_is_far_or_past_or_of_what_was_just_published(
        self, assignment: Assignment
    ) -> None:
        now = timezone.now()
        early = now - timedelta(days=2)
        for due_at, published_at in (
            (now + timedelta(hours=25), early),
            (now - timedelta(hours=1), early),
            (now + timedelta(hours=2), now),
        ):
            Assignment.objects.update(due_at=due_at, published_at=published_at)
            assert letters.remind(now) == 0
        Assignment.objects.update(due_at=now + timedelta(hours=2), published_at=None)
        assert letters.remind(now) == 0


class TestSending:
    def test_one_mail_tells_all_of_one_assignment_and_it_is_sent_once(
        self, submission: Submission, assignment: Assignment, tomas: User, ines: User
    ) -> None:
        started = submitting.start(assignment, by=tomas)
        assert started.canvas
        started.canvas.document = submission.attempts.get().document
        started.canvas.save(update_fields=["document"])
        for attempt in (
            submission.attempts.get(),
            submitting.submit(started, live.current(), by=tomas),
        ):
            letters.submitted(attempt)
        now = timezone.now()
        assert (send_letters(now), send_letters(now)) == (1, 0)
        assert sent() == [(ines.email, "Handed in: Your first plan")]
        text = mail.outbox[0].body
        assert "2 submissions" in text
        assert text.count("/review/") == 2
        assert "/courses/mail/" in text

    def test_nobody_is_mailed_who_switched_it_off(
        self, assignment: Assignment, sofia: User, tomas: User, as_sofia: Client
    ) -> None:
        wanted = [str(o) for o in Occasion if o is not Occasion.PUBLISHED]
        assert as_sofia.post("/courses/mail/", {"wanted": wanted}).status_code == 302
        letters.published(assignment)
        send_letters(timezone.now())
        assert [who for who, _ in sent()] == [tomas.email]
        page = as_sofia.get("/courses/mail/").content.decode()
        assert page.count("checked") == len(wanted)

    def test_switching_off_takes_back_what_waits(
        self, assignment: Assignment, sofia: User, as_sofia: Client
    ) -> None:
        letters.published(assignment)
        as_sofia.post("/courses/mail/", {"wanted": []})
        as_sofia.post("/courses/mail/", {"wanted": [str(o) for o in Occasion]})
        assert sofia.email not in [who for who, _ in told()]

    def test_what_is_no_kind_of_mail_is_refused(self, as_sofia: Client) -> None:
        assert as_sofia.post("/courses/mail/", {"wanted": ["gossip"]}).status_code == 422

    def test_nobody_is_mailed_whose_address_is_not_verified(
        self, assignment: Assignment, sofia: User, tomas: User
    ) -> None:
        EmailAddress.objects.filter(user=sofia).update(verified=False)
        letters.published(assignment)
        now = timezone.now()
        send_letters(now)
        assert [who for who, _ in sent()] == [tomas.email]
        EmailAddress.objects.filter(user=sofia).update(verified=True)
        assert send_letters(now + NEWS + timedelta(seconds=1)) == 0

    def test_nobody_is_mailed_who_has_left_since(
        self, submission: Submission, course: Course, sofia: User, tomas: User, ines: User
    ) -> None:
        letters.published(submission.assignment)
        letters.submitted(submission.attempts.get())
        course.enrolments.filter(user=sofia).update(left_at=timezone.now())
        course.instructors.filter(user=ines).delete()
        send_letters(timezone.now())
        assert [who for who, _ in sent()] == [tomas.email]

    def test_nor_of_what_was_hidden_again(self, assignment: Assignment) -> None:
        letters.published(assignment)
        Assignment.objects.update(published_at=None)
        assert send_letters(timezone.now()) == 0

    def test_what_could_not_be_sent_is_tried_again(
        self, submission: Submission, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> int:
            raise OSError("no way out")

        letters.submitted(submission.attempts.get())
        now = timezone.now()
        with monkeypatch.context() as broken:
            broken.setattr(EmailBackend, "send_messages", refuse)
            assert send_letters(now) == 0
        assert send_letters(now) == 0
        assert send_letters(now + AGAIN_AFTER) == 1

    def test_it_is_written_in_the_persons_language_and_the_courses_time(
        self, assignment: Assignment, sofia: User, tomas: User
    ) -> None:
        User.objects.filter(pk=sofia.pk).update(language="es")
        due = timezone.datetime(2030, 5, 2, 4, 30, tzinfo=timezone.get_fixed_timezone(0))
        Assignment.objects.update(due_at=due)
        letters.published(assignment)
        send_letters(timezone.now())
        texts = {message.to[0]: message.body for message in mail.outbox}
        assert "1 de mayo de 2030 a las 23:30 (Lima)" in texts[sofia.email]
        assert "May 1, 2030, 11:30 p.m. (Lima)" in texts[tomas.email]

    def test_a_title_can_write_no_lines_of_its_own(
        self, assignment: Assignment, catalog: Catalog
    ) -> None:
        Assignment.objects.update(title="A\r\nBcc: x@example.com\u202e")
        letters.published(Assignment.objects.get())
        assert send_letters(timezone.now()) == 2
        assert "\u202e" not in mail.outbox[0].subject

    def test_old_letters_are_forgotten(self, assignment: Assignment) -> None:
        letters.published(assignment)
        now = timezone.now()
        assert purge_letters(now) == 0
        assert purge_letters(now + timedelta(days=KEPT_DAYS + 1)) == 2
