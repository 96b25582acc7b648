"""What is hashed so that others can check it: one spelling for facts, one leaf for a ballot, one tree.

The tree is that of RFC 6962 over the leaves (already hashed behind its 0x00); inner nodes are hashed behind
0x01. A checkpoint is the signed root of the first `size` leaves; each names the one before it, so that none
can be left out. Signatures are Ed25519 (RFC 8032).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LEAF = b"\x00"  # RFC 6962: leaves and inner nodes of the tree are hashed apart
NODE = b"\x01"
NOTHING_BEFORE = "0" * 64


def canonical_json(facts: Mapping[str, Any]) -> str:
    """The same facts always give the same text: sorted keys, no spaces (RFC 8785, as far as our types go)."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def leaf_of(*, contest: str, candidate: str, nonce: str, salt: str) -> str:
    """SHA-256 over a ballot's facts, 64 hex digits; nonce and salt (32 each) keep it from being guessed."""
    facts = canonical_json({"contest": contest, "candidate": candidate, "nonce": nonce, "salt": salt})
    return hashlib.sha256(LEAF + facts.encode()).hexdigest()


@dataclass(frozen=True)
class Tree:
    """The full subtrees of a list of leaves, largest first: all that is needed to add to it. Hex digits."""

    size: int = 0
    peaks: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The root of the whole list, 64 hex digits; of no leaves SHA-256 of nothing."""
        if not self.peaks:
            return hashlib.sha256().hexdigest()
        *larger, root = (bytes.fromhex(peak) for peak in self.peaks)
        for peak in reversed(larger):
            root = _node(peak, root)
        return root.hex()

    def with_leaves(self, leaves: Iterable[str]) -> "Tree":
        """The tree with these leaves (64 hex digits each) behind those it has."""
        size, peaks = self.size, [bytes.fromhex(peak) for peak in self.peaks]
        for leaf in leaves:
            peaks.append(bytes.fromhex(leaf))
            size += 1
            for _ in range((size & -size).bit_length() - 1):
                right = peaks.pop()
                peaks.append(_node(peaks.pop(), right))
        return Tree(size, tuple(peak.hex() for peak in peaks))


def root_of(leaves: Iterable[str]) -> str:
    """The root over all leaves, 64 hex digits."""
    return Tree().with_leaves(leaves).root


def audit_path(leaves: Sequence[str], place: int) -> list[str]:
    """The hashes beside the way from a leaf to the root, lowest first (RFC 6962, 2.1.1)."""
    return [one.hex() for one in _path([bytes.fromhex(leaf) for leaf in leaves], place)]


@dataclass(frozen=True)
class Checkpoint:
    """The root of the first `size` leaves of a contest, and the digest of the checkpoint before it."""

    contest: str
    size: int
    root: str
    previous: str = NOTHING_BEFORE

    def text(self) -> str:
        """What is signed."""
        facts = {"contest": self.contest, "size": self.size, "root": self.root, "previous": self.previous}
        return canonical_json(facts)

    @property
    def digest(self) -> str:
        """How the next checkpoint names this one, 64 hex digits."""
        return hashlib.sha256(self.text().encode()).hexdigest()


class Signer:
    """Signs checkpoints and receipts of one contest with a key made of 32 secret bytes."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)

    @property
    def public_key(self) -> str:
        """What others check signatures with, 64 hex digits; stands in the frozen rules as `ledger_key`."""
        return self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, text: str) -> str:
        """The signature, 128 hex digits; the same text always gives the same one."""
        return self._key.sign(text.encode()).hex()


def is_signed(text: str, signature: str, *, public_key: str) -> bool:
    """Whether the holder of this key signed the text."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


def _path(leaves: Sequence[bytes], place: int) -> list[bytes]:
    if len(leaves) <= 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if place < half:
        return [*_path(leaves[:half], place), _root(leaves[half:])]
    return [*_path(leaves[half:], place - half), _root(leaves[:half])]


def _root(leaves: Sequence[bytes]) -> bytes:
    return bytes.fromhex(root_of(leaf.hex() for leaf in leaves))
