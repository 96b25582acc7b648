"""A shop's cards: look, take the list along, answer the three questions, say which mails it wants."""

from typing import Any

from flask import Response, g, make_response, request, url_for

from cityshop.campaigns.models import Campaign
from cityshop.cities import queries as city_queries
from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.core.errors import Refusal
from cityshop.merchants.models import Shop
from cityshop.merchants.queries import shops_of
from cityshop.mondays import queries, services
from cityshop.mondays.forms import OwnSurveyForm, WishForm
from cityshop.mondays.own_pages import card_page, sales_csv
from cityshop.mondays.rows import edition_lines, survey_of
from cityshop.mondays.rules import answer_limits
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db, reading

own = areas.signed_in_door("own_card", __name__, prefix="/shop/offers/card")

ONE = "/<int:campaign_id>"


@own.get("")
def index() -> Response:
    shops = shops_of(reading(), account_id=actor().id)
    lines = edition_lines(reading(), [shop.id for shop in shops], now=clock.utc_now())
    return show("mondays/own_index.html", lines=lines, with_shop=len(shops) > 1)


@own.get(ONE)
def show_card(campaign_id: int) -> Response:
    campaign, shop = _enter(reading(), campaign_id)
    form = WishForm.about(queries.wish_of(reading(), shop.id))
    return show("mondays/card.html", form=form, **_around(campaign, shop))


@own.post(ONE)
def change_wish(campaign_id: int) -> Response:
    """In which language the mails come, or that they stop."""
    campaign, shop = _enter(db(), campaign_id)
    form = WishForm()
    if not form.validate():
        return show_again("mondays/card.html", form=form, **_around(campaign, shop))
    services.change_wish(db(), shop, language=form.chosen, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_card", campaign_id=campaign.id, shop=shop.id, saved=1))


@own.get(f"{ONE}/redemptions.csv")
def redemptions(campaign_id: int) -> Response:
    campaign, shop = _enter(reading(), campaign_id)
    response = make_response(sales_csv(reading(), campaign, shop))
    response.mimetype = "text/csv"
    name = f"{campaign.slug}-{shop.slug}.csv"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


@own.get(f"{ONE}/survey")
def survey(campaign_id: int) -> Response:
    campaign, shop = _enter(reading(), campaign_id)
    form = OwnSurveyForm.about(queries.answer_of(reading(), campaign.id, shop.id))
    return show("mondays/own_survey.html", form=form, **_asked(campaign, shop))


@own.post(f"{ONE}/survey")
def answer(campaign_id: int) -> Response:
    campaign, shop = _enter(reading(), campaign_id)
    count_tries(answer_limits(campaign.id, shop.id))
    form, facts = OwnSurveyForm(), _asked(campaign, shop)
    if not form.validate():
        return show_again("mondays/own_survey.html", form=form, **facts)
    try:
        services.answer_survey(db(), campaign, shop.id, form.draft(), now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("mondays/own_survey.html", form, refusal, **facts)
    return onward(url_for(".show_card", campaign_id=campaign.id, shop=shop.id, saved=1))


def _enter(session: Session, campaign_id: int) -> tuple[Campaign, Shop]:
    """The edition and the keeper's shop that took part in it; the first one, unless `shop` names another."""
    shops = shops_of(session, account_id=actor().id)
    wanted = request.args.get("shop", type=int)
    mine = [shop.id for shop in shops if wanted in (None, shop.id)]
    campaign, g.shop = queries.card_of_shops(session, campaign_id, mine, now=clock.utc_now())
    areas.enter(city_queries.city_by_id(session, campaign.city_id))
    return campaign, g.shop


def _around(campaign: Campaign, shop: Shop) -> dict[str, Any]:
    page = card_page(reading(), campaign, shop, now=clock.utc_now())
    return {"campaign": campaign, "shop": shop, "page": page, "saved": request.args.get("saved", "")}


def _asked(campaign: Campaign, shop: Shop) -> dict[str, Any]:
    state = survey_of(reading(), campaign, shop.id, now=clock.utc_now())
    return {"campaign": campaign, "shop": shop, "survey": state}
