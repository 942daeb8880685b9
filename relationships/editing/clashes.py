"""Two editors saved one entry: what each of them changed, and what the form then holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import QueryDict

from relationships import catalog_file, history
from relationships.catalog_file import column, digest_of, encode, flat
from relationships.editing.forms import THEIRS, RowForm, put
from relationships.models import Revision, Row, part_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that the two have different: both versions in words. `input` asks which to keep."""

    label: str
    theirs: str
    mine: str
    input: str
    language: str


@dataclass(frozen=True, slots=True)
class Clash:
    """`taken` are fields that only the other editor changed: their version is in the form."""

    who: str
    at: Any
    choices: tuple[Choice, ...]
    taken: tuple[history.Difference, ...]


def merged(form: RowForm, theirs: Row, seen: str) -> tuple[Clash, QueryDict]:
    """What to show the second editor, and what to put into her form.

    The form keeps what she changed and takes over what only the other one did. Where nothing
    tells what she had opened, everything that differs is a choice. Two queries.
    """
    model = type(theirs)
    mine, now = flat(encode(form.instance)), flat(encode(theirs))
    base = _opened(theirs, seen)
    data = _posted(form)
    choices: list[Choice] = []
    taken: list[history.Difference] = []
    for difference in history.differences(model, encode(form.instance), encode(theirs)):
        path = difference.path
        if path in ("position", "retired"):
            continue
        if base is not None and mine.get(path) == base.get(path):
            _take(data, theirs, form, path)
            taken.append(_since(model, base, now, path))
        elif base is None or now.get(path) != base.get(path):
            choices.append(_choice(difference))
    data["seen"] = catalog_file.digest(theirs)
    who, at = _last(theirs)
    return Clash(who, at, tuple(choices), tuple(taken)), data


def _posted(form: RowForm) -> QueryDict:
    data = cast("QueryDict", form.data).copy()
    for name in [name for name in data if name.startswith(THEIRS)]:
        del data[name]
    return data


def _take(data: QueryDict, theirs: Row, form: RowForm, path: str) -> None:
    name = column(path)
    if name in form.fields:
        put(data, name, type(form)(instance=theirs)[name].value())


def _choice(difference: history.Difference) -> Choice:
    return Choice(
        label=difference.label,
        theirs=difference.after,
        mine=difference.before,
        input=f"{THEIRS}{column(difference.path)}",
        language=difference.language,
    )


def _since(
    model: type[Row], base: Mapping[str, Any], now: Mapping[str, Any], path: str
) -> history.Difference:
    return next(iter(history.differences(model, {path: base.get(path)}, {path: now.get(path)})))


def _opened(row: Row, seen: str) -> dict[str, Any] | None:
    """The entry as it was when it was opened, by path, if its history still tells."""
    states = Revision.objects.filter(part=part_of(type(row)), key=row.pk).order_by("-pk")
    found = (state for state in states.values_list("state", flat=True) if digest_of(state) == seen)
    state = next(found, None)
    return None if state is None else flat(state)


def _last(row: Row) -> tuple[str, Any]:
    """Who saved the entry last, and when."""
    held = Revision.objects.filter(part=part_of(type(row)), key=row.pk)
    last = held.select_related("by").order_by("-pk").first()
    return (str(last.by) if last and last.by else "", last.at if last else None)
