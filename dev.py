#!/usr/bin/env python3
"""Everything one does with a checkout: `python3 dev.py setup | run | test | quick | check | …`.

Needs Python 3.11 or later with its venv module, and nothing else: what it needs besides, it
installs into `.venv` from the pinned lists in `requirements/`. Up to `main` this file keeps to what
an older Python can read, since an older one may be the first to be asked.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VAR = ROOT / "var"
REQUIREMENTS = ROOT / "requirements"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")

FIRST_PORT = 8000
PORTS_TRIED = 50

PEOPLE = (
    ("ana@example.com", "entrepreneur, with six canvases"),
    ("eva@example.com", "catalog editor"),
    ("ines@example.com", "instructor, with a course of twelve students"),
    ("ivan@example.com", "instructor of the same course"),
    ("saul@example.com", "student, whose plan was reviewed"),
)
"""The demo people that `load_demo` makes, but for the other students."""

OTHER_STUDENTS = (
    *("lucia", "mateus", "zoe", "abril", "bruno", "camila"),
    *("diego", "emilia", "felix", "gabriela", "hugo"),
)


class Trouble(Exception):
    """Something that the reader can mend; the text says how."""


def say(text: str) -> None:
    print("· " + text, flush=True)


# --- The virtual environment ------------------------------------------------------------------


def use_a_recent_python() -> None:
    """Goes on under a newer Python on the PATH where this one is too old (macOS ships 3.9)."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        path = shutil.which(name)
        # Asked first, since what stands on the PATH may be a mere pointer to a missing Python.
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(path, [path, *sys.argv])
    raise Trouble(
        "Python 3.11 or later is needed; this is %d.%d, and no newer one is on the PATH."
        % sys.version_info[:2]
    )


def digest(requirements: Path) -> str:
    """Changes with the pinned list and with the Python that it was installed for."""
    return hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()


def is_installed(name: str) -> bool:
    """Is this list installed as it stands? The list for development holds all of the other."""
    return any(_stamp(each).is_file() and _is_current(each) for each in {name, "dev"})


def _stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def _is_current(name: str) -> bool:
    stamped = _stamp(name).read_text(encoding="ascii").strip()
    return stamped == digest(REQUIREMENTS / f"{name}.txt")


def has_environment() -> bool:
    """Is there a virtual environment, of the Python that runs this?"""
    settings = VENV / "pyvenv.cfg"
    if not (PYTHON.exists() and settings.is_file()):
        return False
    version = re.search(r"^version\S*\s*=\s*(\d+)\.(\d+)", settings.read_text("utf-8"), re.M)
    return version is not None and tuple(map(int, version.groups())) == sys.version_info[:2]


def install(name: str) -> None:
    """Puts the packages of a list, `run` or `dev`, into `.venv`; at once where they are there."""
    if has_environment() and is_installed(name):
        return
    if not has_environment():
        make_environment()
    requirements = REQUIREMENTS / f"{name}.txt"
    count = len(re.findall(r"^\S+==", requirements.read_text("utf-8"), re.M))
    say(f"installing {count} packages into .venv (half a minute, the first time)")
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    pinned = ["--require-hashes", "--only-binary=:all:", "--requirement", requirements]
    if call([*pip, *pinned]) != 0:
        raise Trouble("The packages could not be installed; pip says above what it lacks.")
    _stamp(name).write_text(digest(requirements) + "\n", encoding="ascii")


def make_environment() -> None:
    lacking = Trouble(
        "Python's venv module is incomplete here. On Debian or Ubuntu: apt-get install python3-venv"
    )
    if importlib.util.find_spec("ensurepip") is None:
        raise lacking
    say(f"making a virtual environment in {VENV.name} for Python %d.%d" % sys.version_info[:2])
    if call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
        raise lacking


# --- Running things ---------------------------------------------------------------------------


def call(command: Sequence[object], **variables: str) -> int:
    """Runs a command in the project's root and returns its exit status."""
    words = [str(word) for word in command]
    return subprocess.call(words, cwd=ROOT, env={**os.environ, **variables})


def manage(*words: str) -> None:
    if call([PYTHON, "manage.py", *words]) != 0:
        raise Trouble(f"`manage.py {words[0]}` failed; it says why above.")


