"""What a phone signed: one scan, or the undoing of one, with its place in the chain.

The signed text is JSON with `device`, `sequence`, `previous` (SHA-256 of the text before, hexadecimal, empty
for the first), `key`, `scanned_at` (milliseconds by the phone's clock) and either `code` and `amount_cents`,
or `undoes` (the key of a scan). The signature is Ed25519 (RFC 8032), or ECDSA P-256 over SHA-256 as `r` and
`s` of 32 bytes each (WebCrypto's form). The bytes that were signed are the bytes that are read: nothing is
written anew before it is checked.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from cityshop.core.money import MOST_CENTS
from cityshop.devices.errors import KeyUnreadable
from cityshop.devices.models import Algorithm
from cityshop.devices.rules import moment_of

LONGEST_TEXT = 1_000
LONGEST_CODE = 300
MOST_SEQUENCE = 1_000_000_000
ED25519_BYTES, P256_BYTES = 32, 65
HALF_SIGNATURE = 32
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_DIGEST = re.compile(r"[0-9a-f]{64}|")


@dataclass(frozen=True)
class SignedText:
    """A text as a phone sent it, and its signature."""

    text: str
    signature: bytes

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.text.encode()).digest()


@dataclass(frozen=True)
class Scan:
    """What a signed text says; `undoes` is the key of a scan, and empty for a scan itself."""

    device: int
    sequence: int
    previous: str
    key: str
    scanned_at: datetime
    code: str
    amount_cents: int | None
    undoes: str


def read_bytes(encoded: str) -> bytes:
    """What base64 for addresses (RFC 4648, without padding) says; empty when it is none."""
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def check_key(algorithm: Algorithm, raw: bytes) -> None:
    """Raises KeyUnreadable for what is no public key of this kind."""
    lengths = {Algorithm.ED25519: ED25519_BYTES, Algorithm.P256: P256_BYTES}
    try:
        if len(raw) != lengths[algorithm]:
            raise KeyUnreadable
        _ = _p256(raw) if algorithm is Algorithm.P256 else Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise KeyUnreadable from error


def is_signed_by(signed: SignedText, algorithm: str, public_key: bytes) -> bool:
    """Whether the phone with this key signed the text."""
    text = signed.text.encode()
    try:
        if algorithm == Algorithm.ED25519:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signed.signature, text)
        else:
            _p256(public_key).verify(_dss(signed.signature), text, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def device_named_in(text: str) -> int | None:
    """The phone that a text says it is of; nobody checked it."""
    named = _read(text).get("device")
    return named if isinstance(named, int) else None


def read_scan(text: str) -> Scan | None:
    """What a text says; None when something is missing, or is not what it should be."""
    said = _read(text)
    device, sequence, milliseconds = (_number(said, name) for name in ("device", "sequence", "scanned_at"))
    scanned_at = moment_of(milliseconds)
    words = {name: said.get(name, "") for name in ("previous", "key", "code", "undoes")}
    if scanned_at is None or not 0 < sequence <= MOST_SEQUENCE or not _are_words(words):
        return None
    cents = said.get("amount_cents")
    if not _is_amount(cents):
        return None
    return Scan(device, sequence, scanned_at=scanned_at, amount_cents=cents, **words)


def _read(text: str) -> Mapping[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _number(said: Mapping[str, Any], name: str) -> int:
    """A whole number; one that fits nothing when it is something else."""
    number = said.get(name)
    return number if isinstance(number, int) and not isinstance(number, bool) else -1


def _are_words(words: Mapping[str, Any]) -> bool:
    if not all(isinstance(word, str) for word in words.values()):
        return False
    code = words["code"]
    is_code = 0 < len(code) <= LONGEST_CODE and code.isascii() and code.isprintable()
    about = is_code if not words["undoes"] else _KEY.fullmatch(words["undoes"])
    return bool(about and _KEY.fullmatch(words["key"]) and _DIGEST.fullmatch(words["previous"]))


def _is_amount(cents: Any) -> bool:
    return cents is None or (
        isinstance(cents, int) and not isinstance(cents, bool) and 0 <= cents <= MOST_CENTS
    )


def _p256(raw: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)


def _dss(signature: bytes) -> bytes:
    if len(signature) != 2 * HALF_SIGNATURE:
        raise ValueError
    halves = signature[:HALF_SIGNATURE], signature[HALF_SIGNATURE:]
    return encode_dss_signature(*(int.from_bytes(half, "big") for half in halves))
