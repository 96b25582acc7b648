"""Redeeming by one statement: it looks at all that matters, uses the voucher, and notes it.

Nearly every scan is a good voucher at its own shop, in time, of an offer that takes nothing that runs out at
the till. What is not surely so is left alone: `services` judges it, and says why it refuses. PostgreSQL only:
in SQLite one statement cannot change two tables.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Insert,
    Table,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from cityshop.campaigns.models import Campaign
from cityshop.core.clock import local
from cityshop.core.db import Database
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
from cityshop.offers.services import Order, Redeemed

_voucher = cast("Table", Voucher.__table__)
_version = cast("Table", OfferVersion.__table__)
_offer = cast("Table", Offer.__table__)
_rules = cast("Table", DiscountRules.__table__)
_campaign = cast("Table", Campaign.__table__)
_counter = cast("Table", Counter.__table__)
_redemption = cast("Table", Redemption.__table__)


def redeem_plainly(
    database: Database, bearer: tuple[int, int], order: Order, *, now: datetime
) -> Redeemed | None:
    """Redeem what is surely good; None, and nothing changed, where `services` must judge.

    `bearer` is the counter's id and the version of its bearers.
    """
    if database.is_sqlite:
        return None
    with database.statements.connect() as connection:
        try:
            code = code_shown(connection, order.code)
        except RedemptionRefused:
            return None
        return _use(connection, bearer, code, order, now)


def _use(
    connection: Connection, bearer: tuple[int, int], code: str, order: Order, now: datetime
) -> Redeemed | None:
    """None also when somebody was first, with the voucher or with the key."""
    wall = local(now)
    facts = {
        "the_code": code,
        "the_counter": bearer[0],
        "the_version": bearer[1],
        "the_key": order.idempotency_key,
        "the_amount": order.amount_cents,
        "the_moment": now,
        "the_day": wall.weekday(),
        "the_time": f"{wall:%H:%M}",
    }
    try:
        redemption_id = connection.execute(_REDEEM, facts).scalar()
    except IntegrityError:
        return None
    return Redeemed(redemption_id, now) if redemption_id is not None else None


def _taken(moment: ColumnElement[datetime], counter: ColumnElement[int]) -> CTE:
    """The conditional UPDATE decides who is first."""
    return (
        update(_voucher)
        .where(
            _voucher.c.code == bindparam("the_code"),
            _voucher.c.state == VoucherState.ISSUED,
            _version.c.offer_id == _voucher.c.offer_id,
            _version.c.version == _voucher.c.version,
            _offer.c.id == _voucher.c.offer_id,
            _campaign.c.id == _offer.c.campaign_id,
            _counter.c.id == counter,
            _counter.c.shop_id == _offer.c.shop_id,
            _counter.c.bearer_version == bindparam("the_version"),
            _counter.c.revoked_at.is_(None),
            *_in_time(moment),
            *_asks_nothing(),
        )
        .values(state=VoucherState.REDEEMED, redeemed_at=moment)
        .returning(_voucher.c.id, _offer.c.city_id, _offer.c.id.label("offer_id"), _offer.c.shop_id)
        .cte("taken")
    )


def _in_time(moment: ColumnElement[datetime]) -> list[ColumnElement[bool]]:
    return [
        _campaign.c.paused_at.is_(None),
        _campaign.c.starts_at <= moment,
        _campaign.c.ends_at > moment,
        or_(_version.c.starts_at.is_(None), _version.c.starts_at <= moment),
        or_(_version.c.ends_at.is_(None), _version.c.ends_at > moment),
        _within_hours(),
    ]


def _within_hours() -> ColumnElement[bool]:
    windows = sql_cast(_version.c.windows, JSONB)
    window = func.jsonb_array_elements(windows, type_=JSONB).column_valued("hours")
    day = func.to_jsonb(bindparam("the_day", type_=_counter.c.id.type))
    time = bindparam("the_time", type_=_redemption.c.idempotency_key.type)
    holds = (window["days"].contains(day), window["from"].astext <= time, window["to"].astext > time)
    return or_(windows == sql_cast(literal("[]"), JSONB), select(literal(1)).where(*holds).exists())


def _asks_nothing() -> list[ColumnElement[bool]]:
    amount = bindparam("the_amount", type_=_redemption.c.amount_cents.type)
    capped = select(literal(1)).where(
        _rules.c.campaign_id == _offer.c.campaign_id, _rules.c.cap_cents.is_not(None)
    )
    return [
        or_(_offer.c.stock.is_(None), _offer.c.stock_counts == StockCounts.CLAIMED),
        or_(_version.c.min_spend_cents == 0, _version.c.min_spend_cents <= amount),
        ~capped.exists(),
    ]


def _redeem() -> Insert:
    """A key that was used before breaks its unique index, and takes the use back."""
    moment = bindparam("the_moment", type_=_redemption.c.redeemed_at.type)
    counter = bindparam("the_counter", type_=_redemption.c.counter_id.type)
    taken = _taken(moment, counter)
    values: dict[str, Any] = {
        "city_id": taken.c.city_id,
        "voucher_id": taken.c.id,
        "offer_id": taken.c.offer_id,
        "shop_id": taken.c.shop_id,
        "counter_id": counter,
        "idempotency_key": bindparam("the_key", type_=_redemption.c.idempotency_key.type),
        "redeemed_at": moment,
        "amount_cents": bindparam("the_amount", type_=_redemption.c.amount_cents.type),
        "cost_cents": literal(0),
    }
    rows = select(*values.values()).select_from(taken)
    return insert(_redemption).from_select([*values], rows).returning(_redemption.c.id)


# Built once: building takes five times as long as sending.
_REDEEM = _redeem()
