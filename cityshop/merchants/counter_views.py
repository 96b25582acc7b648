"""A shop's own pages: see and change it, open and close its counters."""

from functools import partial

from flask import Response, g, url_for

from cityshop.cities import queries as city_queries
from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.merchants import counter_desk, queries, services
from cityshop.merchants.counter_desk import Desk
from cityshop.merchants.forms import ShopForm
from cityshop.merchants.models import Shop
from cityshop.merchants.pages import counter_rows, shop_page
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.parts import parts_of
from cityshop.web.session import db, reading

own = areas.signed_in_door("own_shop", __name__, prefix="/shop")


@own.get("")
def index() -> Response:
    shops = queries.shops_of(reading(), account_id=actor().id)
    if len(shops) == 1:
        return show_shop(shops[0].id)
    return show("merchants/own_shops.html", shops=[shop_page(shop) for shop in shops])


@own.get("/<int:shop_id>")
def show_shop(shop_id: int) -> Response:
    shop = _own_shop(reading(), shop_id)
    rows = counter_rows(queries.counters_of(reading(), shop))
    parts = parts_of("own_shop", reading(), clock.utc_now())
    return show("merchants/own_shop.html", page=shop_page(shop), shop=shop, rows=rows, parts=parts)


@own.get("/<int:shop_id>/edit")
def edit(shop_id: int) -> Response:
    shop = _own_shop(reading(), shop_id)
    return show("merchants/edit_own.html", form=ShopForm.about(shop), shop=shop)


@own.post("/<int:shop_id>/edit")
def change(shop_id: int) -> Response:
    shop, form = _own_shop(db(), shop_id), ShopForm()
    if not form.validate():
        return show_again("merchants/edit_own.html", form=form, shop=shop)
    services.change_shop(db(), shop, form.draft(), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_shop", shop_id=shop.id))


@own.get("/<int:shop_id>/counters")
def counters(shop_id: int) -> Response:
    return counter_desk.show_counters(_desk(shop_id))


@own.post("/<int:shop_id>/counters/scanning")
def change_scanning(shop_id: int) -> Response:
    return counter_desk.change_scanning(_desk(shop_id))


@own.get("/<int:shop_id>/counters/new")
def new_counter(shop_id: int) -> Response:
    return counter_desk.ask_counter(_desk(shop_id))


@own.post("/<int:shop_id>/counters/new")
def open_counter(shop_id: int) -> Response:
    return counter_desk.open_counter(_desk(shop_id))


@own.get("/<int:shop_id>/counters/<int:counter_id>")
def show_counter(shop_id: int, counter_id: int) -> Response:
    return counter_desk.show_counter(_desk(shop_id), counter_id)


@own.get("/<int:shop_id>/counters/<int:counter_id>/card")
def counter_card(shop_id: int, counter_id: int) -> Response:
    return counter_desk.show_card(_desk(shop_id), counter_id)


@own.post("/<int:shop_id>/counters/<int:counter_id>/name")
def rename_counter(shop_id: int, counter_id: int) -> Response:
    return counter_desk.rename(_desk(shop_id), counter_id)


@own.post("/<int:shop_id>/counters/<int:counter_id>/pin")
def change_pin(shop_id: int, counter_id: int) -> Response:
    return counter_desk.change_pin(_desk(shop_id), counter_id)


@own.post("/<int:shop_id>/counters/<int:counter_id>/devices")
def end_devices(shop_id: int, counter_id: int) -> Response:
    return counter_desk.end_devices(_desk(shop_id), counter_id)


@own.post("/<int:shop_id>/counters/<int:counter_id>/close")
def revoke_counter(shop_id: int, counter_id: int) -> Response:
    return counter_desk.revoke(_desk(shop_id), counter_id)


def _own_shop(session: Session, shop_id: int) -> Shop:
    """The keeper's shop; the page keeps to it and to its city from here on, its parts too."""
    shop = g.shop = queries.shop_of(session, shop_id, account_id=actor().id)
    areas.enter(city_queries.city_by_id(session, shop.city_id))
    return shop


def _desk(shop_id: int) -> Desk:
    shop = _own_shop(reading(), shop_id)
    back = url_for(".show_shop", shop_id=shop_id)
    return Desk(shop, "areas/shop.html", "shop", back, partial(url_for, shop_id=shop_id))
