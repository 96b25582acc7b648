import pytest

from cityshop.core.money import read_cents, type_cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("12", 1200), ("12,5", 1250), ("12.50", 1250), (" € 0,05 ", 5), ("100000", 10_000_000)],
)
def test_amounts_are_read_as_people_type_them(typed, cents):
    assert read_cents(typed) == cents


@pytest.mark.parametrize("typed", ["", "-1", "1,234", "1e3", "NaN", "twelve", "100000,01", "1" * 10_000, "٣"])
def test_what_is_no_amount_reads_as_none(typed):
    assert read_cents(typed) is None


@pytest.mark.parametrize(
    ("cents", "typed"), [(0, "0,00"), (5, "0,05"), (12_50, "12,50"), (1_000_00, "1000,00")]
)
def test_an_amount_is_written_as_it_is_read(cents, typed):
    assert (type_cents(cents), read_cents(typed)) == (typed, cents)
