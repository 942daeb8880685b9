"""Tiny blueprints, with defaults that raise as little as possible."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from relationships.blueprint import (
    Blueprint,
    Channel,
    FactorMark,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.catalog import Catalog
from relationships.content import shipped
from relationships.vocabulary import Block, Capability, Ownership, Phase, Stage

IDEA, LAUNCH, GROWTH, MATURE = Stage
AWARENESS, EVALUATION, PURCHASE, DELIVERY, AFTER_SALES = Phase
OWN, PARTNER = Ownership


def canvas(*parts: object, stage: Stage = LAUNCH, **head: Any) -> Blueprint:
    """A blueprint of elements and touchpoints, each kind in the order given."""

    def of(kind: type) -> tuple[Any, ...]:
        return tuple(part for part in parts if isinstance(part, kind))

    return Blueprint(
        title="Bakery",
        language="en",
        stage=stage,
        currency="EUR",
        notes=of(Note),
        segments=of(Segment),
        channels=of(Channel),
        touchpoints=of(Touchpoint),
        relationships=of(Relationship),
        **head,
    )


def note(
    ref: str = "n", text: str = "Bread before eight", block: str = "value_propositions"
) -> Note:
    return Note(ref, Block(block), text)


def segment(ref: str = "s", name: str = "Families nearby", **more: Any) -> Segment:
    return Segment(ref, name, **more)


def marked(factor: str, importance: int, ref: str = "s") -> Segment:
    return segment(ref, factors=(FactorMark(factor, importance),))


def channel(
    ref: str = "c", *capabilities: str, ownership: Ownership = OWN, name: str = "", **more: Any
) -> Channel:
    able = tuple(c for c in Capability if c in capabilities)
    return Channel(ref, name or f"Shop {ref}", "other", ownership, able, **more)


def touch(segment: str = "s", channel: str = "c", *phases: Phase) -> Touchpoint:
    return Touchpoint(segment, channel, phases or (Phase.PURCHASE,))


def row(ref: str = "r", type: str = "personal", segment: str = "s", **more: Any) -> Relationship:
    return Relationship(ref, segment, type, **more)


def money(amount: str) -> Decimal:
    return Decimal(amount)


def edited(kind: str, slug: str, catalog: Catalog | None = None, **changes: Any) -> Catalog:
    """The shipped catalog with one entry changed, as an editor would."""
    catalog = catalog or shipped()
    entries = dict(getattr(catalog, kind))
    entries[slug] = replace(entries[slug], **changes)
    return replace(catalog, stamp=f"{catalog.stamp}*", **{kind: entries})


def without(kind: str, slug: str) -> Catalog:
    """The shipped catalog with an entry gone."""
    catalog = shipped()
    entries = {key: entry for key, entry in getattr(catalog, kind).items() if key != slug}
    return replace(catalog, stamp="less", **{kind: entries})
