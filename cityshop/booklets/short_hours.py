"""Opening hours in so few words that they fit on paper."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from cityshop.core.words import n_
from cityshop.places.hours import ALL_DAY, MINUTES_A_DAY, Hours, Spans, plan_of
from cityshop.places.public_holidays import is_public_holiday
from cityshop.web.i18n import day, translated

A_WEEK = timedelta(days=7)


def short_hours(hours: Hours, today: date) -> str:
    """`Tue–Fri 08:00–17:30, Sat–Sun 09:00–18:00`: a usual week from today on; empty when nobody knows."""
    if not hours or any(rule.perhaps for rule in hours):
        return ""
    week = [(weekday, plan_of(hours, weekday).intervals) for weekday in _usual_week(today)]
    stretches = [list(days) for _, days in groupby(week, key=lambda one: one[1])]
    if len(stretches) == 1:
        return _every_day(stretches[0][0][1])
    return ", ".join(_stretch(days) for days in stretches if days[0][1])


def _usual_week(today: date) -> Iterator[date]:
    """Monday to Sunday, each on its next date that is no public holiday."""
    monday = today - timedelta(days=today.weekday())
    for number in range(7):
        weekday = monday + timedelta(days=number)
        while is_public_holiday(weekday):
            weekday += A_WEEK
        yield weekday


def _every_day(spans: Spans) -> str:
    if not spans:
        return translated(n_("closed for now"))
    return translated(n_("every day %(hours)s"), hours=_spans(spans))


def _stretch(days: Sequence[tuple[date, Spans]]) -> str:
    first, last = day(days[0][0], "EEE"), day(days[-1][0], "EEE")
    return f"{first if len(days) == 1 else f'{first}–{last}'} {_spans(days[0][1])}"


def _spans(spans: Spans) -> str:
    if spans == ALL_DAY:
        return translated(n_("day and night"))
    return " + ".join(f"{_clock(start)}–{_clock(end)}" for start, end in spans)


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour if minutes <= MINUTES_A_DAY else hour - 24}:{minute:02}"
