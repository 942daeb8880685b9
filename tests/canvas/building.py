"""Canvases to test with: one with something of everything, and large ones."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

from canvas.exchange import vinculo_canvas
from canvas.models import Canvas
from relationships.blueprint import (
    Blueprint,
    Channel,
    FactorMark,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.content import shipped
from relationships.vocabulary import (
    NOTE_BLOCKS,
    Block,
    Motivation,
    Ownership,
    Phase,
    Stage,
)
from tests.canvas.exchange.documents import full

EMPTY = Blueprint(title="Bakery", language="en", stage=Stage.LAUNCH, currency="EUR")


@cache
def full_blueprint() -> Blueprint:
    """Notes n1 (offered to s1) and n2, segments s1 and s2, channels c1 and c2, rows r1 and r2."""
    return vinculo_canvas.decode(full(), shipped())


def sized(
    notes: int = 0, segments: int = 0, channels: int = 0, relationships: int = 0
) -> Blueprint:
    """A canvas of any size, with findings of all severities once there is something on it."""
    catalog = shipped()
    kinds, types = list(catalog.kinds.values()), list(catalog.types)
    strategies = list(catalog.strategies)
    made_notes = tuple(
        Note(f"n{n}", NOTE_BLOCKS[n % len(NOTE_BLOCKS)], f"Note {n}: fresh bread at the door")
        for n in range(notes)
    )
    offers = [note.ref for note in made_notes if note.block is Block.VALUE_PROPOSITIONS]
    made_channels = tuple(
        Channel(
            f"c{n}",
            f"Channel {n} of the shop",
            (kind := kinds[n % len(kinds)]).slug,
            Ownership.PARTNER if n % 5 == 4 else kind.ownership,
            kind.capabilities,
            monthly_cost=Decimal("12.50") * n,
        )
        for n in range(channels)
    )
    made_segments = tuple(
        Segment(
            f"s{n}",
            f"Families of street {n}",
            customers=100 * n,
            value_per_month=Decimal(18),
            value_propositions=tuple(offers[n % max(len(offers), 1) :][:1]),
            expects=(types[n % len(types)],),
            factors=(FactorMark("time-saving", n % 4), FactorMark("buying-hours", 2)),
        )
        for n in range(segments)
    )
    return Blueprint(
        title="Neighbourhood bakery online",
        language="en",
        stage=Stage.LAUNCH,
        currency="EUR",
        monthly_budget=Decimal(300),
        team_hours_per_month=120,
        notes=made_notes,
        segments=made_segments,
        channels=made_channels,
        touchpoints=tuple(
            Touchpoint(segment.ref, made_channels[(n + m) % channels].ref, tuple(Phase)[m : m + 2])
            for n, segment in enumerate(made_segments)
            for m in range(min(channels, 3))
        ),
        relationships=tuple(
            Relationship(
                f"r{n}",
                f"s{n % segments}",
                types[n % len(types)],
                channel=made_channels[n % channels].ref if channels else None,
                strategies=(strategies[n % len(strategies)],),
                motivation=tuple(Motivation)[n % 3],
                objective="Answer every question within the hour",
                justification="Quick to do from the first day" if n % 2 else "",
                monthly_cost=Decimal(10),
                hours_per_month=10,
                minimum_viable=n % 4 == 0,
            )
            for n in range(relationships)
        ),
    )


BUDGETED = {"notes": 60, "segments": 8, "channels": 10, "relationships": 24}
"""The size of canvas for which the budgets of pages hold."""


def titled(title: str) -> Blueprint:
    return replace(EMPTY, title=title)


def at(canvas: Canvas, place: str = "") -> str:
    """An address below a canvas's."""
    return f"/canvases/{canvas.pk}/{place}"


def now(canvas: Canvas) -> Blueprint:
    """What the database holds of a canvas now."""
    return vinculo_canvas.restore(Canvas.objects.get(pk=canvas.pk).document)
