"""The smallest relationship to start with, and what is tried with it on the first customers.

Begin with a minimum viable relationship, compare it with the first customers, and go on comparing
until it fits them. Source: 000. How an experiment is laid out, and what its verdict leads to, is
our own judgement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from relationships.blueprint import Blueprint, Channel, Experiment, Relationship, Segment
from relationships.catalog import Catalog, RelationshipType
from relationships.coherence.texts import Amount
from relationships.fit import missing
from relationships.vocabulary import Effort, Stage, Status, Verdict

# --- Where an experiment stands


class Column(StrEnum):
    """A column of the board of experiments."""

    PLANNED = "planned"
    RUNNING = "running"
    LEARNT = "learnt"


def has_begun(experiment: Experiment) -> bool:
    """Whether customers were tried (one or more), or a result is written."""
    return bool(experiment.customers or experiment.result)


def column_of(experiment: Experiment) -> Column:
    """Learnt: it has a verdict. Planned: no verdict, no customers (unknown or 0) and no result.

    Running: all the rest.
    """
    if experiment.verdict is not None:
        return Column.LEARNT
    return Column.RUNNING if has_begun(experiment) else Column.PLANNED


class Trial(NamedTuple):
    """An experiment where it stands: its number (from 1) within its relationship, and whose."""

    experiment: Experiment
    number: int
    row: Relationship
    segment: Segment


def trials_of(row: Relationship, segment: Segment) -> tuple[Trial, ...]:
    return tuple(
        Trial(experiment, number, row, segment)
        for number, experiment in enumerate(row.experiments, start=1)
    )


def trials(blueprint: Blueprint, segment: str = "") -> Mapping[Column, tuple[Trial, ...]]:
    """The experiments of a canvas, or of one segment of it, by column, in the plan's order.

    Those of dropped relationships too: what was learnt from them stays learnt.
    """
    columns: dict[Column, list[Trial]] = {column: [] for column in Column}
    segments = {each.ref: each for each in blueprint.segments}
    for row in blueprint.relationships:
        if segment in ("", row.segment):
            for trial in trials_of(row, segments[row.segment]):
                columns[column_of(trial.experiment)].append(trial)
    return {column: tuple(found) for column, found in columns.items()}


def moved_posts(was: Experiment, now: Experiment) -> tuple[str, ...]:
    """Which of `measure` and `threshold` an edit changes although customers have been tried.

    Both are fixed before: whoever moves them afterwards can prove anything. To fix them for the
    first time in the same edit that tells the result is allowed, since nothing is moved.
    """
    if not (has_begun(was) or has_begun(now)):
        return ()
    return tuple(
        name
        for name in ("measure", "threshold")
        if getattr(was, name) != getattr(now, name) and (has_begun(was) or getattr(was, name))
    )


# --- What a verdict leads to


class Step(StrEnum):
    """What may come next. Those in `ACTIONS` are one edit of the relationship; the others lead on.

    `mark` follows no verdict: it chooses the relationship to start with.
    """

    RUN = "run"
    RAISE = "raise"
    UNMARK = "unmark"
    OPEN = "open"
    AGAIN = "again"
    DROP = "drop"
    ADVICE = "advice"
    MARK = "mark"


ACTIONS = frozenset({Step.RUN, Step.RAISE, Step.UNMARK, Step.DROP, Step.MARK})


def what_follows(verdict: Verdict, row: Relationship, stage: Stage) -> tuple[Step, ...]:
    """What a verdict leads to, in the order in which it is offered; `stage` is the canvas's.

    Keep: run it, let it grow, stop calling it minimum viable. Adapt: change it, and try again.
    Drop: drop it, and look for another. What is so already is not offered.
    """
    match verdict:
        case Verdict.KEEP:
            offered = {
                Step.RUN: row.status is not Status.RUNNING,
                Step.RAISE: next_stage(row, stage) is not None,
                Step.UNMARK: row.minimum_viable,
            }
        case Verdict.ADAPT:
            offered = {Step.OPEN: True, Step.AGAIN: True}
        case Verdict.DROP:
            offered = {Step.DROP: row.is_active, Step.ADVICE: True}
    return tuple(step for step, is_offered in offered.items() if is_offered)


def taken(step: Step, row: Relationship, stage: Stage | None = None) -> Relationship:
    """The relationship once a step of `ACTIONS` is taken; the same one where it changes nothing.

    `stage` is the one to raise it to: named beforehand, so that a step sent twice is taken once.
    """
    match step:
        case Step.RUN:
            return replace(row, status=Status.RUNNING)
        case Step.RAISE:
            return replace(row, stage=stage or row.stage)
        case Step.DROP:
            return replace(row, status=Status.DROPPED)
        case Step.MARK | Step.UNMARK:
            return replace(row, minimum_viable=step is Step.MARK)
        case _:
            return row


def leaves_none(blueprint: Blueprint, row: Relationship) -> bool:
    """Whether to mark a relationship no longer brings on `no-minimum-viable-relationship`."""
    marked = [r for r in blueprint.plan_of(row.segment) if r.is_active and r.minimum_viable]
    return _is_early(blueprint) and marked == [row]


def next_stage(row: Relationship, stage: Stage) -> Stage | None:
    """The stage after the relationship's own, or after the canvas's; none after the last."""
    rank = (row.stage or stage).rank + 1
    return tuple(Stage)[rank] if rank < len(Stage) else None


def next_experiment(experiment: Experiment) -> Experiment:
    """The same question, to be asked again: what was found out is left behind."""
    return replace(experiment, customers=None, result="", verdict=None)


# --- The smallest relationship to start with


class Weight(NamedTuple):
    """How heavy a relationship is to start with: compared from left to right, the smaller first.

    The order is our own judgement. What can't begin yet is no start, however light; the type's
    effort is what `minimum-viable-too-heavy` goes by; a channel that is there already need not be
    opened, and one that can't carry the type comes after any that can; hours before money, since
    hours are what a young team has least of. The unknown counts as heavier than anything known.
    """

    stage: bool
    effort: int
    channel: int
    hours: tuple[bool, int]
    money: tuple[bool, Decimal]


class Reason(NamedTuple):
    """A sentence of `content/experiments.toml`, by its name below `reason`, and its values."""

    name: str
    values: Mapping[str, Any]


class Candidate(NamedTuple):
    """An active relationship, weighed; the `reasons` stand in the order of the weight's fields."""

    row: Relationship
    type: RelationshipType | None
    weight: Weight
    reasons: tuple[Reason, ...]

    @property
    def is_too_heavy(self) -> bool:
        """Whether the rule `minimum-viable-too-heavy` would say so once it is marked."""
        return self.type is not None and self.type.effort is Effort.HIGH


