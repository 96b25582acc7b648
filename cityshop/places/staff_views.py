"""Town hall: the list of places, add and change them, say that they are still right."""

from typing import Any

from flask import Response, g, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.places import queries, services
from cityshop.places.filters import staff_filters_from
from cityshop.places.forms import PlaceForm
from cityshop.places.models import Place
from cityshop.places.staff_pages import read_hours, staff_guide_page
from cityshop.web import areas, parts
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("place_staff", __name__)


@staff.get("/places")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    filters = staff_filters_from(request.args.to_dict(flat=False))
    now = clock.utc_now()
    page, more = staff_guide_page(db(), filters, now=now), parts.parts_of("guide_desk", db(), now)
    return show("places/staff_index.html", page=page, parts=more)


@staff.get("/places/new")
@may(Act.EDIT_PLACE)
def new() -> Response:
    return _form_page(PlaceForm(town=areas.page_city().name), None)


@staff.post("/places/new")
@may(Act.EDIT_PLACE)
def create() -> Response:
    form = PlaceForm()
    if form.validate():
        try:
            place = services.create_place(db(), form.facts(), account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".edit", slug=place.slug, saved=1))
        except Refusal as refusal:
            form.refuse(refusal)
    return _form_again(form, None)


@staff.get("/places/<slug>/edit")
@may(Act.EDIT_PLACE)
def edit(slug: str) -> Response:
    place = queries.place_of_city(db(), slug)
    return _form_page(PlaceForm.about(place), place)


@staff.post("/places/<slug>/edit")
@may(Act.EDIT_PLACE)
def change(slug: str) -> Response:
    place, form = queries.place_of_city(db(), slug), PlaceForm()
    if form.validate():
        facts, now = form.facts(place), clock.utc_now()
        services.change_place(db(), place, facts, account_id=actor().id, now=now)
        return onward(url_for(".edit", slug=place.slug, saved=1))
    return _form_again(form, place)


@staff.post("/places/<slug>/confirm")
@may(Act.EDIT_PLACE)
def confirm(slug: str) -> Response:
    place = queries.place_of_city(db(), slug)
    services.confirm_place(db(), place, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".edit", slug=place.slug, saved=1))


def _form_page(form: PlaceForm, place: Place | None) -> Response:
    saved = request.args.get("saved") == "1"
    return show("places/edit.html", form=form, saved=saved, **_form_facts(form, place))


def _form_again(form: PlaceForm, place: Place | None) -> Response:
    return show_again("places/edit.html", form=form, saved=False, **_form_facts(form, place))


def _form_facts(form: PlaceForm, place: Place | None) -> dict[str, Any]:
    g.place, now = place, clock.utc_now()
    more = parts.parts_of("place_desk", db(), now) if place else []
    return {"place": place, "hours": read_hours(form.hours_text.text, now=now), "parts": more}
