"""Reads of counters by what a device shows: link, token or cookie tell the city too. And of their day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, func, select
from sqlalchemy.orm import joinedload

from cityshop.core.db import Session, across_cities
from cityshop.merchants.models import Counter
from cityshop.offers.models import Offer, Redemption

MOST_LINES = 200
_counters = cast("Table", Counter.__table__)
_redemptions = cast("Table", Redemption.__table__)

# Asked for every redemption, so built once: building takes five times as long as sending.
_BY_ID = select(
    _counters.c.id,
    _counters.c.city_id,
    _counters.c.shop_id,
    _counters.c.bearer_version,
    _counters.c.revoked_at,
).where(_counters.c.id == bindparam("counter_id"))
_WITH_KEY = (
    select(_counters.c.revoked_at, _redemptions.c.id, _redemptions.c.redeemed_at, _redemptions.c.voucher_id)
    .add_columns(_redemptions.c.amount_cents)
    .outerjoin(
        _redemptions,
        and_(_redemptions.c.counter_id == _counters.c.id, _redemptions.c.idempotency_key == bindparam("key")),
    )
    .where(_counters.c.id == bindparam("counter_id"))
)


@dataclass(frozen=True)
class CounterFacts:
    """What redeeming needs to know of a counter, as one row of a query."""

    id: int
    city_id: int
    shop_id: int
    bearer_version: int
    revoked_at: datetime | None


AnyCounter = Counter | CounterFacts


@dataclass(frozen=True)
class TillLine:
    """One redemption in the day's list of a shop."""

    id: int
    title: Mapping[str, str]
    counter_name: str
    redeemed_at: datetime
    amount_cents: int | None
    undone_at: datetime | None


@dataclass(frozen=True)
class TillSums:
    """What a shop redeemed and did not undo; `told` is of how many the purchase is known, in cents."""

    redeemed: int
    told: int
    amount_cents: int


@dataclass(frozen=True)
class KeyAtCounter:
    """Whether a counter was closed, and the redemption under one of its keys: None when the key is new."""

    revoked_at: datetime | None
    redemption_id: int | None
    redeemed_at: datetime | None
    voucher_id: int | None
    amount_cents: int | None


def counter_by_id(session: Session, counter_id: int) -> CounterFacts | None:
    """The counter that a bearer token names, revoked or not."""
    row = session.connection().execute(_BY_ID, {"counter_id": counter_id}).one_or_none()
    return CounterFacts(*row) if row is not None else None


def key_at_counter(session: Session, counter_id: int, key: str) -> KeyAtCounter:
    """What a counter did before with a key of its own."""
    row = session.connection().execute(_WITH_KEY, {"counter_id": counter_id, "key": key}).one()
    return KeyAtCounter(*row)


def counter_of_shop(session: Session, counter_ids: Sequence[int], *, shop_id: int) -> Counter | None:
    """The open counter of a shop among these; asks nothing when there are none."""
    if not counter_ids:
        return None
    among = Counter.id.in_(counter_ids)
    return _counter(session, among, Counter.shop_id == shop_id, Counter.revoked_at.is_(None))


def redeemed_in_shop(session: Session, shop_id: int, *, since: datetime) -> Sequence[TillLine]:
    """What the counters of a shop redeemed since then, the newest first, what was undone too."""
    rows, offers = _redemptions.c, cast("Table", Offer.__table__)
    lines = select(
        rows.id, offers.c.title, _counters.c.name, rows.redeemed_at, rows.amount_cents, rows.undone_at
    )
    joined = lines.join(offers, offers.c.id == rows.offer_id).join(
        _counters, _counters.c.id == rows.counter_id
    )
    newest = joined.where(rows.shop_id == shop_id, rows.redeemed_at >= since)
    ordered = newest.order_by(rows.redeemed_at.desc(), rows.id.desc()).limit(MOST_LINES)
    return [TillLine(*row) for row in session.execute(ordered)]


def sums_of_shop(session: Session, shop_id: int, *, since: datetime) -> TillSums:
    """How many vouchers a shop redeemed since then, and for how much."""
    rows = _redemptions.c
    told = (func.count(rows.amount_cents), func.coalesce(func.sum(rows.amount_cents), 0))
    live = (rows.shop_id == shop_id, rows.redeemed_at >= since, rows.undone_at.is_(None))
    return TillSums(*session.execute(select(func.count(), *told).where(*live)).one())


def _counter(session: Session, *conditions: ColumnElement[bool]) -> Counter | None:
    wanted = select(Counter).where(*conditions).options(joinedload(Counter.shop))
    # a device may stand behind counters in several cities
    with across_cities(session):
        return session.scalar(wanted.order_by(Counter.id).limit(1))
