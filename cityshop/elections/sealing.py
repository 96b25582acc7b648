"""What only the contest's key opens: for a day, where a code went, so that somebody can be asked again."""

import base64
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import insert
from sqlalchemy.orm import Session

from cityshop.core.codes import new_token
from cityshop.elections.keys import ContestKey
from cityshop.elections.precautions import SealedMailbox

KEPT = timedelta(days=1)
NONCE_BYTES = 12
_MAILBOX = "mailbox"


@dataclass(frozen=True)
class Addressee:
    """Who asked for a code (as on the roll), where to write to them, and the language they read."""

    ident: bytes
    address: str
    language: str


def seal(purpose: str, content: bytes, *, key: ContestKey) -> bytes:
    """AES-256-GCM under a key for one purpose: a nonce of 12 bytes, then the content and its tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key.own_key(purpose)).encrypt(nonce, content, None)


def unseal(purpose: str, sealed: bytes, *, key: ContestKey) -> bytes:
    """What was sealed; raises cryptography's InvalidTag under another key, or for another purpose."""
    return AESGCM(key.own_key(purpose)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)


def seal_addressee(addressee: Addressee, *, key: ContestKey) -> bytes:
    """Where to write to somebody, for the key only."""
    ident = base64.b64encode(addressee.ident).decode()
    return seal(_MAILBOX, json.dumps([ident, addressee.address, addressee.language]).encode(), key=key)


def unseal_addressee(sealed: bytes, *, key: ContestKey) -> Addressee:
    """Where to write to somebody; raises InvalidTag under another key."""
    ident, address, language = json.loads(unseal(_MAILBOX, sealed, key=key))
    return Addressee(base64.b64decode(ident), address, language)


def keep_sealed(session: Session, contest_id: int, sealed: bytes, *, now: datetime) -> None:
    """Keep where a code went."""
    row = {"id": new_token(), "contest_id": contest_id, "sealed": sealed, "asked_at": now}
    session.execute(insert(SealedMailbox).values(**row))
