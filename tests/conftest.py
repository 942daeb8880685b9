"""The people of the tests, and where browser tests can run.

alice owns, bob views, charlie is a stranger, ines teaches.
"""

import gc
import os
import shutil
from collections import Counter
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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        type=int,
        help="of each test that asks the database, run this many of its cases: the first",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what asks the database, and what drives a browser; leaves out cases, where asked to."""
    for item in items:
        if _asks_the_database(item):
            item.add_marker("database")
    _mark_browser_tests([item for item in items if BROWSER_TESTS in item.path.parents])
    if (cases := config.getoption("--cases")) is not None:
        _leave_out(config, items, cases)


def _mark_browser_tests(items: list[pytest.Item]) -> None:
    """Without a browser they are skipped, but never where CI is set."""
    missing = bool(items) and chromium() is None
    reason = "no Chromium is installed (Debian: apt-get install chromium)"
    if missing and os.environ.get("CI") == "true":
        raise pytest.UsageError(f"Browser tests must run here, but {reason}.")
    for item in items:
        item.add_marker("browser")
        if missing:
            item.add_marker(pytest.mark.skip(reason=reason))


def _leave_out(config: pytest.Config, items: list[pytest.Item], cases: int) -> None:
    """Leaves the first cases of each test that asks the database; pytest counts the others."""
    met = Counter[str]()
    kept, others = [], []
    for item in items:
        test = item.nodeid.partition("[")[0]
        met[test] += 1
        is_kept = met[test] <= cases or not item.get_closest_marker("database")
        (kept if is_kept else others).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=others)


def _asks_the_database(item: pytest.Item) -> bool:
    """pytest-django lets no other test ask it."""
    asking = {"db", "transactional_db", "live_server"}.intersection(
        getattr(item, "fixturenames", ())
    )
    return bool(asking) or item.get_closest_marker("django_db") is not None


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: garbage is not looked for in it again."""
    gc.freeze()


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
