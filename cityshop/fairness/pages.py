"""The fairness desk as pages show it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, g

from cityshop.accounts.queries import names_of_accounts
from cityshop.core.db import Session
from cityshop.core.second_person import Proposal
from cityshop.elections.errors import ContestKeyMissing
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.models import BallotState, Contest
from cityshop.elections.rules import SMALLEST_TALLY, Stage, Timetable, stage
from cityshop.fairness import queries
from cityshop.fairness.errors import KeyIsAway, LinkUnknown
from cityshop.fairness.models import CaseKind, ReviewCase
from cityshop.fairness.queries import AnyRow, CaseCount
from cityshop.fairness.rules import (
    ABOVE_ELSEWHERE_PERCENT,
    DOUBTFUL_PERCENT,
    DOUBTFUL_SCORE,
    FEWEST_VOTES,
    ONE_SIDED_PERCENT,
    WHOLE_DAY,
    may_change,
)
from cityshop.fairness.tokens import NOT_ME, make_token, read_token
from cityshop.fairness.words import BALLOTS, DECISIONS, HOSTS, KINDS, REASONS, STATES
from cityshop.web.letters import full_address
from cityshop.web.parts import Part

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


@dataclass(frozen=True)
class Waiting:
    """A rejection that waits; `is_own` when the reader asked for it and so cannot confirm it."""

    reason: str
    votes: int
    by: str
    is_own: bool


@dataclass(frozen=True)
class CasePage:
    line: CaseLine
    may_change: bool
    waiting: Waiting | None
    signs: AnyRow
    hosts: Sequence[tuple[str, int]]
    hours: Sequence[AnyRow]
    votes: Sequence[VoteLine]
    page: int
    has_more: bool
    actions: Sequence[ActionLine]


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


def case_page(  # noqa: PLR0913 - a case, its reader, and the page of its votes
    session: Session, contest: Contest, count: CaseCount, waiting: Proposal | None, *, page: int, reader: int
) -> CasePage:
    """One case for the reviewer who reads it."""
    review = count.case
    rows = queries.votes_in(session, review, page=page)
    actions = queries.actions_of(session, review)
    people = {action.account_id for action in actions} | ({waiting.asked_by} if waiting else set())
    names = names_of_accounts(session, people)
    return CasePage(
        line=case_line(count),
        may_change=may_change(contest.state) and review.decided_at is None,
        waiting=_waiting(waiting, names, reader) if waiting else None,
        signs=queries.signs_of(session, review),
        hosts=[(HOSTS.get(row.domain_class, ""), row.votes) for row in queries.hosts_of(session, review)],
        hours=queries.hours_of(session, review),
        votes=[_vote_line(review, row) for row in rows[: queries.PER_PAGE]],
        page=page,
        has_more=len(rows) > queries.PER_PAGE,
        actions=[_action_line(action, names) for action in actions],
    )


def thresholds() -> dict[str, Any]:
    """The numbers in the rules, so that the page says what the machine does."""
    return {
        "network": FEWEST_VOTES[CaseKind.NETWORK],
        "burst": FEWEST_VOTES[CaseKind.BURST],
        "names": FEWEST_VOTES[CaseKind.NAMES],
        "hosts": FEWEST_VOTES[CaseKind.HOSTS],
        "one_sided": ONE_SIDED_PERCENT,
        "above": ABOVE_ELSEWHERE_PERCENT,
        "doubtful": DOUBTFUL_PERCENT,
        "score": DOUBTFUL_SCORE,
    }


def contest_desk_part(session: Session, now: datetime) -> Part | None:
    """On town hall's page of a vote: how many cases wait."""
    contest: Contest = g.contest
    if not contest.key_fingerprint:
        return None
    waiting = queries.undecided_cases(session, contest.id)
    return Part("fairness/_contest_desk.html", {"contest": contest, "waiting": waiting})


def contest_part(session: Session, now: datetime) -> Part | None:
    """On the public page of a vote: how suspicious votes are looked at, and the report once it is out."""
    contest: Contest = g.contest
    if not contest.key_fingerprint:
        return None
    is_out = stage(Timetable.of(contest), now) is Stage.PUBLISHED
    return Part("fairness/_contest.html", {"contest": contest, "is_out": is_out})


