"""The catalog as the database holds it now, in frozen values.

Each process keeps the catalog that it built last, and asks only for the stamp while that is
the same. The stamp is read before the entries: a change that comes between the two leaves the
old stamp on newer entries, and the next reader, who sees another stamp, builds anew.
"""

from collections.abc import Mapping
from threading import Lock
from types import MappingProxyType
from typing import Any

from relationships.catalog import Catalog
from relationships.models import (
    CatalogStamp,
    ChannelKind,
    EmptyPhrase,
    Factor,
    Question,
    RelationshipType,
    Row,
    RuleSetting,
    Strategy,
)

_building = Lock()
_held: Catalog | None = None


def stamp() -> str:
    """What changes whenever anything in the catalog does; empty before it is loaded. One query."""
    return CatalogStamp.objects.values_list("value", flat=True).first() or ""


def current() -> Catalog:
    """The catalog, the same object as long as nothing in it changes.

    One query, for the stamp; seven more after a change, in one thread of each process.
    """
    now = stamp()
    if _held is not None and _held.stamp == now:
        return _held
    with _building:
        return _built(now)


def _built(now: str) -> Catalog:
    """The catalog under a stamp, unless another thread has built it while this one waited."""
    global _held
    if _held is None or _held.stamp != now:
        _held = _read(now)
    return _held


def _read(now: str) -> Catalog:
    return Catalog(
        stamp=now,
        types=_by_slug(RelationshipType),
        strategies=_by_slug(Strategy),
        kinds=_by_slug(ChannelKind),
        factors=_by_slug(Factor),
        questions=_offered(Question),
        empty_phrases=_offered(EmptyPhrase),
        rules=_by_slug(RuleSetting),
    )


def _by_slug(model: type[Row]) -> Mapping[str, Any]:
    return MappingProxyType({row.pk: row.frozen() for row in model.objects.all().in_order()})


def _offered(model: type[Question] | type[EmptyPhrase]) -> tuple[Any, ...]:
    rows = model.objects.filter(retired=False).in_order()
    return tuple(row.frozen() for row in rows)
