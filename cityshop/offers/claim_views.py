"""Getting a voucher: at once on this device, or by a link that proves a mailbox."""

from typing import Any

from flask import Response, request, url_for

from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.core.errors import TooMany
from cityshop.offers import claiming, cookie, queries, taking, words
from cityshop.offers.claim_forms import ClaimForm, MailboxForm, button_form, claim_form
from cityshop.offers.errors import ClaimRefused, ThrowawayMailbox
from cityshop.offers.held import held_vouchers
from cityshop.offers.pages import other_offers, resident_page
from cityshop.offers.rules import OfferFacts
from cityshop.web import areas
from cityshop.web.areas import page_city
from cityshop.web.badges import badges_of
from cityshop.web.pages import onward, show, show_again, show_private, show_refused
from cityshop.web.session import database, reading

claims = areas.public_door("claims", __name__)


@claims.post("/offers/<slug>/claim")
def claim(slug: str) -> Response:
    """Take a voucher on this device; where mailboxes are told apart, mail the link that takes it."""
    offer = _offer(slug)
    form = claim_form(offer, request.form)
    if not form.validate():
        return show_again("offers/offer.html", form=form, **_page(offer))
    if isinstance(form, MailboxForm):
        return _mail_link(offer, form)
    token, now = cookie.device(), clock.utc_now()
    holder = cookie.holder_of(token, offer.id)
    try:
        code = taking.voucher_for(holder, offer, form, now=now)
    except ClaimRefused as refusal:
        return _say_no(offer, form, refusal, holder)
    return cookie.keep_device(onward(url_for("vouchers.voucher", code=code)), token)


@claims.get("/offers/<slug>/claim/sent")
def sent(slug: str) -> Response:
    """The same for everybody who asked for a link."""
    page = _page(_offer(slug))["page"]
    return show("offers/claim_sent.html", until=page.until, page=page)


@claims.get("/offers/<slug>/claim/<token>")
def confirm(slug: str, token: str) -> Response:
    """The page behind a mailed link. Opening it takes nothing: programs open links too."""
    offer = _offer(slug)
    holder = taking.holder_behind(token, offer, now=clock.utc_now())
    return show_private(
        "offers/claim_confirm.html", form=button_form(offer), **_confirming(offer, token, holder)
    )


@claims.post("/offers/<slug>/claim/<token>")
def take(slug: str, token: str) -> Response:
    """Take the voucher of the mailbox that got this link."""
    offer, now = _offer(slug), clock.utc_now()
    form = button_form(offer, request.form)
    holder = taking.holder_behind(token, offer, now=now)
    if not form.validate():
        return show_again("offers/claim_confirm.html", form=form, **_confirming(offer, token, holder))
    try:
        code = taking.voucher_for(holder, offer, form, now=now)
    except ClaimRefused as refusal:
        return _say_no(offer, form, refusal, holder)
    return onward(url_for("vouchers.voucher", code=code))


def _offer(slug: str) -> OfferFacts:
    return queries.public_offer(reading(), page_city().id, slug)


def _mail_link(offer: OfferFacts, form: MailboxForm) -> Response:
    try:
        taking.mail_link(offer, form.email.mailbox, now=clock.utc_now())
    except (ThrowawayMailbox, TooMany) as refusal:
        return show_refused("offers/offer.html", form, refusal, **_page(offer))
    except ClaimRefused as refusal:
        return _say_no(offer, form, refusal, b"")
    return onward(url_for(".sent", slug=offer.slug))


def _say_no(
    offer: OfferFacts, form: ClaimForm | MailboxForm, refusal: ClaimRefused, holder: bytes
) -> Response:
    """The offer as it is now with the reason, what the holder has of it, and a few others to be had."""
    now = clock.utc_now()
    with database().reads() as session:
        fresh = queries.city_offer(session, offer.city_id, offer.id)
        mine = _links(session, offer, holder)
        open_now = queries.open_offers(session, offer.city_id, now=now)
    others = other_offers(open_now, badges_of(reading(), now), now, but=offer.id)
    response = show_private("offers/offer.html", form=form, mine=mine, others=others, **_page(fresh, refusal))
    response.status_code = refusal.status
    return response


def _page(offer: OfferFacts, refusal: ClaimRefused | None = None) -> dict[str, Any]:
    now = clock.utc_now()
    return {"page": resident_page(offer, badges_of(reading(), now), now, refusal)}


def _confirming(offer: OfferFacts, token: str, holder: bytes) -> dict[str, Any]:
    """`may_take`: whether another voucher may go to this mailbox now."""
    mine = held_vouchers(reading(), offer.id, holder)
    may_take = claiming.has_room(offer, mine, now=clock.utc_now())
    return {**_page(offer), "token": token, "mine": _links(reading(), offer, holder), "may_take": may_take}


def _links(session: Session, offer: OfferFacts, holder: bytes) -> list[tuple[str, str]]:
    """The codes that a holder has of the offer, for an address and for people."""
    return [(one.code, words.grouped(one.code)) for one in held_vouchers(session, offer.id, holder)]
