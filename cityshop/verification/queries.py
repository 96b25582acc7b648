"""Reads of batches and boxes. The roll is read for which codes were used, never beside the ballots."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload

from cityshop.core.db import Session
from cityshop.core.errors import Unknown
from cityshop.elections.models import BEFORE_OPENING, Contest, Level, Voter
from cityshop.elections.tallying import tally_of
from cityshop.verification.models import CountedBox, PaperBatch, PaperCode


@dataclass(frozen=True)
class BatchCount:
    """A batch with how many of its codes were voted with."""

    batch: PaperBatch
    used: int


def contest_of_level(session: Session, slug: str, level: Level) -> Contest:
    """An opened contest of the chosen city whose voters show this; raises Unknown."""
    wanted = select(Contest).where(
        Contest.slug == slug, Contest.level == level, Contest.state.not_in(BEFORE_OPENING)
    )
    contest = session.scalar(wanted.options(joinedload(Contest.campaign)))
    if contest is None:
        raise Unknown
    return contest


def batches(session: Session, contest_id: int) -> list[BatchCount]:
    """The batches of a contest with what was used of them, the newest first."""
    used = _used().where(PaperCode.contest_id == contest_id).group_by(PaperCode.batch_id).subquery()
    rows = (
        select(PaperBatch, func.coalesce(used.c.used, 0))
        .outerjoin(used, used.c.batch_id == PaperBatch.id)
        .where(PaperBatch.contest_id == contest_id)
        .order_by(PaperBatch.id.desc())
    )
    return [BatchCount(*row) for row in session.execute(rows)]


def batch_by_id(session: Session, contest_id: int, batch_id: int) -> BatchCount:
    """One batch of a contest with what was used of it; raises Unknown."""
    batch = session.scalar(
        select(PaperBatch).where(PaperBatch.id == batch_id, PaperBatch.contest_id == contest_id)
    )
    if batch is None:
        raise Unknown
    row = session.execute(_used().where(PaperCode.batch_id == batch_id).group_by(PaperCode.batch_id)).first()
    return BatchCount(batch, row.used if row else 0)


def boxes(session: Session, contest_id: int) -> Sequence[CountedBox]:
    """The boxes of a contest: what waits for a second count first, then the newest."""
    mine = select(CountedBox).where(CountedBox.contest_id == contest_id)
    return session.scalars(mine.order_by(CountedBox.cast_at.is_not(None), CountedBox.id.desc())).all()


def box_by_id(session: Session, contest_id: int, box_id: int) -> CountedBox:
    """One box of a contest; raises Unknown."""
    box = session.scalar(
        select(CountedBox).where(CountedBox.id == box_id, CountedBox.contest_id == contest_id)
    )
    if box is None:
        raise Unknown
    return box


def ballots_by_level(session: Session, contest_id: int) -> Mapping[str, int]:
    """How many ballots count, by how their voters showed that they may vote."""
    votes: Counter[str] = Counter()
    for (_, level), count in tally_of(session, contest_id).items():
        votes[level] += count
    return votes


def _used() -> Select[int, int]:
    voted = and_(Voter.contest_id == PaperCode.contest_id, Voter.ident == PaperCode.code_digest)
    return select(PaperCode.batch_id, func.count(Voter.id).label("used")).outerjoin(Voter, voted)
