"""A shop's counter: its PIN, scan or type a code, look at the voucher, redeem it, undo that, today's list."""

from typing import Any

from flask import Response, jsonify, request, url_for

from cityshop.core import clock
from cityshop.core.codes import new_token
from cityshop.core.errors import TooMany
from cityshop.merchants.models import Counter
from cityshop.offers import answers, cookie, home_screen, queries, till, words
from cityshop.offers.errors import KeyReused, UndoTooLate, WrongPin
from cityshop.offers.forms import CodeForm, PinForm, RedeemForm
from cityshop.offers.refusals import Reason, RedemptionRefused
from cityshop.offers.rows import midnight
from cityshop.offers.rules import may_be_undone
from cityshop.offers.tickets import ticket_at_till
from cityshop.offers.today import today_page
from cityshop.web import areas
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.parts import parts_of
from cityshop.web.session import reading

door = areas.open_door("counter", __name__, prefix="/counter")


class PinNeeded(Exception):
    """This browser does not stand behind the counter yet, or no longer."""


@door.errorhandler(PinNeeded)
def ask_pin(_: PinNeeded) -> Response:
    return onward(url_for(".scan", token=(request.view_args or {})["token"]))


@door.errorhandler(TooMany)
def say_wait(refusal: TooMany) -> Response:
    counter = till.open_counter((request.view_args or {})["token"])
    response = _say(counter, answers.too_many_codes(refusal), status=refusal.status)
    response.headers["Retry-After"] = str(refusal.retry_after)
    return response


@door.get("/<token>")
def scan(token: str) -> Response:
    counter = till.open_counter(token)
    if not cookie.stands_behind(counter):
        return show("counter/pin.html", form=PinForm(), counter=counter)
    return show("counter/scan.html", form=CodeForm(), **_around(counter))


@door.post("/<token>")
def open_with_pin(token: str) -> Response:
    counter, form = till.open_counter(token), PinForm(request.form)
    if not form.validate():
        return show_again("counter/pin.html", form=form, counter=counter)
    try:
        till.check_pin(counter, form.pin.text)
    except (WrongPin, TooMany) as refusal:
        return show_refused("counter/pin.html", form, refusal, counter=counter)
    return cookie.keep_bearer(onward(url_for(".scan", token=token)), counter)


@door.get("/<token>/app.webmanifest")
def manifest(token: str) -> Response:
    response = jsonify(home_screen.manifest(till.open_counter(token)))
    response.mimetype, response.headers["Cache-Control"] = home_screen.MIME_TYPE, home_screen.KEPT
    return response


@door.get("/<token>/voucher")
def check(token: str) -> Response:
    """The voucher, and a button that redeems it. Looking writes nothing."""
    counter, form = _stand_behind(token), CodeForm(request.args)
    if not form.validate():
        return show_again("counter/scan.html", form=form, **_around(counter))
    try:
        voucher = till.look_at(counter, form.code.text)
    except RedemptionRefused as refusal:
        return _say_no(counter, refusal)
    order = RedeemForm(code=voucher.code, key=new_token())
    return show("counter/voucher.html", form=order, ticket=ticket_at_till(voucher), counter=counter)


@door.post("/<token>/redeem")
def redeem(token: str) -> Response:
    counter, form = _stand_behind(token), RedeemForm(request.form)
    return _redeem(counter, form) if form.validate() else _look_again(counter, form)


@door.post("/<token>/at-once")
def redeem_at_once(token: str) -> Response:
    """A scan redeems without the button, where the shop wants that and nothing has to be asked."""
    counter, form = _stand_behind(token), RedeemForm(request.form)
    if not form.validate():
        return _look_again(counter, form)
    if till.looks_first(counter, form.code.data or ""):
        return onward(url_for(".check", token=token, code=form.code.data))
    return _redeem(counter, form)


@door.get("/<token>/answer/<int:redemption_id>")
def answer(token: str, redemption_id: int) -> Response:
    """What a redemption became. Reloading this page repeats nothing."""
    counter, now = _stand_behind(token), clock.utc_now()
    redemption = queries.redemption_of_shop(reading(), redemption_id, counter.shop_id)
    is_undoable = redemption.undone_at is None and may_be_undone(redemption.redeemed_at, now)
    undo = redemption.id if is_undoable else None
    return _say(counter, answers.redeemed(redemption, now), undo=undo)


@door.get("/<token>/today")
def today(token: str) -> Response:
    counter = _stand_behind(token)
    page = today_page(reading(), counter.shop_id, clock.utc_now())
    return show("counter/today.html", page=page, counter=counter)


@door.post("/<token>/answer/<int:redemption_id>/undo")
def undo(token: str, redemption_id: int) -> Response:
    counter = _stand_behind(token)
    try:
        till.undo(counter, redemption_id)
    except UndoTooLate as refusal:
        return _say(counter, answers.too_late(refusal), status=refusal.status)
    if request.form.get("back") == "today":
        return onward(url_for(".today", token=token))
    return onward(url_for(".answer", token=token, redemption_id=redemption_id))


@door.post("/<token>/leave")
def leave(token: str) -> Response:
    """This device no longer stands behind the counter."""
    counter = _stand_behind(token)
    return cookie.drop_bearer(onward(url_for(".scan", token=token)), counter)


def _stand_behind(token: str) -> Counter:
    counter = till.open_counter(token)
    if not cookie.stands_behind(counter):
        raise PinNeeded
    return counter


def _around(counter: Counter) -> dict[str, Any]:
    """What stands around the code field: the counter and what it did today."""
    counts = queries.shop_offer_counts(reading(), counter.shop_id, midnight=midnight(clock.utc_now()))
    today = sum(each.redeemed_today for each in counts)
    return {
        "counter": counter,
        "today": today,
        "open": sum(each.offer.claimed - each.redeemed for each in counts),
        "key": new_token(),
        "parts": parts_of("till", reading(), clock.utc_now()),
    }


def _redeem(counter: Counter, form: RedeemForm) -> Response:
    try:
        answer = till.redeem(counter, form.order())
    except KeyReused as refusal:
        form.refuse(refusal)
        form.key.data = new_token()
        return _look_again(counter, form)
    if isinstance(answer, RedemptionRefused):
        return _say_no(counter, answer, code=form.code.data or "")
    return onward(url_for(".answer", token=counter.token, redemption_id=answer.id))


def _look_again(counter: Counter, form: RedeemForm) -> Response:
    """The voucher again, with what is wrong with what was filled in."""
    if not form.code.data:
        return show_again("counter/scan.html", form=form, **_around(counter))
    try:
        voucher = till.look_at(counter, form.code.data or "")
    except RedemptionRefused as refusal:
        return _say_no(counter, refusal)
    ticket = ticket_at_till(voucher)
    return show_again("counter/voucher.html", form=form, ticket=ticket, counter=counter)


def _say_no(counter: Counter, refusal: RedemptionRefused, code: str = "") -> Response:
    """Why it was refused; where only the purchase is in the way, with the way back to the voucher."""
    again = code if refusal.reason == Reason.MIN_SPEND else ""
    return _say(counter, words.refused(refusal), status=refusal.status, again=again)


def _say(
    counter: Counter, said: words.Said, *, status: int = 200, undo: int | None = None, again: str = ""
) -> Response:
    response = show("counter/answer.html", said=said, counter=counter, undo=undo, again=again)
    response.status_code = status
    return response
