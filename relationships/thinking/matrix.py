"""Relationships by channels: which channel could carry what, which carries it now, what is missing.

A channel is only the means; what it can do decides which relationships it can carry, and which
strategies. It carries one when it can do all that it needs. Source: 000.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from relationships.blueprint import Blueprint, Channel, Relationship
from relationships.catalog import Catalog, RelationshipType, Strategy
from relationships.fit import missing
from relationships.thinking.standing import lacks_on, plans, reaches
from relationships.vocabulary import Capability

Needs: TypeAlias = tuple[Capability, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A type or a strategy beside a channel.

    `lacks` is what it needs and the channel can't do; None for a slug that the catalog no longer
    holds, of which nothing is known. `runs` are the active relationships that use it over the
    channel now. `reaches` says whether the channel has a touchpoint with the segment; where no
    segment is spoken of it is true.
    """

    channel: str
    lacks: Needs | None
    runs: tuple[str, ...] = ()
    reaches: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A type or a strategy beside channels; no entry where the catalog no longer holds it.

    `carriers` are the channels of the whole canvas that can do all that it needs.
    """

    slug: str
    entry: RelationshipType | Strategy | None
    cells: tuple[Cell, ...]
    carriers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A relationship beside channels: its type, then its strategies in their order.

    `carriers` are the channels of the whole canvas that can do all that type and strategies need:
    those that reach its segment first. `is_sound` where it runs over such a one that does.
    """

    of: Relationship
    type: Line
    strategies: tuple[Line, ...]
    carriers: tuple[str, ...]
    is_sound: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many active relationships run over a channel that carries all of them and reaches their
    segment, how many over one that does not, and how many over none.
    """

    sound: int
    misfit: int
    nowhere: int

    @property
    def total(self) -> int:
        return self.sound + self.misfit + self.nowhere


def planned(
    blueprint: Blueprint,
    catalog: Catalog,
    rows: Iterable[Relationship],
    channels: Sequence[Channel],
) -> tuple[Planned, ...]:
    """Some relationships beside some channels: a page shows a part of a large canvas."""
    beside = _Beside(blueprint, channels)
    return tuple(_planned(row, catalog, beside) for row in rows)


def in_order(blueprint: Blueprint) -> tuple[Relationship, ...]:
    """All active relationships, grouped by segment."""
    return tuple(row for rows in plans(blueprint).values() for row in rows)


def tally(blueprint: Blueprint, catalog: Catalog) -> Tally:
    channels = {channel.ref: channel for channel in blueprint.channels}
    reached = reaches(blueprint)
    sound = misfit = nowhere = 0
    for row in in_order(blueprint):
        if row.channel is None:
            nowhere += 1
        elif (row.segment, row.channel) in reached and not lacks_on(
            channels[row.channel], row, catalog
        ):
            sound += 1
        else:
            misfit += 1
    return Tally(sound, misfit, nowhere)


def offered_types(
    blueprint: Blueprint, catalog: Catalog, channels: Sequence[Channel]
) -> tuple[Line, ...]:
    """The catalog's types beside channels; retired ones where an active relationship uses them."""
    uses = ((row.type, row) for row in in_order(blueprint))
    return _offered(catalog.types, uses, _Beside(blueprint, channels))


def offered_strategies(
    blueprint: Blueprint, catalog: Catalog, channels: Sequence[Channel]
) -> tuple[Line, ...]:
    """The catalog's strategies beside channels; retired ones as with types."""
    uses = ((slug, row) for row in in_order(blueprint) for slug in row.strategies)
    return _offered(catalog.strategies, uses, _Beside(blueprint, channels))


class _Beside:
    """The channels of a canvas, and those of them that are shown."""

    def __init__(self, blueprint: Blueprint, shown: Sequence[Channel]) -> None:
        self.all = blueprint.channels
        self.shown = shown
        self.reached = reaches(blueprint)
        self._lacks: dict[Needs, dict[str, Needs]] = {}

    def line(
        self,
        slug: str,
        entry: RelationshipType | Strategy | None,
        runs: Mapping[str | None, Sequence[str]],
        segment: str | None = None,
    ) -> Line:
        lacks = self._lacks_of(entry.needs if entry else ())
        cells = tuple(
            Cell(
                channel.ref,
                lacks[channel.ref] if entry else None,
                tuple(runs.get(channel.ref, ())),
                segment is None or (segment, channel.ref) in self.reached,
            )
            for channel in self.shown
        )
        return Line(slug, entry, cells, tuple(ref for ref, lacking in lacks.items() if not lacking))

    def _lacks_of(self, needs: Needs) -> dict[str, Needs]:
        """What each channel lacks for some needs; many entries have the same."""
        if needs not in self._lacks:
            self._lacks[needs] = {
                channel.ref: missing(needs, channel.capabilities) for channel in self.all
            }
        return self._lacks[needs]


def _planned(row: Relationship, catalog: Catalog, beside: _Beside) -> Planned:
    runs = {row.channel: (row.ref,)}
    type_ = beside.line(row.type, catalog.types.get(row.type), runs, row.segment)
    strategies = tuple(
        beside.line(slug, catalog.strategies.get(slug), runs, row.segment)
        for slug in row.strategies
    )
    able = set(type_.carriers).intersection(*(line.carriers for line in strategies))
    carriers = [channel.ref for channel in beside.all if channel.ref in able]
    carriers.sort(key=lambda ref: (row.segment, ref) not in beside.reached)
    return Planned(
        row,
        type_,
        strategies,
        tuple(carriers),
        is_sound=row.channel in able and (row.segment, row.channel) in beside.reached,
    )


def _offered(
    entries: Mapping[str, RelationshipType] | Mapping[str, Strategy],
    uses: Iterable[tuple[str, Relationship]],
    beside: _Beside,
) -> tuple[Line, ...]:
    used: dict[str, dict[str | None, list[str]]] = {}
    for slug, row in uses:
        used.setdefault(slug, {}).setdefault(row.channel, []).append(row.ref)
    return tuple(
        beside.line(slug, entry, used.get(slug, {}))
        for slug, entry in entries.items()
        if not entry.retired or slug in used
    )
