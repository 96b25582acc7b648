"""Town hall: the desk of a discount weekend, its sold-out switch, and the live counter."""

from typing import cast

from flask import Response, current_app, request, url_for

from cityshop.campaigns.pages import campaign_line
from cityshop.campaigns.queries import campaign_of
from cityshop.core import clock
from cityshop.core.permissions import Act
from cityshop.offers import listing
from cityshop.offers.queries import city_offer
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.areas import page_city
from cityshop.web.forms import ActForm
from cityshop.web.pages import onward, show
from cityshop.web.session import db
from cityshop.weekends import queries
from cityshop.weekends.counts import LiveCounts
from cityshop.weekends.pages import Asked, KeptCounts, desk_page

staff = areas.staff_door("weekend_staff", __name__)

ONE = "/weekends/<campaign>"


@staff.get("/weekends")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    now = clock.utc_now()
    lines = [campaign_line(campaign, now) for campaign in queries.discount_campaigns(db())]
    return show("weekends/index.html", campaigns=lines)


@staff.get(ONE)
@may(Act.SEE_DASHBOARD)
def desk(campaign: str) -> Response:
    asked = Asked.of(request.args)
    page = desk_page(db(), campaign_of(db(), campaign), asked, clock.utc_now())
    return show("weekends/desk.html", page=page, asked=asked, form=ActForm())


@staff.post(f"{ONE}/offers/<int:offer_id>/sold-out")
@may(Act.EDIT_OFFER)
def sell_out(campaign: str, offer_id: int) -> Response:
    offer = city_offer(db(), page_city().id, offer_id)
    listing.mark_sold_out(db(), offer.id, account_id=actor().id, now=clock.utc_now())
    return _back_to_desk(campaign)


@staff.post(f"{ONE}/offers/<int:offer_id>/available")
@may(Act.EDIT_OFFER)
def go_on(campaign: str, offer_id: int) -> Response:
    offer = city_offer(db(), page_city().id, offer_id)
    listing.mark_available(db(), offer.id, account_id=actor().id, now=clock.utc_now())
    return _back_to_desk(campaign)


@staff.get(f"{ONE}/live")
@may(Act.SEE_DASHBOARD)
def live(campaign: str) -> Response:
    found = campaign_of(db(), campaign)
    template = "weekends/screen.html" if "screen" in request.args else "weekends/live.html"
    line = campaign_line(found, clock.utc_now())
    return show(template, campaign=line, counts=_counts(found.id))


@staff.get(f"{ONE}/live/part")
@may(Act.SEE_DASHBOARD)
def live_part(campaign: str) -> Response:
    found = campaign_of(db(), campaign)
    template = "weekends/_screen.html" if "screen" in request.args else "weekends/_live.html"
    return show(template, campaign=campaign_line(found, clock.utc_now()), counts=_counts(found.id))


def _back_to_desk(campaign: str) -> Response:
    """The desk as it was asked for."""
    return onward(url_for(".desk", campaign=campaign, **Asked.of(request.args).query))


def _counts(campaign_id: int) -> LiveCounts:
    kept = cast("KeptCounts", current_app.extensions["cityshop.live_counts"])
    return kept.of(db(), campaign_id, clock.utc_now())
