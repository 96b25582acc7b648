"""Town hall: the offers of a city, with what came of them."""

from flask import Response, url_for

from cityshop.campaigns.queries import campaigns
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.offers import listing, queries
from cityshop.offers.forms import OfferForm, filled_in
from cityshop.offers.rows import midnight, offer_rows
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.areas import page_city
from cityshop.web.i18n import own_text
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("offer_staff", __name__)

ONE = "/offers/<int:offer_id>"


@staff.get("/offers")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    now = clock.utc_now()
    rows = offer_rows(queries.city_offer_counts(db(), page_city().id, midnight=midnight(now)), now)
    return show("offers/staff_index.html", rows=sorted(rows, key=lambda row: row.state != "waiting"))


@staff.get(ONE)
@may(Act.EDIT_OFFER)
def edit(offer_id: int) -> Response:
    offer = queries.city_offer(db(), page_city().id, offer_id)
    return show("offers/staff_edit.html", form=_form(**filled_in(offer)), offer=offer)


@staff.post(ONE)
@may(Act.EDIT_OFFER)
def change(offer_id: int) -> Response:
    offer, form = queries.city_offer(db(), page_city().id, offer_id), _form()
    if form.validate():
        try:
            listing.change_offer(
                db(), offer.id, form.draft(offer), account_id=actor().id, now=clock.utc_now()
            )
            return onward(url_for(".index"))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("offers/staff_edit.html", form=form, offer=offer)


@staff.post(f"{ONE}/approve")
@may(Act.EDIT_OFFER)
def approve(offer_id: int) -> Response:
    listing.approve_offer(db(), offer_id, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index"))


@staff.post(f"{ONE}/withdraw")
@may(Act.EDIT_OFFER)
def withdraw(offer_id: int) -> Response:
    listing.withdraw_offer(db(), offer_id, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index"))


def _form(**facts: object) -> OfferForm:
    form = OfferForm(**facts)
    form.offer_choices([(str(campaign.id), own_text(campaign.title)) for campaign in campaigns(db())])
    return form
