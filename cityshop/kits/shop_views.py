"""A shop's own kit of an offer: make it, print it, copy its texts."""

from datetime import timedelta

from flask import Response, request, url_for

from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.kits.forms import KitForm
from cityshop.kits.offer_pages import OfferKit, approved_kit, offer_run
from cityshop.kits.offer_sheets import kit_facts
from cityshop.kits.pieces import read_offer_sheet, read_wording
from cityshop.kits.services import make_offer_kits
from cityshop.offers.queries import kept_offer
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.i18n import language
from cityshop.web.limits import count_try
from cityshop.web.pages import onward, show
from cityshop.web.session import db

own = areas.signed_in_door("own_offer_kit", __name__, prefix="/shop/offers/<int:offer_id>/kit")

MOST_IN_AN_HOUR = 20  # by one account: drawing takes time
AN_HOUR = timedelta(hours=1)


@own.get("")
def show_kit(offer_id: int) -> Response:
    kit, back = _kit(offer_id), url_for("own_offers.index")
    facts = kit_facts(db(), kit, now=clock.utc_now()) | {"frame": "areas/shop.html", "back": back}
    return show("kits/offer_kit.html", form=KitForm(), kit=kit, **facts)


@own.post("")
def make(offer_id: int) -> Response:
    _count("offer kit made")
    kit = _kit(offer_id)
    make_offer_kits(db(), [kit.offer], account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_kit", offer_id=offer_id))


@own.get("/print")
def print_sheet(offer_id: int) -> Response:
    _count("offer kit printed")
    wording = read_wording(request.args.get("in", ""), language())
    run = offer_run([_kit(offer_id)], read_offer_sheet(request.args.get("sheet", "")), wording)
    return show("kits/offer_print.html", run=run, back=url_for(".show_kit", offer_id=offer_id))


def _count(act: str) -> None:
    count_try(act, str(actor().id), most=MOST_IN_AN_HOUR, window=AN_HOUR)


def _kit(offer_id: int) -> OfferKit:
    """The kit of an approved offer of a shop that the signed-in account keeps; nobody else finds it."""
    offer = kept_offer(db(), offer_id, account_id=actor().id)
    areas.enter(city_by_id(db(), offer.city_id))
    return approved_kit(db(), offer)
