"""Where a code went, sealed under the contest's key for a day, so that somebody can be asked again."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cityshop.elections.keys import ContestKey
from cityshop.elections.models import SealedMailbox

KEPT = timedelta(days=1)
NONCE_BYTES = 12


@dataclass(frozen=True)
class Addressee:
    """Where to write to somebody, and in which language they read the site."""

    address: str
    language: str


def seal(addressee: Addressee, ident: bytes, *, key: ContestKey) -> bytes:
    """AES-256-GCM: nonce and text. Bound to `ident`, so that it opens for no other voter."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    text = json.dumps([addressee.address, addressee.language]).encode()
    return nonce + AESGCM(key.own_key("mailboxes")).encrypt(nonce, text, ident)


def unseal(sealed: bytes, ident: bytes, *, key: ContestKey) -> Addressee:
    """What was sealed; raises cryptography's InvalidTag under another key or for another voter."""
    cipher = AESGCM(key.own_key("mailboxes"))
    address, language = json.loads(cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], ident))
    return Addressee(address, language)


def keep_sealed(session: Session, contest_id: int, ident: bytes, sealed: bytes, *, now: datetime) -> None:
    """Keep where the latest code of this mailbox went."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    facts = {"sealed": sealed, "asked_at": now}
    kept = dialect.insert(SealedMailbox).values(contest_id=contest_id, ident=ident, **facts)
    session.execute(kept.on_conflict_do_update(index_elements=["contest_id", "ident"], set_=facts))
