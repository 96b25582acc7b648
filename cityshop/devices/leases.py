"""Stock on loan: what one phone may give without reception, taken off the stock that all share.

Each step is one conditional UPDATE, so used and lent together never pass the stock, whoever is first.
Everybody goes by offer, the loan before the offer and the city after the last of them: so nobody waits in a
circle.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import Table, insert, update

from cityshop.core.db import Session, renew_public_pages
from cityshop.devices import queries
from cityshop.devices.models import Device, Lease
from cityshop.devices.queries import LentOffer
from cityshop.devices.rules import RETURNS_AFTER, SELLS_FOR, units_to_lend
from cityshop.offers.models import Offer, StockCounts

_leases = cast("Table", Lease.__table__)
_offers = cast("Table", Offer.__table__)


def lend(session: Session, device: Device, offer_id: int, *, units: int, now: datetime) -> int:
    """Lend so many units of an offer to a phone that has none of it; gives how many: all of them, or none."""
    if not _take(session, device, offer_id, units):
        return 0
    facts = {"city_id": device.city_id, "device_id": device.id, "offer_id": offer_id}
    session.execute(insert(_leases).values(**facts, units=units, used=0, until=now + SELLS_FOR))
    return units


def use_lent(session: Session, device_id: int, offer_id: int) -> bool:
    """Move one unit from the loan back to the shared stock, for the redemption that takes it from there now.

    The caller redeems in the same transaction: until it ends, nobody else can have the unit, and the public
    hears nothing of it.
    """
    rows = _leases.c
    mine = (rows.device_id == device_id, rows.offer_id == offer_id, rows.ended_at.is_(None))
    one = update(_leases).where(*mine, rows.used < rows.units).values(used=rows.used + 1)
    if session.execute(one.returning(rows.id)).scalar() is None:
        return False
    _return_units(session, offer_id, 1)
    return True


def give_back(session: Session, lease_ids: Iterable[int], *, now: datetime) -> None:
    """End these loans: what was not used returns to the stock. Twice is once."""
    _renew_pages(session, [_end(session, lease_id, now) for lease_id in lease_ids])


def renew(session: Session, device: Device, *, now: datetime) -> None:
    """At a contact with nothing waiting: return what is over, and lend what fits what is left now.

    The answer may be lost, and the phone goes on with what it heard before: until then a loan only grows.
    Of an offer that is over or withdrawn nothing more is lent.
    """
    cities = []
    for offer in queries.lent_offers(session, device, now=now):
        left = offer.stock - offer.taken + offer.left_on_loan
        units = units_to_lend(left) if offer.is_running else 0
        if offer.lease_id is not None and not _is_over(offer, now):
            _grow(session, device, offer, units=units, now=now)
            continue
        if offer.lease_id is not None:
            cities.append(_end(session, offer.lease_id, now))
        if units:
            lend(session, device, offer.offer_id, units=units, now=now)
    _renew_pages(session, cities)


def return_expired(session: Session, *, now: datetime) -> int:
    """Return what phones did not use in time, nor told of in the hours after; gives how many loans ended."""
    over = queries.ended_leases(session, before=now - RETURNS_AFTER)
    give_back(session, over, now=now)
    return len(over)


def _is_over(offer: LentOffer, now: datetime) -> bool:
    """Whether the phone gives nothing of this loan any more, whatever it heard."""
    return offer.until is None or offer.until <= now


def _grow(session: Session, device: Device, offer: LentOffer, *, units: int, now: datetime) -> None:
    """So many on loan, and for longer; what is too large or still fresh stays as it is."""
    more = units - offer.left_on_loan
    is_fresh = offer.until is not None and offer.until - now > SELLS_FOR / 2
    if not units or more < 0 or (more == 0 and is_fresh):
        return
    rows = _leases.c
    running = update(_leases).where(rows.id == offer.lease_id, rows.ended_at.is_(None))
    longer = running.values(until=now + SELLS_FOR).returning(rows.id)
    if session.execute(longer).first() is not None and more and _take(session, device, offer.offer_id, more):
        session.execute(running.values(units=rows.units + more))


def _take(session: Session, device: Device, offer_id: int, units: int) -> bool:
    """Take units off the shared stock of an offer of the phone's shop that counts its use; all, or none."""
    rows = _offers.c
    has_left = (rows.stock_counts == StockCounts.USED, rows.used + rows.leased + units <= rows.stock)
    taken = (
        update(_offers)
        .where(rows.id == offer_id, rows.shop_id == device.shop_id, *has_left)
        .values(leased=rows.leased + units)
    )
    return session.execute(taken.returning(rows.id)).first() is not None


def _end(session: Session, lease_id: int, now: datetime) -> int | None:
    """End a loan that runs; gives the id of the city whose pages said that there were none left."""
    rows = _leases.c
    ended = update(_leases).where(rows.id == lease_id, rows.ended_at.is_(None)).values(ended_at=now)
    row = session.execute(ended.returning(rows.offer_id, rows.units - rows.used)).one_or_none()
    return _return_units(session, row[0], row[1]) if row is not None and row[1] else None


def _return_units(session: Session, offer_id: int, units: int) -> int | None:
    """Gives the id of the city when there were none left before."""
    rows = _offers.c
    returned = update(_offers).where(rows.id == offer_id).values(leased=rows.leased - units)
    columns = (rows.city_id, rows.used + rows.leased, rows.stock)
    row = session.execute(returned.returning(*columns)).one()
    return row.city_id if row[1] + units == row.stock else None


def _renew_pages(session: Session, city_ids: Iterable[int | None]) -> None:
    """Once for each city, and last: at the till the city follows the offer too."""
    for city_id in sorted({city_id for city_id in city_ids if city_id is not None}):
        renew_public_pages(session, city_id)
