"""Terraces as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import g

from cityshop.campaigns.models import Campaign
from cityshop.campaigns.pages import CampaignLine, campaign_line
from cityshop.campaigns.rules import CampaignPhase, next_change
from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.places.models import Place, Terrace
from cityshop.places.rules import (
    NO_SEASONS,
    day_of,
    has_extension,
    is_allowed_on,
    next_midnight,
)
from cityshop.places.sun import next_sun, sun_facts, sun_state
from cityshop.places.words import KIND, sun_words
from cityshop.terraces import queries
from cityshop.terraces.filters import Heap
from cityshop.terraces.words import dates_words, extension_words, size_words
from cityshop.web.i18n import day, translated
from cityshop.web.parts import Part

Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class LargerTerrace:
    """A terrace that takes part in a season; `extension` says by how much and until when."""

    slug: str
    name: str
    kind: str
    kind_words: str
    street: str
    extension: str
    sun: str


@dataclass(frozen=True)
class SeasonPage:
    """A season for residents; no terraces while it is not on. `until` is in UTC."""

    line: CampaignLine
    terraces: Sequence[LargerTerrace]
    until: datetime


def season_page(session: Session, season: Campaign, *, now: datetime) -> SeasonPage:
    """The season as it is at this moment."""
    line, today = campaign_line(season, now), day_of(now)
    is_on = line.phase == CampaignPhase.RUNNING
    places = queries.larger_terraces(session, season.slug, today=today) if is_on else ()
    changes = [next_midnight(now), next_change(season, now), *(_sun_changes(place, now) for place in places)]
    return SeasonPage(
        line, [_larger(place, now) for place in places], min(change for change in changes if change)
    )


def place_part(session: Session, now: datetime) -> Part | None:
    """The terrace on the page of its place: what is allowed today, and when the sun can come."""
    place = cast("Place", g.place)
    terrace, today = place.terrace, day_of(now)
    if terrace is None or not is_allowed_on(today, terrace.permit_from, terrace.permit_to):
        return None
    seasons = queries.open_seasons(session, now) if terrace.season else NO_SEASONS
    larger = has_extension(terrace, today, seasons)
    facts = {
        "facts": _facts(terrace),
        "extension": extension_words(terrace) if larger else "",
        "season": terrace.season if larger else "",
        "sun": _sun(place, now),
    }
    changes = (seasons.until, _sun_changes(place, now))
    return Part("terraces/_place.html", facts, min((one for one in changes if one), default=None))


def guide_part(session: Session, now: datetime) -> Part | None:
    """The seasons that are on or paused, with the way to their terraces."""
    found = [(season, campaign_line(season, now)) for season in queries.seasons(session)]
    shown = [line for _, line in found if line.phase in (CampaignPhase.RUNNING, CampaignPhase.PAUSED)]
    changes = [change for season, _ in found if (change := next_change(season, now)) is not None]
    return Part("terraces/_guide.html", {"seasons": shown}, min(changes, default=None))


def home_part(session: Session, now: datetime) -> Part | None:
    """The seasons that are on; what is paused is said by the campaigns themselves."""
    part = guide_part(session, now)
    lines = [line for line in part.facts["seasons"] if line.phase == CampaignPhase.RUNNING] if part else []
    return Part("terraces/_home.html", {"seasons": lines}, part.until if part else None)


def place_desk_part(session: Session, now: datetime) -> Part | None:
    """The terrace on town hall's form of its place."""
    place = cast("Place", g.place)
    terrace = place.terrace
    facts = (*_permit_facts(terrace), *_facts(terrace)) if terrace else ()
    return Part("terraces/_place_desk.html", {"place": place, "terrace": terrace, "facts": facts})


def guide_desk_part(session: Session, now: datetime) -> Part | None:
    """The way to the terraces from town hall's list of places, with what asks for work."""
    counts = queries.heap_counts(session, season="", today=day_of(now))
    return Part("terraces/_guide_desk.html", {"counts": counts, "heap": Heap})


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """Permits that end soon or ended; nothing where none does."""
    counts = queries.heap_counts(session, season="", today=day_of(now))
    if not (counts[Heap.ENDING] or counts[Heap.ENDED]):
        return None
    return Part("terraces/_dashboard.html", {"counts": counts, "heap": Heap})


def _larger(place: Place, now: datetime) -> LargerTerrace:
    terrace = cast("Terrace", place.terrace)
    return LargerTerrace(
        slug=place.slug,
        name=place.name,
        kind=place.kind,
        kind_words=translated(KIND[place.kind]),
        street=place.street,
        extension=extension_words(terrace),
        sun=_sun(place, now) if _has_sun_left(place, now) else "",
    )


def _has_sun_left(place: Place, now: datetime) -> bool:
    facts = sun_facts(place)
    return facts is not None and next_sun(facts, now) is not None


def _sun(place: Place, now: datetime) -> str:
    facts = sun_facts(place)
    return sun_words(facts, now) if facts else ""


def _sun_changes(place: Place, now: datetime) -> datetime | None:
    facts = sun_facts(place)
    return sun_state(facts, now).next_change if facts else None


def _facts(terrace: Terrace) -> Facts:
    yes, no = translated(n_("Yes")), translated(n_("No"))
    return [
        (translated(n_("Seats")), str(terrace.seats or "")),
        (translated(n_("Size")), size_words(None, terrace.square_metres)),
        (translated(n_("Covered")), yes if terrace.is_covered else no),
        (translated(n_("Heated")), yes if terrace.is_heated else no),
        (translated(n_("Terrace open until")), terrace.closing_hour),
        (translated(n_("Here until")), _last_day(terrace.permit_to)),
    ]


def _permit_facts(terrace: Terrace) -> Facts:
    return [
        (translated(n_("Permit")), dates_words(terrace.permit_from, terrace.permit_to)),
        (translated(n_("Extension")), extension_words(terrace) if terrace.extension_to else ""),
    ]


def _last_day(last: date | None) -> str:
    return day(last) if last else ""
