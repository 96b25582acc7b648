"""Reads of the fairness desk. Reviewers see signals and states, never choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from cityshop.core.db import across_cities
from cityshop.core.errors import Unknown
from cityshop.elections.models import Ballot, BallotState, Candidate, CastSignal, Contest, ContestState, Voter
from cityshop.elections.precautions import AllowedHost, SealedMailbox
from cityshop.fairness.models import Reconfirmation, ReviewAction, ReviewCase, ReviewCaseSlot
from cityshop.fairness.rules import ADDRESSES_KEPT, DOUBTFUL_SCORE, LOOKED_AFTER_CLOSING
from cityshop.merchants.models import Keeper

AnyRow = Row[*tuple[Any, ...]]
PER_PAGE = 100
MOST_CASES = 200
QUICK = 3


@dataclass(frozen=True)
class CaseCount:
    """A case with its votes by state: those that count, are set apart, were rejected."""

    case: ReviewCase
    counted: int
    quarantined: int
    rejected: int

    @property
    def votes(self) -> int:
        """All votes of the case."""
        return self.counted + self.quarantined + self.rejected


def contests_to_look_at(session: Session, *, now: datetime) -> Sequence[Contest]:
    """Contests of every city that were opened and are not over: votes may still come, or be decided about."""
    states = (ContestState.OPEN, ContestState.PAUSED, ContestState.CLOSED)
    wanted = select(Contest).where(Contest.state.in_(states), Contest.opens_at <= now)
    # the worker looks for every city
    with across_cities(session):
        return session.scalars(
            wanted.where(Contest.closes_at > now - LOOKED_AFTER_CLOSING).order_by(Contest.id)
        ).all()


def cases_of(session: Session, contest_id: int) -> list[CaseCount]:
    """The cases of a contest of the chosen city, undecided ones first, then the newest."""
    mine = _with_counts().where(ReviewCase.contest_id == contest_id)
    ordered = mine.order_by(ReviewCase.decided_at.is_not(None), ReviewCase.id.desc())
    return [CaseCount(*row) for row in session.execute(ordered.limit(MOST_CASES))]


def case_of(session: Session, contest_id: int, case_id: int) -> CaseCount:
    """One case of a contest of the chosen city; raises Unknown."""
    mine = _with_counts().where(ReviewCase.contest_id == contest_id, ReviewCase.id == case_id)
    row = session.execute(mine).one_or_none()
    if row is None:
        raise Unknown
    return CaseCount(*row)


def undecided_cases(session: Session, contest_id: int) -> int:
    """How many cases wait for people."""
    waiting = select(func.count(ReviewCase.id)).where(
        ReviewCase.contest_id == contest_id, ReviewCase.decided_at.is_(None)
    )
    return session.scalar(waiting) or 0


def votes_in(session: Session, review: ReviewCase, *, page: int) -> Sequence[AnyRow]:
    """A page of the votes in a case, by hour: their signals and state, never their choice."""
    shown = _votes(review).add_columns(Reconfirmation.asked_at, Reconfirmation.confirmed_at)
    asked = (Reconfirmation.contest_id == review.contest_id) & (Reconfirmation.slot == ReviewCaseSlot.slot)
    rows = shown.outerjoin(Reconfirmation, asked).order_by(CastSignal.hour, ReviewCaseSlot.slot)
    return session.execute(rows.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)).all()


def hours_of(session: Session, review: ReviewCase) -> Sequence[AnyRow]:
    """How many votes of a case came in which hour."""
    votes = _votes(review).where(CastSignal.hour.is_not(None)).subquery()
    per_hour = select(votes.c.hour, func.count().label("votes")).group_by(votes.c.hour)
    return session.execute(per_hour.order_by(votes.c.hour).limit(PER_PAGE)).all()


def signs_of(session: Session, review: ReviewCase) -> AnyRow:
    """How alike the votes of a case are: how many networks and browsers, quick ones, doubtful ones."""
    votes = _votes(review).subquery()
    quick = func.sum(case((votes.c.seconds.between(1, QUICK - 1), 1), else_=0))
    doubtful = func.sum(case((votes.c.score >= DOUBTFUL_SCORE, 1), else_=0))
    return session.execute(
        select(
            func.count(votes.c.ip_tag.distinct()).label("networks"),
            func.count(votes.c.agent_tag.distinct()).label("browsers"),
            func.coalesce(quick, 0).label("quick"),
            func.coalesce(doubtful, 0).label("doubtful"),
        )
    ).one()


def hosts_of(session: Session, review: ReviewCase) -> Sequence[AnyRow]:
    """How many votes of a case came from which kind of mailbox host."""
    votes = _votes(review).where(CastSignal.domain_class != "").subquery()
    per_kind = select(votes.c.domain_class, func.count().label("votes")).group_by(votes.c.domain_class)
    return session.execute(per_kind.order_by(func.count().desc(), votes.c.domain_class)).all()


def actions_of(session: Session, review: ReviewCase) -> Sequence[ReviewAction]:
    """What people did about a case, in order."""
    mine = select(ReviewAction).where(ReviewAction.case_id == review.id)
    return session.scalars(mine.order_by(ReviewAction.id).limit(PER_PAGE)).all()


def slots_in(session: Session, review: ReviewCase, state: BallotState) -> Sequence[bytes]:
    """The slots of a case's ballots in one state."""
    mine = (
        select(ReviewCaseSlot.slot)
        .join(Ballot, (Ballot.slot == ReviewCaseSlot.slot) & (Ballot.contest_id == review.contest_id))
        .where(ReviewCaseSlot.case_id == review.id, Ballot.state == state)
    )
    return session.scalars(mine.order_by(ReviewCaseSlot.slot)).all()


