"""Alternatives for one segment, weighed against each other before one is chosen.

An alternative is a relationship. Under a ref of the plan it takes the place of the one planned
there; under `UNPLANNED` it comes on top of the plan. Nothing is changed: what is weighed is the
canvas as it would be. Sources: 000 (weigh cost, time, stage and aim before choosing), 004 (trust).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from relationships.blueprint import Blueprint, Channel, Relationship, Segment
from relationships.catalog import Catalog, RelationshipType
from relationships.coherence import Finding, check
from relationships.coherence.effects import Effect, effect
from relationships.coherence.reading import Knowledge, Reading, Row, SegmentView
from relationships.coherence.rules.motivation import PHASE_OF
from relationships.fit import missing, offered
from relationships.thinking.costs import Cost, Left, cost_of, cost_of_all, left_over
from relationships.vocabulary import Capability, DeliveredBy, Horizon, Phase, Severity, Trust

UNPLANNED = "~"
"""The ref of an alternative that is not in the plan; no document can hold it."""

MOST_SUGGESTED = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a segment stands with its active relationships together, a month.

    `per_customer` is unknown without customers. `trust` is the highest rung that one of the
    relationships can reach, and none where there are none that the catalog knows.
    """

    cost: Cost
    with_time: Decimal
    per_customer: Decimal | None
    left: Left
    phases: tuple[Phase, ...]
    trust: Trust | None


@dataclass(frozen=True, slots=True)
class Weighed:
    """An alternative with what speaks for and against it.

    `with_time` is money a month with the hours at the team's rate: unknown where neither is
    stated, `is_partial` where only one is and the other would count. `phases` are those in which
    its channel serves the segment, `needed` is the one that its motivation asks for. `lacks` is
    what its type and strategies need and its channel can't do, unknown without a channel.
    `type` is none, and with it `trust`, for a slug that the catalog no longer holds.
    """

    row: Relationship
    type: RelationshipType | None
    delivery: DeliveredBy | None
    has_known_cost: bool
    with_time: Decimal | None
    is_partial: bool
    per_customer: Decimal | None
    phases: tuple[Phase, ...]
    needed: Phase | None
    lacks: tuple[Capability, ...] | None
    trust: Trust | None
    is_early: bool
    effect: Effect
    plan: Standing


def weigh(
    blueprint: Blueprint,
    catalog: Catalog,
    alternative: Relationship,
    before: Iterable[Finding] | None = None,
) -> Weighed:
    """What an active relationship would be for its segment, which has to be on the canvas.

    `before` are the findings of the canvas as it is, where they are known already; what is set
    aside there stays set aside.
    """
    found = check(blueprint, catalog) if before is None else list(before)
    after = blueprint.put(alternative)
    reading = Reading(after, Knowledge(catalog))
    view = reading.segments[alternative.segment]
    row = next(row for row in view.rows if row.ref == alternative.ref)
    with_time, is_partial = _with_time(alternative, blueprint.hourly_rate)
    aside = {finding.set_aside_as for finding in found if finding.is_set_aside}
    return Weighed(
        row=alternative,
        type=row.type,
        delivery=row.delivery,
        has_known_cost=row.has_known_cost,
        with_time=with_time,
        is_partial=is_partial,
        per_customer=_per_customer(with_time, view.segment),
        phases=_phases(after, row),
        needed=PHASE_OF[row.motivation] if row.motivation else None,
        lacks=_lacks(row, catalog),
        trust=_rung(row),
        is_early=row.type is not None and row.type.starts.rank > row.stage.rank,
        effect=effect(found, check(after, catalog, aside)),
        plan=_standing(after, view),
    )


def standing(blueprint: Blueprint, catalog: Catalog, segment: str) -> Standing:
    """How it is today, with nothing chosen."""
    reading = Reading(blueprint, Knowledge(catalog))
    return _standing(blueprint, reading.segments[segment])


def _standing(blueprint: Blueprint, view: SegmentView) -> Standing:
    cost = cost_of_all(row.of for row in view.rows)
    with_time = cost.with_time(blueprint.hourly_rate)
    rungs = [rung for row in view.rows if (rung := _rung(row))]
    return Standing(
        cost=cost,
        with_time=with_time,
        per_customer=_per_customer(with_time, view.segment),
        left=left_over(blueprint),
        phases=tuple(phase for phase in Phase if phase in view.phases),
        trust=max(rungs, key=lambda rung: rung.rank, default=None),
    )


def _rung(row: Row) -> Trust | None:
    return reachable_trust(row.type, row.delivery, row.channel) if row.type else None


