"""The daily mail: who gets it, when, in which language, and that nobody gets it twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Digest, User
from canvas import actions, discussion, inbox, sharing
from canvas.digests import MOST_TOLD, send_digests
from canvas.models import Canvas, Comment, Notice
from canvas.subjects import Subject
from relationships.catalog import Catalog

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def start() -> datetime:
    return timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)


Say = Callable[..., Comment]


@pytest.fixture
def say(canvas: Canvas, catalog: Catalog, carol: User, start: datetime) -> Say:
    """carol says something, some time after the start."""

    def comment(text: str, after: timedelta = timedelta(0), on: Canvas | None = None) -> Comment:
        with time_machine.travel(start + after, tick=False):
            said = discussion.comment(
                on or canvas, Subject("n1"), text=text, catalog=catalog, by=carol
            )
        assert said.comment is not None
        return said.comment

    return comment


def sent() -> list[str]:
    """To whom mails went."""
    return [address for message in mail.outbox for address in message.to]


class TestWhen:
    def test_not_before_an_hour_has_passed(self, say: Say, start: datetime) -> None:
        say("Who?")
        early, due = start + HOUR - timedelta(seconds=1), start + HOUR
        assert [send_digests(early), send_digests(due)] == [0, 1]
        assert sent() == ["alice@example.com"]

    def test_once_however_often_it_runs(self, say: Say, start: datetime) -> None:
        say("Who?")
        assert [send_digests(start + HOUR * n) for n in range(1, 60)].count(1) == 1

    def test_at_most_one_a_day(self, say: Say, start: datetime) -> None:
        say("One")
        assert send_digests(start + HOUR) == 1
        say("Two", HOUR)
        assert [send_digests(start + HOUR + after) for after in (HOUR, DAY / 2, DAY)] == [0, 0, 1]
        assert ["Two" in message.body for message in mail.outbox] == [False, True]
        assert "One" not in mail.outbox[1].body

    def test_what_was_read_is_not_mailed(self, alice: User, say: Say, start: datetime) -> None:
        say("Who?")
        inbox.mark_read(alice)
        assert send_digests(start + HOUR) == 0

    def test_what_was_deleted_is_not_mailed(
        self, canvas: Canvas, carol: User, say: Say, start: datetime
    ) -> None:
        discussion.retract(canvas, say("Rude words").pk, by=carol)
        assert send_digests(start + HOUR) == 0


class TestWho:
    def test_not_whoever_switched_it_off(self, alice: User, say: Say, start: datetime) -> None:
        say("@bob, look")
        User.objects.filter(pk=alice.pk).update(digest=Digest.NEVER)
        assert (send_digests(start + HOUR), sent()) == (1, ["bob@example.com"])

    def test_not_whoever_may_not_sign_in_any_more(
        self, alice: User, say: Say, start: datetime
    ) -> None:
        say("Who?")
        User.objects.filter(pk=alice.pk).update(is_active=False)
        assert send_digests(start + HOUR) == 0

    def test_not_whoever_left(self, canvas: Canvas, bob: User, say: Say, start: datetime) -> None:
        say("@bob, look")
        sharing.remove_member(canvas, canvas.members.get(user=bob), by=bob)
        assert (send_digests(start + HOUR), sent()) == (1, ["alice@example.com"])

    def test_not_whoever_lost_the_canvas_another_way(
        self, canvas: Canvas, bob: User, say: Say, start: datetime
    ) -> None:
        say("@bob, look")
        canvas.members.filter(user=bob).delete()
        assert (send_digests(start + HOUR), sent()) == (1, ["alice@example.com"])

    def test_nobody_hears_of_a_deleted_canvas(
        self, canvas: Canvas, alice: User, say: Say, start: datetime
    ) -> None:
        say("@bob, look")
        actions.delete_canvas(canvas, by=alice)
        assert send_digests(start + HOUR) == 0


class TestWhat:
    def test_it_tells_what_is_new_on_each_canvas_and_how_to_switch_it_off(
        self,
        canvas: Canvas,
        alice: User,
        carol: User,
        say: Say,
        start: datetime,
        settings: Settings,
    ) -> None:
        settings.SITE_URL = "https://vinculo.example.org"
        User.objects.filter(pk=alice.pk).update(language="en")
        twin = actions.duplicate_canvas(canvas, title="The other", by=alice)
        first, second = say("Who has\ncounted?"), say("@alice, look", HOUR, twin)
        send_digests(start + 2 * HOUR)
        (message,) = mail.outbox
        assert message.subject == "2 new comments for you in Vínculo"
        lines = message.body.splitlines()
        for said, told in (
            (first, "Carol Costa commented on a canvas of yours."),
            (second, "Carol Costa mentions you."),
        ):
            thread = said.thread
            place = f"https://vinculo.example.org/canvases/{thread.canvas_id}/comments/"
            at = lines.index(f"{place}?thread={thread.pk}#c{said.pk}")
            assert lines[at - 1] == f"> {' '.join(said.text.split())}"
            assert lines[at - 2].startswith(f"{told} (Note “")
        assert {canvas.title, "The other"} < set(lines)
        assert "https://vinculo.example.org/accounts/" in lines
        assert "https://vinculo.example.org/inbox/" in lines

    @pytest.mark.parametrize(
        ("own", "hello"), [("es", "Hola:"), ("pt-br", "Olá!"), ("en", "Hello,"), ("", "Olá!")]
    )
    def test_it_speaks_the_person_s_language_or_else_the_canvas_s(
        self, alice: User, say: Say, start: datetime, own: str, hello: str
    ) -> None:
        User.objects.filter(pk=alice.pk).update(language=own)
        say("Who?")
        assert alice.memberships.get().canvas.language == "pt-br"
        send_digests(start + HOUR)
        assert mail.outbox[0].body.splitlines()[0] == hello

    def test_hostile_texts_break_neither_line_nor_head(
        self, canvas: Canvas, say: Say, start: datetime
    ) -> None:
        Canvas.objects.filter(pk=canvas.pk).update(title="x\r\nBcc: all@example.com")
        say("<b>one</b>\n\nhttp://evil.example\u202etxt")
        send_digests(start + HOUR)
        (message,) = mail.outbox
        assert message.message()["Bcc"] is None
        assert "> <b>one</b> http://evil.example\N{REPLACEMENT CHARACTER}txt" in message.body
        assert "\nBcc" not in message.body

    def test_a_long_one_says_how_much_more_there_is(
        self, alice: User, say: Say, start: datetime
    ) -> None:
        User.objects.filter(pk=alice.pk).update(language="en")
        for n in range(MOST_TOLD + 2):
            say(f"Number {n}.")
        send_digests(start + HOUR)
        assert mail.outbox[0].body.count("> Number") == MOST_TOLD
        assert "And 2 more in your inbox." in mail.outbox[0].body


class Broken(EmailBackend):
    """A mail server that takes nothing for bob."""

    fault: Exception = OSError("refused")

    def send_messages(self, messages: Any) -> int:
        if any("bob@example.com" in message.to for message in messages):
            raise self.fault
        return super().send_messages(messages)


@pytest.fixture
def broken(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{Broken.__module__}.{Broken.__qualname__}"


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("fault", [OSError("refused"), ValueError("no header")])
def test_a_mail_that_can_not_be_sent_keeps_nobody_else_waiting_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, bob: User, say: Say, start: datetime, fault: Exception
) -> None:
    monkeypatch.setattr(Broken, "fault", fault)
    say("@bob, look")
    assert (send_digests(start + HOUR), sent()) == (1, ["alice@example.com"])
    assert Notice.objects.get(user=bob).mailed_at is None
    monkeypatch.setattr(Broken, "send_messages", EmailBackend.send_messages)
    assert [send_digests(start + HOUR * 1.5), send_digests(start + HOUR * 2)] == [0, 1]
    assert sent() == ["alice@example.com", "bob@example.com"]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one_mail(say: Say, start: datetime) -> None:
    say("@bob, @erin, look")
    both = Barrier(3)

    def run() -> int:
        try:
            both.wait(timeout=20)
            return send_digests(start + HOUR)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        counts = [done.result(timeout=60) for done in [threads.submit(run) for _ in range(3)]]
    assert sum(counts) == 3
    assert sorted(sent()) == ["alice@example.com", "bob@example.com", "erin@example.com"]
