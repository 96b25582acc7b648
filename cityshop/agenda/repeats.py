"""Series: a rule, what differs from it, and the dates that both make.

Pure. A series keeps the hour on the wall in Brussels, whatever summer time does to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from cityshop.core.clock import BRUSSELS, local

MOST_DATES = 200
MOST_WEEKS = 12
LAST = 5
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
SMALL_HOURS = time(6)  # what ends before is still the evening before


class Repeat(StrEnum):
    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"  # on the same weekday of the month: the second Tuesday
    MONTHLY_LAST = "monthly-last"  # on the last such weekday of the month


class Change(StrEnum):
    """What an exception does to a date of a series."""

    DROPPED = "dropped"
    CANCELLED = "cancelled"
    MOVED = "moved"


@dataclass(frozen=True)
class Times:
    """From when until when, in UTC; all-day times are whole days in Brussels."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Rule:
    """How a date repeats: every so many weeks or once a month, until a day or a number of times."""

    repeat: Repeat = Repeat.ONCE
    weeks: int = 1
    until: date | None = None
    times: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it; nothing for what happens once."""
        if self.repeat is Repeat.ONCE:
            return {}
        until = self.until.isoformat() if self.until else None
        return {"repeat": str(self.repeat), "weeks": self.weeks, "until": until, "times": self.times}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Rule":
        """What `as_json` wrote."""
        if not kept:
            return cls()
        until = date.fromisoformat(kept["until"]) if kept.get("until") else None
        return cls(Repeat(kept["repeat"]), kept.get("weeks") or 1, until, kept.get("times"))


@dataclass(frozen=True)
class PlannedDate:
    """A date of an event; `planned_on` is its day by the rule."""

    planned_on: date
    times: Times
    is_cancelled: bool = False


def dates_of(first: Times, rule: Rule, exceptions: Mapping[str, Any]) -> list[PlannedDate]:
    """All dates of a series in the order of the clock, at most MOST_DATES + 1 of them."""
    dates = []
    for day in _days_of(local(first.starts_at).date(), rule):
        found = _one_date(day, on_day(first, day), exceptions.get(day.isoformat()))
        if found is not None:
            dates.append(found)
    return sorted(dates, key=lambda one: one.times.starts_at)


def on_day(first: Times, day: date) -> Times:
    """The same hours on the wall, on another day."""
    start, end = local(first.starts_at), local(first.ends_at)
    later = end.date() - start.date()
    return Times(_moment(day, start.time()), _moment(day + later, end.time()))


def whole_days(first: date, last: date) -> Times:
    """From the first midnight up to the midnight after the last day, in Brussels."""
    return Times(_moment(first, time()), _moment(last + A_DAY, time()))


def last_day_of(times: Times) -> date:
    """The day on which it ends for people: until two at night is still the evening before."""
    start, end = local(times.starts_at), local(times.ends_at)
    if end.time() < SMALL_HOURS and end.date() > start.date():
        return end.date() - A_DAY
    return end.date()


def exception_as_json(change: Change, times: Times | None = None) -> dict[str, str]:
    """What is kept of an exception."""
    kept = {"change": str(change)}
    if times is not None:
        kept |= {"starts_at": times.starts_at.isoformat(), "ends_at": times.ends_at.isoformat()}
    return kept


def _one_date(day: date, times: Times, exception: Mapping[str, str] | None) -> PlannedDate | None:
    change = Change(exception["change"]) if exception else None
    if change is Change.DROPPED:
        return None
    if change is Change.MOVED and exception:
        start, end = (datetime.fromisoformat(exception[name]) for name in ("starts_at", "ends_at"))
        return PlannedDate(day, Times(start, end))
    return PlannedDate(day, times, is_cancelled=change is Change.CANCELLED)


def _days_of(first: date, rule: Rule) -> Iterator[date]:
    if rule.repeat is Repeat.ONCE:
        yield first
        return
    most = min(rule.times or MOST_DATES + 1, MOST_DATES + 1)
    days = _weekly(first, rule.weeks) if rule.repeat is Repeat.WEEKLY else _monthly(first, rule.repeat)
    for number, day in enumerate(days):
        if number >= most or (rule.until is not None and day > rule.until):
            return
        yield day


def _weekly(first: date, weeks: int) -> Iterator[date]:
    day = first
    while day.year < date.max.year:
        yield day
        day += A_WEEK * weeks


def _monthly(first: date, repeat: Repeat) -> Iterator[date]:
    number = LAST if repeat is Repeat.MONTHLY_LAST else (first.day - 1) // 7 + 1
    year, month = first.year, first.month
    while year < date.max.year:
        day = weekday_of_month(year, month, weekday=first.weekday(), number=number)
        if day >= first:
            yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - a year's months


def weekday_of_month(year: int, month: int, *, weekday: int, number: int) -> date:
    """The `number`th such weekday (Monday is 0) of a month; the last where it has no fifth."""
    start = date(year, month, 1)
    day = start + timedelta(days=(weekday - start.weekday()) % 7) + A_WEEK * (number - 1)
    return day if day.month == month else day - A_WEEK


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BRUSSELS).astimezone(UTC)
