"""The rules of a vote: what a city chooses, when it is open, what is shown. Pure decisions on values."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from cityshop.core.clock import local
from cityshop.core.throttle import Limit
from cityshop.elections.models import Contest, ContestState

CODES_AN_HOUR = 3
CODES_A_DAY = 6
# A school, a square and a mobile network share an address: after so many codes an hour a network's next ones
# take a proof of work, which a voter hardly notices. Suspicion about a network is for people to judge.
CODES_BEFORE_WORK = 30
# Beyond this even the proof of work ends: it stops a flood of mail.
CODES_A_NETWORK = 600
CODE_LIFETIME = timedelta(minutes=10)
MOST_TRIES = 5
TRIES_A_DAY = 15
FEWEST_CANDIDATES = 2
SMALLEST_TALLY = 25  # with fewer ballots, a number per candidate could tell who voted what
# Words that stand in addresses where a candidate's word stands too.
RESERVED_WORDS = frozenset(
    {
        *("brag", "certificate", "change", "check", "confirm", "eid", "fairness", "jury", "kit", "ledger"),
        *("not-me", "paper", "prize", "propose", "receipt", "results", "rules", "standings", "wall"),
    }
)

KEY_MISSING = "key-missing"  # why a contest paused itself


Row = TypeVar("Row")


class ChangePolicy(StrEnum):
    LAST_COUNTS = "last-counts"
    FINAL = "final"


class TieRule(StrEnum):
    SHARED = "shared"
    JURY = "jury"
    DRAW = "draw"


class Mixing(StrEnum):
    """How votes and jury make one number; by default they do not."""

    NONE = "none"
    SHARE_OF_TOTAL = "share-of-total"
    SHARE_OF_BEST = "share-of-best"
    RANK_POINTS = "rank-points"


class Stage(StrEnum):
    """Where a contest stands for those who look at it."""

    DRAFT = "draft"
    NOMINATIONS = "nominations"
    UPCOMING = "upcoming"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    PUBLISHED = "published"
    ANNULLED = "annulled"


_TOLD_BY_STATE: Mapping[str, Stage] = {
    ContestState.DRAFT: Stage.DRAFT,
    ContestState.NOMINATIONS: Stage.NOMINATIONS,
    ContestState.CLOSED: Stage.CLOSED,
    ContestState.ANNULLED: Stage.ANNULLED,
}


@dataclass(frozen=True)
class VoteRules:
    """What a city may choose. `minimum` is the number of votes without which nobody wins.

    `brag_weight` is what an approved brag adds, in votes (0: nothing). With `mixing`, `jury_percent` of 100
    parts come from the jury. `seats` is how many can win. `prize_question` asks voters to guess a number.
    """

    change_policy: str = ChangePolicy.LAST_COUNTS
    tie: str = TieRule.SHARED
    minimum: int = 30
    standings_hidden_days: int = 7
    seats: int = 1
    brag_weight: int = 1
    mixing: str = Mixing.NONE
    jury_percent: int = 50
    winner_may_stand_again: bool = True
    is_assisted: bool = True
    prize_question: str = ""

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
    embargo_until: datetime | None = None

    @classmethod
    def of(cls, contest: Contest) -> "Timetable":
        dates = (contest.opens_at, contest.closes_at)
        return cls(contest.state, *dates, contest.campaign.paused_at, contest.embargo_until)


def stage(timetable: Timetable, now: datetime) -> Stage:
    """Where the contest stands at this moment."""
    if timetable.state in _TOLD_BY_STATE:
        return _TOLD_BY_STATE[timetable.state]
    if timetable.state in (ContestState.PUBLISHED, ContestState.SEALED):
        return Stage.PUBLISHED if is_embargo_over(timetable, now) else Stage.CLOSED
    return _stage_by_clock(timetable, now)


def is_embargo_over(timetable: Timetable, now: datetime) -> bool:
    """Whether a published result may be seen."""
    return timetable.embargo_until is None or now >= timetable.embargo_until


def _stage_by_clock(timetable: Timetable, now: datetime) -> Stage:
    """A pause stops the clock too: what was paused before it closed is paused still."""
    paused_at = timetable.paused_at
    if timetable.state == ContestState.PAUSED or (paused_at is not None and paused_at < timetable.closes_at):
        return Stage.PAUSED
    if now >= timetable.closes_at:
        return Stage.CLOSED
    return Stage.UPCOMING if now < timetable.opens_at else Stage.OPEN


def closes_for_good(closes_at: datetime) -> datetime:
    """From then on no code that was asked for in time lives any more."""
    return closes_at + CODE_LIFETIME


def is_open(timetable: Timetable, now: datetime) -> bool:
    """Whether a code may be asked for."""
    return stage(timetable, now) is Stage.OPEN


def next_change(timetable: Timetable, now: datetime) -> datetime:
    """The first moment at which a page stops being true: opening, closing, or a new hour's order."""
    next_hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    moments = (timetable.opens_at, timetable.closes_at, timetable.embargo_until, next_hour)
    return min(moment for moment in moments if moment is not None and moment > now)