def sealed_mailboxes(session: Session, contest_id: int, *, now: datetime) -> Sequence[bytes]:
    """Where the codes of the last day went, sealed."""
    fresh = select(SealedMailbox.sealed).where(
        SealedMailbox.contest_id == contest_id, SealedMailbox.asked_at > now - ADDRESSES_KEPT
    )
    return session.scalars(fresh.order_by(SealedMailbox.asked_at, SealedMailbox.id)).all()


def roll_of(session: Session, contest_id: int) -> Mapping[bytes, str]:
    """The random id of every mailbox on the roll, by its mark."""
    roll = select(Voter.ident, Voter.id).where(Voter.contest_id == contest_id)
    return dict(session.execute(roll).all())


def slots_asked_again(session: Session, contest_id: int) -> set[bytes]:
    """The votes whose voters were asked again."""
    return set(session.scalars(select(Reconfirmation.slot).where(Reconfirmation.contest_id == contest_id)))


def voter_id(session: Session, contest_id: int, ident: bytes) -> str | None:
    """The random id of a mailbox in the roll, when it voted."""
    return session.scalar(select(Voter.id).where(Voter.contest_id == contest_id, Voter.ident == ident))


def keeps_a_candidate(session: Session, contest_id: int, *, account_id: int) -> bool:
    """Whether an account keeps a shop that was proposed for this contest."""
    mine = (
        select(Keeper.shop_id)
        .join(Candidate, Candidate.shop_id == Keeper.shop_id)
        .where(Candidate.contest_id == contest_id, Keeper.account_id == account_id)
    )
    return bool(session.scalar(select(exists(mine))))


def allowed_hosts(session: Session) -> Sequence[AllowedHost]:
    """The throw-away hosts that the chosen city lets vote."""
    return session.scalars(select(AllowedHost).order_by(AllowedHost.host)).all()


def allowed_host(session: Session, host_id: int) -> AllowedHost:
    """One of them; raises Unknown."""
    host = session.scalar(select(AllowedHost).where(AllowedHost.id == host_id))
    if host is None:
        raise Unknown
    return host


def _votes(review: ReviewCase) -> Select[*tuple[Any, ...]]:
    """The votes of a case with the signals of their latest revision, where those are still kept."""
    newer = aliased(CastSignal)
    is_outdated = exists(newer.slot).where(
        newer.contest_id == CastSignal.contest_id,
        newer.slot == CastSignal.slot,
        newer.revision > CastSignal.revision,
    )
    ballot = (Ballot.contest_id == review.contest_id) & (Ballot.slot == ReviewCaseSlot.slot)
    latest = (
        (CastSignal.contest_id == review.contest_id) & (CastSignal.slot == ReviewCaseSlot.slot) & ~is_outdated
    )
    return (
        select(ReviewCaseSlot.slot, Ballot.state, CastSignal.hour, CastSignal.ip_tag, CastSignal.agent_tag)
        .add_columns(CastSignal.domain_class, CastSignal.seconds, CastSignal.score)
        .select_from(ReviewCaseSlot)
        .join(Ballot, ballot)
        .outerjoin(CastSignal, latest)
        .where(ReviewCaseSlot.case_id == review.id)
    )


@cache
def _with_counts() -> Select[*tuple[Any, ...]]:
    """Cases with their votes by state."""

    def in_state(state: BallotState) -> Any:
        return (
            select(func.count())
            .select_from(ReviewCaseSlot)
            .join(Ballot, Ballot.slot == ReviewCaseSlot.slot)
            .where(ReviewCaseSlot.case_id == ReviewCase.id, Ballot.contest_id == ReviewCase.contest_id)
            .where(Ballot.state == state)
            .correlate(ReviewCase)
            .scalar_subquery()
        )

    return select(ReviewCase, *(in_state(state) for state in BallotState))
