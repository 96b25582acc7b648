"""What a file of a map changes in a city's guide: compared first, then written, all of it or nothing.

Source and people share a place: a field that people changed is theirs, and no import touches it again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.places.drafts import PlaceDraft
from cityshop.places.errors import NothingToImport
from cityshop.places.geometry import Position
from cityshop.places.lines import Spot
from cityshop.places.models import ImportBatch, Place, folded
from cityshop.places.queries import places_from_maps, slugs_like, where_places_are
from cityshop.places.refused import Refused
from cityshop.places.rules import is_same_spot
from cityshop.places.services import forget_skyline, free_slug, write_hours

FROM_THE_MAP = (
    "name", "kind", "latitude", "longitude", "street", "postal_code", "town", "phone", "website",
    "hours_text", "wheelchair", "diets", "payments", "category",
)  # fmt: skip


@dataclass(frozen=True)
class SourceFile:
    """Where the rows came from; the digest is SHA-256 in hexadecimal digits."""

    name: str
    digest: str


@dataclass
class ImportPlan:
    """What an import would do. `changed` holds the fields that differ; `vanished` are in no row."""

    added: list[PlaceDraft] = field(default_factory=list)
    changed: list[tuple[Place, PlaceDraft, list[str]]] = field(default_factory=list)
    unchanged: list[tuple[Place, PlaceDraft]] = field(default_factory=list)
    doubles: list[PlaceDraft] = field(default_factory=list)
    vanished: list[Place] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def plan_import(session: Session, rows: Iterable[PlaceDraft | Refused]) -> ImportPlan:
    """Compare the rows with the chosen city's guide; changes nothing.

    A new object with the name of a place within 60 metres that is not in the file itself is a double:
    reported, not added. Two objects of one file are two places, whatever their names.
    """
    plan, known, new = ImportPlan(), {place.source_id: place for place in places_from_maps(session)}, []
    for row in rows:
        if isinstance(row, Refused):
            plan.refused.append(row)
        elif row.source_id in known:
            _compare(plan, known.pop(row.source_id), row)
        else:
            new.append(row)
    spots = _Spots(
        spot for spot in where_places_are(session) if spot.source_id is None or spot.source_id in known
    )
    for draft in new:
        _add_or_report(plan, draft, spots)
    if plan.added or plan.changed or plan.unchanged:
        plan.vanished = [place for place in known.values() if not place.needs_check]
    return plan


def carry_out(session: Session, plan: ImportPlan, source: SourceFile, *, now: datetime) -> ImportBatch:
    """Write what was planned in the same transaction; raises NothingToImport when no row can be used."""
    if not (plan.added or plan.changed or plan.unchanged or plan.doubles):
        raise NothingToImport
    _add(session, plan.added)
    for place, draft, fields in plan.changed:
        was = Position(place.longitude, place.latitude)
        _copy(place, draft, fields)
        forget_skyline(place, was=was)
    for place, draft in [(place, draft) for place, draft, _ in plan.changed] + plan.unchanged:
        place.source_version = draft.source_version
    for place in plan.vanished:
        place.needs_check = True
    return _note(session, plan, source, now)


class _Spots:
    """Where names stand, to notice the same place twice."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._by_name: dict[str, list[Position]] = defaultdict(list)
        for spot in spots:
            self.add(spot.name, Position(spot.longitude, spot.latitude))

    def add(self, name: str, here: Position) -> None:
        self._by_name[folded(name)].append(here)

    def has(self, name: str, here: Position) -> bool:
        return any(is_same_spot(here, spot) for spot in self._by_name.get(folded(name), ()))


def _add_or_report(plan: ImportPlan, draft: PlaceDraft, spots: _Spots) -> None:
    here = Position(draft.longitude, draft.latitude)
    if spots.has(draft.name, here):
        plan.doubles.append(draft)
        return
    plan.added.append(draft)
    if not draft.source_id:  # nothing but its name and spot tells it from the next
        spots.add(draft.name, here)


def _compare(plan: ImportPlan, place: Place, draft: PlaceDraft) -> None:
    free = [name for name in FROM_THE_MAP if name not in place.owned_by_people]
    different = [name for name in free if getattr(place, name) != getattr(draft, name)]
    if different:
        plan.changed.append((place, draft, different))
    else:
        plan.unchanged.append((place, draft))


def _add(session: Session, drafts: Sequence[PlaceDraft]) -> None:
    taken = slugs_like(session, "")
    for draft in drafts:
        place = Place(slug=free_slug(draft.name, taken), source_id=draft.source_id or None)
        place.source_version = draft.source_version
        _copy(place, draft, FROM_THE_MAP)
        taken.add(place.slug)
        session.add(place)


def _copy(place: Place, draft: PlaceDraft, fields: Iterable[str]) -> None:
    for name in fields:
        value: Any = getattr(draft, name)
        if name == "hours_text":
            write_hours(place, value)
        else:
            setattr(place, name, value)


def _note(session: Session, plan: ImportPlan, source: SourceFile, now: datetime) -> ImportBatch:
    batch = ImportBatch(
        file_name=source.name,
        file_digest=source.digest,
        imported_at=now,
        added=len(plan.added),
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        refused=len(plan.refused),
    )
    session.add(batch)
    session.flush()
    note = f"{batch.added} added, {batch.changed} changed, {len(plan.vanished)} to check"
    record(session, Happening.PLACES_IMPORTED, f"import {batch.id}", account_id=None, now=now, note=note)
    return batch
