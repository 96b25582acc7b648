"""The tally: how many ballots count for whom, kept beside the ballots so that a million cost as much as ten.

It counts what stands in the ledger; what waits is added when asked. Everything here can be worked out again
from the ballots, and is: at closing the two must be equal.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, false, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.elections.models import Ballot, BallotState, DeadLeaf, Tally

REJECTED = "rejected:"
SLOTS_AT_ONCE = 500

_ballots = cast("Table", Ballot.__table__)
_tally = cast("Table", Tally.__table__)
_dead_leaves = cast("Table", DeadLeaf.__table__)

Votes = Mapping[tuple[int, str], int]
"""Votes by candidate id and level."""

_KEPT = select(_tally.c.candidate_id, _tally.c.level, _tally.c.votes).where(
    _tally.c.contest_id == bindparam("contest")
)
_waits = (_ballots.c.contest_id == bindparam("contest"), _ballots.c.is_in_ledger == false())
_WAITING = (
    select(_ballots.c.candidate_id, _ballots.c.rolled_up, _ballots.c.level, func.count())
    .where(*_waits, _ballots.c.state == BallotState.COUNTED)
    .group_by(_ballots.c.candidate_id, _ballots.c.rolled_up, _ballots.c.level)
)
_RECOUNT = (
    select(_ballots.c.candidate_id, _ballots.c.level, func.count())
    .where(_ballots.c.contest_id == bindparam("contest"), _ballots.c.state == BallotState.COUNTED)
    .group_by(_ballots.c.candidate_id, _ballots.c.level)
)


class TallyWrong(Exception):
    """The tally and the ballots differ: a fault of ours. Nothing is published on such a count."""


def tally_of(session: Session, contest_id: int) -> Votes:
    """Ballots that count now, in the ledger or waiting for it; ask the rules before showing them."""
    connection, contest = session.connection(), {"contest": contest_id}
    votes = Counter({(row[0], row[1]): row[2] for row in connection.execute(_KEPT, contest)})
    for candidate, rolled_up, level, count in connection.execute(_WAITING, contest):
        votes[candidate, level] += count
        if rolled_up is not None:  # changed since it was tallied
            votes[rolled_up, level] -= count
    return {key: count for key, count in votes.items() if count}


def recount(session: Session, contest_id: int) -> Votes:
    """The same from the ballots themselves: as many steps as there are ballots."""
    rows = session.connection().execute(_RECOUNT, {"contest": contest_id})
    return {(row[0], row[1]): row[2] for row in rows}


def check_tally(session: Session, contest_id: int) -> None:
    """Raises TallyWrong where the tally and a recount differ."""
    kept, counted = tally_of(session, contest_id), recount(session, contest_id)
    if dict(kept) != dict(counted):
        raise TallyWrong(f"contest {contest_id}: tally {kept}, recount {counted}")


def add_to_tally(connection: Connection, contest_id: int, changes: Mapping[tuple[int, str], int]) -> None:
    """Add these numbers (negative ones too) to the tally; the caller holds the contest for itself."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    row = dialect.insert(_tally)
    added = row.on_conflict_do_update(
        index_elements=["contest_id", "candidate_id", "level"],
        set_={"votes": _tally.c.votes + row.excluded.votes},
    )
    rows = [
        {"contest_id": contest_id, "candidate_id": candidate, "level": level, "votes": votes}
        for (candidate, level), votes in sorted(changes.items())
        if votes
    ]
    if rows:
        connection.execute(added, rows)


def quarantine(session: Session, contest_id: int, slots: Collection[bytes]) -> int:
    """Set counted ballots apart until people decide; gives how many. Nothing is deleted."""
    taken = _taken(session, contest_id, slots, BallotState.COUNTED)
    _move(session, contest_id, taken, BallotState.QUARANTINED)
    return len(taken)


def restore(session: Session, contest_id: int, slots: Collection[bytes]) -> int:
    """Let ballots in quarantine count again; gives how many."""
    taken = _taken(session, contest_id, slots, BallotState.QUARANTINED)
    _move(session, contest_id, taken, BallotState.COUNTED)
    return len(taken)


def reject(session: Session, contest_id: int, slots: Collection[bytes], reason: str) -> int:
    """Take ballots in quarantine out of the count for good, each with the reason on its receipt."""
    taken = _taken(session, contest_id, slots, BallotState.QUARANTINED)
    _move(session, contest_id, taken, BallotState.REJECTED)
    dead = [
        {
            "leaf": row.leaf,
            "contest_id": contest_id,
            "reason": REJECTED + reason,
            "is_in_ledger": row.is_in_ledger,
        }
        for row in taken
    ]
    if dead:
        session.connection().execute(insert(_dead_leaves), dead)
    return len(taken)


def _taken(session: Session, contest_id: int, slots: Collection[bytes], state: BallotState) -> Sequence[Any]:
    """The ballots in these slots that are in this state, once nobody else can change them."""
    hold_exclusive(session, LockOn.CONTEST, contest_id)
    found: list[Any] = []
    for some in _parts(sorted(slots)):
        mine = (_ballots.c.contest_id == contest_id, _ballots.c.slot.in_(some), _ballots.c.state == state)
        found += session.connection().execute(select(_ballots).where(*mine)).all()
    return found


def _move(session: Session, contest_id: int, ballots: Sequence[Any], state: BallotState) -> None:
    connection, changes = session.connection(), Counter[tuple[int, str]]()
    counts = state == BallotState.COUNTED
    for row in ballots:
        if row.rolled_up is not None:
            changes[row.rolled_up, row.level] -= 1
        if counts and row.is_in_ledger:
            changes[row.candidate_id, row.level] += 1
    rows = [
        {"ballot": row.id, "rolled_up": row.candidate_id if counts and row.is_in_ledger else None}
        for row in ballots
    ]
    if rows:
        moved = update(_ballots).where(_ballots.c.id == bindparam("ballot"))
        connection.execute(moved.values(state=state, rolled_up=bindparam("rolled_up")), rows)
    add_to_tally(connection, contest_id, changes)


def _parts(slots: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (slots[start : start + SLOTS_AT_ONCE] for start in range(0, len(slots), SLOTS_AT_ONCE))