def timed(name: str, command: Sequence[object], **variables: str) -> bool:
    """Runs a step under its name, and says how long it took. True when it passed."""
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    passed = call(command, **variables) == 0
    return _told(name, passed, time.monotonic() - started)


def side_by_side(steps: dict[str, Sequence[object]]) -> dict[str, bool]:
    """Runs as many steps at a time as there are cores, and tells of them in their order.

    Not for tests, which take all cores by themselves.
    """
    results = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [(name, pool.submit(_heard, command)) for name, command in steps.items()]
        for name, answer in running:
            passed, said, seconds = answer.result()
            print(f"\n=== {name}\n{said}", end="")
            results[name] = _told(name, passed, seconds)
    return results


def _heard(command: Sequence[object]) -> tuple[bool, str, float]:
    """Did it pass, what did it say, and how many seconds did it take?"""
    started = time.monotonic()
    ended = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return ended.returncode == 0, ended.stdout, time.monotonic() - started


def _told(name: str, passed: bool, seconds: float) -> bool:
    print(f"=== {name}: {'passed' if passed else 'FAILED'} ({seconds:.1f} s)", flush=True)
    return passed


def conclude(results: dict[str, bool]) -> int:
    print()
    for name, passed in results.items():
        print(f"{'passed' if passed else 'FAILED'}  {name}", flush=True)
    return 0 if all(results.values()) else 1


# --- The commands -----------------------------------------------------------------------------


def setup(_: list[str]) -> int:
    """the virtual environment, with all that development needs"""
    install("dev")
    make_secret_key()
    say("ready: `make run` starts Vínculo, `make test` tests it")
    return 0


def run(_: list[str]) -> int:
    """start Vínculo on this machine, with demo data"""
    install("run")
    make_secret_key()
    os.environ.setdefault("DEBUG", "1")
    say("bringing the database up to date")
    manage("migrate", "--verbosity", "0")
    say("loading the catalog")
    manage("load_catalog")
    say("loading the demo canvases and the demo course")
    manage("load_demo")
    port = free_port(int(os.environ.get("PORT") or FIRST_PORT))
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    greet(port)
    serve(port)
    return 0


def make_secret_key() -> None:
    """A key of this checkout's own, for development only, in a file that git ignores."""
    key = VAR / "secret-key"
    if key.is_file():
        return
    say("making a secret key for development in var/")
    VAR.mkdir(exist_ok=True)
    opened = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(60) + "\n")


