"""Is each segment known, and is it tied to the rest of the canvas?"""

from collections.abc import Iterator

from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading


def segment_without_channel(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment has no touchpoint.

    Every bond with a customer rests on a concrete channel: without one nothing that is
    planned for the segment can reach it. Source: 000.
    """
    for view in canvas.segments.values():
        if not view.channels:
            yield Found((view.ref,))


def segment_without_relationship(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment has no active relationship.

    The block exists to settle, for each segment, how the business will treat it; left open,
    it gets settled by chance, and the customer's whole experience with it. Source: 002.
    """
    for view in canvas.segments.values():
        if not view.rows:
            yield Found((view.ref,))


def segment_without_value_proposition(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment is linked to no value-proposition note.

    A relationship is what ties a value proposition to a segment; with nothing offered there
    is nothing to relate about. Source: 000.
    """
    offered = canvas.value_propositions
    for view in canvas.segments.values():
        for ref in view.segment.value_propositions:
            if ref in offered:
                break
        else:
            yield Found((view.ref,))


def segment_unknown(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment has neither a habit nor a factor marked above 0.

    What customers usually do and what weighs on their purchase decide which relationship
    suits them; without either it would be chosen blind. A mark counts also where the catalog
    no longer holds its factor: somebody looked. Source: 000.
    """
    for view in canvas.segments.values():
        segment = view.segment
        if segment.habits:
            continue
        marks = segment.factors
        if marks and any(mark.importance > 0 for mark in marks):
            continue
        yield Found((view.ref,), read=(len(marks),))


def value_proposition_without_segment(canvas: Reading) -> Iterator[Found]:
    """Says it when a value-proposition note is linked to no segment.

    An offer made to nobody in particular cannot be matched with a relationship: the block
    rests on segments and propositions that are already settled. Source: 002.
    """
    linked = {ref for view in canvas.segments.values() for ref in view.segment.value_propositions}
    for ref in canvas.value_propositions:
        if ref not in linked:
            yield Found((ref,))
