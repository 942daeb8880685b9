import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[2]
ASK_READYZ = """
import django
django.setup()
from django.test import Client
response = Client().get("/readyz")
print(response.status_code)
print(response.content.decode(), end="")
"""


def test_healthz_answers_without_a_database(client: Client) -> None:
    # No `db` fixture: pytest-django would fail a query.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_readyz_says_ready(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_readyz_says_503_while_a_migration_waits(client: Client) -> None:
    with connection.cursor() as cursor:
        last = "SELECT MAX(name) FROM django_migrations WHERE app = 'accounts'"
        cursor.execute(f"DELETE FROM django_migrations WHERE name = ({last})")  # noqa: S608
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations waiting: 1\n")


def test_readyz_says_503_when_the_database_does_not_answer(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", ASK_READYZ],
        env=os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/x.sqlite3"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.stdout.splitlines() == ["503", "the database does not answer"], answer.stderr


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_is_asked_by_any_name_and_without_https(
    client: Client, settings: Settings, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.django_db
def test_health_reads_no_session(client: Client) -> None:
    client.cookies["sessionid"] = "x" * 32
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/healthz")
    assert [query["sql"] for query in queries] == []
