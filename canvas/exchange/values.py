"""What a field of the format can hold. Each kind of value says in one place how it is

- read from a document that nobody vouches for, every fault noted (`read`),
- restored from a document that we wrote ourselves, nothing checked (`restorer`),
- written (`writer`), and
- described in JSON Schema (`schema`).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from canvas.exchange import limits
from canvas.exchange.faults import Faults, Path, echo
from relationships.catalog import Catalog

NEEDED = _("This is needed.")
NOT_A_TEXT = _("Write a text.")
TOO_LONG = _("Write at most %(most)s characters; these are %(count)s.")
UNFIT_CHARACTER = _("Take out the character %(code)s: it can't be shown.")
NOT_A_REF = _("Write 1 to 40 letters, digits, hyphens or underscores, without accents.")
REF_TAKEN = _("Another element has this ref already.")
NO_CURRENCY = _("Write three capital letters, such as EUR.")
NO_CHOICE = _("Choose one of: %(choices)s.")
NO_CHOICE_NOR_EMPTY = _("Leave this empty, or choose one of: %(choices)s.")
NOT_IN_CATALOG = _("Choose one from the catalog; it holds no “%(slug)s”.")
NO_SLUG = _("Choose one from the catalog.")
NO_AMOUNT = _("Write an amount such as 0, 18 or 12.50, with at most 10 digits before the point.")
NOT_WHOLE = _("Write a whole number from 0 to %(most)s.")
NOT_A_FLAG = _("Answer true or false.")
NOT_THE_FORMAT = _("Write “%(format)s”, the format that is understood here.")
NOT_A_LIST = _("Write a list.")
NONE_CHOSEN = _("Choose at least one.")
TWICE = _("This stands in the list already.")

_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_REF = re.compile(rf"[A-Za-z0-9_-]{{1,{limits.REF}}}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MONEY = re.compile(rf"(0|[1-9][0-9]{{0,{limits.MONEY_DIGITS - 1}}})(\.[0-9]{{1,2}})?")
_CENT = Decimal("0.01")

Schema = dict[str, Any]
Convert = Callable[[Any], Any]


class _Faulty:
    """Stands where a value could not be read; its fault has been noted."""


FAULTY = _Faulty()


@dataclass
class Reading:
    """What one reading of a document knows: the catalog, the faults so far, the refs met so far.

    `known` names, for each target of a `Reference`, the refs that the document holds; without
    it, where an element is read on its own, references are not followed.
    """

    catalog: Catalog | None
    known: Mapping[str, frozenset[str]] | None = None
    faults: Faults = field(default_factory=Faults)
    taken: set[str] = field(default_factory=set)

    def fault(self, at: Path, message: Promise, **values: object) -> _Faulty:
        self.faults.add(at, message, **values)
        return FAULTY


class Value:
    """A kind of value. `empty` is what stands where the field is left out."""

    empty: Any = None
    restorer: Convert | None = None
    writer: Convert | None = None

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        """The value as the blueprint holds it, or `FAULTY` with the faults noted."""
        raise NotImplementedError

    def schema(self, definitions: Schema) -> Schema:
        """Its JSON Schema; parts that others share go into `definitions`."""
        raise NotImplementedError


@dataclass(eq=False)
class Text(Value):
    """A text, trimmed, with plain newlines; `least` and `most` count what is left."""

    most: int
    least: int = 0
    empty = ""

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        if not isinstance(value, str):
            return reading.fault(at, NOT_A_TEXT)
        text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
        if unfit := _UNFIT.search(text):
            reading.fault(at, UNFIT_CHARACTER, code=f"U+{ord(unfit[0]):04X}")
        text = text.strip()
        if len(text) > self.most:
            return reading.fault(at, TOO_LONG, most=self.most, count=len(text))
        if len(text) < self.least:
            return reading.fault(at, NEEDED)
        return FAULTY if unfit else text

    def schema(self, definitions: Schema) -> Schema:
        name = f"text_{self.least}_{self.most}"
        definitions[name] = {
            "description": f"{self.least} to {self.most} characters after trimming.",
            "type": "string",
            "pattern": _text_pattern(self.least, self.most),
        }
        return {"$ref": f"#/$defs/{name}"}


def _text_pattern(least: int, most: int) -> str:
    """Matches the texts that are `least` (0 or 1) to `most` signs long once they are trimmed."""
    space = r"\t\n \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    unfit = r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff"
    newline = r"\r\n|\r(?!\n)"
    blank, sign = rf"(?:{newline}|[{space}])*", rf"(?:{newline}|[^{unfit}])"
    core = rf"[^{space}{unfit}]{sign}{{0,{most - 1}}}"
    return f"^{blank}{core}{blank}$" if least else f"^{blank}(?:{core})?{blank}$"


@dataclass(eq=False)
class Written(Value):
    """A string that stands as it is written: no text, so nothing is trimmed."""

    pattern: re.Pattern[str]
    message: Promise

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        if not isinstance(value, str) or not self.pattern.fullmatch(value):
            return reading.fault(at, self.message)
        return value

    def schema(self, definitions: Schema) -> Schema:
        return {"type": "string", "pattern": f"^{self.pattern.pattern}$"}


class Ref(Written):
    """The ref of the element itself: no two elements of a document share one."""

    def __init__(self) -> None:
        super().__init__(_REF, NOT_A_REF)

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        ref = super().read(value, at, reading)
        if ref is FAULTY:
            return FAULTY
        if ref in reading.taken:
            return reading.fault(at, REF_TAKEN)
        reading.taken.add(ref)
        return ref


class Reference(Written):
    """The ref of another element: one of those that `Reading.known` has under `target`."""

    def __init__(self, target: str, missing: Promise) -> None:
        super().__init__(_REF, NOT_A_REF)
        self.target, self.missing = target, missing

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        ref = super().read(value, at, reading)
        if ref is FAULTY or reading.known is None or ref in reading.known[self.target]:
            return ref
        return reading.fault(at, self.missing, ref=ref)


class Currency(Written):
    """Three capital letters; whether they name a currency is for the forms to ask."""

    def __init__(self) -> None:
        super().__init__(_CURRENCY, NO_CURRENCY)


class Money(Written):
    """An amount in the canvas's currency, exact, written with two decimals."""

    restorer = Decimal
    writer = "{:.2f}".format

    def __init__(self) -> None:
        super().__init__(_MONEY, NO_AMOUNT)

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        amount = super().read(value, at, reading)
        return FAULTY if amount is FAULTY else Decimal(amount).quantize(_CENT)


