"""What the pages of the guide show, worked out of a catalog: pure, and ready for a template."""

from dataclasses import dataclass

from relationships.catalog import Catalog, ChannelKind, Factor, RelationshipType, Strategy
from relationships.fit import Fit, fits, missing, offered, strategies_for, types_for
from relationships.vocabulary import Capability, Motivation, Phase


@dataclass(frozen=True, slots=True)
class Family:
    """A relationship type that has no parent, and its children."""

    type: RelationshipType
    children: tuple[RelationshipType, ...]


@dataclass(frozen=True, slots=True)
class KindCard:
    """A channel kind, and the types on offer that it carries as it comes."""

    kind: ChannelKind
    types: tuple[RelationshipType, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole guide, retired entries included."""

    families: tuple[Family, ...]
    strategies: tuple[Strategy, ...]
    factors: tuple[Factor, ...]
    kinds: tuple[KindCard, ...]
    capabilities: tuple[Capability, ...] = tuple(Capability)
    motivations: tuple[Motivation, ...] = tuple(Motivation)
    phases: tuple[Phase, ...] = tuple(Phase)


@dataclass(frozen=True, slots=True)
class TypePage:
    """A relationship type beside everything in the catalog that bears on it."""

    type: RelationshipType
    parent: RelationshipType | None
    children: tuple[RelationshipType, ...]
    carriers: tuple[Fit, ...]
    others: tuple[Fit, ...]
    strategies: tuple[Strategy, ...]


@dataclass(frozen=True, slots=True)
class StrategyPage:
    """A strategy beside everything in the catalog that bears on it."""

    strategy: Strategy
    carriers: tuple[Fit, ...]
    others: tuple[Fit, ...]
    types: tuple[RelationshipType, ...]


def overview(catalog: Catalog) -> Overview:
    return Overview(
        families=tuple(
            Family(type_, _children(type_, catalog))
            for type_ in catalog.types.values()
            if type_.parent is None
        ),
        strategies=tuple(catalog.strategies.values()),
        factors=tuple(catalog.factors.values()),
        kinds=tuple(KindCard(kind, _carried(kind, catalog)) for kind in catalog.kinds.values()),
    )


def type_page(type_: RelationshipType, catalog: Catalog) -> TypePage:
    carriers, others = _parted(fits(type_.needs, offered(catalog.kinds.values())))
    return TypePage(
        type=type_,
        parent=catalog.types[type_.parent] if type_.parent else None,
        children=_children(type_, catalog),
        carriers=carriers,
        others=others,
        strategies=strategies_for(type_, catalog),
    )


def strategy_page(strategy: Strategy, catalog: Catalog) -> StrategyPage:
    carriers, others = _parted(fits(strategy.needs, offered(catalog.kinds.values())))
    return StrategyPage(
        strategy=strategy,
        carriers=carriers,
        others=others,
        types=types_for(strategy, catalog),
    )


def _children(parent: RelationshipType, catalog: Catalog) -> tuple[RelationshipType, ...]:
    return tuple(type_ for type_ in catalog.types.values() if type_.parent == parent.slug)


def _carried(kind: ChannelKind, catalog: Catalog) -> tuple[RelationshipType, ...]:
    return tuple(
        type_
        for type_ in offered(catalog.types.values())
        if not missing(type_.needs, kind.capabilities)
    )


def _parted(found: tuple[Fit, ...]) -> tuple[tuple[Fit, ...], tuple[Fit, ...]]:
    carriers = tuple(fit for fit in found if fit.carries)
    return carriers, found[len(carriers) :]
