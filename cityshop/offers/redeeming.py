"""Redeeming in two statements, each a transaction of its own: a look at all that matters, and the use.

Nearly every scan is a good voucher at its own shop, in time, of an offer that takes nothing that runs out at
the till. `services` judges all the others, and says why it refuses. PostgreSQL only: in SQLite one statement
cannot change two tables.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CTE, Insert, Select, Table, and_, bindparam, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Database, Session
from cityshop.merchants.models import Counter
from cityshop.offers.judging import code_shown
from cityshop.offers.models import (
    DiscountRules,
    Offer,
    OfferVersion,
    Redemption,
    StockCounts,
    Voucher,
    VoucherState,
)
from cityshop.offers.refusals import RedemptionRefused
from cityshop.offers.rules import Hours, is_within_hours, was_paused_at_counters
from cityshop.offers.services import Order, Redeemed

_voucher = cast("Table", Voucher.__table__)
_version = cast("Table", OfferVersion.__table__)
_offer = cast("Table", Offer.__table__)
_rules = cast("Table", DiscountRules.__table__)
_campaign = cast("Table", Campaign.__table__)
_counter = cast("Table", Counter.__table__)
_redemption = cast("Table", Redemption.__table__)


@dataclass(frozen=True)
class _Good:
    """A voucher that was not used, of the shop whose counter asks."""

    voucher_id: int
    min_spend_cents: int
    hours: Hours


def redeem_plainly(
    database: Database, bearer: tuple[int, int], order: Order, *, now: datetime
) -> Redeemed | None:
    """Redeem what asks nothing more than a look; None, and nothing changed, where `services` must judge.

    `bearer` is the counter's id and the version of its bearers.
    """
    if database.is_sqlite:
        return None
    with database.statements() as session:
        good = _find(session, bearer, order)
        if good is None or not _may_be_taken(good, order, now):
            return None
        return _use(session, bearer[0], order, good, now)


def _may_be_taken(good: _Good, order: Order, now: datetime) -> bool:
    if was_paused_at_counters(good.hours, now) or not is_within_hours(good.hours, now):
        return False
    return order.amount_cents is None or order.amount_cents >= good.min_spend_cents


def _find(session: Session, bearer: tuple[int, int], order: Order) -> _Good | None:
    try:
        code = code_shown(session, order.code)
    except RedemptionRefused:
        return None
    counter_id, version = bearer
    asked = {"code": code, "counter_id": counter_id, "bearer_version": version, "key": order.idempotency_key}
    row = session.connection().execute(_GOOD, asked).one_or_none()
    if row is None:
        return None
    hours = dict(zip(_HOURS, row[2:], strict=True))
    return _Good(row[0], row[1], Hours(**hours))


def _use(session: Session, counter_id: int, order: Order, good: _Good, now: datetime) -> Redeemed | None:
    """None when somebody was first, with the voucher or with the key."""
    facts = {
        "its_id": good.voucher_id,
        "its_counter": counter_id,
        "its_key": order.idempotency_key,
        "its_amount": order.amount_cents,
        "its_moment": now,
    }
    try:
        redemption_id = session.connection().execute(_USED, facts).scalar()
    except IntegrityError:
        return None
    return Redeemed(redemption_id, now) if redemption_id is not None else None


_HOURS = {
    "windows": _version.c.windows,
    "own_start": _version.c.starts_at,
    "own_end": _version.c.ends_at,
    "campaign_start": _campaign.c.starts_at,
    "campaign_end": _campaign.c.ends_at,
    "paused_at": _campaign.c.paused_at,
    "pauses_redemptions": _campaign.c.pauses_redemptions,
}


def _good() -> Select[Any]:
    """Few columns: to describe each one costs as much as to fetch it."""
    told_before = (
        select(literal(1))
        .where(
            _redemption.c.counter_id == bindparam("counter_id"),
            _redemption.c.idempotency_key == bindparam("key"),
        )
        .exists()
    )
    of_version = and_(_version.c.offer_id == _voucher.c.offer_id, _version.c.version == _voucher.c.version)
    return (
        select(_voucher.c.id, _version.c.min_spend_cents, *_HOURS.values())
        .select_from(_voucher)
        .join(_version, of_version)
        .join(_offer, _offer.c.id == _voucher.c.offer_id)
        .join(_campaign, _campaign.c.id == _offer.c.campaign_id)
        .join(_counter, _counter.c.shop_id == _offer.c.shop_id)
        .outerjoin(_rules, _rules.c.campaign_id == _offer.c.campaign_id)
        .where(
            _voucher.c.code == bindparam("code"),
            _voucher.c.state == VoucherState.ISSUED,
            or_(_offer.c.stock.is_(None), _offer.c.stock_counts == StockCounts.CLAIMED),
            _rules.c.cap_cents.is_(None),
            _counter.c.id == bindparam("counter_id"),
            _counter.c.bearer_version == bindparam("bearer_version"),
            _counter.c.revoked_at.is_(None),
            ~told_before,
        )
    )


def _used() -> Insert:
    """The conditional UPDATE decides who is first; a key that is taken takes it back."""
    moment = bindparam("its_moment", type_=_voucher.c.redeemed_at.type)
    won = (
        update(_voucher)
        .where(_voucher.c.id == bindparam("its_id"), _voucher.c.state == VoucherState.ISSUED)
        .values(state=VoucherState.REDEEMED, redeemed_at=moment)
        .returning(_voucher.c.id, _voucher.c.offer_id)
        .cte("won")
    )
    return _noted(won, moment)


def _noted(won: CTE, moment: Any) -> Insert:
    values = {
        "city_id": _offer.c.city_id,
        "voucher_id": won.c.id,
        "offer_id": _offer.c.id,
        "shop_id": _offer.c.shop_id,
        "counter_id": bindparam("its_counter", type_=_redemption.c.counter_id.type),
        "idempotency_key": bindparam("its_key", type_=_redemption.c.idempotency_key.type),
        "redeemed_at": moment,
        "amount_cents": bindparam("its_amount", type_=_redemption.c.amount_cents.type),
        "cost_cents": literal(0),
    }
    rows = select(*values.values()).select_from(won).join(_offer, _offer.c.id == won.c.offer_id)
    return insert(_redemption).from_select([*values], rows).returning(_redemption.c.id)


# Built once: building takes five times as long as sending.
_GOOD, _USED = _good(), _used()
