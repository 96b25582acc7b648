"""Phones come and go: links that pair them, pairing, contact, ending them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, update

from cityshop.core.codes import new_token
from cityshop.core.db import Session
from cityshop.core.journal import Happening, record
from cityshop.devices import leases, queries
from cityshop.devices.errors import DeviceEnded, PairingExpired, PairingRevoked, PairingUsed, TooManyDevices
from cityshop.devices.models import Algorithm, Device, Pairing
from cityshop.devices.rules import MOST_DEVICES, PAIRING_LASTS, Clock, skew_of
from cityshop.devices.signed_scans import check_key
from cityshop.merchants import tills
from cityshop.merchants.models import Counter

_devices = cast("Table", Device.__table__)
_pairings = cast("Table", Pairing.__table__)


@dataclass(frozen=True)
class NewDevice:
    """What a phone tells when it is paired: its kind, the public half of its key, and what its clock says."""

    name: str
    algorithm: Algorithm
    public_key: bytes
    sent_at: datetime


@dataclass(frozen=True)
class Report:
    """What a phone says of itself at a contact: its clock, and how many scans it will still have then."""

    sent_at: datetime
    waiting: int


def digest_of(secret: str) -> bytes:
    """What is kept of a secret of 128 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def make_pairing(session: Session, counter: Counter, *, account_id: int | None, now: datetime) -> str:
    """A link for one phone; gives its secret, which is shown once and kept nowhere."""
    secret = new_token()
    pairing = Pairing(
        city_id=counter.city_id,
        counter_id=counter.id,
        secret_digest=digest_of(secret),
        made_at=now,
        expires_at=now + PAIRING_LASTS,
    )
    session.add(pairing)
    session.flush()
    record(session, Happening.PAIRING_MADE, f"counter {counter.id}", account_id=account_id, now=now)
    return secret


def revoke_pairings(session: Session, shop_id: int, *, now: datetime) -> None:
    """Take back every link of a shop that nobody used yet."""
    for pairing in queries.open_pairings(session, shop_id, now=now):
        pairing.revoked_at = now
    session.flush()


def check_pairing(pairing: Pairing, now: datetime) -> None:
    """Raises the refusal that says why a link pairs nothing any more; writes nothing."""
    if pairing.used_at is not None:
        raise PairingUsed
    if pairing.revoked_at is not None:
        raise PairingRevoked
    if now >= pairing.expires_at:
        raise PairingExpired


def use_pairing(session: Session, pairing: Pairing, *, now: datetime) -> None:
    """Use a link up: one conditional UPDATE, so that it pairs one phone. Raises the refusal that applies."""
    check_pairing(pairing, now)
    rows = _pairings.c
    unused = (rows.id == pairing.id, rows.used_at.is_(None), rows.revoked_at.is_(None))
    used = update(_pairings).where(*unused).values(used_at=now).returning(rows.id)
    if session.execute(used).scalar() is None:
        raise PairingUsed


def pair(session: Session, counter: Counter, new: NewDevice, *, now: datetime) -> tuple[Device, str]:
    """The phone and its token. Who is known by its key goes on where it was.

    Raises KeyUnreadable, DeviceEnded or TooManyDevices.
    """
    check_key(new.algorithm, new.public_key)
    token = new_token()
    queries.lock_counter(session, counter.id)  # the same phone, or one too many, may pair at this moment
    device = queries.device_with_key(session, counter.id, new.public_key)
    if device is None:
        device = _added(session, counter, new, token, now)
    elif device.revoked_at is not None:
        raise DeviceEnded
    device.token_digest, device.bearer_version = digest_of(token), counter.bearer_version
    device.name, device.seen_at, device.skew_seconds = new.name, now, skew_of(new.sent_at, now)
    session.flush()
    return device, token


def _added(session: Session, counter: Counter, new: NewDevice, token: str, now: datetime) -> Device:
    if queries.devices_at(session, counter.id) >= MOST_DEVICES:
        raise TooManyDevices(most=MOST_DEVICES)
    device = Device(
        city_id=counter.city_id,
        counter_id=counter.id,
        shop_id=counter.shop_id,
        name=new.name,
        algorithm=new.algorithm,
        public_key=new.public_key,
        token_digest=digest_of(token),
        bearer_version=counter.bearer_version,
        paired_at=now,
        seen_at=now,
        emptied_at=now,
        emptied_skew=skew_of(new.sent_at, now),
    )
    session.add(device)
    session.flush()
    record(session, Happening.DEVICE_PAIRED, f"device {device.id}", account_id=None, now=now)
    return device


def greet(session: Session, device: Device, report: Report, *, now: datetime) -> None:
    """A contact: how far the clock is off, what waits there; with nothing waiting, new stock on loan."""
    device.seen_at, device.waiting = now, report.waiting
    device.skew_seconds = skew_of(report.sent_at, now)
    if not report.waiting:
        device.emptied_at, device.emptied_skew = now, device.skew_seconds
        device.last_scanned_at = None  # a clock that was set back was measured now
        session.flush()
        leases.renew(session, device, now=now)
    session.flush()


def clock_of(device: Device, sent_at: datetime, now: datetime) -> Clock:
    """How to read what a phone's clock said of scans that it sends now."""
    return Clock(now, device.emptied_at, (device.emptied_skew, skew_of(sent_at, now)))


def end_device(
    session: Session, device: Device, *, account_id: int | None, now: datetime, reason: str = ""
) -> None:
    """End a phone: it gets and redeems nothing more, its loan returns. Twice is once."""
    queries.lock_counter(session, device.counter_id)  # another may end, or pair, at this moment
    session.refresh(device, ["revoked_at"])
    if device.revoked_at is not None:
        return
    device.revoked_at = now
    _end_bearers(session, device.counter)
    leases.give_back(session, queries.leases_of(session, device.id), now=now)
    about = f"device {device.id}"
    record(session, Happening.DEVICE_ENDED, about, account_id=account_id, now=now, note=reason)
    session.flush()


def _end_bearers(session: Session, counter: Counter) -> None:
    """What a phone shows to act for its counter is good for hours, and the same for all: all of it ends.

    The other phones are told apart by their own tokens and go on without the PIN.
    """
    version, rows = tills.end_bearers(session, counter), _devices.c
    others = (rows.counter_id == counter.id, rows.revoked_at.is_(None), rows.bearer_version == version - 1)
    session.execute(update(_devices).where(*others).values(bearer_version=version))
