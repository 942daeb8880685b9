"""What to start with for each segment, and the board of experiments on the first customers."""

from collections.abc import Sized
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from canvas.access import CanvasKey
from canvas.board import Badge, badges_of, shortened, type_name
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships.blueprint import Blueprint, Relationship, Segment
from relationships.catalog import Catalog
from relationships.content import words
from relationships.thinking.experiments import (
    ACTIONS,
    Candidate,
    Column,
    Start,
    Step,
    Trial,
    column_of,
    is_untested,
    leaves_none,
    next_stage,
    starts,
    trials,
    trials_of,
    what_follows,
)
from relationships.thinking.phrases import phrases
from relationships.vocabulary import Status, Verdict

MOST_CARDS = 60
"""In one column: beyond that the page says that it draws only a part."""
MOST_STARTS = 30
MOST_MARKED = 5
"""Of one segment."""


@require_safe
def experiments(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """`?segment=REF` shows those of one segment."""
    study = Study(request, canvas_id)
    blueprint = study.blueprint
    segment = _chosen(blueprint, request.GET.get("segment", ""))
    easel = Easel(blueprint, study.catalog, study.language, study.place)
    found = trials(blueprint, segment)
    begun = starts(blueprint, study.catalog, segment)
    context = {
        "segments": badges_of(blueprint).values(),
        "chosen": segment,
        "starts": [easel.start(each) for each in begun[:MOST_STARTS]],
        "left_out": _left_out(begun, MOST_STARTS),
        "columns": [easel.column(column, found[column]) for column in Column],
        "nothing_tried": not any(found.values()),
        "said": {
            name.rpartition(".")[2]: phrases("experiments")[name].told(study.language)
            for name in ("smallest", "order", "moves", "heavy", "step.mark")
        },
        "answer": f"?{urlencode({'back': study.place})}",
    }
    return study.show("experiments", context)


def _chosen(blueprint: Blueprint, ref: str) -> str:
    return ref if isinstance(blueprint.elements.get(ref), Segment) else ""


@dataclass(frozen=True, slots=True)
class StepView:
    """What may come next: a button that does it (`value`, `stage`), or a link that leads on."""

    label: str
    value: str = ""
    stage: str = ""
    place: str = ""
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """Whose experiment it is: the segment, and the relationship with where it opens."""

    badge: Badge
    type: str
    channel: str
    place: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An experiment on the board; what is not written is the empty string."""

    id: str
    head: Head
    place: str
    hypothesis: str
    measure: str
    threshold: str
    tried: str
    result: str
    verdict: str
    verdict_label: str
    leads_to: str
    steps: tuple[StepView, ...]
    caution: str


@dataclass(frozen=True, slots=True)
class ColumnView:
    code: Column
    label: str
    hint: str
    cards: tuple[Card, ...]
    count: str
    left_out: str


@dataclass(frozen=True, slots=True)
class Told:
    """A reason as a sentence; whether it is the one that decided."""

    text: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A relationship that one starts with, or could start with."""

    ref: str
    head: Head
    reasons: tuple[Told, ...]
    is_untested: bool
    is_too_heavy: bool
    tallies: str


@dataclass(frozen=True, slots=True)
class StartView:
    badge: Badge
    marked: tuple[Option, ...]
    more_marked: str
    lightest: Option | None
    others: str
    is_early: bool


class Easel:
    """What it takes to put the experiments of one canvas into words; `back` is where they lead."""

    def __init__(self, blueprint: Blueprint, catalog: Catalog, language: str, back: str) -> None:
        self.blueprint, self.catalog, self.language, self.back = blueprint, catalog, language, back
        self.badges = badges_of(blueprint)
        self.channels = {channel.ref: channel.name for channel in blueprint.channels}
        self.phrases = phrases("experiments")

    def column(self, column: Column, found: tuple[Trial, ...]) -> ColumnView:
        return ColumnView(
            code=column,
            label=column_label(column),
            hint=self.phrases[f"column.{column}"].told(self.language),
            cards=tuple(map(self.card, found[:MOST_CARDS])),
            count=_number(len(found)),
            left_out=_left_out(found, MOST_CARDS),
        )

    def card(self, trial: Trial) -> Card:
        experiment, row = trial.experiment, trial.row
        verdict, steps = experiment.verdict, self.steps(trial)
        return Card(
            id=f"trial-{row.ref}-{trial.number}",
            head=self.head(row),
            place=f"{_place(row)}experiments/{trial.number}/",
            hypothesis=experiment.hypothesis,
            measure=experiment.measure,
            threshold=experiment.threshold,
            tried=_tried(trial),
            result=experiment.result,
            verdict=verdict or "",
            verdict_label=words.label(verdict, self.language) if verdict else "",
            leads_to=self.phrases[f"verdict.{verdict}"].told(self.language) if verdict else "",
            steps=steps,
            caution=self._caution(trial) if steps else "",
        )

    def _caution(self, trial: Trial) -> str:
        """What to know before a step is taken."""
        if trial.experiment.verdict is Verdict.KEEP and leaves_none(self.blueprint, trial.row):
            values = {"segment": trial.segment.name}
            return self.phrases["leaves-none"].told(self.language, values)
        return ""

    def head(self, row: Relationship) -> Head:
        tags = []
        if row.minimum_viable:
            tags.append(_("Minimum viable"))
        if row.status is not Status.PLANNED:
            tags.append(words.label(row.status, self.language))
        return Head(
            badge=self.badges[row.segment],
            type=type_name(self.catalog, row.type, self.language),
            channel=self.channels.get(row.channel or "", ""),
            place=_place(row),
            tags=tuple(tags),
        )

    def steps(self, trial: Trial) -> tuple[StepView, ...]:
        """What the verdict leads to; none while there is none."""
        verdict = trial.experiment.verdict
        if verdict is None:
            return ()
        offered = what_follows(verdict, trial.row, self.blueprint.stage)
        return tuple(self._step(step, trial) for step in offered)

    def _step(self, step: Step, trial: Trial) -> StepView:
        row = trial.row
        stage = next_stage(row, self.blueprint.stage)
        values = {"stage": stage, "segment": trial.segment.name}
        label = self.phrases[f"step.{step}"].told(self.language, values)
        if step in ACTIONS:
            return StepView(label, value=step, stage=stage if step is Step.RAISE and stage else "")
        match step:
            case Step.AGAIN:
                query = urlencode({"like": trial.number, "back": self.back})
                return StepView(label, place=f"{_place(row)}experiments/new/?{query}")
            case Step.ADVICE:
                place = f"segments/{row.segment}/advice/"
                return StepView(label, place=place, opens=False)
            case _:
                query = urlencode({"back": self.back})
                return StepView(label, place=f"{_place(row)}?{query}")

    def start(self, start: Start) -> StartView:
        decisive = start.decided_by
        return StartView(
            badge=self.badges[start.segment.ref],
            marked=tuple(self._option(each) for each in start.marked[:MOST_MARKED]),
            more_marked=_left_out(start.marked, MOST_MARKED),
            lightest=self._option(start.candidates[0], decisive) if start.candidates else None,
            others=_left_out(start.candidates, 1),
            is_early=start.is_early,
        )

    def _option(self, candidate: Candidate, decisive: object = None) -> Option:
        row = candidate.row
        return Option(
            ref=row.ref,
            head=self.head(row),
            reasons=tuple(
                Told(
                    self.phrases[f"reason.{reason.name}"].told(self.language, reason.values),
                    decides=reason is decisive,
                )
                for reason in candidate.reasons
            ),
            is_untested=is_untested(row),
            is_too_heavy=candidate.is_too_heavy,
            tallies=_tallies(row),
        )


def column_label(column: Column) -> str:
    match column:
        case Column.PLANNED:
            return pgettext("experiments", "Planned")
        case Column.RUNNING:
            return pgettext("experiments", "Running")
        case Column.LEARNT:
            return pgettext("experiments", "Learnt")


@dataclass(frozen=True, slots=True)
class Line:
    """An experiment in the list of a relationship's form."""

    place: str
    hypothesis: str
    column: str


def lines_of_trials(row: Relationship, language: str) -> tuple[Line, ...]:
    """The experiments of one relationship, each with where it stands, or its verdict."""
    return tuple(
        Line(
            place=f"{_place(row)}experiments/{number}/",
            hypothesis=shortened(each.hypothesis, 120),
            column=words.label(each.verdict, language)
            if each.verdict
            else column_label(column_of(each)),
        )
        for number, each in enumerate(row.experiments, start=1)
    )


def drawn(
    blueprint: Blueprint, ref: str, number: int, catalog: Catalog, language: str, back: str
) -> tuple[Head, Card | None]:
    """Whose experiments they are, and the card of one by its number; none where there is none."""
    easel = Easel(blueprint, catalog, language, back)
    row = blueprint.elements[ref]
    assert isinstance(row, Relationship)  # noqa: S101 - the caller has found it
    segment = blueprint.elements[row.segment]
    assert isinstance(segment, Segment)  # noqa: S101 - the format sees to it
    found = trials_of(row, segment)
    return easel.head(row), easel.card(found[number - 1]) if 1 <= number <= len(found) else None


def _place(row: Relationship) -> str:
    return f"relationships/{row.ref}/"


def _tried(trial: Trial) -> str:
    """How many customers were tried, beside how many the segment counts where that is known."""
    tried, all_of_them = trial.experiment.customers, trial.segment.customers
    if tried is None:
        return ""
    if all_of_them is None:
        return _number(tried)
    return _("%(tried)s of %(all)s") % {"tried": _number(tried), "all": _number(all_of_them)}


def _tallies(row: Relationship) -> str:
    """How many of its experiments stand in each column, in words; nothing where it has none."""
    found = [column_of(each) for each in row.experiments]
    counts = [(column, found.count(column)) for column in Column]
    return " · ".join(
        f"{column_label(column)}: {_number(count)}" for column, count in counts if count
    )


def _left_out(found: Sized, drawn: int) -> str:
    """How many there are beyond those that are drawn; empty where there are none."""
    return _number(len(found) - drawn) if len(found) > drawn else ""


def _number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)
