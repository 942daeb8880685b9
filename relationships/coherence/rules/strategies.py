"""Can each strategy work where it is planned, now, and for what it is meant to reach?"""

from collections.abc import Iterator

from relationships.catalog import Strategy
from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading, Row
from relationships.coherence.rules.channels import missing
from relationships.vocabulary import Stage


def strategy_lacks_capability(canvas: Reading) -> Iterator[Found]:
    """Says it when a strategy of the relationship needs capabilities that its channel lacks.

    A practice lives on what its channel can do: no survey where nobody can answer, no forum
    where customers cannot talk to each other. One finding a strategy, about the strategy and
    then the capabilities. Source: 000.
    """
    for row, strategy in _used(canvas):
        channel = row.channel
        if channel is None:
            continue
        lacking = missing(strategy.needs, channel.capabilities)
        if lacking:
            yield Found(
                (row.ref, channel.ref),
                read=(strategy.needs, channel.capabilities),
                about=(strategy.slug, *map(str, lacking)),
                values={"strategy": strategy, "missing": lacking},
            )


def strategy_off_motivation(canvas: Reading) -> Iterator[Found]:
    """Says it when the relationship has a motivation, and a strategy of it serves only others.

    Winning customers, keeping them and selling them more call for different practices; one
    that serves another end spends effort beside the point. One finding a strategy. A strategy
    for which the catalog names no motivation at all serves no others, and is passed over.
    Source: 001.
    """
    for row, strategy in _used(canvas):
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
    growth = Stage.GROWTH.rank
    for row, strategy in _used(canvas):
        if strategy.needs_customers and row.stage.rank < growth:
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
    for row, strategy in _used(canvas):
        if not strategy.needs_customers and strategy.starts.rank > row.stage.rank:
            yield Found(
                (row.ref,),
                read=(row.stage, strategy.starts),
                about=(strategy.slug,),
                values={"strategy": strategy, "stage": row.stage, "starts": strategy.starts},
            )


def _used(canvas: Reading) -> Iterator[tuple[Row, Strategy]]:
    """Every strategy of every row that the catalog holds; of others nothing is known."""
    for row in canvas.rows:
        if row.of.strategies:
            for strategy in canvas.strategies(row):
                yield row, strategy
