"""The map: segments, relationships and channels as a drawn network."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from canvas.access import CanvasKey
from canvas.board import Badge, badges_of, name_of, place_of
from canvas.views.choosing import Part, choices, chosen_segment, part
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships.blueprint import Channel, Element, Relationship
from relationships.content import words
from relationships.thinking import layout as geometry
from relationships.thinking.network import Strand, strands
from relationships.vocabulary import Ownership

MOST = 60
"""At most so many strands are drawn at once."""

_SIGNS = 25
"""A line of a box holds about so many; a longer name goes on in a second, and is cut there."""

_LEADING = 15

_BEYOND = geometry.MIDDLE + geometry.BOX_WIDTH
"""The right edge of the middle column."""

_COLUMNS = {
    geometry.LEFT: "segments",
    geometry.MIDDLE: "relationships",
    geometry.RIGHT: "channels",
}


@dataclass(frozen=True, slots=True)
class TextLine:
    y: str
    text: str
    is_detail: bool


@dataclass(frozen=True, slots=True)
class BoxView:
    """An element on the drawing. Where a thread is followed that it is no part of, it is aside."""

    place: str
    title: str
    column: str
    x: str
    y: str
    text_x: str
    lines: tuple[TextLine, ...]
    badge: Badge | None = None
    is_bare: bool = False
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class LineView:
    """A strand on the drawing: its two curves, its letter, and a sign where it can't carry."""

    to_middle: str
    to_channel: str
    badge: Badge
    letter_x: str
    letter_y: str
    sign_y: str
    is_thin: bool
    is_misfit: bool
    is_aside: bool


@dataclass(frozen=True, slots=True)
class Link:
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class StrandView:
    """A strand in words. `told` says whether it holds, and why not."""

    badge: Badge | None
    segment: Link | None
    relationship: Link | None
    channel: Link | None
    told: str
    is_misfit: bool


