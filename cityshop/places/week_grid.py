"""A week as people fill it in: at most two times from and to a day, and one choice for public holidays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeAlias

from cityshop.core.words import n_
from cityshop.places.hours import ALL_DAY, EVERY_DAY, MINUTES_A_DAY, Hours, Rule, Spans

MOST_SLOTS = 2
A_MONDAY = date(2026, 6, 8)  # of a week without any public holiday

# From and to in minutes after midnight, as they were typed; `to` before `from` is after midnight.
Typed: TypeAlias = Sequence[tuple[int | None, int | None]]


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """The hours of Monday to Sunday; `holidays` are those of public holidays, none when they are as usual."""

    days: tuple[Spans, ...]
    holidays: Spans | None = None


def grid_of(hours: Hours) -> WeekGrid | None:
    """The week that says the same as these rules; none where a week is too small for what they say."""
    if not hours or any(rule.dates or rule.perhaps for rule in hours):
        return None
    usual = tuple(_opened(rule for rule in hours if day in rule.days) for day in EVERY_DAY)
    holidays = tuple(
        _opened(rule for rule in hours if day in rule.days or rule.public_holiday) for day in EVERY_DAY
    )
    if not all(map(_fits, usual + holidays)):
        return None
    if holidays == usual:
        return WeekGrid(usual)
    return WeekGrid(usual, holidays[0]) if len(set(holidays)) == 1 else None


def hours_of_grid(grid: WeekGrid) -> Hours:
    """The rules that say what this week says."""
    rules = [
        Rule(spans, days=tuple(day for day in EVERY_DAY if grid.days[day] == spans))
        for spans in dict.fromkeys(filter(None, grid.days))
    ]
    if grid.holidays is not None:
        rules.append(Rule(grid.holidays, days=(), public_holiday=True))
    return tuple(rules)


def fault_of(typed: Typed) -> str:
    """What keeps these times from being hours, as a sentence that names a `day`; empty when nothing does."""
    filled, half = _filled(typed), any((start is None) is not (end is None) for start, end in typed)
    faults = (
        (half, n_("%(day)s: write both when you open and when you close.")),
        (not filled, n_("%(day)s: fill in hours, or say that you are closed.")),
        (
            any(start == end % MINUTES_A_DAY != 0 for start, end in filled),
            n_("%(day)s: you cannot open and close at the same time. Day and night is 00:00 to 00:00."),
        ),
        (not _fits(spans_of(typed)), n_("%(day)s: you open again before you are closed.")),
    )
    return next((sentence for is_so, sentence in faults if is_so), "")


def spans_of(typed: Typed) -> Spans:
    """The hours that were typed, early ones first; an end not later than its start is after midnight."""
    spans = ((start, end if end > start else end + MINUTES_A_DAY) for start, end in _filled(typed))
    return tuple(sorted(spans))


def day_numbered(number: int) -> date:
    """Some Monday for 0, some Sunday for 6: to name the days of the week."""
    return A_MONDAY + timedelta(days=number)


def _filled(typed: Typed) -> list[tuple[int, int]]:
    return [(start, end) for start, end in typed if start is not None and end is not None]


def _opened(rules: Iterable[Rule]) -> Spans:
    """What rules open together: each that does not add takes the place of those before."""
    spans: Spans = ()
    for rule in rules:
        spans = (spans if rule.adds and not rule.is_off else ()) + rule.intervals
    return tuple(sorted(spans))


def _fits(spans: Spans) -> bool:
    """Whether these hours are few, apart, and can be typed: shorter than a day, or all of it."""
    apart = all(one[1] <= other[0] for one, other in pairwise(spans))
    typeable = all(span in ALL_DAY or span[1] - span[0] < MINUTES_A_DAY for span in spans)
    return len(spans) <= MOST_SLOTS and apart and typeable
