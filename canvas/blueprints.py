"""Rows into blueprints and back.

`read` is what pages use: the blueprint of the current version stands on the canvas's own row, so
reading it costs no query beyond the one that found the canvas. `rebuild` makes the same blueprint
from the rows, in nine queries. `write` brings the rows from one blueprint to the next and touches
only what differs.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar

from django.db import models
from django.db.models import Case, Max, When

from canvas import models as rows
from canvas import searching
from canvas.differences import HEAD
from canvas.exchange import vinculo_canvas
from canvas.models.elements import Element as ElementRow
from relationships.blueprint import (
    Blueprint,
    Channel,
    Element,
    Experiment,
    FactorMark,
    Habit,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.vocabulary import (
    Block,
    Capability,
    Language,
    Motivation,
    Ownership,
    Phase,
    Stage,
    Status,
    Trust,
    Verdict,
)

GAP = 1024
"""Between two neighbours when positions are dealt out anew."""

Columns = dict[str, Any]
Keys = Mapping[str, int]
E = TypeVar("E", bound=Element)
M = TypeVar("M", bound=models.Model)


def read(canvas: rows.Canvas) -> Blueprint:
    return restore(canvas.document)


@lru_cache(maxsize=16)
def restore(document: str) -> Blueprint:
    """The same document is the same blueprint, in every request that the process serves."""
    return _just_written.pop(document, None) or vinculo_canvas.restore(document)


_just_written: dict[str, Blueprint] = {}
"""What a document says that was written a moment ago, until `restore` keeps it."""


def write(canvas: rows.Canvas, before: Blueprint, after: Blueprint) -> None:
    """Brings the rows of a canvas from one blueprint to the next; its own row is set, not saved.

    Call it inside a transaction that holds the canvas's row locked.
    """
    for field in HEAD:
        setattr(canvas, field, getattr(after, field))
    canvas.document = _written(after)
    canvas.search = searching.index(after)
    canvas.note_count = len(after.notes)
    canvas.segment_count = len(after.segments)
    canvas.channel_count = len(after.channels)
    canvas.relationship_count = len(after.relationships)
    _write_elements(canvas, rows.Note, before.notes, after.notes, _note_columns)
    _write_elements(canvas, rows.Segment, before.segments, after.segments, _segment_columns)
    _write_segment_links(canvas, before.segments, after.segments)
    _write_elements(canvas, rows.Channel, before.channels, after.channels, _channel_columns)
    left = _left_standing(before, after)
    _write_touchpoints(canvas, left.touchpoints, after.touchpoints)
    _write_plan(canvas, left.relationships, after.relationships)


def _written(blueprint: Blueprint) -> str:
    """The document of a blueprint, which the next `restore` of it then knows by heart."""
    document = vinculo_canvas.dump(blueprint)
    _just_written[document] = blueprint
    restore(document)
    return document


def _left_standing(before: Blueprint, after: Blueprint) -> Blueprint:
    """Without the touchpoints and plans whose rows went with those of their segment or channel."""
    segments = {segment.ref for segment in after.segments}
    channels = {channel.ref for channel in after.channels}
    if all(segment.ref in segments for segment in before.segments) and all(
        channel.ref in channels for channel in before.channels
    ):
        return before
    return replace(
        before,
        touchpoints=tuple(
            t for t in before.touchpoints if t.segment in segments and t.channel in channels
        ),
        relationships=tuple(r for r in before.relationships if r.segment in segments),
    )


def _keys(canvas: rows.Canvas, model: type[ElementRow], refs: Iterable[str | None]) -> Keys:
    """The primary keys of some refs; no query where there are none."""
    wanted = {ref for ref in refs if ref}
    if not wanted:
        return {}
    manager = model._default_manager
    return dict(manager.filter(canvas=canvas, ref__in=wanted).values_list("ref", "pk"))


def _write_elements(
    canvas: rows.Canvas,
    model: type[ElementRow],
    before: Sequence[E],
    after: Sequence[E],
    columns: Callable[[E], Columns],
) -> None:
    """Deletes, updates, inserts and orders the rows of one kind; like changes share a query."""
    if before is after:
        return
    manager = model._default_manager
    was = {element.ref: element for element in before}
    now = {element.ref: element for element in after}
    if gone := was.keys() - now.keys():
        manager.filter(canvas=canvas, ref__in=gone).delete()
    alike: dict[str, tuple[Columns, list[str]]] = {}
    for ref in was.keys() & now.keys():
        if was[ref] != now[ref]:
            old = columns(was[ref])
            changes = {name: v for name, v in columns(now[ref]).items() if v != old[name]}
            if changes:
                alike.setdefault(repr(changes), (changes, []))[1].append(ref)
    for changes, refs in alike.values():
        manager.filter(canvas=canvas, ref__in=refs).update(**changes)
    _write_order(
        canvas, model, list(was), list(now), {r: columns(now[r]) for r in now if r not in was}
    )


def _write_order(
    canvas: rows.Canvas,
    model: type[ElementRow],
    before: list[str],
    after: list[str],
    added: Mapping[str, Columns],
) -> None:
    """Inserts the new rows and gives positions to all that are new or moved."""
    manager = model._default_manager
    left = set(after)
    kept = [ref for ref in before if ref in left]
    if after[: len(kept)] == kept:
        if not added:
            return
        last = 0
        if kept:
            last = manager.filter(canvas=canvas).aggregate(last=Max("position"))["last"] or 0
        places = {ref: last + GAP * n for n, ref in enumerate(after[len(kept) :], start=1)}
    else:
        known = dict(manager.filter(canvas=canvas).values_list("ref", "position"))
        places = moved_positions(after, known)
    manager.bulk_create(
        model(canvas=canvas, ref=ref, position=places[ref], **columns)
        for ref, columns in added.items()
    )
    moved = [ref for ref in places if ref not in added]
    if moved:
        dealt = Case(*(When(ref=ref, then=places[ref]) for ref in moved))
        manager.filter(canvas=canvas, ref__in=moved).update(position=dealt)


def moved_positions(order: Sequence[str], known: Mapping[str, int]) -> dict[str, int]:
    """The positions to write so that `order` is the order of the rows.

    As few as possible: what already stands in order stays. All are dealt out anew where two
    neighbours have no room between them.
    """
    still = _longest_rise([ref for ref in order if ref in known], known)
    places: dict[str, int] = {}
    fixed = [-1, *(i for i, ref in enumerate(order) if ref in still), len(order)]
    for left, right in pairwise(fixed):
        low = known[order[left]] if left >= 0 else 0
        high = known[order[right]] if right < len(order) else low + GAP * (right - left)
        between = right - left - 1
        if high - low <= between:
            return {ref: GAP * n for n, ref in enumerate(order, start=1)}
        for n in range(1, between + 1):
            places[order[left + n]] = low + (high - low) * n // (between + 1)
    return places


def _longest_rise(refs: Sequence[str], known: Mapping[str, int]) -> set[str]:
    """A longest subsequence of refs whose known positions rise."""
    ends: list[int] = []
    chain: list[tuple[str, int]] = []
    at_end: list[int] = []
    for n, ref in enumerate(refs):
        length = bisect_left(ends, known[ref])
        chain.append((ref, at_end[length - 1] if length else -1))
        ends[length : length + 1] = [known[ref]]
        at_end[length : length + 1] = [n]
    rise, at = set(), at_end[-1] if at_end else -1
    while at >= 0:
        ref, at = chain[at]
        rise.add(ref)
    return rise


def _note_columns(note: Note) -> Columns:
    return {"block": note.block, "text": note.text, "color": note.color}


def _segment_columns(segment: Segment) -> Columns:
    return {
        "name": segment.name,
        "description": segment.description,
        "customers": segment.customers,
        "value_per_month": segment.value_per_month,
        "habits": [asdict(habit) for habit in segment.habits],
        "trust": segment.trust or "",
        "trust_goal": segment.trust_goal or "",
    }


def _channel_columns(channel: Channel) -> Columns:
    return {
        "name": channel.name,
        "kind_id": channel.kind,
        "ownership": channel.ownership,
        "capabilities": list(channel.capabilities),
        "hours": channel.hours,
        "monthly_cost": channel.monthly_cost,
    }


def _changed(before: Sequence[E], after: Sequence[E], *fields: str) -> list[E]:
    """The elements of `after` that are new or differ in one of the fields."""
    was = {element.ref: element for element in before}
    return [
        element
        for element in after
        if (old := was.get(element.ref)) is not element
        and (old is None or any(getattr(old, f) != getattr(element, f) for f in fields))
    ]


def _write_segment_links(
    canvas: rows.Canvas, before: Sequence[Segment], after: Sequence[Segment]
) -> None:
    """Writes anew the lists of the segments whose lists changed."""
    if before is after:
        return
    lists = ("value_propositions", "expects", "factors")
    changed = {field: _changed(before, after, field) for field in lists}
    segments = _keys(canvas, rows.Segment, (s.ref for part in changed.values() for s in part))
    known = {segment.ref for segment in before}

    def stale(part: Sequence[Segment]) -> list[int]:
        return [segments[segment.ref] for segment in part if segment.ref in known]

    offers, expects, factors = (changed[field] for field in lists)
    notes = _keys(canvas, rows.Note, (ref for s in offers for ref in s.value_propositions))
    _replace_links(
        rows.OfferedValue,
        {"segment_id__in": stale(offers)},
        [
            rows.OfferedValue(segment_id=segments[s.ref], note_id=notes[ref], position=n)
            for s in offers
            for n, ref in enumerate(s.value_propositions)
        ],
    )
    _replace_links(
        rows.Expectation,
        {"segment_id__in": stale(expects)},
        [
            rows.Expectation(segment_id=segments[s.ref], type_id=slug, position=n)
            for s in expects
            for n, slug in enumerate(s.expects)
        ],
    )
    _replace_links(
        rows.FactorMark,
        {"segment_id__in": stale(factors)},
        [
            rows.FactorMark(
                segment_id=segments[s.ref],
                factor_id=mark.factor,
                importance=mark.importance,
                detail=mark.detail,
                position=n,
            )
            for s in factors
            for n, mark in enumerate(s.factors)
        ],
    )


def _replace_links(model: type[M], stale: dict[str, list[int]], fresh: list[M]) -> None:
    if any(stale.values()):
        model._default_manager.filter(**stale).delete()
    if fresh:
        model._default_manager.bulk_create(fresh)


def _write_touchpoints(
    canvas: rows.Canvas, before: Sequence[Touchpoint], after: Sequence[Touchpoint]
) -> None:
    """Touchpoints have no ref: a pair of segment and channel names one. New ones come last.

    Where the order is another one, as after an undo, all are written anew.
    """
    if before is after:
        return
    was = {(t.segment, t.channel): t.phases for t in before}
    now = {(t.segment, t.channel): t.phases for t in after}
    existing = rows.Touchpoint.objects.filter(canvas=canvas)
    kept = [pair for pair in was if pair in now]
    if kept != list(now)[: len(kept)]:
        existing.delete()
        was = {}
    differing = [pair for pair in was if was[pair] != now.get(pair)]
    if differing:
        known = {
            (segment, channel): pk
            for segment, channel, pk in existing.filter(
                segment__ref__in={segment for segment, _ in differing}
            ).values_list("segment__ref", "channel__ref", "pk")
        }
        if gone := [known[pair] for pair in differing if pair not in now]:
            existing.filter(pk__in=gone).delete()
        rows.Touchpoint.objects.bulk_update(
            [
                rows.Touchpoint(pk=known[pair], phases=list(now[pair]))
                for pair in differing
                if pair in now
            ],
            ["phases"],
        )
    _add_touchpoints(canvas, {pair: now[pair] for pair in now if pair not in was}, is_first=not was)


def _add_touchpoints(
    canvas: rows.Canvas, fresh: Mapping[tuple[str, str], Sequence[Phase]], *, is_first: bool
) -> None:
    if not fresh:
        return
    segments = _keys(canvas, rows.Segment, (segment for segment, _ in fresh))
    channels = _keys(canvas, rows.Channel, (channel for _, channel in fresh))
    last = 0 if is_first else canvas.touchpoints.aggregate(last=Max("position"))["last"] or 0
    rows.Touchpoint.objects.bulk_create(
        rows.Touchpoint(
            canvas=canvas,
            segment_id=segments[segment],
            channel_id=channels[channel],
            phases=list(phases),
            position=last + n,
        )
        for n, ((segment, channel), phases) in enumerate(fresh.items(), start=1)
    )


def _write_plan(
    canvas: rows.Canvas, before: Sequence[Relationship], after: Sequence[Relationship]
) -> None:
    if before is after:
        return
    moved = {row.ref for row in _changed(before, after, "segment", "channel")}
    linked = [row for row in (*before, *after) if row.ref in moved]
    segments = _keys(canvas, rows.Segment, (row.segment for row in linked))
    channels = _keys(canvas, rows.Channel, (row.channel for row in linked))

    def columns(row: Relationship) -> Columns:
        return {
            "segment_id": segments.get(row.segment),
            "type_id": row.type,
            "channel_id": channels.get(row.channel or ""),
            "motivation": row.motivation or "",
            "objective": row.objective,
            "justification": row.justification,
            "setup_cost": row.setup_cost,
            "monthly_cost": row.monthly_cost,
            "hours_per_month": row.hours_per_month,
            "stage": row.stage or "",
            "status": row.status,
            "minimum_viable": row.minimum_viable,
            "metric": row.metric,
            "target": row.target,
            "experiments": [asdict(experiment) for experiment in row.experiments],
        }

    _write_elements(canvas, rows.Relationship, before, after, columns)
    changed = _changed(before, after, "strategies")
    keys = _keys(canvas, rows.Relationship, (r.ref for r in changed))
    known = {row.ref for row in before}
    _replace_links(
        rows.ChosenStrategy,
        {"relationship_id__in": [keys[r.ref] for r in changed if r.ref in known]},
        [
            rows.ChosenStrategy(relationship_id=keys[r.ref], strategy_id=slug, position=n)
            for r in changed
            for n, slug in enumerate(r.strategies)
        ],
    )


def rebuild(canvas: rows.Canvas) -> Blueprint:
    """The blueprint that the rows hold, in nine queries; equal to `read`, or something is wrong."""
    ordered = ("position", "ref")
    notes = [
        Note(row.ref, Block(row.block), row.text, row.color)
        for row in canvas.notes.order_by(*ordered)
    ]
    segments = _rebuild_segments(canvas)
    channels = [
        Channel(
            ref=row.ref,
            name=row.name,
            kind=row.kind_id,
            ownership=Ownership(row.ownership),
            capabilities=tuple(map(Capability, row.capabilities)),
            hours=row.hours,
            monthly_cost=row.monthly_cost,
        )
        for row in canvas.channels.order_by(*ordered)
    ]
    touchpoints = canvas.touchpoints.order_by("position").values_list(
        "segment__ref", "channel__ref", "phases"
    )
    return Blueprint(
        **{field: getattr(canvas, field) for field in HEAD if field not in ("stage", "language")},
        language=Language(canvas.language),
        stage=Stage(canvas.stage),
        notes=tuple(notes),
        segments=tuple(segments),
        channels=tuple(channels),
        touchpoints=tuple(Touchpoint(s, c, tuple(map(Phase, p))) for s, c, p in touchpoints),
        relationships=tuple(_rebuild_plan(canvas)),
    )


def _rebuild_segments(canvas: rows.Canvas) -> list[Segment]:
    offered = _listed(rows.OfferedValue, "segment", canvas, "note__ref")
    expected = _listed(rows.Expectation, "segment", canvas, "type_id")
    marked = _listed(rows.FactorMark, "segment", canvas, "factor_id", "importance", "detail")
    return [
        Segment(
            ref=row.ref,
            name=row.name,
            description=row.description,
            customers=row.customers,
            value_per_month=row.value_per_month,
            value_propositions=tuple(ref for (ref,) in offered[row.ref]),
            expects=tuple(slug for (slug,) in expected[row.ref]),
            habits=tuple(Habit(**habit) for habit in row.habits),
            factors=tuple(FactorMark(*mark) for mark in marked[row.ref]),
            trust=Trust(row.trust) if row.trust else None,
            trust_goal=Trust(row.trust_goal) if row.trust_goal else None,
        )
        for row in canvas.segments.order_by("position", "ref")
    ]


def _rebuild_plan(canvas: rows.Canvas) -> list[Relationship]:
    chosen = _listed(rows.ChosenStrategy, "relationship", canvas, "strategy_id")
    linked = canvas.relationships.select_related("segment", "channel")
    return [
        Relationship(
            ref=row.ref,
            segment=row.segment.ref,
            type=row.type_id,
            channel=row.channel.ref if row.channel else None,
            strategies=tuple(slug for (slug,) in chosen[row.ref]),
            motivation=Motivation(row.motivation) if row.motivation else None,
            objective=row.objective,
            justification=row.justification,
            setup_cost=row.setup_cost,
            monthly_cost=row.monthly_cost,
            hours_per_month=row.hours_per_month,
            stage=Stage(row.stage) if row.stage else None,
            status=Status(row.status),
            minimum_viable=row.minimum_viable,
            metric=row.metric,
            target=row.target,
            experiments=tuple(map(_rebuild_experiment, row.experiments)),
        )
        for row in linked.order_by("position", "ref")
    ]


def _rebuild_experiment(stored: dict[str, Any]) -> Experiment:
    verdict = stored["verdict"]
    return Experiment(**{**stored, "verdict": Verdict(verdict) if verdict else None})


def _listed(
    model: type[models.Model], owner: str, canvas: rows.Canvas, *fields: str
) -> Mapping[str, list[tuple[Any, ...]]]:
    """What each owner lists, in order, by the owner's ref."""
    listed: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    query = model._default_manager.filter(**{f"{owner}__canvas": canvas}).order_by("position")
    for ref, *values in query.values_list(f"{owner}__ref", *fields):
        listed[ref].append(tuple(values))
    return listed
