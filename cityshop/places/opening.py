"""Open, closed or unknown: what opening hours say about one moment or one week, on a Belgian clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

from cityshop.core.clock import BRUSSELS, local
from cityshop.places.hours import (
    MINUTES_A_DAY,
    NOBODY_KNOWS,
    DayPlan,
    Hours,
    Spans,
    SpecialDays,
    State,
    plan_of,
    repeats_weekly,
)
from cityshop.places.public_holidays import Country, is_public_holiday

ONE_DAY = timedelta(days=1)
A_WEEK = 8  # days to look ahead: today, and each weekday once more
A_YEAR = 370  # days to look ahead where dates or holidays play a part

Step: TypeAlias = tuple[datetime, State]
# From and to, as moments in UTC.
Span: TypeAlias = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class OpeningState:
    """The state now, and the UTC moment it changes; none when it does not change within a year."""

    state: State
    next_change: datetime | None = None


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of a table of opening hours; a day without intervals is closed or unknown."""

    day: date
    intervals: tuple[tuple[time, time], ...]
    state: State
    is_public_holiday: bool
    reason: str


def state_at(
    hours: Hours | None,
    moment: datetime,
    special: Sequence[SpecialDays] = (),
    *,
    country: Country = Country.BELGIUM,
) -> OpeningState:
    """The state at an aware moment. Hours nobody could read are unknown, except on special days."""
    state = State.UNKNOWN
    for starts_at, next_state in _steps(hours or NOBODY_KNOWS, local(moment).date(), special, country):
        if starts_at <= moment:
            state = next_state
        elif next_state is not state:
            return OpeningState(state, starts_at)
    return OpeningState(state)


def open_spans(
    hours: Hours | None, since: datetime, until: datetime, special: Sequence[SpecialDays] = ()
) -> list[Span] | None:
    """When it is open between two moments a few days apart; None where part of that time is not known."""
    spans: list[Span] = []
    moment = since
    while moment < until:
        opening = state_at(hours, moment, special)
        if opening.state is State.UNKNOWN:
            return None
        change = min(until, opening.next_change or until)
        if opening.state is State.OPEN:
            spans.append((moment, change))
        moment = change
    return spans


def week_of(hours: Hours | None, day: date, special: Sequence[SpecialDays] = ()) -> list[DayRow]:
    """Monday to Sunday of the week of this day."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    return [_row(day, plan_of(hours or NOBODY_KNOWS, day, special)) for day in days]


def _row(day: date, plan: DayPlan) -> DayRow:
    intervals = tuple((_clock_time(start), _clock_time(end)) for start, end in plan.intervals)
    state = State.UNKNOWN if plan.perhaps else State.CLOSED
    return DayRow(day, intervals, State.OPEN if intervals else state, is_public_holiday(day), plan.reason)


def _clock_time(minutes: int) -> time:
    hour, minute = divmod(minutes % MINUTES_A_DAY, 60)
    return time(hour, minute)


def _steps(hours: Hours, first_day: date, special: Sequence[SpecialDays], country: Country) -> Iterator[Step]:
    """The states from this day on, each with the moment it begins, as far ahead as anything can change."""
    horizon = A_WEEK if repeats_weekly(hours) and not special else A_YEAR
    before = plan_of(hours, first_day - ONE_DAY, special, country=country)
    for number in range(horizon):
        day = first_day + timedelta(days=number)
        plan = plan_of(hours, day, special, country=country)
        yield from _steps_of_day(day, plan, before)
        before = plan


def _steps_of_day(day: date, plan: DayPlan, before: DayPlan) -> Iterator[Step]:
    opens = plan.intervals + _tail(before.intervals)
    perhaps = plan.perhaps + _tail(before.perhaps)
    edges = {edge for span in opens + perhaps for edge in span if 0 < edge < MINUTES_A_DAY}
    for minute in sorted(edges | {0}):
        yield _moment(day, minute), _state(minute, opens, perhaps)


def _tail(spans: Spans) -> Spans:
    return tuple((0, end - MINUTES_A_DAY) for _, end in spans if end > MINUTES_A_DAY)


def _state(minute: int, opens: Spans, perhaps: Spans) -> State:
    if any(start <= minute < end for start, end in opens):
        return State.OPEN
    if any(start <= minute < end for start, end in perhaps):
        return State.UNKNOWN
    return State.CLOSED


def _moment(day: date, minute: int) -> datetime:
    """The UTC moment of a minute on the clock.

    When the clock goes back, the first of the two; when it jumps ahead, the jump for what it skips.
    """
    hour, rest = divmod(minute, 60)
    on_the_clock = datetime.combine(day, time(hour, rest), BRUSSELS)
    moment = on_the_clock.astimezone(UTC)
    if local(moment).hour != hour:
        return on_the_clock.replace(minute=0).astimezone(UTC)
    return moment
