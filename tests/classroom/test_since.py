"""What has changed on a canvas between two attempts."""

from dataclasses import replace

import pytest

from classroom.frozen import Thawed
from classroom.since import Since
from relationships.blueprint import Blueprint, Note
from relationships.content import shipped
from relationships.vocabulary import Block, Phase
from tests.canvas.building import full_blueprint

BEFORE = full_blueprint()


def _since(after: Blueprint) -> Since:
    catalog = shipped()
    return Since(Thawed(BEFORE, (), catalog), Thawed(after, (), catalog))


def test_elements_are_told_apart_by_what_became_of_them() -> None:
    after = BEFORE.remove("n1").put(Note("n9", Block.KEY_PARTNERS, "The mill"))
    changed = replace(after.channels[1], name="The counter")
    since = _since(after.put(changed))
    # The value proposition that went was offered to s1.
    assert since.changes == {"n1": "removed", "n9": "added", "c2": "changed", "s1": "changed"}
    assert [note.ref for note in since.both.notes][-1] == "n1"


@pytest.mark.parametrize(
    ("key", "became"),
    [
        ("", "changed"),
        ("n9", "added"),
        ("n2", ""),
        ("r1", ""),
        ("block:key_partners", "changed"),
        ("block:revenue_streams", ""),
        ("block:customer_segments", ""),
        ("nonsense", ""),
    ],
)
def test_what_became_of_what_a_remark_is_on(key: str, became: str) -> None:
    since = _since(BEFORE.put(Note("n9", Block.KEY_PARTNERS, "The mill")))
    assert since.became(key) == became


def test_nothing_became_of_an_attempt_that_is_the_same() -> None:
    since = _since(BEFORE)
    assert (since.changes, since.became(""), since.became("block:channels")) == ({}, "", "")


def test_who_is_reached_otherwise_has_changed_and_so_has_the_channel() -> None:
    first, *rest = BEFORE.touchpoints
    other = replace(first, phases=(Phase.PURCHASE,))
    since = _since(BEFORE.put_touchpoints((other, *rest)))
    assert since.changes == {first.segment: "changed", first.channel: "changed"}
    (detail,) = since.details(first.channel, "en")
    assert (detail.field, detail.after) == ("Phases", "Purchase")


def test_an_elements_details_are_its_own() -> None:
    both = [replace(BEFORE.segments[n], name=f"Number {n}") for n in (0, 1)]
    since = _since(replace(BEFORE.put(both[0]).put(both[1]), title="Another", currency="USD"))
    (detail,) = since.details("s2", "en")
    assert detail.after == "Number 1"
