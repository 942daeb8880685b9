"""Advice: which relationship suits a segment, why, and what planning it would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from canvas import actions
from canvas.access import CanvasKey, get_element
from canvas.board import Badge, Item, badges_of, place_of, plan_items
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.views.editing import changed
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from canvas.wording import counted
from relationships.blueprint import Relationship, Segment
from relationships.coherence import Finding, check
from relationships.coherence.effects import effect
from relationships.content import words
from relationships.thinking.advice import Advice, Counsel, Reason, advise
from relationships.thinking.proposals import propose
from relationships.vocabulary import Severity

BEST = 5
"""How many types stand open, with what planning them changes; each costs a whole check."""

FEW = 3
"""Findings of one severity that are told without asking."""

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason with its points as they are written, and the length of its bar, 0 to 100."""

    points: str
    sentence: str
    length: str


@dataclass(frozen=True, slots=True)
class Graded:
    """Findings of one severity: how many in words, and what they say."""

    severity: Severity
    told: str
    messages: tuple[str, ...]

    @property
    def are_few(self) -> bool:
        return len(self.messages) <= FEW


@dataclass(frozen=True, slots=True)
class EffectView:
    """What planning a type adds to the findings and removes."""

    added: tuple[Graded, ...]
    removed: tuple[Graded, ...]


@dataclass(frozen=True, slots=True)
class Link:
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Row:
    """A proposed row of the plan in words; empty where it says nothing."""

    channel: Link | None
    motivation: str
    strategies: tuple[str, ...]
    stage: str
    hours: str
    minimum_viable: bool
    place: str


