"""Town hall: the stops of a route and their plates."""

from typing import Any

from flask import Response, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.links.queries import link_in_use
from cityshop.links.services import retire_link
from cityshop.places.queries import published_place
from cityshop.routes import queries, stops
from cityshop.routes.forms import ButtonForm, MoveForm, PointForm, stop_form
from cityshop.routes.models import Route
from cityshop.routes.plates import lacks_plates, plate_pages, scan_lines
from cityshop.routes.printed import make_plates, refuse_other_link
from cityshop.routes.staff_pages import found_places, stop_rows
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("route_stop_staff", __name__)


@staff.get("/routes/<slug>/stops")
@may(Act.EDIT_ROUTE)
def index(slug: str) -> Response:
    route = queries.route_of_city(db(), slug)
    return show("routes/staff_stops.html", form=MoveForm(formdata=None), **_about(route))


@staff.post("/routes/<slug>/stops/place")
@may(Act.EDIT_ROUTE)
def add_place(slug: str) -> Response:
    route, form = queries.route_of_city(db(), slug), MoveForm(formdata=None)
    place = published_place(db(), request.form.get("place", ""))
    try:
        stops.add_place(db(), route, place, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("routes/staff_stops.html", form, refusal, **_about(route))
    return onward(url_for(".index", slug=slug, q=request.form.get("q") or None))


@staff.get("/routes/<slug>/stops/new")
@may(Act.EDIT_ROUTE)
def new(slug: str) -> Response:
    route = queries.route_of_city(db(), slug)
    return show("routes/staff_stop.html", form=PointForm(), route=route, stop=None)


@staff.post("/routes/<slug>/stops/new")
@may(Act.EDIT_ROUTE)
def create(slug: str) -> Response:
    route, form = queries.route_of_city(db(), slug), PointForm()
    if form.validate():
        try:
            stops.add_point(db(), route, form.facts(), account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".index", slug=slug))
        except Refusal as refusal:
            return show_refused("routes/staff_stop.html", form, refusal, route=route, stop=None)
    return show_again("routes/staff_stop.html", form=form, route=route, stop=None)


@staff.get("/routes/<slug>/stops/<int:stop_id>")
@may(Act.EDIT_ROUTE)
def edit(slug: str, stop_id: int) -> Response:
    route = queries.route_of_city(db(), slug)
    stop = queries.stop_of(db(), route, stop_id)
    return show("routes/staff_stop.html", form=stop_form(stop), route=route, stop=stop)


@staff.post("/routes/<slug>/stops/<int:stop_id>")
@may(Act.EDIT_ROUTE)
def change(slug: str, stop_id: int) -> Response:
    route = queries.route_of_city(db(), slug)
    stop = queries.stop_of(db(), route, stop_id)
    form = stop_form(stop)
    if not form.validate():
        return show_again("routes/staff_stop.html", form=form, route=route, stop=stop)
    stops.change_stop(db(), stop, form.facts(stop), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index", slug=slug))


@staff.post("/routes/<slug>/stops/<int:stop_id>/move")
@may(Act.EDIT_ROUTE)
def move(slug: str, stop_id: int) -> Response:
    route, form = queries.route_of_city(db(), slug), MoveForm()
    stop = queries.stop_of(db(), route, stop_id)
    if not form.validate():
        return show_again("routes/staff_stops.html", form=form, **_about(route))
    try:
        stops.move_stop(db(), stop, form.move(), account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("routes/staff_stops.html", form, refusal, **_about(route))
    return onward(url_for(".index", slug=slug, _anchor=f"stop-{stop_id}"))


@staff.post("/routes/<slug>/stops/<int:stop_id>/remove")
@may(Act.EDIT_ROUTE)
def remove(slug: str, stop_id: int) -> Response:
    route = queries.route_of_city(db(), slug)
    stop = queries.stop_of(db(), route, stop_id)
    stops.remove_stop(db(), stop, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index", slug=slug))


@staff.get("/routes/<slug>/plates")
@may(Act.EDIT_ROUTE)
def plates(slug: str) -> Response:
    route, now = queries.route_of_city(db(), slug), clock.utc_now()
    scans, lacks = scan_lines(db(), route, now=now), lacks_plates(db(), route)
    return show("routes/staff_plates.html", form=ButtonForm(), route=route, scans=scans, lacks=lacks)


@staff.post("/routes/<slug>/plates")
@may(Act.EDIT_ROUTE)
def make(slug: str) -> Response:
    route = queries.route_of_city(db(), slug)
    make_plates(db(), route, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".plates", slug=slug))


@staff.get("/routes/<slug>/plates/print")
@may(Act.EDIT_ROUTE)
def print_plates(slug: str) -> Response:
    route = queries.route_of_city(db(), slug)
    return show("routes/plates.html", route=route, pages=plate_pages(db(), route))


@staff.post("/routes/<slug>/plates/links/<int:link_id>/retire")
@may(Act.EDIT_ROUTE)
def retire(slug: str, link_id: int) -> Response:
    """Take a code out of use, such as one with a false sticker over it; the next plate gets another."""
    route, link = queries.route_of_city(db(), slug), link_in_use(db(), link_id)
    refuse_other_link(route, link)
    retire_link(db(), link, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".plates", slug=slug))


def _about(route: Route) -> dict[str, Any]:
    words = request.args.get("q", "")
    return {
        "route": route,
        "rows": stop_rows(route),
        "found": found_places(db(), words, route, now=clock.utc_now()),
        "q": words,
    }
