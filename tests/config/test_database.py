from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.database import CONNECTION_SECONDS, SQLITE_OPTIONS, database

ROOT = Path("/srv/vinculo")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///var/plan.sqlite3", "/srv/vinculo/var/plan.sqlite3"),
        ("sqlite:////data/plan.sqlite3", "/data/plan.sqlite3"),
        ("sqlite:///with%20space.sqlite3", "/srv/vinculo/with space.sqlite3"),
        ("sqlite:///:memory:", ":memory:"),
    ],
)
def test_a_file(url: str, name: str) -> None:
    assert database(url, ROOT) == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "OPTIONS": SQLITE_OPTIONS,
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://ana:s%40cret@db:5433/vinculo?sslmode=require",
            ("vinculo", "ana", "s@cret", "db", "5433", {"sslmode": "require"}),
        ),
        ("postgresql://db/vinculo", ("vinculo", "", "", "db", "", {})),
        (
            "postgres://postgres@/vinculo?host=/run/postgresql",
            ("vinculo", "postgres", "", "/run/postgresql", "", {}),
        ),
        (
            "postgres:///vinculo?host=/run/pg&port=5433",
            ("vinculo", "", "", "/run/pg", "5433", {}),
        ),
        ("postgres://a@[::1]:5432/vinculo", ("vinculo", "a", "", "::1", "5432", {})),
    ],
)
def test_a_server(url: str, expected: tuple[object, ...]) -> None:
    entry = database(url, ROOT)
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    assert tuple(entry[key] for key in keys) == expected
    assert entry["ENGINE"] == "django.db.backends.postgresql"
    assert (entry["CONN_MAX_AGE"], entry["CONN_HEALTH_CHECKS"]) == (600, True)


@pytest.mark.parametrize(
    "url",
    ["", "mysql://a:secret@db/x", "sqlite://var/x.sqlite3", "sqlite:///", "postgres://a@db:x/y"],
)
def test_what_is_no_address_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        database(url, ROOT)
    assert "secret" not in str(refusal.value)
