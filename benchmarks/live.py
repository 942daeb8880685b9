"""`python -m benchmarks.live`: many boards open at once, and how soon each shows what others do.

Starts the application as production does, with two processes, and lets two hundred people, four to
a canvas, have their boards open for some twenty seconds: each asks every two seconds what is new,
as the page does, while somebody changes a canvas every half second. Talks to this machine alone,
is bounded in time and number, and ends what it starts. Fails where a request fails or a change is
seen later than after three seconds.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from benchmarks.__main__ import Bench
from benchmarks.client import Visitor
from benchmarks.servers import Server

EVERY = 2.0
"""Seconds between two questions of one board."""
SPREAD = 0.4
AN_EDIT_EVERY = 0.5
SEEN_WITHIN = 3.0
PEOPLE_ON_A_CANVAS = 4
THREADS = 20


@dataclass
class Board:
    """One open board: what it shows, and when it asks next."""

    canvas: str
    visitor: Visitor
    since: str
    due: float

    def ask(self, log: "Log") -> None:
        headers = {"HX_Request": "true", "HX_Current_URL": f"http://127.0.0.1{self.canvas}"}
        answer = self.visitor.get(f"{self.canvas}changes/?since={self.since}", **headers)
        now = time.monotonic()
        if answer.status == 204:
            log.quiet.append(answer.seconds)
        elif answer.status == 200:
            log.told.append(answer.seconds)
            since = answer.plain.decode().partition('name="since" value="')[2].partition('"')[0]
            log.see(self.canvas, int(self.since.partition(".")[0]), since, now)
            self.since = since
        else:
            log.failed += 1
        self.due = now + EVERY + random.uniform(0, SPREAD)  # noqa: S311 - no secret


@dataclass
class Log:
    """What was measured, in seconds. `made` is when each version of each canvas was answered."""

    quiet: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    edits: list[float] = field(default_factory=list)
    seen_after: list[float] = field(default_factory=list)
    made: dict[tuple[str, int], float] = field(default_factory=dict)
    failed: int = 0

    def see(self, canvas: str, before: int, since: str, now: float) -> None:
        for version in range(before + 1, int(since.partition(".")[0]) + 1):
            if (canvas, version) in self.made:
                self.seen_after.append(now - self.made[canvas, version])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--boards", type=int, default=200, choices=range(4, 401), metavar="4..400")
    parser.add_argument("--seconds", type=int, default=20, choices=range(5, 61), metavar="5..60")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        log, spent = _measure(Path(folder), stack, options.boards, options.seconds)
    print(f"{options.boards} boards, {options.seconds} s, two processes")
    for name, seconds in (
        ("nothing new (204)", log.quiet),
        ("something new (200)", log.told),
        ("an edit", log.edits),
        ("seen by the others", log.seen_after),
    ):
        print(f"{name:<22}{len(seconds):>7}  median, 95 %, most: {_spread(seconds)} s")
    print(f"processor time of the server: {spent / options.seconds:.2f} of a core")
    print(f"failed: {log.failed}")
    late = sum(seconds > SEEN_WITHIN for seconds in log.seen_after)
    print(f"seen later than after {SEEN_WITHIN:g} s: {late}")
    return int(bool(log.failed or late or not log.seen_after))


def _spread(seconds: list[float]) -> str:
    if len(seconds) < 2:
        return "?"
    cuts = quantiles(seconds, n=20)
    return f"{cuts[9]:.3f}, {cuts[18]:.3f}, {max(seconds):.3f}"


def _measure(folder: Path, stack: ExitStack, boards: int, seconds: int) -> tuple[Log, float]:
    bench = Bench(folder, 1, stack)
    known = json.loads(bench._run("app", "-m", "benchmarks.filling_live", str(boards)))
    server = bench.serve("app")
    start = time.monotonic() + 1
    opened = [
        Board(
            canvas=f"/canvases/{canvas}/",
            visitor=stack.enter_context(Visitor(server.port, session)),
            since=f"{version}.0",
            due=start + random.uniform(0, EVERY),  # noqa: S311 - no secret
        )
        for canvas, version, sessions in known
        for session in sessions
    ]
    log = Log()
    pids = server.pids()
    before = server.cpu_seconds(pids) or 0.0
    until = start + seconds
    with ThreadPoolExecutor(THREADS + 1) as pool:
        shares = [opened[n::THREADS] for n in range(THREADS)]
        work = [pool.submit(_keep_asking, share, until, log) for share in shares]
        work.append(pool.submit(_keep_editing, server, known, until, log))
        for done in work:
            done.result()
    return log, (server.cpu_seconds(pids) or 0.0) - before


def _keep_asking(boards: list[Board], until: float, log: Log) -> None:
    while boards and time.monotonic() < until:
        board = min(boards, key=lambda one: one.due)
        time.sleep(max(0.0, board.due - time.monotonic()))
        board.ask(log)


def _keep_editing(
    server: Server, known: list[tuple[str, int, list[str]]], until: float, log: Log
) -> None:
    """Edits until a question's time before the end, so that every change can be seen."""
    versions = {canvas: version for canvas, version, _ in known}
    visitors = {canvas: Visitor(server.port, sessions[0]) for canvas, _, sessions in known}
    while time.monotonic() < until - SEEN_WITHIN:
        canvas = random.choice(list(versions))  # noqa: S311 - no secret
        visitor = visitors[canvas]
        if not visitor.cookies.get("csrftoken"):
            visitor.get(f"/canvases/{canvas}/")
        fields = {"block": "key_partners", "text": "What somebody else adds"}
        answer = visitor.post(f"/canvases/{canvas}/new/note/", fields)
        versions[canvas] += 1
        log.made[f"/canvases/{canvas}/", versions[canvas]] = time.monotonic()
        log.edits.append(answer.seconds)
        log.failed += answer.status != 200
        time.sleep(AN_EDIT_EVERY)


if __name__ == "__main__":
    sys.exit(main())
