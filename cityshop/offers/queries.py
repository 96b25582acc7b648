"""Reads of offers, vouchers and redemptions. Built with Core: each names its city, shop or code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, func, or_, select

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.core.errors import Unknown
from cityshop.merchants.models import Counter, Keeper, Shop, ShopState
from cityshop.offers.models import (
    DiscountRules,
    Offer,
    OfferState,
    OfferVersion,
    Redemption,
    Voucher,
    VoucherState,
)
from cityshop.offers.rules import OfferFacts, VoucherFacts

MOST_OFFERS = 1_000  # in a table of town hall, which says so
MOST_OPEN = 10_000  # more than any city has: residents see them all

offers = cast("Table", Offer.__table__).c
vouchers = cast("Table", Voucher.__table__).c
redemptions = cast("Table", Redemption.__table__).c
_versions = cast("Table", OfferVersion.__table__).c
_rules = cast("Table", DiscountRules.__table__).c
_campaigns = cast("Table", Campaign.__table__).c
_shops = cast("Table", Shop.__table__).c
_counters = cast("Table", Counter.__table__).c

# What a voucher promises: taken from the offer as it is, or from the version that a voucher was claimed at.
_TERMS = (
    *("kind", "value", "title", "product", "conditions"),
    *("min_spend_cents", "reference_cents", "is_combinable", "windows"),
)
_OFFER: Mapping[str, ColumnElement[Any]] = {
    **{name: offers[name] for name in ("id", "city_id", "slug", "state", "version", "guard_reason", *_TERMS)},
    **{
        name: offers[name]
        for name in ("picture", "photo", "photo_alt", "is_online_only", "state_reason", "shown_as")
    },
    "is_street_fair": offers.is_street_fair,
    **{name: offers[name] for name in ("stock", "stock_counts", "claimed", "used", "leased")},
    **{name: offers[name] for name in ("per_resident", "limit_period")},
    "own_start": offers.starts_at,
    "own_end": offers.ends_at,
    "own_category": offers.category,
    "shop_id": offers.shop_id,
    "shop_name": _shops.name,
    "shop_street": _shops.street,
    "shop_category": _shops.category,
    "campaign_id": offers.campaign_id,
    "campaign_title": _campaigns.title,
    "campaign_summary": _campaigns.summary,
    "campaign_start": _campaigns.starts_at,
    "campaign_end": _campaigns.ends_at,
    **{name: _campaigns[name] for name in ("paused_at", "pause_text", "pauses_redemptions")},
    **{name: _rules[name] for name in ("claims_by", "trusts_shops", "asks_postal_code", "cap_cents")},
}
_PROMISED: Mapping[str, ColumnElement[Any]] = {
    **_OFFER,
    **{name: _versions[name] for name in ("version", *_TERMS)},
    "own_start": _versions.starts_at,
    "own_end": _versions.ends_at,
}
_VOUCHER: Mapping[str, ColumnElement[Any]] = {
    **{name: vouchers[name] for name in ("id", "code", "state", "claimed_at", "redeemed_at", "channel")},
    "newest_version": offers.version,
}


@dataclass(frozen=True)
class OfferCounts:
    """An offer with what came of it: vouchers claimed, redeemed, and redeemed since midnight.

    Vouchers that lapsed are back in the stock, and were claimed all the same.
    """

    offer: OfferFacts
    redeemed: int
    redeemed_today: int
    lapsed: int

    @property
    def claimed(self) -> int:
        return self.offer.claimed + self.lapsed


@dataclass(frozen=True)
class CityCounts:
    """What came of all offers of a city, since the beginning and since midnight."""

    claimed: int
    claimed_today: int
    redeemed: int
    redeemed_today: int


@dataclass(frozen=True)
class RedemptionLine:
    """One redemption, as the town hall or the counter shows it."""

    id: int
    offer_id: int
    shop_id: int
    shop_name: str
    counter_name: str
    title: Mapping[str, str]
    redeemed_at: datetime
    amount_cents: int | None
    undone_at: datetime | None


def open_offers(session: Session, city_id: int, *, now: datetime) -> Sequence[OfferFacts]:
    """The approved offers of campaigns that are not over, by shop; all of them."""
    shown = offers.state.in_((OfferState.LIVE, OfferState.SOLD_OUT))
    live = (offers.city_id == city_id, shown, _shops.state == ShopState.APPROVED)
    current = _offers().where(*live, _campaigns.ends_at > now)
    return _as_offers(session, current, most=MOST_OPEN)


def public_offer(session: Session, city_id: int, slug: str) -> OfferFacts:
    """An offer that is or was approved, by its word in the address; raises Unknown.

    One that town hall reads once more, or sent back, keeps its page: its code hangs in a window.
    """
    states = (OfferState.LIVE, OfferState.SOLD_OUT, OfferState.WITHDRAWN)
    was_seen = or_(offers.state.in_(states), offers.shown_as != "")
    named = (offers.city_id == city_id, offers.slug == slug)
    return _only_offer(session, *named, was_seen, _shops.state == ShopState.APPROVED)


def city_offer(session: Session, city_id: int, offer_id: int) -> OfferFacts:
    """Any offer of a city; raises Unknown."""
    return _only_offer(session, offers.city_id == city_id, offers.id == offer_id)


def waiting_offers(session: Session, city_id: int) -> Sequence[OfferFacts]:
    """The offers of a city that wait for town hall, by shop."""
    return _as_offers(session, _offers().where(offers.city_id == city_id, offers.state == OfferState.WAITING))


def waiting_count(session: Session, city_id: int) -> int:
    """How many offers of a city wait for town hall."""
    waiting = select(func.count()).where(offers.city_id == city_id, offers.state == OfferState.WAITING)
    return session.execute(waiting).scalar_one()


def kept_offer(session: Session, offer_id: int, *, account_id: int) -> OfferFacts:
    """An offer of a shop that this account keeps; raises Unknown."""
    return _only_offer(session, offers.id == offer_id, offers.shop_id.in_(_kept_shops(account_id)))


def city_offer_counts(
    session: Session, city_id: int, *, now: datetime, midnight: datetime
) -> Sequence[OfferCounts]:
    """The offers of a city's campaigns that are not over with their counts, what waits first, by shop."""
    return _with_counts(session, midnight, and_(offers.city_id == city_id, _campaigns.ends_at > now))


