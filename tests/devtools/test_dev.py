"""`dev.py`: what can be tested without building an environment."""

import ast
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parents[2]


def test_an_old_python_can_read_it_and_go_on_under_a_newer_one() -> None:
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_makefile_offers_each_command() -> None:
    targets = re.search(r"^TARGETS := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets is not None
    assert sorted(targets[1].split()) == sorted(dev.COMMANDS)


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert dev.free_port(port) > port
    assert dev.free_port(port) == port


def test_the_secret_key_is_made_once_and_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "VAR", tmp_path / "var")
    dev.make_secret_key()
    file = tmp_path / "var" / "secret-key"
    key = file.read_text(encoding="ascii")
    assert len(key.strip()) >= 60
    assert file.stat().st_mode & 0o777 == 0o600
    dev.make_secret_key()
    assert file.read_text(encoding="ascii") == key


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment of this Python with nothing in it, and two pinned lists."""
    for name in ("requirements", ".venv/bin"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / ".venv/bin/python").touch()
    version = "{}.{}.0".format(*sys.version_info[:2])
    (tmp_path / ".venv/pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}\n")
    for name in ("run", "dev"):
        (tmp_path / f"requirements/{name}.txt").write_text(f"{name}==1.0\n")
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(dev, "REQUIREMENTS", tmp_path / "requirements")
    return tmp_path


def _stamp(checkout: Path, name: str) -> None:
    digest = dev.digest(checkout / f"requirements/{name}.txt")
    (checkout / f".venv/installed-{name}").write_text(digest + "\n")


def test_a_list_counts_as_installed_while_it_stays_the_same(checkout: Path) -> None:
    assert dev.is_installed("run") is False
    _stamp(checkout, "run")
    assert (dev.is_installed("run"), dev.is_installed("dev")) == (True, False)
    (checkout / "requirements/run.txt").write_text("run==1.1\n")
    assert dev.is_installed("run") is False


def test_the_list_for_development_holds_all_that_running_needs(checkout: Path) -> None:
    _stamp(checkout, "dev")
    assert (dev.is_installed("run"), dev.is_installed("dev")) == (True, True)


@pytest.mark.parametrize(
    ("settings", "known"),
    [
        ("version = {0}.{1}.4\n", True),
        ("version_info = {0}.{1}.4.final.0\n", True),
        ("version = 3.2.1\n", False),
        ("home = /usr/bin\n", False),
    ],
)
def test_an_environment_counts_for_its_own_python_only(
    checkout: Path, settings: str, known: bool
) -> None:
    file = checkout / ".venv/pyvenv.cfg"
    file.write_text(settings.format(*sys.version_info[:2]))
    assert dev.has_environment() is known
    (checkout / ".venv/bin/python").unlink()
    assert dev.has_environment() is False


@pytest.mark.parametrize(("chosen", "shown"), [("", "vinculo-demo"), ("another", "another")])
def test_the_greeting_names_the_address_and_the_sign_ins(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, chosen: str, shown: str
) -> None:
    monkeypatch.setenv("VINCULO_DEMO_PASSWORD", chosen)
    dev.greet(8123)
    told = capsys.readouterr().out
    assert re.findall(r"http\S+", told) == ["http://127.0.0.1:8123/"]
    assert re.findall(r"password (\S+) as", told) == [shown]
    assert re.findall(r"\S+@example\.com", told) == [email for email, _ in dev.PEOPLE]


@pytest.mark.skipif(os.name == "nt", reason="there the server is a child as well")
def test_what_is_due_runs_beside_the_server_and_watches_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho $$ "$@" >>"{tmp_path}/calls"\n')
    python.chmod(0o755)
    code = (
        f"import dev, pathlib; dev.PYTHON = pathlib.Path({str(python)!r});"
        "import os; print(os.getpid(), flush=True); dev.serve(8123)"
    )
    served = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=20
    )
    server = served.stdout.strip()
    calls = [call.split(maxsplit=1) for call in _settled(tmp_path / "calls", 2)]
    keeping = f"manage.py tick --loop 60 --beside {server}"
    assert sorted(words for _pid, words in calls)[1] == keeping
    assert [pid for pid, words in calls if words.startswith("-m granian")] == [server]


@pytest.mark.skipif(os.name == "nt", reason="there the server is a child as well")
@pytest.mark.parametrize(("told", "threads"), [("", "4"), ("6", "6")])
def test_the_server_and_the_application_have_the_same_number_of_threads(
    tmp_path: Path, told: str, threads: str
) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho $BLOCKING_THREADS "$@" >>"{tmp_path}/calls"\n')
    python.chmod(0o755)
    code = f"import dev, pathlib; dev.PYTHON = pathlib.Path({str(python)!r}); dev.serve(8123)"
    environment = os.environ | {"BLOCKING_THREADS": told}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, timeout=20, check=True)
    server = next(call for call in _settled(tmp_path / "calls", 2) if "granian" in call)
    assert server.split()[0] == threads
    assert f"--blocking-threads {threads} " in server


def _settled(file: Path, lines: int) -> list[str]:
    """The lines of a file that another process still writes to."""
    until = time.monotonic() + 20
    while not file.exists() or len(file.read_text().splitlines()) < lines:
        assert time.monotonic() < until
        time.sleep(0.05)
    return file.read_text().splitlines()


def _programs(folder: Path, *names: str) -> Path:
    """Programs that note how they were called, and the shell's own."""
    folder.mkdir()
    for name in names:
        (folder / name).write_text(f'#!/bin/sh\necho {name} "$@" >>"{folder}/calls"\n')
        (folder / name).chmod(0o755)
    for name in ("bash", "dirname", "env"):
        (folder / name).symlink_to(
            next(p for d in ("/bin", "/usr/bin") if (p := Path(d, name)).exists())
        )
    return folder


