"""Lists of places as rows of text: CSV as Belgian spreadsheets write it, and XLSX.

Only values are read. A row with a formula is refused, a workbook that unpacks to far more than a list too.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeAlias

from cityshop.core.spreadsheets import open_workbook, text_of
from cityshop.imports.errors import FileUnreadable, ListWithoutRows, MergedCells, SheetTooLarge, TooManyRows
from cityshop.places.refused import Reason

MOST_ROWS = 50_000
MOST_COLUMNS = 100
LONGEST_CELL = 5_000
MOST_UNPACKED = 80_000_000
MOST_FILES_PACKED = 500
DELIMITERS = ";,\t"
_DAMAGED = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    SyntaxError,
)

Row: TypeAlias = Sequence[str] | Reason  # the cells, or why they cannot be used


@dataclass(frozen=True)
class Table:
    """The names of the columns, and the rows below them."""

    head: Sequence[str]
    rows: Sequence[Row]


def read_csv(content: bytes, *, most: int | None = None) -> Table:
    """The rows of a CSV file, whatever of `;`, `,` and tab stands between its cells.

    Raises FileRefused. With `most`, no more rows than so many are read.
    """
    text = text_of(content)
    if "\0" in text:
        raise FileUnreadable
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return table((row[:MOST_COLUMNS] for row in reader), most)
    except csv.Error as reason:
        raise FileUnreadable from reason


def read_xlsx(content: bytes, *, most: int | None = None) -> Table:
    """The rows of a workbook's first sheet, or the first of them. Raises FileRefused."""
    try:
        _refuse_bombs(content)
        book = open_workbook(content, with_formulas=True)
        try:
            return table(_sheet_rows(book.worksheets[0]), most)
        finally:
            book.close()
    except _DAMAGED as reason:
        raise FileUnreadable from reason


def _refuse_bombs(content: bytes) -> None:
    """By what the archive itself says; it can hold no more than that, as reading stops there."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        members = packed.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > MOST_UNPACKED or len(members) > MOST_FILES_PACKED:
            raise SheetTooLarge
        for member in members:
            is_sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
            if is_sheet and b"<mergeCell " in packed.read(member):
                raise MergedCells


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS):
        if any(getattr(cell, "data_type", "") == "f" for cell in cells):
            yield Reason.FORMULA
        else:
            yield [_text(cell.value) for cell in cells]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def table(rows: Iterable[Row], most: int | None = None) -> Table:
    """The rows below their head, empty ones left out. Raises ListWithoutRows and TooManyRows."""
    filled = (row for row in rows if isinstance(row, Reason) or any(cell.strip() for cell in row))
    head = next(filled, None)
    if head is None or isinstance(head, Reason):
        raise ListWithoutRows
    kept: list[Row] = []
    for row in islice(filled, most):
        if len(kept) == MOST_ROWS:
            raise TooManyRows
        kept.append(row if isinstance(row, Reason) else [cell[:LONGEST_CELL] for cell in row])
    if not kept:
        raise ListWithoutRows
    return Table(_without_empty_end(head), kept)


def _without_empty_end(head: Sequence[str]) -> list[str]:
    names = [name.strip() for name in head]
    while names and not names[-1]:
        names.pop()
    return names
