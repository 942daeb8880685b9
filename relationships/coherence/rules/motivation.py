"""Does why a relationship is built agree with where, when and with what it is built?"""

from collections.abc import Iterator

from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading, SegmentView
from relationships.vocabulary import Horizon, Motivation, Phase, Stage

_ACQUISITION = Motivation.ACQUISITION
_RETENTION = Motivation.RETENTION
_ONE_OFF = Horizon.ONE_OFF
PHASE_OF = {
    Motivation.ACQUISITION: Phase.AWARENESS,
    Motivation.RETENTION: Phase.AFTER_SALES,
    Motivation.GROWTH: Phase.PURCHASE,
}


def motivation_without_phase(canvas: Reading) -> Iterator[Found]:
    """Says it when the segment has touchpoints, and the relationship is for acquisition with no
    channel of the segment in `awareness`, for retention with none in `after_sales`, or for
    growth with none in `purchase`.

    Customers are won where they first hear of the offer, kept where they are looked after, and
    sold more where they buy. A segment without touchpoints is another rule's matter.
    Source: 003.
    """
    for row in canvas.rows:
        motivation = row.motivation
        if motivation is None:
            continue
        phase = PHASE_OF[motivation]
        segment = row.segment
        if segment.channels and phase not in segment.phases:
            yield Found(
                (row.ref, segment.ref),
                read=(motivation, segment.phases_read),
                values={"motivation": motivation, "phase": phase},
            )


def transactional_but_lasting(canvas: Reading) -> Iterator[Found]:
    """Says it when the type's horizon is `one_off` and the motivation is retention.

    A kiosk in an airport keeps nobody: where each purchase stands alone there is no
    relationship left with which to keep a customer. Source: 002.
    """
    for row in canvas.rows:
        if row.motivation is _RETENTION and row.type is not None and row.type.horizon is _ONE_OFF:
            yield Found((row.ref,), read=(row.type.slug, _ONE_OFF, _RETENTION))


def acquisition_only(canvas: Reading) -> Iterator[Found]:
    """Says it when the canvas is at stage growth or mature, the segment has relationships with a
    motivation, and all of them are for acquisition.

    Once the market is full, what counts is to keep customers and to earn more with each of
    them; and keeping one is cheaper than winning one. Source: 003.
    """
    if canvas.stage.rank < Stage.GROWTH.rank:
        return
    for view in canvas.segments.values():
        motivations = _motivations(view)
        if motivations and all(motivation is _ACQUISITION for motivation in motivations):
            yield Found((view.ref,), read=(canvas.stage, _motivations_read(view)))


def nothing_acquires(canvas: Reading) -> Iterator[Found]:
    """Says it when the canvas is at stage idea or launch, the segment has relationships with a
    motivation, and none of them is for acquisition.

    A business that starts has nobody to keep yet: first it wins customers, often with an offer
    that is free or cheap. Source: 003.
    """
    if canvas.stage.rank >= Stage.GROWTH.rank:
        return
    for view in canvas.segments.values():
        motivations = _motivations(view)
        if motivations and _ACQUISITION not in motivations:
            yield Found((view.ref,), read=(canvas.stage, _motivations_read(view)))


def _motivations(view: SegmentView) -> list[Motivation]:
    return [row.motivation for row in view.rows if row.motivation is not None]


def _motivations_read(view: SegmentView) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((row.ref, row.motivation or "") for row in view.rows))
