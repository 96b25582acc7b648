"""Town hall: the terraces with their permits, one terrace, and lists of permits."""

from typing import Any

from flask import Response, make_response, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.places.models import Place
from cityshop.places.queries import place_of_city
from cityshop.places.rules import day_of
from cityshop.terraces import permits, queries, services
from cityshop.terraces.exports import as_csv
from cityshop.terraces.filters import TerraceFilters, terrace_filters_from
from cityshop.terraces.forms import CarryOutForm, PermitListForm, TerraceForm
from cityshop.terraces.models import PermitList
from cityshop.terraces.permit_pages import permit_page
from cityshop.terraces.staff_pages import season_titles, sun_reading, terraces_page
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("terrace_staff", __name__)


@staff.get("/terraces")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    page = terraces_page(db(), _filters(), now=clock.utc_now())
    return show("terraces/staff_index.html", page=page, lists=queries.permit_lists(db()))


@staff.get("/terraces.csv")
@may(Act.SEE_DASHBOARD)
def file() -> Response:
    today = day_of(clock.utc_now())
    response = make_response(as_csv(queries.every_terrace(db(), _filters(), today=today), today=today))
    response.mimetype = "text/csv"
    name = f"terraces-{areas.page_city().slug}-{today}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@staff.get("/places/<slug>/terrace")
@may(Act.EDIT_PLACE)
def edit(slug: str) -> Response:
    place = place_of_city(db(), slug)
    form = TerraceForm.about(place, queries.seasons(db()))
    return show("terraces/edit.html", form=form, **_terrace_facts(place))


@staff.post("/places/<slug>/terrace")
@may(Act.EDIT_PLACE)
def change(slug: str) -> Response:
    place = place_of_city(db(), slug)
    form = TerraceForm().with_seasons(queries.seasons(db()))
    if form.validate():
        services.keep_terrace(db(), place, form.facts(), account_id=actor().id, now=clock.utc_now())
        return onward(url_for(".edit", slug=place.slug, saved=1))
    return show_again("terraces/edit.html", form=form, **_terrace_facts(place))


@staff.post("/places/<slug>/terrace/remove")
@may(Act.EDIT_PLACE)
def remove(slug: str) -> Response:
    place = place_of_city(db(), slug)
    services.remove_terrace(db(), place, account_id=actor().id, now=clock.utc_now())
    return onward(url_for("place_staff.edit", slug=place.slug))


@staff.get("/terraces/permits")
@may(Act.EDIT_PLACE)
def new_list() -> Response:
    form = PermitListForm().with_seasons(queries.seasons(db()))
    return show("terraces/permits.html", form=form, lists=queries.permit_lists(db()))


@staff.post("/terraces/permits")
@may(Act.EDIT_PLACE)
def receive_list() -> Response:
    form = PermitListForm().with_seasons(queries.seasons(db()))
    if form.validate():
        try:
            kept = permits.receive_list(db(), form.sent(), now=clock.utc_now())
            return onward(url_for(".look_at_list", list_id=kept.id))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("terraces/permits.html", form=form, lists=queries.permit_lists(db()))


@staff.get("/terraces/permits/<int:list_id>")
@may(Act.EDIT_PLACE)
def look_at_list(list_id: int) -> Response:
    found = queries.permit_list(db(), list_id)
    return show("terraces/permit_list.html", form=CarryOutForm(), **_list_facts(found))


@staff.post("/terraces/permits/<int:list_id>")
@may(Act.EDIT_PLACE)
def carry_out(list_id: int) -> Response:
    found, form = queries.permit_list(db(), list_id), CarryOutForm()
    try:
        permits.carry_out(db(), found, seen=form.seen.text, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("terraces/permit_list.html", form, refusal, **_list_facts(found))
    return onward(url_for(".look_at_list", list_id=list_id))


def _filters() -> TerraceFilters:
    return terrace_filters_from(request.args.to_dict(flat=False))


def _terrace_facts(place: Place) -> dict[str, Any]:
    saved = request.args.get("saved") == "1" and request.method == "GET"
    return {"place": place, "saved": saved, "sun": sun_reading(place, now=clock.utc_now())}


def _list_facts(found: PermitList) -> dict[str, Any]:
    if found.carried_out_at is not None:
        return {"permits": found, "page": None}
    plan = permits.plan_list(db(), found)
    titles = season_titles(queries.seasons(db()))
    return {"permits": found, "page": permit_page(plan, titles), "season": titles.get(found.season, "")}
