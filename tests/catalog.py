"""The shipped catalog in the database: hundreds of tests begin with it, so it is put there soon."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model

from relationships.models import PARTS, CatalogStamp, Revision

MODELS: tuple[type[Model], ...] = (CatalogStamp, *PARTS.values(), Revision)

_inserts: list[tuple[str, Any]] = []


def load() -> None:
    """What `load_catalog` leaves, by the statements that copied it once in this process."""
    if not _inserts:
        rows = _loaded()
        with _taken_back(), connection.execute_wrapper(_noted):
            for model in MODELS:
                model._base_manager.bulk_create(rows[model])
    with connection.cursor() as cursor:
        for sql, values in _inserts:
            cursor.execute(sql, values)


def _loaded() -> dict[type[Model], list[Model]]:
    with _taken_back():
        call_command("load_catalog", verbosity=0)
        rows = {
            model: sorted(model._base_manager.order_by("pk"), key=_has_parent) for model in MODELS
        }
    for revision in rows[Revision]:
        # The database gives it a number: one that it did not give itself, it would give again.
        revision.pk = None
    return rows


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _noted(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
    if sql.startswith("INSERT"):
        _inserts.append((sql, values))
    return execute(sql, values, many, context)


def _has_parent(row: Model) -> bool:
    return getattr(row, "parent_id", None) is not None
