"""The costs of a canvas as values: what their page shows, in the words and figures of one reader.

Every number is text by the time a template sees it, and lengths are thousandths of a bar.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nlargest
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvas.board import Badge, badges_of, place_of, shortened, type_name
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.coherence import texts
from relationships.thinking.costs import Bill, Cost, Line, Part, SegmentPart, per_customer

MOST_BARS = 20
"""Segments that are drawn: those that cost the most. The table holds all of them."""
MOST_GAPS = 12
"""Elements with unknown amounts that are listed. The tables mark all of them."""

_LENGTH = 1000
_SHORTEST = Decimal(4)
"""What is more than nothing can be seen."""
_DASH = "–"


class Stretch(NamedTuple):
    """A piece of a bar: where it begins, and how long it is."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawn row: two pieces behind each other, and a mark to hold them against."""

    first: Stretch
    second: Stretch
    mark: str
    told: str
    verdict: str
    over: bool
    name: str = ""
    badge: Badge | None = None
    place: str = ""


class Cell(NamedTuple):
    """A figure in a table; `kind` is `unknown`, `over` or nothing."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    badge: Badge | None = None
    detail: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that add up to `sums`; `head` names what the first column holds as well."""

    slug: str
    name: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    sums: tuple[Row, ...]


class Gap(NamedTuple):
    """An element with something unknown, and what that is."""

    name: str
    place: str
    unknown: str
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class BillView:
    is_empty: bool
    rate: str
    together: str
    budget: Bar | None
    capacity: Bar | None
    limits: Table
    bars: tuple[Bar, ...]
    bars_left_out: str
    segments: Table
    tables: tuple[Table, ...]
    unknown: str
    gaps: tuple[Gap, ...]
    gaps_left_out: str


def draw_bill(bill: Bill, blueprint: Blueprint, catalog: Catalog, language: str) -> BillView:
    figures = _Figures(blueprint.currency, language)
    tables = _Tables(bill, blueprint, catalog, figures)
    drawn = _dearest(bill.segments)
    gaps = tuple(tables.gaps())
    return BillView(
        is_empty=not bill.lines and not bill.channels,
        rate="" if bill.rate is None else figures.money(bill.rate),
        together=figures.money(bill.total.with_time(bill.rate)),
        budget=_budget(bill, blueprint, figures),
        capacity=_capacity(bill, blueprint, figures),
        limits=tables.limits(),
        bars=tuple(_segment_bars(drawn, bill.rate, tables.badges, figures)),
        bars_left_out=_only_drawn(len(drawn), len(bill.segments)),
        segments=tables.segments(),
        tables=(tables.types(), tables.channels(), tables.relationships()),
        unknown=_amounts_unknown(bill.unknown) if bill.unknown else "",
        gaps=gaps[:MOST_GAPS],
        gaps_left_out=_only_listed(min(MOST_GAPS, len(gaps)), len(gaps)),
    )


class _Figures(NamedTuple):
    """Amounts as one language writes them, in one currency; a minus where they fall below 0."""

    currency: str
    language: str

    def money(self, value: Decimal) -> str:
        return _sign(value) + texts.money(abs(value), self.currency, self.language)

    def amount(self, value: Decimal) -> str:
        return _sign(value) + texts.amount(abs(value), self.language)

    def number(self, value: int) -> str:
        return _sign(value) + texts.number(Decimal(abs(value)), self.language)

    def hours(self, value: int) -> str:
        told = ngettext("%(count)s hour", "%(count)s hours", value)
        return told % {"count": self.number(value)}


def _sign(value: Decimal | int) -> str:
    return "−" if value < 0 else ""


