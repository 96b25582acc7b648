"""iCalendar files (RFC 5545) as drafts of events.

Repetitions are expanded for a year ahead, within bounds of number and of time. A time without zone is meant
as the clock in Brussels shows it; a time in a zone of the file is read by the rules that the file gives.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from cityshop.agenda.drafts import (
    LONGEST_TITLE,
    EventDraft,
    Reading,
    Reason,
    Refused,
    Unusable,
    https_address,
    one_line,
    plain_text,
)
from cityshop.agenda.errors import CalendarTooLarge, CalendarUnreadable
from cityshop.agenda.repeats import MOST_DATES, PlannedDate, Times, whole_days
from cityshop.core.clock import BRUSSELS, local
from cityshop.core.words import DEFAULT_LANGUAGE

MOST_BYTES = 2_000_000
MOST_EVENTS = 2_000
LONGEST_SECONDS = 20.0  # reading is done in a request: a calendar made to take long is given up
AHEAD = timedelta(days=366)
NO_END = timedelta(hours=2)  # how long something stays in the list whose end nobody said
A_DAY = timedelta(days=1)
MOST_TIMES_A_DAY = 4
_WITHIN_A_DAY = ("SECONDLY", "MINUTELY", "HOURLY")

Component = Any  # icalendar's components are dictionaries of its own kinds


def read_calendar(content: bytes, *, now: datetime) -> Reading:
    """The events of a calendar that are still to come, and why the others are not used.

    Raises CalendarUnreadable and CalendarTooLarge.
    """
    if len(content) > MOST_BYTES:
        raise CalendarTooLarge
    series = _series(_components(content))
    drafts: list[EventDraft] = []
    refused = [
        Refused("", one_line(str(one.get("SUMMARY", ""))), Reason.NO_UID) for one in series.pop("", [])
    ]
    began = time.monotonic()
    for uid, components in series.items():
        if time.monotonic() - began > LONGEST_SECONDS:
            raise CalendarTooLarge
        try:
            drafts.append(_draft(uid, components, now))
        except Unusable as unusable:
            name = one_line(str(_head(components).get("SUMMARY", ""))) or uid
            refused.append(Refused(uid, name, unusable.reason))
    return Reading(drafts, refused)


def _components(content: bytes) -> list[Component]:
    try:
        calendars = Calendar.from_ical(_decoded(content), multiple=True)
        components = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise CalendarUnreadable from error
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise CalendarUnreadable
    if len(components) > MOST_EVENTS:
        raise CalendarTooLarge
    return components


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _series(components: Sequence[Component]) -> dict[str, list[Component]]:
    """What belongs together: an event with the dates of it that differ."""
    series: dict[str, list[Component]] = {}
    for component in components:
        series.setdefault(one_line(str(component.get("UID", ""))), []).append(component)
    return series


def _head(components: Sequence[Component]) -> Component:
    """The event itself; where only one date of a series was sent, that one."""
    return next((one for one in components if "RECURRENCE-ID" not in one), components[0])


def _draft(uid: str, components: Sequence[Component], now: datetime) -> EventDraft:
    head = _head(components)
    title = one_line(str(head.get("SUMMARY", "")), LONGEST_TITLE)
    if not title:
        raise Unusable(Reason.NO_TITLE)
    _check_times(head)
    dates = list(_dates(components, now))
    if not dates:
        raise Unusable(Reason.OVER)
    text, link = plain_text(str(head.get("DESCRIPTION", ""))), https_address(str(head.get("URL", "")))
    return EventDraft(
        uid=uid,
        title={DEFAULT_LANGUAGE: title},
        dates=dates,
        text={DEFAULT_LANGUAGE: text} if text else {},
        location=one_line(str(head.get("LOCATION", ""))),
        link=link,
        source_address=link,
        is_all_day=not isinstance(head["DTSTART"].dt, datetime),
        has_end=_has_end(head),
        is_cancelled=_is_cancelled(head),
    )


def _check_times(head: Component) -> None:
    if "DTSTART" not in head or isinstance(head["DTSTART"], list):
        raise Unusable(Reason.NO_START)
    start, end = getattr(head["DTSTART"], "dt", None), getattr(head.get("DTEND"), "dt", None)
    if not isinstance(start, date) or (
        end is not None and isinstance(end, datetime) != isinstance(start, datetime)
    ):
        raise Unusable(Reason.BAD_TIMES)
    if end is not None and _in_brussels(end) < _in_brussels(start):
        raise Unusable(Reason.ENDS_FIRST)
    rules = head.get("RRULE", ())
    for rule in rules if isinstance(rules, list) else [rules]:
        _check_rule(rule or {})


def _check_rule(rule: Mapping[str, Sequence[Any]]) -> None:
    """Refuse what would repeat within a day: a town has no event every second."""
    often = max(1, len(rule.get("BYHOUR", ()))) * max(1, len(rule.get("BYMINUTE", ())))
    if (
        set(rule.get("FREQ", ())) & set(_WITHIN_A_DAY)
        or often > MOST_TIMES_A_DAY
        or len(rule.get("BYSECOND", ())) > 1
    ):
        raise Unusable(Reason.TOO_OFTEN)


def _has_end(head: Component) -> bool:
    if not isinstance(head["DTSTART"].dt, datetime):
        return True
    return ("DTEND" in head and head["DTEND"].dt != head["DTSTART"].dt) or "DURATION" in head


def _is_cancelled(component: Component) -> bool:
    return str(component.get("STATUS", "")).upper() == "CANCELLED"


def _dates(components: Sequence[Component], now: datetime) -> Iterator[PlannedDate]:
    """The dates that are not over, in order."""
    calendar = Calendar()
    for component in components:
        calendar.add_component(component)
    try:
        found = recurring_ical_events.of(calendar).between(local(now) - A_DAY, local(now) + AHEAD)
        dates = sorted((_planned(one) for one in found), key=lambda one: one.times.starts_at)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise Unusable(Reason.BAD_TIMES) from error
    seen: set[tuple[date, datetime]] = set()
    for one in dates:
        key = (one.planned_on, one.times.starts_at)
        if one.times.ends_at > now and key not in seen and len(seen) < MOST_DATES:
            seen.add(key)
            yield one


def _planned(occurrence: Component) -> PlannedDate:
    start, end = occurrence["DTSTART"].dt, occurrence["DTEND"].dt
    planned = getattr(occurrence.get("RECURRENCE-ID"), "dt", start)
    times = _times(start, end)
    return PlannedDate(_in_brussels(planned).date(), times, _is_cancelled(occurrence))


def _times(start: date, end: date) -> Times:
    if not isinstance(start, datetime):
        return whole_days(start, max(start, end - A_DAY))
    begins, ends = _in_brussels(start).astimezone(UTC), _in_brussels(end).astimezone(UTC)
    return Times(begins, ends if ends > begins else begins + NO_END)


def _in_brussels(moment: date) -> datetime:
    """A day from its midnight; a time without zone as the clock on the wall shows it."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day, tzinfo=BRUSSELS)
    return moment.replace(tzinfo=BRUSSELS) if moment.tzinfo is None else moment.astimezone(BRUSSELS)
