"""The page of comments as values: what its template shows, worked out from rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from canvas.board import place_of
from canvas.mentions import mentions
from canvas.models import Canvas, Comment, Thread
from canvas.subjects import Kind, Subject, called
from canvas.telling import subject_told
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.coherence import Finding

ON_A_PAGE = 20


class State(StrEnum):
    """Which threads are asked for."""

    ALL = "all"
    OPEN = "open"
    RESOLVED = "resolved"


STATES = {
    State.ALL: gettext_lazy("All threads"),
    State.OPEN: gettext_lazy("Open ones"),
    State.RESOLVED: gettext_lazy("Resolved ones"),
}

KINDS = {
    None: gettext_lazy("On anything"),
    Kind.CANVAS: gettext_lazy("On the whole canvas"),
    Kind.BLOCK: gettext_lazy("On blocks"),
    Kind.ELEMENT: gettext_lazy("On elements"),
    Kind.FINDING: gettext_lazy("On findings"),
}

_OF_KIND = {
    Kind.CANVAS: Q(key=""),
    Kind.BLOCK: Q(key__startswith="block:"),
    Kind.ELEMENT: ~Q(key="") & ~Q(key__contains=":"),
    Kind.FINDING: Q(key__startswith="finding:"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for: threads on a `subject` or of a kind, one thread, a page."""

    state: State = State.ALL
    kind: Kind | None = None
    subject: Subject | None = None
    thread: int | None = None
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> "Wish":
        """What it can't mean is taken for the usual."""
        state, kind = query.get("state", ""), query.get("about", "")
        return cls(
            State(state) if state in tuple(State) else State.ALL,
            Kind(kind) if kind in tuple(Kind) else None,
            Subject.asked_for(query) if "on" in query else None,
            _number(query.get("thread", "")),
            _number(query.get("page", "")) or 1,
        )

    @property
    def query(self) -> str:
        """The query of an address that asks for this; empty for the usual."""
        asked: dict[str, object] = {}
        if self.state is not State.ALL:
            asked["state"] = self.state
        if self.kind:
            asked["about"] = self.kind
        if self.thread:
            asked["thread"] = self.thread
        if self.page != 1:
            asked["page"] = self.page
        parts = (self.subject.query if self.subject else "", urlencode(asked))
        query = "&".join(filter(None, parts))
        return f"?{query}" if query else ""

    def threads(self, canvas: Canvas) -> QuerySet[Thread]:
        """Open ones first, the latest first."""
        threads = canvas.threads.order_by(F("resolved_at").asc(nulls_first=True), "-at", "-pk")
        if self.thread:
            return threads.filter(pk=self.thread)
        if self.subject:
            threads = threads.filter(key=self.subject.key)
        elif self.kind:
            threads = threads.filter(_OF_KIND[self.kind])
        if self.state is not State.ALL:
            threads = threads.filter(resolved_at__isnull=self.state is State.OPEN)
        return threads


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,15}", text) else None


@dataclass(frozen=True, slots=True)
class Box:
    """A field to write in. `id` is its own on the page; with `faults` it shows what was refused."""

    id: str
    text: str = ""
    faults: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.faults)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, which may mention somebody."""

    text: str
    is_mention: bool = False


@dataclass(frozen=True, slots=True)
class CommentView:
    """`edit` is the box of whoever may edit it, `may_delete` is the owner's as well."""

    pk: str
    who: str
    at: datetime
    parts: tuple[Part, ...]
    is_edited: bool
    is_deleted: bool
    edit: Box | None
    may_delete: bool


@dataclass(frozen=True, slots=True)
class ThreadView:
    """`place` opens its element, where that is there still; `query` names what it is on."""

    pk: str
    told: str
    place: str
    is_gone: bool
    query: str
    is_resolved: bool
    resolved: tuple[str, datetime] | None
    comments: tuple[CommentView, ...]
    reply: Box | None


Written = tuple[str, str, tuple[str, ...]]
"""What somebody typed and is still to be saved: the id of its box, the text, what is wrong."""


@dataclass
class Drawing:
    """What it takes to draw threads for one reader. `written` is what was refused, or restored."""

    blueprint: Blueprint
    findings: Sequence[Finding]
    catalog: Catalog
    language: str
    reader: User
    people: Sequence[User]
    may_comment: bool
    owns: bool
    written: Written = ("", "", ())
    said: Mapping[int, Sequence[Comment]] = field(default_factory=dict)

    def threads(self, threads: Iterable[Thread]) -> tuple[ThreadView, ...]:
        return tuple(map(self._thread, threads))

    def box(self, id: str, text: str = "") -> Box:
        written_in, typed, faults = self.written
        return Box(id, typed, faults) if written_in == id else Box(id, text)

    def told(self, subject: Subject) -> str:
        """What is asked for by an address; empty where it is not there."""
        if not subject.is_there(self.blueprint, self.findings):
            return ""
        names = called(self.blueprint, subject.refs)
        return subject_told(subject, names, self.catalog, self.language)

    def place(self, subject: Subject) -> str:
        """Where the subject opens, below the canvas's address; empty where it does not."""
        match subject.kind:
            case Kind.ELEMENT if element := self.blueprint.elements.get(subject.key):
                return place_of(element)
            case Kind.FINDING:
                return "coherence/"
            case Kind.BLOCK:
                return f"#block-{subject.key.partition(':')[2]}"
            case _:
                return ""

    def _thread(self, thread: Thread) -> ThreadView:
        subject = Subject.stored(thread.key, thread.finding)
        is_there = subject.is_there(self.blueprint, self.findings)
        return ThreadView(
            pk=str(thread.pk),
            told=subject_told(subject, thread.called, self.catalog, self.language),
            place=self.place(subject) if is_there else "",
            is_gone=not is_there,
            query=replace(Wish(), subject=subject).query,
            is_resolved=thread.is_resolved,
            resolved=(_who(thread.resolved_by), thread.resolved_at) if thread.resolved_at else None,
            comments=tuple(self._comment(said) for said in self.said.get(thread.pk, ())),
            reply=self.box(f"reply-{thread.pk}") if self.may_comment else None,
        )

    def _comment(self, said: Comment) -> CommentView:
        is_mine = said.by_id == self.reader.pk and self.may_comment and not said.is_deleted
        return CommentView(
            pk=str(said.pk),
            who=_who(said.by),
            at=said.at,
            parts=tuple(self._parts(said.text)),
            is_edited=said.edited_at is not None,
            is_deleted=said.is_deleted,
            edit=self.box(f"edit-{said.pk}", said.text) if is_mine else None,
            may_delete=is_mine or (self.owns and not said.is_deleted),
        )

    def _parts(self, text: str) -> Iterator[Part]:
        done = 0
        for start, end, _people in mentions(text, self.people):
            yield Part(text[done:start])
            yield Part(text[start:end], is_mention=True)
            done = end
        yield Part(text[done:])


def said_in(threads: Sequence[Thread]) -> dict[int, list[Comment]]:
    """What was said in threads, in order, each with its author. One query; none for no thread."""
    said: dict[int, list[Comment]] = {}
    if threads:
        rows = Comment.objects.filter(thread__in=threads).select_related("by")
        for comment in rows.order_by("-starts", "at", "pk"):
            said.setdefault(comment.thread_id, []).append(comment)
    return said


def _who(person: User | None) -> str:
    return str(person) if person else _("somebody who has left")
