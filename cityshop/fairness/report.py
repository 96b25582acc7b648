"""The numbers of the published report: the only place of the desk that counts choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from cityshop.elections.models import Ballot, BallotState, Candidate, DeadLeaf
from cityshop.elections.rules import SMALLEST_TALLY
from cityshop.fairness.models import Complaint, Decision, Reconfirmation, ReviewAction, ReviewCase
from cityshop.fairness.queries import AnyRow, CaseCount, cases_of
from cityshop.merchants.models import Shop


@dataclass(frozen=True)
class Report:
    """What is published: numbers, never who.

    `rejected` counts by reason. `per_candidate` has slug, shop, counted, quarantined, rejected; it is empty
    where a contest has fewer than 25 ballots. `people` are how many decided each case.
    """

    counted: int
    quarantined: int
    rejected: Mapping[str, int]
    per_candidate: Sequence[AnyRow]
    cases: Sequence[CaseCount]
    people: Mapping[int, int]
    complaints: int
    asked_again: int
    confirmed: int


def report(session: Session, contest_id: int) -> Report:
    """What the fairness report says of a contest of the chosen city; ask its stage before showing it."""
    states = dict(session.execute(_ballots_by_state(contest_id)).all())
    asked, confirmed = session.execute(
        select(func.count(), func.count(Reconfirmation.confirmed_at)).where(
            Reconfirmation.contest_id == contest_id
        )
    ).one()
    is_large = sum(states.values()) >= SMALLEST_TALLY
    per_candidate = _per_candidate(session, contest_id) if is_large else ()
    return Report(
        counted=states.get(BallotState.COUNTED, 0),
        quarantined=states.get(BallotState.QUARANTINED, 0),
        rejected=_rejected_by_reason(session, contest_id),
        per_candidate=per_candidate,
        cases=cases_of(session, contest_id),
        people=_people(session, contest_id),
        complaints=_complaints(session, contest_id),
        asked_again=asked,
        confirmed=confirmed,
    )


def _ballots_by_state(contest_id: int) -> Select[*tuple[Any, ...]]:
    return select(Ballot.state, func.count()).where(Ballot.contest_id == contest_id).group_by(Ballot.state)


def _rejected_by_reason(session: Session, contest_id: int) -> dict[str, int]:
    """The code after `rejected:` of each leaf that died so, counted."""
    dead = select(DeadLeaf.reason, func.count()).where(
        DeadLeaf.contest_id == contest_id, DeadLeaf.reason.startswith("rejected:")
    )
    rows = session.execute(dead.group_by(DeadLeaf.reason).order_by(DeadLeaf.reason))
    return {reason.partition(":")[2]: votes for reason, votes in rows}


def _per_candidate(session: Session, contest_id: int) -> Sequence[AnyRow]:
    def in_state(state: BallotState) -> Any:
        return func.coalesce(func.sum(case((Ballot.state == state, 1), else_=0)), 0).label(state)

    rows = (
        select(Candidate.slug, Shop.name.label("shop"), *(in_state(state) for state in BallotState))
        .join(Ballot, Ballot.candidate_id == Candidate.id)
        .join(Shop, Shop.id == Candidate.shop_id)
        .where(Candidate.contest_id == contest_id, Ballot.contest_id == contest_id)
    )
    return session.execute(rows.group_by(Candidate.slug, Shop.name).order_by(Shop.name, Candidate.slug)).all()


def _people(session: Session, contest_id: int) -> dict[int, int]:
    """How many people took part in each case's decisions."""
    deciding = (Decision.ACCEPT, Decision.ASK_REJECTION, Decision.REJECT)
    rows = (
        select(ReviewAction.case_id, func.count(ReviewAction.account_id.distinct()))
        .join(ReviewCase, ReviewCase.id == ReviewAction.case_id)
        .where(ReviewCase.contest_id == contest_id, ReviewAction.decision.in_(deciding))
        .group_by(ReviewAction.case_id)
    )
    return dict(session.execute(rows).all())


def _complaints(session: Session, contest_id: int) -> int:
    counted = select(func.count()).select_from(Complaint).where(Complaint.contest_id == contest_id)
    return session.scalar(counted) or 0
