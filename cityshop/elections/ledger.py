"""What is hashed so that others can check it: one spelling for facts, one leaf for a ballot."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

LEAF = b"\x00"  # RFC 6962: leaves and inner nodes of the tree are hashed apart


def canonical_json(facts: Mapping[str, Any]) -> str:
    """The same facts always give the same text: sorted keys, no spaces (RFC 8785, as far as our types go)."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def leaf_of(*, contest: str, candidate: str, nonce: str, salt: str) -> str:
    """SHA-256 over a ballot's facts, 64 hex digits; nonce and salt (32 each) keep it from being guessed."""
    facts = canonical_json({"contest": contest, "candidate": candidate, "nonce": nonce, "salt": salt})
    return hashlib.sha256(LEAF + facts.encode()).hexdigest()
