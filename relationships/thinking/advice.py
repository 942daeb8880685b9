"""Which relationship suits a segment: every type on offer, with the reasons for and against it.

A total is a sum of named terms, and nothing else: each that holds is one reason, a sentence with
its points. What a term speaks for is its own; how much it weighs, 0 to 100, stands in the catalog.
Terms look at attributes of the catalog, never at a slug. Whatever the weights,

- being expected never lowers a type;
- less money or fewer hours never lift a dearer type, nor lower a cheaper one by more. Dearer is of
  more effort, since a type says nothing of its cost beside that;
- a channel that lacks what a type needs never lifts it;
- moving and renaming elements changes no points.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from relationships.blueprint import Blueprint, Channel, Habit, Relationship, Segment
from relationships.catalog import Catalog, ChannelKind, RelationshipType, Strategy, plain
from relationships.coherence.reading import Knowledge, Reading, Row, SegmentView
from relationships.coherence.rules import RULES
from relationships.coherence.texts import Amount, fill
from relationships.fit import missing, offered, strategies_for
from relationships.thinking import advice_texts
from relationships.thinking.costs import Left, left_over
from relationships.vocabulary import (
    Capability,
    DeliveredBy,
    Effort,
    FactorRole,
    Horizon,
    Motivation,
    Ownership,
    Stage,
    Status,
    Trust,
)

SCARCE_SHARE = "scarce-share"
"""The weight that is no term: the percentage of hours or money left at which they are short."""

_BY_PEOPLE = (DeliveredBy.HUMAN, DeliveredBy.PEERS)
_BY_ITSELF = (DeliveredBy.SELF, DeliveredBy.AUTOMATED)
_CLOSE = (Trust.RELATIONSHIP, Trust.TRUST)
_STEPS = {effort: step for step, effort in enumerate(Effort)}
_LONGEST = 80
"""Characters of a habit that a sentence repeats."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A term that holds. Its points are below zero where it speaks against the type."""

    code: str
    points: int
    values: Mapping[str, Any]

    def sentence(self, language: str) -> str:
        return fill(advice_texts.of(self.code).says, self.values, language)


@dataclass(frozen=True, slots=True)
class Advice:
    """A type on offer, weighed for a segment.

    `channel` is the segment's that carries it, or else the one that lacks least, and `missing` what
    it lacks; none where no channel serves the segment. `elsewhere` is a channel of the canvas that
    could carry it and does not serve the segment, where none of the segment's carries it.
    """

    type: RelationshipType
    reasons: tuple[Reason, ...]
    channel: Channel | None
    missing: tuple[Capability, ...]
    elsewhere: Channel | None
    is_planned: bool

    @property
    def total(self) -> int:
        return sum(reason.points for reason in self.reasons)

    @property
    def suits(self) -> bool:
        """Whether it is worth a look: more speaks for it than against it, and it is news."""
        return self.total >= 0 and not self.is_planned

    @property
    def carries(self) -> bool:
        return self.channel is not None and not self.missing


@dataclass(frozen=True)
class Counsel:
    """All advice for a segment, the best first; ties stand in the catalog's order.

    `unknown` says which of `expects`, `habits` and `factors` the segment leaves open. An expected
    type that is not on offer is `gone` (its slug) where the catalog no longer holds it, or
    `retired`.
    """

    reading: Reading
    catalog: Catalog
    segment: Segment
    advice: tuple[Advice, ...]
    unknown: tuple[str, ...]
    gone: tuple[str, ...]
    retired: tuple[RelationshipType, ...]

    @property
    def knows_too_little(self) -> bool:
        """Whether nothing that the segment is like says which relationship would suit it."""
        return len(self.unknown) == len(_ASPECTS)

    @property
    def view(self) -> SegmentView:
        return self.reading.segments[self.segment.ref]


class Said(NamedTuple):
    """What a term that holds names in its sentence, and how many times its weight counts."""

    values: Mapping[str, Any] = {}
    times: int = 1


