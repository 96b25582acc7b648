"""Reads of counters by what a device shows: the link, the token or the cookie tells the city."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from cityshop.core.db import Session, across_cities
from cityshop.merchants.models import Counter


def counter_by_id(session: Session, counter_id: int) -> Counter | None:
    """The counter that a bearer token names, with its shop, revoked or not."""
    return _counter(session, Counter.id == counter_id)


def counter_of_shop(session: Session, counter_ids: Sequence[int], *, shop_id: int) -> Counter | None:
    """The open counter of a shop among these; asks nothing when there are none."""
    if not counter_ids:
        return None
    among = Counter.id.in_(counter_ids)
    return _counter(session, among, Counter.shop_id == shop_id, Counter.revoked_at.is_(None))


def is_revoked(session: Session, counter_id: int) -> bool:
    """Whether the shop closed this counter."""
    # a counter that is known by its id belongs to the city of its device
    with across_cities(session):
        return session.scalar(select(Counter.revoked_at).where(Counter.id == counter_id)) is not None


def _counter(session: Session, *conditions: ColumnElement[bool]) -> Counter | None:
    wanted = select(Counter).where(*conditions).options(joinedload(Counter.shop))
    # a device may stand behind counters in several cities
    with across_cities(session):
        return session.scalar(wanted.order_by(Counter.id).limit(1))
