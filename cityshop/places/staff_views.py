"""Town hall: the list of places, add and change them, say that they are still right."""

from collections.abc import Callable
from typing import Any

from flask import Response, g, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.places import closures as closing
from cityshop.places import queries, services
from cityshop.places.closure_pages import closure_lines
from cityshop.places.filters import staff_filters_from
from cityshop.places.forms import PlaceForm
from cityshop.places.hours import hours_from_json
from cityshop.places.hours_forms import ClosureForm, HoursForm, HoursTextForm
from cityshop.places.models import Place
from cityshop.places.staff_pages import hours_page, read_hours, staff_guide_page
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


@staff.get("/places/<slug>/hours")
@may(Act.EDIT_PLACE)
def hours(slug: str) -> Response:
    return _hours_page(show, queries.place_of_city(db(), slug))


@staff.post("/places/<slug>/hours")
@may(Act.EDIT_PLACE)
def change_hours(slug: str) -> Response:
    place, form = queries.place_of_city(db(), slug), HoursForm()
    if form.is_copying():
        form.copy_days()
    elif form.validate():
        services.change_hours(db(), place, form.hours(), account_id=actor().id, now=clock.utc_now())
        return onward(url_for(".hours", slug=place.slug, saved=1))
    return _hours_page(show_again, place, form=form)


@staff.post("/places/<slug>/hours/text")
@may(Act.EDIT_PLACE)
def change_hours_text(slug: str) -> Response:
    place, form = queries.place_of_city(db(), slug), HoursTextForm()
    if not form.validate():
        return _hours_page(show_again, place, text_form=form)
    text, now = form.hours_text.text, clock.utc_now()
    services.change_hours_text(db(), place, text, account_id=actor().id, now=now)
    return onward(url_for(".hours", slug=place.slug, saved=1))


@staff.get("/places/<slug>/closures")
@may(Act.EDIT_PLACE)
def closures(slug: str) -> Response:
    return _closures_page(show, queries.place_of_city(db(), slug), ClosureForm())


@staff.post("/places/<slug>/closures")
@may(Act.EDIT_PLACE)
def add_closure(slug: str) -> Response:
    place, form = queries.place_of_city(db(), slug), ClosureForm()
    if form.validate():
        try:
            closing.add_closure(db(), place, form.draft(), account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".closures", slug=place.slug, saved=1))
        except Refusal as refusal:
            form.refuse(refusal)
    return _closures_page(show_again, place, form)


@staff.post("/places/<slug>/closures/<int:closure_id>/end")
@may(Act.EDIT_PLACE)
def end_closure(slug: str, closure_id: int) -> Response:
    place = queries.place_of_city(db(), slug)
    closing.end_closure(db(), place, closure_id, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".closures", slug=place.slug, saved=1))


def _form_page(form: PlaceForm, place: Place | None) -> Response:
    saved = request.args.get("saved") == "1"
    return show("places/edit.html", form=form, saved=saved, **_form_facts(form, place))


def _form_again(form: PlaceForm, place: Place | None) -> Response:
    return show_again("places/edit.html", form=form, saved=False, **_form_facts(form, place))


def _form_facts(form: PlaceForm, place: Place | None) -> dict[str, Any]:
    g.place, now = place, clock.utc_now()
    more = parts.parts_of("place_desk", db(), now) if place else []
    text = place.hours_text if place else form.hours_text.text
    return {"place": place, "hours": read_hours(text, now=now), "parts": more}


def _hours_page(show_it: Callable[..., Response], place: Place, **forms: Any) -> Response:
    now = clock.utc_now()
    empty = {"form": HoursForm.about(hours_from_json(place.hours_rules)), "text_form": _text_form(place)}
    facts = {"saved": request.args.get("saved") == "1", "fresh": request.args.get("fresh") == "1"}
    return show_it("places/staff_hours.html", page=hours_page(place, now=now), **facts, **empty | forms)


def _text_form(place: Place) -> HoursTextForm:
    return HoursTextForm(hours_text=place.hours_text)


def _closures_page(show_it: Callable[..., Response], place: Place, form: ClosureForm) -> Response:
    lines, saved = closure_lines(place, now=clock.utc_now()), request.args.get("saved") == "1"
    return show_it("places/staff_closures.html", place=place, form=form, closures=lines, saved=saved)