def advise(blueprint: Blueprint, catalog: Catalog, segment: str) -> Counsel:
    """Raises `KeyError` where no segment has the ref."""
    case = _Case(blueprint, catalog, segment)
    weighed = [_weighed(_Option(case, entry)) for entry in offered(catalog.types.values())]
    expects = case.segment.expects
    held = [catalog.types[slug] for slug in expects if slug in catalog.types]
    return Counsel(
        reading=case.reading,
        catalog=catalog,
        segment=case.segment,
        advice=tuple(sorted(weighed, key=lambda advice: -advice.total)),
        unknown=tuple(name for name, is_told in _ASPECTS.items() if not is_told(case.segment)),
        gone=tuple(slug for slug in expects if slug not in catalog.types),
        retired=tuple(entry for entry in held if entry.retired),
    )


def weight(catalog: Catalog, code: str) -> int:
    """What the catalog sets, or what ships where it sets nothing."""
    setting = catalog.weights.get(code)
    return advice_texts.of(code).points if setting is None else setting.points


_ASPECTS: Mapping[str, Callable[[Segment], bool]] = {
    "expects": lambda segment: bool(segment.expects),
    "habits": lambda segment: bool(segment.habits),
    "factors": lambda segment: any(mark.importance > 0 for mark in segment.factors),
}


@dataclass
class _Case:
    """A segment, and what is known around it."""

    blueprint: Blueprint
    catalog: Catalog
    ref: str
    reading: Reading = field(init=False)

    def __post_init__(self) -> None:
        self.reading = Reading(self.blueprint, _knowledge(self.catalog))

    @cached_property
    def view(self) -> SegmentView:
        return self.reading.segments[self.ref]

    @property
    def segment(self) -> Segment:
        return self.view.segment

    @cached_property
    def left(self) -> Left:
        return left_over(self.blueprint)

    @cached_property
    def unmet(self) -> tuple[RelationshipType, ...]:
        """The expected types that nothing in the plan meets yet, and some type on offer can."""
        kin = self.reading.knowledge.kin
        held = (self.catalog.types.get(slug) for slug in self.segment.expects)
        on_offer = {entry.slug for entry in offered(self.catalog.types.values())}
        return tuple(
            entry
            for entry in held
            if entry
            and self.planned.isdisjoint(kin[entry.slug])
            and not on_offer.isdisjoint(kin[entry.slug])
        )

    @cached_property
    def planned(self) -> set[str]:
        return {row.of.type for row in self.view.rows}

    @cached_property
    def dropped(self) -> set[str]:
        plan = self.blueprint.plan_of(self.ref)
        return {row.type for row in plan if row.status is Status.DROPPED}

    @cached_property
    def is_young(self) -> bool:
        return self.blueprint.stage.rank < Stage.GROWTH.rank

    @cached_property
    def has_people(self) -> bool:
        return any(row.delivery in _BY_PEOPLE for row in self.view.rows)

    @cached_property
    def customers(self) -> int:
        """0 where it is unknown."""
        return self.segment.customers or 0

    @cached_property
    def is_a_crowd(self) -> bool:
        return self.customers > threshold(self.catalog, "human-at-scale")

    def weighs(self, role: FactorRole) -> bool:
        return self.ref in self.reading.weighing.get(role, {})

    def plans(self, motivation: Motivation) -> bool:
        return any(row.motivation is motivation for row in self.view.rows)

    def is_short(self, left: Decimal | int | None, of: Decimal | int | None) -> bool:
        """Whether at most the share that counts as scarce is left; never where it is unknown."""
        if left is None or of is None:
            return False
        return left * 100 <= of * weight(self.catalog, SCARCE_SHARE)


