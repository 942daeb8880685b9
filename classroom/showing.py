"""A frozen canvas as values: its board, and the sheet of what is opened on it.

The page that shows it opens an element at `?on=REF`, a block at `?on=block:CODE`, and the canvas
as a whole where nothing is named: the keys that remarks go by. Nothing here queries, and nothing
is checked anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from canvas.board import Board, Remark, draw, name_of, remark_of
from canvas.differences import HEAD
from canvas.forms.experiments import ExperimentForm
from canvas.telling import Teller, field_label
from classroom.frozen import FrozenFinding, Thawed
from classroom.since import Since
from relationships.blueprint import (
    Blueprint,
    Channel,
    Element,
    Experiment,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.coherence.texts import money
from relationships.content import words
from relationships.thinking.grouping import MISSING_NOTES
from relationships.vocabulary import Block

WHOLE = ""
"""The key of the canvas as a whole."""

_BLOCK = "block:"
_NAMES = ("ref", "name", "text", "title")
"""Fields that the head of a sheet tells already."""


@dataclass(frozen=True, slots=True)
class Line:
    """A value in words; with a `place` it opens what it names."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """What an element says in one field: most have one line."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that was said in one place of the canvas, and what the findings said of it."""

    key: str
    kind: str
    name: str
    fields: tuple[Field, ...]
    remarks: tuple[Remark, ...]


def opened_at(key: str, rest: str = "") -> str:
    """Where a key opens, on whatever page shows the attempt; `rest` is the rest of its query."""
    query = urlencode({"on": key}, safe=":") if key else ""
    return f"?{'&'.join(filter(None, (rest, query)))}#sheet"


@dataclass(frozen=True)
class Opening:
    """Opens elements on the page that shows them, whose query is kept."""

    rest: str = ""

    def __call__(self, element: Element) -> str:
        return opened_at(element.ref, self.rest)


HERE = Opening()


def board_of(
    thawed: Thawed,
    language: str,
    *,
    on: str = WHOLE,
    talk: Mapping[str, str] | None = None,
    since: Since | None = None,
    opening: Opening = HERE,
) -> Board:
    """The board, on which every element opens; a segment that is opened is followed.

    `talk` says how many remarks are on a key, as a text. With `since` it marks what has changed,
    and holds what has gone.
    """
    blueprint = since.both if since else thawed.blueprint
    followed = on if isinstance(blueprint.elements.get(on), Segment) else ""
    return draw(
        blueprint,
        thawed.findings,
        thawed.catalog,
        language,
        thread=followed,
        changes=since.changes if since else None,
        talk=talk,
        places=opening,
    )


def sheet_of(thawed: Thawed, key: str, language: str, *, opening: Opening = HERE) -> Sheet | None:
    """What is opened under a key; none where the attempt holds nothing of that key."""
    return _Drawing(thawed, language, opening).sheet(key)


def name_at(thawed: Thawed, key: str, language: str) -> str:
    """What a key names in words, and the key itself where the attempt does not hold it."""
    return _Drawing(thawed, language).name(key) or key


