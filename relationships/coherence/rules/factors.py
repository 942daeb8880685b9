"""Does the plan answer to what weighs on the customer's purchase?

These rules speak of a factor's role, which the catalog gives; of several factors with one
role, one important factor is enough. A factor that the catalog no longer holds has no role.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading, SegmentView
from relationships.vocabulary import (
    Capability,
    DeliveredBy,
    FactorRole,
    Horizon,
    Motivation,
    Phase,
)


def time_saving_but_manual(canvas: Reading) -> Iterator[Found]:
    """Says it when a factor of role `speed` is important, and all the segment's active
    relationships (one or more) are delivered by humans.

    Whoever wants to arrive and be served at once does not care to wait for a free person:
    self-service exists because people dislike losing time. Source: 000.
    """
    for view in _weighing(canvas, FactorRole.SPEED):
        if view.rows and all(row.delivery is DeliveredBy.HUMAN for row in view.rows):
            yield Found((view.ref,), read=(canvas.marks(view, FactorRole.SPEED), _deliveries(view)))


def hours_unattended(canvas: Reading) -> Iterator[Found]:
    """Says it when a factor of role `hours` is important, the segment has touchpoints, and none of
    its channels is `always_on`.

    Customers who can buy only at certain hours go where something is open then. Source: 000.
    """
    for view in _weighing(canvas, FactorRole.HOURS):
        channels = view.channels.values()
        if channels and not any(Capability.ALWAYS_ON in c.capabilities for c in channels):
            yield Found(
                (view.ref,),
                read=(
                    canvas.marks(view, FactorRole.HOURS),
                    tuple(sorted((c.ref, c.capabilities) for c in channels)),
                ),
            )


def guarantee_without_after_sales(canvas: Reading) -> Iterator[Found]:
    """Says it when a factor of role `guarantee` is important, the segment has touchpoints, and none
    is in `after_sales`.

    A guarantee is a promise for after the purchase: exchange or refund need a place where the
    customer can ask for them. Source: 000.
    """
    for view in _weighing(canvas, FactorRole.GUARANTEE):
        if view.channels and Phase.AFTER_SALES not in view.phases:
            yield Found(
                (view.ref,), read=(canvas.marks(view, FactorRole.GUARANTEE), view.phases_read)
            )


def different_but_impersonal(canvas: Reading) -> Iterator[Found]:
    """Says it when a factor of role `distinction` is important, and each of the segment's active
    relationships (one or more) is delivered by `self` or has horizon `one_off`.

    In a crowded niche something has to captivate the customer, and a relationship that anybody
    could offer does not. One whose type the catalog no longer holds may be anything, and keeps
    the rule silent. Source: 000.
    """
    for view in _weighing(canvas, FactorRole.DISTINCTION):
        if view.rows and all(
            row.delivery is DeliveredBy.SELF
            or (row.type is not None and row.type.horizon is Horizon.ONE_OFF)
            for row in view.rows
        ):
            horizons = sorted((row.ref, row.type.horizon) for row in view.rows if row.type)
            yield Found(
                (view.ref,),
                read=(
                    canvas.marks(view, FactorRole.DISTINCTION),
                    _deliveries(view),
                    tuple(horizons),
                ),
            )


def substitutes_without_retention(canvas: Reading) -> Iterator[Found]:
    """Says it when a factor of role `alternatives` is important, the segment has active
    relationships, and none has motivation retention.

    Where something else is at hand, customers stay only with those who give them a reason to;
    relationships are what stops them from running to a cheaper rival. Source: 002.
    """
    for view in _weighing(canvas, FactorRole.ALTERNATIVES):
        if view.rows and not any(row.motivation is Motivation.RETENTION for row in view.rows):
            motivations = sorted((row.ref, row.motivation or "") for row in view.rows)
            yield Found(
                (view.ref,), read=(canvas.marks(view, FactorRole.ALTERNATIVES), tuple(motivations))
            )


def _weighing(canvas: Reading, role: FactorRole) -> Iterable[SegmentView]:
    """The segments for which a factor of the role is important."""
    return canvas.weighing.get(role, {}).values()


def _deliveries(view: SegmentView) -> tuple[tuple[Any, ...], ...]:
    return tuple(sorted((row.delivery_read for row in view.rows), key=lambda read: read[0]))
