"""The rules of a vote: when it is open, what is shown, what is frozen. Pure decisions on values."""

import hashlib
import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from cityshop.core.clock import local
from cityshop.core.throttle import Limit
from cityshop.elections.ledger import canonical_json
from cityshop.elections.models import Contest, ContestState

CODES_AN_HOUR = 3
CODES_A_DAY = 6
# Wide: a school, a square and a mobile network share an address, and refusing one refuses all its voters.
# It stops a flood of mail; suspicion about a network is for people to judge.
CODES_A_NETWORK = 600
NETWORK_BITS = {4: 24, 6: 48}
CODE_LIFETIME = timedelta(minutes=10)
MOST_TRIES = 5
FEWEST_CANDIDATES = 2
SMALLEST_TALLY = 25  # with fewer ballots, a number per candidate could tell who voted what
ADDRESSES_ERASED_AFTER_DAYS = 60
# Words that stand in addresses where a candidate's word stands too.
RESERVED_WORDS = frozenset({"confirm", "receipt", "results", "ledger"})

Row = TypeVar("Row")


class ChangePolicy(StrEnum):
    LAST_COUNTS = "last-counts"
    FINAL = "final"


class TieRule(StrEnum):
    SHARED = "shared"
    JURY = "jury"


class Stage(StrEnum):
    """Where a contest stands for those who look at it."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True)
class VoteRules:
    """What a city may choose. `minimum` is the number of votes without which nobody wins."""

    change_policy: str = ChangePolicy.LAST_COUNTS
    tie: str = TieRule.SHARED
    minimum: int = 30
    standings_hidden_days: int = 7

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "VoteRules":
        """The rules in a contest's document, with our defaults for what it does not say."""
        return cls(**{name: document.get(name, default) for name, default in asdict(cls()).items()})

    def document(self) -> dict[str, Any]:
        """The rules as they are kept in the contest's row."""
        return asdict(self)


@dataclass(frozen=True)
class Timetable:
    """Everything that decides whether a vote may be cast."""

    state: str
    opens_at: datetime
    closes_at: datetime
    paused_at: datetime | None

    @classmethod
    def of(cls, contest: Contest) -> "Timetable":
        return cls(contest.state, contest.opens_at, contest.closes_at, contest.campaign.paused_at)


def stage(timetable: Timetable, now: datetime) -> Stage:
    """Where the contest stands at this moment."""
    if timetable.state == ContestState.DRAFT:
        return Stage.DRAFT
    if timetable.state in (ContestState.CLOSED, ContestState.PUBLISHED) or now >= timetable.closes_at:
        return Stage.CLOSED
    if timetable.state == ContestState.PAUSED or timetable.paused_at is not None:
        return Stage.PAUSED
    return Stage.UPCOMING if now < timetable.opens_at else Stage.OPEN


def is_open(timetable: Timetable, now: datetime) -> bool:
    """Whether a code may be asked for."""
    return stage(timetable, now) is Stage.OPEN


def may_cast(timetable: Timetable, *, asked_at: datetime) -> bool:
    """Whether a code asked for at that moment may still be used: while it lives, also just after closing."""
    return is_open(timetable, asked_at)


def next_change(timetable: Timetable, now: datetime) -> datetime:
    """The first moment at which a page stops being true: opening, closing, or a new hour's order."""
    next_hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(moment for moment in (timetable.opens_at, timetable.closes_at, next_hour) if moment > now)


def code_limits(mailbox: str, address: str | None) -> tuple[Limit, ...]:
    """How often a mailbox and a network may ask for a code."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    return (
        Limit(("vote-code-from", neighbourhood(address)), CODES_A_NETWORK, hour),
        Limit(("vote-code", mailbox), CODES_AN_HOUR, hour),
        Limit(("vote-code-a-day", mailbox), CODES_A_DAY, day),
    )


def neighbourhood(address: str | None) -> str:
    """The /24 of an IPv4 address, the /48 of IPv6: what one household or office can easily change within."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, NETWORK_BITS[found.version]), strict=False))


def days_left(closes_at: datetime, now: datetime) -> int:
    """Nights until closing, as people in Brussels count them: 0 on the last day."""
    return (local(closes_at).date() - local(now).date()).days


def are_standings_shown(timetable: Timetable, rules: VoteRules, *, ballots: int, now: datetime) -> bool:
    """Whether numbers per candidate may be seen: not of few ballots, not in the last days."""
    if ballots < SMALLEST_TALLY:
        return False
    hidden_from = timetable.closes_at - timedelta(days=rules.standings_hidden_days)
    return timetable.state == ContestState.PUBLISHED or now < hidden_from


def in_random_order(rows: Iterable[Row], names: Iterable[str], *, seed: str, now: datetime) -> list[Row]:
    """The rows in an order that is new every hour, the same for everybody, and can be worked out again."""
    hour = f"{local(now):%Y-%m-%dT%H%z}"

    def place(named: tuple[str, Row]) -> bytes:
        return hashlib.sha256(f"{seed}\n{hour}\n{named[0]}".encode()).digest()

    return [row for _, row in sorted(zip(names, rows, strict=True), key=place)]


def frozen_rules(contest: Contest, *, city: str, candidates: Iterable[str]) -> dict[str, Any]:
    """Everything that is fixed at opening, in one document; `candidates` are words in addresses."""
    return {
        **VoteRules.of(contest.rules).document(),
        "contest": contest_name(city, contest.slug),
        "candidates": sorted(candidates),
        "opens_at": contest.opens_at.isoformat(),
        "closes_at": contest.closes_at.isoformat(),
        "voters": "one vote per confirmed mailbox",
        "candidate_order": "by SHA-256, new every hour",
        "smallest_tally": SMALLEST_TALLY,
        "addresses_erased_after_days": ADDRESSES_ERASED_AFTER_DAYS,
    }


def rules_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of the rules' canonical JSON as 64 hex digits."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def contest_name(city: str, contest: str) -> str:
    """How a contest is called where it is hashed: `kortrijk/ambassadeur-2026`."""
    return f"{city}/{contest}"


def candidate_word(shop_slug: str) -> str:
    """A candidate's word in the address: the shop's own, unless it means something else there."""
    return f"{shop_slug}-winkel" if shop_slug in RESERVED_WORDS else shop_slug
