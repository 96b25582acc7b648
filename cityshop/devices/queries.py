"""Reads of phones, their links, their stock and what they sent. Lists keep to the chosen city."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select
from sqlalchemy.orm import joinedload

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session, across_cities
from cityshop.devices.errors import ConflictUnknown, DeviceUnknown, PairingUnknown
from cityshop.devices.models import Device, Lease, OfflineScan, Pairing, Verdict
from cityshop.merchants.models import Counter, Shop
from cityshop.offers.models import Offer, OfferState, Redemption, StockCounts, Voucher

LONGEST_LIST = 300
SETTLED = (Verdict.REDEEMED, Verdict.UNDONE)

_scans = cast("Table", OfflineScan.__table__).c
_leases = cast("Table", Lease.__table__).c
_offers = cast("Table", Offer.__table__).c
_campaigns = cast("Table", Campaign.__table__).c


@dataclass(frozen=True)
class ScanLine:
    """A scan that came in later, with the names around it; None where it is not known."""

    scan: OfflineScan
    device_name: str
    counter_name: str
    shop_id: int
    shop_name: str
    title: dict[str, str] | None
    code: str | None


@dataclass(frozen=True)
class LentOffer:
    """An offer whose use is counted, with what one phone has of it on loan."""

    offer_id: int
    stock: int
    taken: int
    lease_id: int | None
    units: int
    used: int
    until: datetime | None
    is_running: bool

    @property
    def left_on_loan(self) -> int:
        return self.units - self.used


def device_by_digest(session: Session, digest: bytes) -> Device:
    """The phone with this token, ended or not, with its counter and shop; raises DeviceUnknown."""
    wanted = select(Device).where(Device.token_digest == digest)
    with_shop = wanted.options(joinedload(Device.counter).joinedload(Counter.shop))
    # the token says itself which city the phone is in
    with across_cities(session):
        return _one(session, with_shop)


def locked_device(session: Session, device_id: int) -> Device:
    """The phone for one sender at a time, as the database has it now."""
    wanted = select(Device).where(Device.id == device_id).options(joinedload(Device.counter))
    fresh = wanted.with_for_update(of=Device).execution_options(populate_existing=True)
    return _one(session, fresh)


def device_of_shop(session: Session, device_id: int, *, shop_id: int) -> Device:
    """A phone of this shop; raises DeviceUnknown."""
    return _one(session, select(Device).where(Device.id == device_id, Device.shop_id == shop_id))


def device_of_city(session: Session, device_id: int) -> Device:
    """A phone of the chosen city with its counter and shop; raises DeviceUnknown."""
    wanted = select(Device).where(Device.id == device_id)
    return _one(session, wanted.options(joinedload(Device.counter).joinedload(Counter.shop)))


def device_with_key(session: Session, counter_id: int, public_key: bytes) -> Device | None:
    """The phone that paired with this key before."""
    known = select(Device).where(Device.counter_id == counter_id, Device.public_key == public_key)
    return session.scalar(known)


def lock_counter(session: Session, counter_id: int) -> None:
    """Keep a counter for one who pairs a phone at a time."""
    session.execute(select(Counter.id).where(Counter.id == counter_id).with_for_update(key_share=True))


def devices_at(session: Session, counter_id: int) -> int:
    """How many phones work behind a counter."""
    counted = select(func.count(Device.id)).where(
        Device.counter_id == counter_id, Device.revoked_at.is_(None)
    )
    return session.scalar(counted) or 0


def devices_of_shop(session: Session, shop_id: int) -> Sequence[Device]:
    """The phones of a shop with their counters; those that were ended last."""
    return _listed(session, Device.shop_id == shop_id)


def devices_of_city(session: Session) -> Sequence[Device]:
    """The phones of the chosen city with counters and shops; those that were ended last."""
    return _listed(session, Device.id > 0)


def pairing_by_digest(session: Session, digest: bytes, *, counter_id: int) -> Pairing:
    """A link of this counter by the digest of its secret; raises PairingUnknown."""
    wanted = select(Pairing).where(Pairing.secret_digest == digest, Pairing.counter_id == counter_id)
    pairing = session.scalar(wanted)
    if pairing is None:
        raise PairingUnknown
    return pairing


def open_pairings(session: Session, shop_id: int, *, now: datetime) -> Sequence[Pairing]:
    """The links of a shop that can still be used, the newest first."""
    links = select(Pairing).join(Pairing.counter).where(Counter.shop_id == shop_id)
    usable = links.where(Pairing.used_at.is_(None), Pairing.revoked_at.is_(None), Pairing.expires_at > now)
    return session.scalars(usable.options(joinedload(Pairing.counter)).order_by(Pairing.id.desc())).all()


def scan_by_digest(session: Session, device_id: int, digest: bytes) -> OfflineScan | None:
    """What this phone sent before with exactly this text."""
    same = select(OfflineScan).where(OfflineScan.device_id == device_id, OfflineScan.digest == digest)
    return session.scalar(same)


def scan_by_key(session: Session, device_id: int, key: str) -> OfflineScan | None:
    """What this phone sent before under this key."""
    return session.scalar(
        select(OfflineScan).where(OfflineScan.device_id == device_id, OfflineScan.key == key)
    )


def scan_of_redemption(session: Session, redemption_id: int) -> OfflineScan | None:
    """The scan that became this redemption, if it came in later."""
    became = select(OfflineScan).where(OfflineScan.redemption_id == redemption_id)
    return session.scalar(became.order_by(OfflineScan.id).limit(1))


def standing_redemption(session: Session, voucher_id: int) -> Redemption | None:
    """The redemption of a voucher that stands."""
    return session.scalar(
        select(Redemption).where(Redemption.voucher_id == voucher_id, Redemption.undone_at.is_(None))
    )


def scans_to_look_at(session: Session, *, shop_id: int | None = None) -> Sequence[ScanLine]:
    """What did not simply count and waits for a decision, then what was decided; the newest first."""
    wanted = _lines().where(_scans.verdict.not_in(SETTLED))
    if shop_id is not None:
        wanted = wanted.where(_scans.shop_id == shop_id)
    newest = (_scans.decision.is_not(None), _scans.received_at.desc(), _scans.id.desc())
    rows = session.execute(wanted.order_by(*newest).limit(LONGEST_LIST))
    return [_line(row) for row in rows]


def count_to_look_at(session: Session, city_id: int, *, shop_ids: Sequence[int] | None = None) -> int:
    """How many scans of a city, or of some of its shops, wait for a decision."""
    waiting = (_scans.city_id == city_id, _scans.verdict.not_in(SETTLED), _scans.decision.is_(None))
    counted = select(func.count()).where(*waiting)
    if shop_ids is not None:
        counted = counted.where(_scans.shop_id.in_(shop_ids))
    return session.scalar(counted) or 0


def scan_to_decide(session: Session, scan_id: int) -> ScanLine:
    """One scan of the chosen city that did not simply count; raises ConflictUnknown."""
    found = session.execute(_lines().where(_scans.id == scan_id, _scans.verdict.not_in(SETTLED)))
    row = found.one_or_none()
    if row is None:
        raise ConflictUnknown
    return _line(row)


def lent_offers(session: Session, device: Device, *, now: datetime) -> Sequence[LentOffer]:
    """The offers of a phone's shop whose use is counted, over or not, with what it has on loan."""
    mine = (_leases.offer_id == _offers.id, _leases.device_id == device.id, _leases.ended_at.is_(None))
    lease = (_leases.id, func.coalesce(_leases.units, 0), func.coalesce(_leases.used, 0), _leases.until)
    coming = or_(_offers.ends_at.is_(None), _offers.ends_at > now)
    running = and_(_offers.state == OfferState.LIVE, coming, _campaigns.ends_at > now)
    columns = (_offers.id, _offers.stock, _offers.used + _offers.leased, *lease, running)
    rows = (
        select(*columns)
        .join(Campaign.__table__, _campaigns.id == _offers.campaign_id)
        .outerjoin(Lease.__table__, mine[0] & mine[1] & mine[2])
    )
    counted = (_offers.stock.is_not(None), _offers.stock_counts == StockCounts.USED)
    wanted = rows.where(_offers.shop_id == device.shop_id, *counted).order_by(_offers.id)
    return [LentOffer(*row) for row in session.execute(wanted)]


