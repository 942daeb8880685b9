"""What a plan links: segments, relationships and channels, and which links can't carry.

The network is a list of strands, each from a segment over one relationship, or over none, to a
channel, or to none. The bond with a segment rests on a channel that reaches it and can do what the
relationship needs. Source: 000.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from relationships.blueprint import Blueprint, Channel, Relationship
from relationships.catalog import Catalog
from relationships.thinking.standing import Lack, lacks_on, plans, reaches


@dataclass(frozen=True, slots=True)
class Strand:
    """A link of the network.

    Without a relationship it is a touchpoint that none of the segment's relationships uses. Where
    only the segment or only the channel is there, nothing is linked to it at all. `lacks` and
    `reaches` speak of the channel that a relationship runs over.
    """

    segment: str | None = None
    relationship: str | None = None
    channel: str | None = None
    lacks: tuple[Lack, ...] = ()
    reaches: bool = True

    @property
    def carries(self) -> bool:
        return self.reaches and not self.lacks


def strands(blueprint: Blueprint, catalog: Catalog) -> tuple[Strand, ...]:
    """The whole network: by segment, its relationships and then its other touchpoints, and last
    the channels that nothing is linked to; each in the document's order.
    """
    return tuple(_strands(blueprint, catalog))


def _strands(blueprint: Blueprint, catalog: Catalog) -> Iterator[Strand]:
    channels = {channel.ref: channel for channel in blueprint.channels}
    reached = reaches(blueprint)
    rows = plans(blueprint)
    linked = {channel for _, channel in reached}
    linked.update(row.channel for own in rows.values() for row in own if row.channel)
    touched: dict[str, list[str]] = {segment: [] for segment in rows}
    for touch in blueprint.touchpoints:
        touched[touch.segment].append(touch.channel)
    for segment, own in rows.items():
        used = {row.channel for row in own}
        spare = [channel for channel in touched[segment] if channel not in used]
        for row in own:
            channel = None if row.channel is None else channels[row.channel]
            yield _strand(row, channel, catalog, (segment, row.channel) in reached)
        for ref in spare:
            yield Strand(segment=segment, channel=ref)
        if not own and not spare:
            yield Strand(segment=segment)
    for ref in channels:
        if ref not in linked:
            yield Strand(channel=ref)


def _strand(
    row: Relationship, channel: Channel | None, catalog: Catalog, is_reached: bool
) -> Strand:
    if channel is None:
        return Strand(row.segment, row.ref)
    return Strand(
        row.segment, row.ref, channel.ref, lacks_on(channel, row, catalog), reaches=is_reached
    )
