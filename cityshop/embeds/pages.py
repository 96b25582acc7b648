"""The guide for others, as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, request, url_for
from markupsafe import Markup

from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.embeds.queries import allowed_sites
from cityshop.places.filters import GuideFilters, address_of
from cityshop.places.kinds import PlaceKind
from cityshop.places.owners import ids_of_the_map
from cityshop.places.queries import guide_counts
from cityshop.places.words import KINDS
from cityshop.web.areas import page_city
from cityshop.web.i18n import translated
from cityshop.web.parts import Part

FRAME = Markup(
    '<iframe src="{address}" title="{title}" width="100%" height="640" '
    'loading="lazy" style="border:0"></iframe>'
)
FORMATS: Mapping[str, tuple[str, str]] = {
    "CSV": ("csv", n_("A table for a spreadsheet: UTF-8, a semicolon between the cells.")),
    "GeoJSON": ("geojson", n_("Points with everything we know of them (RFC 7946), for maps and programs.")),
    "JSON": ("json", n_("The same for programs that need no map.")),
    "GPX": ("gpx", n_("Waypoints for a navigation device (GPX 1.1).")),
    "KML": ("kml", n_("Points for a globe such as Google Earth (KML 2.2).")),
}
FILTERS: Sequence[tuple[str, str]] = (
    ("kind=cafe", n_("one kind: cafe, restaurant, bar, fast_food, ice_cream, shop, barbecue or green")),
    ("open=now", n_("open at this moment; add unknown=1 for places of which nobody knows the hours")),
    ("terrace=1", n_("with a terrace; covered=1 for a covered one")),
    ("wheelchair=yes", n_("accessible by wheelchair")),
    ("q=markt", n_("words in name or street")),
)


@dataclass(frozen=True)
class DataPage:
    """What there is to take along; `formats` are (name, address, what it is)."""

    count: int
    of_the_map: int
    formats: Sequence[tuple[str, str, str]]
    filters: Sequence[tuple[str, str]]
    api: str


@dataclass(frozen=True)
class EmbedDesk:
    """How a site shows the guide: `code` to copy, `preview` to look at, `kinds` as (value, words)."""

    code: str
    preview: str
    kinds: Sequence[tuple[str, str]]
    filters: GuideFilters
    sites: Sequence[str]


def data_page(session: Session) -> DataPage:
    """The guide as open data."""
    return DataPage(
        count=guide_counts(session).published,
        of_the_map=len(ids_of_the_map(session)),
        formats=[
            (name, _stable_address(f"guide_files.as_{ending}"), translated(words))
            for name, (ending, words) in FORMATS.items()
        ],
        filters=[(query, translated(words)) for query, words in FILTERS],
        api=_stable_address("guide_api.places"),
    )


def _stable_address(endpoint: str) -> str:
    """The whole address, the same in every language: data has none."""
    base: str = current_app.config["BASE_URL"]
    return base + url_for(endpoint).removeprefix(request.script_root)


def embed_desk(session: Session, filters: GuideFilters) -> EmbedDesk:
    """What a site must paste to show the guide with these filters."""
    preview = url_for("embeds.embed", **address_of(filters))
    title = translated(n_("Guide of %(city)s"), city=page_city().name)
    address = current_app.config["BASE_URL"] + preview
    return EmbedDesk(
        code=str(FRAME.format(address=address, title=title)),
        preview=preview,
        kinds=[(kind, translated(KINDS[kind])) for kind in PlaceKind],
        filters=filters,
        sites=allowed_sites(session),
    )


def guide_part(session: Session, now: datetime) -> Part | None:
    """The way from the guide to its data."""
    return Part("embeds/_guide.html")


def desk_part(session: Session, now: datetime) -> Part | None:
    """The way from the list of places to who shows the guide."""
    facts: dict[str, Any] = {"sites": len(allowed_sites(session))}
    return Part("embeds/_desk.html", facts)
