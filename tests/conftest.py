"""The people of the tests, and where browser tests can run.

alice owns, bob views, charlie is a stranger, ines teaches.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import settings

from accounts.models import User
from tests.factories import UserFactory

BROWSER_TESTS = Path(__file__).parent / "browser"
# How long an example takes says more about the machine than about the code.
settings.register_profile("vinculo", deadline=None)
settings.load_profile("vinculo")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> str | None:
    """The browser's path: `VINCULO_CHROMIUM`, or the first that is installed."""
    if chosen := os.environ.get("VINCULO_CHROMIUM"):
        return chosen
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what drives a browser; without one it is skipped, but never where CI is set."""
    reason = "no Chromium is installed (Debian: apt-get install chromium)"
    missing = chromium() is None
    for item in items:
        if BROWSER_TESTS not in item.path.parents:
            continue
        if missing and os.environ.get("CI") == "true":
            raise pytest.UsageError(f"Browser tests must run here, but {reason}.")
        item.add_marker("browser")
        if missing:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _no_language_left_over() -> Iterator[None]:
    """A request activates its reader's language, and nothing takes it back."""
    yield
    translation.deactivate()


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory(email="alice@example.com", name="Alice Alves")


@pytest.fixture
def bob(db: None) -> User:
    return UserFactory(email="bob@example.com", name="Bob Bravo")


@pytest.fixture
def charlie(db: None) -> User:
    return UserFactory(email="charlie@example.com", name="Charlie Cruz")


@pytest.fixture
def ines(db: None) -> User:
    return UserFactory(email="ines@example.com", name="Inés Ibarra")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client in which this person is signed in: `signed_in(alice).get(…)`."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
