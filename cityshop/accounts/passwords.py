"""Passwords and PINs as argon2id digests, with the library's own parameters. Nothing here is ever logged."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cityshop.accounts.rules import canonical_password

_HASHER = PasswordHasher()
NONE_YET = ""  # of an account that was invited: no password fits


def digest_of(password: str) -> str:
    """The argon2id digest, with its own salt. Takes 60 ms and 64 MiB: never inside a write transaction."""
    return _HASHER.hash(canonical_password(password))


def fits(password: str, digest: str) -> bool:
    """Whether this is the password; takes as long when there is none to compare with."""
    try:
        is_right = _HASHER.verify(digest or _nobodys_digest(), canonical_password(password))
    except (VerificationError, InvalidHashError):
        return False
    return is_right and bool(digest)


def is_outdated(digest: str) -> bool:
    """Whether the digest was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(digest)


@cache
def _nobodys_digest() -> str:
    return _HASHER.hash("nobody has this password")
