"""Town hall: what happens today, and the city's own page."""

from typing import cast

from flask import Response, url_for

from cityshop.cities import queries, services
from cityshop.cities.forms import CityForm
from cityshop.cities.models import City
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.areas import page_city
from cityshop.web.pages import onward, show, show_again
from cityshop.web.parts import parts_of
from cityshop.web.session import db

staff = areas.staff_door("city_staff", __name__)


@staff.get("")
@may(Act.SEE_DASHBOARD)
def dashboard() -> Response:
    now = clock.utc_now()
    may_edit = actor().is_allowed(Act.EDIT_CITY, page_city().id)
    parts = parts_of("dashboard", db(), now)
    return show("cities/dashboard.html", now=now, parts=parts, may_edit=may_edit)


@staff.get("/page")
@may(Act.EDIT_CITY)
def edit() -> Response:
    return show("cities/edit.html", form=CityForm.about(cast("City", page_city())))


@staff.post("/page")
@may(Act.EDIT_CITY)
def change() -> Response:
    city, form = queries.city_by_id(db(), page_city().id), CityForm()
    if form.validate():
        try:
            services.change_city(db(), city, form.draft(city), account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".dashboard"))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("cities/edit.html", form=form)