@dataclass(frozen=True, slots=True)
class Card:
    """A type, weighed for the segment. `effect` is none where nobody asked for it yet.

    The word “points” agrees with `points`, which has no sign: a language may take what is below
    nothing for one.
    """

    rank: str
    slug: str
    name: str
    definition: str
    points: int
    total: str
    pro: tuple[ReasonView, ...]
    contra: tuple[ReasonView, ...]
    row: Row
    missing: tuple[str, ...]
    elsewhere: Link | None
    effect: EffectView | None
    compare: str
    is_planned: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A segment whose advice can be looked at."""

    badge: Badge
    place: str


@require_safe
def advice(request: SignedInRequest, canvas_id: CanvasKey, ref: str) -> HttpResponse:
    """`?type=SLUG` asks what planning a type would change that is not among the best."""
    return _show(Study(request, canvas_id), ref, request.GET.get("type", ""))


@require_POST
def advice_plan(request: SignedInRequest, canvas_id: CanvasKey, ref: str) -> HttpResponse:
    """Plans a type as it is proposed for the canvas as it stands now."""
    study = Study(request, canvas_id)
    counsel = _counsel(study, ref)
    slug = request.POST.get("type", "")
    found = next((one for one in counsel.advice if one.type.slug == slug), None)
    if found is None:
        return _refuse(study, ref, _("That relationship type is not on offer."))
    if found.is_planned:
        fault = _("It is in their plan already: somebody planned it in the meantime.")
        return _refuse(study, ref, fault, HTTPStatus.CONFLICT)
    try:
        row = propose(counsel, found)
        change = actions.add_element(study.canvas, row, by=request.user)
    except BrokenDocument as broken:
        return _refuse(study, ref, broken.faults[0].message)
    notice = _("“%(name)s” is planned.") % {"name": found.type.name.into(study.language)}
    return changed(request, change, study.catalog, notice, then=f"relationships/{change.ref}/")


def _refuse(
    study: Study, ref: str, fault: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HttpResponse:
    place = f"segments/{ref}/advice/"
    there = {"fault": fault, "here": study.root + place, "back": place}
    return _show(study, ref, status=status, **there)


def _counsel(study: Study, ref: str) -> Counsel:
    segment = get_element(study.blueprint, Segment, ref)
    return advise(study.blueprint, study.catalog, segment.ref)


def _show(
    study: Study, ref: str, asked: str = "", status: HTTPStatus = HTTPStatus.OK, **more: str
) -> HttpResponse:
    counsel = _counsel(study, ref)
    drawing = _Drawing(study, counsel, asked)
    cards = [drawing.card(rank, one) for rank, one in enumerate(counsel.advice, 1)]
    best = [card for card in cards if card.slug in drawing.best]
    badges = badges_of(study.blueprint)
    context: dict[str, object] = {
        "segment": counsel.segment,
        "badge": badges[ref],
        "choices": [Choice(b, f"segments/{b.ref}/advice/") for b in badges.values()],
        "counsel": counsel,
        "unknown": [_ASKED[name]() for name in counsel.unknown],
        "gone": ", ".join(counsel.gone),
        "retired": ", ".join(entry.name.into(study.language) for entry in counsel.retired),
        "plan": _plan(study, ref),
        "cards": best,
        "others": [card for card in cards if card.slug not in drawing.best],
        "asked": asked,
        "compare_best": _compare(ref, [one for one in counsel.advice if one.suits][:3]),
        **more,
    }
    return study.show("advice", context, status)


_ASKED = {
    "expects": lambda: _("what relationship they expect"),
    "habits": lambda: _("their consumption habits"),
    "factors": lambda: _("what weighs on their purchase"),
}


def _plan(study: Study, ref: str) -> tuple[tuple[str, Item], ...]:
    """The active rows of the segment's plan. The last of a type has the id that its button had, so
    that the focus stays there once it is planned.
    """
    rows = study.blueprint.plan_of(ref)
    items = plan_items(study.blueprint, ref, study.catalog, study.language)
    active = [(row, item) for row, item in zip(rows, items, strict=True) if row.is_active]
    last = {row.type: row.ref for row, _item in active}
    return tuple(
        (f"plan-{row.type}" if last[row.type] == row.ref else "", item) for row, item in active
    )


class _Drawing:
    """What it takes to put the advice for one segment into words."""

    def __init__(self, study: Study, counsel: Counsel, asked: str) -> None:
        self.study, self.counsel, self.asked = study, counsel, asked
        self.language = study.language
        suiting = [one.type.slug for one in counsel.advice if one.suits]
        self.best = frozenset(suiting[:BEST])
        self.heaviest = max(
            (abs(reason.points) for one in counsel.advice for reason in one.reasons), default=1
        )

    def card(self, rank: int, one: Advice) -> Card:
        proposed = propose(self.counsel, one)
        is_foreseen = one.type.slug in {*self.best, self.asked} and not one.is_planned
        reasons = sorted(one.reasons, key=lambda reason: -abs(reason.points))
        return Card(
            rank=str(rank),
            slug=one.type.slug,
            name=one.type.name.into(self.language),
            definition=one.type.definition.into(self.language),
            points=abs(one.total),
            total=_signed(one.total),
            pro=tuple(self._reason(reason) for reason in reasons if reason.points > 0),
            contra=tuple(self._reason(reason) for reason in reasons if reason.points < 0),
            row=self._row(one, proposed),
            missing=tuple(words.label(each, self.language) for each in one.missing),
            elsewhere=Link(one.elsewhere.name, place_of(one.elsewhere)) if one.elsewhere else None,
            effect=self._effect(proposed) if is_foreseen else None,
            compare=self._compared_with_best(one),
            is_planned=one.is_planned,
        )

    def _reason(self, reason: Reason) -> ReasonView:
        return ReasonView(
            points=_signed(reason.points),
            sentence=reason.sentence(self.language),
            length=str(max(round(100 * abs(reason.points) / self.heaviest), 1)),
        )

    def _row(self, one: Advice, proposed: Relationship) -> Row:
        known = self.study.catalog.strategies
        hours, stage = proposed.hours_per_month, proposed.stage
        suggested: list[tuple[str, str]] = [
            ("segment", proposed.segment),
            ("type", proposed.type),
            ("channel", proposed.channel or ""),
            ("motivation", proposed.motivation or ""),
            *(("strategies", slug) for slug in proposed.strategies),
            ("stage", stage or ""),
            ("minimum_viable", "on" if proposed.minimum_viable else ""),
            ("back", f"segments/{proposed.segment}/advice/"),
        ]
        return Row(
            channel=Link(one.channel.name, place_of(one.channel)) if one.channel else None,
            motivation=words.label(proposed.motivation, self.language)
            if proposed.motivation
            else "",
            strategies=tuple(known[slug].name.into(self.language) for slug in proposed.strategies),
            stage=words.label(stage, self.language) if stage else "",
            hours="" if hours is None else str(number_format(hours, force_grouping=True)),
            minimum_viable=proposed.minimum_viable,
            place=f"new/relationship/?{urlencode([pair for pair in suggested if pair[1]])}",
        )

    def _effect(self, proposed: Relationship) -> EffectView:
        before = self.study.findings
        aside = [finding.set_aside_as for finding in before if finding.is_set_aside]
        after = check(self.study.blueprint.put(proposed), self.study.catalog, aside)
        found = effect(before, after)
        return EffectView(self._graded(found.added), self._graded(found.removed))

    def _graded(self, findings: Iterable[Finding]) -> tuple[Graded, ...]:
        """Findings come by severity already."""
        groups = [
            (severity, list(some)) for severity, some in groupby(findings, lambda f: f.severity)
        ]
        return tuple(
            Graded(
                severity,
                counted(severity, len(some)),
                tuple(finding.message(self.language) for finding in some),
            )
            for severity, some in groups
        )

    def _compared_with_best(self, one: Advice) -> str:
        other = next((best for best in self.counsel.advice if best is not one and best.suits), None)
        return _compare(self.counsel.segment.ref, [one, other]) if other else ""


def _compare(segment: str, types: list[Advice]) -> str:
    """The page that shows types side by side, each over its channel; nothing for less than two."""
    if len(types) < 2:
        return ""
    told = [
        ("alternative", f"{one.type.slug}:{one.channel.ref}" if one.channel else one.type.slug)
        for one in types
    ]
    return f"segments/{segment}/compare/?{urlencode(told)}"


def _signed(points: int) -> str:
    sign = "+" if points > 0 else MINUS if points < 0 else ""
    return f"{sign}{number_format(abs(points))}"