@dataclass
class _Option:
    """A type, looked at for a segment."""

    case: _Case
    type: RelationshipType

    @cached_property
    def channels(self) -> list[tuple[Channel, tuple[Capability, ...]]]:
        """The segment's channels with what they lack: those that carry it first, own before
        partners'; ties go by ref, so that moving a channel changes nothing.
        """
        needs = self.type.needs
        found = [(c, missing(needs, c.capabilities)) for c in self.case.view.channels.values()]
        partner = Ownership.PARTNER
        return sorted(found, key=lambda f: (len(f[1]), f[0].ownership is partner, f[0].ref))

    @cached_property
    def carriers(self) -> list[Channel]:
        return [channel for channel, lacks in self.channels if not lacks]

    @cached_property
    def delivery(self) -> DeliveredBy | None:
        """Over a channel that carries it: what another one could do for it counts nothing."""
        channel = self.carriers[0] if self.carriers else None
        row = Relationship("", self.case.ref, self.type.slug)
        return Row(row, self.case.view, self.type, channel, self.case.blueprint.stage).delivery

    @property
    def is_by_people(self) -> bool:
        return self.delivery in _BY_PEOPLE

    @property
    def is_by_itself(self) -> bool:
        return self.delivery in _BY_ITSELF

    @property
    def is_one_off(self) -> bool:
        return self.type.horizon is Horizon.ONE_OFF

    @property
    def is_impersonal(self) -> bool:
        return self.is_one_off or self.delivery is DeliveredBy.SELF

    @property
    def others(self) -> set[str]:
        """The slugs of its parent and its children."""
        return self.case.reading.knowledge.kin[self.type.slug] - {self.type.slug}

    @property
    def needs_own_person(self) -> bool:
        """Only one of high effort is judged by the hours left: see what the module promises."""
        return self.type.exclusive and self.type.effort is Effort.HIGH

    @cached_property
    def steps(self) -> int:
        """How many steps of effort it stands above the lowest."""
        return _STEPS[self.type.effort]


def threshold(catalog: Catalog, code: str) -> Decimal:
    """The number T of a rule, as the catalog sets it, switched on or not."""
    setting = catalog.rules.get(code)
    if setting is not None and setting.threshold is not None:
        return setting.threshold
    return next(rule.threshold for rule in RULES if rule.code == code) or Decimal()


@lru_cache(maxsize=4)
def _knowledge(catalog: Catalog) -> Knowledge:
    return Knowledge(catalog)


def _weighed(option: _Option) -> Advice:
    channel, lacks = option.channels[0] if option.channels else (None, ())
    return Advice(
        type=option.type,
        reasons=tuple(_reasons(option)),
        channel=channel,
        missing=lacks,
        elsewhere=_elsewhere(option) if lacks or channel is None else None,
        is_planned=option.type.slug in option.case.planned,
    )


def _elsewhere(option: _Option) -> Channel | None:
    served = option.case.view.channels
    able = [
        channel
        for channel in option.case.blueprint.channels
        if channel.ref not in served and not missing(option.type.needs, channel.capabilities)
    ]
    return min(able, key=lambda channel: channel.ref) if able else None


def _reasons(option: _Option) -> Iterator[Reason]:
    for term in TERMS:
        said = term.holds(option)
        if said is not None:
            points = term.sign * said.times * weight(option.case.catalog, term.code)
            if points:
                yield Reason(term.code, points, said.values)


def expected(option: _Option) -> Said | None:
    return Said() if option.type.slug in option.case.segment.expects else None


def expected_kin(option: _Option) -> Said | None:
    near = [entry for entry in option.case.unmet if entry.slug in option.others]
    return Said({"expected": tuple(near)}) if near else None


def unexpected(option: _Option) -> Said | None:
    """While nothing on offer can meet an expectation, or the plan meets it, nothing is blamed."""
    wanted = option.case.unmet
    near = {option.type.slug, *option.others}
    is_expected = option.type.slug in option.case.segment.expects
    if is_expected or not wanted or any(entry.slug in near for entry in wanted):
        return None
    return Said({"expected": wanted})


def habit_met(option: _Option) -> Said | None:
    for habit, kind in _familiar(option.case):
        if not missing(option.type.needs, kind.capabilities):
            what, where = _shortened(habit.what), _shortened(habit.where)
            return Said({"what": what, "where": where, "kind": kind})
    return None


def hours_served(option: _Option) -> Said | None:
    serves = option.is_by_itself or Capability.ALWAYS_ON in option.type.needs
    return Said() if serves and option.case.weighs(FactorRole.HOURS) else None


def hours_closed(option: _Option) -> Said | None:
    attended = option.delivery is DeliveredBy.HUMAN
    return Said() if attended and option.case.weighs(FactorRole.HOURS) else None


def speed_served(option: _Option) -> Said | None:
    return Said() if option.is_by_itself and option.case.weighs(FactorRole.SPEED) else None


def speed_waits(option: _Option) -> Said | None:
    by_hand = [option.delivery, *(row.delivery for row in option.case.view.rows)]
    only = all(delivery is DeliveredBy.HUMAN for delivery in by_hand)
    return Said() if only and option.case.weighs(FactorRole.SPEED) else None


