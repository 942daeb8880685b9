"""Every change in words: a sentence, and each field before and after, in the reader's language."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given

from canvas.differences import difference
from canvas.telling import Detail, Teller, Told
from relationships.blueprint import Blueprint, FactorMark, Habit, Note
from relationships.content import shipped
from relationships.vocabulary import Block, Motivation, Phase, Stage
from tests.canvas.building import full_blueprint
from tests.coherence.drawing import at_ease, blueprints

BEFORE = full_blueprint()
NOTE, SEGMENT, CHANNEL = BEFORE.notes[0], BEFORE.segments[0], BEFORE.channels[0]
ROW = BEFORE.relationships[0]


def told(after: Blueprint, language: str = "en") -> Told:
    with override(language):
        return Teller.of(after, shipped(), language).change(difference(BEFORE, after))


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda b: b.put(Note("n9", Block.KEY_PARTNERS, "Mill")), "Added: Note “Mill”."),
        (lambda b: b.remove("n2"), f"Deleted: Note “{BEFORE.notes[1].text}”."),
        (lambda b: b.put(replace(NOTE, text="Rye")), "Changed: Note “Rye”."),
        (lambda b: b.move("n2", "n1"), "The order was changed."),
        (lambda b: replace(b, title="Mill"), "The details of the canvas were changed."),
        (lambda b: b.put_touchpoints(()), "Touchpoints were changed."),
    ],
)
def test_a_change_is_told_in_a_sentence(
    edit: Callable[[Blueprint], Blueprint], sentence: str
) -> None:
    assert told(edit(BEFORE)).sentence == sentence


def test_what_goes_with_an_element_is_counted() -> None:
    sentence = told(BEFORE.remove("s1")).sentence
    assert sentence == f"Deleted: Segment “{SEGMENT.name}” and 1 more."


def test_fields_are_told_by_their_names_and_values_in_words() -> None:
    after = BEFORE.put(
        replace(ROW, motivation=Motivation.GROWTH, channel=None, monthly_cost=Decimal("1234.50"))
    )
    found = {detail.field: (detail.before, detail.after) for detail in told(after).details}
    assert found == {
        "Motivation: why build it": ("Retention", "Growth"),
        "Channel": (CHANNEL.name, "–"),
        "Cost a month": ("40.00", "1,234.50"),
    }


def test_values_speak_the_reader_s_language() -> None:
    after = BEFORE.put(replace(ROW, monthly_cost=Decimal("1234.50"), stage=Stage.GROWTH))
    changed = told(after, "es")
    assert changed.sentence.startswith("Cambió: Relación «")
    assert {d.after for d in changed.details} == {"1.234,50", "Crecimiento"}


def test_lists_of_a_segment_are_told_part_by_part() -> None:
    after = BEFORE.put(
        replace(
            SEGMENT,
            habits=(Habit("bread", "", "daily"),),
            factors=(FactorMark("time-saving", 3, "before school"), FactorMark("gone", 1)),
            expects=("personal", "gone"),
        )
    )
    found = {detail.field: detail.after for detail in told(after).details}
    assert found["Consumption habits"] == "bread · daily"
    weighs = "Time saving · Decisive · before school; gone · Somewhat important"
    assert found["What weighs on their purchase"] == weighs
    assert found["Relationships they expect"] == "Personal assistance; gone"


def test_a_touchpoint_is_told_by_both_its_ends() -> None:
    first = BEFORE.touchpoints[0]
    rest = BEFORE.touchpoints[1:]
    after = BEFORE.put_touchpoints((replace(first, phases=(Phase.PURCHASE,)), *rest))
    (detail,) = told(after).details
    assert isinstance(detail, Detail)
    assert detail.element == f"{SEGMENT.name} – {CHANNEL.name}"
    assert detail.after == "Purchase"


@at_ease
@given(blueprints(), blueprints())
def test_any_change_can_be_told(one: Blueprint, other: Blueprint) -> None:
    change = Teller.of(other, shipped(), "es").change(difference(one, other))
    assert change.sentence
