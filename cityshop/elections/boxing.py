"""Putting ballots in the box: a whole group in a few statements, in which the database is the referee.

A ballot knows its slot; a slot comes from the voter's random id under the contest's key; neither row tells
when. One roll row per voter and one ballot per slot, whatever arrives at once. Rows are written in the order
of their keys, so that two groups that meet wait for one another instead of locking each other out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from cityshop.core.codes import new_token
from cityshop.core.db import insert_many_once
from cityshop.elections.asking import new_nonce
from cityshop.elections.entering import enter_first
from cityshop.elections.errors import AlreadyVoted, VoteWasRejected
from cityshop.elections.models import Ballot, BallotState, Candidate, CastSignal, DeadLeaf, Voter
from cityshop.elections.rules import ChangePolicy
from cityshop.elections.votes import Outcome, Receipt, Vote

SUPERSEDED = "superseded"

_ballots = cast("Table", Ballot.__table__)
_voters = cast("Table", Voter.__table__)
_dead_leaves = cast("Table", DeadLeaf.__table__)
_candidates = cast("Table", Candidate.__table__)

# Built once: building a statement takes five times as long as sending it.
_VOTERS = select(_voters.c.contest_id, _voters.c.ident, _voters.c.id).where(
    tuple_(_voters.c.contest_id, _voters.c.ident).in_(bindparam("known", expanding=True))
)
_IN_SLOTS = (
    select(_ballots.c.contest_id, _ballots.c.slot, _ballots.c.id, _ballots.c.candidate_id)
    .add_columns(_ballots.c.nonce, _ballots.c.salt, _ballots.c.leaf, _ballots.c.revision)
    .add_columns(_ballots.c.is_in_ledger, _ballots.c.state)
    .where(tuple_(_ballots.c.contest_id, _ballots.c.slot).in_(bindparam("slots", expanding=True)))
    .order_by(_ballots.c.slot)
    .with_for_update()
)
_OF_NONCES = (
    select(_ballots.c.contest_id, _ballots.c.nonce, _ballots.c.leaf, _ballots.c.salt, _candidates.c.slug)
    .join(_candidates, _ballots.c.candidate_id == _candidates.c.id)
    .where(tuple_(_ballots.c.contest_id, _ballots.c.nonce).in_(bindparam("nonces", expanding=True)))
)
_CHANGE = update(_ballots).where(_ballots.c.id == bindparam("ballot"))


@dataclass(frozen=True)
class _Done:
    """What came of a vote; `revision` is that of the ballot it wrote, None where it wrote none."""

    outcome: Outcome
    revision: int | None = None


@dataclass
class _Standing:
    """The ballot that is in the slot already."""

    id: str
    candidate_id: int
    nonce: str
    salt: str
    leaf: str
    revision: int
    is_in_ledger: bool
    state: str


def put_in_box(connection: Connection, votes: Sequence[Vote], *, now: datetime) -> list[Outcome]:
    """Cast these votes; gives for each, in order, its receipt, or why it changed nothing.

    The caller holds the contests' locks and has asked the station about each vote.
    """
    entered = enter_first(connection, votes, now=now)
    again = {number: vote for number, vote in enumerate(votes) if vote.leaf not in entered}
    outcomes = _put_again(connection, again, now) if again else {}
    return [outcomes.get(number) or vote.receipt() for number, vote in enumerate(votes)]


def receipts_of(
    connection: Connection, nonces: Collection[tuple[int, str]]
) -> dict[tuple[int, str], Receipt]:
    """The receipts of ballots that were cast with these nonces, by contest and nonce."""
    if not nonces:
        return {}
    rows = connection.execute(_OF_NONCES, {"nonces": list(nonces)})
    return {(row.contest_id, row.nonce): Receipt(row.leaf, row.slug, row.nonce, row.salt) for row in rows}


def _put_again(connection: Connection, votes: Mapping[int, Vote], now: datetime) -> dict[int, Outcome]:
    """Cast what is perhaps not the first vote of its voter."""
    placed = _with_slots(connection, votes)
    done: dict[int, _Done] = {}
    left = placed
    while left:
        entered = _enter(connection, list(left.values()))
        done |= {number: _Done(vote.receipt(), 0) for number, vote in left.items() if vote.leaf in entered}
        left = {number: vote for number, vote in left.items() if number not in done}
        done |= _change_standing(connection, left)
        # what is neither in the box nor stands there already has a nonce that was taken
        left = {n: replace(vote, nonce=new_nonce()) for n, vote in left.items() if n not in done}
    _keep_signals(connection, [(placed[number], one.revision) for number, one in done.items()], now)
    return {number: one.outcome for number, one in done.items()}


def _with_slots(connection: Connection, votes: Mapping[int, Vote]) -> dict[int, Vote]:
    """The votes with their slots; who was not on the roll is entered now."""
    voters = {(vote.voter.contest_id, vote.voter.ident): vote.voter.level for vote in votes.values()}
    rows = [
        {"id": new_token(), "contest_id": contest, "ident": ident, "level": level, "is_stirred": False}
        for (contest, ident), level in sorted(voters.items())
    ]
    entered = insert_many_once(connection, Voter, rows, returning=("contest_id", "ident", "id"))
    ids = {(row.contest_id, row.ident): row.id for row in entered}
    known = [voter for voter in voters if voter not in ids]
    if known:
        ids |= {(row.contest_id, row.ident): row.id for row in connection.execute(_VOTERS, {"known": known})}
    return {
        number: replace(vote, slot=vote.key.slot(ids[vote.voter.contest_id, vote.voter.ident]))
        for number, vote in votes.items()
    }


def _enter(connection: Connection, votes: Sequence[Vote]) -> set[str]:
    """Put those ballots in the box whose slot and nonce are free; gives their leaves."""
    rows = [
        {
            "id": new_token(),
            "contest_id": vote.station.id,
            "slot": vote.slot,
            "revision": 0,
            "state": BallotState.COUNTED,
            "level": vote.voter.level,
            "is_in_ledger": False,
            "rolled_up": None,
            **_marks(vote),
        }
        for vote in sorted(votes, key=lambda vote: vote.place)
    ]
    return {row.leaf for row in insert_many_once(connection, Ballot, rows, returning=("leaf",))}


def _change_standing(connection: Connection, votes: Mapping[int, Vote]) -> dict[int, _Done]:
    """What came of votes whose slot holds a ballot already; nothing for the others."""
    if not votes:
        return {}
    rows = connection.execute(_IN_SLOTS, {"slots": [vote.place for vote in votes.values()]})
    standing = {(row.contest_id, row.slot): _Standing(*row[2:]) for row in rows}
    return {
        number: _change(connection, vote, standing[vote.place])
        for number, vote in votes.items()
        if vote.place in standing
    }


def _change(connection: Connection, vote: Vote, standing: _Standing) -> _Done:
    """Another choice in the same slot, if the rules allow it; the same click again changes nothing."""
    if standing.nonce == vote.nonce and standing.candidate_id == vote.choice.id:
        return _Done(Receipt(standing.leaf, vote.choice.word, standing.nonce, standing.salt))
    if standing.state == BallotState.REJECTED or vote.station.rules.change_policy == ChangePolicy.FINAL:
        return _Done(VoteWasRejected() if standing.state == BallotState.REJECTED else AlreadyVoted())
    again = {**_marks(vote), "revision": standing.revision + 1, "is_in_ledger": False}
    try:
        with connection.begin_nested():
            connection.execute(_CHANGE, {"ballot": standing.id, **again})
    except IntegrityError:  # another voter's ballot has this nonce
        return _change(connection, replace(vote, nonce=new_nonce()), standing)
    dead = {"leaf": standing.leaf, "contest_id": vote.station.id, "is_in_ledger": standing.is_in_ledger}
    connection.execute(insert(_dead_leaves), {**dead, "reason": SUPERSEDED})
    for name, value in again.items():
        setattr(standing, name, value)
    return _Done(vote.receipt(), standing.revision)


def _marks(vote: Vote) -> dict[str, Any]:
    """What a voter's choice puts on a ballot."""
    return {"candidate_id": vote.choice.id, "nonce": vote.nonce, "salt": vote.salt, "leaf": vote.leaf}


def _keep_signals(connection: Connection, votes: Sequence[tuple[Vote, int | None]], now: datetime) -> None:
    """What the fairness desk may look at, to the hour and without the choice."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    rows = [
        {"contest_id": vote.station.id, "slot": vote.slot, "revision": revision, "hour": hour}
        | vote.signal.document()
        for vote, revision in sorted(votes, key=lambda pair: pair[0].place)
        if revision is not None and vote.signal.ip_tag
    ]
    if rows:
        insert_many_once(connection, CastSignal, rows, returning=("revision",))
