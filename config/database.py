"""The database, from the one address in `DATABASE_URL`.

    sqlite:///var/vinculo.sqlite3            a file, relative to the project's root
    sqlite:////srv/vinculo.sqlite3           a file, absolute
    postgres://ana:secret@db:5432/vinculo?sslmode=require
    postgres:///vinculo?host=/run/postgresql a server on a Unix socket

Names and passwords are percent-encoded where they hold a sign that an address gives a meaning.
"""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    # Without IMMEDIATE a transaction that reads first and writes later fails at once when another
    # writer came in between, whatever the timeout.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA journal_size_limit=27103364;"
        "PRAGMA cache_size=-250;"
    ),
}

CONNECTION_SECONDS = 600
"""How long a connection is kept, by each thread, between requests."""


def database(url: str, root: Path) -> dict[str, Any]:
    """The entry of `DATABASES` for an address. Raises ImproperlyConfigured for any other scheme."""
    address = urlsplit(url)
    if address.scheme == "sqlite":
        return _sqlite(address, root)
    if address.scheme in {"postgres", "postgresql"}:
        return _postgresql(address)
    # The address itself stays unsaid: it may hold a password.
    raise ImproperlyConfigured(
        "DATABASE_URL must begin with sqlite:/// or postgres://, see .env.example."
    )


def _sqlite(address: SplitResult, root: Path) -> dict[str, Any]:
    path = unquote(address.path.removeprefix("/"))
    if address.netloc or not path:
        raise ImproperlyConfigured(
            "An SQLite address is sqlite:///relative or sqlite:////absolute."
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path if path == ":memory:" else str(root / path),
        # Opening the file and setting it up costs a page as much as four of its queries.
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "OPTIONS": SQLITE_OPTIONS,
    }


def _postgresql(address: SplitResult) -> dict[str, Any]:
    try:
        port = address.port
    except ValueError as error:
        raise ImproperlyConfigured("The port in DATABASE_URL is not a number.") from error
    options = dict(parse_qsl(address.query))
    host = options.pop("host", "") or unquote(address.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.removeprefix("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": host,
        "PORT": options.pop("port", "") or str(port or ""),
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
