from datetime import date

import pytest

from cityshop.places.public_holidays import Country, easter, is_public_holiday, public_holidays


@pytest.mark.parametrize(
    "sunday", [date(1954, 4, 18), date(1981, 4, 19), date(2024, 3, 31), date(2026, 4, 5), date(2038, 4, 25)]
)
def test_easter_falls_where_the_calendar_says(sunday):
    assert easter(sunday.year) == sunday


def test_belgium_has_ten_public_holidays():
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 21),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


def test_the_flemish_feast_day_is_no_public_holiday():
    assert not is_public_holiday(date(2026, 7, 11))


@pytest.mark.parametrize(
    ("country", "number", "day"),
    [
        (Country.FRANCE, 11, date(2026, 7, 14)),
        (Country.GERMANY, 9, date(2026, 4, 3)),
        (Country.LUXEMBOURG, 11, date(2026, 6, 23)),
        (Country.NETHERLANDS, 8, date(2026, 4, 27)),
    ],
)
def test_each_country_has_its_own_holidays(country, number, day):
    assert len(public_holidays(2026, country)) == number
    assert is_public_holiday(day, country)
    assert not is_public_holiday(day)


def test_the_dutch_king_has_no_birthday_on_a_sunday():
    assert date(2025, 4, 26) in public_holidays(2025, Country.NETHERLANDS)
    assert date(2025, 4, 27) not in public_holidays(2025, Country.NETHERLANDS)
