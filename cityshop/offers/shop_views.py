"""A shop's own offers: what it gives, and what came of it."""

from collections.abc import Callable
from typing import Any

from flask import Response, request, url_for

from cityshop.campaigns.queries import current_campaigns
from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.core.errors import Refusal, Unknown
from cityshop.merchants.models import Shop, ShopState
from cityshop.merchants.queries import shop_of, shops_of
from cityshop.offers import listing, queries
from cityshop.offers.check_page import check_form
from cityshop.offers.counts import older_vouchers
from cityshop.offers.offer_forms import OfferForm, filled_in, filled_in_again
from cityshop.offers.rows import midnight, offer_rows
from cityshop.offers.rules import OfferFacts
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db, reading

own_offers = areas.signed_in_door("own_offers", __name__, prefix="/shop/offers")

ONE = "/<int:offer_id>"
NEW = "/new/<int:shop_id>"


@own_offers.get("")
def index() -> Response:
    now = clock.utc_now()
    shops = [shop for shop in shops_of(db(), account_id=actor().id) if shop.state == ShopState.APPROVED]
    if shops:
        areas.enter(city_by_id(db(), shops[0].city_id))
    counts = queries.kept_offer_counts(db(), account_id=actor().id, midnight=midnight(now))
    older = older_vouchers(db(), [each.offer.id for each in counts])
    return show("offers/own_index.html", rows=offer_rows(counts, now, older), shops=shops)


@own_offers.get(NEW)
def new(shop_id: int) -> Response:
    shop, like = _own_shop(shop_id), _earlier_offer()
    if like is None:
        return _form_page(show, _form(), shop)
    form = _form(**filled_in_again(like))
    form.choose_first_campaign()
    return _form_page(show, form, shop, like=like)


@own_offers.post(NEW)
def create(shop_id: int) -> Response:
    shop, form = _own_shop(shop_id), _form()
    if form.is_sent():
        try:
            listing.create_offer(db(), shop, form.draft(), account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".index"))
        except Refusal as refusal:
            form.refuse(refusal)
    return _form_page(show_again if form.errors else show, form, shop)


@own_offers.post(f"{NEW}/check")
def check_new(shop_id: int) -> Response:
    shop = _own_shop(shop_id)
    return show("offers/_check.html", check=check_form(reading(), _form(), shop, clock.utc_now()))


@own_offers.get(ONE)
def edit(offer_id: int) -> Response:
    offer = _own_offer(offer_id)
    return _form_page(show, _form(kept=offer.campaign_id, **filled_in(offer)), offer)


@own_offers.post(ONE)
def change(offer_id: int) -> Response:
    offer = _own_offer(offer_id)
    form = _form(kept=offer.campaign_id)
    if form.is_sent():
        try:
            listing.change_own_offer(
                db(), offer.id, form.draft(offer), account_id=actor().id, now=clock.utc_now()
            )
            return onward(url_for(".index"))
        except Refusal as refusal:
            form.refuse(refusal)
    return _form_page(show_again if form.errors else show, form, offer)


@own_offers.post(f"{ONE}/check")
def check(offer_id: int) -> Response:
    offer = _own_offer(offer_id)
    return show(
        "offers/_check.html",
        check=check_form(reading(), _form(kept=offer.campaign_id), offer, clock.utc_now()),
    )


@own_offers.post(f"{ONE}/withdraw")
def withdraw(offer_id: int) -> Response:
    offer = _own_offer(offer_id)
    listing.withdraw_offer(db(), offer.id, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index"))


@own_offers.post(f"{ONE}/sold-out")
def sell_out(offer_id: int) -> Response:
    offer = _own_offer(offer_id)
    listing.mark_sold_out(db(), offer.id, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".edit", offer_id=offer.id))


@own_offers.post(f"{ONE}/available")
def bring_back(offer_id: int) -> Response:
    offer = _own_offer(offer_id)
    listing.mark_available(db(), offer.id, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".edit", offer_id=offer.id))


def _form_page(
    answer: Callable[..., Response],
    form: OfferForm,
    about: Shop | OfferFacts,
    *,
    like: OfferFacts | None = None,
) -> Response:
    """The form beside what the guard says and what residents will see; `like`: filled in from it."""
    is_kept = isinstance(about, OfferFacts)
    facts: dict[str, Any] = {"offer": about if is_kept else None, "form": form, "like": like}
    facts["check"] = check_form(reading(), form, about, clock.utc_now())
    facts["older"] = older_vouchers(reading(), [about.id]).get(about.id, 0) if is_kept else 0
    facts["shop_name"] = about.shop_name if isinstance(about, OfferFacts) else about.name
    return answer("offers/own_edit.html", **facts)


def _own_offer(offer_id: int) -> OfferFacts:
    offer = queries.kept_offer(reading(), offer_id, account_id=actor().id)
    areas.enter(city_by_id(reading(), offer.city_id))
    return offer


def _earlier_offer() -> OfferFacts | None:
    """The offer of a shop of one's own to make again, where one was asked for; raises Unknown."""
    asked = request.args.get("like", type=int)
    if asked is None:
        return None
    return queries.kept_offer(reading(), min(max(asked, 0), areas.MOST_ID), account_id=actor().id)


def _own_shop(shop_id: int) -> Shop:
    shop = shop_of(reading(), shop_id, account_id=actor().id)
    if shop.state != ShopState.APPROVED:
        raise Unknown
    areas.enter(city_by_id(reading(), shop.city_id))
    return shop


def _form(*, kept: int = 0, **facts: object) -> OfferForm:
    """The form with the discount campaigns of the chosen city that are not over.

    Made before anything is locked for writing: a photo in it is kept in a transaction of its own.
    """
    form, now = OfferForm(**facts), clock.utc_now()
    form.offer_campaigns(current_campaigns(reading(), now=now), kept=kept)
    return form
