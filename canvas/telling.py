"""What happened to a canvas, in the reader's language: a sentence for each event, and details."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvas.board import name_of, shortened, type_name
from canvas.differences import HEAD, Delta
from canvas.forms.canvases import LANGUAGE_NAMES, DetailsForm
from canvas.forms.channels import ChannelForm
from canvas.forms.notes import NoteForm
from canvas.forms.plans import RelationshipForm
from canvas.forms.segments import SegmentForm
from canvas.history import delta_of
from canvas.models import Comment, Event, Notice, Reason, Verb
from canvas.subjects import Called, Kind, Subject
from relationships.blueprint import (
    COLLECTIONS,
    Blueprint,
    Channel,
    Element,
    Experiment,
    FactorMark,
    Habit,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.catalog import Catalog
from relationships.coherence import texts
from relationships.coherence.texts import amount, number
from relationships.content import words
from relationships.vocabulary import Block, Language

FORMS: dict[type[Element], Any] = {
    Note: NoteForm,
    Segment: SegmentForm,
    Channel: ChannelForm,
    Relationship: RelationshipForm,
}

NAME_LENGTH = 60
NAMES_TOLD = 4
EXCERPT_LENGTH = 200

_KINDS = {name: kind for kind, name in COLLECTIONS.items()}

_TALK = {
    Verb.COMMENT: lambda: _("New comment: %(subject)s."),
    Verb.REPLY: lambda: _("Reply to a comment: %(subject)s."),
    Verb.REWORD: lambda: _("Comment edited: %(subject)s."),
    Verb.RETRACT: lambda: _("Comment deleted: %(subject)s."),
    Verb.RESOLVE: lambda: _("Thread resolved: %(subject)s."),
    Verb.REOPEN: lambda: _("Thread reopened: %(subject)s."),
}

_COMING = {
    Verb.JOIN: lambda: _("%(who)s joined."),
    Verb.LEAVE: lambda: _("%(who)s left."),
    Verb.ROLE: lambda: _("%(who)s got another role."),
    Verb.HAND_OVER: lambda: _("The canvas belongs to %(who)s now."),
    Verb.LINK: lambda: _("A secret link was made."),
    Verb.REVOKE: lambda: _("A secret link was revoked."),
}

_WHOLE = {
    Verb.IMPORT: lambda: _("A document was brought into the canvas."),
    Verb.RETURN: lambda: _("The canvas, or a part of it, was put back to what it was."),
}


@dataclass(frozen=True)
class Detail:
    """A field that an event changed: of which element, what it is called, and both texts."""

    element: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    sentence: str
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class Teller:
    """Tells events of one canvas to one reader.

    `names` are what elements are called now, by ref: what an event names and does not hold.
    """

    catalog: Catalog
    language: str
    names: Mapping[str, str]

    @classmethod
    def of(cls, blueprint: Blueprint, catalog: Catalog, language: str) -> "Teller":
        names = {
            ref: name_of(element, catalog, language) for ref, element in blueprint.elements.items()
        }
        return cls(catalog, language, names)

    def tell(self, event: Event) -> Told:
        match Verb(event.verb):
            case Verb.CREATE:
                return Told(_("The canvas was created."))
            case Verb.DELETE:
                return Told(_("The canvas was deleted."))
            case Verb.RESTORE:
                return Told(_("The canvas was brought back."))
            case Verb.ARCHIVE:
                return Told(_("The canvas was archived."))
            case Verb.UNARCHIVE:
                return Told(_("The canvas was taken out of the archive."))
            case Verb.IMPORT | Verb.RETURN as verb if delta := delta_of(event):
                return replace(self.change(delta), sentence=_WHOLE[verb]())
            case Verb.SET_ASIDE:
                return self._finding(event, _("Set aside: %(rule)s (%(names)s)."))
            case Verb.TAKE_UP:
                return self._finding(event, _("Taken up again: %(rule)s (%(names)s)."))
            case verb if verb in _COMING:
                return Told(_COMING[verb]() % {"who": event.whom or _("somebody who has left")})
            case verb if verb in _TALK:
                thread = event.thread
                subject = Subject.stored(thread["key"], thread["finding"])
                told = subject_told(subject, thread["called"], self.catalog, self.language)
                return Told(_TALK[verb]() % {"subject": told})
            case verb:
                delta = delta_of(event)
                return Told(_("Something changed.")) if delta is None else self.change(delta, verb)

    def change(self, delta: Delta, verb: Verb = Verb.CHANGE) -> Told:
        """What differs between two blueprints, as if it had been done at once."""
        teller = _Change(self, delta)
        return Told(teller.sentence(verb), tuple(teller.details()))

    def _finding(self, event: Event, sentence: str) -> Told:
        """Of which rule and of which elements, and why; `sentence` names both."""
        finding, delta = event.finding, delta_of(event)
        named = delta.after.elements if delta else {}
        called = [
            _called(named[ref], self) if ref in named else self.names.get(ref, ref)
            for ref in finding["elements"]
        ]
        rule = texts.all_texts().get(finding["code"])
        title = rule.title.into(self.language) if rule else finding["code"]
        was, now = "–", self.said(finding["reason"])
        if event.verb == Verb.TAKE_UP:
            was, now = now, was
        told = {"rule": title, "names": "; ".join(called) or _("the whole canvas")}
        return Told(sentence % told, (Detail(title, _("Reason"), was, now),))

    def said(self, value: Any, field: str = "") -> str:
        """A field's value in words; a dash where there is none."""
        match value:
            case None | "" | ():
                return "–"
            case bool():
                return _("yes") if value else _("no")
            case Language():
                return LANGUAGE_NAMES[value]
            case StrEnum():
                return words.label(value, self.language)
            case Decimal():
                return amount(value, self.language)
            case int():
                return number(Decimal(value), self.language)
            case tuple():
                return "; ".join(self.said(part, field) for part in value)
            case str():
                return self._named(value, field)
            case FactorMark():
                degree = words.importance(value.importance, self.language)
                return " · ".join(filter(None, (self._entry(value.factor), degree, value.detail)))
            case Habit() | Experiment():
                parts = (getattr(value, part.name) for part in fields(value))
                return " · ".join(self.said(part) for part in parts if part not in (None, ""))
            case _:
                return str(value)

    def _named(self, text: str, field: str) -> str:
        """A ref by the name of its element, a slug by that of its entry, a text as it stands."""
        if field in ("segment", "channel", "value_propositions"):
            return self.names.get(text, text)
        if field in ("type", "expects", "strategies", "kind"):
            return self._entry(text)
        return text

    def _entry(self, slug: str) -> str:
        catalog = self.catalog
        for entries in (catalog.types, catalog.strategies, catalog.kinds, catalog.factors):
            if slug in entries:
                return str(entries[slug].name.into(self.language))
        return slug


