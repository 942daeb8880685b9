"""Where the map's boxes and lines stand: three columns, segments – relationships – channels.

Stands here, and not beside the page that draws: it is arithmetic on strands, with no word and no
colour in it, and can be checked on paper. Lengths are whole units of the drawing, y grows downward.

Relationships stand in the middle, since each has one segment and at most one channel. A touchpoint
without a relationship takes a slot between them, so that no line runs behind a box. Once the two
outer columns are in order, the middle one follows: by segment, then by channel. So lines cross
between the middle and the channels alone, as often as the outer columns disagree; these are brought
closer by turns, each to the mean place of what it is linked to (the barycentre).
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from relationships.thinking.network import Strand

BOX_WIDTH = 248
BOX_HEIGHT = 60
SLOT_HEIGHT = 22
GAP = 12
BETWEEN_SEGMENTS = 14
GUTTER = 170
LEFT, MIDDLE, RIGHT = (n * (BOX_WIDTH + GUTTER) for n in range(3))
"""The left edges of the columns."""

WIDTH = RIGHT + BOX_WIDTH

_ROUNDS = 8
_MOST_APART = 12
"""Lines that arrive at one box are so far apart, or closer where they are many."""


class Order(NamedTuple):
    """The outer columns from top to bottom, by ref."""

    segments: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A strand on the drawing: the heights at which it leaves its segment, passes the middle and
    arrives at its channel, None without one. `rank` counts those that arrive there, from above.
    """

    strand: Strand
    leaves: int
    passes: int
    arrives: int | None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The middles of the boxes by ref, from top to bottom, and the lines between them."""

    height: int
    segments: Mapping[str, int]
    relationships: Mapping[str, int]
    channels: Mapping[str, int]
    lines: tuple[Line, ...]


def layout(strands: Sequence[Strand]) -> Layout:
    """A drawing of some strands; always the same for the same ones."""
    order = best_order(strands)
    middle, segments, height = _middle(strands, order)
    channels = _spread(order.channels, strands, middle)
    return Layout(
        max([height, *(y + BOX_HEIGHT // 2 for y in channels.values())]),
        segments,
        {
            strand.relationship: y
            for strand, y in zip(strands, middle, strict=True)
            if strand.relationship is not None
        },
        channels,
        _lines(strands, middle, segments, channels),
    )


def best_order(strands: Sequence[Strand]) -> Order:
    """The order with the fewest crossings of those that were tried, the document's first."""
    best = order = Order(
        tuple(dict.fromkeys(s.segment for s in strands if s.segment is not None)),
        tuple(dict.fromkeys(s.channel for s in strands if s.channel is not None)),
    )
    links = [
        (s.segment, s.channel) for s in strands if s.segment is not None and s.channel is not None
    ]
    fewest = crossings(strands, best)
    for _ in range(_ROUNDS):
        if not fewest:
            break
        channels = _by_barycentre(order.channels, order.segments, [(c, s) for s, c in links])
        segments = _by_barycentre(order.segments, channels, links)
        order = Order(segments, channels)
        crossed = crossings(strands, order)
        if crossed < fewest:
            best, fewest = order, crossed
    return best


def crossings(strands: Iterable[Strand], order: Order) -> int:
    """How many pairs of lines cross, once the middle column follows an order of the outer ones."""
    segment_at, channel_at = _places(order.segments), _places(order.channels)
    ends = sorted(
        (segment_at[s.segment], channel_at[s.channel])
        for s in strands
        if s.segment is not None and s.channel is not None
    )
    above: list[int] = []
    count = 0
    for _, arrives in ends:
        count += len(above) - bisect_right(above, arrives)
        insort(above, arrives)
    return count


