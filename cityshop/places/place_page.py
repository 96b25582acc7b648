"""One place as its own page shows it, for people and, as linked data, for search engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cityshop.core.words import n_
from cityshop.places.drafts import web_address
from cityshop.places.hours import Hours, SpecialDays, State, hours_from_json, spans_from_json
from cityshop.places.kinds import PlaceKind
from cityshop.places.models import Place, Terrace
from cityshop.places.opening import DayRow, state_at, week_of
from cityshop.places.rules import day_of, is_allowed_on, is_stale, next_midnight
from cityshop.places.words import KIND, WHEELCHAIR, hours_words, opening_words, reason_words, traits_of
from cityshop.web.badges import Badges
from cityshop.web.i18n import day, own_text, translated

SCHEMA: Mapping[str, str] = {
    PlaceKind.CAFE: "CafeOrCoffeeShop",
    PlaceKind.RESTAURANT: "Restaurant",
    PlaceKind.BAR: "BarOrPub",
    PlaceKind.FAST_FOOD: "FastFoodRestaurant",
    PlaceKind.ICE_CREAM: "IceCreamShop",
    PlaceKind.SHOP: "Store",
    PlaceKind.BARBECUE: "TouristAttraction",
    PlaceKind.GREEN: "Park",
}
A_WEEK = timedelta(days=7)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class DayLine:
    """A day of the table of hours; `hours` is empty when it is closed, `note` says why it differs."""

    day: str
    hours: str
    note: str
    today: bool


@dataclass(frozen=True)
class PlacePage:
    """A place in words. `row` holds what is shown as it is; `hours_text` stays when nobody could read it."""

    row: Place
    kind_words: str
    address: str
    text: str
    state: State
    state_words: str
    website: str
    traits: Sequence[tuple[str, str]]
    days: Sequence[DayLine]
    hours_text: str
    wheelchair: str
    picture_alt: str
    confirmed: str
    stale: bool
    linked_data: Mapping[str, Any]
    until: datetime
    badge: str = ""


def place_page(place: Place, badges: Badges, *, now: datetime) -> PlacePage:
    """A place as it is at this moment."""
    special = _special_days(place)
    hours = hours_from_json(place.hours_rules)
    opening = state_at(hours, now, special)
    after = state_at(hours, opening.next_change, special).state if opening.next_change else None
    terrace = place.terrace if _is_allowed(place.terrace, day_of(now)) else None
    week = _from_today(hours, day_of(now), special)
    return PlacePage(
        row=place,
        kind_words=translated(KIND[place.kind]),
        address=address_of(place),
        text=own_text(place.text),
        state=opening.state,
        state_words=opening_words(opening, after, now),
        website=web_address(place.website),
        traits=_traits(terrace),
        days=[_day_line(row, day_of(now)) for row in week] if hours or special else [],
        hours_text="" if hours else place.hours_text,
        wheelchair=translated(WHEELCHAIR[place.wheelchair]),
        picture_alt=own_text(place.picture_alt),
        confirmed=day(place.verified_at) if place.verified_at else "",
        stale=is_stale(place.verified_at, needs_check=place.needs_check, now=now),
        linked_data=linked_data(place, week),
        until=min(filter(None, (next_midnight(now), opening.next_change, badges.until))),
        badge=badges.of_place(place.id),
    )


def address_of(place: Place) -> str:
    """Street, postal code and town, as far as known."""
    return ", ".join(filter(None, (place.street, f"{place.postal_code} {place.town}".strip())))


def linked_data(place: Place, week: Sequence[DayRow]) -> dict[str, Any]:
    """The place in the words of schema.org, with the hours of the coming week."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": SCHEMA[place.kind],
        "name": place.name,
        "geo": {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude},
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "postalCode": place.postal_code,
            "addressLocality": place.town,
            "addressCountry": "BE",
        },
        "telephone": place.phone,
        "url": web_address(place.website),
        "openingHoursSpecification": [spec for row in week for spec in _opening_specifications(row)],
    }
    return {name: value for name, value in facts.items() if value}


def _opening_specifications(row: DayRow) -> list[dict[str, str]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{WEEKDAYS[row.day.weekday()]}",
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
            "validFrom": row.day.isoformat(),
            "validThrough": row.day.isoformat(),
        }
        for opens, closes in row.intervals
    ]


def _from_today(hours: Hours, today: date, special: Sequence[SpecialDays]) -> list[DayRow]:
    """Today and the six days after it: what is over tells nobody when to come."""
    two_weeks = week_of(hours, today, special) + week_of(hours, today + A_WEEK, special)
    return two_weeks[today.weekday() :][:7]


def _special_days(place: Place) -> list[SpecialDays]:
    return [
        SpecialDays(rare.first_day, rare.last_day, spans_from_json(rare.intervals), rare.reason)
        for rare in place.exceptions
    ]


def _is_allowed(terrace: Terrace | None, today: date) -> bool:
    return terrace is not None and is_allowed_on(today, terrace.permit_from, terrace.permit_to)


def _day_line(row: DayRow, today: date) -> DayLine:
    note = reason_words(row.reason) or (translated(n_("public holiday")) if row.is_public_holiday else "")
    return DayLine(day(row.day, "EEEE d MMMM"), hours_words(row), note, row.day == today)


def _traits(terrace: Terrace | None) -> list[tuple[str, str]]:
    if terrace is None:
        return []
    return traits_of(
        has_terrace=True,
        seats=terrace.seats,
        is_covered=terrace.is_covered,
        is_heated=terrace.is_heated,
        wheelchair="",
    )
