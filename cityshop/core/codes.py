"""Codes that people type, tokens that nobody guesses, and digests under a key."""

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TYPED_LENGTH = 10
BITS = 5
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FIELD_POLYNOMIAL = 0b100101


def new_typed_code() -> str:
    """Ten characters of Crockford's alphabet: 45 random bits and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(TYPED_LENGTH - 1))
    return body + _check_character(body)


def read_typed_code(typed: str) -> str | None:
    """The code somebody meant: any case, spaces, dashes, O for 0, I and L for 1; None when it is none."""
    code = _as_code(typed)
    return code if code and code[-1] == _check_character(code[:-1]) else None


def is_mistyped(typed: str) -> bool:
    """Whether this looks like a typed code of which a character is wrong: the right length, no right sum."""
    return _as_code(typed) is not None and read_typed_code(typed) is None


def serial_of(code: str) -> int:
    """The 45 random bits of a typed code as a number."""
    serial = 0
    for character in code[:-1]:
        serial = serial << BITS | ALPHABET.index(character)
    return serial


def code_of(serial: int) -> str:
    """The typed code with this number; raises ValueError where it has more than 45 bits."""
    if serial >> BITS * (TYPED_LENGTH - 1):
        raise ValueError(serial)
    places = range(BITS * (TYPED_LENGTH - 2), -1, -BITS)
    body = "".join(ALPHABET[serial >> place & len(ALPHABET) - 1] for place in places)
    return body + _check_character(body)


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


def _as_code(typed: str) -> str | None:
    """Ten characters of the alphabet, whatever their sum; None when it is something else."""
    code = "".join(typed.upper().replace("-", "").split()).translate(_LOOKALIKES)
    return code if len(code) == TYPED_LENGTH and set(code) <= set(ALPHABET) else None


def _check_character(body: str) -> str:
    """A sum over GF(32) with weights 1, 2, 4 ...: notices every wrong character and every swapped pair."""
    total = 0
    for character in body:
        total = _doubled(total) ^ ALPHABET.index(character)
    return ALPHABET[_doubled(total)]


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _FIELD_POLYNOMIAL if value & 0b100000 else value
