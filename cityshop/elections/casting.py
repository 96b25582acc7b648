"""Casting: what came back (a code, or somebody who showed otherwise that they may vote) becomes a ballot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, Table, bindparam, update
from sqlalchemy.orm import Session

from cityshop.core.codes import is_same
from cityshop.core.errors import Refusal
from cityshop.elections.asking import new_nonce
from cityshop.elections.boxing import put_in_box, receipts_of
from cityshop.elections.errors import CodeDead, CodeOver, CodeWrong, VotingNotOpen
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Challenge, Level
from cityshop.elections.polling import (
    Station,
    beside_station,
    choice_of,
    choices,
    hold_shared,
    refusal_of,
    station_of,
    stations,
)
from cityshop.elections.rules import CODE_LIFETIME, MOST_TRIES
from cityshop.elections.signals import Signal
from cityshop.elections.voters import Verified
from cityshop.elections.votes import Outcome, Receipt, Vote

_challenges = cast("Table", Challenge.__table__)

# Built once: building a statement takes five times as long as sending it.
_WAITING = (  # in the order of ids, so that two groups that hold the same codes wait for one another
    beside_station(_challenges)
    .where(_challenges.c.id.in_(bindparam("requests", expanding=True)))
    .order_by(_challenges.c.id)
    .with_for_update(of=_challenges)
)
_COUNT_TRIES = update(_challenges).where(_challenges.c.id == bindparam("request"))


@dataclass(frozen=True)
class TypedCode:
    """What came back: the request, the code somebody typed, and the nonce of the form."""

    request_id: str
    code: str
    nonce: str


@dataclass(frozen=True)
class CodeVote:
    """A typed code for one contest, with the contest's key."""

    contest_id: int
    typed: TypedCode
    key: ContestKey


@dataclass(frozen=True)
class Wish:
    """Whom somebody votes for; the nonce is made on their phone, and empty without script."""

    candidate_id: int
    nonce: str = ""


@dataclass
class _Counter:
    """Everything a group of codes is held against."""

    waiting: Mapping[str, Row[Any]]
    stations: Mapping[int, Station]
    now: datetime


def cast_codes(connection: Connection, votes: Sequence[CodeVote], *, now: datetime) -> list[Outcome]:
    """Turn typed codes into ballots, in one transaction; gives for each its receipt or its refusal.

    The caller holds the contests' locks. Commit whatever is returned: a wrong code counts as a try. The same
    code sent many times at once casts one ballot, and everybody who sends the same nonce gets its receipt.
    `now` is the database's.
    """
    requests = {"requests": list({vote.typed.request_id for vote in votes})}
    waiting = {row.id: row for row in connection.execute(_WAITING, requests)}
    contests = {row.contest_id: row for row in waiting.values()}
    counter = _Counter(waiting, {contest: station_of(row) for contest, row in contests.items()}, now)
    outcomes = _refusals(connection, counter, votes)
    good = {number: vote for number, vote in enumerate(votes) if number not in outcomes}
    outcomes |= _cast_good(connection, counter, good)
    return _answer_repeats(connection, votes, outcomes)


