"""What came of a campaign: vouchers, redemptions and amounts, by shop and by hour, counted in one place.

Undone redemptions and vouchers that town hall voided count nowhere. A sale counts at its own moment: when
a phone without reception took it, where that is known. Cards, lists and reports all ask here, so that their
numbers fit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, func, or_, select

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.merchants.models import Counter, Shop
from cityshop.offers.models import (
    Channel,
    DiscountRules,
    Offer,
    OfferState,
    Redemption,
    Voucher,
    VoucherState,
)

MOST_ROWS = 20_000

_offers = cast("Table", Offer.__table__).c
_vouchers = cast("Table", Voucher.__table__).c
_redemptions = cast("Table", Redemption.__table__).c
_shops = cast("Table", Shop.__table__).c
_counters = cast("Table", Counter.__table__).c

STANDS = _redemptions.undone_at.is_(None)
IS_CLAIMED = _vouchers.state != VoucherState.VOID
SOLD_AT = func.coalesce(_redemptions.scanned_at, _redemptions.redeemed_at)


@dataclass(frozen=True, kw_only=True)
class ShopFigures:
    """One shop's part: `paper` of the claimed are sheets, `told` of the redeemed have an amount."""

    shop_id: int
    name: str
    street: str
    enterprise_number: str
    claimed: int = 0
    paper: int = 0
    redeemed: int = 0
    told: int = 0
    amount_cents: int = 0

    @property
    def average_cents(self) -> int | None:
        """The usual purchase, of those that were told."""
        return round(self.amount_cents / self.told) if self.told else None


@dataclass(frozen=True)
class SaleLine:
    """One redemption that stands, as a shop's own list shows it."""

    id: int
    at: datetime
    title: Mapping[str, str]
    counter: str
    channel: str
    amount_cents: int | None


def edition_before(session: Session, campaign_id: int) -> Campaign | None:
    """The edition that a campaign is compared with, as its discount rules say."""
    before = select(DiscountRules.edition_before_id).where(DiscountRules.campaign_id == campaign_id)
    return session.scalar(select(Campaign).where(Campaign.id.in_(before)))


def taking_part(campaign_id: int | ColumnElement[int]) -> Select[int]:
    """The ids of shops that give something in a campaign; an offer off the list counts once it was taken."""
    return select(_offers.shop_id).where(_offers.campaign_id == campaign_id, is_given())


def shops_by_campaign(session: Session, campaign_ids: Sequence[int]) -> Mapping[int, int]:
    """How many shops take part in each of these campaigns."""
    counted = select(_offers.campaign_id, func.count(_offers.shop_id.distinct()))
    counted = counted.where(_offers.campaign_id.in_(campaign_ids), is_given())
    rows = session.execute(counted.group_by(_offers.campaign_id))
    return {row[0]: row[1] for row in rows}


def shop_figures(session: Session, campaign_id: int) -> Sequence[ShopFigures]:
    """What came of a campaign for each shop that takes part, by name; always three statements."""
    claimed, redeemed = _claimed(session, campaign_id), _redeemed(session, campaign_id)
    columns = (_shops.id, _shops.name, _shops.street, _shops.enterprise_number)
    shops = select(*columns).where(_shops.id.in_(taking_part(campaign_id)))
    return [
        ShopFigures(
            shop_id=shop.id,
            name=shop.name,
            street=shop.street,
            enterprise_number=shop.enterprise_number,
            **claimed.get(shop.id, {}),
            **redeemed.get(shop.id, {}),
        )
        for shop in session.execute(shops.order_by(_shops.name, _shops.id))
    ]


def sales_by_hour(
    session: Session, campaign_id: int, *, shop_id: int | None = None
) -> Mapping[datetime, int]:
    """How many redemptions stand in each hour (its start, UTC) of a campaign, in order; or those of one shop.

    Belgian clocks differ from UTC by whole hours, so an hour here is one on the wall, also in the nights in
    which the clock moves.
    """
    hour = utc_hour(session, SOLD_AT).label("utc_hour")
    counted = select(hour, func.count()).select_from(_redeemed_offers())
    counted = counted.where(_offers.campaign_id == campaign_id, STANDS)
    if shop_id is not None:
        counted = counted.where(_redemptions.shop_id == shop_id)
    rows = session.execute(counted.group_by("utc_hour").order_by("utc_hour"))
    return {datetime.fromisoformat(start): count for start, count in rows}


def shop_sales(session: Session, campaign_id: int, shop_id: int) -> Sequence[SaleLine]:
    """The redemptions of one shop that stand, the first sale first."""
    columns = (_offers.title, _counters.name, _vouchers.channel, _redemptions.amount_cents)
    rows = _redeemed_offers().join(_table(Counter), _counters.id == _redemptions.counter_id)
    rows = rows.join(_table(Voucher), _vouchers.id == _redemptions.voucher_id)
    wanted = (_offers.campaign_id == campaign_id, _redemptions.shop_id == shop_id, STANDS)
    lines = select(_redemptions.id, SOLD_AT, *columns).select_from(rows).where(*wanted)
    ordered = lines.order_by(SOLD_AT, _redemptions.id).limit(MOST_ROWS)
    return [SaleLine(*row) for row in session.execute(ordered)]


def is_given() -> ColumnElement[bool]:
    """Of offers that residents can take, and of those they took: withdrawn, sent back or read once more.

    Their vouchers stay good, so what comes of them counts whatever became of the offer.
    """
    is_shown = _offers.state.in_((OfferState.LIVE, OfferState.SOLD_OUT))
    was_taken = select(_vouchers.id).where(_vouchers.offer_id == _offers.id, IS_CLAIMED).exists()
    return or_(is_shown, was_taken)


def _claimed(session: Session, campaign_id: int) -> Mapping[int, Mapping[str, int]]:
    paper = func.count().filter(_vouchers.channel == Channel.PAPER).label("paper")
    rows = _table(Voucher).join(_table(Offer), _offers.id == _vouchers.offer_id)
    counted = select(_offers.shop_id, func.count().label("claimed"), paper).select_from(rows)
    counted = counted.where(_offers.campaign_id == campaign_id, IS_CLAIMED).group_by(_offers.shop_id)
    return _by_shop(session, counted)


def _redeemed(session: Session, campaign_id: int) -> Mapping[int, Mapping[str, int]]:
    amount = _redemptions.amount_cents
    figures = (
        func.count().label("redeemed"),
        func.count(amount).label("told"),
        func.coalesce(func.sum(amount), 0).label("amount_cents"),
    )
    counted = select(_redemptions.shop_id, *figures).select_from(_redeemed_offers())
    counted = counted.where(_offers.campaign_id == campaign_id, STANDS).group_by(_redemptions.shop_id)
    return _by_shop(session, counted)


def _by_shop(session: Session, counted: Any) -> Mapping[int, Mapping[str, int]]:
    rows = session.execute(counted).mappings()
    return {row["shop_id"]: {name: int(row[name]) for name in row if name != "shop_id"} for row in rows}


def _redeemed_offers() -> Any:
    return _table(Redemption).join(_table(Offer), _offers.id == _redemptions.offer_id)


def _table(model: Any) -> Table:
    return cast("Table", model.__table__)


def utc_hour(session: Session, moment: ColumnElement[Any]) -> ColumnElement[str]:
    """The start of the hour as ISO 8601 text, in each database's own way."""
    if session.get_bind().dialect.name == "sqlite":
        return func.strftime("%Y-%m-%dT%H:00:00+00:00", moment)
    return func.to_char(func.timezone("UTC", moment), 'YYYY-MM-DD"T"HH24":00:00+00:00"')
