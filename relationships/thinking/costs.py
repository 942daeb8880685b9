"""What relationships and channels cost, in money and in hours. In every sum the unknown counts 0.

Money is in the canvas's currency. An hour costs what the team could have earned with it elsewhere:
its opportunity cost, at the canvas's hourly rate. Source: 000.

A channel is not shared out among the segments that it serves. Any key to do so (by customers, by
phases, in equal parts) would be a guess, and it would make a segment look dear or cheap for what
others do. Its cost stands by itself, beside those of the segments, as in the coherence rules.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar

from relationships.blueprint import Blueprint, Channel, Relationship, Segment

K = TypeVar("K")

AMOUNTS = ("setup_cost", "monthly_cost", "hours_per_month")
"""The fields of a relationship that say what it costs."""


class Cost(NamedTuple):
    """Money once and a month, and hours a month."""

    setup: Decimal = Decimal()
    monthly: Decimal = Decimal()
    hours: int = 0

    def plus(self, other: "Cost") -> "Cost":
        return Cost(
            self.setup + other.setup, self.monthly + other.monthly, self.hours + other.hours
        )

    def time(self, rate: Decimal | None) -> Decimal:
        """What the hours are worth a month; without a rate nothing."""
        return (rate or Decimal()) * self.hours

    def with_time(self, rate: Decimal | None) -> Decimal:
        """Money a month with the hours at a rate; without a rate hours cost nothing."""
        return self.monthly + self.time(rate)


def cost_of(row: Relationship) -> Cost:
    """What a relationship costs by itself; its channel is paid for apart."""
    return Cost(
        row.setup_cost or Decimal(), row.monthly_cost or Decimal(), row.hours_per_month or 0
    )


def cost_of_all(rows: Iterable[Relationship]) -> Cost:
    total = Cost()
    for row in rows:
        total = total.plus(cost_of(row))
    return total


def total_cost(blueprint: Blueprint) -> Cost:
    """All active relationships, and all channels, used or not."""
    channels = sum((c.monthly_cost or Decimal() for c in blueprint.channels), Decimal())
    active = cost_of_all(row for row in blueprint.relationships if row.is_active)
    return active.plus(Cost(monthly=channels))


class Left(NamedTuple):
    """What the plan leaves of budget and team, a month; negative where it asks for more.

    None where the canvas does not say how much there is.
    """

    money: Decimal | None
    hours: int | None


def left_over(blueprint: Blueprint) -> Left:
    spent = total_cost(blueprint)
    budget, capacity = blueprint.monthly_budget, blueprint.team_hours_per_month
    return Left(
        None if budget is None else budget - spent.monthly,
        None if capacity is None else capacity - spent.hours,
    )


class Line(NamedTuple):
    """An active relationship, and which of its `AMOUNTS` are not known yet."""

    row: Relationship
    cost: Cost
    unknown: tuple[str, ...]


class Part(NamedTuple):
    """What falls to some of the relationships: how many they are, and how many of their amounts
    are not known yet."""

    rows: int = 0
    cost: Cost = Cost()
    unknown: int = 0

    def plus(self, line: Line) -> "Part":
        return Part(self.rows + 1, self.cost.plus(line.cost), self.unknown + len(line.unknown))


class SegmentPart(NamedTuple):
    """A segment's relationships against what it earns a month, if that is known."""

    segment: Segment
    part: Part
    together: Decimal
    """Money a month, with the hours at the team's rate."""

    @property
    def earns(self) -> Decimal | None:
        """Customers × value a month."""
        customers, value = self.segment.customers, self.segment.value_per_month
        return None if customers is None or value is None else customers * value

    @property
    def left(self) -> Decimal | None:
        """Negative where it costs more than it earns."""
        return None if self.earns is None else self.earns - self.together

    @property
    def a_customer(self) -> Decimal | None:
        """What one customer costs a month; none without customers."""
        return per_customer(self.together, self.segment.customers)


class ChannelPart(NamedTuple):
    """A channel's own cost, and the relationships that run over it (`None`: over no channel)."""

    channel: Channel | None
    part: Part

    @property
    def own(self) -> Decimal:
        return (self.channel.monthly_cost or Decimal()) if self.channel else Decimal()

    @property
    def cost(self) -> Cost:
        return self.part.cost.plus(Cost(monthly=self.own))


@dataclass(frozen=True, slots=True)
class Bill:
    """All that a canvas costs, cut in four ways. Each way adds up to the total.

    Lines, segments and channels stand in the document's order; types in that of the plan.
    """

    rate: Decimal | None
    lines: tuple[Line, ...]
    segments: tuple[SegmentPart, ...]
    types: tuple[tuple[str, Part], ...]
    channels: tuple[ChannelPart, ...]
    plan: Part
    """All active relationships."""
    total: Cost
    """With the channels."""
    left: Left

    @property
    def channel_money(self) -> Decimal:
        """What all channels cost a month, for all segments together."""
        return sum((part.own for part in self.channels), Decimal())

    @property
    def earns(self) -> Decimal:
        """What all segments earn together; where that is unknown it counts 0."""
        return sum((part.earns or Decimal() for part in self.segments), Decimal())

    @property
    def unknown(self) -> int:
        """How many amounts count 0 because nobody has told them: of relationships and channels."""
        return self.plan.unknown + len(self.channels_without_cost)

    @property
    def lines_with_gaps(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.unknown)

    @property
    def channels_without_cost(self) -> tuple[Channel, ...]:
        channels = (part.channel for part in self.channels)
        return tuple(c for c in channels if c is not None and c.monthly_cost is None)

    @property
    def segments_without_income(self) -> tuple[Segment, ...]:
        return tuple(part.segment for part in self.segments if part.earns is None)


def bill(blueprint: Blueprint) -> Bill:
    """Active relationships only: what was dropped costs nothing any more."""
    lines = tuple(_line(row) for row in blueprint.relationships if row.is_active)
    rate = blueprint.hourly_rate
    by_segment = _parts(lines, lambda line: line.row.segment)
    by_channel = _parts(lines, lambda line: line.row.channel)
    over_none = (ChannelPart(None, by_channel[None]),) if None in by_channel else ()
    return Bill(
        rate=rate,
        lines=lines,
        segments=tuple(
            SegmentPart(segment, part, part.cost.with_time(rate))
            for segment in blueprint.segments
            for part in (by_segment.get(segment.ref, Part()),)
        ),
        types=tuple(_parts(lines, lambda line: line.row.type).items()),
        channels=(
            *(ChannelPart(c, by_channel.get(c.ref, Part())) for c in blueprint.channels),
            *over_none,
        ),
        plan=_parts(lines, lambda line: None).get(None, Part()),
        total=total_cost(blueprint),
        left=left_over(blueprint),
    )


def per_customer(amount: Decimal, customers: int | None) -> Decimal | None:
    """An amount's share for one of so many customers, exact; none where there are none."""
    return amount / customers if customers else None


def _line(row: Relationship) -> Line:
    unknown = tuple(name for name in AMOUNTS if getattr(row, name) is None)
    return Line(row, cost_of(row), unknown)


def _parts(lines: Iterable[Line], key: Callable[[Line], K]) -> dict[K, Part]:
    """The lines added up by a key, in the order in which the keys come."""
    parts: dict[K, Part] = {}
    for line in lines:
        name = key(line)
        parts[name] = parts.get(name, Part()).plus(line)
    return parts
