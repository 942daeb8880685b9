"""The matrix: which channels could carry each relationship, and which carry it now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from canvas.access import CanvasKey
from canvas.board import Badge, badges_of, place_of
from canvas.views.choosing import choices, chosen_segment, part
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships.blueprint import Channel
from relationships.content import words
from relationships.thinking.matrix import (
    Cell,
    Line,
    Planned,
    Tally,
    in_order,
    offered_strategies,
    offered_types,
    planned,
    tally,
)
from relationships.vocabulary import Ownership

ROWS = 20
COLUMNS = 12
"""At most so many relationships and channels are shown at once."""

_NAMED = 3
"""Channels that are named for a relationship that needs another one."""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A channel at the head of a column. `badges` are the segments that it reaches."""

    name: str
    place: str
    detail: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """What a cell says. `look` names its classes; `badges` are the segments that it runs for.

    It `clashes` where a relationship runs over a channel that can't carry it, or that misses the
    segment.
    """

    look: str
    channel: str
    told: str
    remarks: tuple[str, ...] = ()
    badges: tuple[Badge, ...] = ()
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class LineView:
    """A row: of a relationship, of one of its strategies, or of an entry of the catalog."""

    name: str
    cells: tuple[CellView, ...]
    place: str = ""
    detail: str = ""
    remark: str = ""
    is_child: bool = False


@dataclass(frozen=True, slots=True)
class GroupView:
    """Rows that belong together: a relationship with its strategies, or a part of the catalog."""

    lines: tuple[LineView, ...]
    badge: Badge | None = None
    label: str = ""


