"""Campaigns as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from cityshop.campaigns import queries
from cityshop.campaigns.models import Campaign
from cityshop.campaigns.rules import CampaignPhase, next_change, phase_of
from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.web.i18n import own_text
from cityshop.web.parts import Part

PHASE_WORDS = {
    CampaignPhase.COMING: (n_("Coming"), "plain"),
    CampaignPhase.RUNNING: (n_("On now"), "good"),
    CampaignPhase.PAUSED: (n_("Paused"), "warn"),
    CampaignPhase.OVER: (n_("Over"), "off"),
}


@dataclass(frozen=True)
class CampaignLine:
    """One campaign in a list. `phase_word` is a message id, `phase_look` the kind of its tag."""

    slug: str
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    phase: str
    phase_word: str
    phase_look: str
    paused_at: datetime | None
    pause_text: str
    pause_reason: str


def campaign_line(campaign: Campaign, now: datetime) -> CampaignLine:
    """A campaign, ready to show."""
    phase = phase_of(campaign, now)
    word, look = PHASE_WORDS[phase]
    return CampaignLine(
        slug=campaign.slug,
        title=own_text(campaign.title),
        summary=own_text(campaign.summary),
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        phase=phase,
        phase_word=word,
        phase_look=look,
        paused_at=campaign.paused_at,
        pause_text=own_text(campaign.pause_text),
        pause_reason=campaign.pause_reason,
    )


def home_part(session: Session, now: datetime) -> Part | None:
    """What is paused, said first, and what is coming."""
    campaigns = queries.current_campaigns(session, now=now)
    lines = [campaign_line(campaign, now) for campaign in campaigns]
    changes = [change for campaign in campaigns if (change := next_change(campaign, now)) is not None]
    facts = {
        "paused": [line for line in lines if line.phase == CampaignPhase.PAUSED],
        "coming": [line for line in lines if line.phase == CampaignPhase.COMING],
    }
    return Part("campaigns/_home.html", facts, min(changes, default=None))


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """The campaigns with the pause button beside each that runs."""
    lines = [campaign_line(campaign, now) for campaign in queries.current_campaigns(session, now=now)]
    return Part("campaigns/_dashboard.html", {"campaigns": lines})
