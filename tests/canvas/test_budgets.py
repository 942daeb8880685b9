"""How much a page may cost: queries, bytes and nodes; the same at any size."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from canvas import actions, discussion
from canvas.findings import findings_of, found
from canvas.models import Canvas, Role
from canvas.subjects import Subject
from relationships import live
from relationships.catalog import Catalog
from tests.canvas.building import BUDGETED, at, sized, titled
from tests.canvas.reading import HTMX, Page

pytestmark = pytest.mark.django_db

SIZES = {
    "1": sized(notes=8, segments=1, channels=1, relationships=1),
    "3": sized(notes=24, segments=3, channels=3, relationships=3),
    "60": sized(**BUDGETED),
}

each_size = pytest.mark.parametrize("size", SIZES)


@pytest.fixture
def client_of(as_alice: Client, catalog: Catalog) -> Client:
    """Of alice, in a process that knows the catalog already."""
    live.current()
    return as_alice


def _made(alice: User, size: str) -> Canvas:
    return actions.create_canvas(SIZES[size], by=alice)


READ: dict[str, tuple[str, int]] = {
    "board": ("", 4),
    "plan": ("plan/", 4),
    "coherence": ("coherence/", 4),
    "comments": ("comments/", 5),
    "comments on one": ("comments/?on=n0", 5),
    "set aside": ("coherence/set-aside/?code=relationship-without-justification&elements=r0", 4),
    "guided start": ("start/", 4),
    "matrix": ("matrix/", 4),
    "journey": ("journey/", 4),
    "map": ("map/", 4),
    "costs": ("costs/", 4),
    "calculator": ("costs/calculator/?segment=s0&spend=100", 3),
    "experiments": ("experiments/", 4),
    "trust": ("trust/", 4),
    "advice": ("segments/s0/advice/", 4),
    "compare": ("segments/s0/compare/", 4),
    "compare two": (
        "segments/s0/compare/?alternative=personal:c0&alternative=community&hours_per_month-1=9",
        4,
    ),
    "details": ("details/", 3),
    "new note": ("new/note/?block=key_partners", 4),
    "note": ("notes/n0/", 4),
    "new segment": ("new/segment/", 4),
    "segment": ("segments/s0/", 4),
    "new channel": ("new/channel/", 4),
    "channel": ("channels/c0/", 4),
    "new relationship": ("new/relationship/", 4),
    "relationship": ("relationships/r0/", 4),
    "fit": ("relationship-fit/?type=personal&channel=c0", 4),
    "abilities": ("channel-abilities/?kind=store", 4),
    "new experiment": ("relationships/r0/experiments/new/", 4),
    "remove": ("elements/s0/remove/", 4),
    "export": ("export.json", 3),
}


@each_size
@pytest.mark.parametrize("name", READ)
def test_a_page_costs_the_same_queries_at_any_size(
    client_of: Client,
    alice: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    size: str,
) -> None:
    place, queries = READ[name]
    address = at(_made(alice, size), place)
    with django_assert_num_queries(queries):
        client_of.get(address)
    with django_assert_num_queries(queries):
        client_of.get(address, headers=HTMX)


@pytest.mark.parametrize("reasons", [1, 3, 12])
def test_reasons_cost_the_coherence_page_one_query_and_the_board_none(
    client_of: Client,
    alice: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    reasons: int,
) -> None:
    canvas = _made(alice, "60")
    for n in range(reasons):
        _set_aside(canvas, alice, f"r{2 * n}")
    for place, queries in (("coherence/", 5), ("", 4)):
        with django_assert_num_queries(queries):
            html = client_of.get(at(canvas, place)).content.decode()
        assert f"{reasons} set aside" in html


@pytest.mark.parametrize("threads", [1, 3, 12])
def test_comments_cost_their_page_three_queries_and_the_board_none(
    client_of: Client,
    alice: User,
    bob: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    threads: int,
) -> None:
    canvas = _made(alice, "60")
    canvas.members.create(user=bob, role=Role.COMMENTER)
    for n in range(threads):
        _talk(canvas, Subject(f"n{n}"), alice, bob)
    for place, queries in (("comments/", 8), ("comments/?on=n0", 8), ("", 4), ("coherence/", 4)):
        with django_assert_num_queries(queries):
            client_of.get(at(canvas, place))
    with django_assert_num_queries(5):
        client_of.get("/inbox/")


def _talk(canvas: Canvas, subject: Subject, *people: User) -> None:
    """A thread in which each says something, and mentions all."""
    first, *others = people
    said = discussion.comment(canvas, subject, text="@alice", catalog=live.current(), by=first)
    assert said.comment is not None
    for person in others:
        discussion.reply(canvas, said.comment.thread_id, text="@alice", by=person)


def _set_aside(canvas: Canvas, by: User, ref: str) -> None:
    identity = ("relationship-without-justification", (ref,), ())
    catalog = live.current()
    finding = found(findings_of(canvas, catalog), identity)
    assert finding is not None
    seen = finding.fingerprint
    actions.set_aside(canvas, identity, seen, reason="Later", catalog=catalog, by=by)


@pytest.mark.parametrize("canvases", [1, 3, 30])
def test_the_dashboard_costs_the_same_queries_at_any_size(
    client_of: Client,
    alice: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    canvases: int,
) -> None:
    for n in range(canvases):
        actions.create_canvas(titled(f"Canvas {n}"), by=alice)
    with django_assert_num_queries(5):
        client_of.get("/canvases/")


def _sent(client: Client, canvas: Canvas, place: str, **changes: Any) -> Callable[[], HttpResponse]:
    form = Page.of(client.get(at(canvas, place), headers=HTMX)).form
    sent = form.filled(**changes)
    return lambda: client.post(at(canvas, place), sent, headers=HTMX)


def _posted(client: Client, canvas: Canvas, place: str, **data: str) -> Callable[[], HttpResponse]:
    return lambda: client.post(at(canvas, place), data, headers=HTMX)


def _taken_up(client: Client, canvas: Canvas) -> Callable[[], HttpResponse]:
    _sent(client, canvas, JUSTIFY, reason="Later")()
    named = {"code": "relationship-without-justification", "elements": "r0"}
    return _posted(client, canvas, "coherence/take-up/", **named)


def _in_thread(
    client: Client, canvas: Canvas, what: str, **data: str
) -> Callable[[], HttpResponse]:
    _sent(client, canvas, "comments/?on=s0", text="Who?")()
    thread = canvas.threads.get()
    return _posted(client, canvas, f"comments/threads/{thread.pk}/{what}/", **data)


JUSTIFY = "coherence/set-aside/?code=relationship-without-justification&elements=r0"
LACKING = {
    "code": "strategy-lacks-capability",
    "elements": "r0 c0",
    "about": "customer-calls individual",
}
SWITCH = "switch-on:c0:individual"

Edit = Callable[[Client, Canvas], Callable[[], HttpResponse]]

EDITS: dict[str, tuple[Edit, int]] = {
    "add a note": (lambda a, c: _posted(a, c, "new/note/", text="x", block="key_partners"), 11),
    "add a segment": (lambda a, c: _sent(a, c, "new/segment/", name="Shops"), 12),
    "add a channel": (lambda a, c: _sent(a, c, "new/channel/", name="Shop", kind="store"), 11),
    "add a relationship": (lambda a, c: _sent(a, c, "new/relationship/", type="personal"), 13),
    "plan an alternative": (
        lambda a, c: _posted(
            a, c, "segments/s0/compare/choose/?chosen=1", **{"type-1": "personal"}
        ),
        13,
    ),
    "plan advice": (lambda a, c: _posted(a, c, "segments/s0/advice/plan/", type="community"), 14),
    "save a note": (lambda a, c: _sent(a, c, "notes/n0/", text="Bread"), 10),
    "save a segment": (lambda a, c: _sent(a, c, "segments/s0/", name="Shops"), 10),
    "save a channel": (lambda a, c: _sent(a, c, "channels/c0/", name="Shop"), 10),
    "save a relationship": (lambda a, c: _sent(a, c, "relationships/r0/", objective="x"), 10),
    "write the costs": (lambda a, c: _posted(a, c, "costs/"), 11),
    "plan an experiment": (
        lambda a, c: _sent(a, c, "relationships/r0/experiments/new/", hypothesis="x"),
        10,
    ),
    "take a step": (lambda a, c: _posted(a, c, "relationships/r0/step/", step="run"), 10),
    "move a note": (lambda a, c: _posted(a, c, "elements/n6/move/", direction="up"), 11),
    "delete a note": (lambda a, c: _posted(a, c, "elements/n3/remove/"), 14),
    "delete a segment": (lambda a, c: _posted(a, c, "elements/s0/remove/"), 18),
    "delete a channel": (lambda a, c: _posted(a, c, "elements/c0/remove/"), 15),
    "delete a relationship": (lambda a, c: _posted(a, c, "elements/r0/remove/"), 12),
    "mend": (lambda a, c: _posted(a, c, "coherence/mend/", **LACKING, mend=SWITCH), 10),
    "mend nothing": (lambda a, c: _posted(a, c, "coherence/mend/", **LACKING), 7),
    "set aside": (lambda a, c: _sent(a, c, JUSTIFY, reason="Later"), 11),
    "take up": (lambda a, c: _taken_up(a, c), 12),
    "comment": (lambda a, c: _sent(a, c, "comments/?on=s0", text="Who?"), 13),
    "reply": (lambda a, c: _in_thread(a, c, "reply", text="Us"), 13),
    "resolve": (lambda a, c: _in_thread(a, c, "resolve"), 12),
    "refused": (lambda a, c: _posted(a, c, "new/note/", text=""), 4),
}
"""Transactions included: each counts two."""

MOST_FOR_AN_EDIT = 20


@each_size
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_costs_the_same_queries_at_any_size(
    client_of: Client,
    alice: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    size: str,
) -> None:
    edit, queries = EDITS[name]
    send = edit(client_of, _made(alice, size))
    with django_assert_num_queries(queries):
        send()
    assert queries <= MOST_FOR_AN_EDIT


# --- No template asks the database --------------------------------------------------------------


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The queries of each template while it renders."""
    counts: list[int] = []
    render = Template.render

    def counted(self: Template, *given: Any, **named: Any) -> str:
        with CaptureQueriesContext(connection) as asked:
            html = render(self, *given, **named)
        counts.append(len(asked))
        return html

    monkeypatch.setattr(Template, "render", counted)
    return counts


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
@pytest.mark.parametrize("place", [place for place, _ in READ.values() if "json" not in place])
def test_no_query_while_a_template_renders(
    client_of: Client, alice: User, rendering: list[int], place: str, headers: dict[str, str]
) -> None:
    canvas = _made(alice, "3")
    client_of.get(at(canvas, place), headers=headers)
    assert rendering == [0] * len(rendering) != []


def test_no_query_while_an_answer_or_the_dashboard_renders(
    client_of: Client, alice: User, rendering: list[int]
) -> None:
    canvas = _made(alice, "3")
    client_of.post(at(canvas, "elements/s0/remove/"), headers=HTMX)
    client_of.get("/canvases/")
    assert rendering == [0] * len(rendering) != []


# --- Bytes and nodes ----------------------------------------------------------------------------


def test_the_large_board_stays_within_its_bytes_and_nodes(client_of: Client, alice: User) -> None:
    html = client_of.get(at(_made(alice, "60"))).content
    measured = {
        "kB": len(html) / 1000,
        "gzip kB": len(gzip.compress(html, 6)) / 1000,
        "nodes": Page(html.decode()).nodes,
    }
    limits = {"kB": 110, "gzip kB": 14, "nodes": 1600}
    assert {name: value for name, value in measured.items() if value > limits[name]} == {}
