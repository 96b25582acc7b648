"""Votes with how many stand, wait and voted, for town hall."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import Session, joinedload

from cityshop.core.errors import Unknown
from cityshop.elections.models import Ballot, BallotState, Candidate, CandidateState, Contest, Tally


@dataclass(frozen=True)
class ContestCount:
    """A contest with how many stand, how many wait to be accepted, and how many voted."""

    contest: Contest
    candidates: int
    waiting: int
    votes: int


def contests_with_counts(session: Session, limit: int = 100) -> list[ContestCount]:
    """Every contest of the chosen city for town hall, the latest first."""
    latest = _with_counts().order_by(Contest.closes_at.desc(), Contest.id).limit(limit)
    return [ContestCount(*row) for row in session.execute(latest)]


def contest_with_counts(session: Session, slug: str) -> ContestCount:
    """One contest of the chosen city for town hall; raises Unknown."""
    row = session.execute(_with_counts().where(Contest.slug == slug)).one_or_none()
    if row is None:
        raise Unknown
    return ContestCount(*row)


@cache
def _with_counts() -> Select[*tuple[Any, ...]]:
    stands = _count_of(Candidate.id, Candidate.contest_id, Candidate.state == CandidateState.ACCEPTED)
    waiting = _count_of(Candidate.id, Candidate.contest_id, Candidate.state == CandidateState.PROPOSED)
    # what the tally holds, and what waits for the ledger and is not in the tally yet
    tallied = select(func.coalesce(func.sum(Tally.votes), 0)).where(Tally.contest_id == Contest.id)
    waits = (Ballot.is_in_ledger == false()) & Ballot.rolled_up.is_(None)
    arrived = (Ballot.state == BallotState.COUNTED) & waits
    votes = tallied.correlate(Contest).scalar_subquery() + _count_of(Ballot.id, Ballot.contest_id, arrived)
    return select(Contest, stands, waiting, votes).options(joinedload(Contest.campaign))


def _count_of(column: Any, contest_id: Any, condition: Any) -> Any:
    return (
        select(func.count(column))
        .where(contest_id == Contest.id, condition)
        .correlate(Contest)
        .scalar_subquery()
    )