def edition_offer_counts(session: Session, campaign_id: int, *, midnight: datetime) -> Sequence[OfferCounts]:
    """The offers of one campaign with their counts, what waits first, by shop."""
    return _with_counts(session, midnight, offers.campaign_id == campaign_id)


def kept_offer_counts(
    session: Session, *, account_id: int, midnight: datetime, city_id: int | None = None
) -> Sequence[OfferCounts]:
    """The offers of the shops that this account keeps, in one city or in all, with their counts."""
    kept = offers.shop_id.in_(_kept_shops(account_id))
    return _with_counts(session, midnight, and_(kept, offers.city_id == city_id) if city_id else kept)


def shop_offer_counts(session: Session, shop_id: int, *, midnight: datetime) -> Sequence[OfferCounts]:
    """The offers of one shop with their counts."""
    return _with_counts(session, midnight, offers.shop_id == shop_id)


def city_counts(session: Session, city_id: int, *, midnight: datetime) -> CityCounts:
    """What came of all offers of a city."""
    claimed = select(func.coalesce(func.sum(offers.claimed), 0)).where(offers.city_id == city_id)
    lapsed = select(func.count()).where(vouchers.city_id == city_id, vouchers.state == VoucherState.LAPSED)
    today = select(func.count()).where(vouchers.city_id == city_id, vouchers.claimed_at >= midnight)
    live = (redemptions.city_id == city_id, redemptions.undone_at.is_(None))
    redeemed = select(func.count(), _since(redemptions.redeemed_at, midnight)).where(*live)
    still, over, new = (session.execute(counted).scalar_one() for counted in (claimed, lapsed, today))
    return CityCounts(still + over, new, *session.execute(redeemed).one())


def latest_redemptions(session: Session, city_id: int, *, limit: int = 10) -> Sequence[RedemptionLine]:
    """The newest redemptions of a city that stand."""
    lines = _redemptions().where(redemptions.city_id == city_id, redemptions.undone_at.is_(None))
    newest = lines.order_by(redemptions.redeemed_at.desc(), redemptions.id.desc()).limit(limit)
    return [RedemptionLine(*row) for row in session.execute(newest)]


def redemption_of_shop(session: Session, redemption_id: int, shop_id: int) -> RedemptionLine:
    """A redemption by one of the shop's counters; raises Unknown."""
    found = _redemptions().where(redemptions.id == redemption_id, redemptions.shop_id == shop_id)
    row = session.execute(found).one_or_none()
    if row is None:
        raise Unknown
    return RedemptionLine(*row)


def redemption_of_voucher(session: Session, voucher_id: int) -> RedemptionLine | None:
    """The redemption of a voucher that stands."""
    found = _redemptions().where(redemptions.voucher_id == voucher_id, redemptions.undone_at.is_(None))
    row = session.execute(found).one_or_none()
    return RedemptionLine(*row) if row else None


def voucher_by_code(session: Session, code: str) -> VoucherFacts | None:
    """The voucher with this typed code, in whatever city: the code is all its holder has."""
    row = session.connection().execute(_VOUCHER_BY_CODE, {"typed": code}).one_or_none()
    return _as_voucher(row) if row else None


