"""What a keeper and town hall both do with the counters of a shop, each under addresses of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response

from cityshop.accounts import passwords
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.merchants import queries, tills
from cityshop.merchants.forms import CounterForm, NameForm, PinForm, ScanningForm
from cityshop.merchants.models import Shop
from cityshop.merchants.pages import CounterPage, counter_page, counter_rows
from cityshop.web.actors import actor
from cityshop.web.forms import SignedInForm
from cityshop.web.pages import onward, show, show_again, show_private
from cityshop.web.session import db, reading


@dataclass(frozen=True)
class Desk:
    """Whose counters, and where: the frame around the page, the way back, and addresses of this desk."""

    shop: Shop
    layout: str
    section: str
    back: str
    address: Callable[..., str]


def show_counters(desk: Desk) -> Response:
    rows = counter_rows(queries.counters_of(reading(), desk.shop))
    form = ScanningForm(scans_at_once=desk.shop.scans_at_once)
    return show("merchants/counters.html", desk=desk, shop=desk.shop, rows=rows, form=form)


def change_scanning(desk: Desk) -> Response:
    form, shop = ScanningForm(), db().get_one(Shop, desk.shop.id)
    at_once = bool(form.scans_at_once.data)
    tills.change_scanning(db(), shop, at_once=at_once, account_id=actor().id, now=clock.utc_now())
    return onward(desk.address(".counters"))


def ask_counter(desk: Desk) -> Response:
    return show("merchants/new_counter.html", desk=desk, shop=desk.shop, form=CounterForm())


def open_counter(desk: Desk) -> Response:
    form = CounterForm()
    if not form.validate():
        return show_again("merchants/new_counter.html", desk=desk, shop=desk.shop, form=form)
    pin = form.chosen_pin()
    draft = tills.CounterDraft(form.name.text, passwords.digest_of(pin))
    try:
        counter = tills.open_counter(db(), desk.shop, draft, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        form.refuse(refusal)
        return show_again("merchants/new_counter.html", desk=desk, shop=desk.shop, form=form)
    return _show_once(desk, counter_page(counter), pin)


def show_counter(desk: Desk, counter_id: int) -> Response:
    return show("merchants/counter.html", **_about(desk, counter_id, None))


def show_card(desk: Desk, counter_id: int) -> Response:
    return show("merchants/counter_card.html", **_about(desk, counter_id, None))


def rename(desk: Desk, counter_id: int) -> Response:
    form = NameForm()
    if not form.validate():
        return show_again("merchants/counter.html", **_about(desk, counter_id, form))
    counter = queries.counter_of(db(), counter_id, shop=desk.shop)
    tills.rename_counter(db(), counter, form.name.text, account_id=actor().id, now=clock.utc_now())
    return onward(desk.address(".show_counter", counter_id=counter_id))


def change_pin(desk: Desk, counter_id: int) -> Response:
    form = PinForm()
    if not form.validate():
        return show_again("merchants/counter.html", **_about(desk, counter_id, form))
    pin = form.chosen_pin()
    digest = passwords.digest_of(pin)
    counter = queries.counter_of(db(), counter_id, shop=desk.shop)
    tills.change_pin(db(), counter, pin_digest=digest, account_id=actor().id, now=clock.utc_now())
    return _show_once(desk, counter_page(counter), pin)


def end_devices(desk: Desk, counter_id: int) -> Response:
    counter = queries.counter_of(db(), counter_id, shop=desk.shop)
    tills.end_devices(db(), counter, account_id=actor().id, now=clock.utc_now())
    return onward(desk.address(".show_counter", counter_id=counter_id))


def revoke(desk: Desk, counter_id: int) -> Response:
    counter = queries.counter_of(db(), counter_id, shop=desk.shop)
    tills.revoke_counter(db(), counter, account_id=actor().id, now=clock.utc_now())
    return onward(desk.address(".counters"))


def _about(desk: Desk, counter_id: int, form: SignedInForm | None) -> dict[str, Any]:
    """A counter with its forms; `form` is the one that was refused."""
    page = counter_page(queries.counter_of(reading(), counter_id, shop=desk.shop))
    names = form if isinstance(form, NameForm) else NameForm(formdata=None, name=page.counter.name)
    pins = form if isinstance(form, PinForm) else PinForm(formdata=None)
    return {"desk": desk, "shop": desk.shop, "page": page, "form": form, "names": names, "pins": pins}


def _show_once(desk: Desk, page: CounterPage, pin: str) -> Response:
    """The answer itself shows the PIN instead of leading to a page: nothing but its digest is kept."""
    return show_private("merchants/pin_once.html", desk=desk, shop=desk.shop, page=page, pin=pin)
