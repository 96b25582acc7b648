"""Town hall: the offers of a city, with what came of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import Response, request, url_for

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.campaigns.queries import campaign_of, campaigns, current_campaigns
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.offers import deciding, listing, queries, verdicts
from cityshop.offers.check_page import check_form
from cityshop.offers.counts import editions_before, older_vouchers
from cityshop.offers.offer_forms import OfferForm, filled_in
from cityshop.offers.queries import MOST_OFFERS
from cityshop.offers.rows import midnight, offer_rows
from cityshop.offers.rules import OfferFacts
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.areas import page_city
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db, reading

staff = areas.staff_door("offer_staff", __name__)

ONE = "/offers/<int:offer_id>"


@staff.get("/offers")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    now, asked = clock.utc_now(), request.args.get("campaign", "")
    edition = campaign_of(db(), asked) if asked else None
    counts = _counts(edition, now)
    older = older_vouchers(db(), [each.offer.id for each in counts])
    facts: dict[str, Any] = {"rows": offer_rows(counts, now, older), "is_cut": len(counts) == MOST_OFFERS}
    facts["campaigns"] = [
        one for one in current_campaigns(db(), now=now) if one.kind == CampaignKind.DISCOUNT
    ]
    facts["editions"] = editions_before(db(), now=now)
    return show("offers/staff_index.html", edition=edition, **facts)


@staff.get(ONE)
@may(Act.EDIT_OFFER)
def edit(offer_id: int) -> Response:
    offer = _offer(offer_id)
    return _form_page(show, _form(kept=offer.campaign_id, **filled_in(offer)), offer)


@staff.post(ONE)
@may(Act.EDIT_OFFER)
def change(offer_id: int) -> Response:
    offer = _offer(offer_id)
    form = _form(kept=offer.campaign_id)
    if form.is_sent():
        try:
            listing.change_offer(
                db(), offer.id, form.draft(offer), account_id=actor().id, now=clock.utc_now()
            )
            return onward(url_for(".index"))
        except Refusal as refusal:
            form.refuse(refusal)
    return _form_page(show_again if form.errors else show, form, offer)


@staff.post(f"{ONE}/check")
@may(Act.EDIT_OFFER)
def check(offer_id: int) -> Response:
    offer = _offer(offer_id)
    return show(
        "offers/_check.html",
        check=check_form(reading(), _form(kept=offer.campaign_id), offer, clock.utc_now()),
    )


@staff.post(f"{ONE}/approve")
@may(Act.EDIT_OFFER)
def approve(offer_id: int) -> Response:
    deciding.approve_and_tell(
        db(), offer_id, account_id=actor().id, write=verdicts.approved, now=clock.utc_now()
    )
    return onward(url_for("offer_desk.queue"))


@staff.post(f"{ONE}/withdraw")
@may(Act.EDIT_OFFER)
def withdraw(offer_id: int) -> Response:
    listing.withdraw_offer(db(), offer_id, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index"))


def _counts(edition: Campaign | None, now: datetime) -> Sequence[queries.OfferCounts]:
    """The offers of one edition, or of all that are not over."""
    since = midnight(now)
    if edition is None:
        return queries.city_offer_counts(db(), page_city().id, now=now, midnight=since)
    return queries.edition_offer_counts(db(), edition.id, midnight=since)


def _offer(offer_id: int) -> OfferFacts:
    return queries.city_offer(reading(), page_city().id, offer_id)


def _form_page(answer: Callable[..., Response], form: OfferForm, offer: OfferFacts) -> Response:
    """The form beside what the guard says and what residents will see."""
    check_page = check_form(reading(), form, offer, clock.utc_now())
    older = older_vouchers(reading(), [offer.id]).get(offer.id, 0)
    return answer("offers/staff_edit.html", form=form, offer=offer, check=check_page, older=older)


def _form(*, kept: int = 0, **facts: object) -> OfferForm:
    """Made before anything is locked for writing: a photo in it is kept in a transaction of its own."""
    form = OfferForm(**facts)
    form.offer_campaigns(campaigns(reading()), kept=kept)
    return form
