"""The journey: each segment's way through the five phases, and where nobody is with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from canvas.access import CanvasKey
from canvas.board import Badge, badges_of, place_of, type_name
from canvas.views.choosing import choices, chosen_segment, part
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships.blueprint import Blueprint, Channel, Relationship
from relationships.catalog import Catalog
from relationships.coherence.texts import listed
from relationships.content import words
from relationships.thinking.journey import Journey, Nowhere, Step, Stop, journeys
from relationships.vocabulary import Ownership, Phase

WAYS = 8
"""At most so many segments are shown at once."""

LANES = 24
"""And of each at most so many channels: the style sheet has as many rows."""


@dataclass(frozen=True, slots=True)
class RowView:
    """A relationship. `why` says why it stands nowhere, or misses the phase that it needs."""

    name: str
    place: str
    motivation: str = ""
    is_needed: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class StopView:
    """A channel in a phase, which it may have served in the one before, and in the next."""

    name: str
    place: str
    ownership: Ownership
    rows: tuple[RowView, ...]
    comes_on: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class StepView:
    phase: Phase
    stops: tuple[StopView | None, ...]
    missed: tuple[RowView, ...]
    is_hole: bool


@dataclass(frozen=True, slots=True)
class WayView:
    """`told` says how far the way is covered; `more` how many channels are not drawn."""

    badge: Badge
    place: str
    told: str
    has_holes: bool
    steps: tuple[StepView, ...]
    nowhere: tuple[RowView, ...]
    more: str


@require_safe
def journey(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """Of all segments, or of `?segment=REF`."""
    study = Study(request, canvas_id)
    segment = chosen_segment(request, study.blueprint)
    refs = [s.ref for s in study.blueprint.segments if segment in ("", s.ref)]
    shown, turned = part(request, "page", gettext("Segments"), refs, WAYS)
    drawing = _Drawing(study.blueprint, study.catalog, study.language)
    context: dict[str, object] = {
        "choices": choices(request, study.blueprint, segment),
        "ways": tuple(map(drawing.way, journeys(study.blueprint, shown))),
        "part": turned,
    }
    return study.show("journey", context)


class _Drawing:
    """Puts the journeys of one canvas into words for one reader."""

    def __init__(self, blueprint: Blueprint, catalog: Catalog, language: str) -> None:
        self.catalog, self.language = catalog, language
        self.badges = badges_of(blueprint)
        self.channels: dict[str, Channel] = {c.ref: c for c in blueprint.channels}
        self.rows: dict[str, Relationship] = {r.ref: r for r in blueprint.relationships}

    def way(self, journey: Journey) -> WayView:
        lanes = _lanes(journey)
        left = len(journey.channels) - len(lanes)
        more = ngettext(
            "%(count)d more channel of this segment is not drawn: open the segment to see it.",
            "%(count)d more channels of this segment are not drawn: open the segment to see them.",
            left,
        )
        return WayView(
            badge=self.badges[journey.segment],
            place=f"segments/{journey.segment}/",
            told=self._told(journey),
            has_holes=bool(journey.holes),
            steps=tuple(
                self._step(journey.steps, number, lanes) for number in range(len(journey.steps))
            ),
            nowhere=tuple(map(self._nowhere, journey.nowhere)),
            more=more % {"count": left} if left else "",
        )

    def _told(self, journey: Journey) -> str:
        if not journey.holes:
            return gettext("A channel is with them in every phase.")
        if not journey.channels:
            return gettext("No channel reaches them yet.")
        phases = listed([words.label(p, self.language) for p in journey.holes], self.language)
        told = ngettext("One hole: %(phases)s.", "%(count)d holes: %(phases)s.", len(journey.holes))
        return told % {"count": len(journey.holes), "phases": phases}

    def _step(self, steps: Sequence[Step], number: int, lanes: Sequence[int]) -> StepView:
        step = steps[number]
        before = steps[number - 1].stops if number else ()
        after = steps[number + 1].stops if number + 1 < len(steps) else ()
        return StepView(
            step.phase,
            tuple(
                self._stop(stop, bool(before and before[lane]), bool(after and after[lane]))
                if (stop := step.stops[lane])
                else None
                for lane in lanes
            ),
            tuple(self._missed(ref, step.phase) for ref in step.missed),
            step.is_hole,
        )

    def _stop(self, stop: Stop, comes_on: bool, goes_on: bool) -> StopView:
        channel = self.channels[stop.channel]
        rows = tuple(self._row(one.relationship, one.is_needed) for one in stop.relationships)
        return StopView(channel.name, place_of(channel), channel.ownership, rows, comes_on, goes_on)

    def _row(self, ref: str, is_needed: bool = False, why: str = "") -> RowView:
        row = self.rows[ref]
        return RowView(
            type_name(self.catalog, row.type, self.language),
            place_of(row),
            words.label(row.motivation, self.language) if row.motivation else "",
            is_needed,
            why,
        )

    def _missed(self, ref: str, phase: Phase) -> RowView:
        told = gettext("%(motivation)s needs this phase, and it is not here")
        motivation = self._row(ref).motivation
        return self._row(ref, why=told % {"motivation": motivation})

    def _nowhere(self, one: Nowhere) -> RowView:
        if one.channel is None:
            return self._row(one.relationship, why=gettext("It has no channel yet."))
        told = gettext("It runs over %(channel)s, which does not reach this segment.")
        return self._row(one.relationship, why=told % {"channel": self.channels[one.channel].name})


def _lanes(journey: Journey) -> list[int]:
    """The places of the channels that are drawn: those that carry a relationship before others."""
    carrying = {
        place
        for step in journey.steps
        for place, stop in enumerate(step.stops)
        if stop and stop.relationships
    }
    places = sorted(range(len(journey.channels)), key=lambda place: place not in carrying)
    return sorted(places[:LANES])
