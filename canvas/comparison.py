"""Alternatives side by side as values: what the page of a comparison shows, in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from canvas.board import type_name
from canvas.wording import counted
from relationships.blueprint import Blueprint, Segment
from relationships.catalog import Catalog, RelationshipType
from relationships.coherence import Finding
from relationships.coherence.effects import Effect
from relationships.coherence.texts import listed, money, number
from relationships.content import words
from relationships.thinking.alternatives import (
    Standing,
    Weighed,
    balance,
    best,
    shared,
)
from relationships.vocabulary import Effort, Phase, Severity


@dataclass(frozen=True, slots=True)
class Cell:
    """What one alternative has to say on a line; without a text it has nothing to say there."""

    text: str = ""
    note: str = ""
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is compared: how it is today, then each alternative."""

    label: str
    today: Cell
    cells: tuple[Cell, ...]
    note: str = ""
    is_alike: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind, under a name."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in a few words; why it matters and what would mend it on demand."""

    severity: Severity
    label: str
    message: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class Column:
    """An alternative, and what it would do to the findings beyond what all of them would.

    `entry` is its type; none while nothing is chosen in its place, or the catalog forgot it.
    """

    number: str
    name: str = ""
    channel: str = ""
    entry: RelationshipType | None = None
    definition: str = ""
    is_planned: bool = False
    added: tuple[Said, ...] = ()
    removed: tuple[Said, ...] = ()
    is_best: bool = False

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Comparison:
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    tallies: tuple[tuple[Severity, str], ...]
    added_by_all: tuple[Said, ...]
    removed_by_all: tuple[Said, ...]

    @property
    def is_blank(self) -> bool:
        return not any(column.name for column in self.columns)

    @property
    def is_alone(self) -> bool:
        return sum(bool(column.name) for column in self.columns) == 1


def draw(
    weighed: Sequence[Weighed | None],
    today: Standing,
    segment: Segment,
    blueprint: Blueprint,
    findings: Iterable[Finding],
    catalog: Catalog,
    language: str,
) -> Comparison:
    """All in the order of `weighed`; none stands for a place in which nothing is chosen yet."""
    drawing = _Drawing(weighed, today, segment, blueprint, catalog, language)
    common = shared([one.effect for one in weighed if one])
    return Comparison(
        columns=drawing.columns(common),
        groups=drawing.groups(),
        tallies=_tallies(findings),
        added_by_all=drawing.said(common.added),
        removed_by_all=drawing.said(common.removed),
    )


def _tallies(findings: Iterable[Finding]) -> tuple[tuple[Severity, str], ...]:
    heard = [finding.severity for finding in findings if not finding.is_set_aside]
    return tuple((severity, counted(severity, heard.count(severity))) for severity in Severity)


