"""One place as its own page shows it, for people and, as linked data, for search engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app, url_for

from cityshop.core.pictures import is_picture_name
from cityshop.core.words import language_of, n_
from cityshop.places.drafts import web_address
from cityshop.places.geometry import Position
from cityshop.places.hours import Hours, SpecialDays, State, hours_from_json, spans_from_json
from cityshop.places.lines import Neighbour
from cityshop.places.linked_data import linked_data
from cityshop.places.models import Place, Terrace
from cityshop.places.opening import DayRow, state_at, week_of
from cityshop.places.rules import day_of, distance, is_allowed_on, is_stale, is_unconfirmed, next_midnight
from cityshop.places.words import (
    DIET,
    KIND,
    OWNERSHIP,
    PAYMENT,
    WHEELCHAIR,
    hours_words,
    kind_words,
    listed_words,
    opening_words,
    reason_words,
    traits_of,
)
from cityshop.web.badges import Badges
from cityshop.web.i18n import day, language, own_text, translated
from cityshop.web.uploads import picture_address

A_WEEK = timedelta(days=7)
TO_THE_TEN_METRES = 10
SPOKEN: Mapping[str, str] = {
    "nl": n_("This text is only there in Dutch."),
    "fr": n_("This text is only there in French."),
    "en": n_("This text is only there in English."),
    "de": n_("This text is only there in German."),
}


@dataclass(frozen=True)
class DayLine:
    """A day of the table of hours; `hours` is empty when it is closed, `note` says why it differs."""

    day: str
    hours: str
    note: str
    today: bool


@dataclass(frozen=True)
class OwnText:
    """A text in the language it was found in; `note` says so where the reader chose another one."""

    words: str
    language: str
    note: str


@dataclass(frozen=True)
class NearPlace:
    """Another place nearby; `metres` as the crow flies, to the ten."""

    slug: str
    name: str
    kind: str
    kind_words: str
    street: str
    metres: int


@dataclass(frozen=True)
class PlacePage:
    """A place in words. `row` holds what is shown as it is; `hours_text` stays when nobody could read it."""

    row: Place
    kind_words: str
    address: str
    text: OwnText
    state: State
    state_words: str
    full_address: str
    website: str
    traits: Sequence[tuple[str, str]]
    days: Sequence[DayLine]
    hours_text: str
    facts: Sequence[tuple[str, str]]
    picture: str
    picture_alt: str
    confirmed: str
    stale: bool
    unconfirmed: bool
    linked_data: Mapping[str, Any]
    near: Sequence[NearPlace]
    until: datetime
    badge: str = ""


def place_page(place: Place, badges: Badges, *, near: Sequence[Neighbour] = (), now: datetime) -> PlacePage:
    """A place as it is at this moment."""
    special = _special_days(place)
    hours = hours_from_json(place.hours_rules)
    opening = state_at(hours, now, special)
    after = state_at(hours, opening.next_change, special).state if opening.next_change else None
    terrace = place.terrace if _is_allowed(place.terrace, day_of(now)) else None
    week, picture = _from_today(hours, day_of(now), special), _picture_of(place)
    return PlacePage(
        row=place,
        kind_words=kind_words(place.kind, place.category),
        address=address_of(place),
        text=_own(place.text),
        state=opening.state,
        state_words=opening_words(opening, after, now),
        full_address=full_address(place),
        website=web_address(place.website),
        traits=_traits(terrace),
        days=[_day_line(row, day_of(now)) for row in week] if hours or special else [],
        hours_text="" if hours else place.hours_text,
        facts=_facts(place),
        picture=picture,
        picture_alt=own_text(place.picture_alt),
        confirmed=day(place.verified_at) if place.verified_at else "",
        stale=is_stale(place.known_at, needs_check=place.needs_check, now=now),
        unconfirmed=is_unconfirmed(place.known_at, needs_check=place.needs_check, now=now),
        linked_data=linked_data(
            place,
            week,
            address=full_address(place),
            picture=picture and current_app.config["BASE_URL"] + picture,
        ),
        near=[_near(place, neighbour) for neighbour in near],
        until=min(filter(None, (next_midnight(now), opening.next_change, badges.until))),
        badge=badges.of_place(place.id),
    )


def address_of(place: Place) -> str:
    """Street, postal code and town, as far as known."""
    return ", ".join(filter(None, (place.street, f"{place.postal_code} {place.town}".strip())))


def full_address(place: Place) -> str:
    """The whole address of its page, in the language of this one."""
    base: str = current_app.config["BASE_URL"]
    return base + url_for("guide.place", slug=place.slug)


def _from_today(hours: Hours, today: date, special: Sequence[SpecialDays]) -> list[DayRow]:
    """Today and the six days after it: what is over tells nobody when to come."""
    two_weeks = week_of(hours, today, special) + week_of(hours, today + A_WEEK, special)
    return two_weeks[today.weekday() :][:7]


def _own(text: Mapping[str, str]) -> OwnText:
    spoken = language_of(text, language())
    note = translated(SPOKEN.get(spoken, "")) if spoken != language() else ""
    return OwnText(own_text(text), spoken, note)


def _picture_of(place: Place) -> str:
    """The address of its photo or drawing; empty where it has none."""
    if is_picture_name(place.picture):
        return picture_address(place.picture)
    drawings: Mapping[str, str] = current_app.extensions["cityshop.assets"]
    return drawings.get(place.picture, "")


def _facts(place: Place) -> list[tuple[str, str]]:
    """What is good to know; what nobody knows stays empty."""
    return [
        (translated(n_("On the menu")), listed_words(DIET, place.diets)),
        (translated(n_("Paying")), listed_words(PAYMENT, place.payments)),
        (translated(n_("Business")), translated(OWNERSHIP[place.ownership])),
        (translated(n_("Wheelchair")), translated(WHEELCHAIR[place.wheelchair])),
        (translated(n_("Phone")), place.phone),
        (translated(n_("Address")), address_of(place)),
    ]


def _near(place: Place, other: Neighbour) -> NearPlace:
    metres = distance(Position(place.longitude, place.latitude), other.position)
    rounded = max(TO_THE_TEN_METRES, round(metres / TO_THE_TEN_METRES) * TO_THE_TEN_METRES)
    return NearPlace(other.slug, other.name, other.kind, translated(KIND[other.kind]), other.street, rounded)


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
