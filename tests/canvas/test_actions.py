"""Every write: one event, one version, nothing half written, nobody's edit lost."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError

from accounts.models import User
from canvas import actions, blueprints
from canvas.exchange import vinculo_canvas
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.models import Canvas, Event, Member, Role, Verb
from canvas.models import Note as NoteRow
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
from relationships.thinking.cost_line import cost_line, is_cost_line
from relationships.vocabulary import Block, Ownership, Phase
from tests.canvas.building import EMPTY, full_blueprint, now, sized, titled

pytestmark = pytest.mark.django_db

NOTE = Note("new", Block.COST_STRUCTURE, "Rent")


def _row(canvas: Canvas) -> Canvas:
    return Canvas.objects.get(pk=canvas.pk)


def _events(canvas: Canvas) -> list[tuple[int, str]]:
    return list(canvas.events.order_by("number").values_list("number", "verb"))


def _last(canvas: Canvas) -> Event:
    return canvas.events.latest("number")


# --- Making, copying, deleting canvases ---------------------------------------------------------


def test_a_new_canvas_is_its_makers(catalog: Catalog, alice: User) -> None:
    canvas = actions.create_canvas(full_blueprint(), by=alice)
    assert list(Member.objects.values_list("canvas", "user", "role")) == [
        (canvas.pk, alice.pk, Role.OWNER)
    ]
    event = _last(canvas)
    assert (event.number, event.verb, event.by, event.before) == (1, Verb.CREATE, alice, "")
    assert vinculo_canvas.restore(event.after) == full_blueprint()
    assert _row(canvas).version == 1


def test_a_copy_goes_its_own_way(canvas: Canvas, bob: User) -> None:
    twin = actions.duplicate_canvas(canvas, title="Copy", by=bob)
    actions.remove_element(twin, "n1", by=bob)
    assert now(canvas) == full_blueprint()
    assert now(twin) == replace(full_blueprint().remove("n1"), title="Copy")
    assert Member.objects.get(canvas=twin).user == bob


def test_a_deleted_canvas_comes_back_as_it_was(canvas: Canvas, alice: User) -> None:
    actions.delete_canvas(canvas, by=alice)
    assert _row(canvas).deleted_at is not None
    with pytest.raises(actions.Gone):
        actions.add_element(canvas, NOTE, by=alice)
    actions.restore_canvas(canvas, by=alice)
    row = _row(canvas)
    assert (row.deleted_at, blueprints.rebuild(row)) == (None, full_blueprint())
    assert _events(canvas) == [(1, "create"), (2, "delete"), (3, "restore")]


def test_a_canvas_that_nobody_can_own_is_not_half_made(catalog: Catalog) -> None:
    """The owner is written after the rows."""
    with pytest.raises(ValueError, match="unsaved"):
        actions.create_canvas(full_blueprint(), by=User(email="nobody@example.com"))
    assert [model.objects.count() for model in (Canvas, Member, Event, NoteRow)] == [0] * 4


# --- Events -------------------------------------------------------------------------------------


def test_an_event_holds_who_when_and_the_fragments_before_and_after(
    canvas: Canvas, erin: User
) -> None:
    base = full_blueprint().notes[0]
    change = actions.save_element(canvas, replace(base, text="Hoje"), base=base, by=erin)
    event, row = _last(canvas), _row(canvas)
    assert change.event == event
    assert (event.number, row.version, event.verb, event.by) == (2, 2, Verb.CHANGE, erin)
    assert event.at == row.changed_at
    before, after = map(vinculo_canvas.restore, (event.before, event.after))
    assert (before.notes, after.notes) == ((base,), (replace(base, text="Hoje"),))
    assert before.segments == after.segments == before.touchpoints == after.touchpoints == ()


def test_each_write_is_one_event_under_the_version_that_it_made(
    canvas: Canvas, alice: User
) -> None:
    actions.add_element(canvas, NOTE, by=alice)
    shop = full_blueprint().channels[0]
    actions.save_element(canvas, replace(shop, name="Loja"), base=shop, by=alice)
    actions.move_element(canvas, "n2", before="n1", by=alice)
    actions.remove_element(canvas, "s1", by=alice)
    actions.undo_deletion(canvas, by=alice)
    base = {"title": full_blueprint().title}
    actions.save_details(canvas, {"title": "Oficina"}, base=base, by=alice)
    verbs = ["create", "add", "change", "move", "remove", "undo", "change"]
    assert _events(canvas) == list(enumerate(verbs, start=1))
    assert _row(canvas).version == 7


@pytest.mark.parametrize("element", list(full_blueprint().elements.values()), ids=lambda e: e.ref)
def test_what_changes_nothing_is_no_event(canvas: Canvas, alice: User, element: Element) -> None:
    changes = [
        actions.save_element(canvas, element, base=element, by=alice),
        actions.move_element(canvas, element.ref, before=_next(element.ref), by=alice),
        actions.remove_element(canvas, "gone", by=alice),
        actions.move_element(canvas, "gone", before=element.ref, by=alice),
        actions.undo_deletion(canvas, by=alice),
        actions.save_details(canvas, {"title": "x"}, base={"title": "x"}, by=alice),
    ]
    assert [change.event for change in changes] == [None] * 6
    assert (_events(canvas), _row(canvas).version) == ([(1, "create")], 1)


def _next(ref: str) -> str | None:
    """The neighbour that each element of the full canvas stands before."""
    return {"n1": "n2", "s1": "s2", "c1": "c2", "r1": "r2"}.get(ref)


# --- Refs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "ref"),
    [
        (NOTE, "n3"),
        (Segment("new", "Shops"), "s3"),
        (Channel("new", "Shop", "store", Ownership.OWN), "c3"),
        (Relationship("new", "s1", "personal"), "r3"),
    ],
)
def test_a_new_element_gets_a_fresh_ref(
    canvas: Canvas, alice: User, element: Element, ref: str
) -> None:
    change = actions.add_element(canvas, element, by=alice)
    assert (change.ref, now(canvas).elements[ref]) == (ref, replace(element, ref=ref))


def test_a_ref_is_never_used_again(canvas: Canvas, alice: User) -> None:
    first = actions.add_element(canvas, NOTE, by=alice).ref
    actions.remove_element(canvas, first, by=alice)
    second = actions.add_element(canvas, NOTE, by=alice).ref
    actions.remove_element(canvas, second, by=alice)
    actions.undo_deletion(canvas, by=alice)
    third = actions.add_element(canvas, NOTE, by=alice).ref
    assert (first, second, third) == ("n3", "n4", "n5")


@pytest.mark.parametrize(
    ("refs", "fresh"),
    [
        (["n7", "n2"], "n8"),
        (["s41", "note-99"], "n42"),
        (["x99", "N50", "n-3"], "n1"),
        (["n007"], "n8"),
        (["n" + "9" * 15, "n1" + "0" * 15], "n1" + "0" * 14 + "1"),
        (["n" + "9" * 39], "n1"),
    ],
)
def test_imported_refs_are_kept_and_not_made_again(
    catalog: Catalog, alice: User, refs: list[str], fresh: str
) -> None:
    notes = tuple(replace(NOTE, ref=ref) for ref in refs)
    canvas = actions.create_canvas(replace(EMPTY, notes=notes), by=alice)
    change = actions.add_element(canvas, NOTE, by=alice)
    assert [note.ref for note in change.after.notes] == [*refs, fresh]


# --- Two people at once -------------------------------------------------------------------------


def test_what_only_one_side_changed_is_merged(canvas: Canvas, alice: User, erin: User) -> None:
    base = full_blueprint().segments[0]
    actions.save_element(canvas, replace(base, customers=300), base=base, by=erin)
    actions.save_element(canvas, replace(base, name="Ciclistas"), base=base, by=alice)
    merged = now(canvas).elements["s1"]
    assert merged == replace(base, customers=300, name="Ciclistas")


def test_what_both_changed_is_a_clash_and_writes_nothing(
    canvas: Canvas, alice: User, erin: User
) -> None:
    base = full_blueprint().segments[0]
    theirs = replace(base, customers=300, name="Ciclistas")
    actions.save_element(canvas, theirs, base=base, by=erin)
    mine = replace(base, name="Gente de bici", description="Todos os dias")
    with pytest.raises(actions.Clash) as clash:
        actions.save_element(canvas, mine, base=base, by=alice)
    assert clash.value.fields == ("name",)
    assert clash.value.theirs == theirs
    assert clash.value.mine == replace(mine, customers=300)
    assert (now(canvas).elements["s1"], _row(canvas).version) == (theirs, 2)


def test_details_clash_alike(canvas: Canvas, alice: User, erin: User) -> None:
    base = {"title": full_blueprint().title, "hourly_rate": Decimal("35.50")}
    actions.save_details(canvas, {**base, "title": "A"}, base=base, by=erin)
    actions.save_details(canvas, {**base, "hourly_rate": None}, base=base, by=alice)
    assert (now(canvas).title, now(canvas).hourly_rate) == ("A", None)
    with pytest.raises(actions.Clash) as clash:
        actions.save_details(canvas, {**base, "title": "B"}, base=base, by=alice)
    assert (clash.value.fields, now(canvas).title) == (("title",), "A")


def test_an_element_that_is_gone_is_not_written_anew(canvas: Canvas, alice: User) -> None:
    base = full_blueprint().notes[0]
    actions.remove_element(canvas, "n1", by=alice)
    with pytest.raises(actions.Gone):
        actions.save_element(canvas, replace(base, text="Hoje"), base=base, by=alice)
    assert _row(canvas).version == 2


def test_a_save_that_lost_its_channel_meanwhile_keeps_the_rest(canvas: Canvas, alice: User) -> None:
    base = now(canvas).elements["r2"]
    actions.remove_element(canvas, "c2", by=alice)
    change = actions.save_element(
        canvas, replace(base, channel="c2", objective="Ligar"), base=base, by=alice
    )
    assert change.after.elements["r2"] == replace(base, objective="Ligar")


def test_touchpoints_are_written_with_their_element(canvas: Canvas, alice: User) -> None:
    change = actions.add_element(
        canvas,
        Segment("new", "Shops"),
        touchpoints=lambda ref: (Touchpoint(ref, "c2", (Phase.PURCHASE,)),),
        by=alice,
    )
    assert change.after.touchpoints == (
        *full_blueprint().touchpoints,
        Touchpoint(change.ref, "c2", (Phase.PURCHASE,)),
    )


# --- Moving -------------------------------------------------------------------------------------


def _order(canvas: Canvas) -> list[str]:
    return [note.ref for note in now(canvas).notes]


@pytest.mark.parametrize(
    ("before", "order"),
    [
        ("n0", ["n2", "n0", "n1"]),
        ("n1", ["n0", "n2", "n1"]),
        (None, ["n0", "n1", "n2"]),
        ("gone", ["n0", "n1", "n2"]),
    ],
)
def test_an_element_moves_before_another_or_last(
    catalog: Catalog, alice: User, before: str | None, order: list[str]
) -> None:
    canvas = actions.create_canvas(sized(notes=3), by=alice)
    actions.move_element(canvas, "n2", before=before, by=alice)
    assert _order(canvas) == order


def test_a_note_in_another_block_offers_nothing_to_segments(canvas: Canvas, alice: User) -> None:
    actions.move_element(canvas, "n1", block=Block.KEY_PARTNERS, by=alice)
    assert now(canvas).notes_in(Block.KEY_PARTNERS) == (
        replace(full_blueprint().notes[0], block=Block.KEY_PARTNERS),
    )
    assert now(canvas).segments[0].value_propositions == ()
    assert blueprints.rebuild(_row(canvas)) == now(canvas)


def test_only_notes_have_a_block(canvas: Canvas, alice: User) -> None:
    actions.move_element(canvas, "s1", before=None, block=Block.KEY_PARTNERS, by=alice)
    assert [segment.ref for segment in now(canvas).segments] == ["s2", "s1"]


# --- Deleting and taking it back ----------------------------------------------------------------


@pytest.mark.parametrize("ref", full_blueprint().elements)
def test_undo_brings_back_an_element_with_all_that_hung_on_it(
    canvas: Canvas, alice: User, ref: str
) -> None:
    actions.remove_element(canvas, ref, by=alice)
    assert now(canvas) == full_blueprint().remove(ref)
    change = actions.undo_deletion(canvas, by=alice)
    assert now(canvas) == change.after == full_blueprint()
    assert blueprints.rebuild(_row(canvas)) == full_blueprint()
    assert _row(canvas).last_deletion is None


def test_only_the_last_deletion_comes_back(canvas: Canvas, alice: User) -> None:
    actions.remove_element(canvas, "n1", by=alice)
    actions.remove_element(canvas, "n2", by=alice)
    actions.undo_deletion(canvas, by=alice)
    assert actions.undo_deletion(canvas, by=alice).event is None
    assert _order(canvas) == ["n2"]


def test_what_was_done_since_stays(canvas: Canvas, alice: User) -> None:
    actions.remove_element(canvas, "c1", by=alice)
    actions.add_element(canvas, NOTE, by=alice)
    base = now(canvas).elements["r1"]
    actions.save_element(canvas, replace(base, objective="Outro"), base=base, by=alice)
    actions.undo_deletion(canvas, by=alice)
    row = now(canvas).elements["r1"]
    assert isinstance(row, Relationship)
    assert (row.channel, row.objective, _order(canvas)) == ("c1", "Outro", ["n1", "n2", "n3"])


# --- Limits -------------------------------------------------------------------------------------


def _import_refuses(blueprint: Blueprint, catalog: Catalog) -> list[str]:
    with pytest.raises(BrokenDocument) as broken:
        vinculo_canvas.decode(vinculo_canvas.encode(blueprint), catalog)
    return [fault.message for fault in broken.value.faults]


@pytest.mark.parametrize(
    ("size", "element"),
    [
        ({"notes": 300}, NOTE),
        ({"segments": 100}, Segment("new", "Shops")),
        ({"channels": 100}, Channel("new", "Shop", "store", Ownership.OWN)),
        ({"segments": 1, "relationships": 300}, Relationship("new", "s0", "personal")),
    ],
    ids=["note 301", "segment 101", "channel 101", "relationship 301"],
)
def test_one_too_many_is_refused_in_the_words_of_an_import(
    catalog: Catalog, alice: User, size: dict[str, int], element: Element
) -> None:
    full = sized(**size)
    canvas = actions.create_canvas(full, by=alice)
    with pytest.raises(BrokenDocument) as broken:
        actions.add_element(canvas, element, by=alice)
    assert [fault.message for fault in broken.value.faults] == _import_refuses(
        full.put(element), catalog
    )
    assert (now(canvas), _row(canvas).version) == (full, 1)


def test_an_undo_that_has_no_room_any_more_is_refused(catalog: Catalog, alice: User) -> None:
    canvas = actions.create_canvas(sized(notes=300), by=alice)
    actions.remove_element(canvas, "n0", by=alice)
    actions.add_element(canvas, NOTE, by=alice)
    with pytest.raises(BrokenDocument):
        actions.undo_deletion(canvas, by=alice)
    assert _row(canvas).note_count == 300


# --- All or nothing -----------------------------------------------------------------------------


def test_a_write_that_fails_midway_leaves_nothing_behind(canvas: Canvas, alice: User) -> None:
    """The event's number is taken already, so the write fails after the rows were written."""
    Event.objects.create(canvas=canvas, number=2, verb=Verb.CHANGE)
    with pytest.raises(IntegrityError):
        actions.remove_element(canvas, "s1", by=alice)
    row = _row(canvas)
    assert (row.version, row.segment_count, row.last_deletion_id) == (1, 2, None)
    assert blueprints.rebuild(row) == blueprints.read(row) == full_blueprint()


