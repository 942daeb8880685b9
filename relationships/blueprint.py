"""A whole canvas as plain immutable values, with no database behind it.

The one thing that rules read, exports carry, snapshots freeze and comparisons compare.
Values are what the exchange format allows (the codec sees to it); edits return a new
blueprint and leave the old one as it was. The ref is an element's identity.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from relationships.vocabulary import (
    Block,
    Capability,
    Motivation,
    Ownership,
    Phase,
    Stage,
    Status,
    Trust,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Note:
    """A sticky note in one of the six blocks that hold plain notes."""

    ref: str
    block: Block
    text: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class Habit:
    what: str
    where: str = ""
    how_often: str = ""


@dataclass(frozen=True, slots=True)
class FactorMark:
    """How much a consumption factor (a slug of the catalog) weighs, 0 to 3."""

    factor: str
    importance: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A customer segment. `value_per_month` is a customer's, in the canvas's currency."""

    ref: str
    name: str
    description: str = ""
    customers: int | None = None
    value_per_month: Decimal | None = None
    value_propositions: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()
    habits: tuple[Habit, ...] = ()
    factors: tuple[FactorMark, ...] = ()
    trust: Trust | None = None
    trust_goal: Trust | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A means of reaching customers; `capabilities` stand in the vocabulary's order."""

    ref: str
    name: str
    kind: str
    ownership: Ownership
    capabilities: tuple[Capability, ...] = ()
    hours: str = ""
    monthly_cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A channel serving a segment in one or more phases, in the vocabulary's order."""

    segment: str
    channel: str
    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True)
class Experiment:
    """A trial of a relationship on the first customers; no verdict while it runs."""

    hypothesis: str
    measure: str = ""
    threshold: str = ""
    customers: int | None = None
    result: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Relationship:
    """One row of a segment's relationship plan. Costs are in the canvas's currency."""

    ref: str
    segment: str
    type: str
    channel: str | None = None
    strategies: tuple[str, ...] = ()
    motivation: Motivation | None = None
    objective: str = ""
    justification: str = ""
    setup_cost: Decimal | None = None
    monthly_cost: Decimal | None = None
    hours_per_month: int | None = None
    stage: Stage | None = None
    status: Status = Status.PLANNED
    minimum_viable: bool = False
    metric: str = ""
    target: str = ""
    experiments: tuple[Experiment, ...] = ()

    @property
    def is_active(self) -> bool:
        return self.status is not Status.DROPPED


Element = Note | Segment | Channel | Relationship


@dataclass(frozen=True)
class Blueprint:
    """A canvas. Every tuple keeps the order of the document."""

    title: str
    language: str
    stage: Stage
    currency: str
    description: str = ""
    monthly_budget: Decimal | None = None
    team_hours_per_month: int | None = None
    hourly_rate: Decimal | None = None
    notes: tuple[Note, ...] = ()
    segments: tuple[Segment, ...] = ()
    channels: tuple[Channel, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    relationships: tuple[Relationship, ...] = ()

    @cached_property
    def elements(self) -> dict[str, Element]:
        """Every element by its ref, in the document's order: notes, segments, channels, plan."""
        return {
            element.ref: element
            for collection in (self.notes, self.segments, self.channels, self.relationships)
            for element in collection
        }

    def notes_in(self, block: Block) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.block is block)

    def plan_of(self, segment: str) -> tuple[Relationship, ...]:
        """The relationships planned for a segment, dropped ones included."""
        return tuple(row for row in self.relationships if row.segment == segment)

    def put(self, element: Element) -> "Blueprint":
        """With this element in the place of the one of its ref, or else at the end."""
        return self._with(type(element), _put(self._all(type(element)), element))

    def put_touchpoints(self, touchpoints: tuple[Touchpoint, ...]) -> "Blueprint":
        return replace(self, touchpoints=touchpoints)

    def remove(self, ref: str) -> "Blueprint":
        """Without an element and without what hung on it.

        A segment takes its touchpoints and its plan; a channel its touchpoints, and is
        emptied in relationships; a value proposition loses its links. Raises `KeyError`
        where no element has the ref.
        """
        element = self.elements[ref]
        left = self._with(
            type(element), tuple(other for other in self._all(type(element)) if other.ref != ref)
        )
        match element:
            case Note():
                return replace(left, segments=tuple(map(_without_note(ref), left.segments)))
            case Segment():
                return replace(
                    left,
                    touchpoints=tuple(t for t in left.touchpoints if t.segment != ref),
                    relationships=tuple(r for r in left.relationships if r.segment != ref),
                )
            case Channel():
                return replace(
                    left,
                    touchpoints=tuple(t for t in left.touchpoints if t.channel != ref),
                    relationships=tuple(map(_without_channel(ref), left.relationships)),
                )
            case _:
                return left

    def move(self, ref: str, before: str | None = None) -> "Blueprint":
        """With an element before another one of its kind, or at the end of its kind.

        A neighbour that is gone counts as the end. Raises `KeyError` where no element has the ref.
        """
        element = self.elements[ref]
        others = [other for other in self._all(type(element)) if other.ref != ref]
        at = next((i for i, other in enumerate(others) if other.ref == before), len(others))
        others.insert(at, element)
        return self._with(type(element), tuple(others))

    def _all(self, kind: type[Element]) -> tuple[Element, ...]:
        elements: tuple[Element, ...] = getattr(self, COLLECTIONS[kind])
        return elements

    def _with(self, kind: type[Element], elements: tuple[Element, ...]) -> "Blueprint":
        changes: dict[str, Any] = {COLLECTIONS[kind]: elements}
        return replace(self, **changes)


COLLECTIONS: dict[type[Element], str] = {
    Note: "notes",
    Segment: "segments",
    Channel: "channels",
    Relationship: "relationships",
}
"""The field of a blueprint that holds each kind of element."""


def _put(elements: tuple[Element, ...], element: Element) -> tuple[Element, ...]:
    if any(other.ref == element.ref for other in elements):
        return tuple(element if other.ref == element.ref else other for other in elements)
    return (*elements, element)


def _without_note(ref: str) -> Callable[[Segment], Segment]:
    def unlinked(segment: Segment) -> Segment:
        if ref not in segment.value_propositions:
            return segment
        left = tuple(other for other in segment.value_propositions if other != ref)
        return replace(segment, value_propositions=left)

    return unlinked


def _without_channel(ref: str) -> Callable[[Relationship], Relationship]:
    def emptied(relationship: Relationship) -> Relationship:
        return replace(relationship, channel=None) if relationship.channel == ref else relationship

    return emptied
