"""Eight people write to one canvas at once, through four web processes: nothing fails or is lost.

The processes are real, and so is the database: the one that the tests run on, SQLite or PostgreSQL.
"""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier
from urllib.parse import quote, urlencode

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from benchmarks.canvases import planned
from benchmarks.client import Visitor
from benchmarks.servers import Server
from benchmarks.sessions import open_session
from canvas import actions, blueprints
from canvas.models import Canvas, Event, Member, Role, Verb
from relationships import live
from tests.factories import UserFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CLIENTS = 8
PROCESSES = 4

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def database_url() -> str:
    """The address of the database that this test has for itself."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who = quote(told["USER"], safe="")
    if told["PASSWORD"]:
        who += f":{quote(told['PASSWORD'], safe='')}"
    where = urlencode({"host": told["HOST"], "port": told["PORT"]} | told["OPTIONS"])
    return f"postgres://{who}@/{told['NAME']}?{where}"


@pytest.fixture
def canvas() -> Canvas:
    call_command("load_catalog", verbosity=0)
    owner = UserFactory(email="alice@example.com")
    return actions.create_canvas(planned(live.current()), by=owner)


@pytest.fixture
def server(canvas: Canvas, tmp_path: Path) -> Iterator[Server]:
    environment = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    running = Server(
        "config.wsgi:application", environment, tmp_path / "log", workers=PROCESSES, threads=2
    )
    with running:
        yield running


@dataclass
class Writer:
    """One of the eight, and what should be left of the twenty writes when all is done."""

    number: int
    visitor: Visitor
    root: str
    statuses: Counter[int] = field(default_factory=Counter)
    texts: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    def write(self, start: Barrier) -> None:
        """Eight notes added, four of them edited, six moves among everybody's, two deletions."""
        start.wait(timeout=30)
        for n in range(8):
            self.add(f"note {n} of writer {self.number}")
        mine = list(self.texts)
        for n, ref in enumerate(mine[:4]):
            self.edit(ref, f"note {n} of writer {self.number}, thought over")
        for ref, before in zip(
            (*mine[2:5], "n4", "s2", "r3"), ("n1", mine[0], "", "n10", "s1", ""), strict=True
        ):
            self.post(f"elements/{ref}/move/", before=before)
        for ref in mine[6:]:
            self.post(f"elements/{ref}/remove/")
            self.removed.append(ref)
            del self.texts[ref]

    def add(self, text: str) -> None:
        self.texts[self.post("new/note/", block="key_activities", text=text, color="")] = text

    def edit(self, ref: str, text: str) -> None:
        self.post(f"notes/{ref}/", block="key_activities", text=text, color="green")
        self.texts[ref] = text

    def post(self, path: str, **fields: str) -> str:
        """Sends a form as htmx does; returns the ref that the answer names."""
        answer = self.visitor.post(self.root + path, fields)
        self.statuses[answer.status] += 1
        saved = json.loads(answer.headers.get("hx-trigger", "{}"))
        return str(saved.get("vinculo:saved", {}).get("ref", ""))


@pytest.fixture
def writers(canvas: Canvas, server: Server) -> Iterator[list[Writer]]:
    """Editors of the canvas, each with a connection of their own and the board open."""
    root = f"/canvases/{canvas.pk}/"
    everybody = []
    for number in range(CLIENTS):
        person: User = UserFactory()
        Member.objects.create(canvas=canvas, user=person, role=Role.EDITOR)
        visitor = Visitor(server.port, open_session(person, BACKEND))
        assert visitor.get(root).status == 200
        everybody.append(Writer(number, visitor, root))
    yield everybody
    for writer in everybody:
        writer.visitor.connection.close()


def all_at_once(writers: list[Writer]) -> None:
    """Each in a thread of its own, all from the same moment on; what one raises is raised here."""
    start = Barrier(len(writers))
    with ThreadPoolExecutor(len(writers)) as threads:
        for done in [threads.submit(writer.write, start) for writer in writers]:
            done.result(timeout=60)


@pytest.mark.xdist_group("container")
def test_eight_writers_through_four_processes_lose_and_fail_nothing(
    canvas: Canvas, server: Server, writers: list[Writer]
) -> None:
    all_at_once(writers)

    answered = sum((writer.statuses for writer in writers), Counter())
    assert answered == {200: CLIENTS * 20}, server.log.read_text()

    canvas = Canvas.objects.get(pk=canvas.pk)
    blueprint = blueprints.read(canvas)
    assert blueprints.rebuild(canvas) == blueprint

    kept = {ref: text for writer in writers for ref, text in writer.texts.items()}
    removed = {ref for writer in writers for ref in writer.removed}
    shipped = {f"n{n + 1}" for n in range(60)}
    notes = {note.ref: note.text for note in blueprint.notes}
    assert (len(kept), len(removed)) == (CLIENTS * 6, CLIENTS * 2)
    assert notes.keys() == shipped | kept.keys()
    assert {ref: notes[ref] for ref in kept} == kept

    numbers = list(
        Event.objects.filter(canvas=canvas).order_by("number").values_list("number", flat=True)
    )
    assert numbers == list(range(1, canvas.version + 1))
    verbs = Counter(Event.objects.filter(canvas=canvas).values_list("verb", flat=True))
    moves = verbs.pop(Verb.MOVE)
    assert verbs == {
        Verb.CREATE: 1,
        Verb.ADD: CLIENTS * 8,
        Verb.CHANGE: CLIENTS * 4,
        Verb.REMOVE: CLIENTS * 2,
    }
    assert 1 <= moves <= CLIENTS * 6
