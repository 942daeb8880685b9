"""What holds together: people keep what works only when they are told."""

from collections.abc import Collection, Iterator

from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading
from relationships.coherence.rules.plan import types_read
from relationships.vocabulary import Phase

_ALL_PHASES = len(Phase)


def expectation_met(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment expects types, and an active relationship meets each (the type itself,
    its parent or its child).

    The best relationship is the one that the segment expects and needs. An expected type that
    the catalog no longer holds is met by a relationship of the same slug. Source: 001.
    """
    for view in canvas.segments.values():
        expects = view.segment.expects
        if not expects or not view.rows:
            continue
        planned = {row.of.type for row in view.rows}
        if all(not planned.isdisjoint(canvas.knowledge.kin[slug]) for slug in expects):
            yield Found((view.ref,), read=(expects, types_read(view.rows)))


def journey_complete(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment's touchpoints cover all five phases.

    From the first news of the offer to help after the sale, the customer is never left alone.
    Source: 003.
    """
    for view in canvas.segments.values():
        if len(view.phases) == _ALL_PHASES:
            yield Found((view.ref,))


def relationship_well_founded(canvas: Reading, named: Collection[str]) -> Iterator[Found]:
    """Says it when a relationship has channel, objective, motivation, justification and known cost,
    and no finding of another rule names it (strengths aside, and those set aside not counted).

    Type, means, reason, cost and objective are the columns of the plan; a row that fills them
    all and contradicts nothing is ready to start. Runs after all other rules; `named` holds
    the refs that their findings name. Source: 000.
    """
    for row in canvas.rows:
        of = row.of
        if (
            row.ref not in named
            and of.channel is not None
            and row.motivation is not None
            and of.objective
            and of.justification
            and row.has_known_cost
        ):
            yield Found((row.ref,), read=(of.type, of.channel, row.motivation))
