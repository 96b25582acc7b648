"""Everything that people change at the fairness desk. Each act is written down with who, when and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.core.permissions import Act
from cityshop.core.second_person import NothingToConfirm, Proposal, confirm, propose, waiting_for, withdraw
from cityshop.elections import tallying
from cityshop.elections.models import BallotState, Contest
from cityshop.fairness import queries
from cityshop.fairness.errors import (
    CaseIsDecided,
    CasesAreClosed,
    OwnShopStands,
    RejectionWaits,
    SetApartFirst,
)
from cityshop.fairness.models import CaseState, Decision, ReviewAction, ReviewCase, ReviewCaseSlot
from cityshop.fairness.rules import UNDECIDED, AcceptReason, RejectReason, may_change

_slots = cast("Table", ReviewCaseSlot.__table__)


def enter_desk(session: Session, contest: Contest, *, account_id: int) -> None:
    """Refuse whoever keeps a shop that stands in this contest; raises OwnShopStands."""
    if queries.keeps_a_candidate(session, contest.id, account_id=account_id):
        raise OwnShopStands


def quarantine_case(
    session: Session, contest: Contest, review: ReviewCase, *, account_id: int, now: datetime
) -> int:
    """Set the votes of a case apart, those that joined it since too; gives how many.

    Raises OwnShopStands, CasesAreClosed, RejectionWaits or CaseIsDecided.
    """
    hold_desk(session, contest, account_id=account_id)
    if rejection_of(session, review) is not None:
        raise RejectionWaits
    _move(session, review, UNDECIDED, CaseState.QUARANTINED)
    slots = queries.slots_in(session, review, BallotState.COUNTED)
    votes = tallying.quarantine(session, contest.id, slots)
    note_act(
        session,
        review,
        ReviewAction(decision=Decision.QUARANTINE, votes=votes),
        account_id=account_id,
        now=now,
    )
    return votes


def accept_case(  # noqa: PLR0913 - an act has who, what, why and when
    session: Session,
    contest: Contest,
    review: ReviewCase,
    reason: AcceptReason,
    *,
    account_id: int,
    now: datetime,
) -> int:
    """Count the votes of a case again, except those that another case keeps apart; gives how many.

    Raises OwnShopStands, CasesAreClosed, RejectionWaits or CaseIsDecided.
    """
    hold_desk(session, contest, account_id=account_id)
    if rejection_of(session, review) is not None:
        raise RejectionWaits
    _decide(session, review, UNDECIDED, CaseState.ACCEPTED, reason, now)
    apart = queries.slots_in(session, review, BallotState.QUARANTINED)
    kept = _kept_apart_elsewhere(session, review)
    votes = tallying.restore(session, contest.id, [slot for slot in apart if slot not in kept])
    action = ReviewAction(decision=Decision.ACCEPT, votes=votes, reason=reason)
    note_act(session, review, action, account_id=account_id, now=now)
    return votes


def ask_rejection(  # noqa: PLR0913 - an act has who, what, why and when
    session: Session,
    contest: Contest,
    review: ReviewCase,
    reason: RejectReason,
    *,
    account_id: int,
    now: datetime,
) -> None:
    """The first of two people wants the votes of a case rejected.

    Raises OwnShopStands, CasesAreClosed, CaseIsDecided, SetApartFirst or AlreadyAsked.
    """
    hold_desk(session, contest, account_id=account_id)
    session.refresh(review)
    if review.state not in UNDECIDED:
        raise CaseIsDecided
    votes = len(queries.slots_in(session, review, BallotState.QUARANTINED))
    if review.state != CaseState.QUARANTINED or not votes:
        raise SetApartFirst
    facts = {"reason": reason.value, "votes": votes}
    about = {"city_id": contest.city_id, "account_id": account_id, "now": now}
    propose(session, Act.REJECT_BALLOTS, _subject(review), facts=facts, **about)  # type: ignore[arg-type]
    record(session, Happening.SECOND_PERSON_ASKED, _subject(review), account_id=account_id, now=now)
    action = ReviewAction(decision=Decision.ASK_REJECTION, votes=votes, reason=reason)
    _note_quietly(session, review, action, account_id, now)


def confirm_rejection(
    session: Session, contest: Contest, review: ReviewCase, *, account_id: int, now: datetime
) -> int:
    """The second person confirms: the votes that were set apart leave the count for good; gives how many.

    Votes of the case that still count go free, so that a new case can be made of them. Raises OwnShopStands,
    CasesAreClosed, CaseIsDecided, NothingToConfirm or SecondPersonNeeded.
    """
    hold_desk(session, contest, account_id=account_id)
    asked = rejection_of(session, review)
    if asked is None:
        raise NothingToConfirm
    reason: str = confirm(session, asked.id, account_id=account_id, now=now).facts["reason"]
    _decide(session, review, (CaseState.QUARANTINED,), CaseState.REJECTED, reason, now)
    slots = queries.slots_in(session, review, BallotState.QUARANTINED)
    votes = tallying.reject(session, contest.id, slots, reason)
    _let_go(session, review, queries.slots_in(session, review, BallotState.COUNTED))
    action = ReviewAction(decision=Decision.REJECT, votes=votes, reason=reason)
    note_act(session, review, action, account_id=account_id, now=now)
    return votes


def take_back_rejection(
    session: Session, contest: Contest, review: ReviewCase, *, account_id: int, now: datetime
) -> None:
    """Nobody needs to confirm any more: the votes stay apart. Raises OwnShopStands or NothingToConfirm."""
    hold_desk(session, contest, account_id=account_id)
    asked = rejection_of(session, review)
    if asked is None:
        raise NothingToConfirm
    withdraw(session, asked.id, account_id=account_id, now=now)
    record(session, Happening.SECOND_PERSON_WITHDREW, _subject(review), account_id=account_id, now=now)
    _note_quietly(session, review, ReviewAction(decision=Decision.TAKE_BACK, votes=0), account_id, now)


def rejection_of(session: Session, review: ReviewCase) -> Proposal | None:
    """The rejection that waits for a second person, if any."""
    return waiting_for(session, Act.REJECT_BALLOTS, _subject(review))


def hold_desk(session: Session, contest: Contest, *, account_id: int) -> None:
    """Nobody votes, publishes or judges in this contest until this transaction ends.

    Raises OwnShopStands or CasesAreClosed.
    """
    enter_desk(session, contest, account_id=account_id)
    hold_exclusive(session, LockOn.CONTEST, contest.id)
    session.refresh(contest, ["state"])
    if not may_change(contest.state):
        raise CasesAreClosed


def note_act(
    session: Session, review: ReviewCase, action: ReviewAction, *, account_id: int, now: datetime
) -> None:
    """Write down what somebody did, in the case and in the journal."""
    _note_quietly(session, review, action, account_id, now)
    note = " ".join(filter(None, (action.decision, action.reason)))
    record(session, Happening.CASE_DECIDED, _subject(review), account_id=account_id, now=now, note=note)
    session.flush()


def _move(session: Session, review: ReviewCase, before: Sequence[CaseState], after: CaseState) -> None:
    moved = session.scalar(
        update(ReviewCase)
        .where(ReviewCase.id == review.id, ReviewCase.state.in_(before))
        .values(state=after)
        .returning(ReviewCase.id)
    )
    if moved is None:
        raise CaseIsDecided
    session.refresh(review)


def _decide(  # noqa: PLR0913, PLR0917 - a decision has what, from where to where, why and when
    session: Session,
    review: ReviewCase,
    before: Sequence[CaseState],
    after: CaseState,
    reason: str,
    now: datetime,
) -> None:
    """The last word, once. The number of votes is written down: the votes themselves go with the signals."""
    _move(session, review, before, after)
    votes = session.scalars(select(_slots.c.slot).where(_slots.c.case_id == review.id)).all()
    review.decided_at, review.reason = now, reason
    review.summary = {**review.summary, "votes": len(votes)}
    session.flush()


def _kept_apart_elsewhere(session: Session, review: ReviewCase) -> set[bytes]:
    """Slots of this case that also stand in another case whose votes are set apart."""
    other = (
        select(_slots.c.slot)
        .join(ReviewCase, ReviewCase.id == _slots.c.case_id)
        .where(ReviewCase.contest_id == review.contest_id, ReviewCase.id != review.id)
        .where(ReviewCase.state == CaseState.QUARANTINED)
    )
    return set(session.scalars(other))


def _let_go(session: Session, review: ReviewCase, slots: Sequence[bytes]) -> None:
    if slots:
        here = (_slots.c.case_id == bindparam("case"), _slots.c.slot == bindparam("free"))
        session.connection().execute(
            delete(_slots).where(*here), [{"case": review.id, "free": slot} for slot in slots]
        )


def _note_quietly(
    session: Session, review: ReviewCase, action: ReviewAction, account_id: int, now: datetime
) -> None:
    action.case_id, action.account_id, action.at = review.id, account_id, now
    session.add(action)
    session.flush()


def _subject(review: ReviewCase) -> str:
    return f"case {review.id}"
