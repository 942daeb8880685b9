"""A part of the catalog as a list: its rows in words, and the filters with how many each finds.

The catalog is small: one query reads a part, and the rest happens here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from relationships import catalog_file, history
from relationships.catalog import plain
from relationships.coherence import texts
from relationships.editing import places
from relationships.models import (
    AdviceWeight,
    EmptyPhrase,
    Question,
    RelationshipType,
    Row,
    RuleSetting,
)
from relationships.thinking import advice_texts
from relationships.thinking.advice import SIGNS
from relationships.translations import OTHERS, Missing, missing
from relationships.vocabulary import Severity

SEARCH = "q"
COLUMNS: dict[str, tuple[str, ...]] = {
    "types": ("parent", "delivered_by", "needs", "effort"),
    "strategies": ("motivations", "needs", "money"),
    "kinds": ("ownership", "capabilities"),
    "factors": ("role",),
    "questions": ("place",),
    "empty_phrases": (),
    "rules": ("threshold",),
    "weights": ("points",),
}
"""The attributes that a list shows beside the name."""

_SET = ("rules", "weights")
"""Parts that come with the program, in an order of their own, and are neither texts nor retired."""

Test = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a list, in words. `severity` is a rule's, `sign` which way a weight speaks."""

    row: Row
    name: str
    about: str
    cells: tuple[str, ...]
    severity: str
    sign: str
    missing: tuple[Missing, ...]
    is_retired: bool
    is_own: bool
    is_touched: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter, with how many entries it finds and the address that makes it."""

    label: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    heading: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    filters: tuple[Filter, ...]
    search: str
    total: int
    can_be_ordered: bool
    """Whether all is shown, so that a place in the list is one in the catalog."""

    @property
    def told(self) -> str:
        shown = len(self.lines)
        if shown == self.total:
            return ngettext("%(n)s entry", "%(n)s entries", shown) % {"n": shown}
        return _("%(shown)s of %(total)s entries") % {"shown": shown, "total": self.total}


def listing(part: str, rows: "QuerySet[Any]", asked: QueryDict) -> Listing:
    """What a person asked to see of a part. One query."""
    every: list[Row] = list(rows)
    tests = _tests(part)
    chosen = {name: asked.get(name, "") for name in tests if asked.get(name) in tests[name]}
    search = asked.get(SEARCH, "").strip()
    shown = [
        row
        for row in every
        if all(tests[name][value](row) for name, value in chosen.items()) and _says(row, search)
    ]
    model = type(every[0]) if every else None
    return Listing(
        headings=tuple(history.label(model, name) for name in COLUMNS[part]) if model else (),
        lines=tuple(line(part, row) for row in shown),
        filters=tuple(
            _filter(name, options, every, chosen, search) for name, options in tests.items()
        ),
        search=search,
        total=len(every),
        can_be_ordered=len(shown) == len(every) > 1 and part not in _SET,
    )


def name(row: Row) -> str:
    """What an entry is called in the reader's language."""
    language = get_language() or "en"
    match row:
        case RuleSetting():
            return texts.of(row.pk).title.into(language) if row.pk in texts.all_texts() else row.pk
        case AdviceWeight():
            known = advice_texts.all_texts().get(row.pk)
            return known.title.into(language) if known else row.pk
        case Question():
            return row.frozen().text.into(language)
        case EmptyPhrase():
            return row.text
        case _:
            told: str = row.frozen().name.into(language)
            return told


def line(part: str, row: Row) -> Line:
    document = catalog_file.encode(row)
    return Line(
        row=row,
        name=name(row),
        about=_about(row),
        cells=tuple(_cell(row, name, document) for name in COLUMNS[part]),
        severity=history.value(type(row), "severity", document.get("severity")),
        sign=_sign(row),
        missing=missing(row),
        is_retired=bool(getattr(row, "retired", False)),
        is_own=not row.is_shipped,
        is_touched=row.is_shipped and row.is_touched,
    )