def cast_vote(  # noqa: PLR0913 - who, whom, how they came, under which key and when
    session: Session, verified: Verified, wish: Wish, *, signal: Signal, key: ContestKey, now: datetime
) -> Receipt:
    """The ballot of somebody who showed by another way than a code that they may vote.

    Raises VotingNotOpen, VotingPaused, CandidateDoesNotStand, AlreadyVoted or VoteWasRejected.
    """
    connection = session.connection()
    hold_shared(connection, [verified.contest_id])
    station = stations(connection, [verified.contest_id])[verified.contest_id]
    choice = choices(connection, [wish.candidate_id]).get(wish.candidate_id)
    refusal = refusal_of(station, choice, asked_at=now)
    if refusal is not None or choice is None:
        raise refusal or VotingNotOpen
    vote = Vote(station, choice, verified, wish.nonce or new_nonce(), key, signal)
    [outcome] = put_in_box(connection, [vote], now=now)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _refusals(connection: Connection, counter: _Counter, votes: Sequence[CodeVote]) -> dict[int, Outcome]:
    """Why each of these codes cannot be used now; nothing for those that can, once each."""
    refusals: dict[int, Outcome] = {}
    tries = {request: row.tries for request, row in counter.waiting.items()}
    seen: set[str] = set()
    for number, vote in enumerate(votes):
        request = vote.typed.request_id
        refusal = CodeOver() if request in seen else _refusal(counter, vote, tries)
        if refusal is None:
            seen.add(request)
        else:
            refusals[number] = refusal
    _keep_tries(connection, counter, tries)
    return refusals


def _refusal(counter: _Counter, vote: CodeVote, tries: dict[str, int]) -> Refusal | None:
    request = vote.typed.request_id
    row = counter.waiting.get(request)
    if row is None or row.contest_id != vote.contest_id or row.expires_at <= counter.now:
        return CodeOver()
    if tries[request] >= MOST_TRIES:
        return CodeDead(retry_after=int(CODE_LIFETIME.total_seconds()))
    if not is_same(row.code_digest, vote.key.code_digest(request, vote.typed.code)):
        tries[request] += 1
        return CodeWrong()
    return None


def _keep_tries(connection: Connection, counter: _Counter, tries: Mapping[str, int]) -> None:
    for request, row in counter.waiting.items():
        if tries[request] != row.tries:
            connection.execute(_COUNT_TRIES, {"request": request, "tries": tries[request]})


def _cast_good(connection: Connection, counter: _Counter, good: Mapping[int, CodeVote]) -> dict[int, Outcome]:
    """Cast what was typed right, as far as the station lets it; a code that was used is gone."""
    outcomes: dict[int, Outcome] = {}
    allowed: dict[int, Vote] = {}
    for number, one in good.items():
        row = counter.waiting[one.typed.request_id]
        station, choice = counter.stations[row.contest_id], choice_of(row)
        refusal = refusal_of(station, choice, asked_at=row.asked_at)
        if refusal is not None:
            outcomes[number] = refusal
            continue
        voter, signal = Verified(row.contest_id, row.ident, Level.EMAIL), Signal.of(row.signal)
        allowed[number] = Vote(station, choice, voter, row.nonce, one.key, signal, row.id)
    if allowed:
        cast = put_in_box(connection, [*allowed.values()], now=counter.now)
        outcomes |= dict(zip(allowed, cast, strict=True))
    return outcomes


def _answer_repeats(
    connection: Connection, votes: Sequence[CodeVote], outcomes: Mapping[int, Outcome]
) -> list[Outcome]:
    """Whoever sends a used code again gets the receipt of the ballot that the same click has cast.

    What the leaf was hashed of goes only to the phone that has the nonce, not to whoever reads the mailbox.
    """
    over = [vote for number, vote in enumerate(votes) if isinstance(outcomes[number], CodeOver)]
    receipts = receipts_of(connection, {nonce for vote in over for nonce in _nonces_of(vote)})

    def answer(number: int, vote: CodeVote) -> Outcome:
        if not isinstance(outcomes[number], CodeOver):
            return outcomes[number]
        own, derived = _nonces_of(vote)
        if own in receipts:
            return receipts[own]
        return replace(receipts[derived], nonce="", salt="") if derived in receipts else outcomes[number]

    return [answer(number, vote) for number, vote in enumerate(votes)]


def _nonces_of(vote: CodeVote) -> tuple[tuple[int, str], tuple[int, str]]:
    """Under which nonces the ballot of this click can stand: the phone's own, or that of the request."""
    return (vote.contest_id, vote.typed.nonce), (vote.contest_id, vote.key.nonce_of(vote.typed.request_id))