def test_counts_stand_on_the_row(catalog: Catalog, alice: User) -> None:
    canvas = actions.create_canvas(titled("Bakery"), by=alice)
    actions.add_element(canvas, NOTE, by=alice)
    segment = actions.add_element(canvas, Segment("new", "Shops"), by=alice).ref
    actions.add_element(canvas, Relationship("new", segment, "personal"), by=alice)
    row = _row(canvas)
    counts = (row.note_count, row.segment_count, row.channel_count, row.relationship_count)
    assert counts == (1, 1, 0, 1)


def test_a_relationship_with_a_segment_that_is_gone_is_not_added(
    canvas: Canvas, alice: User
) -> None:
    before = now(canvas)
    with pytest.raises(actions.Gone):
        actions.add_element(canvas, Relationship("x", "gone", "personal"), by=alice)
    assert now(canvas) == before


# --- What everything costs, written as a note ---------------------------------------------------


def _cost_note(canvas: Canvas) -> Note:
    (found,) = (note for note in now(canvas).notes if is_cost_line(note.text))
    return found


def test_the_costs_are_written_as_a_note_in_one_event(canvas: Canvas, alice: User) -> None:
    actions.write_cost_note(canvas, seen="", by=alice)
    assert _cost_note(canvas) == Note(
        "n3", Block.COST_STRUCTURE, cost_line(full_blueprint(), "pt-br")
    )
    assert _events(canvas) == [(1, "create"), (2, "add")]
    assert blueprints.rebuild(_row(canvas)) == now(canvas)


