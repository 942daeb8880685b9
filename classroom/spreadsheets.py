"""Tables as files that spreadsheets open: what people typed in them never becomes a formula.

CSV is UTF-8 with a byte order mark, without which Excel takes it for the code page of the machine.
Where the language writes decimal commas the separator is a semicolon, as Excel expects it there;
a line `sep=;` would tell any Excel, but then it passes over the mark, and other programs take the
line for a row.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import get_format

Cell = str | int | Decimal | datetime | None

LONGEST = 32_767
"""Of a cell, in characters; spreadsheets refuse more."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
"""What XML, or a line of CSV, has no place for."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BLANK = ("\t", "\r", "\n")
_MINUTES = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Sheet:
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_csv(sheet: Sheet) -> bytes:
    """In the way that spreadsheets in the active language read."""
    point = str(get_format("DECIMAL_SEPARATOR"))
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if point == "," else ",")
    for row in (sheet.head, *sheet.rows):
        writer.writerow([_text(cell, point) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def _text(cell: Cell, point: str) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.strftime(_MINUTES)
        case Decimal():
            return str(cell).replace(".", point)
        case int():
            return str(cell)
    return f"'{_clean(cell)}" if _would_be_a_formula(cell) else _clean(cell)


def _would_be_a_formula(text: str) -> bool:
    """Some programs look past blanks for the sign that a formula begins with."""
    return text.startswith(_BLANK) or _clean(text).lstrip().startswith(_FORMULA)


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)[: LONGEST - 1]


def as_xlsx(sheet: Sheet, title: str) -> bytes:
    """A workbook of one sheet; texts are marked as such, and so stay what they are.

    openpyxl takes ten megabytes, which no process shall carry that never writes a workbook.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    def cell_of(value: Cell) -> Any:
        if not value or not isinstance(value, str | datetime):
            return None if value == "" else value
        if isinstance(value, datetime):
            cell = WriteOnlyCell(page, value=value.replace(tzinfo=None))
            cell.number_format = "yyyy-mm-dd hh:mm"
            return cell
        cell = WriteOnlyCell(page, value=_clean(value))
        cell.data_type = "s"
        if _would_be_a_formula(value):
            cell.quotePrefix = True
        return cell

    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    page.freeze_panes = "B2"
    for row in (sheet.head, *sheet.rows):
        page.append([cell_of(value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
