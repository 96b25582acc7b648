"""Decisions about the agenda on values: which times are meant, what is public at once, what is kept."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from cityshop.agenda.models import EventState
from cityshop.agenda.repeats import A_DAY, Times
from cityshop.core.clock import BRUSSELS, local

KEPT_AFTER = timedelta(days=183)  # half a year after its last date an event is erased
MOST_WAITING = 100  # events of one partner that town hall has not looked at
CONTENT_KEPT = timedelta(days=7)  # a calendar that waits for somebody who looks at it
LONG = timedelta(days=4)  # what lasts longer is going on, it does not fill every day
SATURDAY, DECEMBER = 5, 12
SHOWN = (EventState.PUBLISHED, EventState.CANCELLED)


class Span(NamedTuple):
    """From one moment up to but not including another, in UTC."""

    starts_at: datetime
    ends_at: datetime


def today_of(now: datetime) -> date:
    """The day on the calendar in Brussels."""
    return local(now).date()


def midnight(day: date) -> datetime:
    """The moment at which this day begins in Brussels."""
    return datetime.combine(day, time(), BRUSSELS).astimezone(UTC)


def next_midnight(now: datetime) -> datetime:
    """When the day on the calendar changes."""
    return midnight(today_of(now) + A_DAY)


def span_of_day(day: date) -> Span:
    """One day."""
    return Span(midnight(day), midnight(day + A_DAY))


def span_of_weekend(now: datetime) -> Span:
    """The Saturday and Sunday that are on, or that come next."""
    today = today_of(now)
    saturday = today + timedelta(days=SATURDAY - today.weekday())
    return Span(midnight(max(saturday, today)), midnight(saturday + 2 * A_DAY))


def span_of_month(first: date) -> Span:
    """The month of which this is the first day."""
    return Span(midnight(first), midnight(month_after(first)))


def month_after(first: date) -> date:
    """The first day of the next month."""
    return date(first.year + 1, 1, 1) if first.month == DECEMBER else first.replace(month=first.month + 1)


def month_before(first: date) -> date:
    """The first day of the month before."""
    return date(first.year - 1, DECEMBER, 1) if first.month == 1 else first.replace(month=first.month - 1)


def weeks_of_month(first: date) -> list[list[date]]:
    """The weeks from Monday to Sunday that a month touches."""
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday < month_after(first):
        weeks.append([monday + A_DAY * number for number in range(7)])
        monday += A_DAY * 7
    return weeks


def is_long(times: Times) -> bool:
    """Whether something goes on for so many days that it is told once."""
    return times.ends_at - times.starts_at > LONG


def state_after_entry(state: EventState, *, is_trusted: bool) -> EventState:
    """What becomes of an event that a partner enters or changes, where residents do not see it yet."""
    return EventState.PUBLISHED if is_trusted or state is EventState.PUBLISHED else EventState.PENDING


def first_moment(moments: Sequence[datetime | None]) -> datetime | None:
    """The first of these, if any."""
    return min(filter(None, moments), default=None)