def code_letter_part(session: Session, now: datetime) -> Part | None:
    """In the mail with a code: the link for whoever did not ask for it."""
    contest: Contest = g.contest
    try:
        key = read_key(current_app.config["KEYS_FOLDER"], contest.key_fingerprint)
    except ContestKeyMissing:  # then the mail is not sent either
        return None
    token = make_token(NOT_ME, key.ident(g.mailbox.key), key=key)
    link = full_address("fairness.not_me", contest=contest.slug, token=token)
    return Part("mail/fairness/_not_me.txt", {"link": link})


def report_facts(session: Session, contest: Contest, now: datetime) -> dict[str, Any]:
    """The published report; before that no number at all."""
    if stage(Timetable.of(contest), now) is not Stage.PUBLISHED:
        return {"report": None, "cases": []}
    found = queries.report(session, contest.id)
    rejected = [(REASONS.get(code, code), votes) for code, votes in found.rejected.items()]
    lines = [case_line(count) for count in found.cases]
    people = found.people
    facts = {"report": found, "rejected": rejected, "cases": lines, "people": people}
    return {**facts, "smallest": SMALLEST_TALLY, "total": _all_ballots(found)}


def report_document(session: Session, contest: Contest) -> dict[str, Any]:
    """The published report for programs; words are codes."""
    found = queries.report(session, contest.id)
    return {
        "contest": contest.slug,
        "ballots": {
            "counted": found.counted,
            "quarantined": found.quarantined,
            "rejected": sum(found.rejected.values()),
        },
        "rejected_by_reason": dict(found.rejected),
        "candidates": [_candidate_document(row) for row in found.per_candidate],
        "cases": [_case_document(count, found.people.get(count.case.id, 0)) for count in found.cases],
        "complaints": found.complaints,
        "asked_again": found.asked_again,
        "confirmed_again": found.confirmed,
    }


def marked_in(purpose: str, token: str, contest: Contest) -> tuple[bytes, ContestKey]:
    """What a mailed link is about, with the contest's key; raises LinkUnknown, also when the key is gone."""
    try:
        key = read_key(current_app.config["KEYS_FOLDER"], contest.key_fingerprint)
    except ContestKeyMissing as missing:
        raise LinkUnknown from missing
    return read_token(purpose, token, key=key), key


def key_of(contest: Contest) -> ContestKey:
    """The contest's key; raises KeyIsAway."""
    try:
        return read_key(current_app.config["KEYS_FOLDER"], contest.key_fingerprint)
    except ContestKeyMissing as missing:
        raise KeyIsAway from missing


def _all_ballots(found: queries.Report) -> int:
    return found.counted + found.quarantined + sum(found.rejected.values())


def _candidate_document(row: AnyRow) -> dict[str, Any]:
    return {"candidate": row.slug, **{state: int(getattr(row, state)) for state in BallotState}}


def _case_document(count: CaseCount, people: int) -> dict[str, Any]:
    review, line = count.case, case_line(count)
    opened, decided = review.opened_at, review.decided_at
    return {
        "kind": review.kind,
        "state": review.state,
        "reason": review.reason,
        "votes": line.votes,
        "opened_on": f"{opened:%Y-%m-%d}",
        "decided_on": f"{decided:%Y-%m-%d}" if decided else None,
        "decided_by_people": people,
    }


def _waiting(asked: Proposal, names: Any, reader: int) -> Waiting:
    reason, votes = REASONS[asked.facts["reason"]], asked.facts["votes"]
    return Waiting(reason, votes, names.get(asked.asked_by, ""), is_own=asked.asked_by == reader)


def _action_line(action: Any, names: Any) -> ActionLine:
    reason = REASONS.get(action.reason, "")
    return ActionLine(
        DECISIONS[action.decision], reason, action.votes, names.get(action.account_id, ""), action.at
    )


def _vote_line(review: ReviewCase, row: AnyRow) -> VoteLine:
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


def _pseudonym(review: ReviewCase, slot: bytes) -> str:
    """A name for a vote within its case: `3f9 a21`."""
    digits = hashlib.sha256(b"%d/" % review.id + slot).hexdigest()[:SHORT]
    return f"{digits[:3]} {digits[3:]}"
