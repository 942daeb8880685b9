"""What is wrong with a document, and where.

Messages are shown beside form fields as well: they speak to a person, in the active language.
"""

import json
import re
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise

from canvas.exchange import limits

Path = tuple["Path | None", str | int] | None
"""A place in a document: the place around it and the key or index there; `None` is the document.

Nested pairs cost next to nothing on the way down; they become text for a fault only.
"""

ROOT: Path = None

UNFIT_TO_SHOW = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What would break a line, steer a terminal, turn the reading direction or fail to be encoded."""

_PLAIN_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, as `$.segments[0].name`, and what, in the active language."""

    path: str
    message: str


class BrokenDocument(Exception):
    """A document that breaks the format.

    `faults` are in the document's order, `limits.FAULTS_KEPT` at most. `total` counts them all,
    up to `limits.FAULTS_COUNTED`: a document that reaches it may well have more.
    """

    def __init__(self, faults: tuple[Fault, ...], total: int | None = None) -> None:
        super().__init__(faults)
        self.faults = faults
        self.total = len(faults) if total is None else total

    def __str__(self) -> str:
        return "; ".join(f"{fault.path}: {fault.message}" for fault in self.faults)


class Faults:
    """Collects the faults of one document."""

    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self._total = 0

    def add(self, at: Path, message: Promise, **values: object) -> None:
        """Notes a fault; `values` fill the message's places. Raises when it is one too many."""
        self._total += 1
        if self._total <= limits.FAULTS_KEPT:
            self._kept.append(_fault(at, message, values))
        if self._total >= limits.FAULTS_COUNTED:
            self.refuse()

    def refuse(self) -> None:
        """Raises `BrokenDocument` where there is a fault."""
        if self._total:
            raise BrokenDocument(tuple(self._kept), self._total)


def refusal(message: Promise, **values: object) -> BrokenDocument:
    """For a document that can't be read at all."""
    return BrokenDocument((_fault(ROOT, message, values),))


def written(at: Path) -> str:
    """The path as text, ASCII alone: `$.segments[0].name`, `$["no plain word"]`.

    Of an endless key it has the beginning.
    """
    steps: list[str] = []
    while at is not None:
        at, step = at
        steps.append(_step(step))
    return "$" + "".join(reversed(steps))


def echo(text: str) -> str:
    """As much of a refused text as a message may repeat, on one line."""
    if len(text) > limits.ECHO:
        text = text[: limits.ECHO - 1] + "…"
    return fit_to_show(text)


def fit_to_show(text: str) -> str:
    """Without what could break a line or turn the direction of reading."""
    return UNFIT_TO_SHOW.sub("\N{REPLACEMENT CHARACTER}", text)


def _fault(at: Path, message: Promise, values: dict[str, object]) -> Fault:
    shown = {name: _shown(value) for name, value in values.items()}
    return Fault(written(at), str(message) % shown)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _PLAIN_WORD.fullmatch(key := str(step)[: limits.KEY_ECHO]):
        return f".{key}"
    return f"[{json.dumps(key)}]"


def _shown(value: object) -> str:
    if isinstance(value, int):
        return number_format(value, use_l10n=True, force_grouping=True)
    return str(value)
