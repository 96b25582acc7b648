"""The dates of an event as rows: what stays the same stays the same row."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from cityshop.agenda.errors import NoDatesLeft, TooManyDates
from cityshop.agenda.models import Event, EventDate
from cityshop.agenda.repeats import MOST_DATES, PlannedDate, Rule, Times, dates_of, last_day_of
from cityshop.core.clock import local


def remake_dates(event: Event) -> None:
    """Make the dates of a series again from its rule and exceptions. Raises NoDatesLeft and TooManyDates."""
    first = Times(event.starts_at, event.ends_at)
    planned = dates_of(first, Rule.from_json(event.repeat), event.exceptions)
    if not planned:
        raise NoDatesLeft
    if len(planned) > MOST_DATES:
        raise TooManyDates(most=MOST_DATES)
    write_dates(event, planned, keep_until=None)


def write_dates(event: Event, planned: Sequence[PlannedDate], *, keep_until: datetime | None) -> bool:
    """Let the rows be these dates; those over at `keep_until` stay. Gives whether anything changed."""
    before = {_key(row.planned_on, row.starts_at): row for row in event.dates}
    wanted = {_key(one.planned_on, one.times.starts_at): one for one in planned}
    gone = [row for key, row in before.items() if key not in wanted and not _is_over(row, keep_until)]
    for row in gone:
        event.dates.remove(row)
    changed = [_write(event, before.get(key), one) for key, one in wanted.items()]
    return bool(gone) or any(changed)


def differs(event: Event, planned: Sequence[PlannedDate], *, now: datetime) -> bool:
    """Whether these dates are others than the rows that are still to come."""
    rows = {
        (row.planned_on, row.starts_at, row.ends_at, row.is_cancelled)
        for row in event.dates
        if row.ends_at > now
    }
    return rows != {(one.planned_on, *vars(one.times).values(), one.is_cancelled) for one in planned}


def _write(event: Event, row: EventDate | None, one: PlannedDate) -> bool:
    facts = _facts(one)
    if row is None:
        event.dates.append(EventDate(city_id=event.city_id, **facts))
        return True
    changed = {name: value for name, value in facts.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _facts(one: PlannedDate) -> dict[str, Any]:
    times = one.times
    return {
        "planned_on": one.planned_on,
        "starts_at": times.starts_at,
        "ends_at": times.ends_at,
        "first_day": local(times.starts_at).date(),
        "last_day": last_day_of(times),
        "is_cancelled": one.is_cancelled,
    }


def _key(planned_on: date, starts_at: datetime) -> tuple[date, datetime]:
    return planned_on, starts_at


def _is_over(row: EventDate, keep_until: datetime | None) -> bool:
    return keep_until is not None and row.ends_at <= keep_until
