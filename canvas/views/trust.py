"""The ladder of trust: where each segment stands, where it should be, and what helps it there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from canvas.access import CanvasKey
from canvas.board import Badge, badges_of, place_of, type_name
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.content import words
from relationships.thinking.ladder import Help, Reason, Standing, State, standings
from relationships.thinking.phrases import phrases
from relationships.vocabulary import Trust

MOST_COLUMNS = 40
"""Segments in the picture; the cards beneath it show them all."""
MOST_ROWS = 8
"""Relationships named for one segment."""


@require_safe
def trust(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    study = Study(request, canvas_id)
    easel = Easel(study.blueprint, study.catalog, study.language)
    found = standings(study.blueprint, study.catalog)
    context = {
        "rungs": easel.rungs(),
        "cards": [easel.card(standing) for standing in found],
        "figure": easel.figure(found[:MOST_COLUMNS]),
        "left_out": _number(len(found) - MOST_COLUMNS) if len(found) > MOST_COLUMNS else "",
    }
    return study.show("trust", context)


@dataclass(frozen=True, slots=True)
class Rung:
    label: str
    hint: str
    asks: str


@dataclass(frozen=True, slots=True)
class Helper:
    """A relationship, and why it helps with the rung or does not."""

    type: str
    channel: str
    place: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Helpers:
    rows: tuple[Helper, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Card:
    """A segment on the ladder, in words. `warnings` are what the coherence rules say as well."""

    badge: Badge
    told: str
    reached: str
    goal: str
    rung: Rung | None
    is_there: bool
    asks_for: str
    helping: Helpers
    not_helping: Helpers
    missing: str
    warnings: tuple[str, ...]


# The picture's measures, in pixels.
LEFT, COLUMN, ROW, SIDE, TOP = 128, 48, 60, 24, 12


@dataclass(frozen=True, slots=True)
class Line:
    """A rung as it is drawn: its name, and how high it lies."""

    label: str
    y: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A segment in the picture. What is not drawn is the empty string.

    It stands at `y`; its goal is an outline at `goal_y`; an arrow leads from `from_y` to `to_y`.
    """

    badge: Badge
    title: str
    x: str
    middle: str
    y: str
    text_y: str
    goal_y: str
    from_y: str
    to_y: str
    skips: bool


@dataclass(frozen=True, slots=True)
class Figure:
    width: str
    height: str
    names: str
    left: str
    right: str
    bottom: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    unknown_y: str


class Easel:
    """What it takes to put the ladder of one canvas into words and lines."""

    def __init__(self, blueprint: Blueprint, catalog: Catalog, language: str) -> None:
        self.catalog, self.language = catalog, language
        self.badges = badges_of(blueprint)
        self.phrases = phrases("ladder")

    def rungs(self) -> tuple[Rung, ...]:
        """From the highest down, as they are drawn."""
        return tuple(map(self.rung, reversed(Trust)))

    def rung(self, rung: Trust) -> Rung:
        return Rung(
            self._label(rung),
            words.hint(rung, self.language),
            self._told(f"rung.{rung}.asks"),
        )

    def card(self, standing: Standing) -> Card:
        segment, rung = standing.segment, standing.rung
        values = {"segment": segment.name, "reached": segment.trust, "goal": segment.trust_goal}
        is_lacking = rung is not None and not standing.helping
        return Card(
            badge=self.badges[segment.ref],
            told=self._told(f"state.{standing.state}", **values),
            reached=self._label(segment.trust),
            goal=self._label(segment.trust_goal),
            rung=self.rung(rung) if rung else None,
            is_there=rung is segment.trust,
            asks_for=_ASKS_FOR[standing.state](),
            helping=self._helpers(standing.helping),
            not_helping=self._helpers(standing.not_helping),
            missing=self._told(f"missing.{rung}") if is_lacking else "",
            warnings=tuple(self._warnings(standing)),
        )

    def _warnings(self, standing: Standing) -> Iterable[str]:
        if standing.skipped:
            yield self._told("skipped", skipped=standing.skipped, next=standing.rung)
        if standing.lacks_people:
            yield self._told("lacks-people")

    def _helpers(self, found: tuple[Help, ...]) -> Helpers:
        more = len(found) - MOST_ROWS
        return Helpers(
            tuple(
                Helper(
                    type=type_name(self.catalog, each.row.of.type, self.language),
                    channel=each.row.channel.name if each.row.channel else "",
                    place=place_of(each.row.of),
                    reasons=tuple(map(self._reason, each.lacks or each.reasons)),
                )
                for each in found[:MOST_ROWS]
            ),
            _number(more) if more > 0 else "",
        )

    def _reason(self, reason: Reason) -> str:
        return self._told(f"reason.{reason.name}", **reason.values)

    def _told(self, name: str, **values: object) -> str:
        return self.phrases[name].told(self.language, values)

    def _label(self, rung: Trust | None) -> str:
        return words.label(rung, self.language) if rung else ""

    def figure(self, found: tuple[Standing, ...]) -> Figure:
        """Four rungs from trust down to product, and below them those of whom nothing is known."""
        right = LEFT + COLUMN * max(len(found), 1) + COLUMN // 2
        bottom = TOP + ROW * len(Trust)
        has_unknown = any(standing.segment.trust is None for standing in found)
        return Figure(
            width=str(right + COLUMN // 4),
            height=str(bottom + (ROW if has_unknown else SIDE // 2)),
            names=str(LEFT - 12),
            left=str(LEFT - 4),
            right=str(right),
            bottom=str(bottom + 6),
            lines=tuple(
                Line(self._label(rung), str(_ground(rung)), str(_ground(rung) - 6))
                for rung in reversed(Trust)
            ),
            marks=tuple(self._mark(n, standing) for n, standing in enumerate(found)),
            unknown_y=str(bottom + ROW - 14) if has_unknown else "",
        )

    def _mark(self, n: int, standing: Standing) -> Mark:
        segment = standing.segment
        reached, goal = segment.trust, segment.trust_goal
        x = LEFT + COLUMN * n + COLUMN // 2
        y = (_ground(reached) if reached else TOP + ROW * (len(Trust) + 1) - 8) - SIDE
        goal_y = _ground(goal) - SIDE if goal else None
        is_climbing = standing.state is State.CLIMBING
        return Mark(
            badge=self.badges[segment.ref],
            title=self._told(
                f"state.{standing.state}", segment=segment.name, reached=reached, goal=goal
            ),
            x=str(x),
            middle=str(x + SIDE // 2),
            y=str(y),
            text_y=str(y + SIDE - 7),
            goal_y="" if goal_y is None else str(goal_y),
            from_y=str(y - 3) if is_climbing else "",
            to_y=str((goal_y or 0) + SIDE + 3) if is_climbing else "",
            skips=bool(standing.skipped),
        )


def _ground(rung: Trust) -> int:
    """How high a rung lies in the picture."""
    return TOP + ROW * (len(Trust) - rung.rank)


_ASKS_FOR = {
    State.UNKNOWN: lambda: _("Say where they stand"),
    State.AIMLESS: lambda: _("Say where they should be"),
    State.THERE: lambda: _("Say what has changed"),
    State.CLIMBING: lambda: _("Say what has changed"),
}
"""What the link to the segment's form says."""


def _number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)
