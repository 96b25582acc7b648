"""What happens this minute in a discount weekend: one statement of counters, and where nothing does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, and_, exists, func, select

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
    """Counters of a campaign at `at`; amounts and costs in cents."""

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
    last_at: datetime | None
    quiet: Sequence[QuietShop]

    @property
    def busy(self) -> int:
        """How many shops took a voucher."""
        return self.shops - len(self.quiet)


def live_counts(session: Session, campaign_id: int, *, now: datetime) -> LiveCounts:
    """The counters of a campaign of the chosen city, and its shops where no voucher has been used."""
    row = session.execute(_counters(campaign_id, now)).mappings().one()
    quiet = [QuietShop(*facts) for facts in session.execute(_quiet(campaign_id))]
    return LiveCounts(at=now, quiet=quiet, **row)


def _counters(campaign_id: int, now: datetime) -> Select[Any]:
    ours = select(_offers.c.id).where(_offers.c.campaign_id == campaign_id)
    hour_ago = now - AN_HOUR
    claims = and_(_vouchers.c.offer_id.in_(ours), IS_CLAIMED)
    uses = _redemptions.c
    standing = (uses.offer_id.in_(ours), STANDS)
    budget = select(_rules).where(_rules.c.campaign_id == campaign_id).subquery()
    columns = {
        "claimed": _one(func.count(), claims),
        "claimed_last_hour": _one(func.count(), claims, _vouchers.c.claimed_at >= hour_ago),
        "redeemed": _one(func.count(), *standing),
        "redeemed_last_hour": _one(func.count(), *standing, uses.redeemed_at >= hour_ago),
        "told": _one(func.count(uses.amount_cents), *standing),
        "cents": _one(func.coalesce(func.sum(uses.amount_cents), 0), *standing),
        "spent_cents": func.coalesce(select(budget.c.spent_cents).scalar_subquery(), 0),
        "cap_cents": select(budget.c.cap_cents).scalar_subquery(),
        "shops": _one(func.count(_offers.c.shop_id.distinct()), *_takes_part(campaign_id)),
        "last_at": _one(func.max(uses.redeemed_at), *standing),
    }
    return select(*(column.label(name) for name, column in columns.items()))


def _one(counted: Any, *conditions: Any) -> Any:
    return select(counted).where(*conditions).scalar_subquery()


def _takes_part(campaign_id: int) -> tuple[Any, ...]:
    shown = _offers.c.state.in_((OfferState.LIVE, OfferState.SOLD_OUT))
    return (_offers.c.campaign_id == campaign_id, shown)


def _quiet(campaign_id: int) -> Select[Any]:
    used = exists().where(
        _redemptions.c.shop_id == _shops.c.id,
        STANDS,
        _redemptions.c.offer_id.in_(select(_offers.c.id).where(_offers.c.campaign_id == campaign_id)),
    )
    shops = _shops.c
    rows = select(shops.name, shops.street, func.sum(_offers.c.claimed)).join(
        _offers, _offers.c.shop_id == shops.id
    )
    quiet = rows.where(*_takes_part(campaign_id), ~used).group_by(shops.id, shops.name, shops.street)
    return quiet.order_by(shops.street, shops.name).limit(MOST_QUIET)