class Choice(Value):
    """One member of the vocabulary; with `blank`, or the empty string."""

    def __init__(self, members: Iterable[StrEnum], *, blank: bool = False) -> None:
        self.members = {member.value: member for member in members}
        self.accepted: dict[str, str] = {**self.members, **({"": ""} if blank else {})}
        self.restorer, self.writer = self.accepted.__getitem__, str.__str__
        self.message = NO_CHOICE_NOR_EMPTY if blank else NO_CHOICE
        self.empty = "" if blank else None

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        if isinstance(value, str) and value in self.accepted:
            return self.accepted[value]
        return reading.fault(at, self.message, choices=", ".join(self.members))

    def schema(self, definitions: Schema) -> Schema:
        return {"enum": list(self.accepted)}


class CatalogSlug(Value):
    """The slug of an entry of the catalog, retired or not, in one of its families."""

    def __init__(self, family: str) -> None:
        self.family = family

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        if not isinstance(value, str) or not value:
            return reading.fault(at, NO_SLUG)
        if value not in getattr(reading.catalog, self.family):
            return reading.fault(at, NOT_IN_CATALOG, slug=echo(value))
        return value

    def schema(self, definitions: Schema) -> Schema:
        description = f"A slug of the catalog's {self.family}, retired ones included."
        return {"description": description, "type": "string", "minLength": 1}


@dataclass(eq=False)
class Whole(Value):
    """A whole number from 0, written without sign, point or exponent."""

    most: int

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        if type(value) is not int or not 0 <= value <= self.most:
            return reading.fault(at, NOT_WHOLE, most=self.most)
        return value

    def schema(self, definitions: Schema) -> Schema:
        return {"type": "integer", "minimum": 0, "maximum": self.most}


class Flag(Value):
    empty = False

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        return value if isinstance(value, bool) else reading.fault(at, NOT_A_FLAG)

    def schema(self, definitions: Schema) -> Schema:
        return {"type": "boolean"}


@dataclass(eq=False)
class Constant(Value):
    """What every document says in the same words; the blueprint doesn't hold it."""

    text: str

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        if value != self.text:
            return reading.fault(at, NOT_THE_FORMAT, format=self.text)
        return value

    def schema(self, definitions: Schema) -> Schema:
        return {"const": self.text}


class Names(Value):
    """A list that names each thing once. With `as_set` it stands in the vocabulary's order."""

    empty = ()

    def __init__(self, item: Value, *, least: int = 0, as_set: Iterable[StrEnum] = ()) -> None:
        self.item, self.least = item, least
        self.order = tuple(str(member) for member in as_set)
        convert = item.restorer
        self.restorer = tuple if convert is None else lambda value: tuple(map(convert, value))
        self.writer = self._in_order if self.order else list

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        if not isinstance(value, list | tuple):
            return reading.fault(at, NOT_A_LIST)
        if len(value) < self.least:
            return reading.fault(at, NONE_CHOSEN)
        found: dict[Any, None] = {}
        sound = True
        for index, inner in enumerate(value):
            name = self.item.read(inner, (at, index), reading)
            if name is not FAULTY and name in found:
                name = reading.fault((at, index), TWICE)
            sound = sound and name is not FAULTY
            found[name] = None
        if not sound:
            return FAULTY
        return tuple(sorted(found, key=self.order.index) if self.order else found)

    def schema(self, definitions: Schema) -> Schema:
        items = self.item.schema(definitions)
        least = {"minItems": self.least} if self.least else {}
        return {"type": "array", "items": items, "uniqueItems": True, **least}

    def _in_order(self, names: Iterable[Any]) -> list[str]:
        held = set(names)
        return [name for name in self.order if name in held]
