"""Journeys, checked against an example worked out by hand, and against the rules."""

from hypothesis import given

from relationships.blueprint import Blueprint
from relationships.coherence import check
from relationships.content import shipped
from relationships.thinking.journey import Journey, Nowhere, Standing, Stop, journeys
from relationships.vocabulary import Motivation, Phase, Status
from tests.coherence.building import (
    AFTER_SALES,
    AWARENESS,
    DELIVERY,
    EVALUATION,
    PURCHASE,
    canvas,
    channel,
    row,
    segment,
    touch,
)
from tests.coherence.drawing import at_ease, blueprints

ACQUISITION, RETENTION, GROWTH = Motivation

CANVAS = canvas(
    *(segment("s1"), segment("s2"), channel("shop"), channel("mail"), channel("radio")),
    touch("s1", "mail", PURCHASE, AFTER_SALES),
    touch("s1", "shop", AWARENESS, PURCHASE),
    row("r1", segment="s1", channel="mail", motivation=RETENTION),
    row("r2", segment="s1", channel="shop", motivation=RETENTION),
    row("r3", segment="s1", channel="radio", motivation=GROWTH),
    row("r4", segment="s1"),
    row("r5", segment="s1", channel="mail", status=Status.DROPPED, motivation=RETENTION),
    row("r6", segment="s2", channel="radio", motivation=ACQUISITION),
)


def _journeys(blueprint: Blueprint) -> tuple[Journey, ...]:
    return journeys(blueprint, [each.ref for each in blueprint.segments])


def test_a_relationship_stands_in_every_phase_of_its_channel() -> None:
    way, _ = _journeys(CANVAS)
    assert way.channels == ("shop", "mail")
    assert [step.phase for step in way.steps] == list(Phase)
    assert [step.stops for step in way.steps] == [
        (Stop("shop", (Standing("r2", False),)), None),
        (None, None),
        (Stop("shop", (Standing("r2", False),)), Stop("mail", (Standing("r1", False),))),
        (None, None),
        (None, Stop("mail", (Standing("r1", True),))),
    ]


def test_phases_without_a_channel_are_holes() -> None:
    way, other = _journeys(CANVAS)
    assert way.holes == (EVALUATION, DELIVERY)
    assert other.holes == tuple(Phase)


def test_who_misses_the_phase_that_its_motivation_needs_is_named_there() -> None:
    way, other = _journeys(CANVAS)
    assert {step.phase: step.missed for step in way.steps if step.missed} == {
        PURCHASE: ("r3",),
        AFTER_SALES: ("r2",),
    }
    assert other.steps[0].missed == ("r6",)


def test_who_has_no_channel_that_reaches_the_segment_stands_nowhere() -> None:
    way, other = _journeys(CANVAS)
    assert way.nowhere == (Nowhere("r3", "radio"), Nowhere("r4", None))
    assert other.nowhere == (Nowhere("r6", "radio"),)


def test_some_segments_can_be_asked_for() -> None:
    assert [way.segment for way in journeys(CANVAS, ["s2"])] == ["s2"]


@given(blueprints(unknown=True))
@at_ease
def test_journeys_say_what_the_rules_find(blueprint: Blueprint) -> None:
    ways = _journeys(blueprint)
    findings = check(blueprint, shipped())

    def found(code: str) -> set[tuple[object, ...]]:
        return {(*f.elements, *f.about) for f in findings if f.code == code}

    served = [way for way in ways if way.channels]
    assert {(way.segment, *way.holes) for way in served if way.holes} == found("phases-uncovered")
    assert {(way.segment,) for way in ways if not way.holes} == found("journey-complete")
    assert {
        (ref, way.segment)
        for way in served
        for step in way.steps
        if step.is_hole
        for ref in step.missed
    } == found("motivation-without-phase")
    assert {
        (lost.relationship, lost.channel, way.segment)
        for way in ways
        for lost in way.nowhere
        if lost.channel
    } == found("channel-misses-segment")
    assert {
        (lost.relationship,) for way in ways for lost in way.nowhere if not lost.channel
    } == found("relationship-without-channel")


@given(blueprints())
@at_ease
def test_every_active_relationship_stands_somewhere_or_nowhere(blueprint: Blueprint) -> None:
    for way in _journeys(blueprint):
        standing = {
            one.relationship
            for step in way.steps
            for stop in step.stops
            if stop
            for one in stop.relationships
        }
        nowhere = {lost.relationship for lost in way.nowhere}
        active = {r.ref for r in blueprint.plan_of(way.segment) if r.is_active}
        assert (standing | nowhere, standing & nowhere) == (active, set())
