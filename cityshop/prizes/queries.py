"""Reads of prizes and entries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from cityshop.core.db import across_cities
from cityshop.core.errors import Unknown
from cityshop.elections.models import Checkpoint, Contest, ContestState
from cityshop.prizes.drawing import Guess
from cityshop.prizes.models import Prize, PrizeEntry

OVER = (ContestState.CLOSED, ContestState.PUBLISHED, ContestState.SEALED)


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
    rows = session.execute(counted.group_by(PrizeEntry.is_confirmed)).all()
    found = {row.is_confirmed: row[1] for row in rows}
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


def final_root(session: Session, contest: Contest) -> str | None:
    """The root of the ledger of a contest that is over; None while it can still grow, or is empty."""
    if contest.state not in OVER:
        return None
    latest = select(Checkpoint.root).where(Checkpoint.contest_id == contest.id)
    return session.scalar(latest.order_by(Checkpoint.size.desc()).limit(1))


def prizes_to_look_after(session: Session, limit: int = 1_000) -> Sequence[Row[Prize, Contest]]:
    """Every prize whose list was not erased, of any city, with its contest."""
    kept = select(Prize, Contest).join(Contest, Prize.contest_id == Contest.id)
    kept = kept.where(Prize.erased_at.is_(None)).order_by(Prize.contest_id).limit(limit)
    # the list is erased wherever it is
    with across_cities(session):
        return session.execute(kept).all()
