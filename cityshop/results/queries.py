"""Reads of results: stored lines only. No page reads a ballot; only the count does, once."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, joinedload

from cityshop.elections.models import (
    Ballot,
    BallotState,
    Candidate,
    CandidateState,
    Checkpoint,
    Contest,
    ContestState,
)
from cityshop.elections.queries import ON_THE_LIST
from cityshop.merchants.models import Shop
from cityshop.results.models import Result, ResultLine

AnyRow = Row[*tuple[Any, ...]]
EMPTY_ROOT = hashlib.sha256(b"").hexdigest()  # RFC 6962: the tree of no leaves
_ON_PAGE = (
    *(ResultLine.candidate_id, ResultLine.place, ResultLine.votes, ResultLine.by_level, ResultLine.brags),
    *(ResultLine.jury, ResultLine.score, ResultLine.is_winner, ResultLine.tie),
    *(Candidate.slug, Candidate.picture, Candidate.photo, Candidate.photo_alt),
    *(Candidate.state, Candidate.shop_id),
    *(Shop.name.label("shop"), Shop.keeper_name, Shop.category, Shop.street),
)


def result_of(session: Session, contest_id: int) -> Result | None:
    """The result that was made at publication; ask the rules whether it may be seen."""
    return session.scalar(select(Result).where(Result.contest_id == contest_id))


def lines_of(session: Session, contest_id: int) -> Sequence[AnyRow]:
    """Every candidate's line with shop and picture, the first place first; who has no place comes last."""
    listed = _lines().where(ResultLine.contest_id == contest_id)
    order = (ResultLine.place.is_(None), ResultLine.place, Candidate.slug)
    return session.execute(listed.order_by(*order)).all()


def winners_of(session: Session, contest_id: int) -> Sequence[AnyRow]:
    """The lines of who won, by word; nobody before publication. The caller asks whether they may be seen."""
    won = _lines().where(ResultLine.contest_id == contest_id, ResultLine.is_winner.is_(True))
    return session.execute(won.order_by(ResultLine.place, Candidate.slug)).all()


def lines_by_contest(session: Session, contest_ids: Sequence[int]) -> Mapping[int, Sequence[AnyRow]]:
    """The lines of several results at once, by contest, each list with the first place first."""
    found: dict[int, list[AnyRow]] = {contest: [] for contest in contest_ids}
    several = _lines().add_columns(ResultLine.contest_id).where(ResultLine.contest_id.in_(contest_ids))
    for row in session.execute(
        several.order_by(ResultLine.place.is_(None), ResultLine.place, Candidate.slug)
    ):
        found[row.contest_id].append(row)
    return found


def contests_with_results(session: Session, limit: int = 20) -> Sequence[tuple[Contest, Result]]:
    """The chosen city's contests with a result, out or under embargo, the latest first."""
    made = select(Contest, Result).join(Result, Result.contest_id == Contest.id)
    latest = made.options(joinedload(Contest.campaign)).order_by(Result.made_at.desc(), Contest.id)
    return [(row[0], row[1]) for row in session.execute(latest.limit(limit))]


def opened_contests(session: Session, limit: int = 20) -> Sequence[Contest]:
    """The chosen city's contests that were opened and have, or will have, a result; the latest first."""
    waiting = (ContestState.OPEN, ContestState.PAUSED, ContestState.CLOSED, ContestState.PUBLISHED)
    opened = select(Contest).where(Contest.state.in_(waiting)).options(joinedload(Contest.campaign))
    return session.scalars(opened.order_by(Contest.closes_at.desc(), Contest.id).limit(limit)).all()


def candidates_to_count(session: Session, contest_id: int) -> Sequence[tuple[int, str, bool]]:
    """Who stands or withdrew after opening, by word: id, word, and whether they still stand."""
    listed = select(Candidate.id, Candidate.slug, Candidate.state).where(
        Candidate.contest_id == contest_id, Candidate.state.in_(ON_THE_LIST)
    )
    rows = session.execute(listed.order_by(Candidate.slug))
    return [(row[0], row[1], row[2] == CandidateState.ACCEPTED) for row in rows]


def ballots_set_apart(session: Session, contest_id: int) -> tuple[int, int]:
    """How many ballots are in quarantine and how many were rejected. Reads ballots: for the count only."""
    apart = (BallotState.QUARANTINED, BallotState.REJECTED)
    by_state = select(Ballot.state, func.count()).where(
        Ballot.contest_id == contest_id, Ballot.state.in_(apart)
    )
    found = {row[0]: row[1] for row in session.execute(by_state.group_by(Ballot.state))}
    return found.get(BallotState.QUARANTINED, 0), found.get(BallotState.REJECTED, 0)


def final_root(session: Session, contest_id: int) -> str:
    """The root of the ledger as it is now, 64 hex digits."""
    latest = select(Checkpoint.root).where(Checkpoint.contest_id == contest_id)
    return session.scalar(latest.order_by(Checkpoint.size.desc()).limit(1)) or EMPTY_ROOT


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(*_ON_PAGE)
        .join(Candidate, Candidate.id == ResultLine.candidate_id)
        .join(Shop, Shop.id == Candidate.shop_id)
    )