def reachable_trust(
    type_: RelationshipType, delivery: DeliveredBy | None, channel: Channel | None
) -> Trust:
    """The highest rung of the trust ladder that a relationship of this type can reach.

    The ladder is text 004's; what it takes to climb it is our own judgement, upon its words that
    both sides must know, talk to and understand each other, and that trust is earned by people,
    over time, and never comes about automatically. Without a channel, one that does just what the
    type needs is supposed.

    - `product`: everything reaches it. A one-off relationship, self-service and a channel on which
      customers can't make themselves heard get no further.
    - `needs`: customers answer, or contribute, and are heard: by people, by peers, or by software
      on a channel that knows which customer it is dealing with.
    - `relationship`: people who know the customer, by file or by voice and face (`individual` or
      `live`), or members who know each other; again and again.
    - `trust`: the same, for the long term.
    """
    able = frozenset(type_.needs if channel is None else channel.capabilities)
    people = delivery is DeliveredBy.HUMAN and Capability.HUMAN in able
    peers = delivery is DeliveredBy.PEERS
    members = peers and Capability.MEMBER_TO_MEMBER in able
    speaks = Capability.TWO_WAY in able or (peers and bool(able & _AMONG_CUSTOMERS))
    is_heard = speaks and (people or peers or Capability.INDIVIDUAL in able)
    if type_.horizon is Horizon.ONE_OFF or delivery is DeliveredBy.SELF or not is_heard:
        return Trust.PRODUCT
    if not members and not (people and able & _BY_WHICH_ONE_KNOWS):
        return Trust.NEEDS
    return Trust.TRUST if type_.horizon is Horizon.LONG_TERM else Trust.RELATIONSHIP


_AMONG_CUSTOMERS = frozenset({Capability.MEMBER_TO_MEMBER, Capability.CUSTOMER_CONTENT})
_BY_WHICH_ONE_KNOWS = frozenset({Capability.INDIVIDUAL, Capability.LIVE})


def best(values: Sequence[Any]) -> frozenset[int]:
    """The places of the lowest values: none where one is unknown, or where all are alike."""
    if any(value is None for value in values) or all(value == values[0] for value in values):
        return frozenset()
    lowest = min(values)
    return frozenset(place for place, value in enumerate(values) if value == lowest)


def balance(change: Effect) -> tuple[int, ...]:
    """How many conflicts more or less, then risks, then gaps, then strengths less: lower is better.

    One conflict weighs more than any number of risks, as the order of findings has it. Own
    judgement.
    """
    net = dict.fromkeys(Severity, 0)
    for sign, findings in ((1, change.added), (-1, change.removed)):
        for finding in findings:
            net[finding.severity] += -sign if finding.severity is Severity.STRENGTH else sign
    return tuple(net.values())


def shared(effects: Sequence[Effect]) -> Effect:
    """What all alternatives alike would add and remove; of one alone nothing is shared."""
    if len(effects) < 2:
        return Effect((), ())
    return Effect(
        _in_all([change.added for change in effects]),
        _in_all([change.removed for change in effects]),
    )


def _in_all(lists: Sequence[tuple[Finding, ...]]) -> tuple[Finding, ...]:
    common = set.intersection(*({finding.identity for finding in found} for found in lists))
    return tuple(finding for finding in lists[0] if finding.identity in common)


class Suggestion(NamedTuple):
    """A type to begin with, over a channel of the segment that carries it, if one does."""

    type: RelationshipType
    channel: Channel | None


def suggested(blueprint: Blueprint, catalog: Catalog, segment: str) -> tuple[Suggestion, ...]:
    """What the segment expects, then what its channels carry, then what may start at this stage.

    Not what is planned already, nothing that starts later than the canvas's stage unless it is
    expected, and one type of each family. Own judgement.
    """
    reading = Reading(blueprint, Knowledge(catalog))
    view = reading.segments[segment]
    taken = {_family(row.type) for row in view.rows if row.type}
    expected = view.segment.expects
    ranked: list[tuple[int, Suggestion]] = []
    for type_ in offered(catalog.types.values()):
        carrier = next(
            (c for c in view.channels.values() if not missing(type_.needs, c.capabilities)), None
        )
        if type_.slug in expected:
            ranked.append((expected.index(type_.slug) - len(expected), Suggestion(type_, carrier)))
        elif type_.starts.rank <= blueprint.stage.rank:
            ranked.append((0 if carrier else 1, Suggestion(type_, carrier)))
    suggestions: list[Suggestion] = []
    for _rank, suggestion in sorted(ranked, key=lambda pair: pair[0]):
        family = _family(suggestion.type)
        if family not in taken:
            taken.add(family)
            suggestions.append(suggestion)
    return tuple(suggestions[:MOST_SUGGESTED])


def _family(type_: RelationshipType) -> str:
    return type_.parent or type_.slug


def _with_time(row: Relationship, rate: Decimal | None) -> tuple[Decimal | None, bool]:
    money, hours = row.monthly_cost, row.hours_per_month
    if money is None and (hours is None or not rate):
        return None, False
    return cost_of(row).with_time(rate), money is None or (hours is None and bool(rate))


def _per_customer(amount: Decimal | None, segment: Segment) -> Decimal | None:
    return amount / segment.customers if amount is not None and segment.customers else None


def _phases(blueprint: Blueprint, row: Row) -> tuple[Phase, ...]:
    return next(
        (
            touchpoint.phases
            for touchpoint in blueprint.touchpoints
            if (touchpoint.segment, touchpoint.channel) == (row.of.segment, row.of.channel)
        ),
        (),
    )


def _lacks(row: Row, catalog: Catalog) -> tuple[Capability, ...] | None:
    if row.channel is None:
        return None
    entries = [row.type, *(catalog.strategies.get(slug) for slug in row.of.strategies)]
    needs = {need for entry in entries if entry for need in entry.needs}
    return missing(needs, row.channel.capabilities)
