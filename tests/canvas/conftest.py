"""A canvas of alice's that bob views, carol comments on and erin edits; charlie is a stranger."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import caches
from django.test import Client

from accounts.models import User
from canvas.actions import create_canvas
from canvas.models import Canvas, Role
from relationships.catalog import Catalog
from relationships.content import shipped
from tests.canvas.building import full_blueprint
from tests.canvas.factories import MemberFactory
from tests.catalog import load
from tests.factories import UserFactory


@pytest.fixture
def catalog(db: None) -> Catalog:
    """The shipped catalog, loaded into the database."""
    load()
    return shipped()


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
