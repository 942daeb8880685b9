"""What is past its time goes, once, whoever runs it and however often."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import Http404
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from canvas import actions, keeping, sharing
from canvas.models import Canvas, Event, Invitation, Role, SecretLink, Snapshot
from canvas.models import Note as NoteRow
from relationships.blueprint import Note
from relationships.catalog import Catalog
from relationships.vocabulary import Block
from tests.canvas.building import at, full_blueprint, titled
from tests.deploy.test_container import ROOT
from tests.deploy.test_parallel_writers import database_url

pytestmark = pytest.mark.django_db

THEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
INSTANT = timedelta(seconds=1)


def _run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("tick", *arguments, stdout=out)
    return out.getvalue()


def _run_at(moment: datetime) -> str:
    with time_machine.travel(moment, tick=False):
        return _run()


# --- What goes, and when ------------------------------------------------------------------------


def test_a_deleted_canvas_can_be_brought_back_for_thirty_days_and_is_then_gone_whole(
    canvas: Canvas, alice: User, as_alice: Client
) -> None:
    kept = actions.create_canvas(titled("Kept"), by=alice)
    actions.remove_element(canvas, "n1", by=alice)
    with time_machine.travel(THEN, tick=False):
        actions.delete_canvas(canvas, by=alice)
    limit = THEN + timedelta(days=30)
    assert _run_at(limit) == ""
    assert as_alice.post(at(canvas, "restore/")).status_code == 302
    with time_machine.travel(THEN, tick=False):
        actions.delete_canvas(canvas, by=alice)
    assert _run_at(limit + INSTANT) == "canvas.keeping.purge_canvases: 1\n"
    assert list(Canvas.objects.all()) == [kept]
    assert set(Event.objects.values_list("canvas", flat=True)) == {kept.pk}
    assert list(NoteRow.objects.all()) == []
    assert as_alice.post(at(canvas, "restore/")).status_code == 404


def test_a_canvas_that_is_brought_back_too_late_is_not_there(canvas: Canvas, alice: User) -> None:
    actions.delete_canvas(canvas, by=alice)
    Canvas.objects.filter(pk=canvas.pk).delete()
    with pytest.raises(Http404):
        actions.restore_canvas(canvas, by=alice)


def test_an_invitation_goes_two_weeks_after_it_expired(canvas: Canvas, alice: User) -> None:
    with time_machine.travel(THEN, tick=False):
        sharing.invite(canvas, email="dana@example.com", role=Role.EDITOR, by=alice)
    limit = THEN + timedelta(days=sharing.INVITATION_DAYS + keeping.ENDED_DAYS)
    assert _run_at(limit) == ""
    assert _run_at(limit + INSTANT) == "canvas.keeping.purge_invitations: 1\n"
    assert list(Invitation.objects.all()) == []


def test_a_secret_link_goes_two_weeks_after_it_ended_and_one_without_an_end_stays(
    canvas: Canvas, alice: User
) -> None:
    with time_machine.travel(THEN, tick=False):
        sharing.make_link(canvas, days=7, by=alice)
        endless = sharing.make_link(canvas, days=None, by=alice)
    limit = THEN + timedelta(days=7 + keeping.ENDED_DAYS)
    assert _run_at(limit) == ""
    assert _run_at(limit + INSTANT) == "canvas.keeping.purge_links: 1\n"
    assert list(SecretLink.objects.all()) == [endless]


def test_a_snapshot_that_nobody_named_goes_after_ninety_days(canvas: Canvas, alice: User) -> None:
    with time_machine.travel(THEN, tick=False):
        named = actions.keep_snapshot(canvas, name="Kept", by=alice)
        actions.import_into(canvas, full_blueprint(), by=alice)
        actions.import_into(canvas, titled("Another"), by=alice)
    assert Snapshot.objects.count() == 2
    limit = THEN + timedelta(days=90)
    assert _run_at(limit) == ""
    assert _run_at(limit + INSTANT) == "canvas.keeping.purge_snapshots: 1\n"
    assert list(Snapshot.objects.all()) == [named]


def test_a_session_goes_when_it_has_expired(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    with time_machine.travel(THEN, tick=False):
        signed_in(alice)
    now = signed_in(alice)
    assert _run() == "canvas.keeping.purge_sessions: 1\n"
    assert [row.pk for row in Session.objects.all()] == [now.session.session_key]


def test_a_second_run_finds_nothing_left(canvas: Canvas, alice: User) -> None:
    with time_machine.travel(THEN, tick=False):
        actions.delete_canvas(canvas, by=alice)
    assert [_run(), _run()] == ["canvas.keeping.purge_canvases: 1\n", ""]


# --- The command --------------------------------------------------------------------------------


def broken(now: datetime) -> int:
    raise RuntimeError("the mail server is away")


def counted(now: datetime) -> int:
    return now.day


def test_a_part_that_fails_is_told_and_keeps_no_other_from_its_turn(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DUE = [f"{__name__}.broken", "nowhere.at_all", f"{__name__}.counted"]
    out = io.StringIO()
    with (
        time_machine.travel(THEN, tick=False),
        pytest.raises(CommandError, match=rf"^failed: {__name__}\.broken, nowhere\.at_all$"),
    ):
        call_command("tick", stdout=out)
    assert out.getvalue() == f"{__name__}.counted: 1\n"
    assert [record.getMessage() for record in caplog.records] == [
        f"{__name__}.broken failed",
        "nowhere.at_all failed",
    ]


@pytest.mark.parametrize("seconds", ["0", "-5"])
def test_a_loop_without_a_pause_is_refused(seconds: str) -> None:
    with pytest.raises(CommandError, match="--loop"):
        _run("--loop", seconds)


def test_a_loop_beside_a_process_that_is_not_its_parent_ends_at_once() -> None:
    assert _run("--loop", "600", "--beside", str(os.getpid())) == ""


STARTER = """
import os, subprocess, sys, time
words = [sys.executable, "manage.py", "tick", "--loop", "600", "--beside", str(os.getpid())]
child = subprocess.Popen(words)
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_loop_ends_with_the_process_that_started_it(catalog: Catalog) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout is not None
    child = int(starter.stdout.readline())
    with starter.stdout, ThreadPoolExecutor(1) as thread:
        # What the child writes to stays open for as long as it runs.
        ended = thread.submit(starter.stdout.read)
        try:
            with pytest.raises(TimeoutError):
                ended.result(timeout=2)
            starter.kill()
            assert starter.wait(timeout=20) != 0
            assert ended.result(timeout=60) == ""
        finally:
            if not ended.done():
                os.kill(child, signal.SIGKILL)