def _by_barycentre(
    moved: Sequence[str], fixed: Sequence[str], links: Iterable[tuple[str, str]]
) -> tuple[str, ...]:
    """Refs by the mean place of what each is linked to, the ones without a link last."""
    at = _places(fixed)
    linked: dict[str, list[int]] = {}
    for one, other in links:
        linked.setdefault(one, []).append(at[other])

    def centre(ref: str) -> float:
        places = linked.get(ref)
        return sum(places) / len(places) if places else len(fixed)

    return tuple(sorted(moved, key=centre))


def _places(refs: Iterable[str]) -> dict[str, int]:
    return {ref: place for place, ref in enumerate(refs)}


def _middle(strands: Sequence[Strand], order: Order) -> tuple[list[int], dict[str, int], int]:
    """The height at which each strand passes the middle, each segment's, and that of it all.

    A segment stands beside the middle of its own strands, which take at least as much room as its
    box. Strands without a segment are channels by themselves, and pass nothing.
    """
    segment_at, channel_at = _places(order.segments), _places(order.channels)
    passes = [0] * len(strands)
    segments = {}
    top = 0
    own = sorted(
        (segment_at[s.segment], channel_at.get(s.channel or "", len(channel_at)), n)
        for n, s in enumerate(strands)
        if s.segment is not None
    )
    for place, group in groupby(own, key=lambda one: one[0]):
        numbers = [n for _, _, n in group]
        rooms = [BOX_HEIGHT if strands[n].relationship else SLOT_HEIGHT for n in numbers]
        needed = sum(rooms) + GAP * (len(rooms) - 1)
        room = max(needed, BOX_HEIGHT)
        y = top + (room - needed) // 2
        for n, height in zip(numbers, rooms, strict=True):
            passes[n] = y + height // 2
            y += height + GAP
        segments[order.segments[place]] = top + room // 2
        top += room + GAP + BETWEEN_SEGMENTS
    return passes, segments, max(top - GAP - BETWEEN_SEGMENTS, 0)


def _spread(
    channels: Sequence[str], strands: Sequence[Strand], middle: Sequence[int]
) -> dict[str, int]:
    """Each channel at the mean height of its lines, as far as the ones above it leave room.

    Where that would run off the lower edge, those at the end move up again as far as they can.
    """
    heights: dict[str, list[int]] = {ref: [] for ref in channels}
    for strand, y in zip(strands, middle, strict=True):
        if strand.channel is not None and strand.segment is not None:
            heights[strand.channel].append(y)
    apart, half = BOX_HEIGHT + GAP, BOX_HEIGHT // 2
    lowest = max(max(middle, default=0), (len(channels) - 1) * apart + half)
    spots = []
    y = half
    for ref in channels:
        wished = sum(heights[ref]) // len(heights[ref]) if heights[ref] else y
        y = max(wished, y)
        spots.append(y)
        y += apart
    for n in reversed(range(len(spots))):
        spots[n] = min(spots[n], lowest)
        lowest = spots[n] - apart
    return dict(zip(channels, spots, strict=True))


def _lines(
    strands: Sequence[Strand],
    middle: Sequence[int],
    segments: Mapping[str, int],
    channels: Mapping[str, int],
) -> tuple[Line, ...]:
    """The lines of the strands that have a segment, each arriving at a place of its own."""
    arriving: dict[str, list[int]] = {ref: [] for ref in channels}
    for n in sorted(range(len(strands)), key=middle.__getitem__):
        strand = strands[n]
        if strand.channel is not None and strand.segment is not None:
            arriving[strand.channel].append(n)
    arrives: dict[int, tuple[int, int]] = {}
    for ref, numbers in arriving.items():
        last = len(numbers) - 1
        apart = min(_MOST_APART, (BOX_HEIGHT - 2 * GAP) // last) if last else 0
        for place, n in enumerate(numbers):
            arrives[n] = (channels[ref] + place * apart - last * apart // 2, place)
    return tuple(
        Line(strand, segments[strand.segment], middle[n], *arrives.get(n, (None,)))
        for n, strand in enumerate(strands)
        if strand.segment is not None and (strand.relationship or strand.channel)
    )
