"""What a permit list changes: compared first, then carried out, all of it or nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from cityshop.core.db import renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.places.models import Place, Terrace
from cityshop.terraces import queries
from cityshop.terraces.errors import GuideChangedMeanwhile, PermitListCarriedOut
from cityshop.terraces.matching import Streets
from cityshop.terraces.models import PermitList
from cityshop.terraces.permit_rows import PermitRow, RowReason, RowUnusable, permit_rows
from cityshop.terraces.sheets import rows_of


@dataclass(frozen=True)
class SentList:
    """A file as town hall sent it; `season` is the word of the campaign its extensions belong to, if any."""

    file_name: str
    content: bytes
    season: str = ""


@dataclass(frozen=True)
class Change:
    """What a row changes of a terrace: per column what is now and what comes. A new terrace has no `now`."""

    row: PermitRow
    place: Place
    columns: Mapping[str, tuple[Any, Any]]
    is_new: bool


@dataclass(frozen=True)
class RefusedRow:
    """A row that changes nothing, why, and names that may be meant."""

    row: PermitRow
    reason: RowReason
    hints: Sequence[str] = ()


@dataclass
class PermitPlan:
    """What a list would do. `without_row` are terraces of the guide about which it says nothing."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    without_row: int = 0

    @property
    def fingerprint(self) -> str:
        """The same for the same changes, so that nobody confirms others than they saw."""
        said = [(change.place.id, sorted(change.columns.items())) for change in self.changes]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def receive_list(session: Session, sent: SentList, *, now: datetime) -> PermitList:
    """Keep what stands in the file, to look at before anything changes; lists nobody carried out go.

    Raises PermitFileUnreadable, PermitColumnsMissing, PermitListEmpty and PermitListTooLong.
    """
    rows = [row.as_json() for row in permit_rows(rows_of(sent.content))]
    session.execute(delete(PermitList).where(PermitList.carried_out_at.is_(None)))
    permits = PermitList(
        file_name=sent.file_name,
        file_digest=hashlib.sha256(sent.content).hexdigest(),
        rows=rows,
        season=sent.season,
        uploaded_at=now,
    )
    session.add(permits)
    session.flush()
    return permits


def plan_list(session: Session, permits: PermitList) -> PermitPlan:
    """Compare the list with the chosen city's terraces; changes nothing, in as many queries for any list."""
    plan, streets = PermitPlan(), Streets(queries.spots(session))
    meant = _meant(plan, [PermitRow(**row) for row in permits.rows], streets)
    places = queries.places_with_terraces(session, sorted({place_id for place_id, _ in meant}))
    for (place_id, _), row in meant.items():
        _compare(plan, row, places[place_id], permits.season)
    plan.without_row = len({place.id for place in queries.all_terraces(session)} - places.keys())
    return plan


def carry_out(
    session: Session, permits: PermitList, *, seen: str, account_id: int | None, now: datetime
) -> None:
    """Write what was planned; raises PermitListCarriedOut and GuideChangedMeanwhile.

    `seen` is the fingerprint of the plan that somebody looked at.
    """
    if permits.carried_out_at is not None:
        raise PermitListCarriedOut
    plan = plan_list(session, permits)
    if plan.fingerprint != seen:
        raise GuideChangedMeanwhile
    won = session.scalar(
        update(PermitList)
        .where(PermitList.id == permits.id, PermitList.carried_out_at.is_(None))
        .values(carried_out_at=now)
        .returning(PermitList.id)
    )
    if won is None:  # somebody confirmed it at the same moment
        raise PermitListCarriedOut
    for change in plan.changes:
        _apply(change)
    permits.changed, permits.unchanged = len(plan.changes), plan.unchanged
    permits.refused = len(plan.refused)
    session.flush()
    renew_public_pages(session, permits.city_id)
    note = f"{permits.changed} changed, {permits.unchanged} unchanged, {permits.refused} refused"
    subject = f"permit list {permits.id}"
    record(session, Happening.PERMITS_IMPORTED, subject, account_id=account_id, now=now, note=note)
    session.flush()


def _meant(
    plan: PermitPlan, rows: Sequence[PermitRow], streets: Streets
) -> dict[tuple[int, bool], PermitRow]:
    """For each place, and whether it is about its extension, the row that says something; else refused."""
    meant: dict[tuple[int, bool], PermitRow] = {}
    for row in rows:
        try:
            key = (_place_of(row, streets), row.is_extension)
        except RowUnusable as unusable:
            plan.refused.append(RefusedRow(row, unusable.reason, _hints(row, unusable.reason, streets)))
            continue
        if key in meant:
            plan.refused.append(RefusedRow(row, RowReason.TWICE))
        else:
            meant[key] = row
    return meant


def _place_of(row: PermitRow, streets: Streets) -> int:
    if row.reason:
        raise RowUnusable(RowReason(row.reason))
    return streets.place_of(row).place_id


def _hints(row: PermitRow, reason: RowReason, streets: Streets) -> list[str]:
    return streets.hints(row) if reason in {RowReason.NAME_UNKNOWN, RowReason.SEVERAL} else []


def _compare(plan: PermitPlan, row: PermitRow, place: Place, season: str) -> None:
    said = _columns_of(row, season)
    different = {
        name: (getattr(place.terrace, name, None), value)
        for name, value in said.items()
        if getattr(place.terrace, name, None) != value
    }
    if different or place.terrace is None:
        plan.changes.append(Change(row, place, different, is_new=place.terrace is None))
    else:
        plan.unchanged += 1


def _columns_of(row: PermitRow, season: str) -> dict[str, Any]:
    """What the row says, under the names of a terrace's columns; an empty cell says nothing."""
    start, end = (date.fromisoformat(day) if day else None for day in (row.permit_from, row.permit_to))
    if row.is_extension:
        facts = {
            "extension_square_metres": row.square_metres,
            "extension_seats": row.seats,
            "extension_from": start,
            "extension_to": end,
            "season": season,
        }
    else:
        facts = {
            "square_metres": row.square_metres,
            "seats": row.seats,
            "permit_from": start,
            "permit_to": end,
            "closing_hour": row.closing_hour,
        }
    return {name: value for name, value in facts.items() if value}


def _apply(change: Change) -> None:
    if change.place.terrace is None:
        change.place.terrace = Terrace(horizon=[])
    for name, (_, value) in change.columns.items():
        setattr(change.place.terrace, name, value)
