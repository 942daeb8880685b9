"""The catalog as one file, `vinculo-catalog/1`: every entry of every part, retired ones included.

An entry's document here is also the state that its history keeps. A file is read strictly: all
that is wrong with it is told at once, by entry, field and language (`types[personal].name.es`).
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any, cast

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from relationships.fields import MembersField, WordField
from relationships.models import (
    LANGUAGE_SUFFIXES,
    PARTS,
    AdviceWeight,
    EmptyPhrase,
    RelationshipType,
    Row,
    RuleSetting,
)
from relationships.thinking.advice_texts import all_texts

FORMAT = "vinculo-catalog/1"
MOST_BYTES = 1024 * 1024
"""Six times what ships; the confirmed preview sends it back as a form, which has a bound, too."""
MOST_FAULTS = 200

LATER = ("weights",)
"""Parts that a file of an earlier release lacks: what they set then stays as it is."""

LANGUAGES = {suffix.replace("_", "-"): suffix for suffix in LANGUAGE_SUFFIXES}
"""The languages as the file writes them, and as columns end."""

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, as `types[personal].name.es`, and what."""

    path: str
    message: str


class BrokenCatalog(Exception):
    """A file that is no catalog. `faults` are in the file's order, at most `MOST_FAULTS`."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)[:MOST_FAULTS]
        super().__init__("; ".join(f"{fault.path}: {fault.message}" for fault in self.faults))


class _Doubled(dict[str, Any]):
    """A JSON object in which keys stand more than once."""

    keys_doubled: tuple[str, ...] = ()


@cache
def layout(model: type[Row]) -> Mapping[str, str | Mapping[str, str]]:
    """What an entry's document holds, in order: the column of each field, or one a language."""
    key = model._meta.pk.name
    texts = {
        text: {code: f"{text}_{suffix}" for code, suffix in LANGUAGES.items()}
        for text in model.TEXTS
    }
    hidden = {"shipped_fingerprint", key, "source", "retired", "position"}
    hidden.update(column for columns in texts.values() for column in columns.values())
    names = [field.name for field in model._meta.concrete_fields]
    attributes = [name for name in names if name not in hidden]
    kept = [name for name in ("source", "retired", "position") if name in names]
    plain: dict[str, str | Mapping[str, str]] = {name: name for name in (*attributes, *kept)}
    return {key: key, **texts, **plain}


def encode(row: Row) -> Document:
    """An entry as the file writes it. No query."""
    return {
        name: _written(row, column)
        if isinstance(column, str)
        else {code: _written(row, each) for code, each in column.items()}
        for name, column in layout(type(row)).items()
    }


def stored() -> dict[str, list[Row]]:
    """Everything that the database holds, in order. A query a part."""
    return {name: list(model.objects.all().in_order()) for name, model in PARTS.items()}


def dump(rows: Mapping[str, Iterable[Row]]) -> str:
    """The whole file. The same rows are always the same text."""
    parts = {name: [encode(row) for row in rows[name]] for name in PARTS}
    return json.dumps({"format": FORMAT, **parts}, ensure_ascii=False, indent=2) + "\n"


def digest(row: Row) -> str:
    """What tells one content of an entry from another, wherever it stands, retired or not."""
    return digest_of(encode(row))