def _budget(bill: Bill, blueprint: Blueprint, figures: _Figures) -> Bar | None:
    """Relationships, then channels, with a mark at the budget."""
    budget, left = blueprint.monthly_budget, bill.left.money
    if budget is None or left is None:
        return None
    plan, spent = bill.plan.cost.monthly, bill.total.monthly
    length = _scale([spent, budget])
    told = _("%(spent)s of %(most)s a month")
    return Bar(
        first=_stretch(length, Decimal(), plan),
        second=_stretch(length, plan, bill.channel_money),
        mark=_written(length(budget)),
        told=told % {"spent": figures.money(spent), "most": figures.money(budget)},
        verdict=_left_or_over(left < 0, figures.money(abs(left))),
        over=left < 0,
    )


def _capacity(bill: Bill, blueprint: Blueprint, figures: _Figures) -> Bar | None:
    """Hours, with a mark at what the team has."""
    capacity, left = blueprint.team_hours_per_month, bill.left.hours
    if capacity is None or left is None:
        return None
    spent = bill.total.hours
    length = _scale([Decimal(spent), Decimal(capacity)])
    told = _("%(spent)s of %(most)s hours a month")
    return Bar(
        first=_stretch(length, Decimal(), Decimal()),
        second=_stretch(length, Decimal(), Decimal(spent)),
        mark=_written(length(Decimal(capacity))),
        told=told % {"spent": figures.number(spent), "most": figures.number(capacity)},
        verdict=_left_or_over(left < 0, figures.hours(abs(left))),
        over=left < 0,
    )


def _segment_bars(
    parts: Sequence[SegmentPart],
    rate: Decimal | None,
    badges: dict[str, Badge],
    figures: _Figures,
) -> Iterable[Bar]:
    """Money, then time, with a mark at what the segment earns: all on one scale."""
    length = _scale(amount for part in parts for amount in (part.together, part.earns))
    told = _("%(money)s in money and %(time)s in time a month")
    for part in parts:
        money, time = part.part.cost.monthly, part.part.cost.time(rate)
        yield Bar(
            first=_stretch(length, Decimal(), money),
            second=_stretch(length, money, time),
            mark="" if part.earns is None else _written(length(part.earns)),
            told=told % {"money": figures.money(money), "time": figures.money(time)},
            verdict=_verdict(part, figures),
            over=part.left is not None and part.left < 0,
            name=part.segment.name,
            badge=badges[part.segment.ref],
            place=place_of(part.segment),
        )


def _verdict(part: SegmentPart, figures: _Figures) -> str:
    if part.earns is None or part.left is None:
        return _("What it earns is not known yet.")
    told = (
        _("It earns %(earns)s: %(rest)s less than it costs.")
        if part.left < 0
        else _("It earns %(earns)s: %(rest)s are left.")
    )
    return told % {"earns": figures.money(part.earns), "rest": figures.money(abs(part.left))}


def _left_or_over(over: bool, told: str) -> str:
    return (_("%(rest)s too much") if over else _("%(rest)s left")) % {"rest": told}


def _dearest(parts: Sequence[SegmentPart]) -> list[SegmentPart]:
    """Those to draw: the ones that cost the most, in the canvas's order."""
    if len(parts) <= MOST_BARS:
        return list(parts)
    dearest = nlargest(MOST_BARS, range(len(parts)), key=lambda n: (parts[n].together, -n))
    return [parts[n] for n in sorted(dearest)]


def _only_drawn(drawn: int, all_: int) -> str:
    if drawn == all_:
        return ""
    told = _(
        "Drawn are the %(drawn)s of %(all)s segments that cost the most. The table holds them all."
    )
    return told % {"drawn": drawn, "all": all_}


def _only_listed(listed: int, all_: int) -> str:
    if listed == all_:
        return ""
    told = ngettext(
        "%(count)s more is marked in the tables below.",
        "%(count)s more are marked in the tables below.",
        all_ - listed,
    )
    return told % {"count": all_ - listed}


def _amounts_unknown(count: int) -> str:
    told = ngettext(
        "%(count)s amount is not known yet and counts 0 in every sum.",
        "%(count)s amounts are not known yet and count 0 in every sum.",
        count,
    )
    return told % {"count": count}


_Scale = Callable[[Decimal], Decimal]


