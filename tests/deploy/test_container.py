"""The container's files, without a container engine: read, and their commands really run.

The image itself is not built here; what is run is the commands that it would run, in their order,
with the variables that docker-compose.yml gives them, against a PostgreSQL of its own.
"""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.settings import INSTALLED_APPS
from dev import example_environment
from devtools import pg

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")
SECONDS_TO_START = 180


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def dockerfile() -> list[tuple[str, str]]:
    """Instruction and argument, continued lines joined, comments left out."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    told = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    return [(instruction, " ".join(argument.split())) for instruction, argument in told]


def only(instruction: str) -> str:
    """The last argument of an instruction: what holds in the image that is run."""
    return [argument for name, argument in dockerfile() if name == instruction][-1]


class Missing(Exception):
    """A variable without which docker compose refuses to start."""


def filled_in(text: str, environment: dict[str, str]) -> str:
    """A value as docker compose reads it: `${A:-default}`, `${A:?message}`."""

    def value(found: re.Match[str]) -> str:
        known = environment.get(found["name"], "")
        if not known and found["kind"] == "?":
            raise Missing(found["name"])
        return known or (found["rest"] or "" if found["kind"] == "-" else "")

    return VARIABLE.sub(value, text)


def service(name: str, environment: dict[str, str]) -> dict[str, str]:
    variables = compose()["services"][name]["environment"]
    return {key: filled_in(text, environment) for key, text in variables.items()}


def test_without_its_secrets_nothing_starts() -> None:
    filled = example_environment() | {"POSTGRES_PASSWORD": "s3cret"}
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"):
        with pytest.raises(Missing, match=f"^{name}$"):
            service("app", filled | {name: ""})
    with pytest.raises(Missing, match=r"^POSTGRES_PASSWORD$"):
        service("database", filled | {"POSTGRES_PASSWORD": ""})


def test_compose_gives_the_application_its_database_and_nothing_for_development() -> None:
    filled = example_environment() | {"POSTGRES_PASSWORD": "s3cret"}
    variables = service("app", filled)
    assert variables["DATABASE_URL"] == "postgres://vinculo:s3cret@database:5432/vinculo"
    assert variables["SECRET_KEY"] == filled["SECRET_KEY"]
    assert "DEBUG" not in variables


def test_every_variable_that_compose_reads_is_explained() -> None:
    read = {found["name"] for found in VARIABLE.finditer((ROOT / "docker-compose.yml").read_text())}
    assert sorted(read - example_environment().keys()) == []


def test_the_application_waits_for_a_healthy_database_that_keeps_its_data() -> None:
    services = compose()["services"]
    assert services["app"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["database"]["volumes"] == ["database:/var/lib/postgresql"]
    assert compose()["volumes"] == {"database": None}
    assert services["app"]["ports"] == ["127.0.0.1:${WEB_PORT:-8000}:8000"]


def test_what_is_due_runs_beside_the_application_from_the_same_image_once_it_is_ready() -> None:
    services = compose()["services"]
    app, tick = services["app"], services["tick"]
    assert (tick["image"], app["image"], "build" in tick) == ("vinculo", "vinculo", False)
    assert tick["environment"] == app["environment"]
    assert tick["depends_on"] == {"app": {"condition": "service_healthy"}}
    assert (tick["init"], tick["healthcheck"], "ports" in tick) == (True, {"disable": True}, False)


def test_the_image_holds_every_folder_that_the_application_needs() -> None:
    copied = [argument.split() for name, argument in dockerfile() if name == "COPY"]
    sources = {word for words in copied for word in words[:-1] if not word.startswith("--")}
    ours = {app for app in INSTALLED_APPS if (ROOT / app).is_dir()}
    assert sorted((ours | {"config", "docker", "locale", "static", "templates"}) - sources) == []
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    assert sources - {"/venv"} == let_in


def test_the_image_does_not_run_as_root_and_keeps_no_secret() -> None:
    assert only("USER") == "vinculo"
    names = [name for name, _ in dockerfile()]
    assert "ARG" not in names
    assert ["SECRET" in argument for name, argument in dockerfile() if name == "ENV"] == [False]


def test_threads_are_four_unless_told() -> None:
    needed = dict.fromkeys(("SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"), "s3cret")
    assert service("app", needed)["BLOCKING_THREADS"] == "4"
    assert example_environment()["BLOCKING_THREADS"] == "4"


@pytest.mark.parametrize(("told", "threads"), [("", "4"), ("6", "6")])
def test_the_server_and_the_application_have_the_same_number_of_threads(
    tmp_path: Path, told: str, threads: str
) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho $BLOCKING_THREADS "$@" >>"{tmp_path}/calls"\n')
    python.chmod(0o755)
    variables = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "BLOCKING_THREADS": told}
    subprocess.run([ROOT / "docker/entrypoint.sh"], env=variables, check=True, timeout=20)
    server = (tmp_path / "calls").read_text().splitlines()[-1]
    assert server.split()[0] == threads
    assert f"--blocking-threads {threads} " in server


def test_both_files_ask_the_same_for_health() -> None:
    in_image = only("HEALTHCHECK").partition("CMD ")[2]
    assert ["CMD", *yaml.safe_load(in_image)] == compose()["services"]["app"]["healthcheck"]["test"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(address: str, port: int, static: Path) -> dict[str, str]:
    """What compose gives the application, with this machine's addresses in place of its own."""
    filled = example_environment() | {"POSTGRES_PASSWORD": "s3cret", "WEB_PROCESSES": "2"}
    system = {
        # Where the image finds `python` as well: first on the path, in the virtual environment.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(static.parent),
        "PYTHONUNBUFFERED": "1",
    }
    here = {"DATABASE_URL": address, "PORT": str(port), "STATIC_ROOT": str(static)}
    return system | service("app", filled) | here


