"""Reads of campaigns, of the chosen city only."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.core.errors import Unknown


def campaigns(session: Session) -> Sequence[Campaign]:
    """Every campaign, the one that ends last first."""
    return session.scalars(select(Campaign).order_by(Campaign.ends_at.desc(), Campaign.id)).all()


def current_campaigns(session: Session, *, now: datetime) -> Sequence[Campaign]:
    """What is on or still to come, the first to end first."""
    current = select(Campaign).where(Campaign.ends_at > now)
    return session.scalars(current.order_by(Campaign.ends_at, Campaign.id)).all()


def campaign_of(session: Session, slug: str) -> Campaign:
    """The campaign with this word in the address; raises Unknown."""
    campaign = session.scalar(select(Campaign).where(Campaign.slug == slug))
    if campaign is None:
        raise Unknown
    return campaign
