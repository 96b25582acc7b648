"""Casting a ballot: one short transaction in plain SQL, in which the database is the referee.

A ballot knows its slot; a slot comes from the voter's random id under the contest's key; neither
row tells when. One roll row per mailbox and one ballot per slot, whatever arrives at once.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict, cast

from sqlalchemy import Table, and_, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.core.codes import new_token
from cityshop.core.db import insert_once
from cityshop.elections.asking import new_nonce
from cityshop.elections.errors import AlreadyVoted, CodeOver
from cityshop.elections.keys import ContestKey
from cityshop.elections.ledger import leaf_of
from cityshop.elections.models import Ballot, BallotState, Challenge, DeadLeaf, Voter
from cityshop.elections.polling import Choice, Station, hold_shared, open_station
from cityshop.elections.rules import MOST_TRIES, ChangePolicy

SUPERSEDED = "superseded"

_challenges = cast("Table", Challenge.__table__)
_ballots = cast("Table", Ballot.__table__)
_voters = cast("Table", Voter.__table__)
_dead_leaves = cast("Table", DeadLeaf.__table__)

# Built once: building a statement takes five times as long as sending it.
_USABLE = and_(
    _challenges.c.id == bindparam("request"),
    _challenges.c.contest_id == bindparam("contest"),
    _challenges.c.tries < MOST_TRIES,
    _challenges.c.expires_at > bindparam("now", type_=_challenges.c.expires_at.type),
)
# The digest is under the contest's key: how long the database takes to compare it tells nothing of the code.
_USE_UP = (
    delete(_challenges)
    .where(_USABLE, _challenges.c.code_digest == bindparam("digest"))
    .returning(_challenges.c.ident, _challenges.c.nonce, _challenges.c.candidate_id, _challenges.c.asked_at)
)
_COUNT_TRY = (
    update(_challenges).where(_USABLE).values(tries=_challenges.c.tries + 1).returning(_challenges.c.id)
)
_VOTER = select(_voters.c.id).where(
    _voters.c.contest_id == bindparam("contest_id"), _voters.c.ident == bindparam("ident")
)


@dataclass(frozen=True)
class TypedCode:
    """What came back: the request, the code somebody typed, and the nonce of the form."""

    request_id: str
    code: str
    nonce: str


@dataclass(frozen=True)
class _Vote:
    station: Station
    choice: Choice
    slot: bytes
    nonce: str


@dataclass(frozen=True)
class _Standing:
    """The ballot that is in the slot already."""

    id: str
    candidate_id: int
    nonce: str
    leaf: str


class _Marks(TypedDict):
    """What a voter's choice puts on a ballot."""

    candidate_id: int
    nonce: str
    salt: str
    leaf: str


def cast_ballot(
    session: Session, contest_id: int, typed: TypedCode, *, key: ContestKey, now: datetime
) -> str | None:
    """Turn a code into a ballot and give the leaf of its receipt; None for a wrong code.

    A wrong code counts as a try, so commit whatever is returned. The same code sent many times at once casts
    one ballot, and everybody who sends the same nonce gets its leaf.
    Raises CodeOver, VotingNotOpen, VotingPaused, CandidateDoesNotStand or AlreadyVoted.
    """
    connection = session.connection()
    hold_shared(connection, contest_id)
    digest = key.code_digest(typed.request_id, typed.code)
    request = {"request": typed.request_id, "contest": contest_id, "now": now}
    asked = connection.execute(_USE_UP, {**request, "digest": digest}).one_or_none()
    if asked is None:
        is_wrong = connection.execute(_COUNT_TRY, request).one_or_none() is not None
        nonces = (typed.nonce, key.nonce_of(typed.request_id))
        return None if is_wrong else _leaf_of_nonce(session, contest_id, nonces)
    station, choice = open_station(connection, contest_id, asked.candidate_id, asked_at=asked.asked_at)
    slot = key.slot(_voter(session, contest_id, asked.ident))
    return _put_in_box(session, _Vote(station, choice, slot, asked.nonce))


def _leaf_of_nonce(session: Session, contest_id: int, nonces: tuple[str, str]) -> str:
    """The receipt of the ballot that the same click has just cast; raises CodeOver when there is none."""
    same = (_ballots.c.contest_id == contest_id, _ballots.c.nonce.in_(nonces))
    leaf: str | None = session.connection().execute(select(_ballots.c.leaf).where(*same)).scalar()
    if leaf is None:
        raise CodeOver
    return leaf


def _voter(session: Session, contest_id: int, ident: bytes) -> str:
    """The random id of this mailbox in the roll, entered now if it was not there."""
    values = {"id": new_token(), "contest_id": contest_id, "ident": ident, "level": "email"}
    entered: str | None = insert_once(session, Voter, values, unique=("contest_id", "ident"), returning="id")
    if entered is not None:
        return entered
    known = session.connection().execute(_VOTER, {"contest_id": contest_id, "ident": ident})
    return cast("str", known.scalar_one())


def _put_in_box(session: Session, vote: _Vote) -> str:
    marks = _marks(vote)
    empty = {"id": new_token(), "contest_id": vote.station.id, "slot": vote.slot, "revision": 0}
    values = {**empty, **marks, "state": BallotState.COUNTED}
    if insert_once(session, Ballot, values, unique=(), returning="id") is not None:
        return marks["leaf"]
    standing = _ballot_in_slot(session, vote)
    if standing is None:  # it was the nonce that was taken
        return _put_in_box(session, replace(vote, nonce=new_nonce()))
    return _change(session, vote, standing)


def _ballot_in_slot(session: Session, vote: _Vote) -> _Standing | None:
    ballot = _ballots.c
    mine = (ballot.contest_id == vote.station.id, ballot.slot == vote.slot)
    in_slot = select(ballot.id, ballot.candidate_id, ballot.nonce, ballot.leaf).where(*mine)
    row = session.connection().execute(in_slot.with_for_update()).one_or_none()
    return _Standing(*row) if row is not None else None


def _change(session: Session, vote: _Vote, standing: _Standing) -> str:
    """Another choice in the same slot, if the rules allow it; the same click again changes nothing."""
    if standing.nonce == vote.nonce and standing.candidate_id == vote.choice.id:
        return standing.leaf
    if vote.station.rules.change_policy == ChangePolicy.FINAL:
        raise AlreadyVoted
    marks = _marks(vote)
    again = update(_ballots).where(_ballots.c.id == standing.id)
    again = again.values(**marks, revision=_ballots.c.revision + 1)
    try:
        with session.begin_nested():
            session.execute(again)
    except IntegrityError:  # another voter's ballot has this nonce
        return _change(session, replace(vote, nonce=new_nonce()), standing)
    dead = {"leaf": standing.leaf, "contest_id": vote.station.id, "reason": SUPERSEDED}
    session.connection().execute(insert(_dead_leaves).values(**dead))
    return marks["leaf"]


def _marks(vote: _Vote) -> _Marks:
    salt = secrets.token_hex(16)
    leaf = leaf_of(contest=vote.station.name, candidate=vote.choice.word, nonce=vote.nonce, salt=salt)
    return {"candidate_id": vote.choice.id, "nonce": vote.nonce, "salt": salt, "leaf": leaf}
