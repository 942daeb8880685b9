"""The people around the catalog: eva edits it, ines edits it too, alice only uses it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from relationships import editors
from tests.canvas.conftest import catalog as catalog
from tests.factories import UserFactory

SignedIn = Callable[[User], Client]


def _editor(email: str, name: str) -> User:
    user: User = UserFactory(email=email, name=name, is_staff=True)
    user.groups.add(editors.group())
    return user


@pytest.fixture
def eva(db: None) -> User:
    return _editor("eva@example.com", "Eva Prado")


@pytest.fixture
def editor(eva: User, signed_in: SignedIn) -> Client:
    return signed_in(eva)


@pytest.fixture
def other_editor(db: None, signed_in: SignedIn) -> Client:
    return signed_in(_editor("olga@example.com", "Olga Otero"))
