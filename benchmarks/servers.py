"""Servers of the kind that production uses, on this machine and for as long as they are needed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60
SECONDS_TO_END = 10


class NotServing(Exception):
    """The server did not start. The text is what it said."""


class Server:
    """Granian on a free port of 127.0.0.1; ends with the `with` block, its processes with it."""

    def __init__(
        self,
        application: str,
        environment: dict[str, str],
        log: Path,
        *,
        workers: int = 2,
        threads: int = 4,
    ) -> None:
        self.application = application
        # As docker/entrypoint.sh starts it.
        here = {"MALLOC_ARENA_MAX": "1", **os.environ, "BLOCKING_THREADS": str(threads)}
        self.environment = {**here, **environment}
        self.log = log
        self.workers = workers
        self.threads = threads
        self.port = 0

    def __enter__(self) -> "Server":
        for _ in range(3):  # another process may take the port between our look and its start
            self.port = _free_port()
            self._start()
            if self._is_up():
                return self
            self._end()
        raise NotServing(self.log.read_text("utf-8", "replace")[-2000:])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _start(self) -> None:
        words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        words += ["--port", str(self.port), "--workers", str(self.workers)]
        words += ["--blocking-threads", str(self.threads), "--workers-kill-timeout", "5"]
        words += ["--no-ws", "--log-level", "warning", self.application]
        with self.log.open("ab") as log:
            # A group of its own: whatever the server starts can be ended with it.
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                words,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _is_up(self) -> bool:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return True
            time.sleep(0.1)
        return False

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=SECONDS_TO_END)

    # --- What it uses: Linux tells, other systems don't ------------------------------------

    def pids(self) -> list[int]:
        """The server's processes: the one that was started, and those that it started."""
        children: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(stat.parent.name))
        found, waiting = [], [self._process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            waiting += children.get(pid, [])
        return found

    def cpu_seconds(self, pids: list[int]) -> float | None:
        """Processor time of all threads so far, to the nanosecond; none where it can't be told."""
        if not sys.platform.startswith("linux"):
            return None
        total = 0
        for pid in pids:
            for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                with contextlib.suppress(OSError):
                    total += int(task.read_text().split()[0])
        return total / 1e9

    def memory_mib(self) -> float | None:
        """Memory in use, what processes share counted once (PSS); none where it can't be told."""
        if not sys.platform.startswith("linux"):
            return None
        total = 0
        for pid in self.pids():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
