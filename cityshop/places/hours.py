"""Opening hours as rules, and what they say about one day.

A rule speaks about days. What it opens past midnight belongs to the day it started on: a bar that opens on
Friday until 02:00 is still open on Saturday at 01:00, whatever the rule for Saturday says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from cityshop.places.public_holidays import Country, is_public_holiday

MINUTES_A_DAY = 24 * 60
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)

# From and to in minutes after midnight; `to` passes 1440 where a place closes after midnight.
Spans: TypeAlias = tuple[tuple[int, int], ...]
ALL_DAY: Spans = ((0, MINUTES_A_DAY),)


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rule:
    """The hours of some days; without `intervals` and `perhaps` those days are off.

    `perhaps`: spans in which nobody knows, unless an interval opens them. `days`: Monday is 0.
    `dates`: first and last day as `MM-DD` or `YYYY-MM-DD`; none means all year.
    `adds`: keeps what earlier rules say about the same days.
    """

    intervals: Spans = ()
    perhaps: Spans = ()
    days: tuple[int, ...] = EVERY_DAY
    public_holiday: bool = False
    dates: tuple[tuple[str, str], ...] = ()
    adds: bool = False

    @property
    def is_off(self) -> bool:
        return not self.intervals and not self.perhaps

    def covers(self, day: date, country: Country = Country.BELGIUM) -> bool:
        """Whether this rule speaks about that day."""
        if self.dates and not any(_is_within(day, first, last) for first, last in self.dates):
            return False
        return day.weekday() in self.days or (self.public_holiday and is_public_holiday(day, country))


# Rules in order: the last that covers a day has the last word. A day that none covers is closed.
Hours: TypeAlias = tuple[Rule, ...]
NOBODY_KNOWS: Hours = (Rule(perhaps=ALL_DAY),)


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days, both ends included, on which the usual hours do not hold; closed without intervals."""

    first_day: date
    last_day: date
    intervals: Spans = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What starts on one day, in minutes after its midnight."""

    intervals: Spans = ()
    perhaps: Spans = ()
    reason: str = ""


def plan_of(
    hours: Hours, day: date, special: Sequence[SpecialDays] = (), *, country: Country = Country.BELGIUM
) -> DayPlan:
    """What the rules open on this day; special days come before any rule, the last one first."""
    for days in reversed(special):
        if days.first_day <= day <= days.last_day:
            return DayPlan(days.intervals, reason=days.reason)
    intervals: Spans = ()
    perhaps: Spans = ()
    for rule in hours:
        if not rule.covers(day, country):
            continue
        if rule.is_off or not rule.adds:
            intervals = perhaps = ()
        intervals += rule.intervals
        perhaps += rule.perhaps
    return DayPlan(tuple(sorted(intervals)), perhaps)


def repeats_weekly(hours: Hours) -> bool:
    """Whether every week is the same."""
    return not any(rule.dates or rule.public_holiday for rule in hours)


def hours_as_json(hours: Hours) -> list[dict[str, Any]]:
    """Lists, numbers and words for a JSON column; `hours_from_json` reads them back."""
    return [asdict(rule) | {"off": rule.is_off} for rule in hours]


def hours_from_json(rows: Sequence[Mapping[str, Any]]) -> Hours:
    """The hours that `hours_as_json` wrote."""
    return tuple(_rule(row) for row in rows)


def spans_from_json(rows: Sequence[Sequence[int]]) -> Spans:
    """Pairs of minutes, as rules and special days keep them."""
    return tuple((start, end) for start, end in rows)


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        intervals=spans_from_json(row["intervals"]),
        perhaps=spans_from_json(row["perhaps"]),
        days=tuple(row["days"]),
        public_holiday=row["public_holiday"],
        dates=tuple((first, last) for first, last in row["dates"]),
        adds=row["adds"],
    )


def _is_within(day: date, first: str, last: str) -> bool:
    written = day.isoformat()[-len(first) :]
    if first <= last:
        return first <= written <= last
    return written >= first or written <= last
