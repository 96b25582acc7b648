"""Everything that changes who stands: coming forward, town hall's answer, withdrawing."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.core.words import with_words
from cityshop.elections.errors import CandidateDoesNotStand, ContestIsFrozen
from cityshop.elections.models import BEFORE_OPENING, Candidate, CandidateState, Contest
from cityshop.elections.queries import own_candidate
from cityshop.merchants.models import Shop, ShopState
from cityshop.merchants.services import LetterWriter, tell_keepers
from cityshop.nominations.errors import CandidateChanged, ShopNotApproved
from cityshop.nominations.rules import refuse_title_holder, state_after_withdrawal
from cityshop.nominations.standing import (
    claim_photo,
    forget_photo,
    hold_candidate,
    hold_nominations,
    new_candidate,
    propose_again,
    show_photo,
)


@dataclass(frozen=True)
class CandidateDraft:
    """A shop with what it says of itself, by language. `photo` is the name of a kept picture, or empty.

    `holds_title` says that the shop is somebody's ambassador at this moment.
    """

    shop: Shop
    text: dict[str, str]
    specialty: dict[str, str]
    sponsors: dict[str, str] = field(default_factory=dict)
    photo: str = ""
    photo_alt: dict[str, str] = field(default_factory=dict)
    since_year: int | None = None
    holds_title: bool = False


@dataclass(frozen=True)
class Decision:
    """Who decides on a candidate, having read it in this revision, and the reason its keeper reads."""

    account_id: int | None
    revision: int
    reason: str = ""


def stand(
    session: Session, contest: Contest, draft: CandidateDraft, *, account_id: int | None, now: datetime
) -> Candidate:
    """A shop comes forward or changes what it says: town hall looks (again).

    Raises NominationsClosed, ShopHoldsTitle or PhotoGone.
    """
    hold_nominations(session, contest)
    refuse_title_holder(contest.rules, holds_title=draft.holds_title)
    candidate = own_candidate(session, contest.id, shop_id=draft.shop.id)
    claim_photo(session, draft.photo, shown=candidate.photo if candidate else "")
    if candidate is None:
        candidate = new_candidate(session, contest, draft.shop, now=now)
    candidate.text = with_words(candidate.text, draft.text)
    candidate.specialty = with_words(candidate.specialty, draft.specialty)
    candidate.sponsors = with_words(candidate.sponsors, draft.sponsors)
    candidate.since_year = draft.since_year
    show_photo(session, candidate, draft.photo, draft.photo_alt)
    propose_again(candidate)
    session.flush()
    record(session, Happening.CANDIDATE_CHANGED, f"candidate {candidate.id}", account_id=account_id, now=now)
    return candidate


def accept_candidate(
    session: Session,
    candidate: Candidate,
    decision: Decision,
    *,
    write: LetterWriter | None = None,
    now: datetime,
) -> None:
    """Put a shop on the list and tell its keepers (nobody without `write`); a second time changes nothing.

    Raises ContestIsFrozen, CandidateChanged or ShopNotApproved.
    """
    _hold_undecided(session, candidate)
    if candidate.state == CandidateState.ACCEPTED:
        return
    _refuse_unread(candidate, decision)
    if candidate.shop.state != ShopState.APPROVED:
        raise ShopNotApproved
    candidate.state, candidate.state_reason = CandidateState.ACCEPTED, ""
    _note(session, Happening.CANDIDATE_ACCEPTED, candidate, decision, now)
    _tell(session, candidate, write, now)


def refuse_candidate(
    session: Session,
    candidate: Candidate,
    decision: Decision,
    *,
    write: LetterWriter | None = None,
    now: datetime,
) -> None:
    """Keep a shop off the list, with a reason that its keepers get by mail; a second time changes nothing.

    Raises ContestIsFrozen or CandidateChanged.
    """
    _hold_undecided(session, candidate)
    if (candidate.state, candidate.state_reason) == (CandidateState.REFUSED, decision.reason):
        return
    _refuse_unread(candidate, decision)
    candidate.state, candidate.state_reason = CandidateState.REFUSED, decision.reason
    _note(session, Happening.CANDIDATE_REFUSED, candidate, decision, now)
    _tell(session, candidate, write, now)


def withdraw_candidate(
    session: Session,
    candidate: Candidate,
    decision: Decision,
    *,
    write: LetterWriter | None = None,
    now: datetime,
) -> None:
    """Before opening a shop leaves the list, without its photo; afterwards it stays listed and cannot win.

    Raises CandidateDoesNotStand, or TooLateToWithdraw after closing.
    """
    contest = hold_candidate(session, candidate)
    state = state_after_withdrawal(contest.state, contest.closes_at, now=now)
    if candidate.state == state:
        return
    if state == CandidateState.LEFT:
        forget_photo(session, candidate)
    elif candidate.state != CandidateState.ACCEPTED:
        raise CandidateDoesNotStand
    candidate.state, candidate.state_reason = state, decision.reason
    _note(session, Happening.CANDIDATE_WITHDRAWN, candidate, decision, now)
    _tell(session, candidate, write, now)


def _hold_undecided(session: Session, candidate: Candidate) -> None:
    if hold_candidate(session, candidate).state not in BEFORE_OPENING:
        raise ContestIsFrozen


def _refuse_unread(candidate: Candidate, decision: Decision) -> None:
    if candidate.revision != decision.revision or candidate.state == CandidateState.LEFT:
        raise CandidateChanged


def _note(
    session: Session, happening: Happening, candidate: Candidate, decision: Decision, now: datetime
) -> None:
    subject = f"candidate {candidate.id}"
    record(session, happening, subject, account_id=decision.account_id, now=now, note=decision.reason)
    session.flush()


def _tell(session: Session, candidate: Candidate, write: LetterWriter | None, now: datetime) -> None:
    if write is not None:
        tell_keepers(session, candidate.shop, write, now=now)
