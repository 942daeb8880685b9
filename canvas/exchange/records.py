"""Objects and lists of them: which keys they have, how many there may be, what they hold once."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from canvas.exchange.faults import Path
from canvas.exchange.json_text import pairs_of
from canvas.exchange.values import (
    FAULTY,
    NEEDED,
    NOT_A_LIST,
    TWICE,
    Constant,
    Convert,
    Reading,
    Schema,
    Value,
)

TOO_MANY = _("At most %(most)s fit here; these are %(count)s.")
NOT_AN_OBJECT = _("Write an object, with keys and values.")
UNKNOWN_KEY = _("The format has no such key here.")
KEY_TWICE = _("This key stands here already.")


@dataclass(eq=False)
class Field:
    """A key of a record, of the same name as the blueprint's attribute."""

    name: str
    value: Value
    required: bool = False
    nullable: bool = False
    default: Any = None

    def schema(self, definitions: Schema) -> Schema:
        schema = self.value.schema(definitions)
        if self.nullable:
            schema = {"anyOf": [schema, {"type": "null"}]}
        if self.required:
            return schema
        default = [] if self.default == () else self.default
        return {**schema, "default": default}


def needed(name: str, value: Value) -> Field:
    """A field that every document states."""
    return Field(name, value, required=True)


def optional(name: str, value: Value, default: Any = None) -> Field:
    """A field that may be left out, but is never `null`."""
    return Field(name, value, default=value.empty if default is None else default)


def known_or_null(name: str, value: Value) -> Field:
    """A field whose value may be unknown: `null`, or left out."""
    return Field(name, value, nullable=True)


class Record(Value):
    """An object with these fields and no other; `make` takes them by name."""

    def __init__(self, name: str, make: Callable[..., Any], members: tuple[Field, ...]) -> None:
        self.name, self.make, self.members = name, make, members
        self.by_key = {member.name: member for member in members}
        self.required = tuple(member.name for member in members if member.required)
        self.stored = tuple(m for m in members if not isinstance(m.value, Constant))
        self.restorer, self.writer = self.restore, self.write

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        if not isinstance(value, dict):
            return reading.fault(at, NOT_AN_OBJECT)
        found: dict[str, Any] = {}
        sound = True
        for key, inner in pairs_of(value):
            read = self._read_key(key, inner, (at, key), found, reading)
            sound = sound and read is not FAULTY
        for key in self.required:
            if key not in found:
                sound = False
                reading.fault((at, key), NEEDED)
        return self._made(found) if sound else FAULTY

    def _read_key(
        self, key: str, inner: object, at: Path, found: dict[str, Any], reading: Reading
    ) -> Any:
        member = self.by_key.get(key)
        if member is None:
            return reading.fault(at, UNKNOWN_KEY)
        if key in found:
            return reading.fault(at, KEY_TWICE)
        if inner is None and member.nullable:
            found[key] = None
        else:
            found[key] = member.value.read(inner, at, reading)
        return found[key]

    def _made(self, found: dict[str, Any]) -> Any:
        return self.make(**{m.name: found.get(m.name, m.default) for m in self.stored})

    def schema(self, definitions: Schema) -> Schema:
        definitions[self.name] = self.definition(definitions)
        return {"$ref": f"#/$defs/{self.name}"}

    def definition(self, definitions: Schema) -> Schema:
        return {
            "type": "object",
            "properties": {m.name: m.schema(definitions) for m in self.members},
            "required": list(self.required),
            "additionalProperties": False,
        }

    def restore(self, document: dict[str, Any]) -> Any:
        """The element of a document that we wrote ourselves. Nothing is checked."""
        try:
            values = list(self._held(document))
        except KeyError:  # written before the format knew this key
            return self.restore(self._defaults | document)
        for index, convert in self._restorers:
            if (value := values[index]) is not None:
                values[index] = convert(value)
        return self.make(*values)

    def write(self, element: Any) -> dict[str, Any]:
        """Every key in the order of the description, the unknown as `None`."""
        document = dict(zip(self._keys, self._attributes(element), strict=True))
        for key, convert in self._writers:
            if (value := document[key]) is not None:
                document[key] = convert(value)
        return document

    # One call for all the keys and a loop over those alone that need converting: twice as fast
    # as a loop over the fields, and it runs for every page.

    @cached_property
    def _arguments(self) -> tuple[Field, ...]:
        """The fields in the order in which the dataclass takes them."""
        order = [attribute.name for attribute in fields(self.make)]  # type: ignore[arg-type]
        return tuple(sorted(self.stored, key=lambda member: order.index(member.name)))

    @cached_property
    def _held(self) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
        return itemgetter(*(member.name for member in self._arguments))

    @cached_property
    def _restorers(self) -> tuple[tuple[int, Convert], ...]:
        restorers = enumerate(member.value.restorer for member in self._arguments)
        return tuple((index, restorer) for index, restorer in restorers if restorer)

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        return {member.name: member.default for member in self.stored}

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return tuple(member.name for member in self.stored)

    @cached_property
    def _attributes(self) -> Callable[[Any], tuple[Any, ...]]:
        return attrgetter(*self._keys)

    @cached_property
    def _writers(self) -> tuple[tuple[str, Convert], ...]:
        writers = ((member.name, member.value.writer) for member in self.stored)
        return tuple((name, writer) for name, writer in writers if writer)


class Rows(Value):
    """A list of records in an order that is kept, at most so many.

    `once` names what no two rows share; where two do, `twice` is said of the later one (of its
    key where it is one key alone).
    """

    empty = ()

    def __init__(
        self, record: Record, most: int, once: tuple[str, ...] = (), twice: Promise = TWICE
    ) -> None:
        self.record, self.most, self.once, self.twice = record, most, once, twice
        self.restorer = lambda rows: tuple(map(record.restore, rows))
        self.writer = lambda rows: list(map(record.write, rows))

    def read(self, value: object, at: Path, reading: Reading) -> Any:
        if not isinstance(value, list | tuple):
            return reading.fault(at, NOT_A_LIST)
        sound = not self.is_over(len(value), at, reading)
        rows: list[Any] = []
        met: set[tuple[str, ...]] = set()
        for index, inner in enumerate(value):
            row = self.record.read(inner, (at, index), reading)
            is_again = bool(self.once) and self._is_again(inner, met, (at, index), reading)
            sound = sound and row is not FAULTY and not is_again
            rows.append(row)
        return tuple(rows) if sound else FAULTY

    def is_over(self, count: int, at: Path, reading: Reading) -> bool:
        """Whether these are too many, which is noted as a fault."""
        if count <= self.most:
            return False
        reading.fault(at, TOO_MANY, most=self.most, count=count)
        return True

    def _is_again(self, row: object, met: set[tuple[str, ...]], at: Path, reading: Reading) -> bool:
        identity = _identity(row, self.once)
        if identity is None:
            return False
        if identity in met:
            reading.fault((at, self.once[0]) if len(self.once) == 1 else at, self.twice)
            return True
        met.add(identity)
        return False

    def schema(self, definitions: Schema) -> Schema:
        return {"type": "array", "items": self.record.schema(definitions), "maxItems": self.most}


def _identity(row: object, keys: tuple[str, ...]) -> tuple[str, ...] | None:
    """What a row holds under these keys as it was written; `None` where it is no string."""
    if not isinstance(row, dict):
        return None
    parts = [part for key in keys if isinstance(part := row.get(key), str)]
    return tuple(parts) if len(parts) == len(keys) else None
