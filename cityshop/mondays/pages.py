"""The parts of Mondays on other pages."""

from datetime import datetime

from flask import g, url_for

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.mondays import queries
from cityshop.mondays.rows import response_lines, survey_of
from cityshop.mondays.rules import SurveyPhase, survey_phase
from cityshop.web.i18n import own_text
from cityshop.web.parts import Part

ON_DASHBOARD = 3


def own_shop_part(session: Session, now: datetime) -> Part | None:
    """The way from a shop's own page to its card, and to the questions where they are open."""
    newest = queries.editions_of_shops(session, [g.shop.id], now=now)[:1]
    if not newest:
        return None
    campaign, shop = newest[0]
    facts = {
        "title": own_text(campaign.title),
        "is_over": now >= campaign.ends_at,
        "survey": survey_of(session, campaign, shop.id, now=now),
        "card": url_for("own_card.show_card", campaign_id=campaign.id, shop=shop.id),
        "questions": url_for("own_card.survey", campaign_id=campaign.id, shop=shop.id),
        "all": url_for("own_card.index"),
    }
    return Part("mondays/_own_shop.html", facts)


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """The response of the last editions whose questions are open."""
    begun = queries.editions(session, now=now)
    asked = [one for one in begun if survey_phase(one.ends_at, now) is SurveyPhase.OPEN][:ON_DASHBOARD]
    if not asked:
        return None
    rows = response_lines(session, asked, now=now)
    return Part("mondays/_dashboard.html", {"rows": rows})


def edition_part(session: Session, now: datetime) -> Part | None:
    """What shops say of an edition (`g.campaign`), on the pages of town hall about it."""
    campaign: Campaign = g.campaign
    if survey_phase(campaign.ends_at, now) is SurveyPhase.COMING:
        return None
    (response,) = response_lines(session, [campaign], now=now)
    return Part("mondays/_edition.html", {"response": response})
