"""An import taken back: what it wrote goes; what somebody changed since is left and listed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from cityshop.core.db import renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.imports.carrying import as_fact
from cityshop.imports.models import BatchState, ImportBatch, ImportRow, Outcome
from cityshop.imports.standing import Guide, Standing, guide_of
from cityshop.imports.writing import Change, Hours, change_places, delete_places, referred_to
from cityshop.places.drafts import Seating

BESIDE_FIELDS = ("owned_by_files", "source_id", "needs_check")
_row = ImportRow.__table__.c
_LEAVE = update(ImportRow).where(_row.id == bindparam("row_id")).values(is_left=True)


def undo(session: Session, batch: ImportBatch, *, now: datetime) -> ImportBatch:
    """Take back what this import wrote, in one transaction."""
    rows = session.execute(
        select(_row.id, _row.outcome, _row.place_id, _row.before, _row.after)
        .where(_row.batch_id == batch.id, _row.place_id.is_not(None))
        .order_by(_row.number)
    ).all()
    guide, hours = guide_of(session, for_writing=True), Hours()
    new = [row for row in rows if row.outcome == Outcome.NEW]
    needed = referred_to(session, [row.place_id for row in new])
    gone = [row for row in new if row.place_id not in needed and _is_as_imported(guide, row)]
    written = [row for row in rows if row.before and row.outcome != Outcome.NEW]
    restored = [row for row in written if _is_as_left(guide.by_id.get(row.place_id), row.after)]
    left = {row.id for row in (*new, *written)} - {row.id for row in (*gone, *restored)}
    back = [_back(guide.by_id[row.place_id], row.before) for row in restored]
    change_places(session, batch, back, hours, now=now)
    delete_places(session, [row.place_id for row in gone])
    _leave(session, left)
    _finish(session, batch, len(left), now)
    return batch


def _is_as_imported(guide: Guide, row: Any) -> bool:
    """Whether a new place is still only what the file said of it."""
    place = guide.by_id.get(row.place_id)
    untouched = place is not None and not place.of_people and place.verified_at is None
    return untouched and _is_as_left(place, row.after)


def _is_as_left(place: Standing | None, after: Mapping[str, Any]) -> bool:
    """Whether everything that was written still stands so, and is nobody's by now."""
    if place is None:
        return False
    beside = {"source_id": place.source_id, "needs_check": place.needs_check}
    return all(
        (beside[name] if name in beside else as_fact(place.facts[name])) == value
        for name, value in after.items()
        if name != "owned_by_files"
    )


def _back(place: Standing, before: Mapping[str, Any]) -> Change:
    facts = dict(place.facts)
    for name, value in before.items():
        if name not in BESIDE_FIELDS:
            facts[name] = Seating(**value) if name == "terrace" and value else value
    return Change(
        place_id=place.id,
        was=place.facts,
        facts=facts,
        owned_by_files=before["owned_by_files"],
        source_id=before["source_id"],
        source_version=place.source_version if before["source_id"] else None,
        needs_check=before["needs_check"],
    )


def _leave(session: Session, row_ids: Sequence[int] | set[int]) -> None:
    if row_ids:
        session.connection().execute(_LEAVE, [{"row_id": row_id} for row_id in sorted(row_ids)])


def _finish(session: Session, batch: ImportBatch, left: int, now: datetime) -> None:
    batch.state, batch.left_alone, batch.finished_at = BatchState.UNDONE, left, now
    renew_public_pages(session, batch.city_id)
    subject, note = f"import {batch.id}", f"{left} left"
    record(session, Happening.IMPORT_UNDONE, subject, account_id=batch.account_id, now=now, note=note)
    session.flush()
