"""The key of a contest: a file outside the database, made once at opening and never again.

It hides mailboxes in the roll and voters behind the slots of their ballots, so a copied database tells
nothing about either. A key made anew would let everybody vote twice: nothing here replaces one.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cityshop.core.codes import keyed_digest
from cityshop.elections.errors import ContestKeyMissing
from cityshop.elections.ledger import Signer

KEY_BYTES = 32
OWNER_ONLY = 0o600
DRAW, PRIZE = "draw", "prize"  # the seeds that a contest fixes at opening


@dataclass(frozen=True)
class ContestKey:
    secret: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Names the key without telling it; stands in the contest's row."""
        return hashlib.sha256(b"cityshop contest key\0" + self.secret).hexdigest()

    def ident(self, mailbox: str) -> bytes:
        """What stands for a mailbox in the roll."""
        return keyed_digest(self.secret, "mailbox", mailbox)

    def ident_of(self, level: str, text: str) -> bytes:
        """What stands in the roll for somebody who showed something else: a paper code, an eID."""
        return keyed_digest(self.secret, "ident", level, text)

    def signer(self) -> Signer:
        """Signs the contest's checkpoints and receipts; gone with the key."""
        return Signer(keyed_digest(self.secret, "ledger"))

    def seed(self, purpose: str) -> str:
        """A number fixed before anybody voted, 64 hex digits: its SHA-256 stands in the frozen rules."""
        return keyed_digest(self.secret, "seed", purpose).hex()

    def mac(self, purpose: str, *parts: str | bytes) -> bytes:
        """Proves that this contest itself wrote these parts, for one purpose."""
        return keyed_digest(self.secret, "mac", purpose, *parts)

    def own_key(self, purpose: str) -> bytes:
        """32 bytes to seal something with, for one purpose; gone with the key."""
        return keyed_digest(self.secret, "own key", purpose)

    def slot(self, voter_id: str) -> bytes:
        """The only place in the ballot box where this voter's ballot fits."""
        return keyed_digest(self.secret, "slot", voter_id)

    def nonce_of(self, request_id: str) -> str:
        """The nonce of a request whose phone made none; nothing that is kept tells it from a random one."""
        return keyed_digest(self.secret, "nonce", request_id).hex()[:32]

    def code_digest(self, request_id: str, code: str) -> bytes:
        """What is kept of a mailed code: good for one request only."""
        return keyed_digest(self.secret, "code", request_id, code)


def make_key(folder: Path) -> ContestKey:
    """A new key in a file of its own, on disk before this returns. Only opening a contest asks for it."""
    key = ContestKey(secrets.token_bytes(KEY_BYTES))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(_file(folder, key.fingerprint), os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w") as file:
        file.write(key.secret.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    _keep_name_on_disk(folder)
    return key


def read_key(folder: Path, fingerprint: str) -> ContestKey:
    """The key with this fingerprint; raises ContestKeyMissing when its file is gone or holds another one."""
    try:
        key = ContestKey(bytes.fromhex(_file(folder, fingerprint).read_text(encoding="ascii").strip()))
    except (OSError, ValueError) as error:
        raise ContestKeyMissing(fingerprint) from error
    if not fingerprint or key.fingerprint != fingerprint:
        raise ContestKeyMissing(fingerprint)
    return key


def is_there(folder: Path, fingerprint: str) -> bool:
    """Whether the key with this fingerprint can be read."""
    try:
        read_key(folder, fingerprint)
    except ContestKeyMissing:
        return False
    return True


def destroy_key(folder: Path, fingerprint: str) -> None:
    """Overwrite the key's file and remove it, on disk before this returns. Nothing when it is gone."""
    file = _file(folder, fingerprint)
    try:
        with file.open("r+b") as kept:
            kept.write(secrets.token_bytes(file.stat().st_size))
            kept.flush()
            os.fsync(kept.fileno())
        file.unlink()
    except FileNotFoundError:
        return
    _keep_name_on_disk(folder)


def _file(folder: Path, fingerprint: str) -> Path:
    return folder / f"contest-{fingerprint[:16]}.key"


def _keep_name_on_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