def lock_voucher(session: Session, voucher_id: int) -> None:
    """Keep a voucher as it is until the transaction ends: who looks again sees what stays."""
    session.execute(select(vouchers.id).where(vouchers.id == voucher_id).with_for_update(key_share=True))


def voucher_facts(session: Session, *conditions: ColumnElement[bool]) -> Sequence[VoucherFacts]:
    """The vouchers that fit, with what they promise, the oldest first."""
    rows = session.execute(_PROMISES.where(*conditions).order_by(vouchers.id))
    return [_as_voucher(row) for row in rows]


@cache
def _offers() -> Select[Any]:
    return _joined(select(*_OFFER.values()))


def _joined(columns: Select[Any]) -> Select[Any]:
    rows = columns.select_from(cast("Table", Offer.__table__))
    rows = rows.join(cast("Table", Shop.__table__), _shops.id == offers.shop_id)
    rows = rows.join(cast("Table", Campaign.__table__), _campaigns.id == offers.campaign_id)
    return rows.outerjoin(cast("Table", DiscountRules.__table__), _rules.campaign_id == offers.campaign_id)


def _as_offers(session: Session, rows: Select[Any], *, most: int = MOST_OFFERS) -> Sequence[OfferFacts]:
    """What waits for town hall first, so that nothing of it is left out."""
    ordered = rows.order_by(offers.state != OfferState.WAITING, _shops.name, offers.id).limit(most)
    return [OfferFacts(**dict(zip(_OFFER, row, strict=True))) for row in session.execute(ordered)]


def _only_offer(session: Session, *conditions: ColumnElement[bool]) -> OfferFacts:
    found = _as_offers(session, _offers().where(*conditions))
    if not found:
        raise Unknown
    return found[0]


def _kept_shops(account_id: int) -> Select[Any]:
    keepers = cast("Table", Keeper.__table__).c
    return select(keepers.shop_id).where(keepers.account_id == account_id)


def _with_counts(
    session: Session, midnight: datetime, condition: ColumnElement[bool]
) -> Sequence[OfferCounts]:
    found = _as_offers(session, _offers().where(condition))
    live = (redemptions.offer_id.in_([offer.id for offer in found]), redemptions.undone_at.is_(None))
    today = _since(redemptions.redeemed_at, midnight)
    counted = select(redemptions.offer_id, func.count(), today).where(*live).group_by(redemptions.offer_id)
    counts = {row[0]: (row[1], row[2]) for row in session.execute(counted)}
    lapsed = _lapsed(session, [offer.id for offer in found])
    return [OfferCounts(each, *counts.get(each.id, (0, 0)), lapsed.get(each.id, 0)) for each in found]


def _lapsed(session: Session, offer_ids: Sequence[int]) -> Mapping[int, int]:
    over = (vouchers.offer_id.in_(offer_ids), vouchers.state == VoucherState.LAPSED)
    counted = select(vouchers.offer_id, func.count()).where(*over).group_by(vouchers.offer_id)
    return {row.offer_id: row[1] for row in session.execute(counted)}


def _since(moment: ColumnElement[Any], midnight: datetime) -> ColumnElement[int]:
    return func.count().filter(moment >= midnight)


@cache
def _redemptions() -> Select[Any]:
    amounts = (redemptions.redeemed_at, redemptions.amount_cents, redemptions.undone_at)
    columns = (
        redemptions.id,
        redemptions.offer_id,
        redemptions.shop_id,
        _shops.name,
        _counters.name,
        offers.title,
    )
    rows = select(*columns, *amounts).select_from(cast("Table", Redemption.__table__))
    rows = rows.join(cast("Table", Offer.__table__), offers.id == redemptions.offer_id)
    rows = rows.join(cast("Table", Shop.__table__), _shops.id == redemptions.shop_id)
    return rows.join(cast("Table", Counter.__table__), _counters.id == redemptions.counter_id)


def _as_voucher(row: Row[Any]) -> VoucherFacts:
    own = dict(zip(_VOUCHER, row, strict=False))
    return VoucherFacts(**own, offer=OfferFacts(**dict(zip(_PROMISED, row[len(own) :], strict=True))))


_PROMISES = (
    _joined(
        select(*(column.label(f"voucher_{name}") for name, column in _VOUCHER.items()), *_PROMISED.values())
    )
    .join(cast("Table", Voucher.__table__), vouchers.offer_id == offers.id)
    .join(
        cast("Table", OfferVersion.__table__),
        and_(_versions.offer_id == vouchers.offer_id, _versions.version == vouchers.version),
    )
)
# Asked for every redemption, so built once: building takes five times as long as sending.
_VOUCHER_BY_CODE = _PROMISES.where(vouchers.code == bindparam("typed"))
