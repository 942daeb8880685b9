"""What a thread of comments is on: the canvas, a block, an element, or a finding.

A subject goes by its key, which is what an address, a thread's row and the counts on the canvas's
row say. No ref holds a colon, so that no element can pass for a block or a finding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from canvas.findings import found
from canvas.models import Canvas, Thread
from relationships.blueprint import COLLECTIONS, Blueprint, Element, Note, Relationship
from relationships.coherence import Finding
from relationships.coherence.findings import Identity, fingerprint
from relationships.vocabulary import Block

Called = dict[str, list[str]]
"""By ref: the kind of an element, as its collection is named, and its name or, of a relationship,
the slug of its type, which is told in the reader's language."""

Talk = tuple[tuple[str, str], ...]
"""Keys of subjects, and how many threads are open on each."""

_BLOCKS = frozenset(f"block:{block}" for block in Block)
_FINDING = "finding:"


class Kind(StrEnum):
    """What subjects are told apart by."""

    CANVAS = "canvas"
    BLOCK = "block"
    ELEMENT = "element"
    FINDING = "finding"


@dataclass(frozen=True)
class Subject:
    key: str = ""
    finding: Identity | None = None

    @classmethod
    def of_block(cls, block: Block) -> "Subject":
        return cls(f"block:{block}")

    @classmethod
    def of_finding(cls, identity: Identity) -> "Subject":
        return cls(finding_key(identity), identity)

    @classmethod
    def stored(cls, key: str, finding: Mapping[str, Any]) -> "Subject":
        """As a thread's row says it, or an event."""
        if not finding:
            return cls(key)
        return cls(key, (finding["code"], tuple(finding["elements"]), tuple(finding["about"])))

    @classmethod
    def asked_for(cls, named: QueryDict) -> "Subject":
        """The one that an address names: `on=` and, of a finding, code, elements and about."""
        key = named.get("on", "")
        if key != Kind.FINDING:
            return cls(key)
        elements, about = (tuple(named.get(name, "").split()) for name in ("elements", "about"))
        return cls.of_finding((named.get("code", ""), elements, about))

    @property
    def kind(self) -> Kind:
        return kind_of(self.key)

    @property
    def refs(self) -> tuple[str, ...]:
        """The elements that it names."""
        if self.finding:
            return self.finding[1]
        return (self.key,) if self.kind is Kind.ELEMENT else ()

    @property
    def query(self) -> str:
        """What names it in an address; empty for the whole canvas."""
        if not self.finding:
            return urlencode({"on": self.key}, safe=":") if self.key else ""
        code, elements, about = self.finding
        named = {"code": code, "elements": " ".join(elements), "about": " ".join(about)}
        return urlencode({"on": Kind.FINDING, **named})

    @property
    def spelt_out(self) -> dict[str, object]:
        """Of a finding, what its key is the fingerprint of."""
        if not self.finding:
            return {}
        code, elements, about = self.finding
        return {"code": code, "elements": list(elements), "about": list(about)}

    def is_there(self, blueprint: Blueprint, findings: Sequence[Finding]) -> bool:
        """Whether it can be commented on: elements are deleted, and findings mended."""
        match self.kind:
            case Kind.ELEMENT:
                return self.key in blueprint.elements
            case Kind.FINDING:
                return self.finding is not None and found(findings, self.finding) is not None
            case Kind.BLOCK:
                return self.key in _BLOCKS
            case Kind.CANVAS:
                return True


def kind_of(key: str) -> Kind:
    if not key:
        return Kind.CANVAS
    if key.startswith(_FINDING):
        return Kind.FINDING
    return Kind.BLOCK if key.startswith("block:") else Kind.ELEMENT


def finding_key(identity: Identity) -> str:
    return f"{_FINDING}{fingerprint(identity)}"


def called(blueprint: Blueprint, refs: Iterable[str]) -> Called:
    """What elements are called; those that are not there are left out."""
    named = (blueprint.elements[ref] for ref in refs if ref in blueprint.elements)
    return {element.ref: _called(element) for element in named}


def _called(element: Element) -> list[str]:
    return [COLLECTIONS[type(element)], _name(element)]


def _name(element: Element) -> str:
    match element:
        case Note():
            return element.text
        case Relationship():
            return element.type
        case _:
            return element.name


def keep_names(canvas: Canvas, before: Blueprint, after: Blueprint) -> None:
    """Tells the threads what elements are called now, and what deleted ones were called at last.

    No query unless an element that may be talked of got another name or went: two then.
    """
    if not canvas.open_threads:
        return
    other = dict(_other_names(before, after))
    keys = [key for key in canvas.open_threads if key in other or key.startswith(_FINDING)]
    if not other or not keys:
        return
    threads = [
        thread
        for thread in canvas.threads.filter(key__in=keys)
        if _told_anew(thread, {ref: other[ref] for ref in thread.called if ref in other})
    ]
    Thread.objects.bulk_update(threads, ["called"])


def _other_names(before: Blueprint, after: Blueprint) -> Iterable[tuple[str, list[str]]]:
    for ref, element in before.elements.items():
        now = after.elements.get(ref)
        if now is not element and (now is None or _called(now) != _called(element)):
            yield ref, _called(now or element)


def _told_anew(thread: Thread, names: Called) -> bool:
    told = thread.called | names
    differs = bool(told != thread.called)
    thread.called = told
    return differs


def talk_on(canvas: Canvas) -> Talk:
    """How many threads are open on each block and element, by key; secret links show none."""
    if canvas.door:
        return ()
    return tuple(
        (key, str(count))
        for key, count in canvas.open_threads.items()
        if count and kind_of(key) in (Kind.BLOCK, Kind.ELEMENT)
    )
