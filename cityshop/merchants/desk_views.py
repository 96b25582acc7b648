"""Town hall: the counters of a shop, for a shopkeeper who has no mailbox or no time."""

from functools import partial

from flask import Response, url_for

from cityshop.core.permissions import Act
from cityshop.merchants import counter_desk, queries
from cityshop.merchants.counter_desk import Desk
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.session import reading

staff = areas.staff_door("shop_counters", __name__)


@staff.get("/merchants/<slug>/counters")
@may(Act.APPROVE_SHOP)
def counters(slug: str) -> Response:
    return counter_desk.show_counters(_desk(slug))


@staff.post("/merchants/<slug>/counters/scanning")
@may(Act.APPROVE_SHOP)
def change_scanning(slug: str) -> Response:
    return counter_desk.change_scanning(_desk(slug))


@staff.get("/merchants/<slug>/counters/new")
@may(Act.APPROVE_SHOP)
def new_counter(slug: str) -> Response:
    return counter_desk.ask_counter(_desk(slug))


@staff.post("/merchants/<slug>/counters/new")
@may(Act.APPROVE_SHOP)
def open_counter(slug: str) -> Response:
    return counter_desk.open_counter(_desk(slug))


@staff.get("/merchants/<slug>/counters/<int:counter_id>")
@may(Act.APPROVE_SHOP)
def show_counter(slug: str, counter_id: int) -> Response:
    return counter_desk.show_counter(_desk(slug), counter_id)


@staff.get("/merchants/<slug>/counters/<int:counter_id>/card")
@may(Act.APPROVE_SHOP)
def counter_card(slug: str, counter_id: int) -> Response:
    return counter_desk.show_card(_desk(slug), counter_id)


@staff.post("/merchants/<slug>/counters/<int:counter_id>/name")
@may(Act.APPROVE_SHOP)
def rename_counter(slug: str, counter_id: int) -> Response:
    return counter_desk.rename(_desk(slug), counter_id)


@staff.post("/merchants/<slug>/counters/<int:counter_id>/pin")
@may(Act.APPROVE_SHOP)
def change_pin(slug: str, counter_id: int) -> Response:
    return counter_desk.change_pin(_desk(slug), counter_id)


@staff.post("/merchants/<slug>/counters/<int:counter_id>/devices")
@may(Act.APPROVE_SHOP)
def end_devices(slug: str, counter_id: int) -> Response:
    return counter_desk.end_devices(_desk(slug), counter_id)


@staff.post("/merchants/<slug>/counters/<int:counter_id>/close")
@may(Act.APPROVE_SHOP)
def revoke_counter(slug: str, counter_id: int) -> Response:
    return counter_desk.revoke(_desk(slug), counter_id)


def _desk(slug: str) -> Desk:
    shop = queries.shop_by_slug(reading(), slug)
    back = url_for("shop_staff.show_shop", slug=slug)
    return Desk(shop, "areas/staff.html", "merchants", back, partial(url_for, slug=slug))