class _Change:
    """One delta, sorted by what became of each element."""

    def __init__(self, teller: Teller, delta: Delta) -> None:
        self.teller, self.delta = teller, delta
        was, now = delta.before.elements, delta.after.elements
        self.added = [element for ref, element in now.items() if ref not in was]
        self.removed = [element for ref, element in was.items() if ref not in now]
        self.changed = [(element, now[ref]) for ref, element in was.items() if ref in now]

    def sentence(self, verb: Verb) -> str:
        """What was done, with the name of the element that it was done to."""
        if verb is Verb.UNDO:
            return _("Brought back: %(names)s.") % {"names": self._names(self.added)}
        if self.removed:
            return _("Deleted: %(names)s.") % {"names": self._names(self.removed)}
        if self.added:
            return _("Added: %(names)s.") % {"names": self._names(self.added)}
        if self.changed:
            return _("Changed: %(names)s.") % {"names": self._names(e for _was, e in self.changed)}
        if self.delta.before.touchpoints or self.delta.after.touchpoints:
            return _("Touchpoints were changed.")
        if any(self.details()):
            return _("The details of the canvas were changed.")
        return _("The order was changed.")

    def _names(self, elements: Iterable[Element]) -> str:
        """The first element by kind and name, and how many more there are."""
        first, *others = elements
        told = self.called(first)
        if not others:
            return told
        more = ngettext("%(n)d more", "%(n)d more", len(others)) % {"n": len(others)}
        return _("%(first)s and %(more)s") % {"first": told, "more": more}

    def called(self, element: Element) -> str:
        return _called(element, self.teller)

    def details(self) -> Iterable[Detail]:
        yield from self._fields(_("Canvas"), self.delta.before, self.delta.after, HEAD)
        for was, now in self.changed:
            names = [part.name for part in fields(was) if part.name != "ref"]
            yield from self._fields(self.called(now), was, now, names)
        pairs = {(t.segment, t.channel): t for t in self.delta.before.touchpoints}
        later = {(t.segment, t.channel): t for t in self.delta.after.touchpoints}
        for pair in dict.fromkeys((*pairs, *later)):
            yield self._touchpoint(pairs.get(pair), later.get(pair))

    def _fields(self, called: str, was: Any, now: Any, names: Iterable[str]) -> Iterable[Detail]:
        for name in names:
            before, after = getattr(was, name), getattr(now, name)
            if before != after:
                yield Detail(
                    called,
                    field_label(type(now), name),
                    self.teller.said(before, name),
                    self.teller.said(after, name),
                )

    def _touchpoint(self, was: Touchpoint | None, now: Touchpoint | None) -> Detail:
        of = now or was
        assert of is not None  # noqa: S101 - one of both is always given
        names = self.teller.names
        return Detail(
            f"{names.get(of.segment, of.segment)} – {names.get(of.channel, of.channel)}",
            _("Phases"),
            self.teller.said(was.phases if was else ()),
            self.teller.said(now.phases if now else ()),
        )