def _health(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = compose()["services"]["app"]["healthcheck"]["test"][1:]
    return subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=20, check=False
    )


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The variables of a container whose build step and entry command have been run."""
    folder = tmp_path_factory.mktemp("container")
    with pg.server() as address:
        variables = _environment(address, _free_port(), folder / "static")
        assert _health(variables).returncode == 1
        _build(variables)
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [ROOT / yaml.safe_load(only("ENTRYPOINT"))[0]],
                cwd=ROOT,
                env=variables,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait(server, variables, folder / "log")
            yield variables
        finally:
            server.terminate()
            server.wait(timeout=20)


def _build(variables: dict[str, str]) -> None:
    """The image's own step that collects the static files."""
    words = shlex.split(only("RUN"))
    key, command = words[0], words[1:]
    assert key.startswith("SECRET_KEY=")
    needed = {name: variables[name] for name in ("PATH", "STATIC_ROOT")}
    subprocess.run(
        command,
        cwd=ROOT,
        env=needed | {"SECRET_KEY": key.partition("=")[2]},
        check=True,
        capture_output=True,
        timeout=120,
    )


def _wait(server: subprocess.Popen[bytes], variables: dict[str, str], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while (asked := _health(variables)).returncode != 0:
        if server.poll() is not None or time.monotonic() > until:
            pytest.fail(f"not ready ({asked.stderr}); the server said:\n{log.read_text()}")
        time.sleep(0.2)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _get(variables: dict[str, str], path: str, **headers: str) -> tuple[int, Message, bytes]:
    """What a proxy before the container gets: status, headers, body as it travelled."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{variables['PORT']}{path}",
        headers={"Host": variables["ALLOWED_HOSTS"], "X-Forwarded-Proto": "https"} | headers,
    )
    try:
        response = urllib.request.build_opener(_NoRedirect).open(request, timeout=10)
    except urllib.error.HTTPError as answer:
        response = answer
    with response:
        return response.status, response.headers, response.read()


def test_every_start_of_the_server_keeps_one_pool_of_memory() -> None:
    starts = ("docker/entrypoint.sh", "dev.py", "benchmarks/servers.py")
    assert all("MALLOC_ARENA_MAX" in (ROOT / start).read_text("utf-8") for start in starts)


@pytest.mark.slow
def test_the_database_is_asked_for_health_with_its_own_tool() -> None:
    words = compose()["services"]["database"]["healthcheck"]["test"][1:]
    with pg.server() as address:
        folder = address.partition("?host=")[2]
        tool = [str(pg.binaries() / words[0]), *words[1:]]
        asked = subprocess.run(
            tool, env={"PGHOST": folder}, capture_output=True, text=True, timeout=20, check=False
        )
    assert (asked.returncode, asked.stdout) == (0, f"{folder}:5432 - accepting connections\n")


@pytest.mark.slow
@pytest.mark.xdist_group("container")
class TestTheEntryCommand:
    def test_serves_what_is_ready(self, environment: dict[str, str]) -> None:
        status, _, text = _get(environment, "/readyz")
        assert (status, text) == (200, b"ready\n")

    def test_health_is_what_docker_would_see(self, environment: dict[str, str]) -> None:
        asked = _health(environment)
        assert (asked.returncode, asked.stderr) == (0, "")

    def test_serves_pages_with_compressed_and_hashed_static_files(
        self, environment: dict[str, str]
    ) -> None:
        status, headers, page = _get(environment, "/accounts/login/")
        assert status == 200
        assert headers["Strict-Transport-Security"] == (
            "max-age=31536000; includeSubDomains; preload"
        )
        style = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.decode())
        assert len(style) == 1
        assert re.fullmatch(r"/static/css/vinculo\.[0-9a-f]{12}\.css", style[0])
        status, headers, _ = _get(environment, style[0], **{"Accept-Encoding": "gzip"})
        assert (status, headers["Content-Encoding"], headers["Cache-Control"]) == (
            200,
            "gzip",
            "max-age=315360000, public, immutable",
        )
        assert _get(environment, "/static/css/vinculo.css")[0] == 404

    def test_sends_plain_http_to_https(self, environment: dict[str, str]) -> None:
        status, headers, _ = _get(environment, "/", **{"X-Forwarded-Proto": "http"})
        assert (status, headers["Location"]) == (301, "https://vinculo.example.org/")

    def test_does_what_is_due_as_the_service_beside_it_is_told(
        self, environment: dict[str, str]
    ) -> None:
        words = compose()["services"]["tick"]["entrypoint"]
        assert words[-2:] == ["--loop", "300"]
        done = subprocess.run(
            words[:-2], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_loads_the_catalog_and_no_demo(self, environment: dict[str, str]) -> None:
        code = (
            "import django; django.setup();"
            "from accounts.models import User; from relationships.models import RelationshipType;"
            "print(User.objects.count(), RelationshipType.objects.count())"
        )
        counted = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert counted.stdout == "0 10\n"
