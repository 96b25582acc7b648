"""A draft becomes an offer: what must hold, the photo that it shows, and the version that vouchers keep."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.core.pictures import claim_picture, forget_picture
from cityshop.merchants.models import Shop
from cityshop.offers.drafts import OfferDraft
from cityshop.offers.errors import (
    CampaignMustStay,
    CampaignUnknown,
    CountingMustStay,
    EndlessMustStay,
    LastDayBeforeFirst,
    PhotoGone,
    StockBelowClaimed,
    StockBelowUsed,
    ValueMissing,
)
from cityshop.offers.models import Offer, OfferVersion, StockCounts

# What a voucher promises; a change of any of these makes a new version of the offer.
TERMS = (
    *("kind", "title", "value", "product", "conditions", "min_spend_cents", "reference_cents"),
    *("is_combinable", "windows", "starts_at", "ends_at"),
)
# What town hall reads before residents do; stock and limits change without it.
READ_FIRST = (*TERMS, "campaign_id", "category", "photo", "photo_alt", "is_street_fair", "guard_reason")
_TAKEN_OVER = (
    *("campaign_id", "title", "kind", "value", "product", "conditions", "category", "photo_alt"),
    *("stock", "stock_counts", "per_resident", "limit_period", "min_spend_cents", "reference_cents"),
    *("is_combinable", "is_online_only", "is_street_fair", "windows", "starts_at", "ends_at"),
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


def picture_of(shop: Shop) -> str:
    """The drawing that goes with what a shop sells."""
    return f"img/offers/{PICTURES.get(shop.category, 'gift')}.svg"


def fill(session: Session, offer: Offer, draft: OfferDraft, *, now: datetime) -> None:
    """Take over a draft.

    Raises ValueMissing, LastDayBeforeFirst, StockBelowClaimed, StockBelowUsed, CountingMustStay,
    EndlessMustStay, CampaignMustStay, CampaignUnknown or PhotoGone.
    """
    if draft.value is None:
        raise ValueMissing
    if draft.starts_at and draft.ends_at and draft.ends_at <= draft.starts_at:
        raise LastDayBeforeFirst
    _check_counts(offer, draft)
    _check_campaign(session, offer, draft, now)
    _show_photo(session, offer, draft.photo)
    for name in _TAKEN_OVER:
        setattr(offer, name, getattr(draft, name))


def kept(offer: Offer, names: tuple[str, ...]) -> dict[str, Any]:
    """These facts of an offer as they are now."""
    return {name: getattr(offer, name) for name in names}


def keep_version(session: Session, offer: Offer, *, now: datetime) -> None:
    """Write down what the offer promises from now on: vouchers keep the terms of their version."""
    session.flush()
    facts = {"offer_id": offer.id, "version": offer.version, "city_id": offer.city_id, "since": now}
    session.add(OfferVersion(**facts, **kept(offer, TERMS)))
    session.flush()


def _check_counts(offer: Offer, draft: OfferDraft) -> None:
    """The stock is never less than what is gone; how it is counted stays once people have vouchers."""
    claimed, used = offer.claimed or 0, (offer.used or 0) + (offer.leased or 0)
    counts_before = (offer.stock_counts, offer.limit_period)
    if claimed and counts_before != (draft.stock_counts, draft.limit_period):
        raise CountingMustStay
    counts_use = draft.stock_counts == StockCounts.USED
    # what was used while there was no end to it has not been counted
    if claimed and counts_use and (offer.stock is None) != (draft.stock is None):
        raise EndlessMustStay
    if draft.stock is None:
        return
    if counts_use and draft.stock < used:
        raise StockBelowUsed(used=used)
    if not counts_use and draft.stock < claimed:
        raise StockBelowClaimed(claimed=claimed)


def _check_campaign(session: Session, offer: Offer, draft: OfferDraft, now: datetime) -> None:
    """A campaign of the chosen city that is not over; people with vouchers stay in theirs."""
    if offer.campaign_id == draft.campaign_id:
        return
    if offer.claimed:
        raise CampaignMustStay
    known = select(Campaign.id).where(Campaign.id == draft.campaign_id, Campaign.ends_at > now)
    if session.scalar(known) is None:
        raise CampaignUnknown


def _show_photo(session: Session, offer: Offer, photo: str) -> None:
    """Show a kept picture, or none, and erase the one that it takes the place of; raises PhotoGone."""
    before = offer.photo or ""
    if photo not in ("", before) and not claim_picture(session, photo):
        raise PhotoGone
    if before and photo != before:
        forget_picture(session, before)
    offer.photo = photo
