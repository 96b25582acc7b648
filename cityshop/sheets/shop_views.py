"""A shop makes vouchers on paper of its own offer, prints them, and withdraws what is left of a batch.

Of a batch that town hall made it sees the counts: its codes are in the hands of whoever gives them out.
"""

from typing import Any

from flask import Response, url_for

from cityshop.cities.queries import city_by_id
from cityshop.core.errors import Refusal
from cityshop.offers.queries import kept_offer
from cityshop.offers.rules import OfferFacts
from cityshop.sheets import desk, queries
from cityshop.sheets.forms import SheetForm, WithdrawForm
from cityshop.sheets.pages import may_be_printed, sheet_row, sheet_rows
from cityshop.sheets.queries import SheetCount
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import reading

own = areas.signed_in_door("own_sheets", __name__, prefix="/shop/offers/<int:offer_id>/sheets")

ONE = "/<int:sheet_id>"


@own.get("")
def index(offer_id: int) -> Response:
    return show("sheets/index.html", form=_form(), **_facts(_offer(offer_id)))


@own.post("")
def make(offer_id: int) -> Response:
    offer, form = _offer(offer_id), _form()
    if not form.validate():
        return show_again("sheets/index.html", form=form, **_facts(offer))
    try:
        sheet_id = desk.make(offer, form)
    except Refusal as refusal:
        return show_refused("sheets/index.html", form, refusal, **_facts(offer))
    return onward(url_for(".sheet", offer_id=offer_id, sheet_id=sheet_id))


@own.get(ONE)
def sheet(offer_id: int, sheet_id: int) -> Response:
    offer = _offer(offer_id)
    return show("sheets/sheet.html", row=sheet_row(_sheet(offer, sheet_id)), **_frame(offer))


@own.get(f"{ONE}/print")
def print_sheet(offer_id: int, sheet_id: int) -> Response:
    back = url_for(".sheet", offer_id=offer_id, sheet_id=sheet_id)
    return desk.to_print(_sheet(_offer(offer_id), sheet_id), back)


@own.get(f"{ONE}/vouchers.csv")
def as_file(offer_id: int, sheet_id: int) -> Response:
    return desk.as_file(_sheet(_offer(offer_id), sheet_id))


@own.get(f"{ONE}/withdraw")
def ask_to_withdraw(offer_id: int, sheet_id: int) -> Response:
    offer = _offer(offer_id)
    row = sheet_row(_sheet(offer, sheet_id))
    return show("sheets/withdraw.html", form=WithdrawForm(), row=row, **_frame(offer))


@own.post(f"{ONE}/withdraw")
def withdraw(offer_id: int, sheet_id: int) -> Response:
    offer, form = _offer(offer_id), WithdrawForm()
    found = _sheet(offer, sheet_id)
    facts = {"row": sheet_row(found), **_frame(offer)}
    if not form.validate():
        return show_again("sheets/withdraw.html", form=form, **facts)
    try:
        desk.withdraw(offer, found, form)
    except Refusal as refusal:
        return show_refused("sheets/withdraw.html", form, refusal, **facts)
    return onward(url_for(".sheet", offer_id=offer_id, sheet_id=sheet_id))


def _offer(offer_id: int) -> OfferFacts:
    """An offer of a shop that the signed-in account keeps; nobody else finds it."""
    offer = kept_offer(reading(), offer_id, account_id=actor().id)
    areas.enter(city_by_id(reading(), offer.city_id))
    return offer


def _sheet(offer: OfferFacts, sheet_id: int) -> SheetCount:
    """A batch that the shop made itself; town hall's are not found."""
    return queries.sheet_of_shop(reading(), sheet_id, offer_id=offer.id)


def _form() -> SheetForm:
    form = desk.new_form()
    form.about_one_offer()
    return form


def _facts(offer: OfferFacts) -> dict[str, Any]:
    rows = sheet_rows(queries.sheets(reading(), offer_id=offer.id))
    return {"rows": rows, "may_make": may_be_printed(offer), **_frame(offer)}


def _frame(offer: OfferFacts) -> dict[str, Any]:
    """What the pages of a shop stand in."""
    return {"frame": "areas/shop.html", "back": url_for("own_offers.index"), "offer": offer}
