"""An import written into the guide: compared once more under the lock, then all of it or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from cityshop.core.db import renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.imports.errors import NothingToImport
from cityshop.imports.models import BatchState, Decision, ImportBatch, ImportRow, Outcome
from cityshop.imports.planning import NOTHING, PlannedRow, owner_of_rows, plan_rows
from cityshop.imports.queries import kept_apart
from cityshop.imports.recognising import MAPS
from cityshop.imports.standing import Standing, guide_of, value_of
from cityshop.imports.writing import Change, Hours, change_places, insert_places
from cityshop.places.drafts import PlaceDraft, Seating
from cityshop.places.owners import Owner
from cityshop.places.refused import Refused


@dataclass(frozen=True, slots=True)
class Written:
    """A row with what became of it; `before` and `after` are the fields that were written."""

    row: PlannedRow
    decision: str
    place_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Prepared:
    """The rows of a file with their opening hours read: what takes its time, before the lock is taken."""

    rows: Sequence[PlaceDraft | Refused]
    hours: Hours


def prepare(rows: Sequence[PlaceDraft | Refused]) -> Prepared:
    """Do what can be done without the database."""
    hours = Hours()
    for row in rows:
        if isinstance(row, PlaceDraft):
            hours.of(row.hours_text)
    return Prepared(rows, hours)


def carry_out(
    session: Session, batch: ImportBatch, prepared: Prepared, *, decisions: Mapping[str, str], now: datetime
) -> ImportBatch:
    """Write what the rows change in the same transaction. Raises NothingToImport when none can be used.

    `decisions` are about doubles, by source; where nobody decided, what stands stays as it is.
    """
    rows = prepared.rows
    if not any(isinstance(row, PlaceDraft) for row in rows):
        raise NothingToImport
    guide = guide_of(session, for_writing=True)
    kept = kept_apart(session)
    planned = list(plan_rows(guide, rows, is_map=batch.format in MAPS, kept=kept))
    decided = [_decided(row, decisions) for row in planned]
    written = _write(session, batch, decided, prepared.hours, now)
    keep_rows(session, batch, written)
    _finish(session, batch, written, now)
    return batch


def keep_rows(session: Session, batch: ImportBatch, written: Iterable[Written]) -> None:
    """What each row did, instead of what it would do."""
    connection = session.connection()
    connection.execute(delete(ImportRow).where(ImportRow.batch_id == batch.id))
    rows = [_kept(batch.id, number, one) for number, one in enumerate(written, start=1)]
    if rows:
        connection.execute(insert(ImportRow), rows)


def as_facts(fields: Iterable[str], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a place as JSON keeps them."""
    return {field: as_fact(facts[field]) for field in fields}


def as_fact(value: Any) -> Any:
    """A value as JSON keeps it."""
    return asdict(value) if isinstance(value, Seating) else value


def _decided(row: PlannedRow, decisions: Mapping[str, str]) -> tuple[PlannedRow, str]:
    """What a row does after people decided: a double becomes a new place, a change, or nothing."""
    if row.outcome is not Outcome.DOUBLE:
        return row, ""
    decision = decisions.get(row.source, Decision.KEEP)
    outcomes = {Decision.MERGE.value: Outcome.CHANGED, Decision.BOTH.value: Outcome.NEW}
    return replace(row, outcome=outcomes.get(decision, Outcome.DOUBLE)), decision


def _write(
    session: Session,
    batch: ImportBatch,
    rows: Sequence[tuple[PlannedRow, str]],
    hours: Hours,
    now: datetime,
) -> list[Written]:
    new = [row.draft for row, _ in rows if row.outcome is Outcome.NEW and row.draft]
    ids = iter(
        insert_places(session, batch.city_id, new, [_of_files(draft, draft.says) for draft in new], hours)
    )
    changes: list[Change] = []
    written = []
    taken: set[str] = set()
    for row, decision in rows:
        if row.outcome is Outcome.NEW and row.draft:
            after = as_facts(row.draft.says, {name: getattr(row.draft, name) for name in row.draft.says})
            written.append(Written(row, decision, next(ids), {}, after))
        elif row.outcome is Outcome.REFUSED or row.place is None:
            written.append(Written(row, decision, None, {}, {}))
        else:
            change = _change(row, row.place, taken)
            changes += [change] if change else []
            written.append(_noted(row, decision, row.place, change))
    change_places(session, batch, changes, hours, now=now)
    return written


