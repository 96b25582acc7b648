"""Seals: a digest that anybody may see, and the content under a key that is not in the database.

The digest is SHA-256 over canonical JSON `{finalist, juror, nonce, reason, scores}`. The nonce (16 random
bytes) keeps it from being guessed: there are only so many scores. The content is encrypted with AES-256-GCM,
bound to its member and finalist, under a key derived from the jury's key file.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cityshop.core.codes import keyed_digest
from cityshop.elections.errors import ContestKeyMissing
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.ledger import canonical_json
from cityshop.juries.errors import JuryKeyMissing

FRESH_BYTES = 12  # what AES-GCM takes beside the key, never twice the same


@dataclass(frozen=True)
class Sheet:
    """A member's judgement of a finalist. `finalist` is `kortrijk/ambassadeur-2026/bakkerij-bert`."""

    juror: str
    finalist: str
    scores: tuple[int, ...]
    reason: str
    nonce: str

    def document(self) -> dict[str, Any]:
        """What is hashed, sealed and, later, published."""
        return {
            "juror": self.juror,
            "finalist": self.finalist,
            "scores": list(self.scores),
            "reason": self.reason,
            "nonce": self.nonce,
        }

    @property
    def digest(self) -> str:
        """64 hex digits that can be shown before the content is."""
        return hashlib.sha256(canonical_json(self.document()).encode()).hexdigest()


def jury_key(folder: Path, fingerprint: str) -> ContestKey:
    """The jury's key; raises JuryKeyMissing when its file is gone or holds another one."""
    try:
        return read_key(folder, fingerprint)
    except ContestKeyMissing as missing:
        raise JuryKeyMissing from missing


def sealed(sheet: Sheet, key: ContestKey, *, place: str) -> bytes:
    """The sheet as it waits in the database; `place` names its row, so that it opens nowhere else."""
    fresh = os.urandom(FRESH_BYTES)
    content = canonical_json(sheet.document()).encode()
    return fresh + _cipher(key).encrypt(fresh, content, place.encode())


def opened(content: bytes, key: ContestKey, *, place: str) -> Sheet:
    """What was sealed; raises JuryKeyMissing when this key, or this row, is not the one it was sealed for."""
    fresh, rest = content[:FRESH_BYTES], content[FRESH_BYTES:]
    try:
        document = json.loads(_cipher(key).decrypt(fresh, rest, place.encode()))
    except InvalidTag as wrong:
        raise JuryKeyMissing from wrong
    return Sheet(**{**document, "scores": tuple(document["scores"])})


def _cipher(key: ContestKey) -> AESGCM:
    return AESGCM(keyed_digest(key.secret, "jury sheet"))
