"""Acts that one person may ask for and only another may carry out: closing early, rejecting, publishing."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cityshop.core.db import Base, insert_once
from cityshop.core.errors import Refusal, Unknown
from cityshop.core.permissions import Act
from cityshop.core.words import n_

WAITING, DONE, WITHDRAWN = "waiting", "done", "withdrawn"


class SecondPersonNeeded(Refusal):
    message = n_("You asked for this yourself: somebody else must confirm it.")


class AlreadyAsked(Refusal):
    message = n_("A colleague already asked for this. Confirm theirs.")


class NothingToConfirm(Refusal):
    message = n_("There is nothing to confirm any more: somebody was first, or it was withdrawn.")


class Proposal(Base):
    """An act that waits for a second person. `subject` names the row (`contest 12`), as in the journal."""

    __tablename__ = "proposal"
    __table_args__ = (
        Index(
            "uq_proposal_waiting",
            "act",
            "subject",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    act: Mapped[str]
    subject: Mapped[str]
    facts: Mapped[dict[str, Any]]
    asked_by: Mapped[int]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=WAITING)
    decided_by: Mapped[int | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


def propose(  # noqa: PLR0913 - an act has who, what, where and when
    session: Session,
    act: Act,
    subject: str,
    *,
    facts: dict[str, Any],
    city_id: int | None,
    account_id: int,
    now: datetime,
) -> int:
    """The first person asks; gives the proposal's id. Raises AlreadyAsked when one waits."""
    asked = {"act": act, "subject": subject, "facts": facts, "city_id": city_id}
    values = {**asked, "asked_by": account_id, "asked_at": now, "state": WAITING}
    proposal_id: int | None = insert_once(session, Proposal, values, unique=(), returning="id")
    if proposal_id is None:
        raise AlreadyAsked
    return proposal_id


def waiting_for(session: Session, act: Act, subject: str) -> Proposal | None:
    """What waits for a second person about this subject."""
    return session.scalar(
        select(Proposal).where(Proposal.act == act, Proposal.subject == subject, Proposal.state == WAITING)
    )


def confirm(session: Session, proposal_id: int, *, account_id: int, now: datetime) -> Proposal:
    """Another person confirms, once; the caller then carries the act out in the same transaction.

    Raises Unknown, SecondPersonNeeded when it is the same person, NothingToConfirm when somebody was first.
    """
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise Unknown
    if proposal.asked_by == account_id:
        raise SecondPersonNeeded
    _decide(session, proposal, DONE, account_id=account_id, now=now)
    return proposal


def withdraw(session: Session, proposal_id: int, *, account_id: int, now: datetime) -> Proposal:
    """Anybody who may ask may also take back; raises Unknown or NothingToConfirm."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise Unknown
    _decide(session, proposal, WITHDRAWN, account_id=account_id, now=now)
    return proposal


def _decide(session: Session, proposal: Proposal, state: str, *, account_id: int, now: datetime) -> None:
    decided = session.scalar(
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.state == WAITING)
        .values(state=state, decided_by=account_id, decided_at=now)
        .returning(Proposal.id)
    )
    if decided is None:
        raise NothingToConfirm
    session.refresh(proposal)
