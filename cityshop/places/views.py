"""The guide: the list with its filters, and a place."""

from dataclasses import replace

from flask import Response, g, request, url_for

from cityshop.core import clock
from cityshop.places import queries
from cityshop.places.filters import GuideFilters, address_of, filters_from
from cityshop.places.pages import guide_page
from cityshop.places.place_page import place_page
from cityshop.web import areas, parts
from cityshop.web.badges import badges_of
from cityshop.web.pages import show
from cityshop.web.session import reading

public = areas.public_door("guide", __name__)
FILES = ("CSV", "GeoJSON", "JSON", "GPX", "KML")


@public.get("/guide")
def index() -> Response:
    now = clock.utc_now()
    page = guide_page(reading(), _filters(), now=now)
    more = parts.parts_of("guide", reading(), now)
    until = min(filter(None, (page.until, parts.next_change(more))))
    return show("places/index.html", until=until, page=page, exports=_export_addresses(), parts=more)


@public.get("/guide/favourites")
def favourites() -> Response:
    """The same page for everybody: which places somebody keeps stands on their phone only."""
    return show("places/favourites.html")


@public.get("/guide/<slug>")
def place(slug: str) -> Response:
    now = clock.utc_now()
    g.place = queries.published_place(reading(), slug)
    near = queries.places_near(reading(), g.place)
    page = place_page(g.place, badges_of(reading(), now), near=near, now=now)
    more = parts.parts_of("place", reading(), now)
    until = min(filter(None, (page.until, parts.next_change(more))))
    return show("places/place.html", until=until, place=page, parts=more)


def _filters() -> GuideFilters:
    return filters_from(request.args.to_dict(flat=False))


def _export_addresses() -> list[tuple[str, str]]:
    address = address_of(replace(_filters(), page=1, map=False))
    return [(words, url_for(f"guide_files.as_{words.lower()}", **address)) for words in FILES]
