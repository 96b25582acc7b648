import pytest

from cityshop.offers.postal_codes import read_postal_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("8500", "8500"),
        (" B-8500 ", "8500"),
        ("b 8500", "8500"),
        ("59000", "59000"),
        ("1012  ab", "1012 AB"),
        ("L-1234", "L-1234"),
        ("SW1A 1AA", "SW1A 1AA"),
    ],
)
def test_postal_codes_are_kept_in_one_form(typed, code):
    assert read_postal_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "Kortrijk", "85", "8500; --", "<b>8500</b>", "-8500", "8500-", "٨٥٠٠", "1" * 11]
)
def test_what_is_no_postal_code(typed):
    assert read_postal_code(typed) is None
