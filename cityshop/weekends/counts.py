"""What happens this minute in a discount weekend: one statement of counters, and where nothing does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import FromClause, Select, Table, exists, func, select, true

from cityshop.core.db import Session
from cityshop.merchants.models import Shop
from cityshop.offers.figures import IS_CLAIMED, STANDS
from cityshop.offers.models import DiscountRules, Offer, OfferState, Redemption, Voucher
from cityshop.weekends.rules import AN_HOUR

MOST_QUIET = 60

_offers = cast("Table", Offer.__table__)
_vouchers = cast("Table", Voucher.__table__)
_redemptions = cast("Table", Redemption.__table__)
_shops = cast("Table", Shop.__table__)
_rules = cast("Table", DiscountRules.__table__)


@dataclass(frozen=True)
class QuietShop:
    """A shop with an offer of which no voucher has been used yet."""

    shop: str
    street: str
    claimed: int


@dataclass(frozen=True)
class LiveCounts:
    """Counters of a campaign at `at`; amounts and costs in cents.

    Of its `shops` so many are `busy` that took a voucher; `quiet` names some of the others.
    """

    at: datetime
    claimed: int
    claimed_last_hour: int
    redeemed: int
    redeemed_last_hour: int
    told: int
    cents: int
    spent_cents: int
    cap_cents: int | None
    shops: int
    busy: int
    last_at: datetime | None
    quiet: Sequence[QuietShop]


def live_counts(session: Session, campaign_id: int, *, now: datetime) -> LiveCounts:
    """The counters of a campaign of the chosen city, and its shops where no voucher has been used."""
    row = session.execute(_counters(campaign_id, now)).mappings().one()
    quiet = [QuietShop(*facts) for facts in session.execute(_quiet(campaign_id))]
    return LiveCounts(at=now, quiet=quiet, **row)


def _counters(campaign_id: int, now: datetime) -> Select[Any]:
    """All counters in one row: vouchers and redemptions are each read once."""
    hour_ago, uses = now - AN_HOUR, _redemptions.c
    takes_part = uses.shop_id.in_(select(_offers.c.shop_id).where(*_takes_part(campaign_id)))
    claims = select(
        func.count().label("claimed"),
        func.count().filter(_vouchers.c.claimed_at >= hour_ago).label("claimed_last_hour"),
    ).where(_vouchers.c.offer_id.in_(_ours(campaign_id)), IS_CLAIMED)
    tills = select(
        func.count().label("redeemed"),
        func.count().filter(uses.redeemed_at >= hour_ago).label("redeemed_last_hour"),
        func.count(uses.amount_cents).label("told"),
        func.coalesce(func.sum(uses.amount_cents), 0).label("cents"),
        func.max(uses.redeemed_at).label("last_at"),
        func.count(uses.shop_id.distinct()).filter(takes_part).label("busy"),
    ).where(uses.offer_id.in_(_ours(campaign_id)), STANDS)
    shops = select(func.count(_offers.c.shop_id.distinct()).label("shops")).where(*_takes_part(campaign_id))
    budget = select(
        func.max(_rules.c.cap_cents).label("cap_cents"),
        func.coalesce(func.max(_rules.c.spent_cents), 0).label("spent_cents"),
    ).where(_rules.c.campaign_id == campaign_id)
    first, *others = (part.subquery() for part in (claims, tills, shops, budget))
    beside: FromClause = first
    for other in others:
        beside = beside.join(other, true())
    columns = (column for part in (first, *others) for column in part.c)
    return select(*columns).select_from(beside)


def _ours(campaign_id: int) -> Select[int]:
    return select(_offers.c.id).where(_offers.c.campaign_id == campaign_id)


def _takes_part(campaign_id: int) -> tuple[Any, ...]:
    shown = _offers.c.state.in_((OfferState.LIVE, OfferState.SOLD_OUT))
    return (_offers.c.campaign_id == campaign_id, shown)


def _quiet(campaign_id: int) -> Select[Any]:
    used = exists().where(
        _redemptions.c.shop_id == _shops.c.id,
        STANDS,
        _redemptions.c.offer_id.in_(_ours(campaign_id)),
    )
    shops = _shops.c
    rows = select(shops.name, shops.street, func.sum(_offers.c.claimed)).join(
        _offers, _offers.c.shop_id == shops.id
    )
    quiet = rows.where(*_takes_part(campaign_id), ~used).group_by(shops.id, shops.name, shops.street)
    return quiet.order_by(shops.street, shops.name).limit(MOST_QUIET)
