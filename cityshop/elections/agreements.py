"""What two people must agree on before it happens to a contest: ending it early, annulling it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from cityshop.core import second_person
from cityshop.core.errors import Unknown
from cityshop.core.journal import Happening, record
from cityshop.core.permissions import Act
from cityshop.core.second_person import Proposal
from cityshop.elections.models import Contest
from cityshop.elections.states import annul_contest, close_early


@dataclass(frozen=True)
class _Asking:
    account_id: int
    now: datetime


def ask_to_close_early(
    session: Session, contest: Contest, reason: str, *, account_id: int, now: datetime
) -> None:
    """The first person wants to end the vote now; raises AlreadyAsked."""
    _ask(session, Act.CLOSE_CONTEST_EARLY, contest, {"reason": reason}, _Asking(account_id, now))


def ask_to_annul(
    session: Session, contest: Contest, public_reason: dict[str, str], *, account_id: int, now: datetime
) -> None:
    """The first person wants to annul the vote, for a reason everybody will read; raises AlreadyAsked."""
    facts = {"reason": public_reason.get("nl", ""), "public_reason": public_reason}
    _ask(session, Act.ANNUL_CONTEST, contest, facts, _Asking(account_id, now))


def agree(session: Session, contest: Contest, proposal_id: int, *, account_id: int, now: datetime) -> None:
    """Another person confirms, and it happens in the same transaction.

    Raises Unknown, SecondPersonNeeded, NothingToConfirm or NotInThatState.
    """
    _of_contest(session, contest, proposal_id)
    proposal = second_person.confirm(session, proposal_id, account_id=account_id, now=now)
    _CARRY_OUT[Act(proposal.act)](session, contest, proposal, _Asking(account_id, now))


def take_back(
    session: Session, contest: Contest, proposal_id: int, *, account_id: int, now: datetime
) -> None:
    """Nobody is asked any more; raises Unknown or NothingToConfirm."""
    _of_contest(session, contest, proposal_id)
    proposal = second_person.withdraw(session, proposal_id, account_id=account_id, now=now)
    happening = Happening.SECOND_PERSON_WITHDREW
    record(session, happening, _subject(contest), account_id=account_id, now=now, note=proposal.act)


def waiting(session: Session, contest: Contest) -> list[Proposal]:
    """What waits for a second person about this contest."""
    found = (second_person.waiting_for(session, act, _subject(contest)) for act in _CARRY_OUT)
    return [proposal for proposal in found if proposal is not None]


def _ask(session: Session, act: Act, contest: Contest, facts: dict[str, Any], asking: _Asking) -> None:
    city_id, who = contest.city_id, asking.account_id
    second_person.propose(
        session, act, _subject(contest), facts=facts, city_id=city_id, account_id=who, now=asking.now
    )
    note = f"{act}: {facts['reason']}"
    happening, subject = Happening.SECOND_PERSON_ASKED, _subject(contest)
    record(session, happening, subject, account_id=asking.account_id, now=asking.now, note=note)
    session.flush()


def _of_contest(session: Session, contest: Contest, proposal_id: int) -> None:
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or proposal.subject != _subject(contest) or proposal.act not in _CARRY_OUT:
        raise Unknown


def _subject(contest: Contest) -> str:
    return f"contest {contest.id}"


def _close(session: Session, contest: Contest, proposal: Proposal, agreed: _Asking) -> None:
    close_early(session, contest, account_id=agreed.account_id, now=agreed.now)


def _annul(session: Session, contest: Contest, proposal: Proposal, agreed: _Asking) -> None:
    reason = proposal.facts["public_reason"]
    annul_contest(session, contest, reason, account_id=agreed.account_id, now=agreed.now)


_CARRY_OUT: Mapping[Act, Callable[[Session, Contest, Proposal, _Asking], None]] = {
    Act.CLOSE_CONTEST_EARLY: _close,
    Act.ANNUL_CONTEST: _annul,
}
