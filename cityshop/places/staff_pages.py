"""The guide as town hall sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.places import queries
from cityshop.places.filters import StaffFilters, StaffSort, staff_address_of
from cityshop.places.hours import hours_from_json
from cityshop.places.kinds import PlaceKind
from cityshop.places.lines import StaffPlace
from cityshop.places.models import HoursState, Place, PlaceState
from cityshop.places.opening import week_of
from cityshop.places.osm_hours import parse_hours
from cityshop.places.queries import PLACES_A_PAGE
from cityshop.places.rules import day_of, is_stale
from cityshop.places.week_grid import grid_of
from cityshop.places.words import KIND, STATE, hours_words
from cityshop.web.i18n import day, translated

LOOK = {PlaceState.PUBLISHED: "good", PlaceState.PENDING: "warn"}
HEADS = {
    StaffSort.NAME: n_("Name"),
    StaffSort.KIND: n_("Kind"),
    StaffSort.STATE: n_("State"),
    StaffSort.CONFIRMED: n_("Confirmed"),
}


@dataclass(frozen=True)
class StaffLine:
    """One place of the list; `confirmed` is a day in words, empty when nobody ever did."""

    slug: str
    name: str
    kind_words: str
    street: str
    state_words: str
    state_look: str
    knows_hours: bool
    needs_check: bool
    confirmed: str
    stale: bool


@dataclass(frozen=True)
class StaffGuidePage:
    """Town hall's list; `kinds` and `states` are choices of (value, words)."""

    filters: StaffFilters
    lines: Sequence[StaffLine]
    total: int
    pages: int
    kinds: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]

    def address(self, **changes: Any) -> dict[str, str]:
        """This list with something changed."""
        return staff_address_of(replace(self.filters, **{"page": 1, **changes}))

    @property
    def is_empty_guide(self) -> bool:
        """Whether there is no place at all yet."""
        return not self.total and self.filters == StaffFilters(sort=self.filters.sort)

    def sorts(self) -> list[tuple[str, dict[str, str], bool]]:
        """The ways to sort: words, address, and whether it is so now."""
        return [
            (translated(words), self.address(sort=sort), sort is self.filters.sort)
            for sort, words in HEADS.items()
        ]


@dataclass(frozen=True)
class ReadHours:
    """How we read hours that somebody wrote: the days of this week, or none when we cannot."""

    text: str
    days: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class HoursPage:
    """The opening hours of a place at town hall; `fits_a_week`: whether a week can show them."""

    place: Place
    reading: ReadHours
    fits_a_week: bool


def hours_page(place: Place, *, now: datetime) -> HoursPage:
    """How the hours of a place stand, and whether the week can show them."""
    fits_a_week = not place.hours_text or grid_of(hours_from_json(place.hours_rules)) is not None
    return HoursPage(place, read_hours(place.hours_text, now=now), fits_a_week)


def staff_guide_page(session: Session, filters: StaffFilters, *, now: datetime) -> StaffGuidePage:
    """The list that fits these filters."""
    found = queries.staff_places(session, filters, now=now)
    return StaffGuidePage(
        filters=filters,
        lines=[_line(place, now) for place in found.lines],
        total=found.total,
        pages=max(1, -(-found.total // PLACES_A_PAGE)),
        kinds=[(kind, translated(KIND[kind])) for kind in PlaceKind],
        states=[(state, translated(STATE[state])) for state in PlaceState],
    )


def read_hours(text: str, *, now: datetime) -> ReadHours:
    """What the site makes of hours as they were written."""
    hours = parse_hours(text)
    week = week_of(hours, day_of(now)) if hours else []
    return ReadHours(text, [(day(row.day, "EEEE"), hours_words(row)) for row in week])


def _line(place: StaffPlace, now: datetime) -> StaffLine:
    return StaffLine(
        slug=place.slug,
        name=place.name,
        kind_words=translated(KIND[place.kind]),
        street=place.street,
        state_words=translated(STATE[place.state]),
        state_look=LOOK.get(PlaceState(place.state), "off"),
        knows_hours=place.hours_state == HoursState.PARSED,
        needs_check=place.needs_check,
        confirmed=day(place.verified_at) if place.verified_at else "",
        stale=is_stale(place.known_at, needs_check=place.needs_check, now=now),
    )
