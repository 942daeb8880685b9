"""`python -m benchmarks.signing_in`: a class signs in at once; does it hold up those at work?

Starts the application as production does, in one process or more, and lets somebody open a board
ten times a second: first alone, then while thirty people sign in at the same moment, each as the
page does, trying again after as many seconds as the answer says. Talks to this machine alone, is
bounded in time and number, and ends what it starts. Fails where a request fails or somebody stays
outside.
"""

import argparse
import json
import random
import secrets
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from threading import Barrier, Event

from benchmarks.__main__ import Bench, path
from benchmarks.client import Visitor
from benchmarks.servers import Server

ALONE = 5.0
A_BOARD_EVERY = 0.1
MOST_TRIES = 40
LOGIN = "/accounts/login/"
IN, LATER = (204, 302), 503


@dataclass
class Class:
    """What became of it; times in seconds."""

    statuses: Counter[int] = field(default_factory=Counter)
    tries: list[int] = field(default_factory=list)
    took: float = 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", type=int, default=30, choices=range(2, 61), metavar="2..60")
    parser.add_argument("--processes", type=int, default=1, choices=range(1, 5), metavar="1..4")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        return _measure(Bench(Path(folder), 1, stack), options.people, options.processes)


def _measure(bench: Bench, people: int, processes: int) -> int:
    password = secrets.token_urlsafe(12)
    known = json.loads(bench._run("app", "-m", "benchmarks.filling_class", str(people), password))
    server = bench.serve("app", workers=processes)
    ana = bench.visitor(server, bench.known["session"])
    board = path(bench.known["board"])
    for _ in range(20):
        ana.get(board)
    alone = _at_work(ana, board, until=time.monotonic() + ALONE)
    signed_in = Class()
    with ThreadPoolExecutor(1) as beside:
        done = Event()
        working = beside.submit(_at_work, ana, board, done=done)
        try:
            _all_sign_in(server, known, password, signed_in)
        finally:
            done.set()
        meanwhile = working.result()
    print(f"{people} people at once, processes: {processes}")
    for name, seconds in (("a board, alone", alone), ("a board, meanwhile", meanwhile)):
        print(f"{name:<20}{len(seconds):>5}  median, 95 %, most: {_spread(seconds)} s")
    ratios = median(meanwhile) / median(alone), max(meanwhile) / median(alone)
    print(f"meanwhile to alone: median {ratios[0]:.1f}, most {ratios[1]:.1f}")
    print(f"all are in after {signed_in.took:.1f} s, tries: {sum(signed_in.tries)}", end=" ")
    print(f"(most for one {max(signed_in.tries)}); answers: {dict(signed_in.statuses)}")
    failed = set(signed_in.statuses) - {*IN, LATER}
    outside = people - sum(signed_in.statuses[status] for status in IN)
    return int(bool(failed or outside))


def _at_work(
    visitor: Visitor, board: str, *, until: float = float("inf"), done: Event | None = None
) -> list[float]:
    """How long each board took. Raises where one fails."""
    seconds = []
    while time.monotonic() < until and not (done and done.is_set()):
        answer = visitor.get(board)
        if answer.status != 200:
            raise RuntimeError(f"a board was answered by {answer.status}")
        seconds.append(answer.seconds)
        time.sleep(A_BOARD_EVERY)
    return seconds


def _all_sign_in(server: Server, known: list[str], password: str, log: Class) -> None:
    together = Barrier(len(known))

    def sign_in(email: str) -> Counter[int]:
        statuses: Counter[int] = Counter()
        with Visitor(server.port) as visitor:
            visitor.get(LOGIN)
            together.wait(60)
            while statuses.total() < MOST_TRIES:
                answer = visitor.post(LOGIN, {"login": email, "password": password})
                statuses[answer.status] += 1
                if answer.status != LATER:
                    break
                pause = int(answer.headers["retry-after"]) + random.random()  # noqa: S311
                time.sleep(pause)
        return statuses

    started = time.monotonic()
    with ThreadPoolExecutor(len(known)) as pool:
        for statuses in pool.map(sign_in, known):
            log.statuses += statuses
            log.tries.append(statuses.total())
    log.took = time.monotonic() - started


def _spread(seconds: list[float]) -> str:
    cuts = quantiles(seconds, n=20)
    return f"{cuts[9]:.3f}, {cuts[18]:.3f}, {max(seconds):.3f}"


if __name__ == "__main__":
    sys.exit(main())
