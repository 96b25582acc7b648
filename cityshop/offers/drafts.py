"""What a shop or town hall fills in about an offer."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cityshop.offers.models import LimitPeriod, StockCounts


@dataclass(frozen=True, kw_only=True)
class OfferDraft:
    """An offer on its way to the list. Without own moments it lasts as long as its campaign.

    `value` None: what was typed is no percentage, amount or number. `photo` names a kept picture.
    `guard_reason` is why it may stand although the guard says no.
    """

    campaign_id: int
    title: dict[str, str]
    kind: str
    value: int | None
    conditions: dict[str, str] = field(default_factory=dict)
    stock: int | None = None
    min_spend_cents: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    windows: list[dict[str, Any]] = field(default_factory=list)
    product: dict[str, str] = field(default_factory=dict)
    photo: str = ""
    photo_alt: dict[str, str] = field(default_factory=dict)
    category: str = ""
    stock_counts: str = StockCounts.CLAIMED
    per_resident: int = 1
    limit_period: str = LimitPeriod.CAMPAIGN
    reference_cents: int | None = None
    is_combinable: bool = True
    is_online_only: bool = False
    is_street_fair: bool = False
    guard_reason: str = ""
