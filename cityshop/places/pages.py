"""The guide as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.places import guide, queries
from cityshop.places.filter_chips import Chip, Group, Worn, chip_groups, chips_in_sight, kept_fields, worn
from cityshop.places.filters import GuideFilters, Sort, address_of
from cityshop.places.guide import Seen
from cityshop.places.hours import State
from cityshop.places.kinds import PlaceKind
from cityshop.places.rules import is_stale, is_unconfirmed
from cityshop.places.words import KINDS, kind_words, opening_words, traits_of
from cityshop.web.badges import Badges, badges_of, first_of
from cityshop.web.i18n import translated
from cityshop.web.parts import Part

Address = dict[str, Any]

TERRACES_AT_HOME = 3
SORTS = {
    Sort.NAME: n_("Name"),
    Sort.OPEN: n_("Open first"),
    Sort.STREET: n_("Street"),
    Sort.SEATS: n_("Terrace seats"),
}


@dataclass(frozen=True)
class PlaceLine:
    """One place of a list. `traits` are pictures with words; `latitude` and `longitude` in degrees."""

    slug: str
    name: str
    kind: str
    kind_words: str
    address: str
    state: State
    state_words: str
    traits: Sequence[tuple[str, str]]
    stale: bool
    unconfirmed: bool
    badge: str = ""


@dataclass(frozen=True)
class Way:
    """The same list asked for otherwise; `address` goes behind the question mark."""

    words: str
    address: Address
    current: bool = False


@dataclass(frozen=True)
class GuidePage:
    """The guide's list. The addresses are what stands behind the question mark for another view of it."""

    filters: GuideFilters
    lines: Sequence[PlaceLine]
    total: int
    unknown: int
    chips: Sequence[Chip]
    groups: Sequence[Group]
    worn: Sequence[Worn]
    sorts: Sequence[Way]
    kept: Sequence[tuple[str, str]]
    page: int
    pages: int
    until: datetime

    def address(self, **changes: Any) -> Address:
        """This list with something changed."""
        return address_of(replace(self.filters, **{"page": 1, **changes}))


def guide_page(session: Session, filters: GuideFilters, *, now: datetime) -> GuidePage:
    """The list that fits these filters at this moment."""
    fitting, badges = guide.fitting_places(session, filters, now=now), badges_of(session, now)
    return GuidePage(
        filters=replace(filters, page=fitting.page),
        lines=[place_line(seen, badges, now) for seen in fitting.places],
        total=fitting.total,
        unknown=fitting.unknown,
        chips=chips_in_sight(filters),
        groups=chip_groups(filters),
        worn=worn(filters),
        sorts=_sorts(filters),
        kept=kept_fields(filters),
        page=fitting.page,
        pages=fitting.pages,
        until=min(fitting.until, badges.until or fitting.until),
    )


def place_line(seen: Seen, badges: Badges, now: datetime) -> PlaceLine:
    """One place, ready for a list."""
    place = seen.place
    return PlaceLine(
        slug=place.slug,
        name=place.name,
        kind=place.kind,
        kind_words=kind_words(place.kind, place.category),
        address=place.street or place.town,
        state=seen.opening.state,
        state_words=opening_words(seen.opening, seen.next_state, now),
        traits=traits_of(
            has_terrace=place.has_terrace,
            seats=place.seats,
            is_covered=place.is_covered,
            is_heated=place.is_heated,
            wheelchair=place.wheelchair,
        ),
        stale=is_stale(place.known_at, needs_check=place.needs_check, now=now),
        unconfirmed=is_unconfirmed(place.known_at, needs_check=place.needs_check, now=now),
        badge=badges.of_place(place.id),
    )


def home_part(session: Session, now: datetime) -> Part | None:
    """How many places there are, and three terraces that are open now."""
    counts = queries.guide_counts(session)
    if not counts.published:
        return None
    wanted = GuideFilters(terrace=True, open_now=True, sort=Sort.SEATS)
    terraces, badges = guide.fitting_places(session, wanted, now=now), badges_of(session, now)
    facts = {
        "count": counts.published,
        "terraces": [place_line(seen, badges, now) for seen in terraces.places[:TERRACES_AT_HOME]],
        "open_terraces": terraces.total,
        "kinds": [(kind, translated(KINDS[kind])) for kind in PlaceKind],
    }
    return Part("places/_home.html", facts, first_of((terraces.until, badges.until)))


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """How the guide stands, and what of it asks for attention."""
    return Part("places/_dashboard.html", {"counts": queries.guide_counts(session)})


def _sorts(filters: GuideFilters) -> list[Way]:
    ways = [(sort, replace(filters, sort=sort, page=1)) for sort in SORTS]
    return [Way(translated(SORTS[sort]), address_of(way), sort is filters.sort) for sort, way in ways]
