"""The history of the catalog's entries in words: who did what, when, and what differed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from relationships.catalog_file import LANGUAGES, column, digest_of, flat, layout
from relationships.coherence.texts import number
from relationships.content import words
from relationships.fields import MembersField, WordField
from relationships.models import HEADINGS, PARTS, Deed, Revision, Row


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of an entry before and after, in words. `language` is that of a text, or empty."""

    path: str
    label: str
    before: str
    after: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a history. `is_current` where the entry says now what it said then."""

    revision: Revision
    sentence: str
    differences: tuple[Difference, ...]
    is_current: bool


def moments(part: str, key: str, current: str | None = None) -> list[Moment]:
    """The history of an entry, the latest first; `current` is its digest. Two queries."""
    revisions = list(
        Revision.objects.filter(part=part, key=key).select_related("by").order_by("pk")
    )
    before: list[Mapping[str, Any]] = [{}, *(revision.state for revision in revisions)]
    found = [
        Moment(
            revision=revision,
            sentence=sentence(revision),
            differences=tuple(differences(PARTS[part], was, revision.state)) if was else (),
            is_current=digest_of(revision.state) == current,
        )
        for was, revision in zip(before, revisions, strict=False)
    ]
    return found[::-1]


def sentence(revision: Revision) -> str:
    """Who did what, as one sentence without the entry's name."""
    who = str(revision.by) if revision.by else _("Somebody who has left")
    match Deed(revision.deed):
        case Deed.LOAD:
            return _("It came with Vínculo.")
        case Deed.ADD:
            return _("%(who)s added it.") % {"who": who}
        case Deed.CHANGE:
            return _("%(who)s changed it.") % {"who": who}
        case Deed.MOVE:
            return _("%(who)s moved it in the list.") % {"who": who}
        case Deed.RETIRE:
            return _("%(who)s retired it.") % {"who": who}
        case Deed.REVIVE:
            return _("%(who)s brought it back.") % {"who": who}
        case Deed.RETURN:
            return _("%(who)s returned it to an earlier state.") % {"who": who}
        case Deed.IMPORT:
            return _("%(who)s brought it in from a file.") % {"who": who}
        case Deed.DELETE:
            return _("%(who)s deleted it.") % {"who": who}


def differences(
    model: type[Row], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterable[Difference]:
    """What differs between two documents of an entry, in the order of its form."""
    was, now = flat(before), flat(after)
    for path in _in_order(model, {**now, **was}):
        if was.get(path) != now.get(path):
            yield Difference(
                path,
                label(model, path),
                value(model, path, was.get(path)),
                value(model, path, now.get(path)),
                _language(path),
            )


def _in_order(model: type[Row], paths: Iterable[str]) -> list[str]:
    """Paths in the order of the form: a database may keep a state in an order of its own."""
    order = {name: place for place, name in enumerate(layout(model))}
    codes = list(LANGUAGES)

    def place(path: str) -> tuple[int, int]:
        name, _dot, code = path.partition(".")
        return order.get(name, len(order)), codes.index(code) if code in codes else 0

    return sorted(paths, key=place)


def label(model: type[Row], path: str) -> str:
    """A field's name: `name.es` is "Name, Español"."""
    name, _dot, code = path.partition(".")
    if code in LANGUAGES:
        heading = str(HEADINGS[name])
        return f"{heading[:1].upper()}{heading[1:]}, {dict(settings.LANGUAGES)[code]}"
    field = _field(model, name)
    told = str(field.verbose_name) if field is not None else name
    return told[:1].upper() + told[1:]


def value(model: type[Row], path: str, held: Any) -> str:
    """A value of a document in the reader's language; a dash where there is none."""
    language = get_language() or "en"
    field = _field(model, column(path))
    if held is None or held in ("", []):
        return "–"
    if isinstance(field, WordField):
        return _word(field.vocabulary, held, language)
    if isinstance(field, MembersField):
        return ", ".join(_word(field.vocabulary, each, language) for each in held)
    if isinstance(held, bool):
        yes, no = pgettext("a box that is ticked", "yes"), pgettext("a box that is ticked", "no")
        return yes if held else no
    if isinstance(held, int | float):
        return number(Decimal(str(held)), language)
    return str(held)


def _language(path: str) -> str:
    code = path.partition(".")[2]
    return code if code in LANGUAGES else ""


def _word(vocabulary: type[StrEnum], held: str, language: str) -> str:
    """A word that the vocabulary has lost since is told as it was written."""
    try:
        return words.label(vocabulary(held), language)
    except ValueError:
        return held


def _field(model: type[Row], name: str) -> "models.Field[Any, Any] | None":
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None
