"""Town hall writes to the shops of a campaign, looks once more, sends, and sees what became of it."""

from typing import Any

from flask import Response, request, url_for

from cityshop.campaigns.models import Campaign
from cityshop.campaigns.pages import campaign_line
from cityshop.campaigns.queries import campaign_of
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db, let_go, reading
from cityshop.weekends import letters, recipients, services
from cityshop.weekends.forms import SendForm, ShopMailForm
from cityshop.weekends.models import ShopMail
from cityshop.weekends.pages import streets_of_shops
from cityshop.weekends.rows import audience_words, delivery_row, mail_line

staff = areas.staff_door("shop_mail_staff", __name__)

ALL = "/weekends/<campaign>/mail"
ONE = f"{ALL}/<int:mail_id>"


@staff.get(ALL)
@may(Act.MAIL_SHOPS)
def index(campaign: str) -> Response:
    found = campaign_of(db(), campaign)
    lines = [mail_line(mail, fared) for mail, fared in recipients.mails(db(), found.id)]
    return show("weekends/mails.html", campaign=_line(found), mails=lines)


@staff.get(f"{ALL}/new")
@may(Act.MAIL_SHOPS)
def new(campaign: str) -> Response:
    found = campaign_of(db(), campaign)
    form = ShopMailForm(**{name: request.args.get(name, "") for name in ("audience", "street")})
    return show("weekends/mail_edit.html", campaign=_line(found), form=_form(form), mail=None)


@staff.post(f"{ALL}/new")
@may(Act.MAIL_SHOPS)
def create(campaign: str) -> Response:
    found, form = campaign_of(db(), campaign), _form(ShopMailForm())
    if not form.validate():
        return show_again("weekends/mail_edit.html", campaign=_line(found), form=form, mail=None)
    try:
        mail = services.write_mail(db(), found, form.draft(), account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("weekends/mail_edit.html", form, refusal, campaign=_line(found), mail=None)
    return onward(url_for(".show_mail", campaign=campaign, mail_id=mail.id))


@staff.get(ONE)
@may(Act.MAIL_SHOPS)
def show_mail(campaign: str, mail_id: int) -> Response:
    found, mail = _mail(campaign, mail_id)
    return show(_template(mail), form=SendForm(), **_facts(found, mail))


@staff.get(f"{ONE}/edit")
@may(Act.MAIL_SHOPS)
def edit(campaign: str, mail_id: int) -> Response:
    found, mail = _mail(campaign, mail_id)
    form = _form(ShopMailForm.about(mail))
    return show("weekends/mail_edit.html", campaign=_line(found), form=form, mail=mail)


@staff.post(f"{ONE}/edit")
@may(Act.MAIL_SHOPS)
def change(campaign: str, mail_id: int) -> Response:
    (found, mail), form = _mail(campaign, mail_id), _form(ShopMailForm())
    if not form.validate():
        return show_again("weekends/mail_edit.html", campaign=_line(found), form=form, mail=mail)
    try:
        services.change_mail(db(), mail, form.draft())
    except Refusal as refusal:
        return show_refused("weekends/mail_edit.html", form, refusal, campaign=_line(found), mail=mail)
    return onward(url_for(".show_mail", campaign=campaign, mail_id=mail_id))


@staff.post(f"{ONE}/send")
@may(Act.MAIL_SHOPS)
def send(campaign: str, mail_id: int) -> Response:
    form, now, by = SendForm(), clock.utc_now(), actor().id
    draft = recipients.mail_of(reading(), campaign_of(reading(), campaign).id, mail_id)
    reads = services.written(reading(), draft, letters.to_shop)
    let_go()
    found, mail = _mail(campaign, mail_id)
    try:
        services.send_mail(db(), mail, reads=reads, seen=form.seen.text, account_id=by, now=now)
    except Refusal as refusal:
        return show_refused(_template(mail), form, refusal, **_facts(found, mail))
    return onward(url_for(".show_mail", campaign=campaign, mail_id=mail_id))


@staff.post(f"{ONE}/again")
@may(Act.MAIL_SHOPS)
def send_again(campaign: str, mail_id: int) -> Response:
    (found, mail), form, now = _mail(campaign, mail_id), SendForm(), clock.utc_now()
    try:
        services.send_again(db(), mail, write=letters.to_shop, account_id=actor().id, now=now)
    except Refusal as refusal:
        return show_refused(_template(mail), form, refusal, **_facts(found, mail))
    return onward(url_for(".show_mail", campaign=campaign, mail_id=mail_id))


def _mail(campaign: str, mail_id: int) -> tuple[Campaign, ShopMail]:
    found = campaign_of(db(), campaign)
    return found, recipients.mail_of(db(), found.id, mail_id)


def _template(mail: ShopMail) -> str:
    return "weekends/mail_look.html" if mail.sent_at is None else "weekends/mail_sent.html"


def _facts(campaign: Campaign, mail: ShopMail) -> dict[str, Any]:
    """A draft with whom it would go to and how it reads there; a mail that is out with how it fared."""
    facts = {"campaign": _line(campaign), "mail": mail, "audience": audience_words(mail)}
    if mail.sent_at is not None:
        lines = [delivery_row(line) for line in recipients.deliveries(db(), mail.id)]
        return {**facts, "lines": lines, "has_failed": any(line.look in ("bad", "warn") for line in lines)}
    shops = services.shops_for(db(), mail)
    first = next((shop for shop in shops if shop.address), None)
    sample = letters.to_shop(mail, first) if first else None
    return {
        **facts,
        "shops": shops,
        "seen": services.fingerprint(mail, shops),
        "first": first,
        "sample": sample,
    }


def _line(campaign: Campaign) -> Any:
    return campaign_line(campaign, clock.utc_now())


def _form(form: ShopMailForm) -> ShopMailForm:
    form.offer_streets(streets_of_shops(db()))
    return form
