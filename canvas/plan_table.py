"""The plan as values: what its table shows, in the reader's language.

Every number is text by the time a template sees it; the currency stands in the heads of columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvas.board import Badge, Mark, badges_of, marks_of, place_of, type_name
from relationships.blueprint import Blueprint, Relationship
from relationships.catalog import Catalog
from relationships.coherence import Finding
from relationships.content import words
from relationships.thinking.costs import Cost, left_over, total_cost
from relationships.thinking.plan import Sheet, Total, lacking, sheets, total
from relationships.vocabulary import Status


class Cell(NamedTuple):
    """An amount, and what else is to be said of it: that it, or a part of it, is not known.

    One `is_over` where the plan asks for more than there is.
    """

    text: str = ""
    note: str = ""
    is_over: bool = False


NONE = Cell()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of sums; `note` tells what a month costs with the team's time."""

    label: str
    note: str = ""
    setup: Cell = NONE
    monthly: Cell = NONE
    hours: Cell = NONE


@dataclass(frozen=True, slots=True)
class RowView:
    """A relationship in the table; `lacks` names the parts that are still to be filled in."""

    ref: str
    place: str
    type: str
    mark: Mark | None
    tags: tuple[str, ...]
    strategies: tuple[str, ...]
    channel: str
    justification: str
    objective: str
    setup: Cell
    monthly: Cell
    hours: Cell
    lacks: tuple[str, ...]
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class SheetView:
    """The plan of one segment; without a relationship it has no sum."""

    badge: Badge
    rows: tuple[RowView, ...]
    sum: Line | None


@dataclass(frozen=True, slots=True)
class PlanTable:
    """`dropped` counts the dropped relationships, whether they are shown or not."""

    sheets: tuple[SheetView, ...]
    currency: str
    sums: tuple[Line, ...]
    has_rate: bool
    dropped: int


def draw(
    blueprint: Blueprint,
    findings: Sequence[Finding],
    catalog: Catalog,
    language: str,
    *,
    with_dropped: bool,
) -> PlanTable:
    drawing = _Drawing(blueprint, findings, catalog, language)
    found = sheets(blueprint)
    return PlanTable(
        sheets=tuple(drawing.sheet(sheet, with_dropped) for sheet in found),
        currency=blueprint.currency,
        sums=tuple(_sums(blueprint)) if blueprint.relationships else (),
        has_rate=blueprint.hourly_rate is not None,
        dropped=sum(len(sheet.dropped) for sheet in found),
    )


class _Drawing:
    """What it takes to draw the plan of one canvas for one reader."""

    def __init__(
        self, blueprint: Blueprint, findings: Sequence[Finding], catalog: Catalog, language: str
    ) -> None:
        self.catalog, self.language, self.rate = catalog, language, blueprint.hourly_rate
        self.marks = marks_of(findings, language)
        self.badges = badges_of(blueprint)
        self.channels = {channel.ref: channel.name for channel in blueprint.channels}

    def sheet(self, sheet: Sheet, with_dropped: bool) -> SheetView:
        shown = (*sheet.rows, *(sheet.dropped if with_dropped else ()))
        label = ngettext("%(n)d relationship", "%(n)d relationships", sheet.total.rows)
        return SheetView(
            badge=self.badges[sheet.segment.ref],
            rows=tuple(map(self.row, shown)),
            sum=_sum(label % {"n": sheet.total.rows}, sheet.total, self.rate)
            if sheet.rows
            else None,
        )

    def row(self, row: Relationship) -> RowView:
        return RowView(
            ref=row.ref,
            place=place_of(row),
            type=type_name(self.catalog, row.type, self.language),
            mark=self.marks.get(row.ref),
            tags=tuple(self._tags(row)),
            strategies=tuple(map(self._strategy, row.strategies)),
            channel=self.channels.get(row.channel or "", ""),
            justification=row.justification,
            objective=row.objective,
            setup=_known(row.setup_cost),
            monthly=_known(row.monthly_cost),
            hours=_known(row.hours_per_month),
            lacks=lacking(row) if row.is_active else (),
            is_dropped=not row.is_active,
        )

    def _tags(self, row: Relationship) -> list[str]:
        tags = [words.label(row.motivation, self.language)] if row.motivation else []
        if row.status is not Status.PLANNED:
            tags.append(words.label(row.status, self.language))
        if row.minimum_viable:
            tags.append(_("Minimum viable"))
        return tags

    def _strategy(self, slug: str) -> str:
        entry = self.catalog.strategies.get(slug)
        return entry.name.into(self.language) if entry else slug