def guarantee_answered(option: _Option) -> Said | None:
    answers = Capability.TWO_WAY in option.type.needs or option.delivery is DeliveredBy.HUMAN
    if not answers or option.is_one_off or not option.case.weighs(FactorRole.GUARANTEE):
        return None
    return Said()


def guarantee_gone(option: _Option) -> Said | None:
    return Said() if option.is_one_off and option.case.weighs(FactorRole.GUARANTEE) else None


def distinction_close(option: _Option) -> Said | None:
    close = option.delivery is not None and not option.is_impersonal
    return Said() if close and option.case.weighs(FactorRole.DISTINCTION) else None


def distinction_impersonal(option: _Option) -> Said | None:
    return Said() if option.is_impersonal and option.case.weighs(FactorRole.DISTINCTION) else None


def alternatives_kept(option: _Option) -> Said | None:
    lasting = option.type.horizon is Horizon.LONG_TERM
    return Said() if lasting and option.case.weighs(FactorRole.ALTERNATIVES) else None


def alternatives_let_go(option: _Option) -> Said | None:
    return Said() if option.is_one_off and option.case.weighs(FactorRole.ALTERNATIVES) else None


def stage_ready(option: _Option) -> Said | None:
    stage = option.case.blueprint.stage
    return Said({"stage": stage}) if option.type.starts.rank <= stage.rank else None


def stage_ahead(option: _Option) -> Said | None:
    stage, starts = option.case.blueprint.stage, option.type.starts
    return Said({"stage": stage, "starts": starts}) if starts.rank > stage.rank else None


def acquisition_served(option: _Option) -> Said | None:
    case = option.case
    if not case.is_young or case.plans(Motivation.ACQUISITION):
        return None
    stage = case.blueprint.stage
    for strategy in strategies_for(option.type, case.catalog):
        if Motivation.ACQUISITION in strategy.motivations and is_ready(strategy, stage):
            return Said({"strategy": strategy})
    return None


def retention_served(option: _Option) -> Said | None:
    return None if option.is_one_off else _lacking_retention(option.case)


def retention_missed(option: _Option) -> Said | None:
    return _lacking_retention(option.case) if option.is_one_off else None


def _lacking_retention(case: _Case) -> Said | None:
    return None if case.is_young or case.plans(Motivation.RETENTION) else Said()


def crowd_served(option: _Option) -> Said | None:
    serves = option.is_by_itself or option.delivery is DeliveredBy.PEERS
    case = option.case
    return Said({"customers": case.customers}) if serves and case.is_a_crowd else None


def crowd_by_hand(option: _Option) -> Said | None:
    case = option.case
    close = option.delivery is DeliveredBy.HUMAN and option.type.effort is Effort.HIGH
    return Said({"customers": case.customers}) if close and case.is_a_crowd else None


def attention_affordable(option: _Option) -> Said | None:
    return _attention(option, enough=True)


def attention_spread_thin(option: _Option) -> Said | None:
    return _attention(option, enough=False)


def _attention(option: _Option, *, enough: bool) -> Said | None:
    case = option.case
    hours, customers = case.left.hours, case.customers
    if not option.needs_own_person or not customers or hours is None:
        return None
    needed = threshold(case.catalog, "dedicated-spread-thin") * customers
    if (hours >= needed) is not enough:
        return None
    return Said({"hours": max(hours, 0), "customers": customers})


def channel_carries(option: _Option) -> Said | None:
    names = tuple(channel.name for channel in option.carriers[:3])
    return Said({"channels": names}) if names else None


def channel_lacks(option: _Option) -> Said | None:
    """How much is missing counts nothing: a nearer channel would lift what it can't carry."""
    if option.carriers or not option.channels:
        return None
    channel, lacks = option.channels[0]
    return Said({"channel": channel.name, "missing": lacks})


def channel_of_partner(option: _Option) -> Said | None:
    """Own channels come first among those that carry it."""
    by_hand = option.type.delivered_by is DeliveredBy.HUMAN
    if not by_hand or not option.carriers or option.carriers[0].ownership is Ownership.OWN:
        return None
    return Said()


