"""UiTdatabank's search (Search API 3, https://search.uitdatabank.be) as drafts of events.

Its answers are pages of JSON-LD; with `embed` they hold whole events. Pictures are not taken over: they are
their makers', and a page of ours asks nothing of others.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

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
from cityshop.agenda.errors import CalendarUnreadable
from cityshop.agenda.models import Audience
from cityshop.agenda.repeats import MOST_DATES, PlannedDate, Times, whole_days
from cityshop.core.clock import BRUSSELS, local
from cityshop.core.words import DEFAULT_LANGUAGE, LANGUAGES

SEARCH = "https://search.uitdatabank.be/events/"
PAGE, MOST_PAGES = 100, 30
AHEAD = timedelta(days=183)
OLDEST_CHILD, OLDEST_YOUNG, YOUNGEST_YOUNG, YOUNGEST_OLDER = 12, 26, 12, 55
SHOWN = ("APPROVED", "READY_FOR_VALIDATION")
_AGES = re.compile(r"(\d{0,3})-(\d{0,3})")

Facts = Mapping[str, Any]


def search_address(postal_code: str, *, start: int, now: datetime) -> str:
    """Where the events of a postal code stand that are still to come, from result number `start`."""
    asked = {
        "postalCode": postal_code,
        "addressCountry": "BE",
        "dateFrom": now.astimezone(UTC).isoformat(timespec="seconds"),
        "dateTo": (now + AHEAD).astimezone(UTC).isoformat(timespec="seconds"),
        "embed": "true",
        "start": str(start),
        "limit": str(PAGE),
    }
    return f"{SEARCH}?{urlencode(asked)}"


def members_of(answer: bytes) -> tuple[list[Facts], int]:
    """The events on one page of an answer, and how many there are in all. Raises CalendarUnreadable."""
    try:
        page = json.loads(answer)
        members, total = page["member"], int(page["totalItems"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CalendarUnreadable from error
    if not isinstance(members, list):
        raise CalendarUnreadable
    return [member for member in members if isinstance(member, dict)], total


def read_members(content: bytes, *, now: datetime) -> Reading:
    """The events that are still to come, and why others are not used. Raises CalendarUnreadable."""
    try:
        members = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise CalendarUnreadable from error
    drafts: dict[str, EventDraft] = {}
    refused = []
    for member in members:
        uid = one_line(str(member.get("@id", "")))
        try:
            drafts[uid] = _draft(uid, member, now)
        except Unusable as unusable:
            refused.append(
                Refused(uid, _in_our_languages(member.get("name")).get("nl", uid), unusable.reason)
            )
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            refused.append(Refused(uid, uid, Reason.BAD_TIMES))
    return Reading(list(drafts.values()), refused)


def _draft(uid: str, event: Facts, now: datetime) -> EventDraft:
    title = {code: text[:LONGEST_TITLE] for code, text in _in_our_languages(event.get("name")).items()}
    _check(uid, event, title)
    dates = sorted(_dates(event, now), key=lambda one: one.times.starts_at)[:MOST_DATES]
    if not dates:
        raise Unusable(Reason.OVER)
    is_free, price = _price(event.get("priceInfo") or ())
    address = next(filter(None, map(https_address, _texts(event.get("sameAs")))), "")
    return EventDraft(
        uid=uid,
        title=title,
        dates=dates,
        text=_texts_in_languages(event.get("description")),
        location=_location(event.get("location") or {}),
        organiser=_name_of(event.get("organizer") or {}),
        audience=_audience(str(event.get("typicalAgeRange", ""))),
        is_free=is_free,
        price=price,
        link=_link(event) or address,
        source_address=address or https_address(uid),
        is_all_day=event.get("calendarType") == "periodic",
        is_cancelled=_is_off(event),
    )


def _check(uid: str, event: Facts, title: Mapping[str, str]) -> None:
    if not uid:
        raise Unusable(Reason.NO_UID)
    if not title:
        raise Unusable(Reason.NO_TITLE)
    audience = (event.get("audience") or {}).get("audienceType", "everyone")
    if audience != "everyone" or event.get("workflowStatus", SHOWN[0]) not in SHOWN:
        raise Unusable(Reason.NOT_PUBLIC)
    if event.get("calendarType") == "permanent":
        raise Unusable(Reason.PERMANENT)


def _dates(event: Facts, now: datetime) -> Iterator[PlannedDate]:
    """Each time apart; what is open for weeks (`periodic`) is one date of many days."""
    if event.get("calendarType") == "periodic":
        first, last = (local(_moment(event[name])).date() for name in ("startDate", "endDate"))
        if whole_days(last, last).ends_at > now:
            yield PlannedDate(first, _ordered(whole_days(first, last)))
        return
    for one in event.get("subEvent") or [event]:
        times = _ordered(Times(_moment(one["startDate"]), _moment(one["endDate"])))
        if times.ends_at > now:
            yield PlannedDate(local(times.starts_at).date(), times, is_cancelled=_is_off(one))


def _ordered(times: Times) -> Times:
    if times.ends_at < times.starts_at:
        raise Unusable(Reason.ENDS_FIRST)
    return times


def _moment(text: str) -> datetime:
    """Without a zone it is meant in Brussels, as UiTdatabank says since 2026."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)).astimezone(UTC)


