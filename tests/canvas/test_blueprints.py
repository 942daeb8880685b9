"""Rows and blueprints: whatever is written reads the same from the document and from the rows."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from canvas import actions, blueprints
from canvas.examples import examples
from canvas.exchange import vinculo_canvas
from canvas.models import Canvas
from relationships.blueprint import (
    Blueprint,
    Channel,
    Element,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.catalog import Catalog
from relationships.content import shipped
from relationships.vocabulary import NOTE_BLOCKS, Block, Language, Phase
from tests.canvas.building import sized
from tests.canvas.exchange.documents import documents
from tests.coherence.drawing import blueprints as drawn

pytestmark = pytest.mark.django_db

on_rows = settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
"""Each example writes a canvas of its own, so that what others left does not matter."""


def _fresh(canvas: Canvas) -> Canvas:
    return Canvas.objects.get(pk=canvas.pk)


def _agrees(canvas: Canvas, expected: Blueprint) -> None:
    row = _fresh(canvas)
    assert blueprints.read(row) == expected
    assert blueprints.rebuild(row) == expected
    counts = (row.note_count, row.segment_count, row.channel_count, row.relationship_count)
    assert counts == (
        len(expected.notes),
        len(expected.segments),
        len(expected.channels),
        len(expected.relationships),
    )


# --- Round trips --------------------------------------------------------------------------------


@on_rows
@given(documents())
def test_rows_and_document_hold_what_was_given(
    catalog: Catalog, alice: User, document: dict[str, Any]
) -> None:
    blueprint = vinculo_canvas.decode(document, shipped())
    _agrees(actions.create_canvas(blueprint, by=alice), blueprint)


@pytest.mark.parametrize("language", Language)
def test_the_examples_read_as_they_are(catalog: Catalog, alice: User, language: str) -> None:
    for example in examples(language):
        _agrees(actions.create_canvas(example.blueprint, by=alice), example.blueprint)


def _edit(data: st.DataObject, canvas: Canvas, by: User) -> actions.Change:
    """One random edit, as a person makes it: from what she sees, with all that her forms send."""
    now = blueprints.read(canvas)
    refs = list(now.elements)
    verbs = ["add", "undo", "details", *(["change", "remove", "move"] if refs else [])]
    match data.draw(st.sampled_from(verbs)):
        case "add":
            other = data.draw(drawn())
            element = data.draw(st.sampled_from([*other.elements.values(), *_SPARE]))
            fitting = _fitting(element, now)
            pairs = None
            if isinstance(fitting, Segment) and now.channels:
                pairs = _joined(now.channels[0])
            return actions.add_element(canvas, fitting, touchpoints=pairs, by=by)
        case "change":
            mine = now.elements[data.draw(st.sampled_from(refs))]
            return _changed(data, canvas, mine, by)
        case "remove":
            return actions.remove_element(canvas, data.draw(st.sampled_from(refs)), by=by)
        case "move":
            ref, before = data.draw(st.sampled_from(refs)), data.draw(st.sampled_from(refs))
            block = data.draw(st.none() | st.sampled_from(NOTE_BLOCKS))
            return actions.move_element(canvas, ref, before=before, block=block, by=by)
        case "undo":
            return actions.undo_deletion(canvas, by=by)
        case _:
            other = data.draw(drawn())
            base = {"title": now.title, "monthly_budget": now.monthly_budget}
            wish = {"title": "Renamed", "monthly_budget": other.monthly_budget}
            return actions.save_details(canvas, wish, base=base, by=by)


_SPARE = [Note("n0", NOTE_BLOCKS[3], "Bread before eight"), Segment("s0", "Families nearby")]


def _joined(channel: Channel) -> Any:
    return lambda ref: (Touchpoint(ref, channel.ref, (Phase.PURCHASE, Phase.AFTER_SALES)),)


def _fitting(element: Element, now: Blueprint) -> Element:
    """The element with references to what this canvas holds, as its forms would offer them."""
    match element:
        case Segment():
            offers = tuple(n.ref for n in now.notes if n.block is NOTE_BLOCKS[3])
            return replace(element, value_propositions=offers[:2])
        case Relationship():
            if not now.segments:
                return _SPARE[0]
            channel = now.channels[-1].ref if now.channels else None
            return replace(element, segment=now.segments[0].ref, channel=channel)
        case _:
            return element


def _changed(data: st.DataObject, canvas: Canvas, mine: Element, by: User) -> actions.Change:
    now = blueprints.read(canvas)
    other = data.draw(drawn())
    like = [e for e in other.elements.values() if type(e) is type(mine)]
    wish = replace(_fitting(data.draw(st.sampled_from(like)), now), ref=mine.ref) if like else mine
    if not isinstance(mine, Segment):
        return actions.save_element(canvas, wish, base=mine, by=by)
    seen = tuple(t for t in now.touchpoints if t.segment == mine.ref)
    wanted = tuple(replace(t, phases=(Phase.DELIVERY,)) for t in seen[1:])
    return actions.save_element(canvas, wish, base=mine, touchpoints=(seen, wanted), by=by)


@on_rows
@given(drawn(), st.data())
def test_any_chain_of_edits_leaves_rows_and_document_agreeing(
    catalog: Catalog, alice: User, blueprint: Blueprint, data: st.DataObject
) -> None:
    canvas = actions.create_canvas(blueprint, by=alice)
    for _ in range(6):
        change = _edit(data, canvas, alice)
        canvas = change.canvas
        _agrees(canvas, change.after)
        vinculo_canvas.decode(vinculo_canvas.encode(change.after), shipped())


@on_rows
@given(drawn(), st.data())
def test_undoing_a_deletion_gives_back_an_equal_canvas(
    catalog: Catalog, alice: User, blueprint: Blueprint, data: st.DataObject
) -> None:
    if not blueprint.elements:
        return
    canvas = actions.create_canvas(blueprint, by=alice)
    ref = data.draw(st.sampled_from(list(blueprint.elements)))
    actions.remove_element(canvas, ref, by=alice)
    actions.undo_deletion(canvas, by=alice)
    _agrees(canvas, blueprint)


# --- Positions ----------------------------------------------------------------------------------

refs = st.lists(st.sampled_from([f"n{n}" for n in range(12)]), unique=True)


@given(refs, st.data())
def test_positions_put_the_rows_in_order(order: list[str], data: st.DataObject) -> None:
    places = st.integers(0, 40) | st.integers(0, 10**6)
    known = {ref: data.draw(places) for ref in order if data.draw(st.booleans())}
    written = blueprints.moved_positions(order, known)
    positions = [(known | written)[ref] for ref in order]
    assert all(one < other for one, other in pairwise(positions))
    assert all(position >= 0 for position in positions)


@given(st.permutations(range(8)), st.integers(0, 7), st.integers(0, 7))
def test_one_move_writes_one_position_while_there_is_room(
    numbers: list[int], at: int, to: int
) -> None:
    order = [f"n{n}" for n in numbers]
    known = {ref: blueprints.GAP * n for n, ref in enumerate(order, start=1)}
    order.insert(to, order.pop(at))
    assert len(blueprints.moved_positions(order, known)) == (0 if at == to else 1)


def test_positions_are_dealt_out_anew_where_there_is_no_room() -> None:
    known = {"a": 1, "b": 2, "c": 5000}
    assert blueprints.moved_positions(["a", "b", "new", "c"], known) == {"new": 2501}
    assert blueprints.moved_positions(["a", "new", "b", "c"], known) == {
        "a": 1024,
        "new": 2048,
        "b": 3072,
        "c": 4096,
    }


def test_the_same_place_can_be_taken_again_and_again(catalog: Catalog, alice: User) -> None:
    canvas = actions.create_canvas(sized(notes=4), by=alice)
    for n in range(24):
        change = actions.move_element(canvas, f"n{3 - n % 2}", before="n0", by=alice)
        _agrees(canvas, change.after)


# --- Queries ------------------------------------------------------------------------------------


def _sized(items: int) -> Blueprint:
    return sized(notes=8 * items, segments=items, channels=items, relationships=items)


@pytest.mark.parametrize("items", [1, 3])
def test_reading_costs_no_query_and_rebuilding_nine(
    catalog: Catalog, alice: User, django_assert_num_queries: DjangoAssertNumQueries, items: int
) -> None:
    canvas = _fresh(actions.create_canvas(_sized(items), by=alice))
    with django_assert_num_queries(0):
        blueprints.read(canvas)
    with django_assert_num_queries(9):
        blueprints.rebuild(canvas)


def _add(element: Element) -> Any:
    return lambda canvas, by: actions.add_element(canvas, element, by=by)


def _save(ref: str, **changes: Any) -> Any:
    def save(canvas: Canvas, by: User) -> actions.Change:
        base = blueprints.read(canvas).elements[ref]
        return actions.save_element(canvas, replace(base, **changes), base=base, by=by)

    return save


def _phases(canvas: Canvas, by: User) -> actions.Change:
    """Every touchpoint of a segment gets another phase."""
    now = blueprints.read(canvas)
    seen = tuple(t for t in now.touchpoints if t.segment == "s0")
    wanted = tuple(replace(t, phases=(Phase.DELIVERY,)) for t in seen)
    base = now.elements["s0"]
    return actions.save_element(canvas, base, base=base, touchpoints=(seen, wanted), by=by)


def _no_phases(canvas: Canvas, by: User) -> actions.Change:
    now = blueprints.read(canvas)
    seen = tuple(t for t in now.touchpoints if t.segment == "s0")
    base = now.elements["s0"]
    return actions.save_element(canvas, base, base=base, touchpoints=(seen, ()), by=by)


def _remove(ref: str) -> Any:
    return lambda canvas, by: actions.remove_element(canvas, ref, by=by)


NEW_SEGMENT = Segment("new", "Shops", expects=("personal",), value_propositions=("n3",))

WRITES: dict[str, tuple[Any, int]] = {
    "add a note": (_add(_SPARE[0]), 7),
    "add a segment": (_add(NEW_SEGMENT), 11),
    "add a relationship": (_add(Relationship("new", "s0", "personal", channel="c0")), 10),
    "save a note": (_save("n0", text="Bread"), 6),
    "save a segment": (_save("s0", name="Shops"), 6),
    "save a segment's lists": (_save("s0", expects=(), factors=(), value_propositions=()), 9),
    "save a channel": (_save("c0", name="Shop"), 6),
    "save a relationship": (_save("r0", channel=None, strategies=()), 10),
    "save phases": (_phases, 7),
    "clear phases": (_no_phases, 7),
    "move a note": (lambda canvas, by: actions.move_element(canvas, "n7", before="n0", by=by), 7),
    "remove a note": (_remove("n3"), 10),
    "remove a segment": (_remove("s0"), 14),
    "remove a channel": (_remove("c0"), 11),
    "remove a relationship": (_remove("r0"), 8),
    "rename": (
        lambda canvas, by: actions.save_details(
            canvas, {"title": "Bread"}, base={"title": blueprints.read(canvas).title}, by=by
        ),
        5,
    ),
    "nothing": (_save("n0"), 3),
}


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize("name", WRITES)
def test_a_write_costs_the_same_at_any_size(
    catalog: Catalog,
    alice: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    items: int,
) -> None:
    write, queries = WRITES[name]
    canvas = actions.create_canvas(_sized(items), by=alice)
    with django_assert_num_queries(queries):
        write(canvas, alice)


@pytest.mark.parametrize("items", [3, 6])
@pytest.mark.parametrize(("ref", "queries"), [("n3", 12), ("s0", 23), ("c0", 15), ("r0", 12)])
def test_an_undo_costs_the_same_at_any_size(
    catalog: Catalog,
    alice: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    ref: str,
    queries: int,
    items: int,
) -> None:
    canvas = actions.create_canvas(_sized(items), by=alice)
    left = actions.remove_element(canvas, ref, by=alice).canvas
    with django_assert_num_queries(queries):
        actions.undo_deletion(left, by=alice)


def test_a_canvas_is_read_again_only_where_somebody_wrote_since(
    catalog: Catalog, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write, queries = WRITES["nothing"]
    canvas = actions.create_canvas(_sized(3), by=alice)
    theirs = actions.remove_element(canvas, "n1", by=alice)
    with django_assert_num_queries(queries + 1):
        write(canvas, alice)
    with django_assert_num_queries(queries):
        write(theirs.canvas, alice)


def test_a_write_that_fails_leaves_the_canvas_that_it_was_given(
    catalog: Catalog, alice: User
) -> None:
    canvas = actions.create_canvas(_sized(3), by=alice)
    stood = {name: value for name, value in vars(canvas).items() if name != "_state"}
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_element(canvas, Note("n", Block.CHANNELS, "in no block of notes"), by=alice)
    assert {name: value for name, value in vars(canvas).items() if name != "_state"} == stood
