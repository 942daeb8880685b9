"""The canvas that is measured: built by counting, so that it is the same on every machine.

As it ships: 60 notes, 8 segments, 10 channels, 24 relationships, and plans with holes in them, so
that the panel has something to say.
"""

from dataclasses import replace
from decimal import Decimal

from relationships.blueprint import (
    Blueprint,
    Channel,
    FactorMark,
    Habit,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.catalog import Catalog
from relationships.vocabulary import (
    NOTE_BLOCKS,
    Block,
    Capability,
    Color,
    Motivation,
    Phase,
    Stage,
    Status,
    Trust,
)

PLACES = ("the market hall", "the old town", "the university", "the harbour", "the ring road")
THINGS = (
    "bread before eight o'clock",
    "a counter without a queue",
    "a weekly box of vegetables",
    "repairs while you wait",
    "a call when the order is ready",
    "somebody who knows what you bought last time",
)
WHO = ("Families", "Cooks", "Students", "Offices", "Hotels", "Neighbours", "Schools", "Cyclists")


def planned(catalog: Catalog, *, notes: int = 60, times: int = 1) -> Blueprint:
    """A canvas with so many notes; `times` multiplies everything else."""
    kinds = list(catalog.kinds.values())
    notes_made = tuple(_note(n) for n in range(notes))
    offers = [note.ref for note in notes_made if note.block is Block.VALUE_PROPOSITIONS]
    channels = tuple(_channel(n, kinds[n % len(kinds)]) for n in range(10 * times))
    segments = tuple(_segment(n, offers, catalog) for n in range(8 * times))
    return Blueprint(
        title="A corner shop with a delivery round",
        language="en",
        stage=Stage.LAUNCH,
        currency="EUR",
        description="What is sold, to whom, and what keeps them coming back.",
        monthly_budget=Decimal(2500 * times),
        team_hours_per_month=320 * times,
        hourly_rate=Decimal(18),
        notes=notes_made,
        segments=segments,
        channels=channels,
        touchpoints=_touchpoints(segments, channels),
        relationships=tuple(
            _relationship(n, segments[n // 3], channels, catalog) for n in range(24 * times)
        ),
    )


def sketched(title: str, blueprint: Blueprint) -> Blueprint:
    """A small canvas for lists: a few notes of the big one."""
    return replace(
        blueprint,
        title=title,
        notes=blueprint.notes[:6],
        segments=(),
        channels=(),
        touchpoints=(),
        relationships=(),
    )


def _note(n: int) -> Note:
    text = f"{THINGS[n % len(THINGS)].capitalize()} at {PLACES[n % len(PLACES)]}, no. {n + 1}"
    colors = ("", *Color)
    return Note(f"n{n + 1}", NOTE_BLOCKS[n % len(NOTE_BLOCKS)], text, colors[n % len(colors)])


def _segment(n: int, offers: list[str], catalog: Catalog) -> Segment:
    types, factors = list(catalog.types), list(catalog.factors)
    rungs = tuple(Trust)
    return Segment(
        ref=f"s{n + 1}",
        name=f"{WHO[n % len(WHO)]} near {PLACES[n % len(PLACES)]}",
        description="They decide within a minute, and remember who helped them.",
        customers=None if n % 4 == 3 else 40 * (n + 1),
        value_per_month=None if n % 4 == 3 else Decimal(5 + n),
        value_propositions=tuple(offers[n % len(offers) :][: n % 3]) if offers else (),
        expects=(types[n % len(types)],) if n % 2 else (),
        habits=(Habit(THINGS[n % len(THINGS)], PLACES[n % len(PLACES)], "twice a week"),)
        if n % 3
        else (),
        factors=tuple(
            FactorMark(slug, (n + place) % 4, "Asked on two mornings.")
            for place, slug in enumerate(factors[: n % 5])
        ),
        trust=rungs[n % 3],
        trust_goal=rungs[min(n % 3 + 1 + n % 2, 3)],
    )


def _channel(n: int, kind) -> Channel:
    return Channel(
        ref=f"c{n + 1}",
        name=f"{kind.name.en} at {PLACES[n % len(PLACES)]}",
        kind=kind.slug,
        ownership=kind.ownership,
        capabilities=tuple(c for c in Capability if c in kind.capabilities),
        hours="Monday to Saturday, 8 to 20" if n % 2 else "",
        monthly_cost=None if n % 3 == 2 else Decimal(35 * (n + 1)),
    )


def _touchpoints(
    segments: tuple[Segment, ...], channels: tuple[Channel, ...]
) -> tuple[Touchpoint, ...]:
    """Each segment is served by three channels, the later ones in fewer phases."""
    phases = tuple(Phase)
    return tuple(
        Touchpoint(segment.ref, channels[(n + step) % (len(channels) - 1)].ref, phases[step::2])
        for n, segment in enumerate(segments)
        for step in range(3)
    )


def _relationship(
    n: int, segment: Segment, channels: tuple[Channel, ...], catalog: Catalog
) -> Relationship:
    types, strategies = list(catalog.types.values()), list(catalog.strategies)
    chosen = types[n % len(types)]
    able = [channel for channel in channels if set(chosen.needs) <= set(channel.capabilities)]
    fitting = able if able and n % 3 else channels
    motivations = (*Motivation, *Motivation, None)
    return Relationship(
        ref=f"r{n + 1}",
        segment=segment.ref,
        type=chosen.slug,
        channel=fitting[n // 3 % len(fitting)].ref if n % 8 else None,
        strategies=(strategies[n % len(strategies)],) if n % 4 == 1 else (),
        motivation=motivations[n % len(motivations)],
        objective="Nine in ten come back within a month." if n % 4 != 3 else "",
        justification="They told us so at the counter, and twelve of them in writing."
        if n % 5
        else "",
        setup_cost=Decimal(100) if n % 2 else None,
        monthly_cost=Decimal(15 * (n % 7)) if n % 3 else None,
        hours_per_month=n % 9 if n % 3 else None,
        status=Status.RUNNING if n % 6 == 1 else Status.PLANNED,
        minimum_viable=n % 3 == 0,
        metric="Returning customers" if n % 2 else "",
        target="60 of 100" if n % 2 else "",
    )
