"""Reads of terraces, of the chosen city only."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.campaigns.rules import CampaignPhase, next_change, phase_of
from cityshop.core.db import Session
from cityshop.places.rules import OpenSeasons


def seasons(session: Session) -> Sequence[Campaign]:
    """The campaigns to which extensions can belong, the one that ends last first."""
    wanted = select(Campaign).where(Campaign.kind == CampaignKind.TERRACES)
    return session.scalars(wanted.order_by(Campaign.ends_at.desc(), Campaign.id)).all()


def open_seasons(session: Session, now: datetime) -> OpenSeasons:
    """Those that are on and not paused, and until when."""
    found = seasons(session)
    running = (campaign.slug for campaign in found if phase_of(campaign, now) is CampaignPhase.RUNNING)
    changes = (change for campaign in found if (change := next_change(campaign, now)) is not None)
    return OpenSeasons(frozenset(running), min(changes, default=None))
