"""The geometry of the map: on paper for tiny ones, without overlap for any."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relationships.thinking.layout import (
    BETWEEN_SEGMENTS,
    BOX_HEIGHT,
    GAP,
    SLOT_HEIGHT,
    Line,
    Order,
    best_order,
    crossings,
    layout,
)
from relationships.thinking.network import Strand
from tests.coherence.drawing import at_ease

HALF = BOX_HEIGHT // 2


def test_one_of_each_stands_in_a_row() -> None:
    strand = Strand("s", "r", "c")
    drawn = layout([strand])
    assert (drawn.segments, drawn.relationships, drawn.channels) == (
        {"s": HALF},
        {"r": HALF},
        {"c": HALF},
    )
    assert drawn.lines == (Line(strand, HALF, HALF, HALF, rank=0),)
    assert drawn.height == BOX_HEIGHT


def test_a_segment_stands_beside_the_middle_of_its_own() -> None:
    """Two relationships and a slot, one below the other; both relationships use one channel."""
    strands = [Strand("s", "r1", "c"), Strand("s", "r2", "c"), Strand("s", channel="d")]
    drawn = layout(strands)
    second = BOX_HEIGHT + GAP + HALF
    slot = 2 * (BOX_HEIGHT + GAP) + SLOT_HEIGHT // 2
    height = 2 * (BOX_HEIGHT + GAP) + SLOT_HEIGHT
    assert drawn.relationships == {"r1": HALF, "r2": second}
    assert drawn.segments == {"s": height // 2}
    assert [line.passes for line in drawn.lines] == [HALF, second, slot]
    assert drawn.channels["c"] == (HALF + second) // 2
    assert drawn.channels["d"] - drawn.channels["c"] >= BOX_HEIGHT + GAP
    first, other = drawn.lines[0].arrives, drawn.lines[1].arrives
    assert (other - first, first + other) == (12, 2 * drawn.channels["c"])


def test_channels_that_would_run_off_the_end_move_up_again() -> None:
    """They would stand at 66, 155 and 227, but nothing is linked to a place below 189."""
    ties = [Strand("s", "r1", "c"), Strand("s", "r2", "c")]
    drawn = layout([*ties, Strand("s", channel="d"), Strand("s", channel="e")])
    assert [line.passes for line in drawn.lines] == [30, 102, 155, 189]
    assert drawn.channels == {"c": 45, "d": 117, "e": 189}


def test_segments_keep_a_distance_and_what_is_alone_has_its_place() -> None:
    drawn = layout([Strand("s1", "r1"), Strand("s2"), Strand(channel="c")])
    assert drawn.segments == {"s1": HALF, "s2": BOX_HEIGHT + GAP + BETWEEN_SEGMENTS + HALF}
    assert drawn.channels == {"c": HALF}
    assert drawn.lines == (Line(Strand("s1", "r1"), HALF, HALF, None),)


def test_nothing_is_drawn_of_nothing() -> None:
    drawn = layout([])
    assert (drawn.height, drawn.segments, drawn.channels, drawn.lines) == (0, {}, {}, ())


def _tied(*ties: str) -> list[Strand]:
    """ "ac" ties segment a to channel c."""
    return [Strand(tie[0], f"r{n}", tie[1]) for n, tie in enumerate(ties)]


@pytest.mark.parametrize(
    ("ties", "count"),
    [
        (("ax", "by"), 0),
        (("ay", "bx", "az"), 2),
        (("ax", "ay", "bx", "by"), 1),
        (("ay", "ax"), 0),
        (("ax", "ax", "bx"), 0),
    ],
)
def test_lines_cross_where_the_outer_columns_disagree(ties: tuple[str, ...], count: int) -> None:
    order = Order(("a", "b"), ("x", "y", "z"))
    assert crossings(_tied(*ties), order) == count


@pytest.mark.parametrize(
    ("ties", "before", "order"),
    [
        (("ax", "by", "az"), 1, Order(("a", "b"), ("x", "z", "y"))),
        (("ax", "by", "cx"), 1, Order(("a", "c", "b"), ("x", "y"))),
    ],
)
def test_the_order_lessens_crossings(ties: tuple[str, ...], before: int, order: Order) -> None:
    strands = _tied(*ties)
    assert crossings(strands, Order(("a", "b", "c"), ("x", "y", "z"))) == before
    assert best_order(strands) == order
    assert crossings(strands, order) == 0


def test_without_crossings_the_order_is_the_documents() -> None:
    assert best_order(_tied("bx", "ay")) == Order(("b", "a"), ("x", "y"))


@st.composite
def networks(draw: st.DrawFn) -> list[Strand]:
    """Up to 40 strands; a segment and a channel alone only where nothing else links them."""
    segments = [f"s{n}" for n in range(draw(st.integers(0, 6)))]
    channels = [f"c{n}" for n in range(draw(st.integers(0, 8)))]
    some = st.sampled_from
    drawn = []
    for n in range(draw(st.integers(0, 40)) if segments else 0):
        segment = draw(some(segments))
        channel = draw(some([*channels, None]))
        relationship = f"r{n}" if channel is None or draw(st.booleans()) else None
        drawn.append(Strand(segment, relationship, channel))
    linked = {strand.segment for strand in drawn} | {strand.channel for strand in drawn}
    drawn += [Strand(segment=ref) for ref in segments if ref not in linked]
    drawn += [Strand(channel=ref) for ref in channels if ref not in linked]
    return draw(st.permutations(drawn))


@given(networks())
@at_ease
def test_no_boxes_overlap_and_all_stand_on_the_drawing(strands: list[Strand]) -> None:
    drawn = layout(strands)
    for column in (drawn.segments, drawn.relationships, drawn.channels):
        spots = sorted(column.values())
        assert all(below - above >= BOX_HEIGHT + GAP for above, below in pairwise(spots))
        assert all(HALF <= y <= drawn.height - HALF for y in spots)


@given(networks())
@at_ease
def test_no_line_runs_behind_a_box_and_each_arrives_at_its_channel(strands: list[Strand]) -> None:
    drawn = layout(strands)
    boxes = drawn.relationships.values()
    for line in drawn.lines:
        if line.strand.relationship is None:
            assert all(abs(line.passes - y) > HALF for y in boxes)
        if line.arrives is not None:
            assert abs(line.arrives - drawn.channels[line.strand.channel or ""]) < HALF
    arrivals = [(line.strand.channel, line.arrives) for line in drawn.lines if line.arrives]
    if len(strands) <= 20:
        assert len(arrivals) == len(set(arrivals))


@given(networks())
@at_ease
def test_a_drawing_is_always_the_same_and_never_more_tangled(strands: list[Strand]) -> None:
    assert layout(strands) == layout(list(strands))
    segments = tuple(dict.fromkeys(s.segment for s in strands if s.segment))
    channels = tuple(dict.fromkeys(s.channel for s in strands if s.channel))
    order = best_order(strands)
    assert sorted(order.segments) == sorted(segments)
    assert sorted(order.channels) == sorted(channels)
    assert crossings(strands, order) <= crossings(strands, Order(segments, channels))
