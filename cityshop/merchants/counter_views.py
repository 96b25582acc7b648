"""A shop's own pages: see and change it, open and close its counters."""

from flask import Response, g, url_for

from cityshop.accounts import passwords
from cityshop.cities import queries as city_queries
from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.core.errors import Refusal
from cityshop.merchants import queries, services
from cityshop.merchants.forms import CounterForm, PinForm, ShopForm
from cityshop.merchants.models import Shop
from cityshop.merchants.pages import CounterPage, counter_page, shop_page
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_private
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
    counters = queries.counters_of(reading(), shop)
    parts = parts_of("own_shop", reading(), clock.utc_now())
    return show("merchants/own_shop.html", page=shop_page(shop), shop=shop, counters=counters, parts=parts)


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


@own.get("/<int:shop_id>/counters/new")
def new_counter(shop_id: int) -> Response:
    return show("merchants/new_counter.html", form=CounterForm(), shop=_own_shop(reading(), shop_id))


@own.post("/<int:shop_id>/counters/new")
def open_counter(shop_id: int) -> Response:
    shop, form = _own_shop(reading(), shop_id), CounterForm()
    if not form.validate():
        return show_again("merchants/new_counter.html", form=form, shop=shop)
    pin = form.chosen_pin()
    draft = services.CounterDraft(form.name.text, passwords.digest_of(pin))
    try:
        counter = services.open_counter(db(), shop, draft, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        form.refuse(refusal)
        return show_again("merchants/new_counter.html", form=form, shop=shop)
    return _show_once(shop, counter_page(counter), pin)


@own.get("/<int:shop_id>/counters/<int:counter_id>")
def show_counter(shop_id: int, counter_id: int) -> Response:
    shop = _own_shop(reading(), shop_id)
    page = counter_page(queries.counter_of(reading(), counter_id, shop=shop))
    return show("merchants/counter.html", page=page, form=PinForm(), shop=shop)


@own.post("/<int:shop_id>/counters/<int:counter_id>/pin")
def change_pin(shop_id: int, counter_id: int) -> Response:
    shop, form = _own_shop(reading(), shop_id), PinForm()
    if not form.validate():
        page = counter_page(queries.counter_of(reading(), counter_id, shop=shop))
        return show_again("merchants/counter.html", page=page, form=form, shop=shop)
    pin = form.chosen_pin()
    digest = passwords.digest_of(pin)
    counter = queries.counter_of(db(), counter_id, shop=shop)
    services.change_pin(db(), counter, pin_digest=digest, account_id=actor().id, now=clock.utc_now())
    return _show_once(shop, counter_page(counter), pin)


@own.post("/<int:shop_id>/counters/<int:counter_id>/close")
def revoke_counter(shop_id: int, counter_id: int) -> Response:
    counter = queries.counter_of(db(), counter_id, shop=_own_shop(db(), shop_id))
    services.revoke_counter(db(), counter, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_shop", shop_id=shop_id))


def _own_shop(session: Session, shop_id: int) -> Shop:
    """The keeper's shop; the page keeps to it and to its city from here on, its parts too."""
    shop = g.shop = queries.shop_of(session, shop_id, account_id=actor().id)
    areas.enter(city_queries.city_by_id(session, shop.city_id))
    return shop


def _show_once(shop: Shop, page: CounterPage, pin: str) -> Response:
    """The answer itself shows the PIN instead of leading to a page: nothing but its digest is kept."""
    return show_private("merchants/pin_once.html", shop=shop, page=page, pin=pin)