def _sign(row: Row) -> str:
    if not isinstance(row, AdviceWeight):
        return ""
    return {1: _("For a type"), -1: _("Against it")}.get(SIGNS.get(row.pk, 0), "")


def _about(row: Row) -> str:
    if isinstance(row, RuleSetting | AdviceWeight | Question | EmptyPhrase):
        return ""
    told: str = row.frozen().definition.into(get_language() or "en")
    return told


def _cell(row: Row, column: str, document: dict[str, Any]) -> str:
    if isinstance(row, Question) and column == "place":
        return places.name(row.place)
    if isinstance(row, RelationshipType) and column == "parent" and row.parent is not None:
        return name(row.parent)
    return history.value(type(row), column, document[column])


def _says(row: Row, search: str) -> bool:
    """Whether any text of an entry holds what is searched, accents and case aside."""
    wanted = plain(search)
    held = (value for value in catalog_file.flat(catalog_file.encode(row)).values())
    return not wanted or any(
        isinstance(value, str) and wanted in plain(value) for value in (*held, name(row))
    )


def _tests(part: str) -> dict[str, dict[str, Test]]:
    if part == "rules":
        return {"severity": _severities(), "on": {"yes": _is_on, "no": _is_off}}
    if part == "weights":
        return {"sign": {"for": _speaks(1), "against": _speaks(-1)}}
    found: dict[str, dict[str, Test]] = {}
    if part != "empty_phrases":
        found["translations"] = {
            "complete": lambda row: not missing(row),
            **{code: _lacks(code) for code in OTHERS},
        }
    found["offered"] = {"yes": _is_offered, "no": _is_retired}
    return found


def _severities() -> dict[str, Test]:
    return {severity.value: _is_of(severity) for severity in Severity}


def _is_of(severity: Severity) -> Test:
    return lambda row: isinstance(row, RuleSetting) and row.severity is severity


def _speaks(sign: int) -> Test:
    return lambda row: SIGNS.get(str(row.pk)) == sign


def _is_on(row: Row) -> bool:
    return isinstance(row, RuleSetting) and row.enabled


def _is_off(row: Row) -> bool:
    return not _is_on(row)


def _lacks(code: str) -> Test:
    return lambda row: any(one.code == code for one in missing(row))


def _is_offered(row: Row) -> bool:
    return not _is_retired(row)


def _is_retired(row: Row) -> bool:
    return bool(getattr(row, "retired", False))


def _filter(
    name: str,
    options: dict[str, Test],
    rows: Iterable[Row],
    chosen: dict[str, str],
    search: str,
) -> Filter:
    rows = list(rows)
    heading, labels = _words(name)
    every = Option(_("All"), len(rows), _query(chosen, search, name, ""), name not in chosen)
    return Filter(
        heading,
        (
            every,
            *(
                Option(
                    labels[value],
                    sum(map(test, rows)),
                    _query(chosen, search, name, value),
                    chosen.get(name) == value,
                )
                for value, test in options.items()
            ),
        ),
    )


def _query(chosen: dict[str, str], search: str, name: str, value: str) -> str:
    query = QueryDict(mutable=True)
    for key, held in {SEARCH: search, **chosen, name: value}.items():
        if held:
            query[key] = held
    return f"?{query.urlencode()}"


def _words(name: str) -> tuple[str, dict[str, str]]:
    languages = dict(settings.LANGUAGES)
    match name:
        case "translations":
            lacking = {
                code: _("Missing in %(language)s") % {"language": languages[code]}
                for code in OTHERS
            }
            return _("Translations"), {"complete": _("Complete"), **lacking}
        case "severity":
            return _("Severity"), {
                severity.value: history.value(RuleSetting, "severity", severity.value)
                for severity in Severity
            }
        case "sign":
            return _("Speaks"), {"for": _("For a type"), "against": _("Against it")}
        case "on":
            return _("Rules"), {"yes": _("Switched on"), "no": _("Switched off")}
        case _:
            return _("Offered"), {"yes": _("In the forms"), "no": _("Retired")}
