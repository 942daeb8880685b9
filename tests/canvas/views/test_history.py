"""The history page, comparing two states, putting one back, and branching."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from canvas import actions, blueprints
from canvas.exchange import vinculo_canvas
from canvas.models import Canvas, Occasion, Snapshot
from relationships.blueprint import Blueprint, Note
from relationships.vocabulary import Block
from tests.canvas.building import EMPTY, at, full_blueprint, now
from tests.canvas.reading import Page

pytestmark = pytest.mark.django_db

MILL = Note("", Block.KEY_PARTNERS, "Mill")


def _snapshot(canvas: Canvas, by: User, name: str = "First") -> Snapshot:
    return actions.keep_snapshot(canvas, name=name, by=by)


def _compared(client: Client, canvas: Canvas, **states: str) -> str:
    return Page.of(client.get(at(canvas, "history/compare/"), states)).text


def test_every_change_is_told_with_who_made_it(canvas: Canvas, as_bob: Client, erin: User) -> None:
    actions.add_element(canvas, MILL, by=erin)
    actions.remove_element(canvas, "n2", by=erin)
    text = Page.of(as_bob.get(at(canvas, "history/"))).text
    assert "Deleted: Note “Dois mecânicos”." in text
    assert "Added: Note “Mill”." in text
    assert "The canvas was created." in text
    assert "Erin Egea" in text


def test_a_snapshot_is_kept_under_its_name(canvas: Canvas, as_erin: Client) -> None:
    as_erin.post(at(canvas, "history/snapshots/new/"), {"name": "  Before the fair  "})
    kept = Snapshot.objects.get()
    assert (kept.name, kept.occasion, kept.version) == ("Before the fair", "named", 1)
    assert vinculo_canvas.restore(kept.document) == full_blueprint()
    assert "Before the fair" in Page.of(as_erin.get(at(canvas, "history/"))).text


@pytest.mark.parametrize("name", ["", " ", "x" * 121])
def test_a_snapshot_s_name_is_refused_beside_its_field(
    canvas: Canvas, as_alice: Client, name: str
) -> None:
    response = as_alice.post(at(canvas, "history/snapshots/new/"), {"name": name})
    assert response.status_code == 422
    assert not Snapshot.objects.exists()


def test_the_first_change_of_a_day_keeps_what_was_there(canvas: Canvas, alice: User) -> None:
    before = now(canvas)
    actions.add_element(canvas, MILL, by=alice)
    assert not Snapshot.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        for _ in range(2):
            actions.add_element(canvas, MILL, by=alice)
    (kept,) = Snapshot.objects.all()
    assert kept.occasion == Occasion.DAY
    assert len(vinculo_canvas.restore(kept.document).notes) == len(before.notes) + 1


def test_a_comparison_tells_what_was_added_changed_and_removed(
    canvas: Canvas, as_bob: Client, alice: User
) -> None:
    kept = _snapshot(canvas, alice)
    actions.add_element(canvas, MILL, by=alice)
    actions.remove_element(canvas, "n2", by=alice)
    note = full_blueprint().notes[0]
    actions.save_element(canvas, replace(note, text="Rye bread"), base=note, by=alice)
    html = as_bob.get(at(canvas, "history/compare/"), {"from": f"s{kept.pk}"}).content.decode()
    marked = [html.count(f"item--{change}") for change in ("added", "changed", "removed")]
    assert marked == [1, 1, 1]
    assert "Rye bread" in html
    assert note.text in html
    assert "Both sides are checked with today" in html


def test_findings_that_came_and_went_are_told(canvas: Canvas, as_bob: Client, alice: User) -> None:
    kept = _snapshot(canvas, alice)
    actions.remove_element(canvas, "s1", by=alice)
    text = _compared(as_bob, canvas, **{"from": f"s{kept.pk}", "to": "now"})
    assert "They came" in text
    assert "They went" in text
    again = _compared(as_bob, canvas, **{"from": "now", "to": "now"})
    assert "Nothing differs between the two." in again


@pytest.mark.parametrize("state", ["s0", "s999999", "v0", "v2", "x1", "s", "v²", "v" + "9" * 30])
def test_a_state_that_is_not_there_is_not_found(
    canvas: Canvas, as_alice: Client, state: str
) -> None:
    compare = at(canvas, "history/compare/")
    answers = [
        as_alice.get(compare, {"from": state}).status_code,
        as_alice.post(at(canvas, "history/return/"), {"to": state}).status_code,
        as_alice.post(at(canvas, "history/branch/"), {"from": state}).status_code,
    ]
    assert answers == [404, 404, 404]


def test_a_snapshot_of_another_canvas_is_out_of_reach(
    canvas: Canvas, as_alice: Client, charlie: User
) -> None:
    theirs = _snapshot(actions.create_canvas(EMPTY, by=charlie), charlie)
    response = as_alice.get(at(canvas, "history/compare/"), {"from": f"s{theirs.pk}"})
    assert response.status_code == 404


def test_putting_the_canvas_back_keeps_what_was_there(
    canvas: Canvas, as_erin: Client, alice: User
) -> None:
    kept = _snapshot(canvas, alice)
    actions.remove_element(canvas, "s1", by=alice)
    left = now(canvas)
    as_erin.post(at(canvas, "history/return/"), {"to": f"s{kept.pk}"})
    assert now(canvas) == full_blueprint() == blueprints.rebuild(Canvas.objects.get(pk=canvas.pk))
    before = Snapshot.objects.get(occasion=Occasion.RETURN)
    assert vinculo_canvas.restore(before.document) == left


def test_one_version_back_is_reached_without_a_snapshot(
    canvas: Canvas, as_erin: Client, alice: User
) -> None:
    actions.remove_element(canvas, "s1", by=alice)
    as_erin.post(at(canvas, "history/return/"), {"to": "v1"})
    assert now(canvas) == full_blueprint()


def test_one_element_comes_back_alone(canvas: Canvas, as_erin: Client, alice: User) -> None:
    actions.remove_element(canvas, "s1", by=alice)
    actions.remove_element(canvas, "n2", by=alice)
    as_erin.post(at(canvas, "history/return/"), {"to": "v1", "ref": "s1"})
    assert now(canvas) == full_blueprint().remove("n2")
    kept = Snapshot.objects.get(occasion=Occasion.RETURN)
    assert "s1" not in vinculo_canvas.restore(kept.document).elements


def test_one_element_is_put_back_to_what_it_was(
    canvas: Canvas, as_erin: Client, alice: User
) -> None:
    note = full_blueprint().notes[0]
    actions.save_element(canvas, replace(note, text="Rye"), base=note, by=alice)
    actions.add_element(canvas, MILL, by=alice)
    as_erin.post(at(canvas, "history/return/"), {"to": "v1", "ref": note.ref})
    assert now(canvas).elements[note.ref] == note
    assert len(now(canvas).notes) == len(full_blueprint().notes) + 1
    answer = as_erin.post(at(canvas, "history/return/"), {"to": "v1", "ref": "gone"})
    assert answer.status_code == 404


def test_a_state_becomes_a_canvas_of_one_s_own(
    canvas: Canvas, as_bob: Client, alice: User, bob: User
) -> None:
    actions.remove_element(canvas, "s1", by=alice)
    response = as_bob.post(at(canvas, "history/branch/"), {"from": "v1"})
    made = Canvas.objects.get(members__user=bob, members__role="owner")
    assert response["Location"] == at(made)
    assert replace(now(made), title=canvas.title) == full_blueprint()
    assert made.title != canvas.title


def _sent(blueprint: Blueprint) -> SimpleUploadedFile:
    return SimpleUploadedFile("canvas.json", vinculo_canvas.dump(blueprint).encode())


def test_a_document_is_brought_into_the_canvas(canvas: Canvas, as_erin: Client) -> None:
    wanted = replace(
        full_blueprint().remove("c1"), title="Mill", notes=(Note("n90", Block.KEY_PARTNERS, "x"),)
    )
    wanted = replace(
        wanted, segments=tuple(replace(s, value_propositions=()) for s in wanted.segments)
    )
    response = as_erin.post(at(canvas, "import/"), {"file": _sent(wanted)})
    assert response["Location"] == at(canvas)
    assert now(canvas) == wanted
    kept = Snapshot.objects.get(occasion=Occasion.IMPORT)
    assert vinculo_canvas.restore(kept.document) == full_blueprint()
    fresh = Canvas.objects.get(pk=canvas.pk)
    assert (fresh.title, fresh.last_ref >= 90) == ("Mill", True)


def test_a_broken_document_changes_nothing_and_every_fault_is_named(
    canvas: Canvas, as_erin: Client
) -> None:
    document = json.loads(vinculo_canvas.dump(full_blueprint()))
    document["title"], document["stage"] = "", "x"
    sent = SimpleUploadedFile("canvas.json", json.dumps(document).encode())
    response = as_erin.post(at(canvas, "import/"), {"file": sent})
    assert response.status_code == 422
    assert {"$.title", "$.stage"} <= set(Page.of(response).text.split())
    assert now(canvas) == full_blueprint()
    assert not Snapshot.objects.exists()
