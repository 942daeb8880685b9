"""Can the trust that is aimed at be reached from here, by these means?"""

from collections.abc import Iterator

from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading
from relationships.vocabulary import DeliveredBy, Trust

_BY_PEOPLE = (DeliveredBy.HUMAN, DeliveredBy.PEERS)
_CLOSE = (Trust.RELATIONSHIP, Trust.TRUST)


def trust_rung_skipped(canvas: Reading) -> Iterator[Found]:
    """Says it when the trust aimed at is more than one rung above the trust reached, where both are
    known.

    Trust is earned, not decreed: nobody relies on someone they do not know, and no level is
    reached without the one before. Source: 004.
    """
    for view in canvas.segments.values():
        reached, goal = view.segment.trust, view.segment.trust_goal
        if reached is not None and goal is not None and goal.rank > reached.rank + 1:
            yield Found(
                (view.ref,),
                read=(reached, goal),
                values={"reached": reached, "goal": goal, "next": tuple(Trust)[reached.rank + 1]},
            )


def trust_without_people(canvas: Reading) -> Iterator[Found]:
    """Says it when the trust aimed at is `relationship` or `trust`, and of the active relationships
    (one or more) none is delivered by humans or peers.

    Knowing, talking to and understanding each other takes people on both sides; it cannot come
    about automatically. A relationship whose type leaves delivery to a channel that is not
    chosen is delivered by nobody; one whose type the catalog no longer holds may be by people,
    and keeps the rule silent. Source: 004.
    """
    for view in canvas.segments.values():
        goal = view.segment.trust_goal
        if goal not in _CLOSE or not view.rows:
            continue
        if all(row.type is not None and row.delivery not in _BY_PEOPLE for row in view.rows):
            deliveries = sorted((row.delivery_read for row in view.rows), key=lambda read: read[0])
            yield Found((view.ref,), read=(goal, tuple(deliveries)), values={"goal": goal})
