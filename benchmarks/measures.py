"""What is measured, and how: both sides in turn, a few requests each, round after round.

Whatever else the machine does falls on both sides alike, so their ratio holds still where their
milliseconds do not. A ratio here is the median of the rounds' ratios.
"""

import gzip
import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import count
from statistics import median

from benchmarks.client import Answer, Visitor
from benchmarks.counting import HEADER
from benchmarks.servers import Server

PER_ROUND = 8
"""Requests of each side in a round, after one that warms up and does not count."""


class Failed(Exception):
    """A request that had to succeed did not, so that there is nothing to measure."""


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: a server, and what a visitor asks of it.

    `prepare` runs before each request, outside of what is measured.
    """

    server: Server
    ask: Callable[[], Answer]
    prepare: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Ratio:
    """Time and processor time of one side to another's; no `cpu` where the system can't tell."""

    time: float
    cpu: float | None


def compare(rounds: int, measured: Side, base: Side) -> Ratio:
    """How long the one takes, in units of the other."""
    times, costs = [], []
    for number in range(rounds):
        first, second = (measured, base) if number % 2 else (base, measured)
        one, other = _few(first), _few(second)
        mine, theirs = (one, other) if first is measured else (other, one)
        times.append(mine[0] / theirs[0])
        if mine[1] is not None and theirs[1]:
            costs.append(mine[1] / theirs[1])
    return Ratio(median(times), median(costs) if costs else None)


def _few(side: Side) -> tuple[float, float | None]:
    """The median time of a few requests, and their processor time, in seconds."""
    side.prepare()
    succeeded(side.ask())
    pids = side.server.pids()
    times, cpu = [], 0.0
    for _ in range(PER_ROUND):
        side.prepare()
        before = side.server.cpu_seconds(pids)
        times.append(succeeded(side.ask()).seconds)
        after = side.server.cpu_seconds(pids)
        if before is None or after is None:
            return median(times), None
        cpu += after - before
    return median(times), cpu


def succeeded(answer: Answer) -> Answer:
    if answer.status != 200:
        raise Failed(f"{answer.status}: {answer.body[:500]!r}")
    return answer


def throughput(rounds: int, measured: tuple[int, bytes], base: tuple[int, bytes]) -> float:
    """Requests a second at eight connections, to the other's. Each side: a port, and a request."""
    ratios = []
    for number in range(rounds):
        order = (measured, base) if number % 2 else (base, measured)
        rates = {port: _rate(port, request) for port, request in order}
        ratios.append(rates[measured[0]] / rates[base[0]])
    return median(ratios)


def _rate(port: int, request: bytes, connections: int = 8, each: int = 12) -> float:
    def work(_: int) -> None:
        with Visitor(port) as visitor:
            for _ in range(each):
                succeeded(visitor.connection.send(request))

    started = time.perf_counter()
    with ThreadPoolExecutor(connections) as threads:
        list(threads.map(work, range(connections)))
    return connections * each / (time.perf_counter() - started)


def failures(port: int, session: str, path: str, each: int = 20) -> tuple[int, int]:
    """Eight writers at once on one canvas: how many writes failed, of how many."""

    def write(writer: int) -> int:
        with Visitor(port, session) as visitor:
            succeeded(visitor.get(path))
            return sum(
                visitor.post(
                    f"{path}new/note/",
                    {"block": "key_partners", "text": f"{n} of {writer}", "color": ""},
                ).status
                != 200
                for n in range(each)
            )

    with ThreadPoolExecutor(8) as threads:
        return sum(threads.map(write, range(8))), 8 * each


def statements(answer: Answer) -> int:
    """How many SQL statements an answer of the counting server took."""
    return int(succeeded(answer).headers[HEADER.lower()])


# --- Sizes --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """An HTML page's size: bytes, bytes when compressed, elements."""

    size: int
    gzipped: int
    nodes: int


class _Reader(HTMLParser):
    """Counts the elements of a page, and collects the files that a browser loads with it."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes = 0
        self.files: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.nodes += 1
        named = dict(attributes)
        loads = {"stylesheet", "icon", "modulepreload", "preload"}
        if tag in ("script", "img") and (source := named.get("src")):
            self.files.append(source)
        elif tag == "link" and loads & set((named.get("rel") or "").split()):
            self.files.append(named.get("href") or "")


def page_of(answer: Answer) -> Page:
    reader = _Reader()
    reader.feed(answer.plain.decode())
    return Page(len(answer.plain), len(gzip.compress(answer.plain, 6)), reader.nodes)


@dataclass(frozen=True)
class Visit:
    """What a browser fetches: requests, and bytes on the wire with their headers."""

    requests: int
    size: int


IMPORT = re.compile(rb"""\bimport\b[^;"']*["']([^"']+)["']|url\(["']?([^"')]+)["']?\)""")


def visits(visitor: Visitor, path: str) -> tuple[Visit, Visit]:
    """A first visit with an empty cache, and the next: what may be kept for good is kept."""
    page = succeeded(visitor.get(path))
    fetched = {path: page}
    waiting = list(dict.fromkeys(_files(page)))
    while waiting:
        name = waiting.pop(0)
        if name in fetched or name.startswith("data:"):
            continue
        answer = fetched[name] = succeeded(visitor.get(name))
        waiting += [_beside(name, other) for other in _imports(answer)]
    again = [a for a in fetched.values() if "immutable" not in a.headers.get("cache-control", "")]
    return tuple(
        Visit(len(answers), sum(answer.wire for answer in answers))
        for answers in (list(fetched.values()), again)
    )


def _files(page: Answer) -> list[str]:
    reader = _Reader()
    reader.feed(page.plain.decode())
    return reader.files


def _imports(answer: Answer) -> Iterator[str]:
    """The files that a script or a style sheet loads in its turn."""
    kind = answer.headers.get("content-type", "")
    if "javascript" in kind or "css" in kind:
        for script, other in IMPORT.findall(answer.plain):
            name = (script or other).decode()
            if name.startswith((".", "/")):
                yield name


def _beside(path: str, name: str) -> str:
    """The address of a file that another one names."""
    if name.startswith("/"):
        return name
    parts = path.rpartition("/")[0].split("/")
    for part in name.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


# --- Without a server -----------------------------------------------------------------------------


@dataclass(frozen=True)
class CheckCost:
    """`check`, in units of parsing the canvas's document; and what eight times the canvas costs."""

    to_parsing: float
    growth: float


def check_cost(rounds: int) -> CheckCost:
    from benchmarks.canvases import planned
    from canvas.exchange.vinculo_canvas import dump
    from relationships.coherence import check
    from relationships.content import shipped

    catalog = shipped()
    small, big = planned(catalog), planned(catalog, notes=480, times=8)
    text = dump(small)
    works = (
        lambda: json.loads(text),
        lambda: check(small, catalog),
        lambda: check(big, catalog),
    )
    parsing, one, eight = (
        min(times) for times in zip(*(map(_seconds, works) for _ in range(rounds)), strict=True)
    )
    return CheckCost(one / parsing, eight / one / 8)


def _seconds(work: Callable[[], object]) -> float:
    """The quickest of a few runs: what the machine does besides only ever adds."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


unique = count(1)
"""Numbers for texts, so that every edit changes something."""
