"""Town hall puts a voucher right: found by its code, cancelled before use, refunded after it."""

from collections.abc import Callable
from typing import Any

from flask import Response, url_for

from cityshop.campaigns.pages import campaign_line
from cityshop.campaigns.queries import campaign_of
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db
from cityshop.weekends import undoing
from cityshop.weekends.forms import FindVoucherForm, ReasonForm
from cityshop.weekends.voucher_page import VoucherPage, find_by_code, voucher_page

staff = areas.staff_door("voucher_staff", __name__)

ALL = "/weekends/<campaign>/vouchers"
ONE = f"{ALL}/<int:voucher_id>"
Deed = Callable[..., None]


@staff.get(ALL)
@may(Act.CORRECT_VOUCHER)
def index(campaign: str) -> Response:
    return show("weekends/vouchers.html", form=FindVoucherForm(), **_campaign(campaign))


@staff.post(ALL)
@may(Act.CORRECT_VOUCHER)
def find(campaign: str) -> Response:
    form, facts = FindVoucherForm(), _campaign(campaign)
    if not form.validate():
        return show_again("weekends/vouchers.html", form=form, **facts)
    try:
        slug, voucher_id = find_by_code(db(), form.code.text)
    except Refusal as refusal:
        return show_refused("weekends/vouchers.html", form, refusal, **facts)
    return onward(url_for(".show_voucher", campaign=slug, voucher_id=voucher_id))


@staff.get(ONE)
@may(Act.CORRECT_VOUCHER)
def show_voucher(campaign: str, voucher_id: int) -> Response:
    page = _page(campaign, voucher_id)
    return show("weekends/voucher.html", page=page, **_campaign(campaign))


@staff.get(f"{ONE}/void")
@may(Act.CORRECT_VOUCHER)
def ask_void(campaign: str, voucher_id: int) -> Response:
    return _ask("weekends/void.html", campaign, voucher_id)


@staff.post(f"{ONE}/void")
@may(Act.CORRECT_VOUCHER)
def void(campaign: str, voucher_id: int) -> Response:
    return _act("weekends/void.html", campaign, voucher_id, undoing.void_voucher)


@staff.get(f"{ONE}/refund")
@may(Act.CORRECT_VOUCHER)
def ask_refund(campaign: str, voucher_id: int) -> Response:
    return _ask("weekends/refund.html", campaign, voucher_id)


@staff.post(f"{ONE}/refund")
@may(Act.CORRECT_VOUCHER)
def refund(campaign: str, voucher_id: int) -> Response:
    return _act("weekends/refund.html", campaign, voucher_id, undoing.refund_voucher)


def _ask(template: str, campaign: str, voucher_id: int) -> Response:
    page = _page(campaign, voucher_id)
    return show(template, page=page, form=ReasonForm(), **_campaign(campaign))


def _act(template: str, campaign: str, voucher_id: int, act: Deed) -> Response:
    """Do it for a reason, then show the voucher as it is now."""
    page, form, facts = _page(campaign, voucher_id), ReasonForm(), _campaign(campaign)
    if not form.validate():
        return show_again(template, page=page, form=form, **facts)
    try:
        act(db(), voucher_id, form.reason.text, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused(template, form, refusal, page=page, **facts)
    return onward(url_for(".show_voucher", campaign=campaign, voucher_id=voucher_id))


def _page(campaign: str, voucher_id: int) -> VoucherPage:
    return voucher_page(db(), campaign_of(db(), campaign), voucher_id)


def _campaign(campaign: str) -> dict[str, Any]:
    return {"campaign": campaign_line(campaign_of(db(), campaign), clock.utc_now())}
