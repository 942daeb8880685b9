"""What differs, how two edits come together, and how a deletion is taken back."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.differences import (
    Delta,
    clashing,
    difference,
    differing,
    merge,
    merge_touchpoints,
    revive,
    rewind,
    whereabouts,
    without_dangling,
)
from canvas.exchange import vinculo_canvas
from relationships.blueprint import (
    Blueprint,
    Channel,
    Experiment,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.content import shipped
from relationships.vocabulary import Block, Ownership, Phase, Stage
from tests.canvas.building import full_blueprint
from tests.coherence.drawing import at_ease, blueprints

AWARENESS, EVALUATION, PURCHASE, DELIVERY, AFTER_SALES = Phase

NOTE = Note("n1", Block.KEY_PARTNERS, "Mill")


def touch(segment: str, channel: str, *phases: Phase) -> Touchpoint:
    return Touchpoint(segment, channel, phases or (PURCHASE,))


# --- difference ---------------------------------------------------------------------------------


@at_ease
@given(blueprints())
def test_a_blueprint_does_not_differ_from_its_equal(blueprint: Blueprint) -> None:
    twin = vinculo_canvas.restore(vinculo_canvas.dump(blueprint))
    delta = difference(blueprint, twin)
    assert (delta.is_empty, delta.refs, dict(delta.orders)) == (True, set(), {})


def test_only_what_differs_is_named() -> None:
    before = full_blueprint()
    note = replace(before.notes[0], text="No mesmo dia")
    delta = difference(before, before.put(note))
    assert (delta.before.notes, delta.after.notes) == ((before.notes[0],), (note,))
    assert (delta.refs, dict(delta.orders)) == ({"n1"}, {})
    assert delta.before.touchpoints == delta.after.touchpoints == ()


def test_an_added_element_stands_after_only() -> None:
    before = full_blueprint()
    note = Note("n9", Block.COST_STRUCTURE, "Aluguel")
    delta = difference(before, before.put(note))
    assert (delta.before.notes, delta.after.notes, dict(delta.orders)) == ((), (note,), {})


def test_a_removed_channel_leaves_what_hung_on_it_and_the_order_in_which_it_stood() -> None:
    before = full_blueprint()
    delta = difference(before, before.remove("c1"))
    assert delta.before.channels == before.channels[:1]
    assert delta.after.channels == ()
    assert [t.channel for t in delta.before.touchpoints] == ["c1", "c1"]
    assert delta.after.touchpoints == ()
    assert [row.channel for row in delta.before.relationships] == ["c1"]
    assert [row.channel for row in delta.after.relationships] == [None]
    assert delta.orders == {"channels": ["c1", "c2"], "touchpoints": ["s1 c1", "s2 c1", "s1 c2"]}


def test_a_move_names_the_order_that_was() -> None:
    before = full_blueprint()
    delta = difference(before, before.move("n2", "n1"))
    assert (delta.refs, delta.orders, delta.is_empty) == (set(), {"notes": ["n1", "n2"]}, False)


def test_the_head_alone_is_a_difference() -> None:
    before = full_blueprint()
    delta = difference(before, replace(before, hourly_rate=Decimal("36")))
    assert (delta.is_empty, delta.refs, delta.after.hourly_rate) == (False, set(), Decimal("36"))


# --- merge --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "mine", "merged", "clash"),
    [
        ({}, {}, {}, ()),
        ({"text": "A"}, {}, {"text": "A"}, ()),
        ({}, {"text": "B"}, {"text": "B"}, ()),
        ({"text": "A"}, {"text": "A"}, {"text": "A"}, ()),
        ({"text": "A"}, {"text": "B"}, {"text": "B"}, ("text",)),
        ({"text": "A"}, {"color": "blue"}, {"text": "A", "color": "blue"}, ()),
        (
            {"text": "A", "color": "pink"},
            {"text": "B", "color": "blue"},
            {"text": "B", "color": "blue"},
            ("text", "color"),
        ),
        ({"text": "A"}, {"text": "Mill"}, {"text": "A"}, ()),
    ],
)
def test_fields_that_one_side_changed_are_merged(
    theirs: dict[str, str], mine: dict[str, str], merged: dict[str, str], clash: tuple[str, ...]
) -> None:
    sides = (NOTE, replace(NOTE, **theirs), replace(NOTE, **mine))
    assert merge(*sides) == replace(NOTE, **merged)
    assert clashing(*sides) == clash


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ([], [], [], []),
        ([], [touch("s1", "c1")], [], [touch("s1", "c1")]),
        ([], [], [touch("s1", "c1")], [touch("s1", "c1")]),
        ([touch("s1", "c1")], [touch("s1", "c1")], [], []),
        ([touch("s1", "c1")], [], [touch("s1", "c1")], []),
        (
            [touch("s1", "c1")],
            [touch("s1", "c1"), touch("s2", "c1")],
            [touch("s1", "c1", DELIVERY)],
            [touch("s1", "c1", DELIVERY), touch("s2", "c1")],
        ),
        (
            [touch("s1", "c1")],
            [touch("s1", "c1", AWARENESS)],
            [touch("s1", "c1"), touch("s1", "c2")],
            [touch("s1", "c1", AWARENESS), touch("s1", "c2")],
        ),
        (
            [touch("s1", "c1")],
            [],
            [touch("s1", "c1", DELIVERY)],
            [touch("s1", "c1", DELIVERY)],
        ),
    ],
)
def test_touchpoints_are_merged_pair_by_pair(
    base: list[Touchpoint],
    theirs: list[Touchpoint],
    mine: list[Touchpoint],
    merged: list[Touchpoint],
) -> None:
    assert merge_touchpoints(tuple(base), tuple(theirs), tuple(mine)) == tuple(merged)


@at_ease
@given(blueprints(), st.data())
def test_a_form_that_changed_no_touchpoint_changes_none(
    blueprint: Blueprint, data: st.DataObject
) -> None:
    seen = tuple(t for t in blueprint.touchpoints if data.draw(st.booleans()))
    assert merge_touchpoints(seen, blueprint.touchpoints, seen) == blueprint.touchpoints


# --- undo ---------------------------------------------------------------------------------------


def _stored(delta: Delta) -> Delta:
    """As it comes back from an event."""
    return Delta(
        vinculo_canvas.restore(vinculo_canvas.dump(delta.before)),
        vinculo_canvas.restore(vinculo_canvas.dump(delta.after)),
        json.loads(json.dumps(dict(delta.orders))),
    )


@at_ease
@given(blueprints())
def test_undoing_any_deletion_at_once_gives_back_an_equal_blueprint(blueprint: Blueprint) -> None:
    for ref in blueprint.elements:
        without = blueprint.remove(ref)
        assert revive(without, _stored(difference(blueprint, without))) == blueprint


@at_ease
@given(blueprints(), st.data())
def test_undo_after_further_edits_keeps_them(blueprint: Blueprint, data: st.DataObject) -> None:
    if not blueprint.elements:
        return
    ref = data.draw(st.sampled_from(list(blueprint.elements)))
    without = blueprint.remove(ref)
    edited = without.put(Note("later", Block.KEY_PARTNERS, "Mill"))
    if edited.channels:
        edited = edited.put(replace(edited.channels[0], name="Renamed"))
    if len(edited.notes) > 1:
        edited = edited.move("later", edited.notes[0].ref)
    edited = replace(edited, title="Renamed", stage=Stage.MATURE)
    revived = revive(edited, _stored(difference(blueprint, without)))
    assert revived.elements.keys() == edited.elements.keys() | blueprint.elements.keys()
    assert (revived.title, revived.stage) == ("Renamed", Stage.MATURE)
    assert revived.elements["later"] == edited.elements["later"]
    assert [c.name for c in edited.channels if revived.elements[c.ref].name != c.name] == []
    assert set(revived.touchpoints) == set(blueprint.touchpoints)
    vinculo_canvas.decode(vinculo_canvas.encode(revived), shipped())


def test_a_field_that_somebody_filled_since_the_deletion_stays_theirs() -> None:
    before = full_blueprint()
    without = before.remove("c1")
    delta = difference(before, without)
    theirs = without.put(replace(without.elements["r1"], channel="c2", objective="Outro"))
    row = revive(theirs, delta).elements["r1"]
    assert (row.channel, row.objective) == ("c2", "Outro")


@at_ease
@given(blueprints(), st.data())
def test_nothing_dangles_whatever_was_deleted_in_between(
    blueprint: Blueprint, data: st.DataObject
) -> None:
    refs = data.draw(st.permutations(list(blueprint.elements)))
    current = blueprint
    deltas = []
    for ref in refs[:3]:
        if ref in current.elements:
            left = current.remove(ref)
            deltas.append(difference(current, left))
            current = left
    for delta in data.draw(st.permutations(deltas)):
        current = revive(current, delta)
        document = vinculo_canvas.encode(current)
        assert vinculo_canvas.decode(document, shipped()) == current


def test_what_dangles_is_dropped() -> None:
    offered = Note("n1", Block.VALUE_PROPOSITIONS, "Bread")
    other = Note("n2", Block.KEY_PARTNERS, "Mill")
    blueprint = Blueprint(
        title="Bakery",
        language="en",
        stage=Stage.IDEA,
        currency="EUR",
        notes=(offered, other),
        segments=(Segment("s1", "Families", value_propositions=("n1", "n2", "n3")),),
        channels=(Channel("c1", "Shop", "store", Ownership.OWN),),
        touchpoints=(touch("s1", "c1"), touch("s1", "c2"), touch("s2", "c1")),
        relationships=(
            Relationship("r1", "s1", "personal", channel="c1"),
            Relationship("r2", "s1", "personal", channel="c2"),
            Relationship("r3", "s2", "personal"),
        ),
    )
    sound = without_dangling(blueprint)
    assert sound.segments[0].value_propositions == ("n1",)
    assert sound.touchpoints == (touch("s1", "c1"),)
    assert [(row.ref, row.channel) for row in sound.relationships] == [("r1", "c1"), ("r2", None)]


# --- rewind -------------------------------------------------------------------------------------


@at_ease
@given(blueprints(), blueprints())
def test_taking_a_change_back_gives_what_stood_before(one: Blueprint, other: Blueprint) -> None:
    assert rewind(other, difference(one, other)) == one


@at_ease
@given(blueprints(), st.data())
def test_a_move_is_taken_back(before: Blueprint, data: st.DataObject) -> None:
    refs = list(before.elements)
    if len(refs) > 1:
        after = before.move(data.draw(st.sampled_from(refs)), data.draw(st.sampled_from(refs)))
        assert rewind(after, difference(before, after)) == before


# --- experiments, which have no ref -------------------------------------------------------------

ASK = Experiment("They ask", "questions a week", "10")
WRITE = Experiment("They write", "letters", "3")


@pytest.mark.parametrize(
    ("experiments", "at", "place"),
    [
        ((WRITE, ASK), 0, 1),
        ((ASK, ASK, ASK), 2, 2),
        ((ASK, WRITE, ASK), 2, 2),
        # Changed since, it still goes by its hypothesis; the one that equals it goes before that.
        ((replace(ASK, threshold="5"), WRITE), 1, 0),
        ((replace(ASK, threshold="5"), ASK), 0, 1),
        # Or only its hypothesis was rewritten.
        ((WRITE, replace(ASK, hypothesis="They phone")), 0, 1),
        ((replace(ASK, hypothesis="They phone", threshold="5"), WRITE), 0, None),
        ((), 0, None),
    ],
)
def test_an_experiment_is_found_by_how_it_was(
    experiments: tuple[Experiment, ...], at: int, place: int | None
) -> None:
    assert whereabouts(ASK, experiments, at) == place


def test_one_that_says_nothing_but_its_hypothesis_is_not_taken_for_another() -> None:
    assert whereabouts(Experiment("They ask"), (Experiment("They phone"),), 0) is None


def test_differing_names_the_fields() -> None:
    assert differing(ASK, ASK) == ()
    assert differing(ASK, WRITE) == ("hypothesis", "measure", "threshold")


def _with(*experiments: Experiment) -> Blueprint:
    before = full_blueprint()
    return before.put(replace(before.relationships[0], experiments=experiments))


@pytest.mark.parametrize(
    ("now", "revived"),
    [
        ((WRITE,), (ASK, WRITE)),
        ((replace(WRITE, customers=3),), (ASK, replace(WRITE, customers=3))),
        ((WRITE, ASK), (WRITE, ASK)),
        ((), (ASK,)),
    ],
)
def test_a_deleted_experiment_comes_back_among_those_of_now(
    now: tuple[Experiment, ...], revived: tuple[Experiment, ...]
) -> None:
    delta = difference(_with(ASK, WRITE), _with(WRITE))
    row = revive(_with(*now), delta).relationships[0]
    assert row.experiments == revived
