"""Town hall makes vouchers on paper, prints them, and withdraws what is left of a batch."""

from typing import Any

from flask import Response, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.offers.queries import city_offer, open_offers
from cityshop.sheets import desk, queries
from cityshop.sheets.forms import SheetForm, WithdrawForm
from cityshop.sheets.pages import may_be_printed, offer_choice, sheet_row, sheet_rows
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.areas import page_city
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import reading

staff = areas.staff_door("sheet_staff", __name__)

ONE = "/sheets/<int:sheet_id>"


@staff.get("/sheets")
@may(Act.PRINT_VOUCHERS)
def index() -> Response:
    return show("sheets/index.html", form=_form(), **_facts())


@staff.post("/sheets")
@may(Act.PRINT_VOUCHERS)
def make() -> Response:
    form = _form()
    if not form.validate():
        return show_again("sheets/index.html", form=form, **_facts())
    try:
        sheet_id = desk.make(city_offer(reading(), page_city().id, form.offer.data), form)
    except Refusal as refusal:
        return show_refused("sheets/index.html", form, refusal, **_facts())
    return onward(url_for(".sheet", sheet_id=sheet_id))


@staff.get(ONE)
@may(Act.PRINT_VOUCHERS)
def sheet(sheet_id: int) -> Response:
    row = sheet_row(queries.sheet(reading(), sheet_id))
    return show("sheets/sheet.html", row=row, **_frame())


@staff.get(f"{ONE}/print")
@may(Act.PRINT_VOUCHERS)
def print_sheet(sheet_id: int) -> Response:
    return desk.to_print(queries.sheet(reading(), sheet_id), url_for(".sheet", sheet_id=sheet_id))


@staff.get(f"{ONE}/vouchers.csv")
@may(Act.PRINT_VOUCHERS)
def as_file(sheet_id: int) -> Response:
    return desk.as_file(queries.sheet(reading(), sheet_id))


@staff.get(f"{ONE}/withdraw")
@may(Act.PRINT_VOUCHERS)
def ask_to_withdraw(sheet_id: int) -> Response:
    row = sheet_row(queries.sheet(reading(), sheet_id))
    return show("sheets/withdraw.html", form=WithdrawForm(), row=row, **_frame())


@staff.post(f"{ONE}/withdraw")
@may(Act.PRINT_VOUCHERS)
def withdraw(sheet_id: int) -> Response:
    found, form = queries.sheet(reading(), sheet_id), WithdrawForm()
    facts = {"row": sheet_row(found), **_frame()}
    if not form.validate():
        return show_again("sheets/withdraw.html", form=form, **facts)
    try:
        desk.withdraw(city_offer(reading(), page_city().id, found.offer_id), found, form)
    except Refusal as refusal:
        return show_refused("sheets/withdraw.html", form, refusal, **facts)
    return onward(url_for(".sheet", sheet_id=sheet_id))


def _form() -> SheetForm:
    """The form with the offers of which vouchers can be made now."""
    form, now = desk.new_form(), clock.utc_now()
    offers = open_offers(reading(), page_city().id, now=now)
    form.offer_choices(
        (offer.id, offer_choice(offer)) for offer in offers if may_be_printed(offer) and now < offer.ends_at
    )
    return form


def _facts() -> dict[str, Any]:
    return {"rows": sheet_rows(queries.sheets(reading())), **_frame()}


def _frame() -> dict[str, Any]:
    """What the pages of town hall stand in."""
    return {"frame": "areas/staff.html", "back": url_for("offer_staff.index"), "offer": None}
