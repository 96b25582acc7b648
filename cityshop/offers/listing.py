"""How an offer gets on the list and off it: a shop writes it, town hall approves it, either withdraws it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.core.errors import Unknown
from cityshop.core.journal import Happening, record
from cityshop.core.slugs import slug_of
from cityshop.merchants.models import Shop
from cityshop.offers.errors import (
    CampaignMustStay,
    CampaignUnknown,
    LastDayBeforeFirst,
    OfferNotListed,
    OfferWithdrawn,
    StockBelowClaimed,
    TitleTaken,
    ValueMissing,
)
from cityshop.offers.models import Offer, OfferState, OfferVersion

# What a voucher promises; a change of any of these makes a new version of the offer.
TERMS = (
    *("kind", "title", "value", "product", "conditions", "min_spend_cents", "reference_cents"),
    *("is_combinable", "windows", "starts_at", "ends_at"),
)
PICTURES = {
    "bakery": "bread",
    "books": "books",
    "flowers": "flowers",
    "cheese": "cheese",
    "bicycles": "bicycle",
    "clothes": "clothes",
    "toys": "toys",
    "chocolate": "chocolate",
    "jewellery": "jewellery",
    "sewing": "sewing",
    "records": "records",
    "greengrocer": "vegetables",
    "ice-cream": "ice-cream",
    "coffee": "coffee",
    "shoes": "shoes",
    "wine": "wine",
    "hairdresser": "hair",
    "plants": "plants",
}


@dataclass(frozen=True, kw_only=True)
class OfferDraft:
    """What a shop or town hall fills in. Without own moments the offer lasts as long as its campaign."""

    campaign_id: int
    title: dict[str, str]
    kind: str
    value: int | None
    conditions: dict[str, str]
    stock: int | None
    min_spend_cents: int
    starts_at: datetime | None
    ends_at: datetime | None
    windows: list[dict[str, Any]]


def picture_of(shop: Shop) -> str:
    """The drawing that goes with what a shop sells."""
    return f"img/offers/{PICTURES.get(shop.category, 'gift')}.svg"


def create_offer(session: Session, shop: Shop, draft: OfferDraft, *, account_id: int, now: datetime) -> Offer:
    """Add an offer that waits for town hall. Raises TitleTaken and what `_filled` raises."""
    slug = slug_of(f"{shop.slug} {draft.title['nl']}", otherwise=shop.slug)
    offer = Offer(city_id=shop.city_id, shop_id=shop.id, slug=slug, state=OfferState.WAITING)
    offer.picture = picture_of(shop)
    _filled(session, offer, draft, now)
    try:
        with session.begin_nested():
            session.add(offer)
    except IntegrityError as taken:
        raise TitleTaken from taken
    keep_version(session, offer, now=now)
    record(session, Happening.OFFER_CREATED, f"offer {offer.id}", account_id=account_id, now=now)
    return offer


def change_own_offer(
    session: Session, offer_id: int, draft: OfferDraft, *, account_id: int, now: datetime
) -> Offer:
    """A shop changes its offer: town hall looks at it again, vouchers already given out stay good."""
    offer = change_offer(session, offer_id, draft, account_id=account_id, now=now)
    offer.state = OfferState.WAITING
    session.flush()
    return offer


def change_offer(
    session: Session, offer_id: int, draft: OfferDraft, *, account_id: int, now: datetime
) -> Offer:
    """Town hall changes an offer; its address and state stay. Raises what `_filled` raises."""
    offer = _offer(session, offer_id)
    if offer.state == OfferState.WITHDRAWN:
        raise OfferWithdrawn
    before = _terms(offer)
    _filled(session, offer, draft, now)
    if _terms(offer) != before:
        offer.version += 1
        keep_version(session, offer, now=now)
    record(session, Happening.OFFER_CHANGED, f"offer {offer.id}", account_id=account_id, now=now)
    session.flush()
    return offer


def approve_offer(session: Session, offer_id: int, *, account_id: int, now: datetime) -> Offer:
    """Show an offer to residents; approving twice is the same as once. Raises OfferWithdrawn."""
    offer = _offer(session, offer_id)
    if offer.state == OfferState.WITHDRAWN:
        raise OfferWithdrawn
    if offer.state != OfferState.LIVE:
        offer.state = OfferState.LIVE
        record(session, Happening.OFFER_APPROVED, f"offer {offer.id}", account_id=account_id, now=now)
        session.flush()
    return offer


def withdraw_offer(session: Session, offer_id: int, *, account_id: int, now: datetime) -> Offer:
    """Take an offer off the list for good; vouchers already given out stay good."""
    offer = _offer(session, offer_id)
    if offer.state != OfferState.WITHDRAWN:
        offer.state = OfferState.WITHDRAWN
        record(session, Happening.OFFER_WITHDRAWN, f"offer {offer.id}", account_id=account_id, now=now)
        session.flush()
    return offer


def mark_sold_out(session: Session, offer_id: int, *, account_id: int, now: datetime) -> Offer:
    """Nobody can claim for now, whatever the stock says; twice is once. Raises OfferNotListed."""
    return _switch(session, offer_id, OfferState.SOLD_OUT, account_id=account_id, now=now)


def mark_available(session: Session, offer_id: int, *, account_id: int, now: datetime) -> Offer:
    """Claiming goes on as far as the stock goes; twice is once. Raises OfferNotListed."""
    return _switch(session, offer_id, OfferState.LIVE, account_id=account_id, now=now)


def _switch(session: Session, offer_id: int, state: OfferState, *, account_id: int, now: datetime) -> Offer:
    offer = _offer(session, offer_id)
    if offer.state not in (OfferState.LIVE, OfferState.SOLD_OUT):
        raise OfferNotListed
    if offer.state != state:
        offer.state = state
        is_gone = state is OfferState.SOLD_OUT
        happening = Happening.OFFER_SOLD_OUT if is_gone else Happening.OFFER_AVAILABLE
        record(session, happening, f"offer {offer.id}", account_id=account_id, now=now)
        session.flush()
    return offer


def keep_version(session: Session, offer: Offer, *, now: datetime) -> None:
    """Write down what the offer promises from now on: vouchers keep the terms of their version."""
    session.flush()
    facts = {"offer_id": offer.id, "version": offer.version, "city_id": offer.city_id, "since": now}
    session.add(OfferVersion(**facts, **_terms(offer)))
    session.flush()


def _terms(offer: Offer) -> dict[str, Any]:
    return {name: getattr(offer, name) for name in TERMS}


def _offer(session: Session, offer_id: int) -> Offer:
    """An offer of the chosen city, locked: nobody claims while it changes."""
    offer = session.scalar(select(Offer).where(Offer.id == offer_id).with_for_update())
    if offer is None:
        raise Unknown
    return offer


def _filled(session: Session, offer: Offer, draft: OfferDraft, now: datetime) -> None:
    """Take over a draft.

    Raises ValueMissing, LastDayBeforeFirst, StockBelowClaimed, CampaignMustStay or CampaignUnknown.
    """
    if draft.value is None:
        raise ValueMissing
    if draft.starts_at and draft.ends_at and draft.ends_at <= draft.starts_at:
        raise LastDayBeforeFirst
    claimed = offer.claimed or 0
    if draft.stock is not None and draft.stock < claimed:
        raise StockBelowClaimed(claimed=claimed)
    if offer.campaign_id != draft.campaign_id:
        if claimed:
            raise CampaignMustStay
        _check_campaign(session, draft.campaign_id, now)
    for name in ("campaign_id", "title", "kind", "value", "conditions", "stock", "min_spend_cents"):
        setattr(offer, name, getattr(draft, name))
    offer.starts_at, offer.ends_at, offer.windows = draft.starts_at, draft.ends_at, draft.windows


def _check_campaign(session: Session, campaign_id: int, now: datetime) -> None:
    known = select(Campaign.id).where(Campaign.id == campaign_id, Campaign.ends_at > now)
    if session.scalar(known) is None:
        raise CampaignUnknown
