"""A shop's own offers: what it gives, and what came of it."""

from flask import Response, url_for

from cityshop.campaigns.queries import current_campaigns
from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.core.errors import Refusal, Unknown
from cityshop.merchants.models import Shop, ShopState
from cityshop.merchants.queries import shop_of, shops_of
from cityshop.offers import listing, queries
from cityshop.offers.forms import OfferForm, filled_in
from cityshop.offers.rows import midnight, offer_rows
from cityshop.offers.rules import OfferFacts
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.i18n import own_text
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

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
    return show("offers/own_index.html", rows=offer_rows(counts, now), shops=shops)


@own_offers.get(NEW)
def new(shop_id: int) -> Response:
    shop = _own_shop(shop_id)
    return show("offers/own_edit.html", form=_form(), shop=shop, offer=None)


@own_offers.post(NEW)
def create(shop_id: int) -> Response:
    shop, form = _own_shop(shop_id), _form()
    if form.validate():
        try:
            listing.create_offer(db(), shop, form.draft(), account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".index"))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("offers/own_edit.html", form=form, shop=shop, offer=None)


@own_offers.get(ONE)
def edit(offer_id: int) -> Response:
    offer = _own_offer(offer_id)
    return show("offers/own_edit.html", form=_form(**filled_in(offer)), shop=None, offer=offer)


@own_offers.post(ONE)
def change(offer_id: int) -> Response:
    offer, form = _own_offer(offer_id), _form()
    if form.validate():
        try:
            listing.change_own_offer(
                db(), offer.id, form.draft(offer), account_id=actor().id, now=clock.utc_now()
            )
            return onward(url_for(".index"))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("offers/own_edit.html", form=form, shop=None, offer=offer)


@own_offers.post(f"{ONE}/withdraw")
def withdraw(offer_id: int) -> Response:
    offer = _own_offer(offer_id)
    listing.withdraw_offer(db(), offer.id, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index"))


def _own_offer(offer_id: int) -> OfferFacts:
    offer = queries.kept_offer(db(), offer_id, account_id=actor().id)
    areas.enter(city_by_id(db(), offer.city_id))
    return offer


def _own_shop(shop_id: int) -> Shop:
    shop = shop_of(db(), shop_id, account_id=actor().id)
    if shop.state != ShopState.APPROVED:
        raise Unknown
    areas.enter(city_by_id(db(), shop.city_id))
    return shop


def _form(**facts: object) -> OfferForm:
    """The form with the campaigns of the chosen city that are not over."""
    form, now = OfferForm(**facts), clock.utc_now()
    current = current_campaigns(db(), now=now)
    form.offer_choices([(str(campaign.id), own_text(campaign.title)) for campaign in current])
    return form
