"""The ten public holidays of Belgium, computed for any year."""

from datetime import date, timedelta
from functools import cache

FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
DAYS_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday


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
def public_holidays(year: int) -> frozenset[date]:
    """The legal holidays of one year (law of 4 January 1974, royal decree of 18 April 1974)."""
    fixed = {date(year, month, day) for month, day in FIXED}
    return frozenset(fixed | {easter(year) + timedelta(days=days) for days in DAYS_AFTER_EASTER})


def is_public_holiday(day: date) -> bool:
    """Whether shops may follow their holiday hours on this day."""
    return day in public_holidays(day.year)
