"""The keys that sign the vouchers of a campaign: made at first use, followed up before they end.

A key lasts thirty days. The next one is made three days before, for when the first ends, so that a phone
without reception knows it in time. The private half is sealed (AES-256-GCM) under the secret of the site.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Connection, Table, bindparam, func, select, update

from cityshop.campaigns.models import Campaign
from cityshop.core.codes import derived_key
from cityshop.core.db import Session, insert_once
from cityshop.offers.errors import NoKeyLeft
from cityshop.offers.models import Offer
from cityshop.offers.precautions import SigningKey

LASTS = timedelta(days=30)
MADE_AHEAD = timedelta(days=3)
MOST_KEYS = 255
NONCE_BYTES = 12

_rows = cast("Table", SigningKey.__table__)
_offers = cast("Table", Offer.__table__)
_campaigns = cast("Table", Campaign.__table__)
_IN_USE = (
    select(_rows.c.id)
    .where(_rows.c.campaign_id == bindparam("campaign_id"), _rows.c.retired_at.is_(None))
    .where(_rows.c.valid_from <= bindparam("now"), _rows.c.valid_until > bindparam("now"))
)
# Asked for every scan, so built once.
_PUBLIC = select(_rows.c.public, _rows.c.valid_until).where(
    _rows.c.campaign_id == bindparam("campaign_id"),
    _rows.c.id == bindparam("key_id"),
    _rows.c.retired_at.is_(None),
)


@dataclass(frozen=True)
class PublicKey:
    """What tells whether a key signed something, and until when (UTC) it did."""

    public: bytes
    valid_until: datetime


@dataclass(frozen=True)
class OpenKey:
    """A key that can sign, with the time (UTC) that is its own."""

    id: int
    valid_from: datetime
    valid_until: datetime
    private: Ed25519PrivateKey = field(repr=False)


def keep_key(session: Session, city_id: int, campaign_id: int, *, secret: str, now: datetime) -> None:
    """See to it that the campaign has a key at this moment; two at once make one.

    Where all 255 are spent vouchers go on with their typed code.
    """
    if _is_in_use(session, campaign_id, now):
        return
    one_at_a_time = select(_campaigns.c.id).where(_campaigns.c.id == campaign_id)
    session.execute(one_at_a_time.with_for_update(key_share=True))
    if not _is_in_use(session, campaign_id, now):  # whoever waited finds the key of who was first
        _add_key(session, city_id, campaign_id, secret=secret, since=now)


def _is_in_use(session: Session, campaign_id: int, now: datetime) -> bool:
    asked = {"campaign_id": campaign_id, "now": now}
    return session.connection().execute(_IN_USE, asked).first() is not None


def public_key(connection: Connection, campaign_id: int, key_id: int) -> PublicKey | None:
    """The key of a campaign that a token names; None when there is none, or it was retired."""
    row = connection.execute(_PUBLIC, {"campaign_id": campaign_id, "key_id": key_id}).one_or_none()
    return PublicKey(*row) if row is not None else None


def open_keys(session: Session, campaign_id: int, *, secret: str) -> Sequence[OpenKey]:
    """The keys of a campaign that this site can sign with, the newest first."""
    c = _rows.c
    mine = select(c.id, c.valid_from, c.valid_until, c.private).where(
        c.campaign_id == campaign_id, c.retired_at.is_(None)
    )
    found = session.execute(mine.order_by(c.valid_from.desc(), c.id.desc()))
    opened = (
        (number, since, until, _unsealed(private, campaign_id, number, secret))
        for number, since, until, private in found
    )
    return [OpenKey(number, since, until, key) for number, since, until, key in opened if key is not None]


def replace_keys(  # noqa: PLR0913 - what town hall decides about one campaign's keys
    session: Session, city_id: int, campaign_id: int, *, are_stolen: bool, secret: str, now: datetime
) -> None:
    """A new key signs from now on. What the old ones signed stays genuine, unless they were stolen.

    Raises NoKeyLeft.
    """
    c = _rows.c
    ended = update(_rows).where(c.campaign_id == campaign_id, c.valid_until > now).values(valid_until=now)
    session.execute(ended)
    if are_stolen:
        retired = update(_rows).where(c.campaign_id == campaign_id, c.retired_at.is_(None))
        session.execute(retired.values(retired_at=now))
    if not _add_key(session, city_id, campaign_id, secret=secret, since=now):
        raise NoKeyLeft


def follow_up_keys(session: Session, *, secret: str, now: datetime) -> int:
    """Make the next key of every campaign with offers that is not over and has none for the next three days.

    Gives how many campaigns that were.
    """
    lasting = select(_rows.c.campaign_id).where(
        _rows.c.retired_at.is_(None), _rows.c.valid_until > now + MADE_AHEAD
    )
    c = _campaigns.c
    with_offers = select(_offers.c.campaign_id)
    due = select(c.city_id, c.id).where(c.ends_at > now, c.id.in_(with_offers), c.id.not_in(lasting))
    rows = session.execute(due.order_by(c.id)).all()
    for city_id, campaign_id in rows:
        since = _last_end(session, campaign_id, now)
        _add_key(session, city_id, campaign_id, secret=secret, since=since)
    return len(rows)


def _last_end(session: Session, campaign_id: int, now: datetime) -> datetime:
    """When the last good key of a campaign ends, at the earliest now."""
    c = _rows.c
    good = select(func.max(c.valid_until)).where(c.campaign_id == campaign_id, c.retired_at.is_(None))
    last: datetime | None = session.execute(good).scalar()
    return now if last is None else max(now, last)


def _add_key(session: Session, city_id: int, campaign_id: int, *, secret: str, since: datetime) -> bool:
    """One conditional INSERT: whoever comes second leaves the key to who was first.

    False when all keys are spent.
    """
    latest = select(func.coalesce(func.max(_rows.c.id), 0)).where(_rows.c.campaign_id == campaign_id)
    number = session.execute(latest).scalar_one() + 1
    if number > MOST_KEYS:
        return False
    key = Ed25519PrivateKey.generate()
    values = {
        "city_id": city_id,
        "campaign_id": campaign_id,
        "id": number,
        "public": key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
        "private": _sealed(key, campaign_id, number, secret),
        "valid_from": since,
        "valid_until": since + LASTS,
    }
    insert_once(session, SigningKey, values, unique=["campaign_id", "id"], returning="id")
    return True


def _sealed(key: Ed25519PrivateKey, campaign_id: int, number: int, secret: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(secret).encrypt(nonce, key.private_bytes_raw(), _about(campaign_id, number))


def _unsealed(sealed: bytes, campaign_id: int, number: int, secret: str) -> Ed25519PrivateKey | None:
    """The private half; None when it was sealed under another secret: then this site cannot sign with it."""
    about = _about(campaign_id, number)
    try:
        raw = _cipher(secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
    except InvalidTag:
        return None
    return Ed25519PrivateKey.from_private_bytes(raw)


def _cipher(secret: str) -> AESGCM:
    return AESGCM(derived_key(secret, "voucher signing keys"))


def _about(campaign_id: int, number: int) -> bytes:
    return f"{campaign_id}.{number}".encode()
