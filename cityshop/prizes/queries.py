"""Reads of prizes and entries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cityshop.core.errors import Unknown
from cityshop.elections.models import Ballot, Checkpoint, Contest, ContestState, DeadLeaf
from cityshop.prizes.drawing import Guess
from cityshop.prizes.models import Prize, PrizeEntry

OVER = (ContestState.CLOSED, ContestState.PUBLISHED, ContestState.SEALED, ContestState.ANNULLED)


@dataclass(frozen=True)
class EntryCount:
    """How many take part, and how many have not pressed the button behind their mail."""

    confirmed: int
    waiting: int


def prize_if_any(session: Session, contest_id: int) -> Prize | None:
    """The prize of a contest of the chosen city."""
    return session.scalar(select(Prize).where(Prize.contest_id == contest_id))


def prize_of(session: Session, contest_id: int) -> Prize:
    """The prize of a contest of the chosen city; raises Unknown where the city gives none."""
    prize = prize_if_any(session, contest_id)
    if prize is None:
        raise Unknown
    return prize


def entry_by_token(session: Session, contest_id: int, token_digest: bytes) -> PrizeEntry | None:
    """The entry behind a mailed link."""
    mine = (PrizeEntry.contest_id == contest_id, PrizeEntry.token_digest == token_digest)
    return session.scalar(select(PrizeEntry).where(*mine))


def counted_entries(session: Session, contest_id: int) -> EntryCount:
    """How many take part in the draw of a contest."""
    counted = select(PrizeEntry.is_confirmed, func.count()).where(PrizeEntry.contest_id == contest_id)
    found = dict(session.execute(counted.group_by(PrizeEntry.is_confirmed)).tuples().all())
    return EntryCount(found.get(True, 0), found.get(False, 0))


def guesses(session: Session, contest_id: int) -> list[Guess]:
    """Everybody who takes part, by the id of the entry."""
    taking_part = select(PrizeEntry.id, PrizeEntry.answer).where(
        PrizeEntry.contest_id == contest_id, PrizeEntry.is_confirmed
    )
    return [Guess(*row) for row in session.execute(taking_part.order_by(PrizeEntry.id))]


def address_of(session: Session, contest_id: int, entry: str) -> str:
    """The mailbox of an entry; empty once the list is erased."""
    mine = select(PrizeEntry.address).where(PrizeEntry.contest_id == contest_id, PrizeEntry.id == entry)
    return session.scalar(mine) or ""


def final_root(session: Session, contest_id: int) -> str | None:
    """The root of the ledger of a contest that is over; None while it can still grow, or is empty."""
    if session.scalar(select(Contest.state).where(Contest.id == contest_id)) not in OVER:
        return None
    for table in (Ballot, DeadLeaf):
        waiting = select(table.leaf).where(table.contest_id == contest_id, table.is_in_ledger.is_(False))
        if session.scalar(waiting.limit(1)) is not None:
            return None
    latest = select(Checkpoint.root).where(Checkpoint.contest_id == contest_id)
    return session.scalar(latest.order_by(Checkpoint.size.desc()).limit(1))


def prizes_with_contests(session: Session, limit: int = 1_000) -> Sequence[tuple[Prize, Contest]]:
    """Every prize whose list was not erased, with its contest."""
    kept = select(Prize, Contest).join(Contest, Prize.contest_id == Contest.id)
    kept = kept.where(Prize.erased_at.is_(None)).order_by(Prize.contest_id).limit(limit)
    return session.execute(kept).tuples().all()
