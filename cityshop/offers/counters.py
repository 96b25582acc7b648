"""Reads of counters by what a device shows: the link, the token or the cookie tells the city."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, select
from sqlalchemy.orm import joinedload

from cityshop.core.db import Session, across_cities
from cityshop.merchants.models import Counter
from cityshop.offers.models import Redemption

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


def _counter(session: Session, *conditions: ColumnElement[bool]) -> Counter | None:
    wanted = select(Counter).where(*conditions).options(joinedload(Counter.shop))
    # a device may stand behind counters in several cities
    with across_cities(session):
        return session.scalar(wanted.order_by(Counter.id).limit(1))
