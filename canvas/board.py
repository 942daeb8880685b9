"""The board as values: what its template shows, worked out from a blueprint and its findings.

The caller hands in everything, so that a canvas, a snapshot and a read-only link are drawn alike.
Every number is text by the time a template sees it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from relationships.blueprint import Blueprint, Channel, Element, Note, Relationship, Segment
from relationships.catalog import Catalog
from relationships.coherence import Finding
from relationships.content import words
from relationships.vocabulary import NOTE_BLOCKS, Block, Ownership, Severity, Status

HUES = 8
"""Segment colours repeat after so many; the letters never do."""


@dataclass(frozen=True, slots=True)
class Badge:
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


@dataclass(frozen=True, slots=True)
class Item:
    """An element on the board. `badges` are the segments that it serves; `tags` are short remarks."""

    ref: str
    text: str
    place: str
    badges: tuple[Badge, ...] = ()
    detail: str = ""
    tags: tuple[str, ...] = ()
    color: str = ""
    dropped: bool = False
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class BlockView:
    code: Block
    label: str
    question: str
    items: tuple[Item, ...]
    place: str
    holds_notes: bool

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

    code: str
    severity: Severity
    message: str
    why: str
    mend: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class RemarkGroup:
    severity: Severity
    label: str
    hint: str
    remarks: tuple[Remark, ...]

    @property
    def count(self) -> str:
        return str(len(self.remarks))


@dataclass(frozen=True, slots=True)
class Board:
    blocks: Mapping[Block, BlockView]
    badges: tuple[Badge, ...]
    groups: tuple[RemarkGroup, ...]
    is_blank: bool

    @property
    def holds_together(self) -> bool:
        """Whether nothing but strengths was found on a canvas that holds something."""
        return not self.is_blank and all(
            group.severity is Severity.STRENGTH for group in self.groups if group.remarks
        )


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


def _by_letter(badge: Badge) -> tuple[int, str]:
    return len(badge.letter), badge.letter


def draw(
    blueprint: Blueprint, findings: Sequence[Finding], catalog: Catalog, language: str
) -> Board:
    badges = badges_of(blueprint)
    marks = _marks(findings, language)
    items: dict[Block, tuple[Item, ...]] = {
        Block.CUSTOMER_SEGMENTS: _segment_items(blueprint, badges, marks),
        Block.CHANNELS: _channel_items(blueprint, badges, marks, catalog, language),
        Block.CUSTOMER_RELATIONSHIPS: _plan_items(blueprint, badges, marks, catalog, language),
    }
    for block in NOTE_BLOCKS:
        items[block] = _note_items(blueprint, block, badges, marks)
    questions = {question.place: question.text.into(language) for question in catalog.questions}
    return Board(
        blocks={
            block: BlockView(
                code=block,
                label=words.label(block, language),
                question=questions.get(f"block.{block}", ""),
                items=items[block],
                place=_NEW_PLACES.get(block, f"new/note/?block={block}"),
                holds_notes=block.holds_notes,
            )
            for block in Block
        },
        badges=tuple(badges.values()),
        groups=_groups(blueprint, findings, catalog, language),
        is_blank=not blueprint.elements,
    )


_NEW_PLACES = {
    Block.CUSTOMER_SEGMENTS: "new/segment/",
    Block.CHANNELS: "new/channel/",
    Block.CUSTOMER_RELATIONSHIPS: "new/relationship/",
}


def _marks(findings: Iterable[Finding], language: str) -> dict[str, Mark]:
    by_ref: dict[str, list[Severity]] = {}
    for finding in findings:
        if not finding.is_set_aside:
            for ref in finding.elements:
                by_ref.setdefault(ref, []).append(finding.severity)
    return {ref: _mark(severities, language) for ref, severities in by_ref.items()}


def _mark(severities: list[Severity], language: str) -> Mark:
    gravest = min(severities, key=lambda severity: severity.rank)
    faults = sum(severity is not Severity.STRENGTH for severity in severities)
    return Mark(gravest, words.label(gravest, language), str(faults or len(severities)))


def _note_items(
    blueprint: Blueprint, block: Block, badges: Mapping[str, Badge], marks: Mapping[str, Mark]
) -> tuple[Item, ...]:
    offered: dict[str, list[Badge]] = {}
    if block is Block.VALUE_PROPOSITIONS:
        for segment in blueprint.segments:
            for ref in segment.value_propositions:
                offered.setdefault(ref, []).append(badges[segment.ref])
    return tuple(
        Item(
            note.ref,
            note.text,
            place_of(note),
            badges=tuple(offered.get(note.ref, ())),
            color=note.color,
            mark=marks.get(note.ref),
        )
        for note in blueprint.notes_in(block)
    )


def _segment_items(
    blueprint: Blueprint, badges: Mapping[str, Badge], marks: Mapping[str, Mark]
) -> tuple[Item, ...]:
    return tuple(
        Item(
            segment.ref,
            segment.name,
            place_of(segment),
            badges=(badges[segment.ref],),
            detail=segment.description,
            mark=marks.get(segment.ref),
        )
        for segment in blueprint.segments
    )


def _channel_items(
    blueprint: Blueprint,
    badges: Mapping[str, Badge],
    marks: Mapping[str, Mark],
    catalog: Catalog,
    language: str,
) -> tuple[Item, ...]:
    served: dict[str, list[Badge]] = {}
    for touchpoint in blueprint.touchpoints:
        served.setdefault(touchpoint.channel, []).append(badges[touchpoint.segment])
    partner = (words.label(Ownership.PARTNER, language),)
    return tuple(
        Item(
            channel.ref,
            channel.name,
            place_of(channel),
            badges=tuple(sorted(served.get(channel.ref, ()), key=_by_letter)),
            detail=kind.name.into(language) if (kind := catalog.kinds.get(channel.kind)) else "",
            tags=partner if channel.ownership is Ownership.PARTNER else (),
            mark=marks.get(channel.ref),
        )
        for channel in blueprint.channels
    )


def plan_items(
    blueprint: Blueprint, segment: str, catalog: Catalog, language: str
) -> tuple[Item, ...]:
    """The plan of one segment, without marks."""
    rows = {row.ref for row in blueprint.plan_of(segment)}
    items = _plan_items(blueprint, badges_of(blueprint), {}, catalog, language)
    return tuple(item for item in items if item.ref in rows)


def _plan_items(
    blueprint: Blueprint,
    badges: Mapping[str, Badge],
    marks: Mapping[str, Mark],
    catalog: Catalog,
    language: str,
) -> tuple[Item, ...]:
    names = {channel.ref: channel.name for channel in blueprint.channels}
    return tuple(
        Item(
            row.ref,
            type_name(catalog, row.type, language),
            place_of(row),
            badges=(badges[row.segment],),
            detail=names.get(row.channel or "", ""),
            tags=tuple(_plan_tags(row, language)),
            dropped=row.status is Status.DROPPED,
            mark=marks.get(row.ref),
        )
        for row in blueprint.relationships
    )


def _plan_tags(row: Relationship, language: str) -> Iterable[str]:
    if row.motivation:
        yield words.label(row.motivation, language)
    if row.status is not Status.PLANNED:
        yield words.label(row.status, language)
    if row.minimum_viable:
        yield gettext("Minimum viable")


def _groups(
    blueprint: Blueprint, findings: Sequence[Finding], catalog: Catalog, language: str
) -> tuple[RemarkGroup, ...]:
    def target(ref: str) -> Target:
        element = blueprint.elements[ref]
        return Target(ref, name_of(element, catalog, language), place_of(element))

    by_severity: dict[Severity, list[Remark]] = {severity: [] for severity in Severity}
    for finding in findings:
        if not finding.is_set_aside:
            by_severity[finding.severity].append(
                Remark(
                    code=finding.code,
                    severity=finding.severity,
                    message=finding.message(language),
                    why=finding.why(language),
                    mend=finding.mend(language),
                    targets=tuple(map(target, finding.elements)),
                )
            )
    return tuple(
        RemarkGroup(
            severity,
            words.label(severity, language),
            words.hint(severity, language),
            tuple(remarks),
        )
        for severity, remarks in by_severity.items()
    )
