"""Reads of recounts: the lines of a bundle, as streams, and what is still kept of a contest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, func, literal, select, union_all
from sqlalchemy.orm import Session

from cityshop.core.db import across_cities
from cityshop.elections.models import (
    Ballot,
    BallotState,
    Candidate,
    CastSignal,
    Challenge,
    Checkpoint,
    Contest,
    ContestState,
    DeadLeaf,
    LedgerLeaf,
    Voter,
)
from cityshop.elections.precautions import SealedMailbox
from cityshop.elections.queries import ON_THE_LIST
from cityshop.recounts.models import Erased, Erasure, LastManifest
from cityshop.recounts.rules import QUARANTINED

Line = dict[str, Any]
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class StillKept:
    """How many rows of each kind a contest still has."""

    addresses: int
    signals: int
    voters: int


def ledger_lines(session: Session, contest_id: int) -> Iterator[Line]:
    """Every leaf with its place, in order."""
    wanted = select(LedgerLeaf.seq, LedgerLeaf.leaf).where(LedgerLeaf.contest_id == contest_id)
    return _lines(session, wanted.order_by(LedgerLeaf.seq))


def checkpoint_lines(session: Session, contest: Contest) -> Iterator[Line]:
    """Every signed root, in order."""
    columns = (Checkpoint.size, Checkpoint.root, Checkpoint.previous, Checkpoint.signature)
    wanted = select(*columns).where(Checkpoint.contest_id == contest.id).order_by(Checkpoint.size)
    return ({"contest": contest.rules["contest"], **line} for line in _lines(session, wanted))


def opening_lines(session: Session, contest_id: int, *, with_levels: bool) -> Iterator[Line]:
    """What each ballot that counts was made of, by leaf: the order tells nothing."""
    counted = (Ballot.contest_id == contest_id, Ballot.state == BallotState.COUNTED)
    columns = (Ballot.leaf, Candidate.slug.label("candidate"), Ballot.nonce, Ballot.salt)
    wanted = (
        select(*columns, *((Ballot.level,) if with_levels else ()))
        .join(Candidate, Ballot.candidate_id == Candidate.id)
        .where(*counted)
    )
    return _lines(session, wanted.order_by(Ballot.leaf))


def dead_lines(session: Session, contest_id: int) -> Iterator[Line]:
    """Every leaf that does not count, by leaf, with the reason."""
    dead = _dead(contest_id)
    return _lines(session, select(dead.c.leaf, dead.c.reason).order_by(dead.c.leaf))


def dead_counts(session: Session, contest_id: int) -> dict[str, int]:
    """How many leaves do not count, for each reason."""
    dead = _dead(contest_id)
    counts = select(dead.c.reason, func.count()).group_by(dead.c.reason).order_by(dead.c.reason)
    return dict(session.execute(counts).all())


def listed_candidates(session: Session, contest_id: int) -> list[Line]:
    """Who stood, by the word in the address."""
    listed = (Candidate.contest_id == contest_id, Candidate.state.in_(ON_THE_LIST))
    wanted = select(Candidate.slug.label("word"), Candidate.state).where(*listed)
    return [dict(row) for row in session.execute(wanted.order_by(Candidate.slug)).mappings()]


def counted_by_level(session: Session, contest_id: int) -> Mapping[str, int]:
    """Ballots that count, by how their voters were known."""
    counted = select(Ballot.level, func.count()).where(
        Ballot.contest_id == contest_id, Ballot.state == BallotState.COUNTED
    )
    return dict(session.execute(counted.group_by(Ballot.level).order_by(Ballot.level)).all())


def last_checkpoint(session: Session, contest_id: int) -> Checkpoint | None:
    """The signed root of the whole ledger."""
    signed = select(Checkpoint).where(Checkpoint.contest_id == contest_id)
    return session.scalar(signed.order_by(Checkpoint.size.desc()).limit(1))


def place_in_ledger(session: Session, contest_id: int, leaf: str) -> int | None:
    """A leaf's number in the ledger."""
    mine = (LedgerLeaf.contest_id == contest_id, LedgerLeaf.leaf == leaf)
    return session.scalar(select(LedgerLeaf.seq).where(*mine))


def last_manifest(session: Session, contest_id: int) -> LastManifest | None:
    """What was written down when the contest was sealed."""
    return session.get(LastManifest, contest_id)


def still_kept(session: Session, contest_id: int) -> StillKept:
    """How much is left that could tell something about voters."""
    counts = [
        select(func.count()).select_from(table).where(table.contest_id == contest_id).scalar_subquery()
        for table in (Challenge, SealedMailbox, CastSignal, Voter)
    ]
    codes, addresses, signals, voters = session.execute(select(*counts)).one()
    return StillKept(codes + addresses, signals, voters)


def erasures(session: Session, contest_id: int) -> Mapping[str, Erasure]:
    """What is gone of a contest, by kind."""
    gone = select(Erasure).where(Erasure.contest_id == contest_id).order_by(Erasure.erased)
    return {erasure.erased: erasure for erasure in session.scalars(gone)}


def without_erasure(session: Session, erased: Erased, *, closed_before: datetime) -> Sequence[Contest]:
    """Contests of all cities that closed before a moment and are not known to have lost something."""
    known = select(Erasure.contest_id).where(Erasure.erased == erased)
    over = (ContestState.CLOSED, ContestState.PUBLISHED, ContestState.SEALED, ContestState.ANNULLED)
    wanted = select(Contest).where(Contest.closes_at < closed_before, Contest.state.in_(over))
    # the worker does what falls due in every city
    with across_cities(session):
        return session.scalars(wanted.where(Contest.id.not_in(known)).order_by(Contest.id)).all()


def sealed_with_key(session: Session) -> Sequence[Contest]:
    """Sealed contests of all cities whose key is not known to be gone."""
    known = select(Erasure.contest_id).where(Erasure.erased == Erased.KEY)
    wanted = select(Contest).where(Contest.state == ContestState.SEALED, Contest.id.not_in(known))
    # the worker finishes what a seal left half done, in every city
    with across_cities(session):
        return session.scalars(wanted.order_by(Contest.id)).all()


def annulled_with_roll(session: Session, *, closed_before: datetime) -> Sequence[Contest]:
    """Annulled contests of all cities that would have closed before a moment and still have a roll."""
    known = select(Erasure.contest_id).where(Erasure.erased == Erased.ROLL)
    wanted = select(Contest).where(Contest.state == ContestState.ANNULLED, Contest.id.not_in(known))
    # the worker does what falls due in every city
    with across_cities(session):
        return session.scalars(wanted.where(Contest.closes_at < closed_before).order_by(Contest.id)).all()


def _dead(contest_id: int) -> Subquery:
    waiting = (Ballot.contest_id == contest_id, Ballot.state == BallotState.QUARANTINED)
    return union_all(
        select(DeadLeaf.leaf, DeadLeaf.reason).where(DeadLeaf.contest_id == contest_id),
        select(Ballot.leaf, literal(QUARANTINED)).where(*waiting),
    ).subquery()


def _lines(session: Session, wanted: Select[*tuple[Any, ...]]) -> Iterator[Line]:
    """A few thousand rows at a time, however many there are."""
    rows = session.execute(wanted, execution_options={"yield_per": ROWS_AT_ONCE})
    return (dict(row) for row in rows.mappings())
