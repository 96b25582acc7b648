"""What the worker does for imports: read and compare a file, write what was accepted, take it back.

Reading tells in short transactions how far it is, so that the page can show it. Writing and taking back are
one transaction each, short because everything was worked out before.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cityshop.core import clock
from cityshop.core.db import Database, Session, across_cities, choose_city
from cityshop.core.errors import Refusal
from cityshop.imports import queries, services
from cityshop.imports.carrying import carry_out, prepare
from cityshop.imports.models import BatchState, ImportBatch, ImportRow, Outcome
from cityshop.imports.planning import plan_rows
from cityshop.imports.reading import Rows, read_guide_rows, read_list, read_map, table_of
from cityshop.imports.recognising import LISTS, MAPS, Format
from cityshop.imports.rules import MOST_ATTEMPTS
from cityshop.imports.standing import guide_of
from cityshop.imports.undoing import undo
from cityshop.places.drafts import PlaceDraft, Seating
from cityshop.places.kinds import PlaceKind
from cityshop.places.refused import Reason, Refused

log = logging.getLogger(__name__)

A_PORTION = 1_000  # rows between two signs of progress


def work_on_imports(database: Database) -> None:
    """Do what is due, the oldest first; one import at a time."""
    while (batch := _taken(database)) is not None:
        work_on(database, batch)


def work_on(database: Database, batch: ImportBatch) -> None:
    """Do the next thing for one import; a refusal of the file ends it with a sentence."""
    steps: dict[str, Callable[[Database, ImportBatch], None]] = {
        BatchState.READING: _read,
        BatchState.WRITING: _write,
        BatchState.UNDOING: _undo,
    }
    try:
        steps[batch.state](database, batch)
    except Refusal as refusal:
        with _writing(database, batch) as (session, fresh):
            services.refuse(session, fresh, refusal.message)
    log.info("import=%s state=%s", batch.id, batch.state)


def forget_unfinished_imports(database: Database) -> None:
    """Erase what nobody finished."""
    with database.writes.begin() as session:
        services.forget_unfinished(session, now=clock.utc_now())


def _taken(database: Database) -> ImportBatch | None:
    """The oldest import that waits, taken; nobody else takes it, unless we stop."""
    now = clock.utc_now()
    # The worker works for every city.
    with database.reads() as session, across_cities(session):
        batch = queries.due_batch(session, now=now)
    if batch is None:
        return None
    with database.writes.begin() as session:
        choose_city(session, batch.city_id)
        if batch.attempts >= MOST_ATTEMPTS:
            services.give_up(session, queries.batch_of_city(session, batch.id))
            return None
        return batch if services.take(session, batch, now=now) else None


def _read(database: Database, batch: ImportBatch) -> None:
    with database.reads() as session:
        choose_city(session, batch.city_id)
        content = queries.content_of(session, batch)
    rows = list(_with_signs(database, batch, _rows(database, batch, content)))
    with database.reads() as session:
        choose_city(session, batch.city_id)
        guide, kept = guide_of(session), queries.kept_apart(session)
    planned = list(plan_rows(guide, rows, is_map=batch.format in MAPS, kept=kept))
    with _writing(database, batch) as (session, fresh):
        services.keep_plan(session, fresh, planned)


def _rows(database: Database, batch: ImportBatch, content: bytes) -> Rows:
    form = Format(batch.format)
    if form in LISTS:
        table = table_of(content, form)
        _tell(database, batch, total_rows=len(table.rows))
        return read_list(table, batch.columns, batch.usual_kind)
    return read_guide_rows(content) if form is Format.GUIDE else read_map(content, form)


def _with_signs(database: Database, batch: ImportBatch, rows: Rows) -> Rows:
    for number, row in enumerate(rows, start=1):
        if number % A_PORTION == 0:
            _tell(database, batch, done_rows=number)
        yield row


def _tell(database: Database, batch: ImportBatch, **progress: int) -> None:
    """How far we are; and that we are still there."""
    with database.writes.begin() as session:
        choose_city(session, batch.city_id)
        services.tell(session, batch, now=clock.utc_now(), **progress)


def _write(database: Database, batch: ImportBatch) -> None:
    with database.reads() as session:
        choose_city(session, batch.city_id)
        rows = queries.rows_of(session, batch)
    decisions = {row.source: row.decision for row in rows if row.decision}
    prepared = prepare([draft_of(row) for row in rows if row.outcome != Outcome.VANISHED])
    with _writing(database, batch) as (session, fresh):
        carry_out(session, fresh, prepared, decisions=decisions, now=clock.utc_now())
        services.forget_file(session, fresh)


def _undo(database: Database, batch: ImportBatch) -> None:
    with _writing(database, batch) as (session, fresh):
        undo(session, fresh, now=clock.utc_now())


@contextmanager
def _writing(database: Database, batch: ImportBatch) -> Iterator[tuple[Session, ImportBatch]]:
    with database.writes.begin() as session:
        choose_city(session, batch.city_id)
        yield session, queries.batch_of_city(session, batch.id)


def draft_of(row: ImportRow) -> PlaceDraft | Refused:
    """What the row of the file said, as it was read."""
    if not row.draft:
        return Refused(row.source, Reason(row.reason), row.name)
    facts = row.draft
    terrace = Seating(**facts["terrace"]) if facts["terrace"] else None
    return PlaceDraft(
        **{**facts, "kind": PlaceKind(facts["kind"]), "terrace": terrace, "says": tuple(facts["says"])}
    )
