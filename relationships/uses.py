"""What stands on the catalog: who uses an entry, and what a change would do there.

The catalog knows no canvas. Those who know are named in the settings: `CATALOG_USES` lists
functions that count, `CATALOG_EFFECT` names the one that checks real canvases.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import ngettext

from relationships.catalog import Catalog
from relationships.models import RelationshipType, Row
from relationships.vocabulary import Severity

SECONDS = 2.0
"""How long an effect may be counted."""


@dataclass(frozen=True, slots=True)
class Use:
    """Things that use an entry: how many, and what they are, in the reader's language."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings of one severity that a change brings and takes."""

    added: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of the catalog does to the findings of real canvases, in numbers alone.

    `regraded` findings stay, with another severity. `counted` canvases of `total` were checked,
    the newest first, before the time was up.
    """

    added: int = 0
    added_on: int = 0
    removed: int = 0
    removed_on: int = 0
    regraded: int = 0
    regraded_on: int = 0
    counted: int = 0
    total: int = 0
    by_severity: Mapping[Severity, Tally] = field(default_factory=dict)


UsesOf = Callable[[Row], tuple[Use, ...]]
EffectOf = Callable[[Catalog, Catalog, float], Effect]


def uses_of(row: Row) -> tuple[Use, ...]:
    """Everything that uses an entry, without what counts zero."""
    found = [use for name in settings.CATALOG_USES for use in _uses(name)(row)]
    return tuple(use for use in (*found, *_children(row)) if use.count)


def effect(before: Catalog, after: Catalog) -> Effect:
    """At most `SECONDS` long."""
    count: EffectOf = import_string(settings.CATALOG_EFFECT)
    return count(before, after, SECONDS)


def _uses(name: str) -> UsesOf:
    found: UsesOf = import_string(name)
    return found


def _children(row: Row) -> tuple[Use, ...]:
    if not isinstance(row, RelationshipType):
        return ()
    count = row.children.count()
    return (
        Use(ngettext("relationship type under it", "relationship types under it", count), count),
    )