def ended_leases(session: Session, *, before: datetime, limit: int = LONGEST_LIST) -> Sequence[int]:
    """The ids of leases that ran out before a moment and were not returned, by offer, in whatever city."""
    over = select(_leases.id).where(_leases.ended_at.is_(None), _leases.until <= before)
    return session.execute(over.order_by(_leases.offer_id, _leases.id).limit(limit)).scalars().all()


def leases_of(session: Session, device_id: int) -> Sequence[int]:
    """The ids of what a phone has on loan, by offer."""
    running = select(_leases.id).where(_leases.ended_at.is_(None), _leases.device_id == device_id)
    return session.execute(running.order_by(_leases.offer_id, _leases.id)).scalars().all()


def _one(session: Session, wanted: Select[Device]) -> Device:
    device = session.scalar(wanted)
    if device is None:
        raise DeviceUnknown
    return device


def _listed(session: Session, condition: ColumnElement[bool]) -> Sequence[Device]:
    wanted = select(Device).where(condition).options(joinedload(Device.counter).joinedload(Counter.shop))
    ordered = wanted.order_by(Device.revoked_at.is_not(None), Device.seen_at.desc(), Device.id)
    return session.scalars(ordered.limit(LONGEST_LIST)).all()


def _lines() -> Select[*tuple[Any, ...]]:
    names = (Device.name, Counter.name, Shop.id, Shop.name, Offer.title, Voucher.code)
    lines = select(OfflineScan, *names).join(OfflineScan.device).join(Device.counter)
    lines = lines.join(Shop, Shop.id == OfflineScan.shop_id)
    return lines.outerjoin(Offer, Offer.id == OfflineScan.offer_id).outerjoin(
        Voucher, Voucher.id == OfflineScan.voucher_id
    )


def _line(row: Any) -> ScanLine:
    return ScanLine(*row)
