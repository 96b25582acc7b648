"""Routes: the list, a route with its files, a stop, and the sheet for paper."""

from flask import Response, current_app, jsonify, make_response, request, url_for

from cityshop.core import clock
from cityshop.routes import queries
from cityshop.routes.exports import as_draft, as_geojson
from cityshop.routes.gpx_writing import write_gpx
from cityshop.routes.models import Route
from cityshop.routes.pages import (
    RoutePage,
    refuse_pause,
    route_drawing,
    route_list,
    route_page,
)
from cityshop.routes.plates import route_sheet
from cityshop.routes.stop_page import stop_page
from cityshop.web import areas
from cityshop.web.pages import show
from cityshop.web.session import reading

public = areas.public_door("routes", __name__)


@public.get("/routes")
def index() -> Response:
    found = route_list(reading(), now=clock.utc_now())
    return show("routes/index.html", until=found.until, routes=found.cards)


@public.get("/routes/<slug>")
def route(slug: str) -> Response:
    _, page = _page(slug)
    with_map = request.args.get("map") == "1"
    return show("routes/route.html", until=page.until, page=page, with_map=with_map)


@public.get("/routes/<slug>.svg")
def as_svg(slug: str) -> Response:
    return _file(route_drawing(_handed_out(slug)), "image/svg+xml")


@public.get("/routes/<slug>.geojson")
def geojson(slug: str) -> Response:
    response = jsonify(as_geojson(_handed_out(slug)))
    response.mimetype = "application/geo+json"
    return response


@public.get("/routes/<slug>.gpx")
def gpx(slug: str) -> Response:
    found = _handed_out(slug)
    address = current_app.config["BASE_URL"] + url_for(".route", slug=slug)
    response = _file(write_gpx(as_draft(found), address=address), "application/gpx+xml")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.gpx"'
    return response


@public.get("/routes/<slug>/sheet")
def sheet(slug: str) -> Response:
    found, page = _page(slug)
    refuse_pause(page)
    return show("routes/sheet.html", until=page.until, page=page, sheet=route_sheet(reading(), found))


@public.get("/routes/<slug>/stops/<int:number>")
def stop(slug: str, number: int) -> Response:
    found = queries.published_route(reading(), slug)
    page = stop_page(reading(), found, number, now=clock.utc_now())
    return show("routes/stop.html", until=page.until, page=page, stop=page.stop)


def _page(slug: str) -> tuple[Route, RoutePage]:
    found = queries.published_route(reading(), slug)
    return found, route_page(reading(), found, now=clock.utc_now())


def _handed_out(slug: str) -> Route:
    """A published route that is not paused."""
    found, page = _page(slug)
    refuse_pause(page)
    return found


def _file(text: str, mimetype: str) -> Response:
    response = make_response(text)
    response.mimetype = mimetype
    return response
