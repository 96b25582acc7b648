"""A shop's phones: which there are, a link for one more, ending one, and the scans that ask attention."""

from flask import Response, g, url_for

from cityshop.cities import queries as city_queries
from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.devices import queries, services
from cityshop.devices.pages import pairing_page, phone_rows, scan_rows
from cityshop.devices.rules import PAIRING_LASTS
from cityshop.merchants.models import Shop
from cityshop.merchants.queries import counter_of, counters_of, shop_of
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.pages import onward, show, show_private
from cityshop.web.session import db, reading

own = areas.signed_in_door("own_devices", __name__, prefix="/shop/<int:shop_id>/devices")


@own.get("")
def index(shop_id: int) -> Response:
    shop, now = _shop(reading(), shop_id), clock.utc_now()
    phones = phone_rows(queries.devices_of_shop(reading(), shop.id))
    links = queries.open_pairings(reading(), shop.id, now=now)
    counters = counters_of(reading(), shop)
    return show(
        "devices/own_index.html", shop=shop, phones=phones, links=links, counters=counters, form=ActForm()
    )


@own.post("/links/<int:counter_id>")
def make_link(shop_id: int, counter_id: int) -> Response:
    """The answer itself shows the link: nothing but a digest of it is kept."""
    shop, now = _shop(db(), shop_id), clock.utc_now()
    counter = counter_of(db(), counter_id, shop=shop)
    secret = services.make_pairing(db(), counter, account_id=actor().id, now=now)
    page = pairing_page(counter, secret, now + PAIRING_LASTS)
    return show_private("devices/own_link.html", shop=shop, counter=counter, page=page)


@own.post("/links/revoke")
def revoke_links(shop_id: int) -> Response:
    shop = _shop(db(), shop_id)
    services.revoke_pairings(db(), shop.id, now=clock.utc_now())
    return onward(url_for(".index", shop_id=shop_id))


@own.post("/<int:device_id>/end")
def end(shop_id: int, device_id: int) -> Response:
    shop = _shop(db(), shop_id)
    device = queries.device_of_shop(db(), device_id, shop_id=shop.id)
    services.end_device(db(), device, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index", shop_id=shop_id))


@own.get("/scans")
def scans(shop_id: int) -> Response:
    shop = _shop(reading(), shop_id)
    rows = scan_rows(queries.scans_to_look_at(reading(), shop_id=shop.id))
    return show("devices/own_scans.html", shop=shop, rows=rows)


def _shop(session: Session, shop_id: int) -> Shop:
    """The keeper's shop; the page keeps to it and to its city from here on."""
    shop = g.shop = shop_of(session, shop_id, account_id=actor().id)
    areas.enter(city_queries.city_by_id(session, shop.city_id))
    return shop
