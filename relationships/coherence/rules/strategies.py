"""Can each strategy work where it is planned, now, and for what it is meant to reach?"""

from collections.abc import Iterator

from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading
from relationships.coherence.rules.channels import missing
from relationships.vocabulary import Stage

_RANK = {stage: stage.rank for stage in Stage}
_YOUNG = (Stage.IDEA, Stage.LAUNCH)


def strategy_lacks_capability(canvas: Reading) -> Iterator[Found]:
    """Says it when a strategy of the relationship needs capabilities that its channel lacks.

    A practice lives on what its channel can do: no survey where nobody can answer, no forum
    where customers cannot talk to each other. One finding a strategy, about the strategy and
    then the capabilities. Source: 000.
    """
    for row, strategy in canvas.used:
        channel = row.channel
        if channel is None:
            continue
        lacking = missing(strategy.needs, channel.capabilities)
        if lacking:
            yield Found(
                (row.ref, channel.ref),
                read=(strategy.needs, channel.capabilities),
                about=(strategy.slug, *lacking),
                values={"strategy": strategy, "missing": lacking},
            )


def strategy_off_motivation(canvas: Reading) -> Iterator[Found]:
    """Says it when the relationship has a motivation, and a strategy of it serves only others.

    Winning customers, keeping them and selling them more call for different practices; one
    that serves another end spends effort beside the point. One finding a strategy. A strategy
    for which the catalog names no motivation at all serves no others, and is passed over.
    Source: 001.
    """
    for row, strategy in canvas.used:
        motivation = row.motivation
        if motivation is None or motivation in strategy.motivations or not strategy.motivations:
            continue
        yield Found(
            (row.ref,),
            read=(motivation, strategy.motivations),
            about=(strategy.slug,),
            values={
                "strategy": strategy,
                "motivation": motivation,
                "motivations": strategy.motivations,
            },
        )


def strategy_needs_customers(canvas: Reading) -> Iterator[Found]:
    """Says it when a strategy that needs a customer base stands in a relationship of stage idea
    or launch.

    Loyalty programmes and the like take a mass of established customers, which a venture that
    starts does not have. One finding a strategy. Source: 000.
    """
    for row, strategy in canvas.used:
        if strategy.needs_customers and row.stage in _YOUNG:
            yield Found(
                (row.ref,),
                read=(row.stage,),
                about=(strategy.slug,),
                values={"strategy": strategy, "stage": row.stage},
            )


def strategy_ahead_of_stage(canvas: Reading) -> Iterator[Found]:
    """Says it when a strategy that needs no customer base starts at a later stage than the
    relationship's.

    What to do first and what next depends on the phase of the venture and on the time and
    money at hand. One finding a strategy; where it needs a customer base another rule speaks.
    Source: 000.
    """
    for row, strategy in canvas.used:
        if not strategy.needs_customers and _RANK[strategy.starts] > _RANK[row.stage]:
            yield Found(
                (row.ref,),
                read=(row.stage, strategy.starts),
                about=(strategy.slug,),
                values={"strategy": strategy, "stage": row.stage, "starts": strategy.starts},
            )
