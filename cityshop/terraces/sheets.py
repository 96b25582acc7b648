"""Rows of cells out of a CSV or XLSX file. Text only: formulas give the value that was saved with them."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from cityshop.core.spreadsheets import open_workbook, text_of
from cityshop.terraces.errors import PermitFileUnreadable, PermitListTooLong

MOST_ROWS = 5_000
MOST_COLUMNS = 40
MOST_SIGNS = 500
MOST_UNPACKED_BYTES = 15_000_000
MOST_PARTS = 500
DELIMITERS = ";\t,"
ZIP = b"PK\x03\x04"

# What the reader of workbooks raises on files that are broken or only look like one.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError,
    IndexError, SyntaxError, EOFError, OSError, NotImplementedError, OverflowError,
)  # fmt: skip

Row = list[str]


def rows_of(content: bytes) -> list[Row]:
    """Every row that says something, as text. Raises PermitFileUnreadable and PermitListTooLong."""
    rows = list(islice(_cells(content), MOST_ROWS + 2))
    if len(rows) > MOST_ROWS + 1:
        raise PermitListTooLong(most=MOST_ROWS)
    return rows


def _cells(content: bytes) -> Iterator[Row]:
    rows = _of_workbook(content) if content.startswith(ZIP) else _of_text(content)
    for row in rows:
        cells = [_text(value) for value in row[:MOST_COLUMNS]]
        yield cells if any(cells) else []


def _of_text(content: bytes) -> Iterator[list[Any]]:
    text = text_of(content)
    if "\0" in text:
        raise PermitFileUnreadable
    head = text[:10_000]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as reason:
        raise PermitFileUnreadable from reason


def _of_workbook(content: bytes) -> Iterator[list[Any]]:
    """The first sheet, row by row; a workbook that unpacks to far more than a list is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sizes = [part.file_size for part in parts.infolist()]
        if len(sizes) > MOST_PARTS or sum(sizes) > MOST_UNPACKED_BYTES:
            raise PermitListTooLong(most=MOST_ROWS)
        book = open_workbook(content, with_formulas=False)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 20, max_col=MOST_COLUMNS):
            yield list(row)
    except UNREADABLE as reason:
        raise PermitFileUnreadable from reason


def _text(value: Any) -> str:
    """A cell as people would type it; days as ISO 8601."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, bool) or (isinstance(value, float) and value.is_integer()):
        value = int(value)
    return "" if value is None else " ".join(str(value).split())[:MOST_SIGNS]
