"""Asking voters again by mail: possible for a day, because addresses are sealed no longer than that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.elections import tallying
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import BallotState, Contest
from cityshop.elections.sealing import Addressee, unseal_addressee
from cityshop.fairness import queries
from cityshop.fairness.errors import CaseIsDecided, LinkUnknown, NoneToAskAgain
from cityshop.fairness.models import Decision, Reconfirmation, ReviewAction, ReviewCase
from cityshop.fairness.rules import MOST_LETTERS, TIME_TO_CONFIRM, may_change
from cityshop.fairness.services import hold_desk, note_act


@dataclass(frozen=True)
class AskedAgain:
    """A voter to write to, and the slot that the link in the mail is about."""

    addressee: Addressee
    slot: bytes


def ask_voters_again(  # noqa: PLR0913 - an act has who, what, with which key and when
    session: Session,
    contest: Contest,
    review: ReviewCase,
    *,
    key: ContestKey,
    account_id: int,
    now: datetime,
) -> list[AskedAgain]:
    """Note and give the voters of a case who can be asked again, at most 500; the caller writes the letters.

    Only votes that are set apart, of people who asked for a code in the last day and were not asked again
    before. Raises OwnShopStands, CasesAreClosed, CaseIsDecided or NoneToAskAgain.
    """
    hold_desk(session, contest, account_id=account_id)
    session.refresh(review)
    if review.decided_at is not None:
        raise CaseIsDecided
    apart = set(queries.slots_in(session, review, BallotState.QUARANTINED))
    apart -= queries.slots_asked_again(session, review.contest_id)
    reachable = _reachable(session, contest.id, key, now)
    slots = sorted(apart & reachable.keys())[:MOST_LETTERS]
    found = [AskedAgain(reachable[slot], slot) for slot in slots]
    if not found:
        raise NoneToAskAgain
    about = {"contest_id": review.contest_id, "case_id": review.id, "asked_at": now}
    session.execute(insert(Reconfirmation), [{**about, "slot": one.slot} for one in found])
    action = ReviewAction(decision=Decision.ASK_AGAIN, votes=len(found))
    note_act(session, review, action, account_id=account_id, now=now)
    return found


def confirm_again(session: Session, contest: Contest, slot: bytes, *, now: datetime) -> bool:
    """The voter says that the vote is theirs: it counts again. Gives whether it was in time; twice is once.

    Raises LinkUnknown when nobody asked.
    """
    hold_exclusive(session, LockOn.CONTEST, contest.id)
    session.refresh(contest, ["state"])
    asked = session.get(Reconfirmation, (contest.id, slot))
    if asked is None:
        raise LinkUnknown
    if asked.confirmed_at is not None:
        return True
    if not may_change(contest.state) or now > asked.asked_at + TIME_TO_CONFIRM:
        return False
    mine = (Reconfirmation.contest_id == contest.id, Reconfirmation.slot == slot)
    session.execute(update(Reconfirmation).where(*mine).values(confirmed_at=now))
    tallying.restore(session, contest.id, [slot])
    return True


def _reachable(
    session: Session, contest_id: int, key: ContestKey, now: datetime
) -> Mapping[bytes, Addressee]:
    """Whom one can write to, by the slot of their vote; the latest address of each."""
    roll, found = queries.roll_of(session, contest_id), {}
    for sealed in queries.sealed_mailboxes(session, contest_id, now=now):
        try:
            addressee = unseal_addressee(sealed, key=key)
        except InvalidTag:  # sealed under a key that is not this one: nobody can read it any more
            continue
        if addressee.ident in roll:
            found[key.slot(roll[addressee.ident])] = addressee
    return found
