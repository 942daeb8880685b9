"""JSON, read strictly: what the usual reader forgives is kept, so that it can be refused."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from canvas.exchange import limits
from canvas.exchange.faults import refusal

TOO_BIG = _("This document is larger than %(most)s MiB.")
NOT_UTF_8 = _("This is not UTF-8 text.")
BYTE_ORDER_MARK = _("This starts with a byte order mark; save it as UTF-8 without one.")
NOT_JSON = _("This is not JSON: see line %(line)s, column %(column)s.")
NOT_A_NUMBER = _("This is not JSON: it holds %(number)s, which is no number.")
TOO_DEEP = _("This is nested too deeply.")

_LONGEST_WHOLE = 15
"""Digits; more than any number of the format has, and few enough to be read at no cost."""


class OddNumber:
    """A JSON number that is not written as a plain whole number: `-0`, `40.0`, `4e1`, a giant."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class DoubledKeys(dict[str, Any]):
    """A JSON object in which a key stands more than once: the first one holds, `pairs` are all."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(reversed(pairs))
        self.pairs = pairs


def load(data: bytes | str) -> object:
    """The document in Python's values, with `OddNumber` and `DoubledKeys` where it is odd.

    Raises `BrokenDocument` where it can't be read at all.
    """
    _refuse_size(data)
    text = _decoded(data)
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise refusal(NOT_JSON, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise refusal(TOO_DEEP) from None


def pairs_of(document: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    """Every key with its value in the order in which they are written, doubled ones included."""
    return document.pairs if isinstance(document, DoubledKeys) else document.items()


def _refuse_size(data: bytes | str) -> None:
    most = limits.DOCUMENT_BYTES
    size = len(data)
    if isinstance(data, str) and size <= most < 4 * size:
        size = len(data.encode("utf-8", "surrogatepass"))
    if size > most:
        raise refusal(TOO_BIG, most=most // (1024 * 1024))


def _decoded(data: bytes | str) -> str:
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
    except UnicodeDecodeError:
        raise refusal(_encoding_fault(data)) from None
    if text.startswith("\ufeff"):
        raise refusal(BYTE_ORDER_MARK)
    return text


def _encoding_fault(data: bytes | str) -> Promise:
    is_utf_16 = isinstance(data, bytes) and data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return BYTE_ORDER_MARK if is_utf_16 else NOT_UTF_8


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else DoubledKeys(pairs)


def _whole(text: str) -> int | OddNumber:
    if text.startswith("-") or len(text) > _LONGEST_WHOLE:
        return OddNumber(text)
    return int(text)


def _no_number(name: str) -> NoReturn:
    raise refusal(NOT_A_NUMBER, number=name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_whole,
    parse_float=OddNumber,
    parse_constant=_no_number,
)