def _ci(folder: Path) -> list[str]:
    """The calls that `.ci/run` makes with these programs on the PATH."""
    subprocess.run(
        [ROOT / ".ci/run"],
        env={"PATH": str(folder), "HOME": str(folder)},
        check=True,
        timeout=20,
        stdin=subprocess.DEVNULL,
    )
    calls = (folder / "calls").read_text().splitlines()
    return [call for call in calls if not call.startswith(("id", "python3"))]


ALL = ("make", "chromium", "chromedriver", "xgettext", "python3")


def test_where_nothing_is_missing_ci_installs_nothing(tmp_path: Path) -> None:
    assert _ci(_programs(tmp_path / "bin", *ALL, "apt-get", "id")) == ["make check"]


@pytest.mark.skipif(os.geteuid() != 0, reason="asks for root, to leave sudo out of it")
def test_ci_installs_what_is_missing_and_no_more(tmp_path: Path) -> None:
    folder = _programs(tmp_path / "bin", "make", "chromedriver", "python3", "apt-get")
    (folder / "id").write_text("#!/bin/sh\necho 0\n")
    (folder / "id").chmod(0o755)
    assert _ci(folder) == [
        "apt-get update -qq",
        "apt-get install -y -qq --no-install-recommends chromium gettext",
        "make check",
    ]


def test_what_runs_side_by_side_is_told_in_its_order(capfd: pytest.CaptureFixture[str]) -> None:
    steps = {
        "long": [sys.executable, "-c", "import time; time.sleep(0.3); print('well')"],
        "short": [sys.executable, "-c", "import sys; sys.exit('ill')"],
    }
    assert dev.side_by_side(steps) == {"long": True, "short": False}
    told = re.sub(r"\(\d+\.\d s\)", "(…)", capfd.readouterr().out)
    assert told == (
        "\n=== long\nwell\n=== long: passed (…)\n\n=== short\nill\n=== short: FAILED (…)\n"
    )


@pytest.mark.slow
def test_of_many_cases_only_those_that_ask_the_database_are_left_out() -> None:
    asking = "tests/canvas/test_access_matrix.py::test_who_may_open_what"
    other = "tests/coherence/test_rules.py::test_rule"
    words = ["-n", "0", "--collect-only", "-q", "--cases", "2", asking, other]
    collected = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert collected.count(f"{asking}[") == 2
    assert collected.count(f"{other}[") > 200
    assert "deselected" in collected
