"""A shop's opening hours and special days: live at once."""

from collections.abc import Callable
from typing import Any

from flask import Response, g, request, url_for

from cityshop.cities import queries as city_queries
from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.core.errors import Refusal
from cityshop.merchants.models import Shop
from cityshop.merchants.queries import shop_of
from cityshop.places import closures as closing
from cityshop.places.closure_pages import closure_lines
from cityshop.places.hours import hours_from_json
from cityshop.places.hours_forms import ClosureForm, HoursForm
from cityshop.places.models import Place
from cityshop.places.queries import place_of_city
from cityshop.places.services import text_of
from cityshop.places.staff_pages import hours_page
from cityshop.upkeep import services
from cityshop.upkeep.queries import kept_place
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db, reading

own = areas.signed_in_door("own_hours", __name__, prefix="/shop/<int:shop_id>/place")


@own.get("/hours")
def hours(shop_id: int) -> Response:
    shop, place = _kept(reading(), shop_id)
    form = HoursForm.about(hours_from_json(place.hours_rules))
    return _hours_page(show, shop, place, form)


@own.post("/hours")
def change_hours(shop_id: int) -> Response:
    shop, place = _kept(db(), shop_id)
    form = HoursForm()
    if form.is_copying():
        form.copy_days()
    elif form.validate():
        changes, now = {"hours_text": text_of(place, form.hours())}, clock.utc_now()
        services.change_at_once(db(), place, changes, account_id=actor().id, now=now)
        return onward(url_for("own_place.show_place", shop_id=shop_id, saved="live"))
    return _hours_page(show_again, shop, place, form)


@own.get("/closures")
def closures(shop_id: int) -> Response:
    return _closures_page(show, *_kept(reading(), shop_id), ClosureForm())


@own.post("/closures")
def add_closure(shop_id: int) -> Response:
    shop, place = _kept(db(), shop_id)
    form = ClosureForm()
    if form.validate():
        try:
            closing.add_closure(db(), place, form.draft(), account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".closures", shop_id=shop_id, saved=1))
        except Refusal as refusal:
            form.refuse(refusal)
    return _closures_page(show_again, shop, place, form)


@own.post("/closures/<int:closure_id>/end")
def end_closure(shop_id: int, closure_id: int) -> Response:
    _, place = _kept(db(), shop_id)
    closing.end_closure(db(), place, closure_id, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".closures", shop_id=shop_id, saved=1))


def _kept(session: Session, shop_id: int) -> tuple[Shop, Place]:
    """The keeper's approved shop and its place; the page keeps to their city from here on."""
    shop = g.shop = shop_of(session, shop_id, account_id=actor().id)
    areas.enter(city_queries.city_by_id(session, shop.city_id))
    return shop, place_of_city(session, kept_place(session, shop).slug)


def _hours_page(show_it: Callable[..., Response], shop: Shop, place: Place, form: HoursForm) -> Response:
    page = hours_page(place, now=clock.utc_now())
    return show_it("upkeep/own_hours.html", shop=shop, page=page, form=form)


def _closures_page(show_it: Callable[..., Response], shop: Shop, place: Place, form: ClosureForm) -> Response:
    facts: dict[str, Any] = {"closures": closure_lines(place, now=clock.utc_now()), "form": form}
    facts["saved"] = request.args.get("saved") == "1"
    return show_it("upkeep/own_closures.html", shop=shop, place=place, **facts)
