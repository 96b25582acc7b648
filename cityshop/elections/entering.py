"""Entering: whoever votes for the first time goes on the roll and into the box by one statement.

Nearly every vote is a first one, and on PostgreSQL the roll, the ballot, the signal and the used code of a
whole group are written at once, by a text that never changes, so that its plan is kept. Who does not come
back from it (on the roll already, or with a nonce that was taken) goes the longer way, as all do on SQLite.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    column,
    delete,
    false,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from cityshop.core.codes import new_token
from cityshop.core.db import UtcDateTime
from cityshop.elections.models import Ballot, BallotState, CastSignal, Challenge, Voter
from cityshop.elections.votes import Vote

_ballots = cast("Table", Ballot.__table__)
_challenges = cast("Table", Challenge.__table__)
_signals = cast("Table", CastSignal.__table__)
_voters = cast("Table", Voter.__table__)

_USED = delete(_challenges).where(_challenges.c.id.in_(bindparam("requests", expanding=True)))
_TEXTS = ("voter", "ballot", "level", "nonce", "salt", "leaf")
_SIGNAL_TEXTS = ("ip_tag", "agent_tag", "domain_class", "name_tag")


def enter_first(connection: Connection, votes: Sequence[Vote], *, now: datetime) -> set[str]:
    """Write what is a first vote; gives the leaves of those. The codes by which all of them came are used up.

    On SQLite nobody is entered here.
    """
    requests = [vote.request for vote in votes if vote.request]
    if connection.dialect.name != "postgresql":
        if requests:
            connection.execute(_USED, {"requests": requests})
        return set()
    hour = now.replace(minute=0, second=0, microsecond=0)
    facts = {"votes": [_facts(vote) for vote in votes], "requests": requests, "hour": hour}
    return set(connection.execute(_enter(), facts).scalars())


def _facts(vote: Vote) -> dict[str, Any]:
    """One vote as PostgreSQL reads it; its voter gets an id, and with that a slot."""
    voter = new_token()
    placed = replace(vote, slot=vote.key.slot(voter))
    return {
        "voter": voter,
        "ballot": new_token(),
        "contest": placed.station.id,
        "candidate": placed.choice.id,
        "level": placed.voter.level,
        "ident": _bytea(placed.voter.ident),
        "slot": _bytea(placed.slot),
        "nonce": placed.nonce,
        "salt": placed.salt,
        "leaf": placed.leaf,
        **placed.signal.document(),
    }


def _bytea(value: bytes) -> str:
    return rf"\x{value.hex()}"


@cache
def _enter() -> Any:
    """Rows go in by the order of what is unique, so that two groups that meet wait for one another."""
    votes = (
        func.json_to_recordset(bindparam("votes", type_=JSON))
        .table_valued(
            *(column(name, Integer) for name in ("contest", "candidate", "seconds", "score")),
            *(column(name, LargeBinary) for name in ("ident", "slot")),
            *(column(name, String) for name in (*_TEXTS, *_SIGNAL_TEXTS)),
            name="vote",
        )
        .render_derived(with_types=True)
        .c
    )
    roll = (
        insert(_voters)
        .from_select(
            ["id", "contest_id", "ident", "level", "is_stirred"],
            select(votes.voter, votes.contest, votes.ident, votes.level, false()).order_by(
                votes.contest, votes.ident
            ),
        )
        .on_conflict_do_nothing()
        .returning(_voters.c.id)
        .cte("roll")
    )
    chosen = select(votes.ballot, votes.contest, votes.slot, votes.candidate, votes.nonce, votes.salt)
    entered = chosen.add_columns(votes.leaf, votes.level, literal(0), literal(BallotState.COUNTED), false())
    box = (
        insert(_ballots)
        .from_select(
            [
                *("id", "contest_id", "slot", "candidate_id", "nonce", "salt"),
                *("leaf", "level", "revision", "state", "is_in_ledger"),
            ],
            entered.join(roll, roll.c.id == votes.voter).order_by(votes.contest, votes.slot),
        )
        .on_conflict_do_nothing()
        .returning(_ballots.c.leaf)
        .cte("box")
    )
    seen = select(votes.contest, votes.slot, literal(0), bindparam("hour", type_=UtcDateTime()))
    kept = seen.add_columns(votes.seconds, votes.score, *(votes[name] for name in _SIGNAL_TEXTS))
    signals = insert(_signals).from_select(
        ["contest_id", "slot", "revision", "hour", "seconds", "score", *_SIGNAL_TEXTS],
        kept.join(box, box.c.leaf == votes.leaf)
        .where(votes.ip_tag != "")
        .order_by(votes.contest, votes.slot),
    )
    return select(box.c.leaf).add_cte(_USED.cte("used"), signals.cte("signals"))