class Start(NamedTuple):
    """What to start with for one segment.

    `marked` are the active relationships that are marked minimum viable. Where none is, the
    `candidates` are the active ones, the lightest first.
    """

    segment: Segment
    marked: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    is_early: bool

    @property
    def is_missing(self) -> bool:
        """As the rule `no-minimum-viable-relationship` says it: at stage idea or launch alone."""
        return self.is_early and bool(self.candidates)

    @property
    def decided_by(self) -> Reason | None:
        """What puts the lightest before the next one; none where there is nothing to decide."""
        if len(self.candidates) < 2:
            return None
        first, second = self.candidates[:2]
        pairs = zip(first.weight, second.weight, first.reasons, strict=True)
        return next((reason for one, other, reason in pairs if one != other), None)


def is_untested(row: Relationship) -> bool:
    """As the rule `minimum-viable-untested` says it."""
    return (
        row.minimum_viable
        and row.status is Status.RUNNING
        and not any(experiment.verdict for experiment in row.experiments)
    )


def starts(blueprint: Blueprint, catalog: Catalog, segment: str = "") -> tuple[Start, ...]:
    """What to start with for each segment, or for one, in the document's order."""
    scale = _Scale(blueprint, catalog)
    rows: dict[str, list[Relationship]] = {each.ref: [] for each in blueprint.segments}
    for row in blueprint.relationships:
        if row.is_active:
            rows[row.segment].append(row)
    return tuple(
        _start(each, rows[each.ref], scale)
        for each in blueprint.segments
        if segment in ("", each.ref)
    )