def _is_off(event: Facts) -> bool:
    status = event.get("status") or {}
    kind = status.get("type") if isinstance(status, dict) else status
    return kind in ("Unavailable", "TemporarilyUnavailable")


def _price(prices: Sequence[Facts]) -> tuple[bool, str]:
    base = next((one for one in prices if one.get("category") == "base"), None)
    if base is None:
        return False, ""
    cents = round(float(base["price"]) * 100)
    if cents == 0:
        return True, ""
    return False, f"€ {cents // 100}" + (f",{cents % 100:02}" if cents % 100 else "")


def _audience(ages: str) -> Audience:
    found = _AGES.fullmatch(ages)
    if not found:
        return Audience.EVERYONE
    youngest = int(found[1] or 0)
    oldest = int(found[2]) if found[2] else date.max.year
    if oldest <= OLDEST_CHILD:
        return Audience.CHILDREN
    if youngest >= YOUNGEST_YOUNG and oldest <= OLDEST_YOUNG:
        return Audience.YOUNG
    return Audience.OLDER if youngest >= YOUNGEST_OLDER else Audience.EVERYONE


def _location(place: Facts) -> str:
    """Name, street and town, in Dutch where it is known."""
    address = place.get("address") or {}
    if "streetAddress" not in address:
        address = address.get("nl") or next(iter(address.values()), {})
    town = f"{address.get('postalCode', '')} {address.get('addressLocality', '')}"
    return one_line(", ".join(filter(None, (_name_of(place), address.get("streetAddress"), town.strip()))))


def _name_of(thing: Facts) -> str:
    names = _in_our_languages(thing.get("name"))
    return names.get(DEFAULT_LANGUAGE) or next(iter(names.values()), "")


def _link(event: Facts) -> str:
    booking, contact = event.get("bookingInfo") or {}, event.get("contactPoint") or {}
    addresses = [*_texts(booking.get("url")), *_texts(contact.get("url"))]
    return next(filter(None, map(https_address, addresses)), "")


def _in_our_languages(text: object) -> dict[str, str]:
    return {code: line for code, words in _spoken(text) if (line := one_line(words))}


def _texts_in_languages(text: object) -> dict[str, str]:
    return {code: plain for code, words in _spoken(text) if (plain := plain_text(words))}


def _spoken(text: object) -> Iterable[tuple[str, str]]:
    """A text in its languages; one without is Dutch."""
    by_language = text if isinstance(text, dict) else {DEFAULT_LANGUAGE: text or ""}
    return [(code, str(by_language[code])) for code in LANGUAGES if by_language.get(code)]


def _texts(values: object) -> list[str]:
    return [str(value) for value in (values if isinstance(values, list) else [values]) if value]
