"""The guide: the list with its filters, a place, and the same for other programs."""

from flask import Response, current_app, g, jsonify, make_response, request, url_for

from cityshop.core import clock
from cityshop.places import exports, queries
from cityshop.places.exports import Source
from cityshop.places.filters import GuideFilters, address_of, filters_from
from cityshop.places.guide import Seen, all_fitting_places
from cityshop.places.pages import guide_page
from cityshop.places.place_page import place_page
from cityshop.web import areas, parts
from cityshop.web.badges import badges_of
from cityshop.web.pages import NEXT_CHANGE, show
from cityshop.web.session import reading

public = areas.public_door("guide", __name__)
api = areas.public_door("guide_api", __name__, prefix="/api/v1/cities/<city>")


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
    page = place_page(g.place, near, badges_of(reading(), now), now=now)
    more = parts.parts_of("place", reading(), now)
    until = min(filter(None, (page.until, parts.next_change(more))))
    return show("places/place.html", until=until, place=page, parts=more)


@public.get("/guide.json")
@api.get("/places", endpoint="places")
def as_json() -> Response:
    return jsonify(exports.as_json(_all(), _source()))


@public.get("/guide.geojson")
def as_geojson() -> Response:
    response = jsonify(exports.as_geojson(_all(), _source()))
    response.mimetype = "application/geo+json"
    return response


@public.get("/guide.csv")
def as_csv() -> Response:
    response = make_response(exports.as_csv(_all(), _source()))
    response.mimetype = "text/csv"
    file_name = f"guide-{areas.page_city().slug}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _filters() -> GuideFilters:
    return filters_from(request.args.to_dict(flat=False))


def _all() -> list[Seen]:
    seen, request.environ[NEXT_CHANGE] = all_fitting_places(reading(), _filters(), now=clock.utc_now())
    return list(seen)


def _source() -> Source:
    base = current_app.config["BASE_URL"]
    return Source(areas.page_city().name, lambda slug: base + url_for("guide.place", slug=slug))


def _export_addresses() -> list[tuple[str, str]]:
    address = address_of(_filters())
    return [(ending, url_for(f".as_{ending}", **address)) for ending in ("csv", "geojson", "json")]
