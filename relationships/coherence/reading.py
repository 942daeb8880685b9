"""One reading of a blueprint that all rules share: who is served by what, computed once.

Built in one pass over the document, so that a check grows with its size and no rule has to
search. Dropped relationships are left out here: no rule ever sees one.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from relationships.blueprint import Blueprint, Channel, Note, Relationship, Segment
from relationships.catalog import Catalog, RelationshipType, Strategy, plain
from relationships.vocabulary import (
    IMPORTANT,
    Block,
    Capability,
    DeliveredBy,
    FactorRole,
    Phase,
    Stage,
    Status,
)

_HUMAN, _AUTOMATED, _PEERS, _SELF, _ANY = DeliveredBy
_CAN_HUMAN = Capability.HUMAN
_CAN_AUTOMATE = Capability.AUTOMATED
_DROPPED = Status.DROPPED
_VALUE_PROPOSITIONS = Block.VALUE_PROPOSITIONS


class Knowledge:
    """What rules ask of a catalog again and again, prepared once for each catalog."""

    __slots__ = ("kin", "phrases", "roles", "strategies", "types")

    def __init__(self, catalog: Catalog) -> None:
        self.types = catalog.types
        self.strategies = catalog.strategies
        self.roles = {slug: factor.role for slug, factor in catalog.factors.items()}
        self.phrases = frozenset(map(plain, catalog.empty_phrases))
        self.kin = _Kin()
        """A type, its parent and its children: any of them meets the expectation of the type."""
        for entry in catalog.types.values():
            self.kin.relate(entry.slug, entry.parent)


class _Kin(dict[str, set[str]]):
    """A slug that the catalog does not hold is kin to itself alone, and to children left behind."""

    def relate(self, slug: str, parent: str | None) -> None:
        kin = self.setdefault(slug, {slug})
        if parent is not None:
            kin.add(parent)
            self.setdefault(parent, {parent}).add(slug)

    def __missing__(self, slug: str) -> set[str]:
        return {slug}


class SegmentView:
    """A segment with its channels, the phases they cover and its active relationships."""

    __slots__ = ("channels", "phases", "ref", "rows", "segment")

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.ref = segment.ref
        self.channels: dict[str, Channel] = {}
        self.phases: set[Phase] = set()
        self.rows: list[Row] = []

    @property
    def refs(self) -> tuple[str, ...]:
        """The refs of its active relationships, in an order that moving them does not change."""
        return tuple(sorted([row.ref for row in self.rows]))

    @property
    def phases_read(self) -> tuple[Phase, ...]:
        """The phases that it is served in, in an order that is always the same."""
        return tuple(sorted(self.phases))


class Row:
    """An active relationship with the catalog's entries and the elements that it stands on.

    `type` is `None` for a slug that the catalog no longer holds; `strategies` leaves such
    slugs out. `delivery` is `None` where the type is unknown, or leaves it to a channel that
    is not chosen. `stage` is its own or the canvas's.
    """

    __slots__ = ("channel", "delivery", "motivation", "of", "ref", "segment", "stage", "type")

    def __init__(
        self,
        of: Relationship,
        segment: SegmentView,
        entry: RelationshipType | None,
        channel: Channel | None,
        stage: Stage,
    ) -> None:
        self.of = of
        self.ref = of.ref
        self.segment = segment
        self.type = entry
        self.channel = channel
        self.motivation = of.motivation
        self.stage = of.stage or stage
        self.delivery = None if entry is None else _delivery(entry.delivered_by, channel)

    @property
    def has_known_cost(self) -> bool:
        """A stated zero is known."""
        of = self.of
        return (
            of.monthly_cost is not None
            or of.hours_per_month is not None
            or of.setup_cost is not None
        )

    @property
    def delivery_read(self) -> tuple[Any, ...]:
        """What its delivery follows from: the type and, where that leaves it open, the channel."""
        if self.type is None:
            return (self.ref, self.of.type, None)
        if self.type.delivered_by is not _ANY or self.channel is None:
            return (self.ref, self.of.type, self.type.delivered_by)
        return (
            self.ref,
            self.of.type,
            _ANY,
            self.channel.ref,
            self.channel.capabilities,
        )


def _delivery(delivered_by: DeliveredBy, channel: Channel | None) -> DeliveredBy | None:
    if delivered_by is not _ANY:
        return delivered_by
    if channel is None:
        return None
    if _CAN_HUMAN in channel.capabilities:
        return _HUMAN
    return _AUTOMATED if _CAN_AUTOMATE in channel.capabilities else _SELF


class Reading:
    """A blueprint as the rules see it. Everything stands in the document's order."""

    __slots__ = (
        "blueprint",
        "channels",
        "knowledge",
        "rows",
        "segments",
        "stage",
        "touched",
        "used",
        "value_propositions",
        "weighing",
    )

    def __init__(self, blueprint: Blueprint, knowledge: Knowledge) -> None:
        self.blueprint = blueprint
        self.knowledge = knowledge
        self.stage = blueprint.stage
        self.channels = {channel.ref: channel for channel in blueprint.channels}
        self.segments = {segment.ref: SegmentView(segment) for segment in blueprint.segments}
        self.value_propositions: dict[str, Note] = {
            note.ref: note for note in blueprint.notes if note.block is _VALUE_PROPOSITIONS
        }
        self.touched: set[str] = self._touch()
        self.rows = self._plan()
        self.used = self._use()
        self.weighing = self._weigh()

    def _touch(self) -> set[str]:
        """Hands each segment its channels; returns the refs of all channels that serve somebody."""
        segments, channels = self.segments, self.channels
        touched = set()
        for touchpoint in self.blueprint.touchpoints:
            ref = touchpoint.channel
            view = segments[touchpoint.segment]
            view.channels[ref] = channels[ref]
            view.phases.update(touchpoint.phases)
            touched.add(ref)
        return touched

    def _plan(self) -> list[Row]:
        segments, stage = self.segments, self.stage
        entry_of, channel_of = self.knowledge.types.get, self.channels.get
        rows = []
        for of in self.blueprint.relationships:
            if of.status is _DROPPED:
                continue
            view = segments[of.segment]
            channel = None if of.channel is None else channel_of(of.channel)
            row = Row(of, view, entry_of(of.type), channel, stage)
            rows.append(row)
            view.rows.append(row)
        return rows

    def _use(self) -> list[tuple[Row, Strategy]]:
        """Every strategy of every row that the catalog holds; of others nothing is known."""
        known = self.knowledge.strategies
        return [
            (row, known[slug]) for row in self.rows for slug in row.of.strategies if slug in known
        ]

    def _weigh(self) -> dict[FactorRole, dict[str, SegmentView]]:
        """For each role the segments to which a factor of it is important."""
        roles = self.knowledge.roles
        weighing: dict[FactorRole, dict[str, SegmentView]] = {}
        for view in self.segments.values():
            for mark in view.segment.factors:
                if mark.importance >= IMPORTANT:
                    role = roles.get(mark.factor)
                    if role is not None:
                        weighing.setdefault(role, {})[view.ref] = view
        return weighing

    def marks(self, view: SegmentView, role: FactorRole) -> tuple[tuple[str, int], ...]:
        """How much each factor of a role weighs for a segment."""
        roles = self.knowledge.roles
        return tuple(
            sorted(
                (mark.factor, mark.importance)
                for mark in view.segment.factors
                if roles.get(mark.factor) is role
            )
        )


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """A sum in which the unknown counts 0."""
    return sum([amount for amount in amounts if amount is not None], Decimal())
