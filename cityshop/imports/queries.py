"""Reads of imports."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, defer

from cityshop.imports.errors import BatchUnknown
from cityshop.imports.models import BatchState, Decision, ImportBatch, ImportFile, ImportRow, Outcome
from cityshop.imports.rules import LATE, WORKED_ON
from cityshop.places.models import Place

ROWS_A_PAGE = 50
MOST_BATCHES = 30


class Pair(NamedTuple):
    """A row beside the place that it is, or seems to be."""

    row: ImportRow
    place: Place | None


def batch_of_city(session: Session, batch_id: int) -> ImportBatch:
    """An import of the chosen city; raises BatchUnknown."""
    batch = session.scalar(select(ImportBatch).where(ImportBatch.id == batch_id))
    if batch is None:
        raise BatchUnknown
    return batch


def latest_batches(session: Session) -> Sequence[ImportBatch]:
    """The newest imports of the chosen city first."""
    return session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(MOST_BATCHES)).all()


def due_batch(session: Session, *, now: datetime) -> ImportBatch | None:
    """The oldest import for the worker, of any city: not taken yet, or by a worker that stopped."""
    free = or_(ImportBatch.taken_at.is_(None), ImportBatch.taken_at < now - LATE)
    waiting = select(ImportBatch).where(ImportBatch.state.in_(WORKED_ON), free)
    return session.scalar(waiting.order_by(ImportBatch.id).limit(1))


def content_of(session: Session, batch: ImportBatch) -> bytes:
    """The file of an import that is still to be read; raises BatchUnknown when it is there no longer."""
    content = session.scalar(select(ImportFile.content).where(ImportFile.batch_id == batch.id))
    if content is None:
        raise BatchUnknown
    return content


def rows_of(session: Session, batch: ImportBatch) -> Sequence[ImportRow]:
    """All rows of an import, in their order."""
    return session.scalars(
        select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.number)
    ).all()


def some_rows(session: Session, batch: ImportBatch, outcome: Outcome, *, page: int) -> Sequence[Pair]:
    """One page of the rows that do this, each beside its place where it has one."""
    wanted = select(ImportRow, Place).outerjoin(Place, Place.id == ImportRow.place_id)
    mine = wanted.where(ImportRow.batch_id == batch.id, ImportRow.outcome == outcome)
    paged = mine.order_by(ImportRow.number).offset((page - 1) * ROWS_A_PAGE).limit(ROWS_A_PAGE)
    return [Pair(*row) for row in session.execute(paged)]


def refused_rows(session: Session, batch: ImportBatch) -> Sequence[ImportRow]:
    """Every refused row."""
    wanted = select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.REFUSED)
    return session.scalars(wanted.order_by(ImportRow.number).options(defer(ImportRow.draft))).all()


def undecided(session: Session, batch: ImportBatch) -> int:
    """How many doubles nobody decided about."""
    mine = (ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.DOUBLE, ImportRow.decision == "")
    return session.scalar(select(func.count(ImportRow.id)).where(*mine)) or 0


def left_rows(session: Session, batch: ImportBatch) -> Sequence[Pair]:
    """What taking an import back left alone, beside the place as it is now."""
    wanted = select(ImportRow, Place).join(Place, Place.id == ImportRow.place_id)
    mine = wanted.where(ImportRow.batch_id == batch.id, ImportRow.is_left.is_(True))
    return [Pair(*row) for row in session.execute(mine.order_by(ImportRow.number).limit(ROWS_A_PAGE))]


def kept_apart(session: Session) -> frozenset[tuple[str, int]]:
    """Pairs of object and place of the chosen city of which people said: keep the place as it is."""
    wanted = (
        select(ImportRow.source, ImportRow.place_id)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(ImportBatch.state == BatchState.DONE, ImportRow.decision == Decision.KEEP)
        .where(ImportRow.source.contains("/"), ImportRow.place_id.is_not(None))
    )
    return frozenset((source, place_id) for source, place_id in session.execute(wanted) if place_id)


def imports_of_place(session: Session, place_id: int) -> Sequence[tuple[ImportRow, ImportBatch]]:
    """The imports that wrote something of this place, oldest first."""
    wanted = (
        select(ImportRow, ImportBatch)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(ImportRow.place_id == place_id, ImportBatch.state == BatchState.DONE)
        .where(ImportRow.outcome.in_((Outcome.NEW, Outcome.CHANGED)))
    )
    return [(row, batch) for row, batch in session.execute(wanted.order_by(ImportBatch.id))]
