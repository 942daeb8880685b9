"""What a channel can carry: needs against capabilities. Pure; pages and forms ask it alike."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from relationships.catalog import Catalog, ChannelKind, Entry, RelationshipType, Strategy
from relationships.vocabulary import Capability, Horizon, Motivation

_Entry = TypeVar("_Entry", bound=Entry)


def missing(
    needs: Collection[Capability], capabilities: Collection[Capability]
) -> tuple[Capability, ...]:
    """What is needed and not there, in the vocabulary's order."""
    return tuple(each for each in Capability if each in needs and each not in capabilities)


@dataclass(frozen=True, slots=True)
class Fit:
    """A channel kind beside some needs: what it misses before anyone switches more on."""

    kind: ChannelKind
    missing: tuple[Capability, ...]

    @property
    def carries(self) -> bool:
        return not self.missing


def fits(needs: Collection[Capability], kinds: Iterable[ChannelKind]) -> tuple[Fit, ...]:
    """Every kind beside the needs: those that carry them first, then by how much they miss."""
    found = [Fit(kind, missing(needs, kind.capabilities)) for kind in kinds]
    return tuple(sorted(found, key=lambda fit: len(fit.missing)))


def goes_with(type_: RelationshipType, strategy: Strategy, kinds: Iterable[ChannelKind]) -> bool:
    """Whether a type and a strategy go together: their aims agree, and some kind carries both."""
    if type_.horizon is Horizon.ONE_OFF and set(strategy.motivations) == {Motivation.RETENTION}:
        return False
    needs = {*type_.needs, *strategy.needs}
    return any(not missing(needs, kind.capabilities) for kind in kinds)


def strategies_for(type_: RelationshipType, catalog: Catalog) -> tuple[Strategy, ...]:
    """The strategies on offer that go with a type, in the catalog's order."""
    kinds = offered(catalog.kinds.values())
    return tuple(
        strategy
        for strategy in offered(catalog.strategies.values())
        if goes_with(type_, strategy, kinds)
    )


def types_for(strategy: Strategy, catalog: Catalog) -> tuple[RelationshipType, ...]:
    """The relationship types on offer that go with a strategy, in the catalog's order."""
    kinds = offered(catalog.kinds.values())
    return tuple(
        type_ for type_ in offered(catalog.types.values()) if goes_with(type_, strategy, kinds)
    )


def offered(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
    """The entries that are not retired."""
    return tuple(entry for entry in entries if not entry.retired)