def _change(row: PlannedRow, place: Standing, taken: set[str]) -> Change | None:
    """The place as this row makes it; None when it stays as it is."""
    facts = dict(place.facts)
    files, source_id, version = sorted(place.of_files), place.source_id, place.source_version
    if row.outcome is Outcome.VANISHED:
        return Change(place.id, place.facts, facts, files, source_id, version, needs_check=True)
    if row.draft is None or row.outcome in (Outcome.DOUBLE, Outcome.UNCHANGED):
        return None
    for field in row.fields:
        facts[field] = value_of(place, row.draft, field)
    if source_id is None and row.draft.source_id and row.draft.source_id not in taken:
        source_id = row.draft.source_id
        taken.add(source_id)
        files += _its_own(place, row.fields)
    files = sorted({*files, *_of_files(row.draft, row.fields)})
    version = row.draft.source_version or version
    return Change(place.id, place.facts, facts, files, source_id, version, place.needs_check)


def _its_own(place: Standing, written: Iterable[str]) -> list[str]:
    """What a place already knew when it was tied to an object stays the city's."""
    known = {name for name, value in place.facts.items() if value not in NOTHING}
    return sorted(known - {*written} - place.of_people)


def _of_files(draft: PlaceDraft, fields: Iterable[str]) -> list[str]:
    return sorted(fields) if owner_of_rows(draft) is Owner.FILE else []


def _noted(row: PlannedRow, decision: str, place: Standing, change: Change | None) -> Written:
    if change is None:
        return Written(row, decision, place.id, {}, {})
    before = as_facts(row.fields, place.facts) | {
        "owned_by_files": sorted(place.of_files),
        "source_id": place.source_id,
        "needs_check": place.needs_check,
    }
    after = as_facts(row.fields, change.facts) | {
        "owned_by_files": list(change.owned_by_files),
        "source_id": change.source_id,
        "needs_check": change.needs_check,
    }
    return Written(row, decision, place.id, before, after)


def _kept(batch_id: int, number: int, written: Written) -> dict[str, Any]:
    row = written.row
    return {
        "batch_id": batch_id,
        "number": number,
        "source": row.source,
        "name": row.name,
        "outcome": row.outcome,
        "reason": row.reason or "",
        "decision": written.decision,
        "place_id": written.place_id,
        "fields": list(row.draft.says if row.outcome is Outcome.NEW and row.draft else row.fields),
        "before": written.before,
        "after": written.after,
    }


def _finish(session: Session, batch: ImportBatch, written: Sequence[Written], now: datetime) -> None:
    count_rows(batch, (one.row for one in written))
    batch.state, batch.finished_at, batch.imported_at = BatchState.DONE, now, now
    renew_public_pages(session, batch.city_id)
    note = f"{batch.added} added, {batch.changed} changed, {batch.vanished} to check"
    subject, account_id = f"import {batch.id}", batch.account_id
    record(session, Happening.PLACES_IMPORTED, subject, account_id=account_id, now=now, note=note)
    session.flush()


def count_rows(batch: ImportBatch, rows: Iterable[PlannedRow]) -> None:
    """Write down how many rows do what."""
    counts = dict.fromkeys(Outcome, 0)
    for row in rows:
        counts[row.outcome] += 1
    batch.added, batch.changed = counts[Outcome.NEW], counts[Outcome.CHANGED]
    batch.unchanged, batch.refused = counts[Outcome.UNCHANGED], counts[Outcome.REFUSED]
    batch.doubles, batch.vanished = counts[Outcome.DOUBLE], counts[Outcome.VANISHED]
