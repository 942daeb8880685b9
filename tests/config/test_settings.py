"""The settings as an installation meets them: each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev import example_environment

ROOT = Path(__file__).resolve().parents[2]
KEY = "k3y-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
SHOW = "from django.conf import settings as s; print(s.{0})"


def _run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        env=kept | {"DJANGO_SETTINGS_MODULE": "config.settings"} | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_debug_is_off_unless_told() -> None:
    assert _run("-c", SHOW.format("DEBUG")).stdout == "False\n"
    assert _run("-c", SHOW.format("DEBUG"), DEBUG="1").stdout == "True\n"


def test_threads_are_as_many_as_the_server_is_told() -> None:
    assert _run("-c", SHOW.format("BLOCKING_THREADS")).stdout == "4\n"
    assert _run("-c", SHOW.format("BLOCKING_THREADS"), BLOCKING_THREADS="6").stdout == "6\n"


def test_there_is_no_secret_key_by_default() -> None:
    refused = _run("-c", SHOW.format("SECRET_KEY"))
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].endswith("The SECRET_KEY setting must not be empty.")


def test_the_server_refuses_to_start_without_a_secret_key() -> None:
    refused = _run("-c", "import config.wsgi")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].endswith("The SECRET_KEY setting must not be empty.")


def test_the_development_key_serves_development_only() -> None:
    key = ROOT / "var" / "secret-key"
    made = not key.exists()
    if made:
        key.parent.mkdir(exist_ok=True)
        key.write_text(KEY, encoding="ascii")
    try:
        shown = _run("-c", SHOW.format("SECRET_KEY"), DEBUG="1").stdout.strip()
        refused = _run("-c", SHOW.format("SECRET_KEY"))
    finally:
        if made:
            key.unlink()
    assert len(shown) >= 50
    assert refused.returncode == 1


@pytest.mark.slow
def test_the_example_of_a_production_environment_passes_the_deployment_checks() -> None:
    checked = _run(
        "manage.py", "check", "--deploy", "--fail-level", "INFO", **example_environment()
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_forwarded_protocol_is_believed_only_behind_a_proxy() -> None:
    shown = SHOW.format("SECURE_PROXY_SSL_HEADER")
    assert _run("-c", shown).stdout == "None\n"
    assert _run("-c", shown, BEHIND_PROXY="1").stdout == "('HTTP_X_FORWARDED_PROTO', 'https')\n"


def test_development_needs_no_https() -> None:
    shown = SHOW.format("SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE")
    assert _run("-c", shown).stdout == "True True\n"
    assert _run("-c", shown, DEBUG="1").stdout == "False False\n"
