"""What is fixed at opening, in one document, and its hash."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cityshop.elections.ledger import canonical_json
from cityshop.elections.models import Contest, Level
from cityshop.elections.rules import SMALLEST_TALLY, VoteRules, contest_name

ADDRESSES_ERASED_AFTER_DAYS = 60
# What the frozen rules say of who may vote, by level.
VOTERS: Mapping[str, str] = {
    Level.EMAIL: "one vote per confirmed mailbox",
    Level.PAPER: "one vote per paper code",
    Level.OIDC: "one vote per eID",
}


@dataclass(frozen=True)
class Pledges:
    """What a contest's key fixes before anybody votes: who signs the ledger, and which seeds decide draws."""

    ledger_key: str
    draw_commitment: str
    prize_commitment: str


def commitment(seed: str) -> str:
    """SHA-256 of a seed (hex digits as text): tells nothing of it, and lets nobody change it."""
    return hashlib.sha256(seed.encode()).hexdigest()


def frozen_rules(
    contest: Contest, pledges: Pledges, *, city: str, candidates: Iterable[str]
) -> dict[str, Any]:
    """Everything that is fixed at opening, in one document; `candidates` are words in addresses."""
    return {
        **asdict(pledges),
        **VoteRules.of(contest.rules).document(),
        "contest": contest_name(city, contest.slug),
        "candidates": sorted(candidates),
        "opens_at": contest.opens_at.isoformat(),
        "closes_at": contest.closes_at.isoformat(),
        "level": contest.level,
        "voters": VOTERS[contest.level],
        "candidate_order": "by SHA-256, new every hour",
        "smallest_tally": SMALLEST_TALLY,
        "addresses_erased_after_days": ADDRESSES_ERASED_AFTER_DAYS,
    }


def rules_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of the rules' canonical JSON as 64 hex digits."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()
