"""The fairness desk as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, g

from cityshop.accounts.queries import names_of_accounts
from cityshop.core.db import Session
from cityshop.core.second_person import Proposal
from cityshop.elections.errors import ContestKeyMissing
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.models import Contest
from cityshop.elections.rules import Stage, Timetable, stage
from cityshop.fairness import queries
from cityshop.fairness.errors import KeyIsAway, LinkUnknown
from cityshop.fairness.models import CaseKind
from cityshop.fairness.queries import AnyRow, CaseCount
from cityshop.fairness.rows import ActionLine, CaseLine, VoteLine, action_line, case_line, vote_line
from cityshop.fairness.rules import (
    ABOVE_ELSEWHERE_PERCENT,
    DOUBTFUL_PERCENT,
    DOUBTFUL_SCORE,
    FEWEST_VOTES,
    ONE_SIDED_PERCENT,
    may_change,
)
from cityshop.fairness.tokens import NOT_ME, make_token, read_token
from cityshop.fairness.words import HOSTS, REASONS
from cityshop.web.letters import full_address
from cityshop.web.parts import Part


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
        votes=[vote_line(review, row) for row in rows[: queries.PER_PAGE]],
        page=page,
        has_more=len(rows) > queries.PER_PAGE,
        actions=[action_line(action, names) for action in actions],
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


def _waiting(asked: Proposal, names: Mapping[int, str], reader: int) -> Waiting:
    reason, votes = REASONS[asked.facts["reason"]], asked.facts["votes"]
    return Waiting(reason, votes, names.get(asked.asked_by, ""), is_own=asked.asked_by == reader)
