"""`make bench`: the application and the floor, measured in turn, against the aims.

Takes some two minutes, talks to this machine alone, and ends what it starts. The figures of the
two servers are ratios; counts and sizes are what they are.
"""

import argparse
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks import measures
from benchmarks.client import Answer, Visitor
from benchmarks.measures import Side, compare
from benchmarks.servers import ROOT, Server

OTHERS, HISTORY = 20, 100
"""Canvases of other people, and events behind a canvas, in the usual database; ten and a hundred
times as many in the grown one."""


@dataclass(frozen=True)
class Row:
    """A line of the table. Without musts there is no verdict: the figure is there to be known."""

    name: str
    values: tuple[float | None, ...]
    musts: tuple[float, ...] = ()
    aims: tuple[float, ...] = ()

    def verdict(self) -> str:
        if not self.musts:
            return ""
        if self._within(self.aims):
            return "aim"
        return "must" if self._within(self.musts) else "MISSED"

    def _within(self, limits: tuple[float, ...]) -> bool:
        pairs = zip(self.values, limits, strict=True)
        return all(value is None or value <= limit for value, limit in pairs)

    def __str__(self) -> str:
        cells = (_told(self.values), _told(self.musts), _told(self.aims), self.verdict())
        return f"{self.name:<58}{cells[0]:>20}{cells[1]:>16}{cells[2]:>16}  {cells[3]}".rstrip()


@dataclass(frozen=True)
class Floored(Row):
    """A row whose figures should be high."""

    def _within(self, limits: tuple[float, ...]) -> bool:
        pairs = zip(self.values, limits, strict=True)
        return all(value is None or value >= limit for value, limit in pairs)


def _told(numbers: tuple[float | None, ...]) -> str:
    return "; ".join("?" if n is None else f"{n:,.4g}" for n in numbers)


