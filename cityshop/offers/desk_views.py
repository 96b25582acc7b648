"""Town hall decides: which offers residents see, and the rules of a campaign."""

from collections.abc import Callable

from flask import Response, request, url_for

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.campaigns.queries import campaign_of, campaigns
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.offers import deciding, queries, verdicts
from cityshop.offers.check_page import check_pages
from cityshop.offers.counts import rules_of
from cityshop.offers.deciding_forms import ManyForm, RefuseOfferForm, RulesForm
from cityshop.offers.errors import OfferWithdrawn
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.areas import page_city
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("offer_desk", __name__)

REFUSE = "/offers/<int:offer_id>/refuse"
RULES = "/campaigns/<slug>/discount"


@staff.get("/offers/waiting")
@may(Act.EDIT_OFFER)
def queue() -> Response:
    now = clock.utc_now()
    waiting = queries.waiting_offers(db(), page_city().id)
    checks = list(zip(waiting, check_pages(db(), waiting, now), strict=True))
    shown, count = request.args.get("shown", type=int), queries.waiting_count(db(), page_city().id)
    return show("offers/queue.html", checks=checks, form=ManyForm(), shown=shown, count=count)


@staff.post("/offers/waiting")
@may(Act.EDIT_OFFER)
def approve_many() -> Response:
    form, now = ManyForm(), clock.utc_now()
    shown = deciding.approve_many(db(), form.ids, account_id=actor().id, write=verdicts.approved, now=now)
    return onward(url_for(".queue", shown=shown))


@staff.get(REFUSE)
@may(Act.EDIT_OFFER)
def ask_refusal(offer_id: int) -> Response:
    offer = queries.city_offer(db(), page_city().id, offer_id)
    return show("offers/refuse.html", form=RefuseOfferForm(), offer=offer)


@staff.post(REFUSE)
@may(Act.EDIT_OFFER)
def refuse(offer_id: int) -> Response:
    offer, form = queries.city_offer(db(), page_city().id, offer_id), RefuseOfferForm()
    if not form.validate():
        return show_again("offers/refuse.html", form=form, offer=offer)
    verdict = deciding.Verdict(actor().id, form.reason.text)
    try:
        deciding.refuse_offer(db(), offer.id, verdict, write=verdicts.refused, now=clock.utc_now())
    except OfferWithdrawn as refusal:
        return show_refused("offers/refuse.html", form, refusal, offer=offer)
    return onward(url_for(".queue"))


@staff.get(RULES)
@may(Act.EDIT_CAMPAIGN)
def rules(slug: str) -> Response:
    campaign = campaign_of(db(), slug)
    return _rules_page(show, campaign, RulesForm.about(rules_of(db(), campaign.id)))


@staff.post(RULES)
@may(Act.EDIT_CAMPAIGN)
def set_rules(slug: str) -> Response:
    campaign, form = campaign_of(db(), slug), RulesForm()
    form.offer_editions(_editions(campaign))
    if form.validate():
        try:
            deciding.set_rules(db(), campaign, form.draft(), account_id=actor().id, now=clock.utc_now())
            return onward(url_for("offer_staff.index"))
        except Refusal as refusal:
            form.refuse(refusal)
    return _rules_page(show_again, campaign, form)


def _rules_page(answer: Callable[..., Response], campaign: Campaign, form: RulesForm) -> Response:
    form.offer_editions(_editions(campaign))
    return answer("offers/rules.html", form=form, campaign=campaign, rules=rules_of(db(), campaign.id))


def _editions(campaign: Campaign) -> list[Campaign]:
    """The other discount weekends of the city."""
    others = (one for one in campaigns(db()) if one.id != campaign.id)
    return [one for one in others if one.kind == CampaignKind.DISCOUNT]