def _sums(blueprint: Blueprint) -> list[Line]:
    """What the whole plan takes, what there is, and what is left. In sums the unknown counts 0."""
    whole, rate, channels = total_cost(blueprint), blueprint.hourly_rate, blueprint.channels
    rows = total(row for row in blueprint.relationships if row.is_active)
    unpriced = sum(channel.monthly_cost is None for channel in channels)
    unknown = rows.unknown.monthly + unpriced
    lines = [
        _sum(_("All relationships"), rows, rate),
        Line(
            _("All channels"),
            monthly=_part(whole.monthly - rows.cost.monthly, unpriced, len(channels)),
        ),
        Line(
            _("Together"),
            _with_time(whole, rate),
            setup=_part(whole.setup, rows.unknown.setup, rows.rows),
            monthly=_part(whole.monthly, unknown, rows.rows + len(channels)),
            hours=_part(whole.hours, rows.unknown.hours, rows.rows),
        ),
    ]
    left = left_over(blueprint)
    if left.money is None and left.hours is None:
        return lines
    return [
        *lines,
        Line(
            _("Budget and team"),
            monthly=_stated(blueprint.monthly_budget),
            hours=_stated(blueprint.team_hours_per_month),
        ),
        Line(
            _("Left"),
            monthly=_stated(left.money, is_most=bool(unknown)),
            hours=_stated(left.hours, is_most=bool(rows.unknown.hours)),
        ),
    ]


def _sum(label: str, total: Total, rate: Decimal | None) -> Line:
    cost, unknown = total.cost, total.unknown
    return Line(
        label,
        _with_time(cost, rate),
        setup=_part(cost.setup, unknown.setup, total.rows),
        monthly=_part(cost.monthly, unknown.monthly, total.rows),
        hours=_part(cost.hours, unknown.hours, total.rows),
    )


def _with_time(cost: Cost, rate: Decimal | None) -> str:
    """What a month costs with the hours at the team's rate; nothing where that adds nothing."""
    if rate is None or not cost.hours:
        return ""
    amount = {"amount": _told(cost.with_time(rate))}
    return _("%(amount)s a month with the team's time") % amount


def _part(amount: Decimal | int, unknown: int, of: int) -> Cell:
    """A sum of which some parts are not known; of which nothing is known where none is."""
    if unknown and unknown == of:
        return Cell(note=_("unknown"))
    note = ngettext("%(n)d unknown", "%(n)d unknown", unknown) % {"n": unknown} if unknown else ""
    return Cell(_told(amount), note)


def _known(amount: Decimal | int | None) -> Cell:
    return Cell(note=_("unknown")) if amount is None else Cell(_told(amount))


def _stated(amount: Decimal | int | None, *, is_most: bool = False) -> Cell:
    """An amount that may not be stated. What is left `is_most` that where a cost is not known."""
    if amount is None:
        return NONE
    return Cell(_told(amount), _("at most") if is_most else "", is_over=amount < 0)


def _told(amount: Decimal | int) -> str:
    """Money with two decimals, hours with none; a minus, as the costs have it, below 0."""
    decimals = 2 if isinstance(amount, Decimal) else 0
    return number_format(amount, decimal_pos=decimals, force_grouping=True).replace("-", "−")