def hours_short(option: _Option) -> Said | None:
    case = option.case
    left = case.left.hours
    if left is None or not case.is_short(left, case.blueprint.team_hours_per_month):
        return None
    return Said({"hours": max(left, 0), "effort": option.type.effort}, option.steps)


def budget_short(option: _Option) -> Said | None:
    case = option.case
    left = case.left.money
    if left is None or not case.is_short(left, case.blueprint.monthly_budget):
        return None
    money = Amount(max(left, Decimal()), case.blueprint.currency)
    return Said({"money": money, "effort": option.type.effort}, option.steps)


def trust_by_people(option: _Option) -> Said | None:
    goal = option.case.segment.trust_goal
    return Said({"goal": goal}) if goal in _CLOSE and option.is_by_people else None


def trust_without_people(option: _Option) -> Said | None:
    goal = option.case.segment.trust_goal
    if goal not in _CLOSE or not option.is_by_itself or option.case.has_people:
        return None
    return Said({"goal": goal})


def planned(option: _Option) -> Said | None:
    return Said() if option.type.slug in option.case.planned else None


def planned_kin(option: _Option) -> Said | None:
    types = option.case.catalog.types
    near = sorted(option.others & option.case.planned)
    return Said({"kin": tuple(types.get(slug, slug) for slug in near)}) if near else None


def dropped(option: _Option) -> Said | None:
    again = option.type.slug in option.case.dropped - option.case.planned
    return Said() if again else None


def is_ready(strategy: Strategy, stage: Stage) -> bool:
    """Whether a strategy can be practised at a stage."""
    is_young = stage.rank < Stage.GROWTH.rank
    return strategy.starts.rank <= stage.rank and not (strategy.needs_customers and is_young)


def _familiar(case: _Case) -> Iterator[tuple[Habit, ChannelKind]]:
    """The channel kinds that habits name in where they buy, in order.

    Only in the canvas's language: an "oficina" is an office in Spanish, a workshop in Portuguese.
    """
    for habit in case.segment.habits:
        where = f" {' '.join(plain(habit.where).split())} "
        for name, kind in _names(case.catalog, case.blueprint.language):
            if name in where:
                yield habit, kind


@lru_cache(maxsize=8)
def _names(catalog: Catalog, language: str) -> tuple[tuple[str, ChannelKind], ...]:
    """What each kind on offer is called, as whole words."""
    return tuple(
        (f" {' '.join(plain(name).split())} ", kind)
        for kind in offered(catalog.kinds.values())
        for text in (kind.name, kind.aliases)
        for name in text.into(language).split(",")
        if plain(name)
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


@dataclass(frozen=True)
class Term:
    """A reason that may hold: `find` tells what it names then. `sign` is 1 for it, -1 against."""

    holds: Callable[[_Option], Said | None]
    sign: int

    @cached_property
    def code(self) -> str:
        return self.holds.__name__.replace("_", "-")


TERMS: tuple[Term, ...] = (
    Term(expected, 1),
    Term(expected_kin, 1),
    Term(unexpected, -1),
    Term(habit_met, 1),
    Term(hours_served, 1),
    Term(hours_closed, -1),
    Term(speed_served, 1),
    Term(speed_waits, -1),
    Term(guarantee_answered, 1),
    Term(guarantee_gone, -1),
    Term(distinction_close, 1),
    Term(distinction_impersonal, -1),
    Term(alternatives_kept, 1),
    Term(alternatives_let_go, -1),
    Term(stage_ready, 1),
    Term(stage_ahead, -1),
    Term(acquisition_served, 1),
    Term(retention_served, 1),
    Term(retention_missed, -1),
    Term(crowd_served, 1),
    Term(crowd_by_hand, -1),
    Term(attention_affordable, 1),
    Term(attention_spread_thin, -1),
    Term(channel_carries, 1),
    Term(channel_lacks, -1),
    Term(channel_of_partner, -1),
    Term(hours_short, -1),
    Term(budget_short, -1),
    Term(trust_by_people, 1),
    Term(trust_without_people, -1),
    Term(planned, -1),
    Term(planned_kin, -1),
    Term(dropped, -1),
)
"""Every term, in the order in which its sentences are read."""

SIGNS: Mapping[str, int] = {term.code: term.sign for term in TERMS}
"""Which way each term speaks."""
