"""A shop's counter: its PIN, scan or type a code, look at the voucher, redeem it, undo that."""

from typing import Any

from flask import Response, request, url_for

from cityshop.core import clock
from cityshop.core.codes import new_token
from cityshop.core.words import n_
from cityshop.merchants.models import Counter
from cityshop.offers import cookie, queries, till, words
from cityshop.offers.errors import KeyReused, RedemptionRefused, WrongPin
from cityshop.offers.forms import CodeForm, PinForm, RedeemForm
from cityshop.offers.rows import midnight
from cityshop.offers.rules import may_be_undone
from cityshop.offers.tickets import ticket_at_till
from cityshop.web import areas
from cityshop.web.i18n import own_text, translated
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import reading

door = areas.open_door("counter", __name__, prefix="/counter")


class PinNeeded(Exception):
    """This browser does not stand behind the counter yet, or no longer."""


@door.errorhandler(PinNeeded)
def ask_pin(_: PinNeeded) -> Response:
    return onward(url_for(".scan", token=(request.view_args or {})["token"]))


@door.get("/<token>")
def scan(token: str) -> Response:
    counter = till.open_counter(token)
    if not cookie.stands_behind(counter):
        return show("counter/pin.html", form=PinForm(), counter=counter)
    return show("counter/scan.html", form=CodeForm(), **_around(counter))


@door.post("/<token>")
def open_with_pin(token: str) -> Response:
    counter, form = till.open_counter(token), PinForm(request.form)
    if form.validate():
        try:
            till.check_pin(counter, form.pin.text)
            return cookie.keep_bearer(onward(url_for(".scan", token=token)), counter)
        except WrongPin as refusal:
            form.refuse(refusal)
    return show_again("counter/pin.html", form=form, counter=counter)


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
    if not form.validate():
        return _look_again(counter, form)
    try:
        answer = till.redeem(counter, form.order())
    except KeyReused as refusal:
        form.refuse(refusal)
        form.key.data = new_token()
        return _look_again(counter, form)
    if isinstance(answer, RedemptionRefused):
        return _say_no(counter, answer)
    return onward(url_for(".answer", token=token, redemption_id=answer.id))


@door.get("/<token>/answer/<int:redemption_id>")
def answer(token: str, redemption_id: int) -> Response:
    """What a redemption became. Reloading this page repeats nothing."""
    counter, now = _stand_behind(token), clock.utc_now()
    redemption = queries.redemption_of_shop(reading(), redemption_id, counter.shop_id)
    title = own_text(redemption.title)
    said = words.Said("good", translated(n_("Redeemed")), title)
    if redemption.undone_at is not None:
        said = words.Said(
            "wait", translated(n_("Undone")), title, translated(n_("The voucher is good again."))
        )
    undo = (
        redemption.id if redemption.undone_at is None and may_be_undone(redemption.redeemed_at, now) else None
    )
    return show("counter/answer.html", said=said, counter=counter, undo=undo)


@door.post("/<token>/answer/<int:redemption_id>/undo")
def undo(token: str, redemption_id: int) -> Response:
    counter = _stand_behind(token)
    till.undo(counter, redemption_id)
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
    }


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


def _say_no(counter: Counter, refusal: RedemptionRefused) -> Response:
    response = show("counter/answer.html", said=words.refused(refusal), counter=counter, undo=None)
    response.status_code = refusal.status
    return response
