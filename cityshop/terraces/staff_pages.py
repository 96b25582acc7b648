"""Terraces as town hall sees them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.places.models import Place, Terrace
from cityshop.places.rules import day_of
from cityshop.places.sun import SunFacts, sun_facts, sun_windows
from cityshop.places.words import sun_words
from cityshop.terraces import queries
from cityshop.terraces.filters import Heap, TerraceFilters
from cityshop.terraces.queries import TERRACES_A_PAGE
from cityshop.terraces.rules import permit_state
from cityshop.terraces.words import HEAPS, PERMIT, dates_words, extension_words, size_words
from cityshop.web.i18n import own_text, translated


@dataclass(frozen=True)
class Permit:
    """One permit of a terrace: what it allows, and how it stands today."""

    words: str
    state: str
    look: str


@dataclass(frozen=True)
class TerraceLine:
    """A terrace as a line of the list; without extension there is no permit for it."""

    slug: str
    name: str
    street: str
    size: str
    permit: Permit
    extension: Permit | None
    season: str


@dataclass(frozen=True)
class Tab:
    """A heap of work, how many terraces are on it, and where it is."""

    words: str
    count: int
    address: dict[str, str]
    current: bool


@dataclass(frozen=True)
class TerracesPage:
    """Town hall's list; `seasons` are choices of (word, title)."""

    filters: TerraceFilters
    lines: Sequence[TerraceLine]
    tabs: Sequence[Tab]
    total: int
    pages: int
    seasons: Sequence[tuple[str, str]]

    @property
    def season_is_known(self) -> bool:
        """Whether the list is of one season that exists."""
        return self.filters.season in dict(self.seasons)


@dataclass(frozen=True)
class SunReading:
    """How we read the sun of a terrace today; `known_from` is `hand`, `outlines`, or empty."""

    words: str
    windows: Sequence[tuple[datetime, datetime]]
    known_from: str


def terraces_page(session: Session, filters: TerraceFilters, *, now: datetime) -> TerracesPage:
    """The list that fits these filters."""
    today = day_of(now)
    counts = queries.heap_counts(session, season=filters.season, today=today)
    titles = season_titles(queries.seasons(session))
    return TerracesPage(
        filters=filters,
        lines=[_line(place, titles, today) for place in queries.terraces(session, filters, today=today)],
        tabs=[_tab(filters, heap, counts[heap]) for heap in Heap],
        total=counts[filters.heap],
        pages=max(1, -(-counts[filters.heap] // TERRACES_A_PAGE)),
        seasons=list(titles.items()),
    )


def sun_reading(place: Place, *, now: datetime) -> SunReading:
    """What residents read about the sun today, and where we have it from."""
    facts = sun_facts(place)
    if facts is None or not facts.is_known:
        return SunReading("", (), "")
    return SunReading(sun_words(facts, now), sun_windows(facts, day_of(now)), _known_from(facts))


def season_titles(seasons: Sequence[Campaign]) -> dict[str, str]:
    """The title of each season by its word."""
    return {season.slug: own_text(season.title) for season in seasons}


def _known_from(facts: SunFacts) -> str:
    return "hand" if facts.sunny_from or facts.sunny_to else "outlines"


def _tab(filters: TerraceFilters, heap: Heap, count: int) -> Tab:
    address = replace(filters, heap=heap).address()
    return Tab(translated(HEAPS[heap]), count, address, heap is filters.heap)


def _line(place: Place, titles: dict[str, str], today: date) -> TerraceLine:
    terrace = cast("Terrace", place.terrace)
    first, last = terrace.permit_from, terrace.permit_to
    extension = None
    if terrace.extension_to is not None:
        extension = _permit(
            terrace.extension_from, terrace.extension_to, today, words=extension_words(terrace)
        )
    return TerraceLine(
        slug=place.slug,
        name=place.name,
        street=place.street,
        size=size_words(terrace.seats, terrace.square_metres),
        permit=_permit(first, last, today, words=dates_words(first, last)),
        extension=extension,
        season=titles.get(terrace.season, terrace.season),
    )


def _permit(first: date | None, last: date | None, today: date, *, words: str) -> Permit:
    state, look = PERMIT[permit_state(first, last, today)]
    return Permit(words, translated(state), look)