@dataclass
class _Drawing:
    weighed: Sequence[Weighed | None]
    today: Standing
    segment: Segment
    blueprint: Blueprint
    catalog: Catalog
    language: str

    def __post_init__(self) -> None:
        self.channels = {channel.ref: channel.name for channel in self.blueprint.channels}

    def columns(self, common: Effect) -> tuple[Column, ...]:
        best_places = self._best(lambda one: balance(one.effect))
        return tuple(
            self._column(n, one, common, n in best_places) for n, one in enumerate(self.weighed)
        )

    def _column(self, n: int, one: Weighed | None, common: Effect, is_best: bool) -> Column:
        if one is None:
            return Column(str(n + 1))
        known = {finding.identity for found in common for finding in found}
        return Column(
            number=str(n + 1),
            name=type_name(self.catalog, one.row.type, self.language),
            channel=self.channels.get(one.row.channel or "", ""),
            entry=one.type,
            definition=one.type.definition.into(self.language) if one.type else "",
            is_planned=one.row.ref in self.blueprint.elements,
            added=self.said(f for f in one.effect.added if f.identity not in known),
            removed=self.said(f for f in one.effect.removed if f.identity not in known),
            is_best=is_best,
        )

    def said(self, findings: Iterable[Finding]) -> tuple[Said, ...]:
        return tuple(
            Said(
                finding.severity,
                words.label(finding.severity, self.language),
                finding.message(self.language),
                finding.why(self.language),
                finding.mend(self.language),
            )
            for finding in findings
        )

    def groups(self) -> tuple[Group, ...]:
        return (
            Group(_("What it is"), tuple(self._nature())),
            Group(_("What it reaches"), tuple(self._reach())),
            Group(_("What it costs"), (*self._costs(), *self._whole_plan())),
        )

    def _nature(self) -> Iterable[Line]:
        yield self._line(_("Delivered by"), self._delivery)
        yield self._line(_("Horizon"), self._horizon)
        yield self._line(
            _("Effort"),
            self._effort,
            rank=lambda one: tuple(Effort).index(one.type.effort) if one.type else None,
        )
        yield self._line(_("Stage"), self._stage, rank=lambda one: one.is_early)

    def _reach(self) -> Iterable[Line]:
        yield self._line(
            _("Phases in which its channel serves them"),
            self._phases,
            today=Cell(self._listed(self.today.phases)),
        )
        yield self._line(
            _("What the channel lacks for it"),
            self._lacks,
            rank=lambda one: None if one.lacks is None else len(one.lacks),
        )
        yield self._trust()

    def _costs(self) -> Iterable[Line]:
        """Amounts of which a part is not stated are no match for complete ones."""
        if not any(one and one.has_known_cost for one in self.weighed):
            told = _("Fill in cost and hours above, and they are compared.")
            yield self._line(_("Cost and hours"), lambda one: Cell(_("Not stated")), note=told)
            return
        yield self._line(
            _("Cost to set up"),
            lambda one: self._amount(one.row.setup_cost),
            rank=lambda one: one.row.setup_cost,
        )
        yield self._line(
            _("Cost a month"),
            lambda one: self._amount(one.row.monthly_cost),
            rank=lambda one: one.row.monthly_cost,
        )
        yield self._line(
            _("Hours a month"),
            lambda one: self._hours(one.row.hours_per_month),
            rank=lambda one: one.row.hours_per_month,
        )
        rate, worth = self.blueprint.hourly_rate, self.segment.value_per_month
        yield self._line(
            _("Cost a month, time included"),
            lambda one: self._amount(one.with_time, one.is_partial),
            rank=lambda one: None if one.is_partial else one.with_time,
            note=_("At %(rate)s an hour") % {"rate": self._money(rate)}
            if rate is not None
            else _("The details do not say what an hour is worth: time counts nothing."),
        )
        if self.segment.customers:
            yield self._line(
                _("Cost a month for each customer"),
                lambda one: self._amount(one.per_customer, one.is_partial),
                rank=lambda one: None if one.is_partial else one.per_customer,
                note=_("One is worth %(amount)s a month") % {"amount": self._money(worth)}
                if worth is not None
                else "",
            )

    def _whole_plan(self) -> Iterable[Line]:
        yield self._line(
            _("All their relationships a month, time included"),
            lambda one: self._whole(one.plan, is_partial=one.with_time is None or one.is_partial),
            today=self._whole(self.today),
        )
        yield from self._left()

    def _line(
        self,
        label: str,
        cell: Callable[[Weighed], Cell],
        *,
        rank: Callable[[Weighed], Any] | None = None,
        today: Cell | None = None,
        note: str = "",
    ) -> Line:
        """`rank` is lower for what is better, and none where that is not known."""
        best_places = self._best(rank) if rank else frozenset()
        cells = [cell(one) if one else Cell() for one in self.weighed]
        told = [said for said, one in zip(cells, self.weighed, strict=True) if one]
        return Line(
            label,
            today or Cell(),
            tuple(Cell(said.text, said.note, n in best_places) for n, said in enumerate(cells)),
            note,
            is_alike=len(told) > 1 and all(said == told[0] for said in told),
        )

    def _best(self, rank: Callable[[Weighed], Any]) -> frozenset[int]:
        places = [n for n, one in enumerate(self.weighed) if one]
        ranks = [rank(one) for one in self.weighed if one]
        return frozenset(places[n] for n in best(ranks)) if len(ranks) > 1 else frozenset()

    def _delivery(self, one: Weighed) -> Cell:
        if one.delivery is None:
            return Cell(_("Not known"), _("It depends on the channel.") if one.type else "")
        return self._word(one.delivery)

    def _horizon(self, one: Weighed) -> Cell:
        return self._word(one.type.horizon) if one.type else Cell(_("Not known"))

    def _effort(self, one: Weighed) -> Cell:
        return self._word(one.type.effort) if one.type else Cell(_("Not known"))

    def _word(self, member: Any) -> Cell:
        return Cell(words.label(member, self.language), words.hint(member, self.language))

    def _stage(self, one: Weighed) -> Cell:
        if one.type is None:
            return Cell(_("Not known"))
        starts = _("Starts at the stage: %(stage)s") % {
            "stage": words.label(one.type.starts, self.language)
        }
        return Cell(_("Too early") if one.is_early else _("Fits"), starts)

    def _phases(self, one: Weighed) -> Cell:
        text = self._listed(one.phases) if one.phases else _("None yet")
        if one.needed is None:
            return Cell(text, _("No motivation is chosen, so no phase is asked for."))
        needed = {"phase": words.label(one.needed, self.language)}
        if one.needed in one.phases:
            return Cell(text, _("The one that its motivation needs is there: %(phase)s") % needed)
        if one.needed in one.plan.phases:
            told = _("Its motivation needs another, which other channels serve: %(phase)s")
            return Cell(text, told % needed)
        return Cell(text, _("Missing for its motivation: %(phase)s") % needed)

    def _listed(self, phases: Iterable[Phase]) -> str:
        return ", ".join(words.label(phase, self.language) for phase in phases)

    def _lacks(self, one: Weighed) -> Cell:
        if one.lacks is None:
            needs = one.type.needs if one.type else ()
            asked = listed([words.label(need, self.language) for need in needs], self.language)
            return Cell(
                _("No channel is chosen"), _("The type needs: %(needs)s") % {"needs": asked}
            )
        if not one.lacks:
            return Cell(_("Nothing"))
        return Cell(", ".join(words.label(each, self.language) for each in one.lacks))

    def _trust(self) -> Line:
        reached, goal = self.segment.trust, self.segment.trust_goal
        note = (
            _("Aimed at: %(trust)s") % {"trust": words.label(goal, self.language)} if goal else ""
        )
        so_far = (
            _("Reached so far: %(trust)s") % {"trust": words.label(reached, self.language)}
            if reached
            else ""
        )
        today = self.today.trust
        return self._line(
            _("Trust that it can reach"),
            self._reachable,
            rank=lambda one: -one.trust.rank if one.trust else None,
            today=Cell(words.label(today, self.language) if today else _("None yet"), so_far),
            note=note,
        )

    def _reachable(self, one: Weighed) -> Cell:
        if one.trust is None:
            return Cell(_("Not known"))
        told = self._word(one.trust)
        return told if one.row.channel else Cell(told.text, _("On a channel that carries it"))

    def _whole(self, plan: Standing, is_partial: bool = False) -> Cell:
        each = plan.per_customer
        note = (
            _("%(amount)s for each customer") % {"amount": self._money(each)}
            if each is not None
            else ""
        )
        return Cell(self._amount(plan.with_time, is_partial).text, note)

    def _left(self) -> Iterable[Line]:
        if self.today.left.money is not None:
            yield self._line(
                _("Left of the budget a month"),
                lambda one: self._money_left(one.plan, is_known=one.row.monthly_cost is not None),
                today=self._money_left(self.today),
            )
        if self.today.left.hours is not None:
            yield self._line(
                _("Left of the team's hours a month"),
                lambda one: self._hours_left(
                    one.plan, is_known=one.row.hours_per_month is not None
                ),
                today=self._hours_left(self.today),
            )

    def _money_left(self, plan: Standing, is_known: bool = True) -> Cell:
        left = plan.left.money
        return Cell() if left is None else self._remainder(left, self._money(abs(left)), is_known)

    def _hours_left(self, plan: Standing, is_known: bool = True) -> Cell:
        left = plan.left.hours
        return Cell() if left is None else self._remainder(left, self._number(abs(left)), is_known)

    def _remainder(self, left: Decimal | int, amount: str, is_known: bool) -> Cell:
        """What is left where an alternative does not tell what it takes is at most so much."""
        if left < 0:
            told = _("%(amount)s too much") if is_known else _("At least %(amount)s too much")
        else:
            told = "%(amount)s" if is_known else _("At most %(amount)s")
        return Cell(told % {"amount": amount})

    def _amount(self, amount: Decimal | None, is_partial: bool = False) -> Cell:
        if amount is None:
            return Cell(_("Not stated"))
        told = self._money(amount)
        return Cell(_("At least %(amount)s") % {"amount": told} if is_partial else told)

    def _hours(self, hours: int | None) -> Cell:
        return Cell(_("Not stated") if hours is None else self._number(hours))

    def _money(self, amount: Decimal) -> str:
        return money(amount, self.blueprint.currency, self.language)

    def _number(self, value: int) -> str:
        return number(Decimal(value), self.language)
