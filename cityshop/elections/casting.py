"""Casting a ballot: one short transaction in plain SQL, in which the database is the referee.

A ballot knows its slot; a slot comes from the voter's random id under the contest's key; neither
row tells when. One roll row per mailbox and one ballot per slot, whatever arrives at once.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.core.codes import is_same, new_token
from cityshop.core.db import insert_once
from cityshop.elections.asking import new_nonce
from cityshop.elections.errors import AlreadyVoted, CodeOver
from cityshop.elections.keys import ContestKey
from cityshop.elections.ledger import leaf_of
from cityshop.elections.models import Ballot, BallotState, Challenge, DeadLeaf, Voter
from cityshop.elections.polling import Choice, Station, hold_shared, open_station, standing_candidate
from cityshop.elections.rules import MOST_TRIES, ChangePolicy

SUPERSEDED = "superseded"


@dataclass(frozen=True)
class TypedCode:
    """What came back: the request, the code somebody typed, and the nonce of the form."""

    request_id: str
    code: str
    nonce: str


@dataclass(frozen=True)
class _Asked:
    """The request behind a code, as it was kept."""

    id: str
    ident: bytes
    nonce: str
    code_digest: bytes
    candidate_id: int
    asked_at: datetime


_KEPT = (
    Challenge.id,
    Challenge.ident,
    Challenge.nonce,
    Challenge.code_digest,
    Challenge.candidate_id,
    Challenge.asked_at,
)


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
    hold_shared(session, contest_id)
    asked = _count_try(session, contest_id, typed.request_id, now)
    if asked is None:
        return _leaf_of_nonce(session, contest_id, typed.nonce)
    if not is_same(asked.code_digest, key.code_digest(asked.id, typed.code)):
        return None
    station = open_station(session, contest_id, asked_at=asked.asked_at)
    choice = standing_candidate(session, contest_id, asked.candidate_id)
    session.execute(delete(Challenge).where(Challenge.id == asked.id))
    slot = key.slot(_voter(session, contest_id, asked.ident))
    return _put_in_box(session, _Vote(station, choice, slot, asked.nonce))


def _count_try(session: Session, contest_id: int, request_id: str, now: datetime) -> _Asked | None:
    """One try more, if one is left; the row stays locked, so that a second click sees what became of it."""
    tried = (
        update(Challenge)
        .where(Challenge.id == request_id, Challenge.contest_id == contest_id)
        .where(Challenge.tries < MOST_TRIES, Challenge.expires_at > now)
        .values(tries=Challenge.tries + 1)
        .returning(*_KEPT)
    )
    row = session.execute(tried).one_or_none()
    return _Asked(*row) if row is not None else None


def _leaf_of_nonce(session: Session, contest_id: int, nonce: str) -> str:
    """The receipt of the ballot that the same click has just cast; raises CodeOver when there is none."""
    leaf = session.scalar(select(Ballot.leaf).where(Ballot.contest_id == contest_id, Ballot.nonce == nonce))
    if leaf is None:
        raise CodeOver
    return leaf


def _voter(session: Session, contest_id: int, ident: bytes) -> str:
    """The random id of this mailbox in the roll, entered now if it was not there."""
    values = {"id": new_token(), "contest_id": contest_id, "ident": ident, "level": "email"}
    entered: str | None = insert_once(session, Voter, values, unique=("contest_id", "ident"), returning="id")
    if entered is not None:
        return entered
    return session.scalars(select(Voter.id).where(Voter.contest_id == contest_id, Voter.ident == ident)).one()


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
    in_slot = select(Ballot.id, Ballot.candidate_id, Ballot.nonce, Ballot.leaf)
    mine = in_slot.where(Ballot.contest_id == vote.station.id, Ballot.slot == vote.slot)
    row = session.execute(mine.with_for_update()).one_or_none()
    return _Standing(*row) if row is not None else None


def _change(session: Session, vote: _Vote, standing: _Standing) -> str:
    """Another choice in the same slot, if the rules allow it; the same click again changes nothing."""
    if standing.nonce == vote.nonce and standing.candidate_id == vote.choice.id:
        return standing.leaf
    if vote.station.rules.change_policy == ChangePolicy.FINAL:
        raise AlreadyVoted
    marks = _marks(vote)
    again = update(Ballot).where(Ballot.id == standing.id).values(**marks, revision=Ballot.revision + 1)
    try:
        with session.begin_nested():
            session.execute(again)
    except IntegrityError:  # another voter's ballot has this nonce
        return _change(session, replace(vote, nonce=new_nonce()), standing)
    dead = {"leaf": standing.leaf, "contest_id": vote.station.id, "reason": SUPERSEDED}
    session.execute(insert(DeadLeaf).values(**dead))
    return marks["leaf"]


def _marks(vote: _Vote) -> _Marks:
    salt = secrets.token_hex(16)
    leaf = leaf_of(contest=vote.station.name, candidate=vote.choice.word, nonce=vote.nonce, salt=salt)
    return {"candidate_id": vote.choice.id, "nonce": vote.nonce, "salt": salt, "leaf": leaf}
