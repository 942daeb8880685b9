"""A canvas of alice's that bob views, carol comments on and erin edits; charlie is a stranger."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test import Client

from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas, Role
from relationships.catalog import Catalog
from relationships.content import shipped
from relationships.models import (
    AdviceWeight,
    CatalogStamp,
    ChannelKind,
    EmptyPhrase,
    Factor,
    Question,
    RelationshipType,
    RuleSetting,
    Strategy,
)
from tests.canvas.building import full_blueprint
from tests.canvas.factories import MemberFactory
from tests.factories import UserFactory

CATALOG_MODELS: tuple[type[Model], ...] = (
    CatalogStamp,
    RelationshipType,
    Strategy,
    ChannelKind,
    Factor,
    Question,
    EmptyPhrase,
    RuleSetting,
    AdviceWeight,
)
_rows: dict[type[Model], list[Model]] = {}
_inserts: list[tuple[str, Any]] = []


@pytest.fixture
def catalog(db: None) -> Catalog:
    """The shipped catalog in the database.

    The command loads it for the first test, its rows are copied for the second, and from then on
    the statements that copied them are sent again: hundreds of tests need it.
    """
    if _inserts:
        with connection.cursor() as cursor:
            for sql, values in _inserts:
                cursor.execute(sql, values)
    elif _rows:
        with connection.execute_wrapper(_noted):
            for model, rows in _rows.items():
                model._base_manager.bulk_create(rows)
    else:
        call_command("load_catalog", verbosity=0)
        for model in CATALOG_MODELS:
            _rows[model] = sorted(model._base_manager.all(), key=_has_parent)
    return shipped()


def _noted(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
    if sql.startswith("INSERT"):
        _inserts.append((sql, values))
    return execute(sql, values, many, context)


def _has_parent(row: Model) -> bool:
    return getattr(row, "parent_id", None) is not None


@pytest.fixture(autouse=True)
def _nothing_cached_by_other_tests() -> Iterator[None]:
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def carol(db: None) -> User:
    return UserFactory(email="carol@example.com", name="Carol Costa")


@pytest.fixture
def erin(db: None) -> User:
    return UserFactory(email="erin@example.com", name="Erin Egea")


@pytest.fixture
def canvas(catalog: Catalog, alice: User, bob: User, carol: User, erin: User) -> Canvas:
    """With something of everything on it."""
    made = create_canvas(full_blueprint(), by=alice)
    MemberFactory(canvas=made, user=bob, role=Role.VIEWER)
    MemberFactory(canvas=made, user=carol, role=Role.COMMENTER)
    MemberFactory(canvas=made, user=erin, role=Role.EDITOR)
    return made


@pytest.fixture
def as_alice(alice: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(alice)


@pytest.fixture
def as_bob(bob: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(bob)


@pytest.fixture
def as_charlie(charlie: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(charlie)


@pytest.fixture
def as_erin(erin: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(erin)