def free_port(first: int) -> int:
    """The first port from `first` on where nothing listens yet."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            # Without it a port counts as taken for a minute after its server has ended.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port != first:
            say(f"port {first} is taken, so it is {port}")
        return port
    raise Trouble(
        f"No port is free from {first} to {first + PORTS_TRIED - 1}. Set PORT to another."
    )


def greet(port: int) -> None:
    password = os.environ.get("VINCULO_DEMO_PASSWORD") or "vinculo-demo"
    print(f"\n  Vínculo: http://127.0.0.1:{port}/\n")
    print(f"  Sign in with the password {password} as")
    for email, who in PEOPLE:
        print(f"    {email:<18} {who}")
    print(f"  or as another student, each @example.com: {', '.join(OTHER_STUDENTS[:6])},")
    print(f"    {', '.join(OTHER_STUDENTS[6:])}")
    print("\n  Mail is printed here. Ctrl-C ends it.\n", flush=True)


def serve(port: int) -> None:
    """Becomes the server, so that whatever ends this process ends the server.

    What is due is done by a process beside it, which ends when the server has ended.
    """
    words = [str(PYTHON), "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    threads = os.environ.get("BLOCKING_THREADS") or "4"
    os.environ["BLOCKING_THREADS"] = threads  # for the application to know as well
    words += ["--port", str(port), "--workers", "1", "--blocking-threads", threads]
    words += ["--workers-kill-timeout", "3", "--no-ws", "config.wsgi:application"]
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")  # as in docker/entrypoint.sh
    os.chdir(ROOT)
    keeper = subprocess.Popen(keeping_beside(os.getpid()))
    if os.name == "nt":
        try:
            raise SystemExit(subprocess.call(words))
        finally:
            keeper.terminate()
    os.execv(words[0], words)


def keeping_beside(pid: int) -> list[str]:
    """The command that does what is due each minute, while the process that starts it runs."""
    return [str(PYTHON), "manage.py", "tick", "--loop", "60", "--beside", str(pid)]


def test(more: list[str]) -> int:
    """the whole suite, on SQLite and on PostgreSQL, and in a browser"""
    install("dev")
    return conclude(_suites(more))


# Each process compiles all tests anew, for five seconds, where it may not keep what it compiled.
KEEPING = {"PYTHONDONTWRITEBYTECODE": ""}
SQLITE = {"DATABASE_URL": "sqlite:///vinculo.sqlite3", **KEEPING}


def _workers() -> str:
    return str(min(os.cpu_count() or 1, 4))


def _suites(more: list[str]) -> dict[str, bool]:
    pytest = [PYTHON, "-m", "pytest", "-n", _workers(), "--dist", "loadgroup"]
    on_postgresql: Sequence[object] = [PYTHON, "-m", "devtools.pg", "--", *pytest]
    return {
        "tests on SQLite": timed(
            "tests on SQLite", [*pytest, "-m", "not browser", *more], **SQLITE
        ),
        "tests in a browser": timed(
            "tests in a browser", [*pytest, "tests/browser", *more], **SQLITE
        ),
        # What never asks the database says the same beside any other.
        "tests on PostgreSQL": timed(
            "tests on PostgreSQL",
            [*on_postgresql, "-m", "database and not browser", *more],
            **KEEPING,
        ),
    }


def quick(more: list[str]) -> int:
    """in about a minute: style, and tests on SQLite, but for what CONTRIBUTING.md says"""
    install("dev")
    results = side_by_side(_style())
    pytest = [PYTHON, "-m", "pytest", "-n", _workers(), "-m", QUICK_TESTS, "--cases", "1"]
    results["some tests on SQLite"] = timed("some tests on SQLite", [*pytest, *more], **SQLITE)
    return conclude(results)


QUICK_TESTS = "not (browser or slow or hypothesis)"


def _style() -> dict[str, Sequence[object]]:
    return {
        "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "lint": [PYTHON, "-m", "ruff", "check", "."],
    }


def check(more: list[str]) -> int:
    """all that a change must pass: style, types, floors, translations, documents, tests"""
    install("dev")
    make_secret_key()
    results = side_by_side({**_checks(), **_style()})
    results["deployment settings"] = timed(
        "deployment settings",
        [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        **example_environment(),
    )
    return conclude({**results, **_suites(more)})


def example_environment() -> dict[str, str]:
    """The variables of `.env.example`, with a random secret key."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    return {**dict(pairs), "SECRET_KEY": secrets.token_urlsafe(60)}


def _checks() -> dict[str, Sequence[object]]:
    return {
        # What takes long comes first, for the rest to run beside it.
        "types": [PYTHON, "-m", "mypy"],
        "templates": [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"],
        "floors": [PYTHON, "-c", LINT_IMPORTS],
        "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        "translations": [PYTHON, "-m", "devtools.translations"],
        "rules' document": [PYTHON, "-m", "relationships.coherence.docs", "--check"],
        "states' document": [PYTHON, "-m", "classroom.states", "--check"],
        "format's schema": [PYTHON, "-m", "canvas.exchange.schema", "--check"],
    }


LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
"""The package has no `python -m` of its own, and its script does not survive a moved folder."""


def fmt(_: list[str]) -> int:
    """put the code in its usual shape"""
    install("dev")
    fixed = call([PYTHON, "-m", "ruff", "check", "--fix", "--quiet", "."])
    return fixed or call([PYTHON, "-m", "ruff", "format", "."])


def messages(_: list[str]) -> int:
    """collect the texts to translate, and compile the translations (needs GNU gettext)"""
    install("dev")
    return call([PYTHON, "-m", "devtools.translations", "--update"])


def bench(more: list[str]) -> int:
    """measure speed and size against a bare page of the same kind"""
    install("dev")
    return call([PYTHON, "-m", "benchmarks", *more])


COMMANDS = {
    command.__name__: command for command in (setup, run, test, quick, check, bench, fmt, messages)
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py", description="Work on Vínculo.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__)
    chosen, more = parser.parse_known_args()
    try:
        use_a_recent_python()
        return COMMANDS[chosen.command](more)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
