"""Town hall prints the kits of all offers of a campaign in one run, and sees which links people follow."""

from flask import Response, request, url_for

from cityshop.core import clock
from cityshop.core.permissions import Act
from cityshop.kits.forms import KitForm
from cityshop.kits.offer_pages import OfferKit, approved_kit, offer_run
from cityshop.kits.offer_sheets import StreetPage, choices, kit_facts, street_page
from cityshop.kits.pieces import Wording, read_offer_sheet, read_wording
from cityshop.kits.services import make_offer_kits
from cityshop.links.queries import link_in_use
from cityshop.links.services import retire_link
from cityshop.offers.queries import city_offer
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.areas import page_city
from cityshop.web.i18n import language
from cityshop.web.pages import onward, show
from cityshop.web.session import db

staff = areas.staff_door("offer_kit_staff", __name__)

ONE = "/offers/kit/<int:offer_id>"


@staff.get("/offers/kit")
@may(Act.PRINT_KIT)
def index() -> Response:
    return show("kits/offer_street.html", form=KitForm(), page=_street(), **choices())


@staff.post("/offers/kit")
@may(Act.PRINT_KIT)
def make_all() -> Response:
    page = _street()
    lacking = [kit.offer for kit in page.lacking]
    make_offer_kits(db(), lacking, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index", campaign=page.campaign_id))


@staff.get("/offers/kit/print")
@may(Act.PRINT_KIT)
def print_all() -> Response:
    page = _street()
    run = offer_run(page.kits, read_offer_sheet(request.args.get("sheet", "")), _wording())
    back = url_for(".index", campaign=page.campaign_id)
    return show("kits/offer_print.html", run=run, back=back)


@staff.get(ONE)
@may(Act.PRINT_KIT)
def show_kit(offer_id: int) -> Response:
    kit, back = _kit(offer_id), url_for(".index")
    facts = kit_facts(db(), kit, now=clock.utc_now()) | {"frame": "areas/staff.html", "back": back}
    return show("kits/offer_kit.html", form=KitForm(), kit=kit, **facts)


@staff.post(ONE)
@may(Act.PRINT_KIT)
def make(offer_id: int) -> Response:
    make_offer_kits(db(), [_kit(offer_id).offer], account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_kit", offer_id=offer_id))


@staff.get(f"{ONE}/print")
@may(Act.PRINT_KIT)
def print_sheet(offer_id: int) -> Response:
    run = offer_run([_kit(offer_id)], read_offer_sheet(request.args.get("sheet", "")), _wording())
    return show("kits/offer_print.html", run=run, back=url_for(".show_kit", offer_id=offer_id))


@staff.post("/offers/kit/links/<int:link_id>/retire")
@may(Act.PRINT_KIT)
def retire(link_id: int) -> Response:
    """Take a code out of use, such as one that somebody stuck a false one over; the next kit gets another."""
    retire_link(db(), link_in_use(db(), link_id), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index", campaign=request.args.get("campaign")))


def _street() -> StreetPage:
    return street_page(db(), request.args.get("campaign", ""), now=clock.utc_now())


def _wording() -> Wording:
    return read_wording(request.args.get("in", ""), language())


def _kit(offer_id: int) -> OfferKit:
    return approved_kit(db(), city_offer(db(), page_city().id, offer_id))
