"""A form that asks for a part of an element: the rest stays as it is, whatever is sent."""

from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from canvas.exchange import vinculo_canvas
from canvas.forms.channels import ChannelForm
from canvas.forms.elements import ElementForm, PhasesForm
from canvas.forms.notes import NoteForm
from canvas.forms.plans import RelationshipForm
from canvas.forms.segments import SegmentForm
from relationships.blueprint import Channel, Element, Note, Relationship, Segment, Touchpoint
from relationships.content import shipped
from relationships.vocabulary import Phase
from tests.canvas.building import full_blueprint
from tests.coherence.drawing import at_ease, blueprints

FORMS: dict[type[Element], type[ElementForm]] = {
    Note: NoteForm,
    Segment: SegmentForm,
    Channel: ChannelForm,
    Relationship: RelationshipForm,
}
FULL = full_blueprint()


def _form(element: Element, only: tuple[str, ...], blueprint=FULL, **sent: str | list[str]):
    return FORMS[type(element)](
        sent, blueprint=blueprint, catalog=shipped(), language="en", element=element, only=only
    )


@pytest.mark.parametrize("element", FULL.elements.values(), ids=lambda element: element.ref)
def test_a_form_that_asks_for_nothing_changes_nothing(element: Element) -> None:
    form = _form(element, ())
    assert form.is_valid(), form.errors
    assert form.element == element


@given(blueprints(), st.data())
@at_ease
def test_any_element_survives_a_form_that_asks_for_nothing(blueprint, data) -> None:
    if not blueprint.elements:
        return
    element = data.draw(st.sampled_from(list(blueprint.elements.values())))
    form = _form(element, (), blueprint)
    assert form.is_valid(), form.errors
    assert vinculo_canvas.encode_element(form.element) == vinculo_canvas.encode_element(element)


def test_only_the_part_that_is_asked_for_is_read() -> None:
    segment = FULL.segments[0]
    sent = {"customers": "7", "name": "Other", "habit-0-what": "Other", "detail-guarantee": "x"}
    form = _form(segment, ("customers",), **sent)
    assert form.is_valid()
    assert form.element == replace(segment, customers=7)
    assert [field.name for field in form.asked()] == ["customers"]


def test_rows_of_habits_are_a_part_and_factors_another() -> None:
    segment = FULL.segments[0]
    sent = {"habit-0-what": "milk", "importance-guarantee": "3"}
    habits = _form(segment, ("habits",), **sent)
    assert habits.is_valid()
    assert [habit.what for habit in habits.element.habits] == ["milk"]
    assert habits.element.factors == segment.factors
    factors = _form(segment, ("factors",), **sent)
    assert factors.is_valid()
    assert factors.element.habits == segment.habits
    assert [mark.factor for mark in factors.element.factors] == ["guarantee"]


def test_what_is_wrong_with_the_rest_is_told_apart() -> None:
    gone = replace(FULL.channels[0], kind="gone")
    form = _form(gone, ("capabilities",), capabilities=["push"])
    assert not form.is_valid()
    with override("en"):
        assert [label for label, _error in form.unasked_errors()] == ["Kind"]


def test_phases_of_one_pair_leave_the_others_alone() -> None:
    channel = FULL.channels[0]
    form = PhasesForm(
        {"phases-with:s2": ["delivery"], "phases-with:s1": ["delivery"]},
        own=channel.ref,
        blueprint=FULL,
        side="segment",
        only="s2",
    )
    assert form.is_valid()
    assert form.chosen(channel.ref) == (Touchpoint("s2", channel.ref, (Phase.DELIVERY,)),)
    assert {t.segment for t in form.base_touchpoints()} <= {"s2"}
