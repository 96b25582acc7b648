"""A phone behind the till of the bakery that was without reception this morning, and two of its scans."""

import hashlib
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from cityshop.core.codes import new_token
from cityshop.core.db import across_cities
from cityshop.devices.models import Algorithm, Decision, Deed, Device, OfflineScan, Verdict
from cityshop.devices.services import digest_of
from cityshop.merchants.models import Counter, Shop
from cityshop.offers.models import Voucher, VoucherChange, VoucherDeed, VoucherState

BAKERY = "bakkerij-vandoorne"
DECIDED = "Vaste klant; de winkel kon niet weten dat de bon al gebruikt was."


def load(session: Session, *, now: datetime) -> None:
    """Add two phones, one scan that waits for a decision and one that was decided."""
    # the sample fills several cities at once
    with across_cities(session):
        counters = select(Counter).join(Counter.shop).where(Shop.slug == BAKERY).order_by(Counter.id)
        first, second = session.scalars(counters).all()
        phone = _phone(first, "Android, Chrome", now - timedelta(minutes=2))
        session.add_all([phone, _phone(second, "iPhone, Safari", now - timedelta(minutes=31), skew=-420)])
        session.flush()
        used = Voucher.state == VoucherState.REDEEMED
        of_bakery = select(Voucher).join(Voucher.offer).where(used, Voucher.offer.has(shop_id=first.shop_id))
        vouchers = session.scalars(of_bakery.order_by(Voucher.id).limit(2)).all()
        for number, voucher in enumerate(vouchers, 1):
            session.add(_conflict(phone, voucher, number, now))
        session.flush()
        _decide(session, phone, now)


def _phone(counter: Counter, name: str, seen_at: datetime, *, skew: int = 0) -> Device:
    return Device(
        city_id=counter.city_id,
        counter_id=counter.id,
        shop_id=counter.shop_id,
        name=name,
        algorithm=Algorithm.ED25519,
        public_key=Ed25519PrivateKey.generate().public_key().public_bytes_raw(),
        token_digest=digest_of(new_token()),
        bearer_version=counter.bearer_version,
        paired_at=seen_at - timedelta(hours=3),
        seen_at=seen_at,
        emptied_at=seen_at,
        skew_seconds=skew,
        emptied_skew=skew,
        last_sequence=0,
    )


def _conflict(phone: Device, voucher: Voucher, number: int, now: datetime) -> OfflineScan:
    at = now - timedelta(minutes=25 + number)
    return OfflineScan(
        city_id=phone.city_id,
        device_id=phone.id,
        shop_id=phone.shop_id,
        digest=hashlib.sha256(f"{voucher.code}.{number}".encode()).digest(),
        deed=Deed.SCAN,
        verdict=Verdict.CONFLICT,
        reason="already_redeemed",
        key=new_token(),
        scanned_at=at,
        corrected_at=at,
        received_at=now - timedelta(minutes=2),
        amount_cents=9_80 if number == 1 else None,
        voucher_id=voucher.id,
        offer_id=voucher.offer_id,
    )


def _decide(session: Session, phone: Device, now: datetime) -> None:
    """The older of the two was settled already."""
    mine = select(OfflineScan).where(OfflineScan.device_id == phone.id).order_by(OfflineScan.id.desc())
    scan = session.scalars(mine).first()
    if scan is None or scan.voucher_id is None:
        return
    scan.decision, scan.decided_at, scan.decision_reason = Decision.HONOURED, now, DECIDED
    change = VoucherChange(
        city_id=scan.city_id, voucher_id=scan.voucher_id, deed=VoucherDeed.HONOURED, at=now
    )
    change.reason = DECIDED
    session.add(change)