def code_limits(mailbox: str) -> tuple[Limit, ...]:
    """How often a mailbox may ask for a code."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    return (
        Limit(("vote-code", mailbox), CODES_AN_HOUR, hour),
        Limit(("vote-code-a-day", mailbox), CODES_A_DAY, day),
    )


def tries_limit(contest_id: int, ident: bytes) -> Limit:
    """How many wrong codes a mailbox may type in a day, however many codes it asked for."""
    return Limit(("vote-tries", str(contest_id), ident.hex()), TRIES_A_DAY, timedelta(days=1))


def free_limit(network: str) -> Limit:
    """How many codes a network may ask for without a proof of work."""
    return Limit(("vote-code-from", network), CODES_BEFORE_WORK, timedelta(hours=1))


def worked_limit(network: str) -> Limit:
    """How many more it may ask for with one. Counted apart: only work done can use it up."""
    return Limit(("vote-code-worked", network), CODES_A_NETWORK - CODES_BEFORE_WORK, timedelta(hours=1))


def days_left(closes_at: datetime, now: datetime) -> int:
    """Nights until closing, as people in Brussels count them: 0 on the last day."""
    return (local(closes_at).date() - local(now).date()).days


def are_standings_shown(timetable: Timetable, rules: VoteRules, *, ballots: int, now: datetime) -> bool:
    """Whether numbers per candidate may be seen: not of few ballots, not in the last days."""
    if ballots < SMALLEST_TALLY:
        return False
    return stage(timetable, now) is Stage.PUBLISHED or now < standings_hidden_from(timetable, rules)


def standings_hidden_from(timetable: Timetable, rules: VoteRules) -> datetime:
    """From this moment until the result nobody sees numbers per candidate."""
    return timetable.closes_at - timedelta(days=rules.standings_hidden_days)


def in_random_order(rows: Iterable[Row], names: Iterable[str], *, seed: str, now: datetime) -> list[Row]:
    """The rows in an order that is new every hour, the same for everybody, and can be worked out again."""
    hour = f"{local(now):%Y-%m-%dT%H%z}"

    def place(named: tuple[str, Row]) -> bytes:
        return hashlib.sha256(f"{seed}\n{hour}\n{named[0]}".encode()).digest()

    return [row for _, row in sorted(zip(names, rows, strict=True), key=place)]


def contest_name(city: str, contest: str) -> str:
    """How a contest is called where it is hashed: `kortrijk/ambassadeur-2026`."""
    return f"{city}/{contest}"


def candidate_word(shop_slug: str) -> str:
    """A candidate's word in the address: the shop's own, unless it means something else there."""
    return f"{shop_slug}-winkel" if shop_slug in RESERVED_WORDS else shop_slug
