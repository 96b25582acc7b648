"""The closing report: made once when an edition is closed, and not changed by what is erased later."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.core.db import Session, across_cities, insert_once
from cityshop.core.journal import Happening, record
from cityshop.offers.models import Offer
from cityshop.weekends.errors import EditionNotClosed, EditionNotOver
from cityshop.weekends.models import ClosingReport
from cityshop.weekends.queries import closing_report
from cityshop.weekends.report import figures_of
from cityshop.weekends.rules import CLOSES_AFTER, digest_of

A_BATCH = 10
LOOKS_BACK = timedelta(days=90)


def close_edition(session: Session, campaign: Campaign, *, account_id: int | None, now: datetime) -> bool:
    """Freeze the figures of an edition; False when it was closed before. Raises EditionNotOver."""
    if campaign.ends_at > now:
        raise EditionNotOver
    figures = figures_of(session, campaign, now=now)
    row = {
        "campaign_id": campaign.id,
        "city_id": campaign.city_id,
        "figures": figures,
        "digest": digest_of(figures),
        "closed_at": now,
        "closed_by": account_id,
    }
    closed = insert_once(session, ClosingReport, row, unique=("campaign_id",), returning="campaign_id")
    if closed is None:
        return False
    subject = f"campaign {campaign.id}"
    record(session, Happening.EDITION_CLOSED, subject, account_id=account_id, now=now)
    return True


def publish_report(session: Session, campaign: Campaign, *, account_id: int, now: datetime) -> None:
    """Show the short report to everybody; twice is once. Raises EditionNotClosed."""
    report = _closed(session, campaign)
    if report.published_at is None:
        report.published_at = now
        _note(session, Happening.EDITION_PUBLISHED, campaign, account_id, now)


def hide_report(session: Session, campaign: Campaign, *, account_id: int, now: datetime) -> None:
    """Take the short report off the site; twice is once. Raises EditionNotClosed."""
    report = _closed(session, campaign)
    if report.published_at is not None:
        report.published_at = None
        _note(session, Happening.EDITION_HIDDEN, campaign, account_id, now)


def editions_to_close(session: Session, *, now: datetime) -> Sequence[Campaign]:
    """Discount weekends of every city that ended three weeks ago and were not closed by anybody."""
    ended = (Campaign.ends_at <= now - CLOSES_AFTER, Campaign.ends_at > now - LOOKS_BACK)
    has_offers = exists().where(Offer.campaign_id == Campaign.id)
    is_closed = exists().where(ClosingReport.campaign_id == Campaign.id)
    due = select(Campaign).where(Campaign.kind == CampaignKind.DISCOUNT, *ended, has_offers, ~is_closed)
    # the job is for every city
    with across_cities(session):
        return session.scalars(due.order_by(Campaign.ends_at, Campaign.id).limit(A_BATCH)).all()


def _closed(session: Session, campaign: Campaign) -> ClosingReport:
    report = closing_report(session, campaign.id)
    if report is None:
        raise EditionNotClosed
    session.refresh(report, with_for_update=True)
    return report


def _note(session: Session, happening: Happening, campaign: Campaign, account_id: int, now: datetime) -> None:
    record(session, happening, f"campaign {campaign.id}", account_id=account_id, now=now)
    session.flush()
