"""Reads of brags. Nobody but the count learns how many a candidate has."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from cityshop.brags.models import Brag, BragRequest, BragState
from cityshop.brags.rules import MOST_SHOWN
from cityshop.core.errors import Unknown
from cityshop.elections.models import Candidate, CandidateState
from cityshop.merchants.models import Shop

AnyRow = Row[*tuple[Any, ...]]
LONGEST_LIST = 24
_SHOWN = (
    Brag.id,
    Brag.sentence,
    Brag.first_name,
    Brag.picture,
    Brag.picture_text,
    Brag.sent_at,
    Brag.state,
    Brag.reason,
    Brag.is_counted,
    Candidate.slug.label("word"),
    Shop.id.label("shop_id"),
    Shop.name.label("shop"),
    Shop.keeper_name,
)


def approved_per_candidate(session: Session, contest_id: int) -> Mapping[int, int]:
    """How many brags count, by candidate id: approved before closing, and not taken back before it.

    The rules say what one is worth (`VoteRules.brag_weight`). Ask the rules before showing it to anybody.
    """
    counted = select(Brag.candidate_id, func.count()).where(
        Brag.contest_id == contest_id, Brag.is_counted.is_(True)
    )
    return dict(session.execute(counted.group_by(Brag.candidate_id).order_by(Brag.candidate_id)).all())


def brags_of_candidate(session: Session, candidate_id: int) -> Sequence[AnyRow]:
    """The newest few that town hall approved."""
    mine = _shown().where(Brag.candidate_id == candidate_id, Brag.state == BragState.APPROVED)
    return session.execute(mine.order_by(Brag.id.desc()).limit(MOST_SHOWN)).all()


def brags_by_candidate(session: Session, contest_id: int) -> Mapping[int, list[int]]:
    """Ids of the newest few approved brags of everybody who stands, by candidate id."""
    place = func.row_number().over(partition_by=Brag.candidate_id, order_by=Brag.id.desc())
    ranked = (
        select(Brag.id, Brag.candidate_id, place.label("place"))
        .join(Candidate, Brag.candidate_id == Candidate.id)
        .where(
            Brag.contest_id == contest_id,
            Brag.state == BragState.APPROVED,
            Candidate.state == CandidateState.ACCEPTED,
        )
        .subquery()
    )
    newest = select(ranked.c.candidate_id, ranked.c.id).where(ranked.c.place <= MOST_SHOWN)
    found: dict[int, list[int]] = {}
    for row in session.execute(newest.order_by(ranked.c.candidate_id, ranked.c.place)):
        found.setdefault(row.candidate_id, []).append(row.id)
    return found


def brags_by_id(session: Session, brag_ids: Sequence[int]) -> Sequence[AnyRow]:
    """These brags, in this order."""
    rows = session.execute(_shown().where(Brag.id.in_(brag_ids))).all()
    return sorted(rows, key=lambda row: brag_ids.index(row.id))


def brags_in_state(
    session: Session, contest_id: int, state: BragState, *, after: int = 0
) -> Sequence[AnyRow]:
    """A page of a contest's brags for town hall: those that wait oldest first, others newest first.

    `after` is the id of the last one on the page before.
    """
    wanted = _shown().where(Brag.contest_id == contest_id, Brag.state == state)
    if state is BragState.WAITING:
        wanted = wanted.where(Brag.id > after).order_by(Brag.id)
    else:
        wanted = wanted.order_by(Brag.id.desc())
        wanted = wanted.where(Brag.id < after) if after else wanted
    return session.execute(wanted.limit(LONGEST_LIST + 1)).all()


def brag_counts(session: Session, contest_id: int) -> Mapping[str, int]:
    """How many brags of a contest are in each state."""
    counted = select(Brag.state, func.count()).where(Brag.contest_id == contest_id)
    return dict(session.execute(counted.group_by(Brag.state).order_by(Brag.state)).all())


def brag_by_id(session: Session, contest_id: int, brag_id: int) -> Brag:
    """A brag of this contest of the chosen city; raises Unknown."""
    brag = session.scalar(select(Brag).where(Brag.id == brag_id, Brag.contest_id == contest_id))
    if brag is None:
        raise Unknown
    return brag


def shown_brag(session: Session, brag_id: int) -> AnyRow:
    """A brag that exists, with whom it is about."""
    return session.execute(_shown().where(Brag.id == brag_id)).one()


def own_brag(session: Session, contest_id: int, own_digest: str) -> Brag:
    """The brag behind the link in somebody's mail; raises Unknown, also before it was confirmed."""
    brag = session.scalar(select(Brag).where(Brag.contest_id == contest_id, Brag.own_digest == own_digest))
    if brag is None:
        raise Unknown
    return brag


def open_request(session: Session, contest_id: int, request_id: str, *, now: datetime) -> AnyRow | None:
    """What a code still waits for. None when used, too old or never asked."""
    asked = BragRequest
    waiting = (
        select(asked.id, asked.sentence, asked.first_name, asked.picture, asked.picture_text)
        .add_columns(Candidate.slug.label("word"), Shop.name.label("shop"), Shop.keeper_name)
        .join(Candidate, asked.candidate_id == Candidate.id)
        .join(Shop, Candidate.shop_id == Shop.id)
        .where(asked.id == request_id, asked.contest_id == contest_id, asked.expires_at > now)
    )
    return session.execute(waiting).one_or_none()


def is_confirmed(session: Session, contest_id: int, request_id: str) -> bool:
    """Whether the code of this request made a brag."""
    made = select(Brag.id).where(Brag.contest_id == contest_id, Brag.request_id == request_id)
    return session.scalar(made) is not None


def _shown() -> Select[*tuple[Any, ...]]:
    return (
        select(*_SHOWN)
        .join(Candidate, Brag.candidate_id == Candidate.id)
        .join(Shop, Candidate.shop_id == Shop.id)
    )
