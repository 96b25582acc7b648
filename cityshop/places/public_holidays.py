"""The public holidays of Belgium and its neighbours, computed for any year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY = -2, 1, 39, 50  # days after Easter
KINGS_DAY = date(2026, 4, 27)
SUNDAY = 6


class Country(StrEnum):
    """By the letters of ISO 3166; all of them keep the same clock."""

    BELGIUM = "BE"
    FRANCE = "FR"
    GERMANY = "DE"
    LUXEMBOURG = "LU"
    NETHERLANDS = "NL"


@dataclass(frozen=True)
class Calendar:
    """Holidays on a date, as (month, day), and those that move with Easter, as days after it."""

    fixed: tuple[tuple[int, int], ...]
    after_easter: tuple[int, ...] = (EASTER_MONDAY, ASCENSION, WHIT_MONDAY)


# Of the whole country: what single regions add is not there.
CALENDARS: Mapping[Country, Calendar] = {
    # law of 4 January 1974, royal decree of 18 April 1974
    Country.BELGIUM: Calendar(((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))),
    # Code du travail, article L3133-1
    Country.FRANCE: Calendar(((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))),
    # what the laws of all sixteen states have in common
    Country.GERMANY: Calendar(
        ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)), (GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY)
    ),
    # Code du travail, article L.232-2
    Country.LUXEMBOURG: Calendar(((1, 1), (5, 1), (5, 9), (6, 23), (8, 15), (11, 1), (12, 25), (12, 26))),
    # Algemene termijnenwet, article 3; the day of the king is added below
    Country.NETHERLANDS: Calendar(((1, 1), (5, 5), (12, 25), (12, 26))),
}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    Source: the "Anonymous Gregorian" computus (Meeus, Astronomical Algorithms, chapter 8).
    """
    century, rest = divmod(year, 100)
    golden = year % 19
    skipped = century - century // 4 - (8 * century + 13) // 25
    epact = (19 * golden + skipped + 15) % 30
    epact -= (golden + 11 * epact) // 319
    weekday = (2 * (century % 4) + 2 * (rest // 4) - rest % 4 - epact + 32) % 7
    month = (epact + weekday + 90) // 25
    return date(year, month, (epact + weekday + month + 19) % 32)


@cache
def public_holidays(year: int, country: Country = Country.BELGIUM) -> frozenset[date]:
    """The legal holidays of one year in the whole of one country."""
    calendar = CALENDARS[country]
    days = {date(year, month, day) for month, day in calendar.fixed}
    days |= {easter(year) + timedelta(days=days) for days in calendar.after_easter}
    if country is Country.NETHERLANDS:
        days.add(_kings_day(year))
    return frozenset(days)


def is_public_holiday(day: date, country: Country = Country.BELGIUM) -> bool:
    """Whether shops may follow their holiday hours on this day."""
    return day in public_holidays(day.year, country)


def _kings_day(year: int) -> date:
    """The king's birthday, or the day before when that is a Sunday."""
    day = KINGS_DAY.replace(year=year)
    return day - timedelta(days=1) if day.weekday() == SUNDAY else day