@require_safe
def matrix(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """What is planned, of all segments or of `?segment=REF`; with `?of=catalog` all on offer."""
    study = Study(request, canvas_id)
    drawing = _Drawing(study)
    of_catalog = request.GET.get("of") == "catalog"
    channels, columns = part(
        request, "channels", gettext("Channels"), study.blueprint.channels, COLUMNS
    )
    picture = drawing.of_catalog(channels) if of_catalog else drawing.of_plan(channels)
    context = {
        "of_catalog": of_catalog,
        "columns": tuple(map(drawing.column, channels)),
        "parts_across": columns,
        "has_segments": bool(study.blueprint.segments),
        **picture,
    }
    return study.show("matrix", context)


class _Drawing:
    """Puts the matrix of one canvas into words for one reader."""

    def __init__(self, study: Study) -> None:
        self.request = study.request
        self.blueprint, self.catalog = study.blueprint, study.catalog
        self.language = study.language
        self.badges = badges_of(self.blueprint)
        self.names = {channel.ref: channel.name for channel in self.blueprint.channels}
        self.segment_of = {row.ref: row.segment for row in self.blueprint.relationships}

    def of_plan(self, channels: Sequence[Channel]) -> dict[str, object]:
        segment = chosen_segment(self.request, self.blueprint)
        rows = [row for row in in_order(self.blueprint) if segment in ("", row.segment)]
        shown, turned = part(self.request, "page", gettext("Relationships"), rows, ROWS)
        found = planned(self.blueprint, self.catalog, shown, channels)
        counts = tally(self.blueprint, self.catalog)
        return {
            "choices": choices(self.request, self.blueprint, segment),
            "groups": tuple(map(self._relationship, found)),
            "parts_down": turned,
            "told": _told(counts),
            "nowhere": _nowhere(counts.nowhere) if counts.nowhere else "",
            "misfits": _misfits(counts.misfit) if counts.misfit else "",
            "is_planned": bool(counts.total),
        }

    def of_catalog(self, channels: Sequence[Channel]) -> dict[str, object]:
        types = offered_types(self.blueprint, self.catalog, channels)
        strategies = offered_strategies(self.blueprint, self.catalog, channels)
        return {
            "groups": (
                GroupView(self._entries(types, "guide_type"), label=gettext("Relationship types")),
                GroupView(self._entries(strategies, "guide_strategy"), label=gettext("Strategies")),
            ),
            "is_planned": True,
        }

    def column(self, channel: Channel) -> ColumnView:
        kind = self.catalog.kinds.get(channel.kind)
        told = [kind.name.into(self.language)] if kind else []
        if channel.ownership is Ownership.PARTNER:
            told.append(words.label(channel.ownership, self.language))
        reached = {t.segment for t in self.blueprint.touchpoints if t.channel == channel.ref}
        return ColumnView(
            channel.name,
            place_of(channel),
            " · ".join(told),
            tuple(badge for ref, badge in self.badges.items() if ref in reached),
        )

    def _relationship(self, one: Planned) -> GroupView:
        motivation = one.of.motivation
        head = LineView(
            self._name(one.type),
            tuple(map(self._cell, one.type.cells)),
            place=place_of(one.of),
            detail=words.label(motivation, self.language) if motivation else "",
            remark="" if one.is_sound else self._way_out(one),
        )
        strategies = (
            LineView(
                self._name(line),
                tuple(self._cell(cell, is_strategy=True) for cell in line.cells),
                is_child=True,
            )
            for line in one.strategies
        )
        return GroupView((head, *strategies), badge=self.badges[one.of.segment])

    def _way_out(self, one: Planned) -> str:
        """Where a relationship could stand that runs over no channel, or not well over its own."""
        reached = {t.channel for t in self.blueprint.touchpoints if t.segment == one.of.segment}
        near = [ref for ref in one.carriers if ref in reached]
        if near:
            return gettext("Would fit: %(channels)s") % {"channels": self._some(near)}
        if one.carriers:
            told = gettext("Could be carried by %(channels)s, which would first have to reach them")
            return told % {"channels": self._some(one.carriers)}
        return gettext("No channel of this canvas can carry all of it")

    def _some(self, channels: Sequence[str]) -> str:
        named = ", ".join(self.names[ref] for ref in channels[:_NAMED])
        return f"{named} …" if len(channels) > _NAMED else named

    def _cell(self, cell: Cell, is_strategy: bool = False) -> CellView:
        """A strategy does not tell again that the channel misses the segment."""
        told = [self._lacking(cell)] if cell.lacks else []
        if not cell.reaches and not is_strategy:
            told.append(gettext("Does not reach them"))
        if cell.lacks is None:
            state, head = "unknown", gettext("No longer in the catalog")
        elif cell.runs:
            state, head = ("clash" if told else "runs"), gettext("Runs here")
        elif cell.lacks:
            state, head, told = "lacks", told[0], told[1:]
        else:
            state, head = ("far" if told else "fits"), gettext("Fits")
        look = f"fit--{state}" if cell.reaches else f"fit--{state} is-far"
        return CellView(look, self.names[cell.channel], head, tuple(told), clashes=state == "clash")

    def _lacking(self, cell: Cell) -> str:
        lacks = ", ".join(words.label(each, self.language) for each in cell.lacks or ())
        return gettext("Lacks: %(capabilities)s") % {"capabilities": lacks}

    def _entries(self, lines: Iterable[Line], guide: str) -> tuple[LineView, ...]:
        most = len(self.blueprint.channels)
        return tuple(
            LineView(
                self._name(line),
                tuple(map(self._offered, line.cells)),
                place=reverse(guide, args=[line.slug]),
                detail=gettext("%(able)d of %(all)d channels")
                % {"able": len(line.carriers), "all": most},
                is_child=bool(getattr(line.entry, "parent", None)),
            )
            for line in lines
        )

    def _offered(self, cell: Cell) -> CellView:
        told = (self._lacking(cell),) if cell.lacks else ()
        channel = self.names[cell.channel]
        if not cell.runs:
            head = told[0] if told else gettext("Fits")
            return CellView("fit--lacks" if told else "fit--fits", channel, head)
        segments = {self.segment_of[ref] for ref in cell.runs}
        badges = tuple(badge for ref, badge in self.badges.items() if ref in segments)
        look = "fit--clash" if told else "fit--runs"
        return CellView(look, channel, gettext("Runs here"), told, badges)

    def _name(self, line: Line) -> str:
        return line.entry.name.into(self.language) if line.entry else line.slug


def _told(counts: Tally) -> str:
    return ngettext(
        "%(sound)d of %(count)d relationship runs over a channel that can carry it and reaches "
        "its segment.",
        "%(sound)d of %(count)d relationships run over a channel that can carry them and reaches "
        "their segment.",
        counts.total,
    ) % {"sound": counts.sound, "count": counts.total}


def _nowhere(count: int) -> str:
    told = ngettext("%(count)d has no channel yet.", "%(count)d have no channel yet.", count)
    return told % {"count": count}


def _misfits(count: int) -> str:
    return ngettext(
        "%(count)d runs where it can't work: see what would mend it.",
        "%(count)d run where they can't work: see what would mend them.",
        count,
    ) % {"count": count}
