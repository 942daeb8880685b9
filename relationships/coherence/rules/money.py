"""Is the plan paid for, in money and in hours, and is it worth it?"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading, Row, SegmentView, total
from relationships.coherence.texts import Amount
from relationships.vocabulary import Block, DeliveredBy, Effort

_DELIVERED_AT_A_COST = (DeliveredBy.HUMAN, DeliveredBy.AUTOMATED)
_HUMAN = DeliveredBy.HUMAN


def relationship_without_cost(canvas: Reading) -> Iterator[Found]:
    """Says it when set-up cost, monthly cost and hours a month are all unknown.

    The estimated cost is one of the columns of the plan. Where it is only the team's own time,
    those hours are its cost. A stated zero is known. Source: 000.
    """
    for row in canvas.rows:
        if not row.has_known_cost:
            yield Found((row.ref,))


def over_budget(canvas: Reading) -> Iterator[Found]:
    """Says it when the monthly costs of all active relationships and all channels exceed the
    canvas's monthly budget, where that is set.

    What a relationship costs has to be reckoned before it is chosen; perhaps another one fits
    and leaves more. Unused channels are paid for too; what is unknown counts 0. Source: 000.
    """
    blueprint = canvas.blueprint
    budget = blueprint.monthly_budget
    if budget is None:
        return
    cost = total([row.of.monthly_cost for row in canvas.rows])
    cost += total([channel.monthly_cost for channel in blueprint.channels])
    if cost > budget:
        yield Found(
            (),
            read=(
                budget,
                tuple(sorted((row.ref, _known(row.of.monthly_cost)) for row in canvas.rows)),
                tuple(sorted((c.ref, _known(c.monthly_cost)) for c in blueprint.channels)),
            ),
            values={
                "cost": Amount(cost, blueprint.currency),
                "budget": Amount(budget, blueprint.currency),
            },
        )


def over_capacity(canvas: Reading) -> Iterator[Found]:
    """Says it when the hours a month of all active relationships exceed the team's hours a month,
    where those are set.

    Hours spent on one relationship are lost to everything else: a team that is planned beyond
    its hours answers late, and loses the confidence it worked for. Source: 000.
    """
    capacity = canvas.blueprint.team_hours_per_month
    if capacity is None:
        return
    hours = sum([row.of.hours_per_month or 0 for row in canvas.rows])
    if hours > capacity:
        yield Found(
            (),
            read=(
                capacity,
                tuple(sorted((r.ref, _known(r.of.hours_per_month)) for r in canvas.rows)),
            ),
            values={"hours": hours, "capacity": capacity},
        )


def costs_more_than_it_earns(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment's active relationships cost more a month (money, plus hours at the
    hourly rate) than customers × value a month, where both are known.

    A relationship has to pay for itself; hours cost what the team could have earned with them.
    Without an hourly rate hours count nothing, and channels belong to no single segment.
    Source: 000.
    """
    blueprint = canvas.blueprint
    rate = blueprint.hourly_rate
    for view in canvas.segments.values():
        customers, value = view.segment.customers, view.segment.value_per_month
        if customers is None or value is None or not view.rows:
            continue
        cost = total([row.of.monthly_cost for row in view.rows])
        if rate:
            cost += rate * sum([row.of.hours_per_month or 0 for row in view.rows])
        income = customers * value
        if cost > income:
            yield Found(
                (view.ref,),
                read=(customers, value, rate, _costs_read(view)),
                values={
                    "cost": Amount(cost, blueprint.currency),
                    "income": Amount(income, blueprint.currency),
                },
            )


def dedicated_spread_thin(canvas: Reading, threshold: Decimal) -> Iterator[Found]:
    """Says it when the type is exclusive, hours a month are known, the segment counts one customer
    or more, and there are fewer than T hours a customer a month.

    A representative kept for particular clients is the closest and dearest relationship there
    is; spread over many it is a name on a card. Source: 000; the threshold is own judgement.
    """
    for row in canvas.rows:
        if row.type is None or not row.type.exclusive:
            continue
        hours, customers = row.of.hours_per_month, row.segment.segment.customers
        if hours is None or not customers:
            continue
        if hours < threshold * customers:
            yield Found(
                (row.ref, row.segment.ref),
                read=(row.type.slug, hours, customers, threshold),
                values={"hours": hours, "customers": customers, "threshold": threshold},
            )


def human_at_scale(canvas: Reading, threshold: Decimal) -> Iterator[Found]:
    """Says it when the effort is high, it is delivered by humans, and the segment counts more than
    T customers.

    Close attention takes more people with each customer, and is kept for a few that matter
    most; a crowd is served by other means. Source: 000; the threshold is own judgement.
    """
    for row in canvas.rows:
        customers = row.segment.segment.customers
        if customers is None or row.delivery is not _HUMAN or row.type is None:
            continue
        if row.type.effort is Effort.HIGH and customers > threshold:
            yield Found(
                (row.ref, row.segment.ref),
                read=(*row.delivery_read, customers, threshold),
                values={"customers": customers, "threshold": threshold},
            )


def cost_not_in_structure(canvas: Reading) -> Iterator[Found]:
    """Says it when an active relationship costs something (set-up, monthly cost or hours above 0),
    and `cost_structure` holds no note.

    Relationships have to be integrated with the rest of the model: what they cost belongs in
    the block of costs. Source: 001.
    """
    if any(_costs_something(row) for row in canvas.rows) and not _has_note(
        canvas, Block.COST_STRUCTURE
    ):
        yield Found((), read=tuple(sorted(r.ref for r in canvas.rows if _costs_something(r))))


def resources_missing(canvas: Reading) -> Iterator[Found]:
    """Says it when an active relationship is delivered by humans or by software, and
    `key_resources` holds no note.

    People who attend and software that recognises customers are resources, which the model has
    to have. Relationships of a type that the catalog no longer holds are passed over.
    Source: 001.
    """
    if any(row.delivery in _DELIVERED_AT_A_COST for row in canvas.rows) and not _has_note(
        canvas, Block.KEY_RESOURCES
    ):
        yield Found(
            (),
            read=tuple(
                sorted(r.delivery_read for r in canvas.rows if r.delivery in _DELIVERED_AT_A_COST)
            ),
        )


def _has_note(canvas: Reading, block: Block) -> bool:
    return any(note.block is block for note in canvas.blueprint.notes)


def _costs_something(row: Row) -> bool:
    return bool(row.of.setup_cost or row.of.monthly_cost or row.of.hours_per_month)


def _costs_read(view: SegmentView) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        sorted(
            (row.ref, _known(row.of.monthly_cost), _known(row.of.hours_per_month))
            for row in view.rows
        )
    )


def _known(amount: Decimal | int | None) -> tuple[Decimal | int, ...]:
    """An amount as a tuple, empty where it is unknown: `None` cannot be sorted."""
    return () if amount is None else (amount,)
