"""What stands in the QR code of a voucher: 26 bytes that say what it is, and an Ed25519 signature (RFC 8032).

    version 1 | key 1 | campaign 4 | offer 4 | serial 8 | not before 4 | not after 4 | signature 64

Numbers are big-endian. The serial is the number of the typed code, 45 random bits. Moments are whole minutes
since 2020-01-01 00:00 UTC: not before is the minute of claiming, rounded down; not after is the end of the
offer, rounded up. The 90 bytes are written in base32 (RFC 4648) as 144 capitals without padding.
"""

import base64
import binascii
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

VERSION = 1
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)
TOKEN_LENGTH = 144
_BODY = struct.Struct(">BBIIQII")
_NUMBERS = 2**31  # of campaigns and offers in the database, fewer than four bytes can say
_TOKEN = re.compile(rf"[A-Z2-7]{{{TOKEN_LENGTH}}}")


@dataclass(frozen=True)
class Token:
    """What a voucher's QR code says. `not_before` and `not_after` are minutes since 2020 (UTC)."""

    key_id: int
    campaign_id: int
    offer_id: int
    serial: int
    not_before: int
    not_after: int


@dataclass(frozen=True)
class SignedToken:
    """A token with the bytes that were signed and their signature: perhaps ours, perhaps not."""

    token: Token
    body: bytes
    signature: bytes


def signed(token: Token, key: Ed25519PrivateKey) -> str:
    """The token and its signature as text; the same token under the same key is always the same text."""
    body = _BODY.pack(VERSION, *vars(token).values())
    return base64.b32encode(body + key.sign(body)).decode()


def read_token(text: str) -> SignedToken | None:
    """What a text of 144 capitals says; None when it cannot be a token of ours."""
    if not _TOKEN.fullmatch(text):
        return None
    try:
        content = base64.b32decode(text)
    except binascii.Error:
        return None
    body, signature = content[: _BODY.size], content[_BODY.size :]
    version, *facts = _BODY.unpack(body)
    token = Token(*facts)
    may_be_ours = version == VERSION and max(token.campaign_id, token.offer_id) < _NUMBERS
    return SignedToken(token, body, signature) if may_be_ours else None


def is_signed_by(read: SignedToken, public: bytes) -> bool:
    """Whether the key with these 32 public bytes made the signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(read.signature, read.body)
    except InvalidSignature:
        return False
    return True


def minute_of(moment: datetime) -> int:
    """Whole minutes since 2020, rounded down: from when something is good."""
    return (moment - EPOCH) // A_MINUTE


def minute_until(moment: datetime) -> int:
    """Whole minutes since 2020, rounded up: until when something is good."""
    return -((EPOCH - moment) // A_MINUTE)


def moment_of(minute: int) -> datetime:
    """The moment (UTC) at which a minute begins."""
    return EPOCH + minute * A_MINUTE
