"""The figures of an assignment as its page shows them, in the reader's language.

Every number is text by the time a template sees it. Nothing here queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from classroom.figures import ClassFigures, CriterionFigure, Handed, LevelFigure, RuleFigure
from relationships.content import words
from relationships.vocabulary import Severity

WIDTH = 1000
"""Of a bar that holds everything, in units of its picture."""


class Line(NamedTuple):
    """A rule; `place` shows on whose canvases it speaks, empty where on none."""

    code: str
    severity: Severity
    severity_name: str
    title: str
    canvases: str
    share: str
    bar: str
    mended: str
    new: str
    place: str


class Whose(NamedTuple):
    name: str
    place: str
    told: str = ""


class Level(NamedTuple):
    title: str
    points: str
    given: str
    share: str
    bar: str


class Criterion(NamedTuple):
    title: str
    told: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class FiguresView:
    """`faults` and `strengths` are rules; `chosen` is the one whose canvases are asked for."""

    facts: tuple[str, ...]
    faults: tuple[Line, ...]
    strengths: tuple[Line, ...]
    planless: tuple[Whose, ...]
    planless_told: str
    chosen: Line | None
    whose: tuple[Whose, ...]
    mending: str
    has_several: bool


def draw(figures: ClassFigures, chosen: str) -> FiguresView:
    lines = [_line(rule, figures) for rule in figures.rules]
    told = {line.code: line for line in lines}
    return FiguresView(
        facts=tuple(_facts(figures)),
        faults=tuple(line for line in lines if line.severity is not Severity.STRENGTH),
        strengths=tuple(line for line in lines if line.severity is Severity.STRENGTH),
        planless=tuple(_whose(each.handed, ", ".join(each.segments)) for each in figures.planless),
        planless_told=_planless_told(figures),
        chosen=told.get(chosen),
        whose=tuple(_whose(each) for each in figures.faulty(chosen)) if chosen in told else (),
        mending=_mending(figures),
        has_several=bool(figures.again),
    )


def _facts(figures: ClassFigures) -> Iterable[str]:
    n = len(figures.handed)
    yield ngettext("%(n)d canvas was handed in", "%(n)d canvases were handed in", n) % {"n": n}
    yield ngettext("%(n)d of them late", "%(n)d of them late", figures.late) % {"n": figures.late}
    for attempts, count in figures.attempts:
        times = ngettext("%(n)d attempt", "%(n)d attempts", attempts) % {"n": attempts}
        yield gettext("%(times)s: %(count)d") % {"times": times, "count": count}


def _planless_told(figures: ClassFigures) -> str:
    n, total = len(figures.planless), len(figures.handed)
    said = ngettext(
        "%(n)d of %(total)d canvases has a segment with no plan.",
        "%(n)d of %(total)d canvases have a segment with no plan.",
        n,
    )
    return said % {"n": n, "total": total}


def _line(rule: RuleFigure, figures: ClassFigures) -> Line:
    return Line(
        code=rule.code,
        severity=rule.severity,
        severity_name=words.label(rule.severity, figures.language),
        title=rule.title,
        canvases=str(rule.canvases),
        share=_percent(rule.canvases, len(figures.handed)),
        bar=_bar(rule.canvases, len(figures.handed)),
        mended=str(rule.mended),
        new=str(rule.new),
        place=f"?{urlencode({'rule': rule.code})}#canvases" if rule.canvases else "",
    )


def _whose(handed: Handed, told: str = "") -> Whose:
    place = reverse("attempt", args=[handed.submission, handed.latest.number])
    return Whose(handed.name, place, told)


def _mending(figures: ClassFigures) -> str:
    both = figures.first_and_latest
    if both is None:
        return ""
    n = len(figures.again)
    said = ngettext(
        "%(n)d canvas was handed in more than once. It had %(first)s findings at first, "
        "and has %(latest)s now.",
        "%(n)d canvases were handed in more than once. They had %(first)s findings each at first, "
        "and have %(latest)s now, on average.",
        n,
    )
    return said % {"n": n, "first": _mean(both[0]), "latest": _mean(both[1])}


def criteria(found: Iterable[CriterionFigure]) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(each.title, _told(each), tuple(_level(level, each) for level in each.levels))
        for each in found
    )


def _told(criterion: CriterionFigure) -> str:
    if criterion.mean is None:
        return gettext("not scored yet")
    said = ngettext(
        "%(mean)s of %(most)s points on average, %(n)d scored",
        "%(mean)s of %(most)s points on average, %(n)d scored",
        criterion.scored,
    )
    most = _amount(criterion.most)
    return said % {"mean": _mean(criterion.mean), "most": most, "n": criterion.scored}


def _level(level: LevelFigure, criterion: CriterionFigure) -> Level:
    return Level(
        level.title,
        _amount(level.points),
        str(level.given),
        _percent(level.given, criterion.scored),
        _bar(level.given, criterion.scored),
    )


def _percent(part: int, whole: int) -> str:
    return gettext("%(percent)s%%") % {"percent": round(100 * part / whole) if whole else 0}


def _bar(part: int, whole: int) -> str:
    return str(round(WIDTH * part / whole)) if whole else "0"


def _mean(value: Decimal) -> str:
    return number_format(value, decimal_pos=1)


def _amount(value: Decimal) -> str:
    return number_format(Decimal(f"{value.normalize():f}"))
