"""Town hall: what the city adds to the programme in which it takes part."""

from typing import cast

from flask import Response, url_for

from cityshop.cities.models import City
from cityshop.core import clock
from cityshop.core.errors import Refusal, Unknown
from cityshop.core.permissions import Act
from cityshop.programmes import queries, rollout
from cityshop.programmes.forms import PlaceForm
from cityshop.programmes.models import EditionCity
from cityshop.programmes.pages import edition_page
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("programme_staff", __name__)


@staff.get("/programme")
@may(Act.EDIT_CONTEST)
def edit() -> Response:
    place = _place()
    return show("programmes/staff_edit.html", form=_form(place), edition=edition_page(place.edition))


@staff.post("/programme")
@may(Act.EDIT_CONTEST)
def change() -> Response:
    place = _place()
    form = _form(place)
    if form.validate():
        try:
            draft, now = form.draft(), clock.utc_now()
            rollout.change_place(db(), place, draft, account_id=actor().id, now=now)
            return onward(url_for("city_staff.dashboard"))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("programmes/staff_edit.html", form=form, edition=edition_page(place.edition))


def _place() -> EditionCity:
    place = queries.latest_place(db())
    if place is None:
        raise Unknown
    return place


def _form(place: EditionCity) -> PlaceForm:
    city = cast("City", areas.page_city())
    return PlaceForm.about(place, contact_name=city.contact_name, contact_email=city.contact_email)
