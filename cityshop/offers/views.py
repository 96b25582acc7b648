"""Offers and vouchers, for residents."""

from flask import Response, current_app, request, url_for

from cityshop.core import clock
from cityshop.offers import cookie, counters, queries
from cityshop.offers.claim_forms import claim_form
from cityshop.offers.history import history_of
from cityshop.offers.pages import Asked, offers_page, resident_page
from cityshop.offers.pocket import pocket_of
from cityshop.offers.rules import VoucherFacts
from cityshop.offers.showing import open_voucher
from cityshop.offers.tickets import voucher_page
from cityshop.offers.tokens import Signer, signer_for
from cityshop.web import areas
from cityshop.web.areas import page_city
from cityshop.web.badges import badges_of
from cityshop.web.pages import onward, show, show_private
from cityshop.web.session import reading

public = areas.public_door("offers", __name__)
vouchers = areas.open_door("vouchers", __name__)


@public.get("/offers")
def index() -> Response:
    now = clock.utc_now()
    offers = queries.open_offers(reading(), page_city().id, now=now)
    asked = Asked(request.args.get("category", ""), request.args.get("page", 1, type=int))
    page = offers_page(offers, badges_of(reading(), now), asked, now)
    return show("offers/index.html", until=page.until, page=page)


@public.get("/offers/<slug>")
def offer(slug: str) -> Response:
    found, now = queries.public_offer(reading(), page_city().id, slug), clock.utc_now()
    page = resident_page(found, badges_of(reading(), now), now)
    return show("offers/offer.html", until=page.until, page=page, form=claim_form(found))


@vouchers.get("/V/<code>")  # as in the QR code
@vouchers.get("/v/<code>")
def voucher(code: str) -> Response:
    """A voucher for whoever has its code. Behind the counter of its shop it opens as a voucher to redeem."""
    found, now = open_voucher(code), clock.utc_now()
    counter = counters.counter_of_shop(reading(), cookie.counters_here(), shop_id=found.offer.shop_id)
    if counter is not None and cookie.stands_behind(counter):
        return onward(url_for("counter.check", token=counter.token, code=found.code))
    pocket = pocket_of(found, history_of(reading(), found), now)
    return show_private("offers/voucher.html", page=voucher_page(found, _signer(found), now), pocket=pocket)


def _signer(voucher: VoucherFacts) -> Signer:
    secret = current_app.config["SECRET_KEY"]
    return signer_for(reading(), voucher.offer.campaign_id, [voucher], secret=secret)
