"""What a row of a permit list says, out of whatever file a town hall has."""

import io
import zipfile
from datetime import UTC, date, datetime, time

import pytest
from openpyxl import Workbook

from cityshop.terraces.errors import (
    PermitColumnsMissing,
    PermitFileUnreadable,
    PermitListEmpty,
    PermitListTooLong,
)
from cityshop.terraces.permit_rows import PermitRow, RowReason, permit_rows
from cityshop.terraces.sheets import MOST_ROWS, rows_of
from tests.bad_input import BAD_TEXTS

HEAD = "Naam zaak;Straat;Nr;m²;Vergund van;Vergund tot;Sluitingsuur;Uitbreiding"


def read(text, encoding="utf-8"):
    return permit_rows(rows_of(text.encode(encoding)))


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_row_of_a_belgian_spreadsheet_is_understood():
    (row,) = read(f"{HEAD}\r\nCafé De Leie;Grote Markt;12;24,5;01/04/2026;30.09.2026;23u00;\r\n", "cp1252")

    assert row == PermitRow(
        row=2,
        name="Café De Leie",
        street="Grote Markt 12",
        square_metres=24,
        permit_from="2026-04-01",
        permit_to="2026-09-30",
        closing_hour="23:00",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_way_of_saving_a_list_is_read(encoding, delimiter):
    lines = ["naam;straat;tot;uitbreiding", "Élan;Markt 1;2026-09-30;ja"]

    (row,) = read("\n".join(lines).replace(";", delimiter), encoding)

    assert (row.name, row.permit_to, row.is_extension) == ("Élan", "2026-09-30", True)


def test_a_workbook_is_read_with_its_days_hours_and_numbers():
    content = workbook(
        ["Terrassen 2026"],
        [],
        ["Handelsnaam", "Adres", "Oppervlakte (m2)", "Begindatum", "Einddatum", "Sluitingsuur", "Nota"],
        [
            "De Leie",
            "Grote Markt 12",
            24.0,
            date(2026, 4, 1),
            datetime(2026, 9, 30, tzinfo=UTC).replace(tzinfo=None),
            time(23, 0),
            "x",
        ],
        [None, None, None, None, None, None, None],
        ["De Schelde", "Grote Markt 14", "30 m²", None, "30-9-2026", "23 uur", None],
    )

    first, second = permit_rows(rows_of(content))

    assert (first.row, first.square_metres, first.permit_from, first.closing_hour) == (
        4,
        24,
        "2026-04-01",
        "23:00",
    )
    assert (second.row, second.square_metres, second.permit_to) == (6, 30, "2026-09-30")


def test_a_formula_is_the_value_that_was_saved_with_it_or_nothing():
    content = workbook(["naam", "straat", "m2"], ["De Leie", "Markt 1", "=6*4"])

    (row,) = permit_rows(rows_of(content))

    assert row.square_metres is None


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (";Markt 1;;24;;;;", RowReason.NO_NAME),
        ("De Leie;;;24;;;;", RowReason.NO_STREET),
        ("De Leie;Markt 1;;24;;31/02/2026;;", RowReason.BAD_DAY),
        ("De Leie;Markt 1;;24;;volgend jaar;;", RowReason.BAD_DAY),
        ("De Leie;Markt 1;;24;01/05/2026;30/04/2026;;", RowReason.ENDS_BEFORE),
        ("De Leie;Markt 1;;24;;;;ja", RowReason.NO_END),
        ("De Leie;Markt 1;;0;;;;", RowReason.BAD_NUMBER),
        ("De Leie;Markt 1;;-3;;;;", RowReason.BAD_NUMBER),
        ("De Leie;Markt 1;;veel;;;;", RowReason.BAD_NUMBER),
        ("De Leie;Markt 1;;999999;;;;", RowReason.BAD_NUMBER),
        ("De Leie;Markt 1;;24;;;laat;", RowReason.BAD_HOUR),
        ("De Leie;Markt 1;;24;;;25:00;", RowReason.BAD_HOUR),
        ("De Leie;Markt 1;;24;;;;misschien", RowReason.BAD_EXTENSION),
    ],
)
def test_a_row_that_cannot_be_used_says_why(cells, reason):
    (row,) = read(f"{HEAD}\n{cells}")

    assert row.reason == reason


@pytest.mark.parametrize("hour", ["23u", "23u00", "23:00", "23h", "23 u", "23.00", "23:00:00"])
def test_an_hour_is_read_as_people_write_it(hour):
    (row,) = read(f"{HEAD}\nDe Leie;Markt 1;;24;;;{hour};")

    assert row.closing_hour == "23:00"


def test_what_our_own_file_guards_against_formulas_is_read_back():
    (row,) = read(f"{HEAD}\n'=1+1;Markt 1;;24;;;;")

    assert row.name == "=1+1"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "naam;straat\nDe Leie;Markt 1", "a;b;c\n1;2;3", "naam;tot\nDe Leie;x"]
)
def test_a_list_without_the_columns_it_needs_is_refused(text):
    with pytest.raises(PermitColumnsMissing):
        read(text)


def test_a_list_without_rows_is_refused():
    with pytest.raises(PermitListEmpty):
        read(f"{HEAD}\n;;;;;;;\n")


def test_a_list_that_is_too_long_is_refused():
    with pytest.raises(PermitListTooLong):
        read(HEAD + "\nDe Leie;Markt 1;;24;;;;" * (MOST_ROWS + 1))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 not a workbook",
        b"PK\x03\x04",
        b"naam;straat;tot\0\n",
        workbook(["naam", "straat", "tot"])[:400],
    ],
)
def test_a_broken_file_is_refused(content):
    with pytest.raises((PermitFileUnreadable, PermitColumnsMissing)):
        permit_rows(rows_of(content))


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_zip_bomb_is_not_unpacked():
    with pytest.raises(PermitListTooLong):
        rows_of(zipped(sheet=b"0" * 40_000_000))


def test_a_zip_that_is_no_workbook_is_refused():
    with pytest.raises(PermitFileUnreadable):
        rows_of(zipped(notes=b"hello"))


def test_a_workbook_that_declares_entities_is_refused():
    good = workbook(["naam", "straat", "tot"], ["De Leie", "Markt 1", "2026-09-30"])
    parts = {}
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + parts[sheet].split(b"?>")[-1]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    with pytest.raises(PermitFileUnreadable):
        rows_of(file.getvalue())


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_no_text_breaks_the_reader(text):
    cell = text.replace(";", ",").replace("\n", " ").replace("\r", " ").replace('"', "'")
    try:
        rows = read(f"{HEAD}\n{cell};Markt 1;;24;;;;", "utf-8") if "\0" not in cell else []
    except UnicodeEncodeError:
        return
    assert all(isinstance(row, PermitRow) for row in rows)
