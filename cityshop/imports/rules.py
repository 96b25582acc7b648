"""Decisions about imports, free of web and database."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from cityshop.imports.models import BatchState, ImportBatch

MOST_BYTES = 20_000_000
MOST_ATTEMPTS = 2
LATE = timedelta(minutes=3)  # a worker that was silent for so long stopped
KEPT_UNFINISHED = timedelta(days=7)
UNDONE_WITHIN = timedelta(days=60)
WORKED_ON = (BatchState.READING, BatchState.WRITING, BatchState.UNDOING)
# What people may do with an import, and which state it must be in.
MAY_READ = (BatchState.ASKED, BatchState.PLANNED)
WHOLE = 100


def is_worked_on(batch: ImportBatch) -> bool:
    """Whether the worker has something to do for it."""
    return batch.state in WORKED_ON


def share_done(batch: ImportBatch) -> int | None:
    """How far the worker is, in whole percent; None while nobody can know."""
    if not batch.total_rows:
        return None
    return min(WHOLE, batch.done_rows * WHOLE // batch.total_rows)


def may_undo(batch: ImportBatch, now: datetime) -> bool:
    """Whether what it wrote can still be taken back."""
    finished = batch.finished_at
    return batch.state == BatchState.DONE and finished is not None and now - finished <= UNDONE_WITHIN


def last_writers(rows: Mapping[int, list[str]]) -> dict[str, int]:
    """Per field the last batch that wrote it; `rows` has the fields by batch, oldest first."""
    return {field: batch for batch, fields in rows.items() for field in fields}
