"""An offer as it would be, while somebody still types: read, never written."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import select

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.merchants.models import Shop
from cityshop.offers.drafts import OfferDraft
from cityshop.offers.models import DiscountRules, OfferState
from cityshop.offers.rules import OfferFacts
from cityshop.offers.writing import picture_of

_OF_DRAFT = {each.name for each in fields(OfferFacts)} & {each.name for each in fields(OfferDraft)}
_RULES = ("claims_by", "trusts_shops", "asks_postal_code", "cap_cents")
_NEW: Mapping[str, Any] = {
    "id": 0,
    "slug": "",
    "state": OfferState.WAITING,
    "version": 1,
    "claimed": 0,
    "used": 0,
    "leased": 0,
}


def previewed(session: Session, draft: OfferDraft, about: Shop | OfferFacts) -> OfferFacts | None:
    """What residents would see of a new offer of a shop, or of an offer that changes.

    None while the campaign is not one of the city's.
    """
    campaign = session.scalar(select(Campaign).where(Campaign.id == draft.campaign_id))
    if campaign is None or campaign.city_id != about.city_id:
        return None
    rules = session.get(DiscountRules, campaign.id)
    facts: dict[str, Any] = {
        **(vars(about) if isinstance(about, OfferFacts) else _of_shop(about)),
        **_of_campaign(campaign),
        **{name: getattr(draft, name) for name in _OF_DRAFT},
        "value": draft.value or 0,
        "own_category": draft.category,
        "own_start": draft.starts_at,
        "own_end": draft.ends_at,
        **{name: getattr(rules, name) if rules else None for name in _RULES},
    }
    return OfferFacts(**facts)


def _of_shop(shop: Shop) -> dict[str, Any]:
    return {
        **_NEW,
        "city_id": shop.city_id,
        "shop_id": shop.id,
        "shop_name": shop.name,
        "shop_street": shop.street,
        "shop_category": shop.category,
        "picture": picture_of(shop),
    }


def _of_campaign(campaign: Campaign) -> dict[str, Any]:
    return {
        "campaign_title": campaign.title,
        "campaign_summary": campaign.summary,
        "campaign_start": campaign.starts_at,
        "campaign_end": campaign.ends_at,
        "paused_at": campaign.paused_at,
        "pause_text": campaign.pause_text,
        "pauses_redemptions": campaign.pauses_redemptions,
    }