def test_they_are_written_into_the_same_note_again(canvas: Canvas, alice: User) -> None:
    actions.write_cost_note(canvas, seen="", by=alice)
    seen = _cost_note(canvas)
    actions.remove_element(canvas, "r1", by=alice)
    actions.write_cost_note(canvas, seen=seen.text.replace("\u00a0", " "), by=alice)
    assert _cost_note(canvas) == replace(seen, text=cost_line(now(canvas), "pt-br"))
    assert _events(canvas)[-1] == (4, "change")
    unchanged = actions.write_cost_note(canvas, seen="", by=alice)
    assert unchanged.event is None


@pytest.mark.parametrize("seen", ["", "Relationships and channels: EUR 1.00 a month (computed)"])
def test_a_cost_note_that_nobody_has_seen_is_left_alone(
    canvas: Canvas, alice: User, seen: str
) -> None:
    written = Note("new", Block.COST_STRUCTURE, cost_line(sized(1, 1, 2, 1), "es"), "pink")
    ref = actions.add_element(canvas, written, by=alice).ref
    with pytest.raises(actions.Clash) as clash:
        actions.write_cost_note(canvas, seen=seen, by=alice)
    assert clash.value.theirs == _cost_note(canvas) == replace(written, ref=ref)
    assert _events(canvas)[-1] == (2, "add")


def test_a_deleted_cost_note_comes_back_and_is_known_again(canvas: Canvas, alice: User) -> None:
    actions.write_cost_note(canvas, seen="", by=alice)
    before = _cost_note(canvas)
    actions.remove_element(canvas, before.ref, by=alice)
    actions.undo_deletion(canvas, by=alice)
    assert actions.write_cost_note(canvas, seen="", by=alice).event is None
    assert _cost_note(canvas) == before


def test_the_note_of_a_copy_is_known_too(canvas: Canvas, alice: User) -> None:
    actions.write_cost_note(canvas, seen="", by=alice)
    twin = actions.duplicate_canvas(_row(canvas), title="Copy", by=alice)
    actions.remove_element(twin, "r1", by=alice)
    actions.write_cost_note(twin, seen=_cost_note(twin).text, by=alice)
    assert _cost_note(twin).text == cost_line(now(twin), "pt-br")