class Bench:
    """The servers, their databases, and somebody signed in at each."""

    def __init__(self, folder: Path, rounds: int, stack: ExitStack) -> None:
        self.folder, self.rounds, self.stack = folder, rounds, stack
        self.secret = secrets.token_urlsafe(60)
        self.known = self._fill("app", "benchmarks.filling", str(OTHERS), str(HISTORY))
        self.known_grown = self._fill(
            "grown", "benchmarks.filling", str(10 * OTHERS), str(100 * HISTORY)
        )
        self.known_floor = self._fill("floor", "benchmarks.floor.filling")
        self._run("app", "manage.py", "collectstatic", "--noinput", "--verbosity", "0")

    def environment(self, name: str) -> dict[str, str]:
        database = self.folder / f"{name}.sqlite3"
        if name == "floor":
            own = {"FLOOR_DATABASE": str(database)}
        else:
            own = {
                "DATABASE_URL": f"sqlite:///{database}",
                "STATIC_ROOT": str(self.folder / "static"),
                "DEBUG": "0",
                "HTTPS": "0",
                "ALLOWED_HOSTS": "127.0.0.1",
                "CACHE_TABLE": "",
            }
        settings = "benchmarks.floor.settings" if name == "floor" else "benchmarks.settings"
        return {"SECRET_KEY": self.secret, "DJANGO_SETTINGS_MODULE": settings, **own}

    def _run(self, name: str, *words: str) -> str:
        ran = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, *words],
            cwd=ROOT,
            env={**os.environ, **self.environment(name)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=180,
        )
        return ran.stdout

    def _fill(self, name: str, module: str, *words: str) -> dict[str, Any]:
        say(f"filling the database of {name!r}")
        known: dict[str, Any] = json.loads(self._run(name, "-m", module, *words))
        return known

    def serve(self, name: str, *, workers: int = 2, counting: bool = False) -> Server:
        of = "benchmarks.floor.wsgi" if name == "floor" else "config.wsgi"
        environment = self.environment(name) | ({"BENCH_SQL": "1"} if counting else {})
        log = self.folder / f"{name}.log"
        return self.stack.enter_context(
            Server(f"{of}:application", environment, log, workers=workers)
        )

    def visitor(self, server: Server, session: str) -> Visitor:
        return self.stack.enter_context(Visitor(server.port, session))

    def rows(self) -> Iterator[Row]:
        """Every line of the table, as soon as it is measured."""
        app, floor = self.serve("app"), self.serve("floor")
        ana = self.visitor(app, self.known["session"])
        plain = self.visitor(floor, self.known_floor["session"])
        board, floor_page = path(self.known["board"]), "/boards/1/"
        ana.get(board)
        floor_side = Side(floor, lambda: plain.get(floor_page))

        def to_floor(ask: Callable[[], Answer], **more: Any) -> measures.Ratio:
            return compare(self.rounds, Side(app, ask, **more), floor_side)

        warm = to_floor(lambda: ana.get(board))
        yield Row(
            "board, unchanged since it was drawn: time; CPU, to floor", of(warm), (2, 2), (1.2, 1.2)
        )
        cold_page = path(self.known["cold"])
        cold = to_floor(
            lambda: ana.get(cold_page), prepare=lambda: measures.succeeded(edit(ana, cold_page))
        )
        yield Row("board, each time after an edit: time; CPU, to floor", of(cold))
        rate = measures.throughput(
            max(self.rounds // 2, 3),
            (app.port, ana.request("GET", board, headers={})),
            (floor.port, plain.request("GET", floor_page, headers={})),
        )
        yield Floored(
            "board: requests a second at 8 connections, to floor", (rate,), (0.5,), (0.85,)
        )
        yield from self._sizes(ana, board)
        yield from self._edits(app, floor, ana, plain)
        overview = to_floor(lambda: ana.get("/canvases/"))
        yield Row("overview of 200 canvases: time to floor", (overview.time,), (1.2,), (0.8,))
        used, floor_used = app.memory_mib(), floor.memory_mib()
        memory = used / floor_used if used and floor_used else None
        yield Row("memory of 2 processes, to floor", (memory,), (1.6,), (1.25,))
        yield from self._growth(app, ana, board)
        yield from self._counts()
        cost = measures.check_cost(self.rounds)
        yield Row("`check`, to `json.loads` of the document", (cost.to_parsing,), (6,), (2.5,))
        yield Row("`check` of 8 times the canvas, to 8 checks", (cost.growth,), (1.3,), (1.1,))

    def _sizes(self, ana: Visitor, board: str) -> Iterator[Row]:
        page = measures.page_of(ana.get(board))
        figures = (page.size / 1024, page.gzipped / 1024, page.nodes)
        yield Row("board: kB of HTML; gzipped; DOM nodes", figures, (110, 14, 1600), (70, 9, 1000))
        first, then = measures.visits(ana, board)
        yield Row(
            "first visit: requests; kB", (first.requests, first.size / 1024), (7, 80), (4, 50)
        )
        yield Row("next visit: requests; kB", (then.requests, then.size / 1024), (1, 14), (1, 9))

    def _edits(self, app: Server, floor: Server, ana: Visitor, plain: Visitor) -> Iterator[Row]:
        """A few notes on one canvas, then on the next, so that none grows by much."""
        ours = cycle(
            path(canvas) for canvas in self.known["edited"] for _ in range(measures.PER_ROUND + 1)
        )
        theirs = cycle(f"/boards/{n}/notes/" for n in range(2, self.known_floor["boards"] + 1))
        for canvas in self.known["edited"]:
            ana.get(path(canvas))
        ratio = compare(
            self.rounds,
            Side(app, lambda: add(ana, next(ours))),
            Side(floor, lambda: plain.post(next(theirs), {"block": "offers", "text": "a note"})),
        )
        yield Row(
            "adding a note, panel and marks included: time to floor's",
            (ratio.time,),
            (2.5,),
            (1.5,),
        )
        yield Row("adding a note: CPU to floor's", (ratio.cpu,))
        failed, written = measures.failures(
            app.port, self.known["session"], path(self.known["raced"])
        )
        yield Row(f"8 writers, {written} writes to one canvas: failed", (failed,), (0,), (0,))

    def _growth(self, app: Server, ana: Visitor, board: str) -> Iterator[Row]:
        usual = Side(app, lambda: ana.get(board))
        for name, times, must, aim in (("twice", 2, 1.7, 1.4), ("fivefold", 5, 3.4, 2.6)):
            more = path(self.known[name])
            warm = compare(self.rounds, Side(app, lambda more=more: ana.get(more)), usual)
            cold = compare(
                self.rounds,
                Side(app, lambda more=more: ana.get(more), lambda more=more: edit(ana, more)),
                Side(app, lambda: ana.get(board), lambda: edit(ana, board)),
            )
            yield Row(
                f"board at {times} times the notes, unchanged, to itself",
                (warm.time,),
                (must,),
                (aim,),
            )
            yield Row(
                f"board at {times} times the notes, after an edit", (cold.time,), (must,), (aim,)
            )
        grown = self.serve("grown")
        eva = self.visitor(grown, self.known_grown["session"])
        same = path(self.known_grown["board"])
        others = compare(self.rounds, Side(grown, lambda: eva.get(same)), usual)
        lists = compare(
            self.rounds,
            Side(grown, lambda: eva.get("/canvases/")),
            Side(app, lambda: ana.get("/canvases/")),
        )
        yield Row(
            "others' data times 10: board; overview",
            (others.time, lists.time),
            (1.15, 1.15),
            (1.05, 1.05),
        )
        old, young = path(self.known_grown["worked_on"]), path(self.known["worked_on"])
        long = compare(
            self.rounds, Side(grown, lambda: edit(eva, old)), Side(app, lambda: edit(ana, young))
        )
        yield Row("history times 100: an edit", (long.time,), (1.1,), (1.05,))

    def _counts(self) -> Iterator[Row]:
        server = self.serve("app", workers=1, counting=True)
        ana = self.visitor(server, self.known["session"])
        boards = [path(self.known[name]) for name in ("board", "fivefold")]
        for warming in (*boards, "/canvases/"):
            ana.get(warming)
        counts = tuple(measures.statements(ana.get(board)) for board in boards)
        yield Row("board: SQL statements; at 5 times the notes", counts, (10, 10), (7, 7))
        added = measures.statements(add(ana, path(self.known["edited"][0])))
        yield Row("adding a note: requests; SQL statements", (1, added), (1, 20), (1, 12))
        yield Row(
            "overview: SQL statements", (measures.statements(ana.get("/canvases/")),), (6,), (5,)
        )


def path(canvas_id: str) -> str:
    return f"/canvases/{canvas_id}/"


def of(ratio: measures.Ratio) -> tuple[float | None, float | None]:
    return ratio.time, ratio.cpu


def add(visitor: Visitor, canvas: str) -> Answer:
    fields = {"block": "key_partners", "text": "Bakers who lend an oven", "color": ""}
    return visitor.post(f"{canvas}new/note/", fields)


def edit(visitor: Visitor, canvas: str) -> Answer:
    """Changes the first note's text to one that it never had."""
    fields = {"block": "key_partners", "text": f"Bakers, try {next(measures.unique)}", "color": ""}
    return visitor.post(f"{canvas}notes/n1/", fields)


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=12, choices=range(3, 61), metavar="3…60")
    options = parser.parse_args()
    # Whoever ends this ends the servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="vinculo-bench-") as folder, ExitStack() as stack:
        bench = Bench(Path(folder), options.rounds, stack)
        say(f"measuring, {options.rounds} rounds each")
        print(f"{'':<58}{'here':>20}{'must':>16}{'aim':>16}")
        missed = 0
        for row in bench.rows():
            missed += row.verdict() == "MISSED"
            print(row, flush=True)
    print("\nBenches of their own: python -m benchmarks.live, python -m benchmarks.signing_in")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
