"""Flushing: leaves that wait go into the public ledger together, and nothing tells any more who came when.

Voting writes a row on the roll and a ballot in one transaction, and PostgreSQL remembers with each row which
transaction wrote it. So what is flushed is also stirred: roll and ballots are deleted and written again in
random order, at least 25 together, by one transaction. At closing everything is stirred once more.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Row, Table, bindparam, delete, false, func, insert, select, text, update
from sqlalchemy.orm import Session

from cityshop.core.codes import new_token
from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.elections.keys import ContestKey
from cityshop.elections.ledger import NOTHING_BEFORE, Tree
from cityshop.elections.ledger import Checkpoint as SignedFacts
from cityshop.elections.models import Ballot, BallotState, Checkpoint, DeadLeaf, LedgerLeaf, Voter
from cityshop.elections.tallying import add_to_tally

FEWEST_TOGETHER = 25
LONGEST_STIR = "300s"
ROWS_AT_ONCE = 1_000

_ballots = cast("Table", Ballot.__table__)
_voters = cast("Table", Voter.__table__)
_dead_leaves = cast("Table", DeadLeaf.__table__)
_leaves = cast("Table", LedgerLeaf.__table__)
_checkpoints = cast("Table", Checkpoint.__table__)

_WAITING = (
    select(_ballots.c.contest_id, func.count())
    .where(_ballots.c.is_in_ledger == false())
    .group_by(_ballots.c.contest_id)
    .having(func.count() >= FEWEST_TOGETHER)
)
_BALLOTS = select(_ballots).where(_ballots.c.contest_id == bindparam("contest"))
_WAITING_BALLOTS = _BALLOTS.where(_ballots.c.is_in_ledger == false())
_WAITING_DEAD = select(_dead_leaves.c.leaf).where(
    _dead_leaves.c.contest_id == bindparam("contest"), _dead_leaves.c.is_in_ledger == false()
)
_VOTERS = select(_voters).where(_voters.c.contest_id == bindparam("contest"))
_LATEST = (
    select(_checkpoints)
    .where(_checkpoints.c.contest_id == bindparam("contest"))
    .order_by(_checkpoints.c.size.desc())
    .limit(1)
)

_random = secrets.SystemRandom()


@dataclass(frozen=True)
class Ledger:
    """The ledger of one contest: its id, its name where things are hashed, and its key."""

    contest_id: int
    name: str
    key: ContestKey


def contests_to_flush(session: Session) -> Sequence[int]:
    """The contests in which enough ballots wait."""
    return [row[0] for row in session.connection().execute(_WAITING)]


def flush_leaves(session: Session, ledger: Ledger) -> int:
    """Put what waits into the ledger, if it is 25 ballots or more; gives how many leaves went in."""
    hold_exclusive(session, LockOn.CONTEST, ledger.contest_id)
    connection, contest = session.connection(), {"contest": ledger.contest_id}
    ballots = connection.execute(_WAITING_BALLOTS, contest).all()
    if len(ballots) < FEWEST_TOGETHER:
        return 0
    voters = connection.execute(_VOTERS.where(_voters.c.is_stirred == false()), contest).all()
    return _flush(connection, ledger, ballots, voters)


def flush_all(session: Session, ledger: Ledger) -> int:
    """At closing: put in whatever waits, and stir the whole box and the whole roll; gives how many leaves."""
    hold_exclusive(session, LockOn.CONTEST, ledger.contest_id)
    connection, contest = session.connection(), {"contest": ledger.contest_id}
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL statement_timeout = '{LONGEST_STIR}'"))
    ballots = connection.execute(_BALLOTS, contest).all()
    return _flush(connection, ledger, ballots, connection.execute(_VOTERS, contest).all())


def _flush(
    connection: Connection, ledger: Ledger, ballots: Sequence[Row[Any]], voters: Sequence[Row[Any]]
) -> int:
    dead = connection.execute(_WAITING_DEAD, {"contest": ledger.contest_id}).scalars().all()
    leaves = list({row.leaf for row in ballots if not row.is_in_ledger}.union(dead))
    _random.shuffle(leaves)
    if leaves:
        _extend(connection, ledger, leaves)
        waiting = (_dead_leaves.c.contest_id == ledger.contest_id, _dead_leaves.c.is_in_ledger == false())
        connection.execute(update(_dead_leaves).where(*waiting).values(is_in_ledger=True))
    add_to_tally(connection, ledger.contest_id, _changes(ballots))
    _stir(connection, _ballots, "slot", [_flushed(row) for row in ballots])
    stirred = [{**row._mapping, "is_stirred": True} for row in voters]  # noqa: SLF001
    _stir(connection, _voters, "ident", stirred)
    return len(leaves)


def _extend(connection: Connection, ledger: Ledger, leaves: Sequence[str]) -> None:
    """Append the leaves and sign the new root; the checkpoint before it is named in it."""
    contest = {"contest_id": ledger.contest_id}
    latest = connection.execute(_LATEST, {"contest": ledger.contest_id}).one_or_none()
    tree, previous = Tree(), NOTHING_BEFORE
    if latest is not None:
        tree = Tree(latest.size, tuple(latest.peaks))
        previous = SignedFacts(ledger.name, latest.size, latest.root, latest.previous).digest
    rows = [{**contest, "seq": tree.size + place, "leaf": leaf} for place, leaf in enumerate(leaves)]
    connection.execute(insert(_leaves), rows)
    tree = tree.with_leaves(leaves)
    facts = SignedFacts(ledger.name, tree.size, tree.root, previous)
    signed = {"root": facts.root, "previous": previous, "signature": ledger.key.signer().sign(facts.text())}
    connection.execute(
        insert(_checkpoints), {**contest, "size": tree.size, "peaks": list(tree.peaks), **signed}
    )


def _changes(ballots: Sequence[Row[Any]]) -> Counter[tuple[int, str]]:
    """How the tally changes when these ballots stand in the ledger."""
    changes: Counter[tuple[int, str]] = Counter()
    for row in ballots:
        if row.rolled_up is not None:
            changes[row.rolled_up, row.level] -= 1
        if row.state == BallotState.COUNTED:
            changes[row.candidate_id, row.level] += 1
    return changes


def _flushed(row: Row[Any]) -> dict[str, Any]:
    rolled_up = row.candidate_id if row.state == BallotState.COUNTED else None
    return {**row._mapping, "id": new_token(), "is_in_ledger": True, "rolled_up": rolled_up}  # noqa: SLF001


def _stir(connection: Connection, table: Table, unique: str, rows: list[dict[str, Any]]) -> None:
    """Delete these rows, known by what is unique in their contest, and write them again in random order."""
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = [row[unique] for row in rows[start : start + ROWS_AT_ONCE]]
        mine = (table.c.contest_id == rows[0]["contest_id"], table.c[unique].in_(some))
        connection.execute(delete(table).where(*mine))
    _random.shuffle(rows)
    if rows:
        connection.execute(insert(table), rows)
