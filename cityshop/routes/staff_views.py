"""Town hall: routes, their line, stops and plates."""

from typing import Any

from flask import Response, make_response, request, url_for

from cityshop.campaigns.queries import campaigns
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.routes import queries, services
from cityshop.routes.forms import MOST_BYTES, FileForm, RouteForm, TakeForm
from cityshop.routes.gpx import read_gpx
from cityshop.routes.imports import carry_out, plan_import, take_draft
from cityshop.routes.map_files import read_sent
from cityshop.routes.models import Route
from cityshop.routes.pages import route_drawing, route_page
from cityshop.routes.staff_pages import dry_run, import_page, route_lines
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db, reading
from cityshop.web.uploads import takes_files, takes_pictures

staff = areas.staff_door("route_staff", __name__)


@staff.get("/routes")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    return show("routes/staff_index.html", routes=route_lines(db(), now=clock.utc_now()))


@staff.get("/routes/new")
@may(Act.EDIT_ROUTE)
def new() -> Response:
    form = RouteForm.about(None, campaigns(db()))
    return show("routes/staff_edit.html", form=form, route=None)


@staff.post("/routes/new")
@may(Act.EDIT_ROUTE)
@takes_pictures
def create() -> Response:
    form = RouteForm.sent(campaigns(reading()))
    if not form.validate():
        return show_again("routes/staff_edit.html", form=form, route=None)
    route = services.create_route(db(), form.facts(), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".line", slug=route.slug))


@staff.get("/routes/import")
@may(Act.EDIT_ROUTE)
def ask_import() -> Response:
    return show("routes/staff_import.html", form=FileForm())


@staff.post("/routes/import")
@may(Act.EDIT_ROUTE)
@takes_files(MOST_BYTES)
def look_at_import() -> Response:
    form = FileForm()
    if form.validate():
        try:
            plan = plan_import(db(), read_sent(form.file.file_name, form.file.data))
            page = import_page(plan)
            return show("routes/staff_import_run.html", form=TakeForm(formdata=None), page=page)
        except Refusal as refusal:
            return show_refused("routes/staff_import.html", form, refusal)
    return show_again("routes/staff_import.html", form=form)


@staff.post("/routes/import/take")
@may(Act.EDIT_ROUTE)
def take_import() -> Response:
    form = TakeForm()
    if not form.validate():
        return show_again("routes/staff_import.html", form=FileForm(formdata=None))
    try:
        plan = plan_import(db(), [form.draft()])
    except Refusal as refusal:
        return show_refused("routes/staff_import.html", FileForm(formdata=None), refusal)
    added = carry_out(db(), plan, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".edit", slug=added[0].slug) if added else url_for(".index"))


@staff.get("/routes/<slug>")
@may(Act.EDIT_ROUTE)
def edit(slug: str) -> Response:
    route = queries.route_of_city(db(), slug)
    form = RouteForm.about(route, campaigns(db()))
    saved = request.args.get("saved") == "1"
    return show("routes/staff_edit.html", form=form, saved=saved, **_about(route))


@staff.post("/routes/<slug>")
@may(Act.EDIT_ROUTE)
@takes_pictures
def change(slug: str) -> Response:
    form = RouteForm.sent(
        campaigns(reading())
    )  # keeps its photo first: a database of one writer waits for none
    route = queries.route_of_city(db(), slug)
    if not form.validate():
        return show_again("routes/staff_edit.html", form=form, saved=False, **_about(route))
    services.change_route(db(), route, form.facts(), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".edit", slug=slug, saved=1))


@staff.post("/routes/<slug>/publish")
@may(Act.EDIT_ROUTE)
def publish(slug: str) -> Response:
    route = queries.route_of_city(db(), slug)
    try:
        services.publish_route(db(), route, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        form = FileForm(formdata=None)
        return show_refused("routes/staff_line.html", form, refusal, **_about(route))
    return onward(url_for(".edit", slug=slug, saved=1))


@staff.post("/routes/<slug>/withdraw")
@may(Act.EDIT_ROUTE)
def withdraw(slug: str) -> Response:
    route = queries.route_of_city(db(), slug)
    services.withdraw_route(db(), route, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".edit", slug=slug, saved=1))


@staff.get("/routes/<slug>/preview")
@may(Act.SEE_DASHBOARD)
def preview(slug: str) -> Response:
    page = route_page(db(), queries.route_of_city(db(), slug), now=clock.utc_now())
    return show("routes/staff_preview.html", page=page)


@staff.get("/routes/<slug>/drawing.svg")
@may(Act.SEE_DASHBOARD)
def sketch(slug: str) -> Response:
    response = make_response(route_drawing(queries.route_of_city(db(), slug)))
    response.mimetype = "image/svg+xml"
    return response


@staff.get("/routes/<slug>/line")
@may(Act.EDIT_ROUTE)
def line(slug: str) -> Response:
    route = queries.route_of_city(db(), slug)
    return show("routes/staff_line.html", form=FileForm(), **_about(route))


@staff.post("/routes/<slug>/line")
@may(Act.EDIT_ROUTE)
@takes_files(MOST_BYTES)
def look_at_line(slug: str) -> Response:
    route, form = queries.route_of_city(db(), slug), FileForm()
    if form.validate():
        try:
            run = dry_run(read_gpx(form.file.data))
            again = TakeForm(formdata=None, part=form.part.data)
            return show("routes/staff_line_run.html", form=again, run=run, **_about(route))
        except Refusal as refusal:
            return show_refused("routes/staff_line.html", form, refusal, **_about(route))
    return show_again("routes/staff_line.html", form=form, **_about(route))


@staff.post("/routes/<slug>/line/take")
@may(Act.EDIT_ROUTE)
def take_line(slug: str) -> Response:
    route, form, now = queries.route_of_city(db(), slug), TakeForm(), clock.utc_now()
    again = FileForm(formdata=None)
    if not form.validate():
        return show_again("routes/staff_line.html", form=again, **_about(route))
    try:
        take_draft(db(), route, form.draft(), form.taking(), account_id=actor().id, now=now)
    except Refusal as refusal:
        return show_refused("routes/staff_line.html", again, refusal, **_about(route))
    return onward(url_for(".line", slug=slug))


@staff.post("/routes/<slug>/short-cut/remove")
@may(Act.EDIT_ROUTE)
def remove_short_cut(slug: str) -> Response:
    route = queries.route_of_city(db(), slug)
    services.remove_short_cut(db(), route, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".line", slug=slug))


def _about(route: Route) -> dict[str, Any]:
    return {"route": route, "page": route_page(db(), route, now=clock.utc_now())}
