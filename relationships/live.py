"""The catalog as the database holds it now, in frozen values.

Each process keeps the catalog that it built last, and asks only for the stamp while that is
the same. The stamp is read before the entries: a change that comes between the two leaves the
old stamp on newer entries, and the next reader, who sees another stamp, builds anew.
"""

from collections.abc import Iterable, Mapping
from math import inf
from threading import Lock
from types import MappingProxyType
from typing import Any, cast
from uuid import uuid4

from relationships.catalog import Catalog
from relationships.models import PARTS, CatalogStamp, Row, part_of

_building = Lock()
_held: Catalog | None = None


def stamp() -> str:
    """What changes whenever anything in the catalog does; empty before it is loaded. One query."""
    # There is one row at most: to order it first, as `first` does, takes longer than to read it.
    return next(iter(CatalogStamp.objects.values_list("value", flat=True)), "")


def current() -> Catalog:
    """The catalog, the same object as long as nothing in it changes.

    One query, for the stamp; eight more after a change, in one thread of each process.
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
    return _assembled(now, {name: model.objects.all().in_order() for name, model in PARTS.items()})


def supposed(changed: Iterable[Row] = (), *, without: Iterable[Row] = ()) -> Catalog:
    """The catalog as it would be with these rows in it, and without those; nothing is written.

    Rows take the place of those with their key. Eight queries; the stamp is never that of
    another catalog.
    """
    rows: dict[str, dict[object, Row]] = {
        name: {row.pk: row for row in model.objects.all()} for name, model in PARTS.items()
    }
    for row in without:
        rows[part_of(type(row))].pop(row.pk, None)
    for row in changed:
        rows[part_of(type(row))][row.pk] = row
    ordered = {name: sorted(held.values(), key=_place) for name, held in rows.items()}
    return _assembled(f"supposed-{uuid4().hex}", ordered)


def _place(row: Row) -> tuple[float, str]:
    """A new row has no position yet, and goes to the end."""
    position = cast("int | None", row.position)
    return (inf if position is None else position, str(row.pk))


def _assembled(stamp: str, rows: Mapping[str, Iterable[Row]]) -> Catalog:
    return Catalog(
        stamp=stamp,
        types=_by_key(rows["types"]),
        strategies=_by_key(rows["strategies"]),
        kinds=_by_key(rows["kinds"]),
        factors=_by_key(rows["factors"]),
        questions=_offered(rows["questions"]),
        empty_phrases=_offered(rows["empty_phrases"]),
        rules=_by_key(rows["rules"]),
        weights=_by_key(rows["weights"]),
    )


def _by_key(rows: Iterable[Row]) -> Mapping[str, Any]:
    return MappingProxyType({row.pk: row.frozen() for row in rows})


def _offered(rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(row.frozen() for row in rows if not row.retired)
