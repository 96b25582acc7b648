"""When a campaign runs, and how long it still has."""

from datetime import datetime, timedelta
from enum import StrEnum

from cityshop.campaigns.models import Campaign


class CampaignPhase(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


def phase_of(campaign: Campaign, now: datetime) -> CampaignPhase:
    """Where the campaign stands; a pause hides everything but its end."""
    if now >= campaign.ends_at:
        return CampaignPhase.OVER
    if campaign.paused_at is not None:
        return CampaignPhase.PAUSED
    return CampaignPhase.RUNNING if campaign.starts_at <= now else CampaignPhase.COMING


def next_change(campaign: Campaign, now: datetime) -> datetime | None:
    """The next moment at which the clock alone changes the phase."""
    return next((moment for moment in (campaign.starts_at, campaign.ends_at) if moment > now), None)


def end_after_pause(campaign: Campaign, now: datetime) -> datetime:
    """The end moved by as long as the pause took."""
    pause = now - campaign.paused_at if campaign.paused_at is not None else timedelta(0)
    return campaign.ends_at + pause
