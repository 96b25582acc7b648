"""The agenda for calendars: iCalendar (RFC 5545). Times in UTC, so that no calendar needs to know our zone.

Each date is an entry of its own with a UID that stays, and a number that grows with each change: a calendar
that follows the address sees dates move, and those that are cancelled as cancelled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as Entry

from cityshop.agenda.models import Event, EventDate, EventState
from cityshop.core.clock import local
from cityshop.core.words import in_language
from cityshop.places.models import Place

ICALENDAR = "text/calendar"
HOW_OFTEN = timedelta(hours=4)


@dataclass(frozen=True)
class Feed:
    """Whose agenda it is, on which host, in which language, and where its pages stand."""

    name: str
    host: str
    language: str
    page_of: str  # the full address of an event's page, without the event's own word

    def address(self, slug: str) -> str:
        """The full address of an event's page."""
        return self.page_of + slug


def as_calendar(dates: Iterable[EventDate], feed: Feed) -> bytes:
    """A calendar with these dates."""
    calendar = Calendar()
    calendar.add("prodid", "-//cityshop//agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", feed.name)
    calendar.add("refresh-interval", HOW_OFTEN, parameters={"VALUE": "DURATION"})
    for one in dates:
        calendar.add_component(_entry(one, feed))
    content: bytes = calendar.to_ical()
    return content


def place_words(place: Place | None, location: str) -> str:
    """Where it is: the place of the guide with its address, else what was written."""
    if place is None:
        return location
    town = f"{place.postal_code} {place.town}".strip()
    return ", ".join(filter(None, (place.name, place.street, town)))


def _entry(one: EventDate, feed: Feed) -> Entry:
    event, entry = one.event, Entry()
    entry.add("uid", f"{event.id}-{one.planned_on:%Y%m%d}-{_turn(one)}@{feed.host}")
    entry.add("dtstamp", event.changed_at.astimezone(UTC))
    entry.add("sequence", event.revision)
    entry.add("summary", in_language(event.title, feed.language))
    _add_times(entry, one, event)
    where, text = place_words(event.place, event.location), in_language(event.text, feed.language)
    for name, words in (("location", where), ("description", text), ("url", feed.address(event.slug))):
        if words:
            entry.add(name, words)
    is_off = one.is_cancelled or event.state == EventState.CANCELLED
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if event.place is not None:
        entry.add("geo", (event.place.latitude, event.place.longitude))
    return entry


def _turn(one: EventDate) -> str:
    """Tells two times on one day apart, and stays when a date of a series is moved."""
    return "0" if one.event.source_id is None else f"{one.starts_at.astimezone(UTC):%H%M}"


def _add_times(entry: Entry, one: EventDate, event: Event) -> None:
    if event.is_all_day:
        entry.add("dtstart", local(one.starts_at).date())
        entry.add("dtend", local(one.ends_at).date())
        return
    entry.add("dtstart", _to_the_second(one.starts_at))
    if event.has_end:
        entry.add("dtend", _to_the_second(one.ends_at))


def _to_the_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
