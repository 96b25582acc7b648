"""Codes that people type, tokens that nobody guesses, and digests under a key."""

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TYPED_LENGTH = 10
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FIELD_POLYNOMIAL = 0b100101


def new_typed_code() -> str:
    """Ten characters of Crockford's alphabet: 45 random bits and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(TYPED_LENGTH - 1))
    return body + _check_character(body)


def read_typed_code(typed: str) -> str | None:
    """The code somebody meant: any case, spaces, dashes, O for 0, I and L for 1; None when it is none."""
    code = "".join(typed.upper().replace("-", "").split()).translate(_LOOKALIKES)
    if len(code) != TYPED_LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if code[-1] == _check_character(code[:-1]) else None


def new_token() -> str:
    """128 random bits as 22 characters that may stand in an address."""
    return secrets.token_urlsafe(16)


def new_digits(length: int = 6) -> str:
    """Digits to retype from a mail."""
    return f"{secrets.randbelow(10**length):0{length}}"


def keyed_digest(key: bytes, *parts: str | bytes) -> bytes:
    """HMAC-SHA256 over the parts, each after its length so that parts cannot run into one another."""
    digest = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(4, "big") + raw)
    return digest.digest()


def derived_key(secret: str, purpose: str) -> bytes:
    """A key of its own for one purpose, so that a digest made for one thing proves nothing elsewhere."""
    return keyed_digest(secret.encode(), purpose)


def is_same(one: bytes, other: bytes) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one, other)


def _check_character(body: str) -> str:
    """A sum over GF(32) with weights 1, 2, 4 ...: notices every wrong character and every swapped pair."""
    total = 0
    for character in body:
        total = _doubled(total) ^ ALPHABET.index(character)
    return ALPHABET[_doubled(total)]


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _FIELD_POLYNOMIAL if value & 0b100000 else value
