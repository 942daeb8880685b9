"""The board as values: what its template shows, worked out from a blueprint and its findings.

The caller hands in everything, so that a canvas, a snapshot and a read-only link are drawn alike.
Every number is text by the time a template sees it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext

from canvas.wording import counted
from relationships.blueprint import Blueprint, Channel, Element, Note, Relationship, Segment
from relationships.catalog import Catalog
from relationships.coherence.findings import Identity
from relationships.content import words
from relationships.thinking.cost_line import cost_line
from relationships.vocabulary import Block, Ownership, Severity, Status

HUES = 8
"""Segment colours repeat after so many; the letters never do."""


class Badge(NamedTuple):
    """A segment as it is shown on what serves it: letter, colour, name."""

    ref: str
    letter: str
    hue: str
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The gravest thing that the findings say of an element, and how many they are."""

    severity: Severity
    label: str
    count: str


class Item(NamedTuple):
    """An element on the board. `badges` are the segments that it serves; `tags` are short remarks.

    A segment `leads` a thread; while another thread is followed, an element stands `aside`. In a
    comparison `change` says what became of it (`added`, `changed`, `removed`). Without a `place`
    it can't be opened. `talk` counts the open threads of comments on it; empty where none is.
    """

    ref: str
    text: str
    place: str
    badges: tuple[Badge, ...] = ()
    detail: str = ""
    tags: tuple[str, ...] = ()
    color: str = ""
    dropped: bool = False
    mark: Mark | None = None
    leads: bool = False
    aside: bool = False
    change: str = ""
    talk: str = ""


_shared_item = lru_cache(maxsize=1024)(Item)
"""Boards share the items that look the same on them: an edit changes a few of a hundred."""


@dataclass(frozen=True, slots=True)
class BlockView:
    """`computed` is a line worked out from the blueprint, empty while it has nothing to tell."""

    code: Block
    label: str
    question: str
    items: tuple[Item, ...]
    place: str
    holds_notes: bool
    computed: str | None = None
    talk: str = ""

    @property
    def count(self) -> str:
        return str(len(self.items))


@dataclass(frozen=True, slots=True)
class Target:
    """An element that a finding names: what it is called, and where it opens."""

    ref: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in the reader's language."""

    severity: Severity
    message: str
    why: str
    mend: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """What one rule says of a canvas: why it matters stands once, however often it speaks."""

    title: str
    why: str
    remarks: tuple[Remark, ...]

    @property
    def severity(self) -> Severity:
        return self.remarks[0].severity

    @property
    def only(self) -> Remark | None:
        """The one remark, where there is no other."""
        return self.remarks[0] if len(self.remarks) == 1 else None

    @property
    def count(self) -> str:
        return str(len(self.remarks))


@dataclass(frozen=True, slots=True)
class SeverityView:
    """The findings of one severity; `told` says how many they are, in words.

    `opened` are conflicts and risks, and the gravest others where there are none of these.
    """

    severity: Severity
    told: str
    rules: tuple[RuleView, ...]
    opened: bool


@dataclass(frozen=True, slots=True)
class Board:
    blocks: Mapping[Block, BlockView]
    badges: tuple[Badge, ...]
    groups: tuple[SeverityView, ...]
    is_blank: bool
    thread: str = ""
    set_aside: int = 0

    @property
    def holds_together(self) -> bool:
        """Whether nothing but strengths was found on a canvas that holds something."""
        return not self.is_blank and all(
            group.severity is Severity.STRENGTH for group in self.groups if group.rules
        )


class Said(Protocol):
    """What a rule says of a canvas: a finding of today, or one that was kept as it was."""

    @property
    def code(self) -> str: ...
    @property
    def identity(self) -> Identity: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def elements(self) -> tuple[str, ...]: ...
    @property
    def about(self) -> tuple[str, ...]: ...
    @property
    def is_set_aside(self) -> bool: ...
    @property
    def read(self) -> tuple[Any, ...]: ...
    def title(self, language: str) -> str: ...
    def message(self, language: str) -> str: ...
    def why(self, language: str) -> str: ...
    def mend(self, language: str) -> str: ...


PLACES: dict[type[Element], str] = {
    Note: "notes",
    Segment: "segments",
    Channel: "channels",
    Relationship: "relationships",
}
"""The part of an element's address that names its kind."""


def place_of(element: Element) -> str:
    """The address of an element below its canvas's."""
    return f"{PLACES[type(element)]}/{element.ref}/"


def name_of(element: Element, catalog: Catalog, language: str) -> str:
    """What an element is called; a relationship goes by its type."""
    match element:
        case Note():
            return element.text
        case Relationship():
            return type_name(catalog, element.type, language)
        case _:
            return element.name


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, with an ellipsis where it was cut."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def type_name(catalog: Catalog, slug: str, language: str) -> str:
    """The name of a relationship type, or the slug where the catalog no longer holds it."""
    kind = catalog.types.get(slug)
    return kind.name.into(language) if kind else slug


