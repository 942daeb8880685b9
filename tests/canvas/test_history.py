"""A canvas as it was before: every kind of write is taken back exactly."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from accounts.models import User
from canvas import actions, blueprints, history
from canvas.models import Canvas
from relationships.blueprint import Blueprint, Note
from relationships.vocabulary import Block
from tests.canvas.building import full_blueprint

pytestmark = pytest.mark.django_db

Edit = Callable[[Canvas, User], object]


def _changed_note(canvas: Canvas, by: User) -> object:
    note = blueprints.read(canvas).notes[0]
    return actions.save_element(canvas, replace(note, text="Barley"), base=note, by=by)


EDITS: dict[str, Edit] = {
    "add": lambda c, u: actions.add_element(c, Note("", Block.KEY_PARTNERS, "Mill"), by=u),
    "change": _changed_note,
    "move": lambda c, u: actions.move_element(c, "n1", by=u),
    "remove a segment": lambda c, u: actions.remove_element(c, "s1", by=u),
    "undo": lambda c, u: actions.undo_deletion(c, by=u),
    "remove a channel": lambda c, u: actions.remove_element(c, "c1", by=u),
    "details": lambda c, u: actions.save_details(
        c, {"title": "Mill"}, base={"title": c.title}, by=u
    ),
}


def _now(canvas: Canvas) -> Canvas:
    return Canvas.objects.get(pk=canvas.pk)


def _versions(canvas: Canvas, by: User) -> list[Blueprint]:
    """What every version held; the canvas's own deletion and return count as versions."""
    held = [blueprints.read(_now(canvas))]
    for edit in EDITS.values():
        fresh = _now(canvas)
        fresh.role = canvas.role
        edit(fresh, by)
        held.append(blueprints.read(_now(canvas)))
    actions.delete_canvas(canvas, by=by)
    actions.restore_canvas(canvas, by=by)
    return [*held, held[-1], held[-1]]


def test_every_version_is_found_again(canvas: Canvas, alice: User) -> None:
    held = _versions(canvas, alice)
    last = _now(canvas)
    assert len({*held}) > len(EDITS) - 2
    for version, blueprint in enumerate(held, start=1):
        events = history.since(last, version)
        assert events is not None
        assert history.as_of(last, events) == blueprint


def test_what_is_too_long_ago_or_yet_to_come_is_not_told(
    canvas: Canvas, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _versions(canvas, alice)
    last = _now(canvas)
    assert history.since(last, last.version) == []
    assert [history.since(last, version) for version in (0, -1, last.version + 1)] == [None] * 3
    monkeypatch.setattr(history, "MOST", 2)
    assert history.since(last, last.version - 3) is None
    assert len(history.since(last, last.version - 2) or ()) == 2


def test_what_is_read_names_who_did_it_in_one_query(
    canvas: Canvas, alice: User, django_assert_num_queries: Callable[[int], object]
) -> None:
    _versions(canvas, alice)
    last = _now(canvas)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert {str(e.by) for e in history.since(last, 1) or ()} == {str(alice)}


def test_the_full_canvas_is_what_the_tests_take_it_for(canvas: Canvas) -> None:
    assert blueprints.read(canvas) == full_blueprint()
