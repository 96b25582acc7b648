"""What goes on which sheet."""

from dataclasses import dataclass

import pytest

from cityshop.booklets.rules import (
    LINES_A_SHEET,
    LINES_OF_A_HEADING,
    headings_of,
    laid_out,
    lines_of,
    street_of,
)


@dataclass(frozen=True)
class Entry:
    heading: str
    lines: int = 5


def test_no_sheet_holds_more_lines_than_fit():
    entries = [Entry(f"Straat {number // 3}", 3 + number % 5) for number in range(200)]

    sheets = laid_out(entries, first_number=3)

    for sheet in sheets:
        lines = sum(entry.lines for block in sheet.blocks for entry in block.entries)
        assert lines + LINES_OF_A_HEADING * len(sheet.blocks) <= LINES_A_SHEET
    assert [entry for sheet in sheets for block in sheet.blocks for entry in block.entries] == entries
    assert [sheet.number for sheet in sheets] == list(range(3, 3 + len(sheets)))


def test_what_goes_on_says_so():
    sheets = laid_out([Entry("Cafés", 20)] * 3, first_number=3)

    assert [[block.goes_on for block in sheet.blocks] for sheet in sheets] == [[False], [True], [True]]
    assert [sheet.first for sheet in sheets] == [0, 1, 2]
    assert list(headings_of(sheets)) == [("Cafés", 3)]


def test_an_entry_higher_than_a_sheet_gets_one_of_its_own():
    assert len(laid_out([Entry("A", 500), Entry("A")], first_number=1)) == 2


def test_nothing_takes_no_sheet():
    assert laid_out([], first_number=3) == []
    assert lines_of("", "") == 0


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("Grote Markt 12", "Grote Markt"),
        ("Vlasmarkt 4 bus 2", "Vlasmarkt"),
        ("Plein 1940 3", "Plein 1940"),
        ("Broelkaai", "Broelkaai"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_a_street_has_no_number(address, street):
    assert street_of(address) == street
