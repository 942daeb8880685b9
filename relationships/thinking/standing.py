"""Where active relationships stand: with which segment, on which channel, and what it lacks.

What the pictures of a plan share. A slug that the catalog no longer holds needs nothing that is
known, as in the coherence rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from relationships.blueprint import Blueprint, Channel, Relationship
from relationships.catalog import Catalog, RelationshipType, Strategy
from relationships.fit import missing
from relationships.vocabulary import Capability


@dataclass(frozen=True, slots=True)
class Lack:
    """What a relationship's type, or one of its strategies, needs and a channel can't do."""

    entry: RelationshipType | Strategy
    missing: tuple[Capability, ...]


def lacks_on(channel: Channel, row: Relationship, catalog: Catalog) -> tuple[Lack, ...]:
    """What a channel lacks for a relationship: for its type, then for its strategies in order."""
    found = (
        Lack(entry, missing(entry.needs, channel.capabilities))
        for entry in _entries(row, catalog)
        if entry is not None
    )
    return tuple(lack for lack in found if lack.missing)


def _entries(row: Relationship, catalog: Catalog) -> Iterator[RelationshipType | Strategy | None]:
    yield catalog.types.get(row.type)
    for slug in row.strategies:
        yield catalog.strategies.get(slug)


def plans(blueprint: Blueprint) -> dict[str, list[Relationship]]:
    """The active relationships of every segment, in the document's order."""
    rows: dict[str, list[Relationship]] = {segment.ref: [] for segment in blueprint.segments}
    for row in blueprint.relationships:
        if row.is_active:
            rows[row.segment].append(row)
    return rows


def reaches(blueprint: Blueprint) -> frozenset[tuple[str, str]]:
    """Segment and channel of each touchpoint."""
    return frozenset((touch.segment, touch.channel) for touch in blueprint.touchpoints)