def _called(element: Element, teller: Teller) -> str:
    """An element by kind and name."""
    return _quoted(type(element), name_of(element, teller.catalog, teller.language))


def _quoted(kind: type[Element], name: str) -> str:
    quoted = {"name": shortened(name, NAME_LENGTH)}
    if kind is Note:
        return _("Note “%(name)s”") % quoted
    if kind is Segment:
        return _("Segment “%(name)s”") % quoted
    if kind is Channel:
        return _("Channel “%(name)s”") % quoted
    return _("Relationship “%(name)s”") % quoted


def subject_told(subject: Subject, called: Called, catalog: Catalog, language: str) -> str:
    """What a thread is on, by what its elements are called, or were when they were deleted."""
    match subject.kind:
        case Kind.CANVAS:
            return _("the whole canvas")
        case Kind.BLOCK:
            block = Block(subject.key.partition(":")[2])
            return _("Block “%(name)s”") % {"name": words.label(block, language)}
    names = []
    for ref in subject.refs:
        collection, name = called[ref]
        kind = _KINDS[collection]
        names.append(
            _quoted(kind, type_name(catalog, name, language) if kind is Relationship else name)
        )
    if subject.finding is None:
        return names[0]
    rule = texts.all_texts().get(subject.finding[0])
    title = rule.title.into(language) if rule else subject.finding[0]
    return f"{title} ({_listed(names)})"


def _listed(names: list[str]) -> str:
    """The first few names; a finding may be about hundreds of elements."""
    if len(names) <= NAMES_TOLD:
        return "; ".join(names) or _("the whole canvas")
    more = len(names) - NAMES_TOLD
    rest = ngettext("%(n)d more", "%(n)d more", more) % {"n": more}
    return "; ".join((*names[:NAMES_TOLD], rest))


def field_label(kind: type[Any], name: str) -> str:
    """What the form of an element, or of the canvas, calls a field."""
    form = FORMS.get(kind, DetailsForm)
    if name in form.base_fields:
        return str(form.base_fields[name].label)
    match name:
        case "habits":
            return _("Consumption habits")
        case "factors":
            return _("What weighs on their purchase")
        case "experiments":
            return _("Experiments")
        case _:
            return name


def notice_told(notice: Notice, catalog: Catalog, language: str) -> tuple[str, str]:
    """Who did what that somebody should know of, and on what."""
    said, thread = notice.comment, notice.comment.thread
    who = {"who": str(said.by) if said.by else _("somebody who has left")}
    match Reason(notice.reason):
        case Reason.MENTION:
            told = _("%(who)s mentions you.") % who
        case Reason.REPLY:
            told = _("%(who)s replied in a thread of yours.") % who
        case Reason.THREAD:
            told = _("%(who)s commented on a canvas of yours.") % who
    subject = Subject.stored(thread.key, thread.finding)
    return told, subject_told(subject, thread.called, catalog, language)


def excerpt(said: Comment) -> str:
    """The beginning of a comment, on one line; empty where it was deleted."""
    return shortened(" ".join(said.text.split()), EXCERPT_LENGTH)


def address_of(said: Comment) -> str:
    """Where a comment is read: its thread alone, scrolled to it."""
    page = reverse("comments", args=[said.thread.canvas_id])
    return f"{page}?thread={said.thread_id}#c{said.pk}"