@require_safe
def relationship_map(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """The whole network; with `?thread=REF` the strands of one segment stand out."""
    study = Study(request, canvas_id)
    thread = chosen_segment(request, study.blueprint, "thread")
    shown, turned = _part(request, strands(study.blueprint, study.catalog), thread)
    drawing = _Drawing(study, thread)
    context: dict[str, object] = {
        "choices": choices(request, study.blueprint, thread, "thread"),
        "thread": drawing.badges.get(thread),
        "part": turned,
        "picture": drawing.picture(shown),
        "strands": tuple(map(drawing.told, shown)),
        "misfits": drawing.misfits(shown),
    }
    return study.show("relationship_map", context)


def _part(
    request: SignedInRequest, network: Sequence[Strand], thread: str
) -> tuple[list[Strand], Part | None]:
    """The strands to draw; where none is asked for, those among which the thread begins."""
    begins = next((n for n, strand in enumerate(network) if strand.segment == thread), 0)
    return part(request, "page", gettext("Links"), network, MOST, first=begins // MOST + 1)


class _Drawing:
    """Draws the map of one canvas for one reader, and puts it into words."""

    def __init__(self, study: Study, thread: str) -> None:
        self.elements = study.blueprint.elements
        self.catalog, self.language = study.catalog, study.language
        self.badges = badges_of(study.blueprint)
        self.thread = thread

    def picture(self, shown: Sequence[Strand]) -> dict[str, object]:
        drawn = geometry.layout(shown)
        followed = {ref for strand in shown if self._follows(strand) for ref in _refs(strand)}
        columns = (
            (geometry.LEFT, drawn.segments),
            (geometry.MIDDLE, drawn.relationships),
            (geometry.RIGHT, drawn.channels),
        )
        return {
            "width": str(geometry.WIDTH),
            "height": str(drawn.height),
            "view": f"-2 -2 {geometry.WIDTH + 4} {drawn.height + 4}",
            "columns": tuple((name, str(x)) for x, name in _COLUMNS.items()),
            "box_width": str(geometry.BOX_WIDTH),
            "box_height": str(geometry.BOX_HEIGHT),
            "sign_x": str(_BEYOND + 26),
            "boxes": tuple(
                self._box(self.elements[ref], x, y, is_aside=ref not in followed)
                for x, column in columns
                for ref, y in column.items()
            ),
            "lines": tuple(
                self._line(line) for line in sorted(drawn.lines, key=self._comes_forward)
            ),
        }

    def misfits(self, shown: Iterable[Strand]) -> tuple[StrandView, ...]:
        """What can't carry: on the thread, where one is followed."""
        return tuple(
            self.told(strand) for strand in shown if not strand.carries and self._follows(strand)
        )

    def told(self, strand: Strand) -> StrandView:
        return StrandView(
            self.badges.get(strand.segment or ""),
            self._link(strand.segment),
            self._link(strand.relationship),
            self._link(strand.channel),
            " ".join(self._said(strand)),
            is_misfit=not strand.carries,
        )

    def _said(self, strand: Strand) -> Iterable[str]:
        if strand.relationship is None:
            if strand.segment is None or strand.channel is None:
                yield gettext("Nothing is linked to it.")
            else:
                yield gettext("A touchpoint over which no relationship runs.")
        elif strand.channel is None:
            yield gettext("No channel yet.")
        elif strand.carries:
            yield gettext("It holds.")
        if not strand.reaches:
            yield gettext("The channel does not reach this segment.")
        for lack in strand.lacks:
            lacking = ", ".join(words.label(each, self.language) for each in lack.missing)
            yield gettext("For %(entry)s the channel lacks: %(capabilities)s.") % {
                "entry": lack.entry.name.into(self.language),
                "capabilities": lacking,
            }

    def _follows(self, strand: Strand) -> bool:
        return not self.thread or strand.segment == self.thread

    def _comes_forward(self, line: geometry.Line) -> tuple[bool, bool]:
        """What stands out is drawn last, over the others."""
        return self._follows(line.strand), line.strand.relationship is not None

    def _box(self, element: Element, x: int, y: int, is_aside: bool) -> BoxView:
        name = name_of(element, self.catalog, self.language)
        badge = self.badges.get(
            element.segment if isinstance(element, Relationship) else element.ref
        )
        detail = self._detail(element)
        wrapped = textwrap.wrap(name, _SIGNS, max_lines=2, placeholder="…") or [name]
        texts = [(text, False) for text in wrapped] + ([(detail, True)] if detail else [])
        top = y - (len(texts) - 1) * _LEADING // 2
        return BoxView(
            place_of(element),
            " · ".join(filter(None, (badge.letter if badge else "", name, detail))),
            _COLUMNS[x],
            str(x),
            str(y - geometry.BOX_HEIGHT // 2),
            str(x + (44 if badge else 12)),
            tuple(
                TextLine(str(top + n * _LEADING), text, is_detail)
                for n, (text, is_detail) in enumerate(texts)
            ),
            badge,
            is_bare=isinstance(element, Relationship) and element.channel is None,
            is_aside=is_aside,
        )

    def _detail(self, element: Element) -> str:
        match element:
            case Relationship(channel=None):
                return gettext("No channel yet")
            case Relationship(motivation=motivation):
                return words.label(motivation, self.language) if motivation else ""
            case Channel(kind=slug, ownership=ownership):
                kind = self.catalog.kinds.get(slug)
                is_partner = ownership is Ownership.PARTNER
                owner = words.label(ownership, self.language) if is_partner else ""
                told = (kind.name.into(self.language) if kind else "", owner)
                return " · ".join(filter(None, told))
            case _:
                return ""

    def _line(self, line: geometry.Line) -> LineView:
        strand = line.strand
        return LineView(
            to_middle=_way_to_middle(line),
            to_channel=_way_to_channel(line),
            badge=self.badges[strand.segment or ""],
            letter_x=str(geometry.RIGHT - 12 - line.rank % 2 * 15),
            letter_y="" if line.arrives is None else str(line.arrives),
            sign_y=str(line.passes),
            is_thin=strand.relationship is None,
            is_misfit=not strand.carries,
            is_aside=not self._follows(strand),
        )

    def _link(self, ref: str | None) -> Link | None:
        if ref is None:
            return None
        element = self.elements[ref]
        return Link(name_of(element, self.catalog, self.language), place_of(element))


def _refs(strand: Strand) -> tuple[str | None, ...]:
    return (strand.segment, strand.relationship, strand.channel)


def _way_to_middle(line: geometry.Line) -> str:
    """From a segment to its relationship, or past the middle where there is none."""
    curve = _curve(geometry.BOX_WIDTH, line.leaves, geometry.MIDDLE, line.passes)
    return curve if line.strand.relationship else f"{curve}H{_BEYOND}"


def _way_to_channel(line: geometry.Line) -> str:
    if line.arrives is None:
        return ""
    return _curve(_BEYOND, line.passes, geometry.RIGHT, line.arrives)


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    """A curve that leaves and arrives level."""
    half = (x + to_x) // 2
    return f"M{x} {y}C{half} {y} {half} {to_y} {to_x} {to_y}"
