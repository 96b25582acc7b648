"""The guide for other programs: the list with its filters as JSON, GeoJSON, CSV, GPX and KML."""

from flask import Response, current_app, jsonify, make_response, request, url_for

from cityshop.core import clock
from cityshop.places import exports, waypoints
from cityshop.places.exports import Source
from cityshop.places.filters import filters_from
from cityshop.places.guide import Seen, all_fitting_places
from cityshop.places.owners import ids_of_the_map
from cityshop.web import areas
from cityshop.web.pages import NEXT_CHANGE
from cityshop.web.session import reading

public = areas.public_door("guide_files", __name__)
api = areas.public_door("guide_api", __name__, prefix="/api/v1/cities/<city>")


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
    return _file(exports.as_csv(_all(), _source()), "csv", "text/csv")


@public.get("/guide.gpx")
def as_gpx() -> Response:
    return _file(waypoints.as_gpx(_all(), _source()), "gpx", "application/gpx+xml")


@public.get("/guide.kml")
def as_kml() -> Response:
    return _file(waypoints.as_kml(_all(), _source()), "kml", "application/vnd.google-earth.kml+xml")


def _all() -> list[Seen]:
    filters = filters_from(request.args.to_dict(flat=False))
    seen, request.environ[NEXT_CHANGE] = all_fitting_places(reading(), filters, now=clock.utc_now())
    return list(seen)


def _source() -> Source:
    base, of_the_map = current_app.config["BASE_URL"], ids_of_the_map(reading())
    return Source(areas.page_city().name, lambda slug: base + url_for("guide.place", slug=slug), of_the_map)


def _file(text: str, ending: str, mimetype: str) -> Response:
    response = make_response(text)
    response.mimetype = mimetype
    file_name = f"guide-{areas.page_city().slug}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
