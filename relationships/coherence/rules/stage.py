"""Is the plan small enough for where the venture stands?"""

from collections.abc import Iterator
from decimal import Decimal

from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading
from relationships.vocabulary import Effort, Stage, Status

_RANK = {stage: stage.rank for stage in Stage}
_HIGH = Effort.HIGH
_RUNNING = Status.RUNNING


def type_ahead_of_stage(canvas: Reading) -> Iterator[Found]:
    """Says it when the type starts at a later stage than the relationship's.

    Some relationships depend only on the founder's will and can begin on the first day, others
    take time, money or a running business. Source: 000.
    """
    for row in canvas.rows:
        entry = row.type
        if entry is not None and _RANK[entry.starts] > _RANK[row.stage]:
            yield Found(
                (row.ref,),
                read=(entry.slug, entry.starts, row.stage),
                values={"stage": row.stage, "starts": entry.starts},
            )


def too_much_at_once(canvas: Reading, threshold: Decimal) -> Iterator[Found]:
    """Says it when the canvas is at stage idea or launch, and the segment has more than T active
    relationships of the canvas's stage or an earlier one.

    Begin with one relationship and try it on the first customers; what is meant for later can
    say so in its stage. Source: 000; the threshold is own judgement.
    """
    if canvas.stage.rank >= Stage.GROWTH.rank:
        return
    now = canvas.stage.rank
    for view in canvas.segments.values():
        if len(view.rows) <= threshold:
            continue
        due = [row for row in view.rows if _RANK[row.stage] <= now]
        if len(due) > threshold:
            yield Found(
                (view.ref,),
                read=(canvas.stage, threshold, tuple(sorted((r.ref, r.stage) for r in due))),
                values={"count": len(due), "threshold": threshold, "stage": canvas.stage},
            )


def no_minimum_viable_relationship(canvas: Reading) -> Iterator[Found]:
    """Says it when the canvas is at stage idea or launch, the segment has active relationships, and
    none is marked minimum viable.

    The way to begin is the smallest relationship that already works, compared with the first
    customers until it fits them. Source: 000.
    """
    if canvas.stage.rank >= Stage.GROWTH.rank:
        return
    for view in canvas.segments.values():
        if view.rows and not any(row.of.minimum_viable for row in view.rows):
            yield Found((view.ref,), read=(canvas.stage, *view.refs))


def minimum_viable_too_heavy(canvas: Reading) -> Iterator[Found]:
    """Says it when a relationship is minimum viable, and the type's effort is high.

    What is minimal is easy and quick to do from the first day; a type of high effort is
    neither. Source: 000.
    """
    for row in canvas.rows:
        if row.of.minimum_viable and row.type is not None and row.type.effort is _HIGH:
            yield Found((row.ref,), read=(row.type.slug, Effort.HIGH))


def minimum_viable_untested(canvas: Reading) -> Iterator[Found]:
    """Says it when a relationship is minimum viable, its status is `running`, and no experiment has
    a verdict.

    It is minimal in order to be compared with the first customers; while nobody says what was
    learnt, it is only small. Source: 000.
    """
    for row in canvas.rows:
        of = row.of
        if (
            of.minimum_viable
            and of.status is _RUNNING
            and not any(experiment.verdict for experiment in of.experiments)
        ):
            yield Found((row.ref,), read=(len(of.experiments),))
