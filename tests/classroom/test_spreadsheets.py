"""Tables as files: read back as they were, and nothing that people typed becomes a formula."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from classroom.spreadsheets import LONGEST, Cell, Sheet, as_csv, as_xlsx

HEAD = ["Name", "Points", "At", "Note"]
WHEN = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.com","Grades")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\x01=1+1",
    "＝1+1",
]


def _of(*cells: Cell) -> Sheet:
    return Sheet(HEAD[: len(cells)], [list(cells)])


def _csv(sheet: Sheet, separator: str = ",") -> list[list[str]]:
    text = as_csv(sheet).decode("utf-8")
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:]), delimiter=separator))


def _xlsx(sheet: Sheet) -> list[list[Any]]:
    page = load_workbook(io.BytesIO(as_xlsx(sheet, "Grades"))).active
    return [list(row) for row in page.iter_rows()]


@pytest.mark.parametrize(
    ("language", "separator", "points"),
    [("en", ",", "7.50"), ("es", ";", "7,50"), ("pt-br", ";", "7,50")],
)
def test_csv_is_written_as_spreadsheets_of_the_language_read_it(
    language: str, separator: str, points: str
) -> None:
    sheet = _of("Muñoz; Íñigo, «Ñ»", Decimal("7.50"), WHEN, None)
    with override(language):
        head, row = _csv(sheet, separator)
    assert head == HEAD
    assert row == ["Muñoz; Íñigo, «Ñ»", points, "2026-11-03 14:05", ""]


def test_a_workbook_holds_numbers_and_moments_as_such() -> None:
    head, row = _xlsx(_of("Lucía", Decimal("7.50"), WHEN, None))
    assert [cell.value for cell in head] == HEAD
    assert [cell.value for cell in row] == ["Lucía", 7.5, WHEN.replace(tzinfo=None), None]
    assert [cell.data_type for cell in row] == ["s", "n", "d", "n"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text: str) -> None:
    assert _csv(_of(text))[1] == ["'" + text.lstrip("\t\r\n\x01").rjust(len(text))]
    _head, (cell,) = _xlsx(_of(text))
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value.strip() == text.strip("\t\r\n\x01 ")


@pytest.mark.parametrize("text", HOSTILE)
def test_nor_does_a_head(text: str) -> None:
    (named,), _row = _csv(Sheet([text], [["x"]]))
    assert named[0] == "'"
    (cell,), _row = _xlsx(Sheet([text], [["x"]]))
    assert cell.data_type == "s"


@pytest.mark.parametrize("text", ["Ana-María", "a=b", "1+1", "#N/A", "TRUE", "'=x"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert _csv(_of(text))[1] == [text]
    _head, (cell,) = _xlsx(_of(text))
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_spreadsheets_refuse_is_left_out() -> None:
    wild = "a\x00b\x0bc\x1fd\x85e\ufffff"
    assert _csv(_of(wild))[1] == ["a b c d e f"]
    assert _xlsx(_of(wild))[1][0].value == "a b c d e f"
    long = "ñ" * (LONGEST + 10)
    assert len(_xlsx(_of(long))[1][0].value) == LONGEST - 1
    assert len(_csv(_of("=" + long))[1][0]) == LONGEST


def test_lines_and_signs_stay_in_their_cell() -> None:
    assert _csv(_of('two\r\nlines, "quoted"', 3))[1] == ['two lines, "quoted"', "3"]