def badges_of(blueprint: Blueprint) -> dict[str, Badge]:
    """A letter and a colour for each segment, by ref, in the document's order."""
    return {
        segment.ref: Badge(segment.ref, _letter(n), str(n % HUES + 1), segment.name)
        for n, segment in enumerate(blueprint.segments)
    }


def _letter(n: int) -> str:
    """A, B … Z, AA, AB …"""
    return (_letter(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


def draw(
    blueprint: Blueprint,
    findings: Sequence[Said],
    catalog: Catalog,
    language: str,
    thread: str = "",
    changes: Mapping[str, str] | None = None,
    talk: Mapping[str, str] | None = None,
    places: Callable[[Element], str] = place_of,
) -> Board:
    """The whole board; `thread` is the ref of the segment that is followed, if one is.

    `talk` counts the open threads of comments on elements and blocks, by the keys of
    `canvas.subjects`. `changes` says what became of elements, by ref: with it the board is one to
    compare, on which no segment is followed. `places` says where an element opens; empty: nowhere.
    """
    marks = marks_of(findings, language)
    drawing = _Drawing(blueprint, catalog, language, marks, thread, changes, talk or {}, places)
    questions = {question.place: question.text.into(language) for question in catalog.questions}
    return Board(
        blocks={
            block: BlockView(
                code=block,
                label=words.label(block, language),
                question=questions.get(f"block.{block}", ""),
                items=drawing.items_in(block),
                place=_NEW_PLACES.get(block, f"new/note/?block={block}"),
                holds_notes=block.holds_notes,
                computed=cost_line(blueprint, language, brief=True) if block is _COSTS else None,
                talk=drawing.talk.get(f"block:{block}", ""),
            )
            for block in Block
        },
        badges=tuple(drawing.badges.values()),
        groups=_groups(_found(blueprint, findings, catalog, language, places)),
        is_blank=not blueprint.elements,
        thread=thread,
        set_aside=sum(finding.is_set_aside for finding in findings),
    )


_COSTS = Block.COST_STRUCTURE
_NEW_PLACES = {
    Block.CUSTOMER_SEGMENTS: "new/segment/",
    Block.CHANNELS: "new/channel/",
    Block.CUSTOMER_RELATIONSHIPS: "new/relationship/",
}


def plan_items(
    blueprint: Blueprint, segment: str, catalog: Catalog, language: str
) -> tuple[Item, ...]:
    """The plan of one segment, without marks."""
    drawing = _Drawing(blueprint, catalog, language)
    return tuple(drawing.relationship(row) for row in blueprint.plan_of(segment))


@dataclass
class _Drawing:
    """What it takes to draw the elements of one canvas for one reader."""

    blueprint: Blueprint
    catalog: Catalog
    language: str
    marks: Mapping[str, Mark] = field(default_factory=dict)
    thread: str = ""
    changes: Mapping[str, str] | None = None
    talk: Mapping[str, str] = field(default_factory=dict)
    places: Callable[[Element], str] = place_of

    def __post_init__(self) -> None:
        self.badges = badges_of(self.blueprint)
        self.channel_names = {channel.ref: channel.name for channel in self.blueprint.channels}
        offered = ((ref, s.ref) for s in self.blueprint.segments for ref in s.value_propositions)
        served = ((t.channel, t.segment) for t in self.blueprint.touchpoints)
        self.segments_of: dict[str, set[str]] = {}
        for ref, segment in (*offered, *served):
            self.segments_of.setdefault(ref, set()).add(segment)

    def items_in(self, block: Block) -> tuple[Item, ...]:
        match block:
            case Block.CUSTOMER_SEGMENTS:
                return tuple(map(self.segment, self.blueprint.segments))
            case Block.CHANNELS:
                return tuple(map(self.channel, self.blueprint.channels))
            case Block.CUSTOMER_RELATIONSHIPS:
                return tuple(map(self.relationship, self.blueprint.relationships))
            case _:
                return tuple(map(self.note, self.blueprint.notes_in(block)))

    def note(self, note: Note) -> Item:
        segments = self.segments_of.get(note.ref, ())
        return self._item(note, note.text, segments, color=note.color)

    def segment(self, segment: Segment) -> Item:
        detail = shortened(segment.description, 60)
        return self._item(segment, segment.name, {segment.ref}, detail=detail, leads=True)

    def channel(self, channel: Channel) -> Item:
        kind = self.catalog.kinds.get(channel.kind)
        partner = channel.ownership is Ownership.PARTNER
        return self._item(
            channel,
            channel.name,
            self.segments_of.get(channel.ref, ()),
            detail=kind.name.into(self.language) if kind else "",
            tags=(words.label(Ownership.PARTNER, self.language),) if partner else (),
        )

    def relationship(self, row: Relationship) -> Item:
        return self._item(
            row,
            type_name(self.catalog, row.type, self.language),
            {row.segment},
            detail=self.channel_names.get(row.channel or "", ""),
            tags=tuple(self._plan_tags(row)),
            dropped=row.status is Status.DROPPED,
        )

    def _plan_tags(self, row: Relationship) -> Iterable[str]:
        if row.motivation:
            yield words.label(row.motivation, self.language)
        if row.status is not Status.PLANNED:
            yield words.label(row.status, self.language)
        if row.minimum_viable:
            yield gettext("Minimum viable")

    def _change_tags(self, element: Element) -> Iterable[str]:
        match (self.changes or {}).get(element.ref):
            case "added":
                yield gettext("added")
            case "changed":
                yield gettext("changed")
            case "removed":
                yield gettext("removed")

    def _item(self, element: Element, text: str, segments: Collection[str], **more: Any) -> Item:
        """`segments` are the refs that the element serves; badges keep the document's order."""
        if self.changes is not None:
            more |= {"leads": False, "tags": (*more.get("tags", ()), *self._change_tags(element))}
        return _shared_item(
            ref=element.ref,
            text=text,
            place=self.places(element),
            change=(self.changes or {}).get(element.ref, ""),
            talk=self.talk.get(element.ref, ""),
            badges=tuple(b for ref, b in self.badges.items() if ref in segments)
            if segments
            else (),
            mark=self.marks.get(element.ref),
            aside=bool(self.thread) and self.thread not in segments,
            **more,
        )


def marks_of(findings: Iterable[Said], language: str) -> dict[str, Mark]:
    """By ref. Findings stand gravest first already."""
    by_ref: dict[str, list[Severity]] = {}
    for finding in findings:
        if not finding.is_set_aside:
            for ref in finding.elements:
                by_ref.setdefault(ref, []).append(finding.severity)
    marks = {}
    for ref, severities in by_ref.items():
        faults = len(severities) - severities.count(Severity.STRENGTH)
        marks[ref] = _mark(severities[0], faults or len(severities), language)
    return marks


@lru_cache(maxsize=256)
def _mark(gravest: Severity, count: int, language: str) -> Mark:
    """Elements with the same to show share their mark."""
    return Mark(gravest, words.label(gravest, language), str(count))


@dataclass(frozen=True)
class _Found:
    """The findings of a canvas, equal where all their texts are: most edits change none of them."""

    said: tuple[Any, ...]
    language: str
    catalog: Catalog
    places: Callable[[Element], str]
    findings: Sequence[Said] = field(compare=False)
    blueprint: Blueprint = field(compare=False)


def _found(
    blueprint: Blueprint,
    findings: Sequence[Said],
    catalog: Catalog,
    language: str,
    places: Callable[[Element], str],
) -> _Found:
    heard = [finding for finding in findings if not finding.is_set_aside]
    named = {ref: blueprint.elements[ref] for finding in heard for ref in finding.elements}
    names = (
        *(name_of(element, catalog, language) for element in named.values()),
        *((e.segment, e.channel) for e in named.values() if isinstance(e, Relationship)),
        *(segment.name for segment in blueprint.segments),
        *(channel.name for channel in blueprint.channels),
    )
    said = tuple((f.severity, f.code, f.elements, f.about, f.read) for f in heard)
    return _Found((said, names, blueprint.currency), language, catalog, places, heard, blueprint)


@lru_cache(maxsize=16)
def _groups(found: _Found) -> tuple[SeverityView, ...]:
    by_severity: dict[Severity, list[Said]] = {severity: [] for severity in Severity}
    for finding in found.findings:
        by_severity[finding.severity].append(finding)
    gravest = next((severity for severity, heard in by_severity.items() if heard), None)
    return tuple(
        SeverityView(
            severity,
            counted(severity, len(findings)),
            tuple(
                RuleView(
                    title=said[0].title(found.language),
                    why=said[0].why(found.language),
                    remarks=tuple(
                        remark_of(
                            finding, found.blueprint, found.catalog, found.language, found.places
                        )
                        for finding in said
                    ),
                )
                for said in _by_rule(findings)
            ),
            opened=severity in (Severity.CONFLICT, Severity.RISK, gravest),
        )
        for severity, findings in by_severity.items()
    )


def _by_rule(findings: Iterable[Said]) -> list[list[Said]]:
    """Findings stand in the order of their rules' codes already."""
    return [list(said) for _code, said in groupby(findings, key=lambda finding: finding.code)]


def remarks_about(
    ref: str,
    blueprint: Blueprint,
    findings: Sequence[Said],
    catalog: Catalog,
    language: str,
    places: Callable[[Element], str] = place_of,
) -> tuple[Remark, ...]:
    """What the findings say of one element."""
    return tuple(
        remark_of(finding, blueprint, catalog, language, places)
        for finding in findings
        if ref in finding.elements and not finding.is_set_aside
    )


def remark_of(
    finding: Said,
    blueprint: Blueprint,
    catalog: Catalog,
    language: str,
    places: Callable[[Element], str] = place_of,
) -> Remark:
    named = (blueprint.elements[ref] for ref in finding.elements)
    return Remark(
        severity=finding.severity,
        message=finding.message(language),
        why=finding.why(language),
        mend=finding.mend(language),
        targets=tuple(
            Target(
                element.ref,
                shortened(name_of(element, catalog, language), 40),
                places(element),
            )
            for element in named
        ),
    )