def _start(segment: Segment, rows: Iterable[Relationship], scale: "_Scale") -> Start:
    weighed = sorted(map(scale.weigh, rows), key=lambda candidate: candidate.weight)
    marked = tuple(candidate for candidate in weighed if candidate.row.minimum_viable)
    return Start(segment, marked, () if marked else tuple(weighed), _is_early(scale.blueprint))


def _is_early(blueprint: Blueprint) -> bool:
    """At the stages at which one begins with a minimum viable relationship: idea and launch."""
    return blueprint.stage.rank < Stage.GROWTH.rank


class _Scale:
    """What it takes to weigh the relationships of one canvas."""

    def __init__(self, blueprint: Blueprint, catalog: Catalog) -> None:
        self.blueprint, self.catalog = blueprint, catalog
        self.channels = {channel.ref: channel for channel in blueprint.channels}
        self.touched = {(t.segment, t.channel) for t in blueprint.touchpoints}

    def weigh(self, row: Relationship) -> Candidate:
        entry = self.catalog.types.get(row.type)
        stage, when = self._stage(row, entry)
        effort, how_hard = self._effort(entry)
        channel, where = self._channel(row, entry, self.channels.get(row.channel or ""))
        hours, how_long = self._hours(row)
        money, how_much = self._money(row)
        return Candidate(
            row,
            entry,
            Weight(stage, effort, channel, hours, money),
            (when, how_hard, where, how_long, how_much),
        )

    def _stage(self, row: Relationship, entry: RelationshipType | None) -> tuple[bool, Reason]:
        """Whether it is to begin later than the canvas stands: by its own stage, or its type's."""
        here = self.blueprint.stage
        stages = (row.stage or here, entry.starts if entry else here)
        stage = max(stages, key=lambda stage: stage.rank)
        is_later = stage.rank > here.rank
        return is_later, Reason("later" if is_later else "now", {"stage": stage, "here": here})

    def _effort(self, entry: RelationshipType | None) -> tuple[int, Reason]:
        if entry is None:
            return len(Effort), Reason("effort-unknown", {})
        return list(Effort).index(entry.effort), Reason(f"effort-{entry.effort}", {"type": entry})

    def _channel(
        self, row: Relationship, entry: RelationshipType | None, channel: Channel | None
    ) -> tuple[int, Reason]:
        if channel is None:
            return 3, Reason("no-channel", {})
        if entry and missing(entry.needs, channel.capabilities):
            return 2, Reason("channel-lacks", {"channel": channel.name})
        serves = (row.segment, channel.ref) in self.touched
        name = "channel-there" if serves else "channel-new"
        return 0 if serves else 1, Reason(name, {"channel": channel.name})

    def _hours(self, row: Relationship) -> tuple[tuple[bool, int], Reason]:
        if row.hours_per_month is None:
            return (True, 0), Reason("hours-unknown", {})
        return (False, row.hours_per_month), Reason("hours", {"hours": row.hours_per_month})

    def _money(self, row: Relationship) -> tuple[tuple[bool, Decimal], Reason]:
        """To set it up and for the first month; unknown where neither amount is known."""
        known = [each for each in (row.setup_cost, row.monthly_cost) if each is not None]
        if not known:
            return (True, Decimal()), Reason("money-unknown", {})
        amount = sum(known, Decimal())
        return (False, amount), Reason("money", {"money": Amount(amount, self.blueprint.currency)})
