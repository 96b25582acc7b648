"""Lists as Belgian spreadsheets write and open them: `;`, a byte order mark, and no cell that reckons.

An amount is a `Decimal` of euros: 12,50 in a list, a number with two decimals in a workbook.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from typing import Any

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
LONGEST_TITLE = 31
AMOUNT = "#,##0.00"
CENTS = 100
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Sheet:
    """A table with a title and the names of its columns."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


def csv_of(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table whose cells stay what they say: an apostrophe stands before what looks like a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([_written(cell) for cell in row] for row in (head, *rows))
    return BYTE_ORDER_MARK + text.getvalue()


def euros(cents: int) -> Decimal:
    """Cents as a cell of euros."""
    return (Decimal(cents) / CENTS).quantize(Decimal("0.01"))


def as_typed(cell: str) -> str:
    """What somebody wrote in a cell of ours: the apostrophe before what looks like a formula goes again."""
    return cell[1:] if cell.startswith("'") and is_formula(cell) else cell


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would reckon with this, or read it as the sign that it should not."""
    return text.lstrip("'").startswith(STARTS_A_FORMULA)


def text_of(content: bytes) -> str:
    """UTF-8 or UTF-16 where it says or shows so, else the Windows page for western Europe."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def open_workbook(content: bytes, *, with_formulas: bool) -> Any:
    """An XLSX file to read row by row; a cell gives its formula, or the value that was saved with it.

    The library weighs as much as the rest of the site: only who sends a workbook loads it.
    """
    library = import_module("openpyxl")
    settings = {"read_only": True, "data_only": not with_formulas, "keep_links": False}
    return library.load_workbook(io.BytesIO(content), **settings)


def workbook_of(sheets: Iterable[Sheet]) -> bytes:
    """An XLSX file with a page for each table; what looks like a formula stays text."""
    library = import_module("openpyxl")
    workbook = library.Workbook(write_only=True)
    for sheet in sheets:
        page = workbook.create_sheet(_page_title(sheet.title))
        for row in (sheet.head, *sheet.rows):
            page.append([_kept(page, cell, library) for cell in row])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _page_title(title: str) -> str:
    """A spreadsheet takes at most 31 characters, and not these."""
    return "".join(" " if character in "[]:*?/\\" else character for character in title)[:LONGEST_TITLE]


def _written(cell: Any) -> Any:
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, Decimal) else _inert(cell)


def _kept(page: Any, cell: Any, library: Any) -> Any:
    if not isinstance(cell, Decimal):
        return _inert(cell)
    amount = library.cell.WriteOnlyCell(page, value=cell)
    amount.number_format = AMOUNT
    return amount


def _inert(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell
