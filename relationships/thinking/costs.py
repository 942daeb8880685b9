"""What relationships and channels cost, in money and in hours. In every sum the unknown counts 0.

Money is in the canvas's currency. An hour costs what the team could have earned with it elsewhere:
its opportunity cost, at the canvas's hourly rate. Source: 000.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from relationships.blueprint import Blueprint, Relationship


class Cost(NamedTuple):
    """Money once and a month, and hours a month."""

    setup: Decimal = Decimal()
    monthly: Decimal = Decimal()
    hours: int = 0

    def plus(self, other: "Cost") -> "Cost":
        return Cost(
            self.setup + other.setup, self.monthly + other.monthly, self.hours + other.hours
        )

    def with_time(self, rate: Decimal | None) -> Decimal:
        """Money a month with the hours at a rate; without a rate hours cost nothing."""
        return self.monthly + (rate or Decimal()) * self.hours


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
