import json
import sys

import pytest

from canvas.exchange import json_text, limits
from canvas.exchange.faults import BrokenDocument, Fault
from canvas.exchange.json_text import DoubledKeys, OddNumber


def fault_of(data: bytes | str) -> Fault:
    with pytest.raises(BrokenDocument) as caught:
        json_text.load(data)
    [fault] = caught.value.faults
    return fault


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "This is not JSON: see line 1, column 1."),
        (b"", "This is not JSON: see line 1, column 1."),
        ("{", "This is not JSON: see line 1, column 2."),
        ('{"a": 1}\n}', "This is not JSON: see line 2, column 1."),
        ('{"a": "line\nbreak"}', "This is not JSON: see line 1, column 12."),
        ('{"a": 01}', "This is not JSON: see line 1, column 8."),
        ("{'a': 1}", "This is not JSON: see line 1, column 2."),
        ('{"a": 1,}', "This is not JSON: see line 1, column 9."),
        ('{"a": "\\x"}', "This is not JSON: see line 1, column 8."),
        ('{"a": NaN}', "This is not JSON: it holds NaN, which is no number."),
        ('{"a": -Infinity}', "This is not JSON: it holds -Infinity, which is no number."),
        (b'{"a": "\xff"}', "This is not UTF-8 text."),
        (b'{"a": "\xed\xa0\x80"}', "This is not UTF-8 text."),
        ("\ufeff{}", "This starts with a byte order mark; save it as UTF-8 without one."),
        (b"\xef\xbb\xbf{}", "This starts with a byte order mark; save it as UTF-8 without one."),
        (
            "{}".encode("utf-16"),
            "This starts with a byte order mark; save it as UTF-8 without one.",
        ),
        ("[" * 100_000, "This is nested too deeply."),
        ('{"a":' * 100_000, "This is nested too deeply."),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_what_can_not_be_read_at_all_is_refused_at_the_root(data: bytes | str, message: str):
    assert fault_of(data) == Fault("$", message)


def test_a_document_has_its_size_in_bytes():
    room = limits.DOCUMENT_BYTES - 2
    assert json_text.load(b'"' + b"a" * room + b'"') == "a" * room
    message = "This document is larger than 32 MiB."
    assert fault_of(b'"' + b"a" * (room + 1) + b'"') == Fault("$", message)
    assert fault_of('"' + "é" * (room // 2 + 1) + '"') == Fault("$", message)


@pytest.mark.parametrize("written", ["-0", "-1", "1.0", "1e2", "1E-2", "0.0", "9" * 16, "1" * 5000])
def test_an_odd_number_is_kept_as_it_is_written(written: str):
    number = json_text.load(written)
    assert isinstance(number, OddNumber)
    assert number.text == written


@pytest.mark.parametrize("written", ["0", "7", "1000000000", "9" * 15])
def test_a_plain_number_is_a_number(written: str):
    assert json_text.load(written) == int(written)


def test_a_giant_number_costs_no_more_than_its_length():
    assert len("9" * 5000) > sys.get_int_max_str_digits()
    assert isinstance(json_text.load("9" * 1_000_000), OddNumber)


def test_doubled_keys_are_kept_in_their_order_and_the_first_holds():
    document = json_text.load('{"b": 1, "a": {"c": 1}, "b": 2, "b": 3}')
    assert isinstance(document, DoubledKeys)
    assert document == {"b": 1, "a": {"c": 1}}
    assert list(json_text.pairs_of(document)) == [("b", 1), ("a", {"c": 1}), ("b", 2), ("b", 3)]
    assert type(document["a"]) is dict


def test_escapes_are_resolved_and_lone_surrogates_kept_for_refusal():
    assert json_text.load(json.dumps("é🙂\n")) == "é🙂\n"
    assert json_text.load('"\\ud83d\\ude42\\ud800"') == "🙂\ud800"
