"""One line at the fairness desk: a case, a vote in it, what somebody did about it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cityshop.fairness.models import ReviewAction, ReviewCase
from cityshop.fairness.queries import AnyRow, CaseCount
from cityshop.fairness.rules import WHOLE_DAY
from cityshop.fairness.words import BALLOTS, DECISIONS, HOSTS, KINDS, REASONS, STATES

SHORT = 6


@dataclass(frozen=True)
class CaseLine:
    """One case. `word`, `state_word` and `reason` are message ids; `hour` is None where it is about a day."""

    id: int
    kind: str
    word: str
    sentence: str
    state: str
    state_word: str
    state_look: str
    opened_at: datetime
    hour: datetime | None
    decided_at: datetime | None
    votes: int
    counted: int
    quarantined: int
    rejected: int
    reason: str
    share: int | None
    elsewhere: int
    doubtful: int

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None


@dataclass(frozen=True)
class VoteLine:
    """One vote of a case under a name that means nothing elsewhere. Never the choice, never the mailbox."""

    name: str
    hour: datetime | None
    network: str
    browser: str
    host: str
    seconds: int
    score: int
    state_word: str
    state_look: str
    asked_at: datetime | None
    confirmed_at: datetime | None


@dataclass(frozen=True)
class ActionLine:
    word: str
    reason: str
    votes: int
    by: str
    at: datetime


def case_lines(counts: Iterable[CaseCount]) -> list[CaseLine]:
    """Cases with what waits first, and the largest before the others."""
    return sorted(map(case_line, counts), key=lambda line: (line.is_decided, -line.votes, line.id))


def case_line(count: CaseCount) -> CaseLine:
    """A case with its numbers, ready to show."""
    review, summary = count.case, count.case.summary
    word, sentence = KINDS[review.kind]
    state_word, state_look = STATES[review.state]
    return CaseLine(
        id=review.id,
        kind=review.kind,
        word=word,
        sentence=sentence,
        state=review.state,
        state_word=state_word,
        state_look=state_look,
        opened_at=review.opened_at,
        hour=review.hour if review.hour != WHOLE_DAY else None,
        decided_at=review.decided_at,
        votes=summary["votes"] if review.decided_at or (not count.votes and summary) else count.votes,
        counted=count.counted,
        quarantined=count.quarantined,
        rejected=count.rejected,
        reason=REASONS.get(review.reason, ""),
        share=summary.get("share"),
        elsewhere=summary.get("elsewhere", 0),
        doubtful=summary.get("doubtful", 0),
    )


def vote_line(review: ReviewCase, row: AnyRow) -> VoteLine:
    """A vote of a case with the signals that are still kept of it."""
    word, look = BALLOTS[row.state]
    return VoteLine(
        name=_pseudonym(review, row.slot),
        hour=row.hour,
        network=(row.ip_tag or "")[:SHORT],
        browser=(row.agent_tag or "")[:SHORT],
        host=HOSTS.get(row.domain_class or "", ""),
        seconds=row.seconds or 0,
        score=row.score or 0,
        state_word=word,
        state_look=look,
        asked_at=row.asked_at,
        confirmed_at=row.confirmed_at,
    )


def action_line(action: ReviewAction, names: Mapping[int, str]) -> ActionLine:
    """What somebody did; `names` are those of accounts that still exist, by id."""
    word, reason = DECISIONS[action.decision], REASONS.get(action.reason, "")
    return ActionLine(word, reason, action.votes, names.get(action.account_id, ""), action.at)


def _pseudonym(review: ReviewCase, slot: bytes) -> str:
    """A name for a vote within its case: `3f9 a21`."""
    digits = hashlib.sha256(b"%d/" % review.id + slot).hexdigest()[:SHORT]
    return f"{digits[:3]} {digits[3:]}"
