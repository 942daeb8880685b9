"""What has changed on a canvas between two attempts at an assignment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from canvas.differences import Delta, changes_of, difference
from canvas.telling import Detail, Teller
from classroom.frozen import Thawed
from relationships.blueprint import (
    COLLECTIONS,
    Blueprint,
    Channel,
    Element,
    Note,
    Relationship,
    Segment,
)
from relationships.vocabulary import Block, Stage

CHANGED = "changed"
_BLOCK = "block:"


@dataclass(frozen=True)
class Since:
    """The way from an attempt that was reviewed to the one that followed it."""

    before: Thawed
    after: Thawed

    @cached_property
    def delta(self) -> Delta:
        return difference(self.before.blueprint, self.after.blueprint)

    @cached_property
    def changes(self) -> Mapping[str, str]:
        """What became of elements, by ref: `added`, `changed` or `removed`.

        Whoever is reached otherwise than before has changed, and so has the channel.
        """
        touched = (*self.delta.before.touchpoints, *self.delta.after.touchpoints)
        reached = {
            ref for touchpoint in touched for ref in (touchpoint.segment, touchpoint.channel)
        }
        return {**dict.fromkeys(reached, CHANGED), **changes_of(self.delta)}

    @cached_property
    def both(self) -> Blueprint:
        """The later attempt, and at the end of each list what has gone from it."""
        both = self.after.blueprint
        for ref, element in self.before.blueprint.elements.items():
            if ref not in both.elements:
                both = both.put(element)
        return both

    def became(self, key: str) -> str:
        """What became of an element, a block (`block:…`) or the whole; empty where nothing did."""
        if key == "":
            return "" if self.delta.is_empty else CHANGED
        if key.startswith(_BLOCK):
            elements = (self.both.elements[ref] for ref in self.changes)
            stirred = any(_block_of(element) == key.removeprefix(_BLOCK) for element in elements)
            return CHANGED if stirred else ""
        return self.changes.get(key, "")

    def details(self, ref: str, language: str) -> tuple[Detail, ...]:
        """The fields of an element that changed, each as it was and as it is."""
        catalog = self.after.catalog
        before = Teller.of(self.before.blueprint, self.before.catalog, language)
        after = Teller.of(self.after.blueprint, catalog, language)
        teller = Teller(catalog, language, {**before.names, **after.names})
        told = teller.change(Delta(_only(self.delta.before, ref), _only(self.delta.after, ref)))
        return told.details


def _block_of(element: Element) -> Block:
    match element:
        case Note():
            return element.block
        case Segment():
            return Block.CUSTOMER_SEGMENTS
        case Channel():
            return Block.CHANNELS
        case Relationship():
            return Block.CUSTOMER_RELATIONSHIPS
    raise TypeError(element)


def _only(blueprint: Blueprint, ref: str) -> Blueprint:
    """One element, and the touchpoints that it is part of; nothing of the canvas itself."""
    alone: dict[str, Any] = {
        name: tuple(element for element in getattr(blueprint, name) if element.ref == ref)
        for name in COLLECTIONS.values()
    }
    touchpoints = tuple(t for t in blueprint.touchpoints if ref in (t.segment, t.channel))
    return replace(_NOTHING, touchpoints=touchpoints, **alone)


_NOTHING = Blueprint(title="", language="", stage=Stage.IDEA, currency="")
