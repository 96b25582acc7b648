"""Everything that changes a campaign: above all, pause and resume."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from cityshop.campaigns.errors import AlreadyPaused, EndsBeforeItStarts, NotPaused, SlugTaken
from cityshop.campaigns.models import Campaign
from cityshop.campaigns.rules import end_after_pause
from cityshop.core.db import Session, renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.core.slugs import slug_of


@dataclass(frozen=True)
class CampaignDraft:
    """What staff fill in."""

    kind: str
    title: dict[str, str]
    summary: dict[str, str]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Pause:
    """Why everything stops: the reason for colleagues, the text for the public."""

    reason: str
    public_text: dict[str, str]
    pauses_redemptions: bool


@dataclass(frozen=True)
class PauseTaken:
    """A pause that is over."""

    start: datetime
    until: datetime


Follower = Callable[[Session, Campaign, PauseTaken], None]


def create_campaign(
    session: Session, city_id: int, draft: CampaignDraft, *, account_id: int | None, now: datetime
) -> Campaign:
    """Add a campaign; raises EndsBeforeItStarts or SlugTaken."""
    slug = slug_of(draft.title["nl"], otherwise="campagne")
    if session.scalar(select(Campaign.id).where(Campaign.slug == slug)) is not None:
        raise SlugTaken
    campaign = Campaign(city_id=city_id, slug=slug)
    session.add(_filled(campaign, draft))
    session.flush()
    record(session, Happening.CAMPAIGN_CREATED, f"campaign {campaign.id}", account_id=account_id, now=now)
    return campaign


def change_campaign(
    session: Session, campaign: Campaign, draft: CampaignDraft, *, account_id: int, now: datetime
) -> Campaign:
    """Change a campaign; its address stays. Raises EndsBeforeItStarts."""
    _filled(campaign, draft)
    record(session, Happening.CAMPAIGN_CHANGED, f"campaign {campaign.id}", account_id=account_id, now=now)
    session.flush()
    return campaign


def pause_campaign(
    session: Session, campaign: Campaign, pause: Pause, *, account_id: int, now: datetime
) -> None:
    """Stop everything of the campaign at once; raises AlreadyPaused when somebody was first.

    Waits for the votes that are on their way: none is cast after the pause.
    """
    hold_exclusive(session, LockOn.CAMPAIGN, campaign.id)
    paused = session.scalar(
        update(Campaign)
        .where(Campaign.id == campaign.id, Campaign.paused_at.is_(None))
        .values(
            paused_at=now,
            pause_reason=pause.reason,
            pause_text=pause.public_text,
            pauses_redemptions=pause.pauses_redemptions,
        )
        .returning(Campaign.id)
    )
    if paused is None:
        raise AlreadyPaused
    renew_public_pages(session, campaign.city_id)
    subject = f"campaign {campaign.id}"
    record(session, Happening.CAMPAIGN_PAUSED, subject, account_id=account_id, now=now, note=pause.reason)


def resume_campaign(session: Session, campaign: Campaign, *, account_id: int, now: datetime) -> None:
    """Go on as before; raises NotPaused when somebody was first."""
    _resume(session, campaign, campaign.ends_at, account_id=account_id, now=now)


def resume_and_move_end(
    session: Session, campaign: Campaign, followers: Sequence[Follower], *, account_id: int, now: datetime
) -> None:
    """Go on, and end as much later as the pause took; raises NotPaused when somebody was first.

    `followers` are what other rooms do then: a vote moves its own end along.
    """
    taken = PauseTaken(campaign.paused_at or now, now)
    _resume(session, campaign, end_after_pause(campaign, now), account_id=account_id, now=now)
    for follow in followers:
        follow(session, campaign, taken)


def _resume(
    session: Session, campaign: Campaign, ends_at: datetime, *, account_id: int, now: datetime
) -> None:
    resumed = session.scalar(
        update(Campaign)
        .where(Campaign.id == campaign.id, Campaign.paused_at.is_not(None))
        .values(paused_at=None, pause_reason="", pause_text={}, ends_at=ends_at)
        .returning(Campaign.id)
    )
    if resumed is None:
        raise NotPaused
    renew_public_pages(session, campaign.city_id)
    record(session, Happening.CAMPAIGN_RESUMED, f"campaign {campaign.id}", account_id=account_id, now=now)


def _filled(campaign: Campaign, draft: CampaignDraft) -> Campaign:
    if draft.ends_at <= draft.starts_at:
        raise EndsBeforeItStarts
    campaign.kind, campaign.title, campaign.summary = draft.kind, draft.title, draft.summary
    campaign.starts_at, campaign.ends_at = draft.starts_at, draft.ends_at
    return campaign
