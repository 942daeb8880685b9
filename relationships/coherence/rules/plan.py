"""Is each row of the plan complete, expected by its segment, and there only once?"""

from collections.abc import Iterator

from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading, Row


def relationship_without_channel(canvas: Reading) -> Iterator[Found]:
    """Says it when no channel is chosen.

    The means is one of the columns of the plan: the bond with a customer rests on a concrete
    channel. Source: 000.
    """
    for row in canvas.rows:
        if row.of.channel is None:
            yield Found((row.ref,))


def relationship_without_justification(canvas: Reading) -> Iterator[Found]:
    """Says it when the justification is empty.

    The plan asks why this relationship over this channel: whoever can say it can also notice
    when it stops being true. Source: 000.
    """
    for row in canvas.rows:
        if not row.of.justification:
            yield Found((row.ref,))


def relationship_without_objective(canvas: Reading) -> Iterator[Found]:
    """Says it when the objective is empty, or there is no motivation.

    Which relationship fits depends on what it is to reach: winning customers, keeping them or
    selling more to them. Source: 000.
    """
    for row in canvas.rows:
        if row.motivation is None or not row.of.objective:
            yield Found((row.ref,), read=(not row.of.objective, row.motivation))


def expected_relationship_missing(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment with an active relationship expects a type, and none is of that
    type, its parent or its child.

    The first question of the block is what relationship each segment expects; another one may
    be well made and still not be what they came for. One finding a type. An expected type
    that the catalog no longer holds is passed over: nobody could name it. Source: 001.
    """
    knowledge = canvas.knowledge
    for view in canvas.segments.values():
        if not view.rows or not view.segment.expects:
            continue
        planned = {row.of.type for row in view.rows}
        for slug in view.segment.expects:
            expected = knowledge.types.get(slug)
            if expected is None:
                continue
            kin = knowledge.kin[slug]
            if kin.isdisjoint(planned):
                yield Found(
                    (view.ref,),
                    read=(tuple(sorted(kin)), types_read(view.rows)),
                    about=(slug,),
                    values={"expected": expected},
                )


def type_retired(canvas: Reading) -> Iterator[Found]:
    """Says it when the type has been retired from the catalog.

    Editors retire a type when it no longer is good advice, or when others say it better. One
    that the catalog does not hold at all is passed over. Source: own judgement.
    """
    for row in canvas.rows:
        if row.type is not None and row.type.retired:
            yield Found((row.ref,), read=(row.type.slug,))


def duplicate_relationship(canvas: Reading) -> Iterator[Found]:
    """Says it when two or more active relationships of one segment share type, channel and
    motivation.

    Twice the same is planned, paid for and measured twice, or one of the two is meant to be
    something else. Two that both lack a channel or a motivation share it. One finding a
    group, which names its relationships in the document's order. Source: own judgement.
    """
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in canvas.rows:
        of = row.of
        groups.setdefault((of.segment, of.type, of.channel, of.motivation), []).append(row)
    if len(groups) == len(canvas.rows):
        return
    for (segment, slug, channel, motivation), rows in groups.items():
        if len(rows) > 1:
            yield Found(
                tuple(row.ref for row in rows),
                read=(segment, slug, channel, motivation),
                values={"count": len(rows)},
            )


def one_type_for_all(canvas: Reading) -> Iterator[Found]:
    """Says it when two or more segments have active relationships, and every one of those
    relationships has the same type.

    Segments are kept apart because they differ: whether one kind of relationship can serve
    them all is a question to ask, not an answer to slip into. Types are compared by their
    slug, so one that the catalog no longer holds counts too. Source: 000.
    """
    rows = canvas.rows
    if not rows:
        return
    slug = rows[0].of.type
    if any(row.of.type != slug for row in rows):
        return
    segments = sorted({row.of.segment for row in rows})
    if len(segments) > 1:
        yield Found(
            (),
            read=(slug, tuple(sorted((row.ref, row.of.segment) for row in rows))),
            values={"type": canvas.knowledge.types.get(slug, slug), "count": len(segments)},
        )


def types_read(rows: list[Row]) -> tuple[tuple[str, str], ...]:
    """Which relationship is of which type, in an order that moving them does not change."""
    return tuple(sorted((row.ref, row.of.type) for row in rows))
