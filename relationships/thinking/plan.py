"""The plan as a table: for each segment type, medium, justification, cost and objective.

Source: 000, which has a plan put in order that way before anything is chosen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from relationships.blueprint import Blueprint, Relationship, Segment
from relationships.thinking.costs import Cost, cost_of_all


class Unknown(NamedTuple):
    """In how many rows each part of the cost is not known. In sums they count 0."""

    setup: int = 0
    monthly: int = 0
    hours: int = 0


class Total(NamedTuple):
    rows: int
    cost: Cost
    unknown: Unknown


@dataclass(frozen=True, slots=True)
class Sheet:
    """The plan of one segment. Dropped relationships stand apart, and count for nothing."""

    segment: Segment
    rows: tuple[Relationship, ...]
    dropped: tuple[Relationship, ...]
    total: Total


def sheets(blueprint: Blueprint) -> tuple[Sheet, ...]:
    """A sheet for each segment, in the document's order, those without a plan included."""
    plans: dict[str, list[Relationship]] = {segment.ref: [] for segment in blueprint.segments}
    for row in blueprint.relationships:
        plans[row.segment].append(row)
    return tuple(_sheet(segment, plans[segment.ref]) for segment in blueprint.segments)


def _sheet(segment: Segment, plan: Iterable[Relationship]) -> Sheet:
    plan = tuple(plan)
    rows = tuple(row for row in plan if row.is_active)
    return Sheet(segment, rows, tuple(row for row in plan if not row.is_active), total(rows))


def total(rows: Iterable[Relationship]) -> Total:
    rows = tuple(rows)
    return Total(
        rows=len(rows),
        cost=cost_of_all(rows),
        unknown=Unknown(
            setup=sum(row.setup_cost is None for row in rows),
            monthly=sum(row.monthly_cost is None for row in rows),
            hours=sum(row.hours_per_month is None for row in rows),
        ),
    )


PARTS = ("channel", "motivation", "justification", "cost", "objective")


def lacking(row: Relationship) -> tuple[str, ...]:
    """The parts of a row that are still to be filled in. A stated zero is a known cost."""
    cost = (row.setup_cost, row.monthly_cost, row.hours_per_month)
    filled = {
        "channel": row.channel,
        "motivation": row.motivation,
        "justification": row.justification,
        "cost": any(part is not None for part in cost),
        "objective": row.objective,
    }
    return tuple(part for part in PARTS if not filled[part])
