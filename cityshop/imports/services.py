"""Everything that changes an import."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Update, delete, insert, update
from sqlalchemy.orm import Session

from cityshop.core.words import n_
from cityshop.imports.carrying import count_rows
from cityshop.imports.errors import BatchElsewhere
from cityshop.imports.models import BatchState, Decision, ImportBatch, ImportFile, ImportRow, Outcome
from cityshop.imports.planning import PlannedRow
from cityshop.imports.recognising import LISTS, SentFile
from cityshop.imports.rules import KEPT_UNFINISHED, MAY_READ, may_undo
from cityshop.places.drafts import PlaceDraft

BROKEN = n_("We could not read this file. Save it in another way and try again.")
FAILED = n_("This did not work. Try once more, or ask whoever keeps the site.")


def start(session: Session, file: SentFile, *, account_id: int | None, now: datetime) -> ImportBatch:
    """Keep a file for as long as it takes to read it."""
    batch = ImportBatch(
        file_name=file.name,
        file_digest=hashlib.sha256(file.content).hexdigest(),
        imported_at=now,
        format=file.format,
        state=BatchState.ASKED if file.format in LISTS else BatchState.READING,
        account_id=account_id,
    )
    session.add(batch)
    session.flush()
    session.add(ImportFile(batch_id=batch.id, content=file.content))
    session.flush()
    return batch


def choose_columns(session: Session, batch: ImportBatch, columns: Mapping[str, int], usual_kind: str) -> None:
    """Say which column holds what, and have the file read. Raises BatchElsewhere."""
    facts = {"columns": dict(columns), "usual_kind": usual_kind}
    _move(session, batch, MAY_READ, BatchState.READING, **facts)


def decide(session: Session, batch: ImportBatch, decisions: Mapping[int, Decision]) -> None:
    """Keep what people decided about doubles, by the id of the row; ids of other imports do nothing."""
    _only(batch, BatchState.PLANNED)
    for row_id, decision in decisions.items():
        session.execute(_doubles(batch).where(ImportRow.id == row_id).values(decision=decision))


def decide_all(session: Session, batch: ImportBatch, decision: Decision) -> None:
    """The same decision for every double."""
    _only(batch, BatchState.PLANNED)
    session.execute(_doubles(batch).values(decision=decision))


def accept(session: Session, batch: ImportBatch, *, account_id: int | None) -> None:
    """Have the worker write what was planned. Raises BatchElsewhere when somebody was first."""
    _move(session, batch, (BatchState.PLANNED,), BatchState.WRITING, account_id=account_id)


def take_back(session: Session, batch: ImportBatch, *, account_id: int | None, now: datetime) -> None:
    """Have the worker undo what was written. Raises BatchElsewhere when it is too late for that."""
    if not may_undo(batch, now):
        raise BatchElsewhere
    _move(session, batch, (BatchState.DONE,), BatchState.UNDOING, account_id=account_id)


def drop(session: Session, batch: ImportBatch) -> None:
    """Forget an import of which nothing was written. Raises BatchElsewhere."""
    unwritten = (BatchState.ASKED, BatchState.PLANNED, BatchState.REFUSED)
    mine = delete(ImportBatch).where(ImportBatch.id == batch.id, ImportBatch.state.in_(unwritten))
    session.execute(delete(ImportRow).where(ImportRow.batch_id == batch.id))
    session.execute(delete(ImportFile).where(ImportFile.batch_id == batch.id))
    if session.scalar(mine.returning(ImportBatch.id)) is None:
        raise BatchElsewhere


def keep_plan(session: Session, batch: ImportBatch, rows: Iterable[PlannedRow]) -> None:
    """Keep the dry run, and the file no longer, except that of a list: its columns may be chosen again."""
    planned = list(rows)
    session.execute(delete(ImportRow).where(ImportRow.batch_id == batch.id))
    if planned:
        kept = [_as_row(batch.id, number, row) for number, row in enumerate(planned, start=1)]
        session.connection().execute(insert(ImportRow), kept)
    count_rows(batch, planned)
    batch.state, batch.taken_at, batch.attempts = BatchState.PLANNED, None, 0
    batch.done_rows = batch.total_rows = len(planned)
    if batch.format not in LISTS:
        forget_file(session, batch)
    session.flush()


def take(session: Session, batch: ImportBatch, *, now: datetime) -> bool:
    """Take an import to work on, once: whether nobody else took it since it was looked at."""
    seen = (
        ImportBatch.taken_at.is_(None) if batch.taken_at is None else ImportBatch.taken_at == batch.taken_at
    )
    mine = update(ImportBatch).where(ImportBatch.id == batch.id, ImportBatch.state == batch.state, seen)
    taken = mine.values(taken_at=now, attempts=ImportBatch.attempts + 1).returning(ImportBatch.id)
    return session.scalar(taken) is not None


def tell(session: Session, batch: ImportBatch, *, now: datetime, **progress: int) -> None:
    """How far the worker is, and that it is still there."""
    mine = update(ImportBatch).where(ImportBatch.id == batch.id)
    session.execute(mine.values(taken_at=now, **progress))


def forget_file(session: Session, batch: ImportBatch) -> None:
    """The file is read for good."""
    session.execute(delete(ImportFile).where(ImportFile.batch_id == batch.id))


def refuse(session: Session, batch: ImportBatch, sentence: str) -> None:
    """The file as a whole is no good: say why, keep nothing of it."""
    batch.state, batch.refusal, batch.taken_at = BatchState.REFUSED, sentence, None
    forget_file(session, batch)
    session.flush()


def give_up(session: Session, batch: ImportBatch) -> None:
    """The worker tried and ended: a file is refused, anything else is as it was before, with a sentence."""
    if batch.state == BatchState.READING:
        refuse(session, batch, BROKEN)
        return
    batch.state = BatchState.DONE if batch.state == BatchState.UNDOING else BatchState.PLANNED
    batch.refusal, batch.taken_at, batch.attempts = FAILED, None, 0
    session.flush()


def forget_unfinished(session: Session, *, now: datetime) -> None:
    """Erase imports, of whatever city, that nobody finished within a week."""
    unwritten = (BatchState.ASKED, BatchState.PLANNED, BatchState.REFUSED)
    old = (ImportBatch.state.in_(unwritten), ImportBatch.imported_at < now - KEPT_UNFINISHED)
    session.connection().execute(delete(ImportBatch).where(*old))


def _move(
    session: Session, batch: ImportBatch, before: tuple[BatchState, ...], after: BatchState, **facts: object
) -> None:
    """From one state to the next, once: the database says who was first."""
    clean_start = {"refusal": "", "taken_at": None, "attempts": 0, "done_rows": 0, "total_rows": None}
    mine = update(ImportBatch).where(ImportBatch.id == batch.id, ImportBatch.state.in_(before))
    moved = mine.values(state=after, **clean_start, **facts).returning(ImportBatch.id)
    if session.scalar(moved) is None:
        raise BatchElsewhere


def _only(batch: ImportBatch, state: BatchState) -> None:
    if batch.state != state:
        raise BatchElsewhere


def _doubles(batch: ImportBatch) -> Update:
    return update(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.DOUBLE)


_DRAFTED = tuple(field.name for field in fields(PlaceDraft))


def _as_facts(draft: PlaceDraft) -> dict[str, object]:
    """A draft as JSON keeps it; `asdict` copies every text, a second for 20,000 rows."""
    facts = {name: getattr(draft, name) for name in _DRAFTED}
    return facts | {"terrace": asdict(draft.terrace) if draft.terrace else None}


def _as_row(batch_id: int, number: int, row: PlannedRow) -> dict[str, object]:
    return {
        "batch_id": batch_id,
        "number": number,
        "source": row.source,
        "name": row.name,
        "outcome": row.outcome,
        "reason": row.reason or "",
        "place_id": row.place.id if row.place else None,
        "draft": _as_facts(row.draft) if row.draft else {},
        "fields": list(row.fields),
    }