@dataclass
class _Drawing:
    """What it takes to tell one frozen canvas to one reader."""

    thawed: Thawed
    language: str
    opening: Opening = HERE

    @cached_property
    def blueprint(self) -> Blueprint:
        return self.thawed.blueprint

    @cached_property
    def teller(self) -> Teller:
        return Teller.of(self.blueprint, self.thawed.catalog, self.language)

    def sheet(self, key: str) -> Sheet | None:
        name = self.name(key)
        if name is None:
            return None
        return Sheet(
            key=key,
            kind=self._kind(key),
            name=name,
            fields=tuple(self._fields(key)),
            remarks=tuple(
                remark_of(finding, self.blueprint, self.thawed.catalog, self.language, self.opening)
                for finding in self.thawed.findings
                if not finding.is_set_aside and self._is_about(finding, key)
            ),
        )

    def name(self, key: str) -> str | None:
        if key == WHOLE:
            return self.blueprint.title
        if block := block_of(key):
            return words.label(block, self.language)
        element = self.blueprint.elements.get(key)
        return name_of(element, self.thawed.catalog, self.language) if element else None

    def _kind(self, key: str) -> str:
        if key == WHOLE:
            return _("The whole canvas")
        match self.blueprint.elements.get(key):
            case Note():
                return _("Note")
            case Segment():
                return _("Segment")
            case Channel():
                return _("Channel")
            case Relationship():
                return _("Relationship")
            case _:
                return _("Block")

    def _is_about(self, finding: FrozenFinding, key: str) -> bool:
        """A block is concerned by what names its elements, or misses a note in it."""
        if key == WHOLE:
            return not finding.elements
        if block := block_of(key):
            stand_there = {element.ref for element in self._standing_in(block)}
            is_missing = MISSING_NOTES.get(finding.code) is block
            return is_missing or not stand_there.isdisjoint(finding.elements)
        return key in finding.elements

    def _standing_in(self, block: Block) -> tuple[Element, ...]:
        match block:
            case Block.CUSTOMER_SEGMENTS:
                return self.blueprint.segments
            case Block.CHANNELS:
                return self.blueprint.channels
            case Block.CUSTOMER_RELATIONSHIPS:
                return self.blueprint.relationships
            case _:
                return self.blueprint.notes_in(block)

    def _fields(self, key: str) -> Iterator[Field]:
        """Those that are filled, under the labels of the forms that they were filled in with."""
        if key == WHOLE:
            yield from self._own(self.blueprint, HEAD)
            return
        if block := block_of(key):
            lines = tuple(map(self._link, self._standing_in(block)))
            yield from self._field(_("What stands in it"), lines)
            return
        element = self.blueprint.elements[key]
        names = tuple(part.name for part in fields(element))
        yield from self._own(element, names)
        match element:
            case Note():
                served = [s for s in self.blueprint.segments if key in s.value_propositions]
                yield from self._field(_("Offered to"), tuple(map(self._link, served)))
            case Segment():
                yield from self._touchpoints(_("Channels that serve them"), key)
                plan = tuple(map(self._planned, self.blueprint.plan_of(key)))
                yield from self._field(_("Relationship plan"), plan)
            case Channel():
                yield from self._touchpoints(_("Segments that it serves"), key)
                carried = [r for r in self.blueprint.relationships if r.channel == key]
                lines = tuple(map(self._carried, carried))
                yield from self._field(_("Relationships that it carries"), lines)

    def _own(self, told: Any, names: tuple[str, ...]) -> Iterator[Field]:
        for name in names:
            value = getattr(told, name)
            if name not in _NAMES and _is_filled(value):
                label = field_label(type(told), name)
                yield Field(label, tuple(self._lines(value, name)))

    def _lines(self, value: Any, name: str) -> Iterator[Line]:
        match value:
            case tuple():
                for part in value:
                    yield from self._lines(part, name)
            case Decimal():
                yield Line(money(value, self.blueprint.currency, self.language))
            case Experiment():
                yield Line(self._experiment(value))
            case str() if value in self.blueprint.elements and name in _LINKS:
                yield self._link(self.blueprint.elements[value])
            case _:
                yield Line(self.teller.said(value, name))

    def _experiment(self, tried: Experiment) -> str:
        """What was tried, each part by its label but for what was believed."""
        parts = (part.name for part in fields(tried) if part.name != "hypothesis")
        told = (
            f"{ExperimentForm.base_fields[part].label}: {self.teller.said(value)}"
            for part in parts
            if _is_filled(value := getattr(tried, part))
        )
        return " · ".join((tried.hypothesis, *told))

    def _touchpoints(self, label: str, ref: str) -> Iterator[Field]:
        """What serves a segment, or what a channel serves, each with the phases."""
        lines = tuple(
            self._link(self.blueprint.elements[other], self.teller.said(touchpoint.phases))
            for touchpoint in self.blueprint.touchpoints
            if (other := _other_side(touchpoint, ref))
        )
        yield from self._field(label, lines)

    def _planned(self, row: Relationship) -> Line:
        return self._link(row, self.teller.said(row.channel, "channel") if row.channel else "")

    def _carried(self, row: Relationship) -> Line:
        return self._link(row, self.teller.said(row.segment, "segment"))

    def _link(self, element: Element, more: str = "") -> Line:
        name = name_of(element, self.thawed.catalog, self.language)
        return Line(f"{name}: {more}" if more else name, self.opening(element))

    def _field(self, label: str, lines: tuple[Line, ...]) -> Iterator[Field]:
        if lines:
            yield Field(label, lines)


_LINKS = ("segment", "channel", "value_propositions")
"""Fields that hold refs of other elements."""


def block_of(key: str) -> Block | None:
    """The block that a key names, if it names one."""
    code = key.removeprefix(_BLOCK)
    return Block(code) if key.startswith(_BLOCK) and code in set(Block) else None


def _is_filled(value: Any) -> bool:
    """Nought is stated, too."""
    return value is not None and value is not False and value not in ("", ())


def _other_side(touchpoint: Touchpoint, ref: str) -> str:
    """What a touchpoint joins an element to; empty where it is not the element's."""
    if touchpoint.segment == ref:
        return touchpoint.channel
    return touchpoint.segment if touchpoint.channel == ref else ""
