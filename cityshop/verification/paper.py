"""A paper code becomes somebody who may vote."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from cityshop.core.db import Session
from cityshop.elections.casting import Wish, cast_vote
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Level
from cityshop.elections.polling import hold_shared
from cityshop.elections.signals import Signal
from cityshop.elections.voters import Verified
from cityshop.elections.votes import Receipt
from cityshop.verification.errors import PaperCodeRevoked, PaperCodeUnknown
from cityshop.verification.models import PaperBatch, PaperCode


@dataclass(frozen=True)
class TypedPaperCode:
    """A code as it was meant, for one contest, and whom it is for."""

    contest_id: int
    code: str = field(repr=False)
    wish: Wish = field(repr=False)


def vote_with_code(
    session: Session, typed: TypedPaperCode, *, signal: Signal, key: ContestKey, now: datetime
) -> Receipt:
    """Cast the vote of whoever has this code; typed again, it changes the vote where the rules allow.

    Raises PaperCodeUnknown, PaperCodeRevoked, and what casting raises.
    """
    hold_shared(session.connection(), [typed.contest_id])
    voter = _voter(session, typed.contest_id, key.ident_of(Level.PAPER, typed.code))
    return cast_vote(session, voter, _with_nonce(typed, key), signal=signal, key=key, now=now)


def _with_nonce(typed: TypedPaperCode, key: ContestKey) -> Wish:
    """The phone's own nonce; without script one that the key makes, for a second click to find the ballot."""
    wish = typed.wish
    return wish if wish.nonce else Wish(wish.candidate_id, key.nonce_of(f"{typed.code} {wish.candidate_id}"))


def _voter(session: Session, contest_id: int, digest: bytes) -> Verified:
    row = session.execute(
        select(PaperBatch.revoked_at)
        .join(PaperCode, PaperCode.batch_id == PaperBatch.id)
        .where(PaperCode.contest_id == contest_id, PaperCode.code_digest == digest)
    ).one_or_none()
    if row is None:
        raise PaperCodeUnknown
    if row.revoked_at is not None:
        raise PaperCodeRevoked
    return Verified(contest_id, digest, Level.PAPER)
