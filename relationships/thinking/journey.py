"""The way of each segment through the five phases: which channel is there, and which relationship.

A relationship stands in every phase in which its channel serves its segment. Its motivation needs
one phase above the others: customers are won where they first hear of the offer, kept where they
are looked after, and sold more where they buy. Source: 003.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from relationships.blueprint import Blueprint, Relationship
from relationships.coherence.rules.motivation import PHASE_OF
from relationships.thinking.standing import plans
from relationships.vocabulary import Phase


@dataclass(frozen=True, slots=True)
class Standing:
    """A relationship in a phase; `is_needed` where its motivation needs this very phase."""

    relationship: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A channel that serves the segment in a phase, with the relationships that run over it."""

    channel: str
    relationships: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A phase. `stops` has a place for each channel of the journey, empty where it is not there.

    `missed` are the active relationships whose motivation needs this phase, and that do not stand
    in it.
    """

    phase: Phase
    stops: tuple[Stop | None, ...]
    missed: tuple[str, ...]

    @property
    def is_hole(self) -> bool:
        return not any(self.stops)


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A relationship that stands in no phase: its channel does not reach the segment, or there is
    none.
    """

    relationship: str
    channel: str | None


@dataclass(frozen=True, slots=True)
class Journey:
    """A segment's way. `channels` are those that serve it, in the document's order."""

    segment: str
    channels: tuple[str, ...]
    steps: tuple[Step, ...]
    nowhere: tuple[Nowhere, ...]

    @property
    def holes(self) -> tuple[Phase, ...]:
        return tuple(step.phase for step in self.steps if step.is_hole)


def journeys(blueprint: Blueprint, segments: Iterable[str]) -> tuple[Journey, ...]:
    """The ways of some segments: a page shows a part of a large canvas."""
    order = {channel.ref: place for place, channel in enumerate(blueprint.channels)}
    served: dict[str, dict[str, tuple[Phase, ...]]] = {s.ref: {} for s in blueprint.segments}
    for touch in sorted(blueprint.touchpoints, key=lambda touch: order[touch.channel]):
        served[touch.segment][touch.channel] = touch.phases
    rows = plans(blueprint)
    return tuple(_journey(ref, served[ref], rows[ref]) for ref in segments)


def _journey(
    segment: str, served: dict[str, tuple[Phase, ...]], rows: list[Relationship]
) -> Journey:
    over: dict[str | None, list[Relationship]] = {}
    for row in rows:
        over.setdefault(row.channel, []).append(row)
    return Journey(
        segment,
        tuple(served),
        tuple(_step(phase, served, rows, over) for phase in Phase),
        tuple(Nowhere(row.ref, row.channel) for row in rows if row.channel not in served),
    )


def _step(
    phase: Phase,
    served: dict[str, tuple[Phase, ...]],
    rows: list[Relationship],
    over: dict[str | None, list[Relationship]],
) -> Step:
    return Step(
        phase,
        tuple(
            Stop(
                channel,
                tuple(Standing(row.ref, _needs(row, phase)) for row in over.get(channel, ())),
            )
            if phase in phases
            else None
            for channel, phases in served.items()
        ),
        tuple(
            row.ref
            for row in rows
            if _needs(row, phase) and phase not in served.get(row.channel or "", ())
        ),
    )


def _needs(row: Relationship, phase: Phase) -> bool:
    return row.motivation is not None and PHASE_OF[row.motivation] is phase
