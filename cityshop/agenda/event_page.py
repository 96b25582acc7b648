"""One event as its own page shows it, for people and, as linked data, for search engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cityshop.agenda.drafts import https_address
from cityshop.agenda.exports import place_words
from cityshop.agenda.models import Audience, Event, EventDate, EventState
from cityshop.agenda.repeats import Rule
from cityshop.agenda.rules import first_moment, next_midnight
from cityshop.agenda.words import AUDIENCE, PROVENANCE, days_words, price_words, repeat_words, time_words
from cityshop.core.clock import local
from cityshop.places.models import PlaceState
from cityshop.web.i18n import own_text, translated
from cityshop.web.uploads import picture_address

MOST_LINKED = 20
SCHEDULED, CANCELLED = "https://schema.org/EventScheduled", "https://schema.org/EventCancelled"


@dataclass(frozen=True)
class EventTime:
    """One date in words; `day` is what its calendar file is asked for with."""

    days: str
    time: str
    day: str
    is_cancelled: bool


@dataclass(frozen=True)
class EventPage:
    """An event in words. `times` are those to come; `over` says that none is left."""

    row: Event
    title: str
    text: str
    times: Sequence[EventTime]
    over: bool
    repeat: str
    where: str
    place_slug: str
    audience: str
    price: str
    organiser: str
    organiser_link: str
    link: str
    picture: str
    picture_alt: str
    is_cancelled: bool
    provenance: str
    source_link: str
    linked_data: Sequence[Mapping[str, Any]]
    until: datetime


def event_page(event: Event, *, page_url: str, now: datetime) -> EventPage:
    """An event as it is at this moment; `page_url` is its full address."""
    to_come = dates_to_come(event, now)
    place = event.place if event.place and event.place.state == PlaceState.PUBLISHED else None
    first = local(event.starts_at).date()
    return EventPage(
        row=event,
        title=own_text(event.title),
        text=own_text(event.text),
        times=[event_time(one, event) for one in to_come],
        over=not to_come,
        repeat=repeat_words(Rule.from_json(event.repeat), first),
        where=place_words(place, event.location),
        place_slug=place.slug if place else "",
        audience="" if event.audience == Audience.EVERYONE else translated(AUDIENCE[event.audience]),
        price=price_words(event.price, is_free=event.is_free),
        organiser=event.partner.name if event.partner else event.organiser,
        organiser_link=https_address(event.partner.website) if event.partner else "",
        link=https_address(event.link),
        picture=picture_address(event.picture) if event.picture else "",
        picture_alt=own_text(event.picture_alt),
        is_cancelled=event.state == EventState.CANCELLED,
        provenance=translated(PROVENANCE[event.source.kind]) if event.source else "",
        source_link=https_address(event.source_address),
        linked_data=[linked_data(one, event, page_url) for one in to_come[:MOST_LINKED]],
        until=first_moment((next_midnight(now), *(one.ends_at for one in to_come))) or now,
    )


def dates_to_come(event: Event, now: datetime) -> list[EventDate]:
    """The dates that are not over, in order."""
    return sorted((one for one in event.dates if one.ends_at > now), key=lambda one: one.starts_at)


def event_time(one: EventDate, event: Event) -> EventTime:
    """A date in words."""
    off = one.is_cancelled or event.state == EventState.CANCELLED
    shown = {"is_all_day": event.is_all_day, "has_end": event.has_end}
    words = time_words(one.starts_at, one.ends_at, **shown)
    return EventTime(days_words(one.first_day, one.last_day), words, one.planned_on.isoformat(), off)


def linked_data(one: EventDate, event: Event, page_url: str) -> dict[str, Any]:
    """A date in the words of schema.org."""
    off = one.is_cancelled or event.state == EventState.CANCELLED
    starts, ends = local(one.starts_at), local(one.ends_at)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": own_text(event.title),
        "description": own_text(event.text),
        "url": page_url,
        "startDate": one.first_day.isoformat() if event.is_all_day else starts.isoformat(),
        "endDate": one.last_day.isoformat()
        if event.is_all_day
        else ends.isoformat()
        if event.has_end
        else "",
        "eventStatus": CANCELLED if off else SCHEDULED,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "isAccessibleForFree": True if event.is_free else None,
        "location": _location(event),
        "organizer": _organiser(event),
    }
    return {name: value for name, value in facts.items() if value}


def _location(event: Event) -> dict[str, Any]:
    place = event.place
    if place is None:
        return {"@type": "Place", "name": event.location, "address": event.location} if event.location else {}
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "postalCode": place.postal_code,
        "addressLocality": place.town,
        "addressCountry": "BE",
    }
    return {"@type": "Place", "name": place.name, "address": address}


def _organiser(event: Event) -> dict[str, str]:
    name = event.partner.name if event.partner else event.organiser
    link = https_address(event.partner.website) if event.partner else ""
    facts = {"@type": "Organization", "name": name, "url": link}
    return {key: value for key, value in facts.items() if value} if name else {}