# --- At the same time ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_several_runs_at_once_each_thing_is_deleted_by_one_of_them(
    catalog: Catalog, alice: User
) -> None:
    due = 6
    with time_machine.travel(THEN, tick=False):
        for _ in range(due):
            canvas = actions.create_canvas(full_blueprint(), by=alice)
            sharing.make_link(canvas, days=7, by=alice)
            actions.delete_canvas(canvas, by=alice)
        alive = actions.create_canvas(titled("Alive"), by=alice)
        for number in range(due):
            email = f"person{number}@example.com"
            sharing.invite(alive, email=email, role=Role.VIEWER, by=alice)
    runners, now = 4, timezone.now()
    start = Barrier(runners)

    def run() -> tuple[int, int]:
        start.wait(timeout=30)
        try:
            return keeping.purge_canvases(now), keeping.purge_invitations(now)
        finally:
            connection.close()

    with ThreadPoolExecutor(runners) as threads:
        done = [each.result(timeout=120) for each in [threads.submit(run) for _ in range(runners)]]
    assert [sum(counts) for counts in zip(*done, strict=True)] == [due, due]
    assert list(Canvas.objects.all()) == [alive]
    assert list(Invitation.objects.all()) == []


@pytest.mark.django_db(transaction=True)
def test_a_canvas_that_is_purged_while_its_owner_edits_it_again_is_either_back_or_gone(
    catalog: Catalog, alice: User
) -> None:
    now = timezone.now()
    for _ in range(4):
        canvas = actions.create_canvas(titled("Bakery"), by=alice)
        actions.delete_canvas(canvas, by=alice)
        Canvas.objects.filter(pk=canvas.pk).update(deleted_at=THEN)
        start = Barrier(2)

        def bring_back(canvas: Canvas = canvas, start: Barrier = start) -> bool:
            start.wait(timeout=30)
            try:
                actions.restore_canvas(canvas, by=alice)
                fresh = Canvas.objects.get(pk=canvas.pk)
                actions.add_element(fresh, Note("", Block.COST_STRUCTURE, "Rent"), by=alice)
            except Http404:
                return False
            finally:
                connection.close()
            return True

        def purge(start: Barrier = start) -> int:
            start.wait(timeout=30)
            try:
                return keeping.purge_canvases(now)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            back, gone = threads.submit(bring_back), threads.submit(purge)
            is_back, purged = back.result(timeout=60), gone.result(timeout=60)
        assert (is_back, purged) in ((True, 0), (False, 1))
        assert Canvas.objects.filter(pk=canvas.pk).exists() is is_back
