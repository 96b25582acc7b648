"""Behind the counter: pair this phone, by its PIN or by a link; the page that opens without reception."""

from flask import Response, jsonify, url_for

from cityshop.core.errors import Refusal
from cityshop.devices import forms, queries, till
from cityshop.devices.models import Device
from cityshop.devices.pages import scan_rows
from cityshop.devices.words import phone_words
from cityshop.offers import cookie
from cityshop.offers.till import open_counter
from cityshop.web import areas
from cityshop.web.pages import onward, show
from cityshop.web.session import reading

door = areas.open_door("device_till", __name__, prefix="/counter/<token>")


@door.get("/offline")
def shell(token: str) -> Response:
    """What a phone keeps to go on without reception: names and words, and nothing that is private."""
    return show("devices/offline.html", counter=open_counter(token), words=phone_words())


@door.post("/devices")
def pair(token: str) -> Response:
    """For the phone that stands behind the counter with the PIN."""
    return _paired(*till.pair_here(token, forms.new_device()))


@door.get("/attention")
def attention(token: str) -> Response:
    """What did not simply count, for who stands behind the counter."""
    counter = open_counter(token)
    if not cookie.stands_behind(counter):
        return onward(url_for("counter.scan", token=token))
    rows = scan_rows(queries.scans_to_look_at(reading(), shop_id=counter.shop_id))
    return show("devices/attention.html", counter=counter, rows=rows)


@door.get("/pair/<secret>")
def ask(token: str, secret: str) -> Response:
    """What a one-time link does, before it does it."""
    try:
        counter, refusal = till.look_at_link(token, secret), None
    except Refusal as said:
        counter, refusal = open_counter(token), said
    response = show("devices/pair.html", counter=counter, refusal=refusal, words=phone_words())
    response.status_code = refusal.status if refusal else 200
    return response


@door.post("/pair/<secret>")
def pair_by_link(token: str, secret: str) -> Response:
    """Pair this phone, and let it stand behind the counter as if the PIN was typed."""
    counter, device, shown = till.pair_by_link(token, secret, forms.new_device())
    return cookie.keep_bearer(_paired(device, shown), counter)


def _paired(device: Device, token: str) -> Response:
    return jsonify(device=device.id, token=token, sequence=device.last_sequence)
