"""Lists that spreadsheets open: amounts to reckon with, and no cell that reckons by itself."""

import io

from openpyxl import load_workbook

from cityshop.core.spreadsheets import BYTE_ORDER_MARK, Sheet, csv_of, euros, workbook_of


def test_the_names_of_columns_stay_text_too():
    assert csv_of(["=2+2", "Winkel"], [["@1", "-1"]]) == f"{BYTE_ORDER_MARK}'=2+2;Winkel\r\n'@1;'-1\r\n"


def test_amounts_have_a_comma_and_two_decimals():
    rows = [[euros(1250)], [euros(100_000_05)], [euros(-50)], [euros(0)]]

    assert csv_of(["€"], rows) == f"{BYTE_ORDER_MARK}€\r\n12,50\r\n100000,05\r\n-0,50\r\n0,00\r\n"


def test_amounts_in_a_workbook_are_numbers():
    content = workbook_of([Sheet("Sum", ["€"], [[euros(1250)], ["=1+1"]])])

    _, (amount,), (text,) = load_workbook(io.BytesIO(content))["Sum"].iter_rows()

    assert (amount.value, amount.data_type, amount.number_format) == (12.5, "n", "#,##0.00")
    assert (text.value, text.data_type) == ("'=1+1", "s")
