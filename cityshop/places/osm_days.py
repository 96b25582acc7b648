"""Reads the days of an opening_hours rule: `Jun 15-Aug 31`, `2026 Jul`, `Mo-Fr,PH`."""

from typing import NamedTuple

from cityshop.places.hours import EVERY_DAY
from cityshop.places.osm_tokens import MONTHS, PUBLIC_HOLIDAY, WEEKDAYS, NotUnderstood, Tokens

LONGEST_MONTH = 31


class Date(NamedTuple):
    year: str
    month: int
    day: int | None

    def written(self, day_of_month: int) -> str:
        """As `MM-DD` or `YYYY-MM-DD`, which sort like the days they name."""
        year = f"{self.year}-" if self.year else ""
        return f"{year}{self.month:02}-{self.day or day_of_month:02}"


def dates(tokens: Tokens) -> tuple[tuple[str, str], ...]:
    """Takes a list of date ranges, which may be empty: first and last day of each."""
    found: list[tuple[str, str]] = []
    while tokens.kind() in {"month", "year"}:
        found.append(_date_range(tokens))
        if not tokens.took_comma_before("month", "year"):
            tokens.took(":")
            break
    return tuple(found)


def weekdays(tokens: Tokens) -> tuple[tuple[int, ...], bool]:
    """Takes a list of weekdays, which may be empty (every day), and whether it names public holidays."""
    if tokens.kind() != "weekday":
        return EVERY_DAY, False
    days: set[int] = set()
    public_holiday = False
    while True:
        if tokens.took(PUBLIC_HOLIDAY):
            public_holiday = True
        else:
            days.update(_weekday_range(tokens))
        if not tokens.took_comma_before("weekday"):
            tokens.took(":")
            return tuple(sorted(days)), public_holiday


def _weekday_range(tokens: Tokens) -> list[int]:
    first = last = _weekday(tokens)
    if tokens.took("-"):
        last = _weekday(tokens)
    return [(first + step) % len(WEEKDAYS) for step in range((last - first) % len(WEEKDAYS) + 1)]


def _weekday(tokens: Tokens) -> int:
    name = tokens.take("weekday")[:2]
    if name == PUBLIC_HOLIDAY:
        raise NotUnderstood("a range with public holidays")
    return WEEKDAYS.index(name)


def _date_range(tokens: Tokens) -> tuple[str, str]:
    first = last = _date(tokens, tokens.took_kind("year"))
    if tokens.took("-"):
        last = _last_date(tokens, first)
    written = first.written(1), last.written(LONGEST_MONTH)
    if first.year != last.year and not (first.year and last.year):
        raise NotUnderstood("a year at one end only")
    if first.year and written[0] > written[1]:
        raise NotUnderstood("ends before it begins")
    return written


def _last_date(tokens: Tokens, first: Date) -> Date:
    if first.day and tokens.kind() == "number":
        return first._replace(day=_day_of_month(tokens))
    return _date(tokens, tokens.took_kind("year") or first.year)


def _date(tokens: Tokens, year: str) -> Date:
    month = MONTHS.index(tokens.take("month")) + 1
    return Date(year, month, _day_of_month(tokens) if tokens.kind() == "number" else None)


def _day_of_month(tokens: Tokens) -> int:
    day = int(tokens.take("number"))
    if not 1 <= day <= LONGEST_MONTH:
        raise NotUnderstood("no such day of the month")
    return day
