"""Offers and vouchers, for residents."""

from datetime import timedelta

from flask import Response, current_app, request, url_for

from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.offers import claiming, cookie, counters, queries
from cityshop.offers.errors import ClaimRefused, VoucherNotFound
from cityshop.offers.judging import find_voucher
from cityshop.offers.keys import keep_key
from cityshop.offers.pages import offer_page, offers_page
from cityshop.offers.rules import OfferFacts, VoucherFacts
from cityshop.offers.tickets import voucher_page
from cityshop.offers.tokens import Signer, signer_for
from cityshop.web import areas
from cityshop.web.areas import page_city
from cityshop.web.badges import badges_of
from cityshop.web.limits import count_try
from cityshop.web.pages import onward, show, show_private
from cityshop.web.session import database, reading, short_write

public = areas.public_door("offers", __name__)
vouchers = areas.open_door("vouchers", __name__)

AN_HOUR = timedelta(hours=1)
# A market square, or a whole mobile network, is one address on a discount Saturday.
MOST_CLAIMS = 2_000
MOST_WRONG_CODES = 60


@public.get("/offers")
def index() -> Response:
    now = clock.utc_now()
    offers = queries.open_offers(reading(), page_city().id, now=now)
    page = offers_page(offers, badges_of(reading(), now), request.args.get("category", ""), now)
    return show("offers/index.html", until=page.until, page=page)


@public.get("/offers/<slug>")
def offer(slug: str) -> Response:
    found, now = queries.public_offer(reading(), page_city().id, slug), clock.utc_now()
    page = offer_page(found, badges_of(reading(), now), now)
    return show("offers/offer.html", until=page.until, page=page)


@public.post("/offers/<slug>/claim")
def claim(slug: str) -> Response:
    found, now = queries.public_offer(reading(), page_city().id, slug), clock.utc_now()
    token = cookie.device()
    try:
        code = _voucher_for(token, found)
    except ClaimRefused as refusal:
        page = offer_page(_as_it_is_now(found), badges_of(reading(), now), now, refusal)
        response = show_private("offers/offer.html", page=page)
        response.status_code = refusal.status
        return response
    return cookie.keep_device(onward(url_for("vouchers.voucher", code=code)), token)


@vouchers.get("/V/<code>")  # as in the QR code
@vouchers.get("/v/<code>")
def voucher(code: str) -> Response:
    """A voucher for whoever has its code. Behind the counter of its shop it opens as a voucher to redeem."""
    found = find_voucher(reading(), code)
    if found is None:
        count_try("voucher", cookie.caller(), most=MOST_WRONG_CODES, window=AN_HOUR)
        raise VoucherNotFound
    counter = counters.counter_of_shop(reading(), cookie.counters_here(), shop_id=found.offer.shop_id)
    if counter is not None and cookie.stands_behind(counter):
        return onward(url_for("counter.check", token=counter.token, code=found.code))
    areas.enter(city_by_id(reading(), found.offer.city_id))
    return show_private("offers/voucher.html", page=voucher_page(found, _signer(found), clock.utc_now()))


def _signer(voucher: VoucherFacts) -> Signer:
    secret = current_app.config["SECRET_KEY"]
    return signer_for(reading(), voucher.offer.campaign_id, [voucher], secret=secret)


def _voucher_for(token: str, offer: OfferFacts) -> str:
    """The code of this device's voucher: the one it has, without writing anything, or a new one."""
    holder, now = cookie.holder_of(token, offer.id), clock.utc_now()
    held = queries.held_code(reading(), offer.id, holder)
    if held is not None:
        return held
    claiming.check_claim(offer, now)
    count_try("claim", cookie.caller(), most=MOST_CLAIMS, window=AN_HOUR)
    with short_write() as session:
        secret = current_app.config["SECRET_KEY"]
        keep_key(session, offer.city_id, offer.campaign_id, secret=secret, now=now)
        return claiming.claim_voucher(session, offer, holder=holder, now=now)


def _as_it_is_now(offer: OfferFacts) -> OfferFacts:
    """The offer after the refusal: it may have sold out a moment ago."""
    with database().reads() as session:
        return queries.city_offer(session, offer.city_id, offer.id)
