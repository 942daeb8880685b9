import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from devtools import pg


def _ask(address: str, question: str) -> object:
    folder = parse_qs(urlsplit(address).query)["host"][0]
    with psycopg.connect(host=folder, user="postgres", dbname="postgres") as connection:
        return connection.execute(question).fetchone()


@pytest.mark.slow
def test_a_server_lives_as_long_as_it_is_needed() -> None:
    with pg.server() as address:
        folder = Path(parse_qs(urlsplit(address).query)["host"][0])
        assert _ask(address, "SELECT upper('ä'), 'B' < 'a'") == ("Ä", True)
    assert folder.exists() is False


def test_a_named_server_is_used_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VINCULO_TEST_POSTGRES", "postgres://u:p@db/postgres")
    with pg.address() as address:
        assert address == "postgres://u:p@db/postgres"


def test_the_command_finds_the_address_and_its_status_is_passed_on(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VINCULO_TEST_POSTGRES", "postgres://u:p@db/postgres")
    code = "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(7)"
    assert pg.main(["--", sys.executable, "-c", code]) == 7
    assert capfd.readouterr().out == "postgres://u:p@db/postgres\n"


def test_without_any_server_it_says_what_would_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("VINCULO_TEST_POSTGRES", raising=False)
    monkeypatch.setattr(pg, "PACKAGE", "no_such_package")
    monkeypatch.setenv("PATH", "")
    assert pg.main(["--", "anything"]) == 1
    assert capsys.readouterr().err.endswith(
        "VINCULO_TEST_POSTGRES=postgres://user:password@host:port/postgres\n"
    )
