"""When the sales are."""

from datetime import date

import pytest

from cityshop.sales.errors import DaysReversed, SalesWithinBan, YearTooFar
from cityshop.sales.rules import Season, SeasonName, checked, national_seasons


def days_of(season):
    return (season.ban_from, season.ban_until, season.sales_from, season.sales_until)


def test_the_days_of_the_law():
    winter, summer = national_seasons(2026)

    assert days_of(winter) == (date(2025, 12, 3), date(2026, 1, 2), date(2026, 1, 3), date(2026, 1, 31))
    assert days_of(summer) == (date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31))


def test_sales_never_begin_on_a_sunday():
    winter, _ = national_seasons(2027)
    _, summer = national_seasons(2029)

    assert days_of(winter) == (date(2026, 12, 2), date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 31))
    assert days_of(summer) == (date(2029, 5, 31), date(2029, 6, 29), date(2029, 6, 30), date(2029, 7, 31))


def test_the_summer_of_2020_came_a_month_later():
    _, summer = national_seasons(2020)

    assert summer.bans(date(2020, 7, 1))
    assert not summer.bans(date(2020, 6, 30))
    assert summer.is_sales(date(2020, 8, 31))


@pytest.mark.parametrize(
    ("day", "bans", "is_sales"),
    [
        (date(2025, 12, 2), False, False),
        (date(2025, 12, 3), True, False),
        (date(2026, 1, 2), True, False),
        (date(2026, 1, 3), False, True),
        (date(2026, 1, 31), False, True),
        (date(2026, 2, 1), False, False),
    ],
)
def test_the_first_and_the_last_day(day, bans, is_sales):
    winter, _ = national_seasons(2026)

    assert (winter.bans(day), winter.is_sales(day)) == (bans, is_sales)


@pytest.mark.parametrize(
    ("days", "refusal"),
    [
        ((date(2026, 6, 30), date(2026, 6, 1), date(2026, 7, 1), date(2026, 7, 31)), DaysReversed),
        ((date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 31), date(2026, 7, 1)), DaysReversed),
        ((date(2026, 6, 1), date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 31)), SalesWithinBan),
        ((date(2027, 6, 1), date(2027, 6, 30), date(2027, 7, 1), date(2027, 7, 31)), YearTooFar),
        ((date(2024, 6, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31)), YearTooFar),
    ],
)
def test_days_that_are_no_calendar(days, refusal):
    with pytest.raises(refusal):
        checked(Season(2026, SeasonName.SUMMER, *days))
