"""Random blueprints for Hypothesis: small, tangled, and all that the format allows."""

from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from relationships.blueprint import (
    Blueprint,
    Channel,
    Experiment,
    FactorMark,
    Habit,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.content import shipped
from relationships.vocabulary import (
    IMPORTANCE,
    NOTE_BLOCKS,
    Block,
    Capability,
    Motivation,
    Ownership,
    Phase,
    Stage,
    Status,
    Trust,
    Verdict,
)

at_ease = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=25)
"""No time limits: machines differ, and drawing a canvas takes a while."""

GONE = "gone-from-the-catalog"
NAMES = (
    "Families nearby",
    "todo el mundo",
    "¡CALIDAD!",
    "{type} {0} %s",
    "Café à la carte",
    "online",
)
AMOUNTS = st.none() | st.sampled_from(("0", "0.00", "0.01", "5", "20.50", "9999999999.99")).map(
    Decimal
)
HOURS = st.none() | st.sampled_from((0, 1, 10, 25, 100_000))
CUSTOMERS = st.none() | st.sampled_from((0, 1, 4, 100, 1000, 1001, 1_000_000_000))
FREQUENT = st.sampled_from((True, True, True, False))


def in_order(members: type, minimum: int = 0) -> st.SearchStrategy[tuple]:
    """A set of members, in the vocabulary's order."""
    chosen = st.sets(st.sampled_from(list(members)), min_size=minimum)
    return chosen.map(lambda some: tuple(m for m in members if m in some))


def listed(values: list[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    if not values:
        return st.just(())
    return st.lists(st.sampled_from(values), unique=True, max_size=most).map(tuple)


@st.composite
def blueprints(draw: st.DrawFn, unknown: bool = False) -> Blueprint:
    """With slugs that the catalog no longer holds where `unknown` is set.

    Every other one is easy: its channels can do everything for everybody, so that something
    is left to hold together.
    """
    easy = draw(st.booleans())
    catalog = shipped()
    extra = [GONE] if unknown else []
    types = [*catalog.types, *extra]
    strategies = [*catalog.strategies, *extra]
    kinds = [*catalog.kinds, *extra]
    factors = [*catalog.factors, *extra]

    notes = [
        Note(
            f"n{i}",
            draw(st.sampled_from((Block.VALUE_PROPOSITIONS, *NOTE_BLOCKS))),
            draw(st.sampled_from(NAMES)),
        )
        for i in range(draw(st.integers(0, 4)))
    ]
    offered = [note.ref for note in notes if note.block is Block.VALUE_PROPOSITIONS]
    segments = [
        Segment(
            f"s{i}",
            draw(st.sampled_from(NAMES)),
            customers=draw(CUSTOMERS),
            value_per_month=draw(AMOUNTS),
            value_propositions=draw(listed(offered)),
            expects=draw(listed(types)),
            habits=draw(st.sampled_from(((), (Habit("bread"),)))),
            factors=tuple(
                FactorMark(slug, draw(st.sampled_from(list(IMPORTANCE))))
                for slug in draw(listed(factors, 6))
            ),
            trust=draw(st.none() | st.sampled_from(Trust)),
            trust_goal=draw(st.none() | st.sampled_from(Trust)),
        )
        for i in range(draw(st.integers(0, 3)))
    ]
    channels = [
        Channel(
            f"c{i}",
            draw(st.sampled_from(NAMES)),
            draw(st.sampled_from(kinds)),
            draw(st.sampled_from(Ownership)),
            tuple(Capability) if easy else draw(in_order(Capability)),
            monthly_cost=draw(AMOUNTS),
        )
        for i in range(draw(st.integers(0, 4)))
    ]
    touchpoints = [
        Touchpoint(segment.ref, channel.ref, tuple(Phase) if easy else draw(in_order(Phase, 1)))
        for segment in segments
        for channel in channels
        if easy or draw(st.booleans())
    ]
    relationships = []
    if segments:
        for i in range(draw(st.integers(0, 6))):
            reached = st.sampled_from(channels) if channels else st.nothing()
            channel = draw(st.none() | reached)
            sound = draw(FREQUENT)
            relationships.append(
                Relationship(
                    f"r{i}",
                    draw(st.sampled_from(segments)).ref,
                    draw(st.sampled_from(types)),
                    channel=channel.ref if channel else None,
                    strategies=() if easy else draw(listed(strategies)),
                    motivation=draw(st.none() | st.sampled_from(Motivation)),
                    objective="Fifty families" if sound else "",
                    justification="Quick to do" if sound or draw(st.booleans()) else "",
                    setup_cost=draw(AMOUNTS),
                    monthly_cost=draw(AMOUNTS),
                    hours_per_month=draw(HOURS),
                    stage=draw(st.none() | st.sampled_from(Stage)),
                    status=draw(st.sampled_from(Status)),
                    minimum_viable=draw(st.booleans()),
                    experiments=tuple(
                        Experiment("They ask", verdict=verdict)
                        for verdict in draw(
                            st.lists(st.none() | st.sampled_from(Verdict), max_size=2)
                        )
                    ),
                )
            )
    return Blueprint(
        title="Bakery",
        language="es",
        stage=draw(st.sampled_from(Stage)),
        currency="EUR",
        monthly_budget=draw(AMOUNTS),
        team_hours_per_month=draw(HOURS),
        hourly_rate=draw(AMOUNTS),
        notes=tuple(draw(st.permutations(notes))),
        segments=tuple(draw(st.permutations(segments))),
        channels=tuple(draw(st.permutations(channels))),
        touchpoints=tuple(draw(st.permutations(touchpoints))),
        relationships=tuple(draw(st.permutations(relationships))),
    )