def digest_of(document: Mapping[str, Any]) -> str:
    told = {name: held for name, held in document.items() if name not in ("position", "retired")}
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def flat(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document by path: `name.es`, `needs`."""
    found: dict[str, Any] = {}
    for name, held in document.items():
        if isinstance(held, Mapping):
            found.update({f"{name}.{code}": told for code, told in held.items()})
        else:
            found[name] = held
    return found


def column(path: str) -> str:
    """The column that a path stands for: `name_pt_br` for `name.pt-br`."""
    return path.replace(".", "_").replace("-", "_")


def take(row: Row, document: Mapping[str, Any]) -> None:
    """Become what a document of ours says, but for the key. Fields that it lacks stay."""
    for path, held in flat(document).items():
        name = column(path)
        try:
            field = row._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if isinstance(field, models.Field) and not field.primary_key:
            setattr(row, field.attname, _held(field, held))


def parse(data: bytes | str) -> dict[str, list[Row]]:
    """The rows that a file describes, by part, not yet written. No query.

    A row without a position in the file has none here either. Raises `BrokenCatalog`.
    """
    document = _loaded(data)
    faults = list(_faults_of_head(document))
    rows: dict[str, list[Row]] = {}
    for part, model in PARTS.items():
        entries = document.get(part, [])
        if not isinstance(entries, list):
            faults.append(Fault(part, _("This must be a list of entries.")))
            entries = []
        rows[part] = []
        for index, entry in enumerate(entries):
            row, found = _row(part, model, index, entry)
            faults.extend(found)
            if row is not None:
                rows[part].append(row)
        faults.extend(_doubled_entries(part, rows[part]))
    faults.extend(_parents(rows["types"]))
    if faults:
        raise BrokenCatalog(faults)
    return rows


def _written(row: Row, name: str) -> Any:
    field = _column(row, name)
    held = getattr(row, field.attname)
    if isinstance(field, MembersField):
        return [str(member) for member in held]
    if isinstance(field, models.DecimalField):
        return _number(held)
    return str(held) if isinstance(held, str) else held


def _column(row: Row, name: str) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", row._meta.get_field(name))


def _number(amount: Decimal | None) -> int | float | None:
    """A number that JSON can write; three decimals are exact enough as a float."""
    if amount is None:
        return None
    amount = Decimal(amount)
    return int(amount) if amount == amount.to_integral() else float(amount)


def _held(field: "models.Field[Any, Any]", told: Any) -> Any:
    """A value of the file as the column holds it; what it can't be stays as it is told."""
    if isinstance(field, models.DecimalField) and told is not None:
        return Decimal(str(told))
    try:
        return field.to_python(told) if isinstance(field, WordField | MembersField) else told
    except ValidationError:
        return told


def _loaded(data: bytes | str) -> Document:
    if len(data) > MOST_BYTES:
        raise _refusal(_("This file is larger than 1 MiB."))
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise _refusal(_("This is not UTF-8 text.")) from None
    except json.JSONDecodeError as error:
        message = _("This is not JSON: see line %(line)s, column %(column)s.")
        raise _refusal(message % {"line": error.lineno, "column": error.colno}) from None
    except (ValueError, RecursionError):
        raise _refusal(_("This is not JSON that a catalog is written in.")) from None
    if not isinstance(document, dict):
        raise _refusal(_("This is no catalog: it must be an object with a list a part."))
    return document


def _refusal(message: str) -> BrokenCatalog:
    return BrokenCatalog([Fault("$", message)])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = _Doubled(pairs)
    if len(found) < len(pairs):
        names = [name for name, _held in pairs]
        found.keys_doubled = tuple(name for name in found if names.count(name) > 1)
    return found


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _faults_of_head(document: Document) -> Iterator[Fault]:
    if document.get("format") != FORMAT:
        yield Fault("format", _("This must be “%(format)s”.") % {"format": FORMAT})
    for name in document:
        if name not in PARTS and name != "format":
            yield Fault(_shown(name), _("A catalog has no such part."))
    for name in getattr(document, "keys_doubled", ()):
        yield Fault(_shown(name), _("This stands twice."))
    for name in PARTS:
        if name not in document and name not in LATER:
            yield Fault(name, _("This is missing."))


def _row(part: str, model: type[Row], index: int, entry: Any) -> tuple[Row | None, list[Fault]]:
    """A row and what is wrong with it. Without a key there is none, and its place names it."""
    if not isinstance(entry, dict):
        return None, [Fault(f"{part}[{index}]", _("This must be an object."))]
    key = model._meta.pk.name
    told = entry.get(key)
    if not isinstance(told, str) or not told.strip():
        return None, [Fault(f"{part}[{index}].{key}", _("An entry needs this to be told apart."))]
    at = f"{part}[{_shown(told)}]"
    row = model(**{key: told, "position": None})
    faults = [*_faults_of_keys(at, model, entry), *_fill(row, at, entry)]
    odd = {fault.path for fault in faults}
    faults.extend(fault for fault in _refused(row, at) if fault.path not in odd)
    return row, faults


def _faults_of_keys(at: str, model: type[Row], entry: Document) -> Iterator[Fault]:
    fields = layout(model)
    for name in getattr(entry, "keys_doubled", ()):
        yield Fault(f"{at}.{_shown(name)}", _("This stands twice."))
    for name in entry:
        if name not in fields:
            yield Fault(f"{at}.{_shown(name)}", _("An entry of this part has no such field."))
    for name in fields:
        if name not in entry and name != "position":
            yield Fault(f"{at}.{name}", _("This is missing."))


def _fill(row: Row, at: str, entry: Document) -> Iterator[Fault]:
    """Give a row what its entry says, field by field; what can't be taken is a fault."""
    for name, where in layout(type(row)).items():
        if name not in entry:
            continue
        held = entry[name]
        if isinstance(where, str):
            yield from _put(row, f"{at}.{name}", where, held)
        elif not isinstance(held, dict):
            yield Fault(f"{at}.{name}", _("This must be a text a language: en, es, pt-br."))
        else:
            yield from _put_text(row, f"{at}.{name}", where, held)


def _put_text(
    row: Row, at: str, columns: Mapping[str, str], told: Mapping[str, Any]
) -> Iterator[Fault]:
    for code in getattr(told, "keys_doubled", ()):
        yield Fault(f"{at}.{_shown(code)}", _("This stands twice."))
    for code, held in told.items():
        if code in columns:
            yield from _put(row, f"{at}.{code}", columns[code], held)
        else:
            yield Fault(f"{at}.{_shown(code)}", _("This is none of the languages: en, es, pt-br."))


def _put(row: Row, at: str, name: str, held: Any) -> Iterator[Fault]:
    field = _column(row, name)
    if message := _misfit(field, held):
        yield Fault(at, message)
        return
    if isinstance(held, str):
        held = held.replace("\r\n", "\n").replace("\r", "\n").strip()
    setattr(row, field.attname, _held(field, held))


def _misfit(field: "models.Field[Any, Any]", held: Any) -> str:
    """What is wrong with a value's kind; empty where nothing is."""
    match field:
        case MembersField():
            fits = isinstance(held, list) and all(isinstance(word, str) for word in held)
            return "" if fits else _("This must be a list of words.")
        case models.BooleanField():
            return "" if isinstance(held, bool) else _("This must be true or false.")
        case models.PositiveIntegerField():
            whole = isinstance(held, int) and not isinstance(held, bool)
            return "" if whole and 0 <= held < 10**9 else _("This must be a whole number.")
        case models.DecimalField():
            fits = held is None or (isinstance(held, int | float) and not isinstance(held, bool))
            return "" if fits else _("This must be a number or null.")
        case _ if held is None and field.null:
            return ""
        case _ if not isinstance(held, str):
            return _("This must be a text.")
        case _:
            return _("This holds a character that is none.") if _is_odd(held) else ""


def _is_odd(text: str) -> bool:
    """Whether it holds a control character but tab and line breaks, or a lone surrogate."""
    return any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n\r" for sign in text)


def _refused(row: Row, at: str) -> Iterator[Fault]:
    """What the columns themselves refuse: too long, empty, no word of the vocabulary."""
    without = {"parent", "shipped_fingerprint"} | ({"position"} if row.position is None else set())
    try:
        row.clean_fields(exclude=without)
        if isinstance(row, RuleSetting | EmptyPhrase):
            row.clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield Fault(f"{at}.{_path(type(row), name)}", " ".join(messages))
    if isinstance(row, RuleSetting) and row.pk not in _rule_codes():
        yield Fault(f"{at}.code", _("There is no such rule."))
    if isinstance(row, AdviceWeight) and row.pk not in all_texts():
        yield Fault(f"{at}.code", _("Advice weighs nothing by this name."))


@cache
def _rule_codes() -> frozenset[str]:
    from relationships.coherence.rules import RULES

    return frozenset(rule.code for rule in RULES)


def _path(model: type[Row], name: str) -> str:
    """Where a column stands in an entry's document."""
    for field, where in layout(model).items():
        if not isinstance(where, str):
            for code, each in where.items():
                if each == name:
                    return f"{field}.{code}"
    return name


def _doubled_entries(part: str, rows: list[Row]) -> Iterator[Fault]:
    seen: set[str] = set()
    for row in rows:
        if row.pk in seen:
            yield Fault(f"{part}[{_shown(row.pk)}]", _("This entry stands twice."))
        seen.add(row.pk)


def _parents(types: list[Row]) -> Iterator[Fault]:
    """One level: a parent stands in the file, and has none itself."""
    parents = {row.pk: row.parent_id for row in types if isinstance(row, RelationshipType)}
    for slug, parent in parents.items():
        if parent is None:
            continue
        at = f"types[{_shown(slug)}].parent"
        if parent not in parents:
            yield Fault(at, _("The file holds no such relationship type."))
        elif parents[parent] is not None or parent == slug:
            yield Fault(at, _("That type has a parent itself: one level only."))


def _shown(told: str) -> str:
    """As much of a key as a message may repeat, on one line."""
    short = told if len(told) <= 60 else told[:59] + "…"
    return "".join(
        sign if unicodedata.category(sign)[0] != "C" else "\N{REPLACEMENT CHARACTER}"
        for sign in short
    )