def _scale(amounts: Iterable[Decimal | None]) -> _Scale:
    """How long an amount is drawn, where the greatest of some fills the bar."""
    most = max((amount for amount in amounts if amount is not None), default=Decimal())
    return lambda amount: amount * _LENGTH / most if most else Decimal()


def _stretch(length: _Scale, before: Decimal, amount: Decimal) -> Stretch:
    drawn = max(length(amount), _SHORTEST) if amount else Decimal()
    return Stretch(_written(min(length(before), _LENGTH - drawn)), _written(drawn))


def _written(length: Decimal) -> str:
    return f"{length:.1f}"


@dataclass
class _Tables:
    """The tables behind the pictures, and those that cut the costs in other ways."""

    bill: Bill
    blueprint: Blueprint
    catalog: Catalog
    figures: _Figures

    def __post_init__(self) -> None:
        self.badges = badges_of(self.blueprint)
        self.customers = {s.ref: s.customers for s in self.blueprint.segments}
        self.channel_names = {c.ref: c.name for c in self.blueprint.channels}

    def limits(self) -> Table:
        bill, plan = self.bill, self.bill.plan.cost
        limits = self.blueprint.monthly_budget, self.blueprint.team_hours_per_month
        return Table(
            slug="limits",
            name=_("Budget and capacity"),
            head=("", _("Money a month"), _("Hours a month")),
            rows=(
                Row(_("Relationships"), self._pair(plan.monthly, plan.hours)),
                Row(_("Channels"), (self._cell(bill.channel_money), Cell(_DASH))),
            ),
            sums=(
                Row(_("Together"), self._pair(bill.total.monthly, bill.total.hours)),
                Row(_("Available"), self._pair(*limits)),
                Row(_("Left"), self._pair(*bill.left)),
            ),
        )

    def segments(self) -> Table:
        bill = self.bill
        left = bill.earns - bill.total.with_time(bill.rate)
        dashes = (Cell(_DASH),)
        return Table(
            slug="segments",
            name=_("By segment"),
            head=(
                _("Segment"),
                *self._cost_head(),
                _("A customer a month"),
                _("Earns a month"),
                _("Left a month"),
            ),
            rows=tuple(
                Row(
                    part.segment.name,
                    (
                        *self._part(part.part),
                        self._cell(part.a_customer),
                        self._cell(part.earns),
                        self._cell(part.left),
                    ),
                    self.badges[part.segment.ref],
                    self._detail(part.part),
                    place_of(part.segment),
                )
                for part in bill.segments
            ),
            sums=(
                Row(
                    _("Channels, for all segments together"),
                    (*dashes, *self._channel_money(), *dashes * 3),
                ),
                Row(
                    _("Together"),
                    (
                        *self._part(bill.plan._replace(cost=bill.total)),
                        *dashes,
                        self._cell(bill.earns),
                        self._cell(left),
                    ),
                ),
            ),
        )

    def types(self) -> Table:
        bill = self.bill
        return Table(
            slug="types",
            name=_("By relationship type"),
            head=(_("Relationship type"), *self._cost_head()),
            rows=tuple(
                Row(
                    type_name(self.catalog, slug, self.figures.language),
                    self._part(part),
                    detail=self._detail(part),
                )
                for slug, part in bill.types
            ),
            sums=(
                Row(_("Channels"), (Cell(_DASH), *self._channel_money())),
                Row(_("Together"), self._part(bill.plan._replace(cost=bill.total))),
            ),
        )

    def channels(self) -> Table:
        bill = self.bill
        rows, *others = self._cost_head()
        return Table(
            slug="channels",
            name=_("By channel"),
            head=(_("Channel"), _("Its own cost a month"), rows, *others),
            rows=tuple(
                Row(
                    part.channel.name if part.channel else _("Over no channel yet"),
                    (
                        self._cell(part.channel.monthly_cost) if part.channel else Cell(_DASH),
                        Cell(self.figures.number(part.part.rows)),
                        *self._cost(part.cost),
                    ),
                    detail=self._detail(part.part),
                    place=place_of(part.channel) if part.channel else "",
                )
                for part in bill.channels
            ),
            sums=(
                Row(
                    _("Together"),
                    (
                        self._cell(bill.channel_money),
                        *self._part(bill.plan._replace(cost=bill.total)),
                    ),
                ),
            ),
        )

    def relationships(self) -> Table:
        bill = self.bill
        return Table(
            slug="relationships",
            name=_("By relationship"),
            head=(_("Relationship"), *self._cost_head()[1:], _("A customer a month")),
            rows=tuple(map(self._line, bill.lines)),
            sums=(
                Row(_("Channels"), (*self._channel_money(), Cell(_DASH))),
                Row(_("Together"), (*self._cost(bill.total), Cell(_DASH))),
            ),
        )

    def _line(self, line: Line) -> Row:
        row = line.row
        together = line.cost.with_time(self.bill.rate)
        return Row(
            type_name(self.catalog, row.type, self.figures.language),
            (
                self._cell(row.setup_cost),
                self._cell(row.monthly_cost),
                self._whole(row.hours_per_month),
                self._cell(together),
                self._cell(per_customer(together, self.customers[row.segment])),
            ),
            self.badges[row.segment],
            self.channel_names.get(row.channel or "", ""),
            place_of(row),
        )

    def gaps(self) -> Iterable[Gap]:
        """Everything that is unknown and weighs on these figures, the plan first."""
        names = {
            "setup_cost": _("cost to set up"),
            "monthly_cost": _("cost a month"),
            "hours_per_month": _("hours a month"),
        }
        for line in self.bill.lines_with_gaps:
            row, medium = line.row, self.channel_names.get(line.row.channel or "", "")
            name = type_name(self.catalog, row.type, self.figures.language)
            yield Gap(
                shortened(f"{name} · {medium}" if medium else name, 80),
                place_of(row),
                ", ".join(names[amount] for amount in line.unknown),
                self.badges[row.segment],
            )
        for channel in self.bill.channels_without_cost:
            yield Gap(channel.name, place_of(channel), names["monthly_cost"])
        for segment in self.bill.segments_without_income:
            told = _("customers") if segment.customers is None else ""
            worth = _("what one is worth a month") if segment.value_per_month is None else ""
            yield Gap(
                segment.name,
                place_of(segment),
                ", ".join(filter(None, (told, worth))),
                self.badges[segment.ref],
            )

    def _cost_head(self) -> tuple[str, ...]:
        return (
            _("Relationships"),
            _("Money once"),
            _("Money a month"),
            _("Hours a month"),
            _("Money and time a month"),
        )

    def _part(self, part: Part) -> tuple[Cell, ...]:
        return (Cell(self.figures.number(part.rows)), *self._cost(part.cost))

    def _cost(self, cost: Cost) -> tuple[Cell, ...]:
        return (
            self._cell(cost.setup),
            self._cell(cost.monthly),
            self._whole(cost.hours),
            self._cell(cost.with_time(self.bill.rate)),
        )

    def _channel_money(self) -> tuple[Cell, ...]:
        """What channels cost, in the columns of a cost."""
        money = self._cell(self.bill.channel_money)
        return (Cell(_DASH), money, Cell(_DASH), money)

    def _detail(self, part: Part) -> str:
        if not part.unknown:
            return ""
        told = ngettext("%(count)s not known yet", "%(count)s not known yet", part.unknown)
        return told % {"count": part.unknown}

    def _pair(self, money: Decimal | None, hours: int | None) -> tuple[Cell, Cell]:
        return self._cell(money), self._whole(hours)

    def _cell(self, value: Decimal | None) -> Cell:
        if value is None:
            return Cell(_("not known yet"), "unknown")
        return Cell(self.figures.amount(value), "over" if value < 0 else "")

    def _whole(self, value: int | None) -> Cell:
        if value is None:
            return Cell(_("not known yet"), "unknown")
        return Cell(self.figures.number(value), "over" if value < 0 else "")
