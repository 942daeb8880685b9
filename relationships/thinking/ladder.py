"""The ladder of trust: where each segment stands, and what helps it to the next rung.

From talk of our product to talk of their needs, from there to a relationship in which both know,
talk to and understand each other, and from there to trust. No rung without the one before.
Source: 004. Which attributes of a relationship help with a rung is our own judgement.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from relationships.blueprint import Blueprint, Channel, Segment
from relationships.catalog import Catalog, RelationshipType
from relationships.coherence.reading import Knowledge, Reading, Row
from relationships.fit import missing
from relationships.vocabulary import (
    Capability,
    DeliveredBy,
    Horizon,
    Motivation,
    Phase,
    Trust,
)

BY_PEOPLE = frozenset({DeliveredBy.HUMAN, DeliveredBy.PEERS})
CLOSE = frozenset({Trust.RELATIONSHIP, Trust.TRUST})
"""The rungs that take people on both sides."""

# --- What helps with a rung


class Reason(NamedTuple):
    """A sentence of `content/ladder.toml`, by its name below `reason`, and its values."""

    name: str
    values: Mapping[str, Any] = MappingProxyType({})


class Help(NamedTuple):
    """What a relationship does for a rung: why it helps, and what it lacks where it does not."""

    row: Row
    reasons: tuple[Reason, ...]
    lacks: tuple[Reason, ...]

    @property
    def helps(self) -> bool:
        return not self.lacks


def helps_towards(row: Row, rung: Trust, phases: Collection[Phase]) -> Help:
    """Whether an active relationship helps its segment to a rung, by the catalog's attributes.

    `phases` are those in which its channel serves the segment. It helps with none unless it can
    work: a type that is known, a channel that carries it and reaches the segment. Beyond that:

    - product: nothing more, there is a place to speak of the offer;
    - needs: the customer can answer there, or software adapts to what it knows of each;
    - relationship: people on both sides, who can talk to each other, more than once;
    - trust: all that, for long, or where it is known whom one deals with.
    """
    if row.type is None:
        return Help(row, (), (Reason("unknown-type"),))
    if row.channel is None:
        return Help(row, (), (Reason("no-channel"),))
    case = _Case(row, row.type, row.channel, phases)
    if hindrances := tuple(_hindrances(case)):
        return Help(row, (), hindrances)
    needed = [condition(case) for condition in _NEEDED[rung]]
    useful = [condition(case) for condition in _USEFUL[rung]]
    return Help(
        row,
        tuple(reason for is_met, reason in (*needed, *useful) if is_met),
        tuple(reason for is_met, reason in needed if not is_met),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """A relationship that has all that it takes to be judged."""

    row: Row
    type: RelationshipType
    channel: Channel
    phases: Collection[Phase]

    def can(self, capability: Capability) -> bool:
        return capability in self.channel.capabilities

    def over(self, name: str) -> Reason:
        """A reason that names the channel."""
        return Reason(name, {"channel": self.channel.name})


_Judgement = tuple[bool, Reason]
_Condition = Callable[[_Case], _Judgement]


def _hindrances(case: _Case) -> Iterator[Reason]:
    """What keeps a relationship from working at all, whatever the rung."""
    if lacking := missing(case.type.needs, case.channel.capabilities):
        values = {"channel": case.channel.name, "missing": lacking}
        yield Reason("misfit", values)
    if not case.phases:
        yield case.over("out-of-reach")


def _speaks(case: _Case) -> _Judgement:
    return True, case.over("speaks-first" if case.can(Capability.PUSH) else "speaks")


def _listens(case: _Case) -> _Judgement:
    if case.can(Capability.TWO_WAY):
        return True, case.over("listens")
    if case.can(Capability.AUTOMATED) and case.can(Capability.INDIVIDUAL):
        return True, case.over("adapts")
    return False, case.over("one-way")


def _has_people(case: _Case) -> _Judgement:
    match case.row.delivery:
        case DeliveredBy.HUMAN:
            return True, Reason("people")
        case DeliveredBy.PEERS:
            return True, Reason("peers")
        case _:
            return False, Reason("nobody")


def _talks(case: _Case) -> _Judgement:
    if case.can(Capability.TWO_WAY) or case.can(Capability.LIVE):
        return True, case.over("talks")
    if case.can(Capability.MEMBER_TO_MEMBER) or case.can(Capability.CUSTOMER_CONTENT):
        return True, case.over("they-speak")
    return False, case.over("one-way")


def _lasts(case: _Case) -> _Judgement:
    is_single = case.type.horizon is Horizon.ONE_OFF
    return not is_single, Reason("one-off" if is_single else "again")


def _deepens(case: _Case) -> _Judgement:
    if case.type.horizon is Horizon.LONG_TERM:
        return True, Reason("for-long")
    if case.can(Capability.INDIVIDUAL):
        return True, case.over("knows-them")
    return False, case.over("shallow")


def _knows_them(case: _Case) -> _Judgement:
    return case.can(Capability.INDIVIDUAL), case.over("knows-them")


def _is_kept_for_them(case: _Case) -> _Judgement:
    return case.type.exclusive, Reason("kept-for-them")


def _stays_after_the_sale(case: _Case) -> _Judgement:
    return Phase.AFTER_SALES in case.phases, case.over("after-the-sale")


def _retains(case: _Case) -> _Judgement:
    return case.row.motivation is Motivation.RETENTION, Reason("retains")


_NEEDED: Mapping[Trust, tuple[_Condition, ...]] = {
    Trust.PRODUCT: (_speaks,),
    Trust.NEEDS: (_listens,),
    Trust.RELATIONSHIP: (_has_people, _talks, _lasts),
    Trust.TRUST: (_has_people, _talks, _lasts, _deepens),
}
_USEFUL: Mapping[Trust, tuple[_Condition, ...]] = {
    Trust.PRODUCT: (),
    Trust.NEEDS: (_knows_them,),
    Trust.RELATIONSHIP: (_knows_them, _is_kept_for_them),
    Trust.TRUST: (_is_kept_for_them, _stays_after_the_sale, _retains),
}

# --- Where a segment stands


class State(StrEnum):
    """How far a segment is from where it should be.

    Unknown: nobody has said where it stands. Aimless: nobody has said where it should be. There:
    it stands where it should, or above. Climbing: below.
    """

    UNKNOWN = "unknown"
    AIMLESS = "aimless"
    THERE = "there"
    CLIMBING = "climbing"


class Standing(NamedTuple):
    """A segment on the ladder.

    `rung` is the one that is looked at: the next one; the one reached where that is the goal (what
    holds it there?); none where nothing is known. `judged` are the active relationships, each with
    what it does for that rung. `lacks_people` as the rule `trust-without-people` says it.
    """

    segment: Segment
    state: State
    rung: Trust | None
    judged: tuple[Help, ...]
    lacks_people: bool

    @property
    def helping(self) -> tuple[Help, ...]:
        return tuple(each for each in self.judged if each.helps)

    @property
    def not_helping(self) -> tuple[Help, ...]:
        return tuple(each for each in self.judged if not each.helps)

    @property
    def skipped(self) -> tuple[Trust, ...]:
        """The rungs between here and the goal, as the rule `trust-rung-skipped` counts them."""
        reached, goal = self.segment.trust, self.segment.trust_goal
        if reached is None or goal is None:
            return ()
        return tuple(Trust)[reached.rank + 1 : goal.rank]


def standings(blueprint: Blueprint, catalog: Catalog) -> tuple[Standing, ...]:
    """Every segment on the ladder, in the document's order."""
    reading = Reading(blueprint, Knowledge(catalog))
    phases = {(t.segment, t.channel): t.phases for t in blueprint.touchpoints}
    return tuple(_standing(view.segment, view.rows, phases) for view in reading.segments.values())


def _standing(
    segment: Segment, rows: list[Row], phases: Mapping[tuple[str, str], tuple[Phase, ...]]
) -> Standing:
    rung = rung_of(segment)
    return Standing(
        segment,
        state_of(segment),
        rung,
        tuple(
            helps_towards(row, rung, phases.get((segment.ref, row.of.channel or ""), ()))
            for row in rows
        )
        if rung is not None
        else (),
        segment.trust_goal in CLOSE
        and bool(rows)
        and all(row.type is not None and row.delivery not in BY_PEOPLE for row in rows),
    )


def state_of(segment: Segment) -> State:
    reached, goal = segment.trust, segment.trust_goal
    if reached is None:
        return State.UNKNOWN
    if goal is None:
        return State.AIMLESS
    return State.THERE if reached.rank >= goal.rank else State.CLIMBING


def rung_of(segment: Segment) -> Trust | None:
    """The rung to look at: the next, or the one reached where no next one is aimed at."""
    if segment.trust is None:
        return None
    if state_of(segment) is State.THERE or segment.trust is Trust.TRUST:
        return segment.trust
    return tuple(Trust)[segment.trust.rank + 1]
