"""A canvas of alice's that bob views, carol comments on and erin edits; charlie is a stranger."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db.models import Model
from django.test import Client

from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas, Role
from relationships.catalog import Catalog
from relationships.content import shipped
from relationships.models import (
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
)
_loaded: dict[type[Model], list[Model]] = {}


@pytest.fixture
def catalog(db: None) -> Catalog:
    """The shipped catalog in the database; loaded by the command once, copied from then on."""
    if not _loaded:
        call_command("load_catalog", verbosity=0)
        for model in CATALOG_MODELS:
            in_order = sorted(model._base_manager.all(), key=_has_parent)
            _loaded[model] = in_order
    else:
        for model, rows in _loaded.items():
            model._base_manager.bulk_create(rows)
    return shipped()


def _has_parent(row: Model) -> bool:
    return getattr(row, "parent_id", None) is not None


@pytest.fixture(autouse=True)
def _no_fragments_of_other_tests() -> Iterator[None]:
    yield
    caches["fragments"].clear()


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
