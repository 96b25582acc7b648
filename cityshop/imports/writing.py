"""Many places written at once, past the ORM: 20,000 rows in a second, so that nobody waits for the lock.

Whoever calls this renews the city's public pages.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, union_all, update
from sqlalchemy.orm import Session

from cityshop.core.db import Base
from cityshop.imports.models import ImportBatch
from cityshop.imports.slugs import Slugs
from cityshop.imports.standing import COLUMNS
from cityshop.places.drafts import PlaceDraft, Seating
from cityshop.places.geometry import Position
from cityshop.places.hours import hours_as_json
from cityshop.places.models import HoursState, Place, Terrace, folded
from cityshop.places.osm_hours import parse_hours
from cityshop.places.revisions import REVISED, Author, Difference, Who, record_revisions
from cityshop.places.rules import distance
from cityshop.places.services import PAGES_OF_THE_GUIDE, SKYLINE_METRES, slug_of

_place, _terrace = Place.__table__.c, Terrace.__table__.c
# Rows that belong to a place and go with it; anything else that points at one keeps it.
GO_ALONG = frozenset({"terrace", "import_row", "place_revision"})
A_PORTION = 500
_CHANGED = (
    *COLUMNS, "search_text", "hours_rules", "hours_state", "owned_by_files", "source_id", "source_version",
    "needs_check",
)  # fmt: skip
_UPDATE = (
    update(Place)
    .where(_place.id == bindparam("place_id"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)
_UPDATE_TERRACE = (
    update(Terrace)
    .where(_terrace.place_id == bindparam("of_place"))
    .values({name: bindparam(f"new_{name}") for name in ("seats", "is_covered", "is_heated")})
)


@dataclass(frozen=True, slots=True)
class Change:
    """A place as it is to be: all its fields, those it had, and what an import knows beside them."""

    place_id: int
    was: Mapping[str, Any]
    facts: Mapping[str, Any]
    owned_by_files: Sequence[str]
    source_id: str | None
    source_version: int | None
    needs_check: bool

    @property
    def had_terrace(self) -> bool:
        return self.was["terrace"] is not None

    @property
    def difference(self) -> Difference | None:
        """What a revision keeps of it; None where only other things change."""
        names = [name for name in REVISED if name in self.was and self.was[name] != self.facts[name]]
        if not names:
            return None
        old, new = ({name: facts[name] for name in names} for facts in (self.was, self.facts))
        return Difference(self.place_id, old, new)


class Hours:
    """Opening hours as rules, each text read once; ask for all of them before the lock is taken."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, list[dict[str, Any]]]] = {}

    def of(self, text: str) -> tuple[str, list[dict[str, Any]]]:
        """How well the hours are known, and their rules."""
        if text not in self._known:
            hours = parse_hours(text)
            state = HoursState.TEXT if text else HoursState.UNKNOWN
            self._known[text] = (
                HoursState.PARSED if hours is not None else state,
                hours_as_json(hours or ()),
            )
        return self._known[text]


def insert_places(
    session: Session, city_id: int, drafts: Sequence[PlaceDraft], owned: Sequence[list[str]], hours: Hours
) -> list[int]:
    """New places with their terraces; gives their ids in the same order."""
    if not drafts:
        return []
    connection = session.connection()
    taken = connection.execute(select(_place.slug).where(_place.city_id == city_id)).scalars()
    slugs = Slugs({*taken, *PAGES_OF_THE_GUIDE})
    rows = [
        {
            "city_id": city_id,
            "slug": slugs.free(draft.slug or slug_of(draft.name)),
            "source_id": draft.source_id or None,
            "source_version": draft.source_version,
            "owned_by_files": files,
            **_columns({name: getattr(draft, name) for name in COLUMNS}, hours),
        }
        for draft, files in zip(drafts, owned, strict=True)
    ]
    connection.execute(insert(Place), rows)
    ids = {
        row.slug: row.id
        for row in connection.execute(select(_place.slug, _place.id).where(_place.city_id == city_id))
    }
    place_ids: list[int] = [ids[row["slug"]] for row in rows]
    _insert_terraces(
        session, ((place, draft.terrace) for place, draft in zip(place_ids, drafts, strict=True))
    )
    return place_ids


def change_places(
    session: Session, batch: ImportBatch, changes: Sequence[Change], hours: Hours, *, now: datetime
) -> None:
    """Places as they are to be, with their terraces; what each was stays among its revisions."""
    if not changes:
        return
    differences = [difference for change in changes if (difference := change.difference)]
    author = Author(Who.IMPORT, batch.account_id)
    record_revisions(session, batch.city_id, differences, by=author, now=now)
    _forget_skylines(session, changes)
    session.connection().execute(_UPDATE, [_as_bound(change, hours) for change in changes])
    with_terrace = [(change.place_id, change.facts["terrace"], change.had_terrace) for change in changes]
    _insert_terraces(session, ((place, new) for place, new, had in with_terrace if not had))
    kept = [(place, new) for place, new, had in with_terrace if had and new]
    if kept:
        session.connection().execute(
            _UPDATE_TERRACE,
            [{"of_place": place, **_prefixed(asdict(seating))} for place, seating in kept],
        )
    _delete(session, _terrace.place_id, [place for place, new, had in with_terrace if had and not new])


def _forget_skylines(session: Session, changes: Sequence[Change]) -> None:
    """Before places move: around a terrace without a point of its own the buildings will be others."""
    moved = [
        change.place_id
        for change in changes
        if distance(_position(change.was), _position(change.facts)) > SKYLINE_METRES
    ]
    for portion in _portions(moved):
        alone = (_terrace.place_id.in_(portion), _terrace.latitude.is_(None))
        session.connection().execute(update(Terrace).where(*alone).values(horizon=[]))


def _position(facts: Mapping[str, Any]) -> Position:
    return Position(facts["longitude"], facts["latitude"])


def delete_places(session: Session, place_ids: Sequence[int]) -> None:
    """Places with their terraces."""
    _delete(session, _terrace.place_id, place_ids)
    _delete(session, _place.id, place_ids)


def referred_to(session: Session, place_ids: Collection[int]) -> set[int]:
    """Those of these places at which something points: a shop, a route, a report."""
    columns = [
        key.parent
        for table in Base.metadata.sorted_tables
        if table.name not in GO_ALONG
        for key in table.foreign_keys
        if key.column is _place.id
    ]
    if not columns:
        return set()
    pointed = union_all(*(select(column.label("place_id")).where(column.is_not(None)) for column in columns))
    return set(session.connection().execute(pointed).scalars()) & set(place_ids)


def _columns(facts: Mapping[str, Any], hours: Hours) -> dict[str, Any]:
    state, rules = hours.of(facts["hours_text"])
    return {
        **{name: facts[name] for name in COLUMNS},
        "search_text": folded(f"{facts['name']} {facts['street']}"),
        "hours_state": state,
        "hours_rules": rules,
    }


def _as_bound(change: Change, hours: Hours) -> dict[str, Any]:
    columns = _columns(change.facts, hours) | {
        "owned_by_files": change.owned_by_files,
        "source_id": change.source_id,
        "source_version": change.source_version,
        "needs_check": change.needs_check,
    }
    return {"place_id": change.place_id, **_prefixed(columns)}


def _prefixed(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in columns.items()}


def _insert_terraces(session: Session, seatings: Iterable[tuple[int, Seating | None]]) -> None:
    rows = [{"place_id": place, **asdict(seating)} for place, seating in seatings if seating]
    if rows:
        session.connection().execute(insert(Terrace), rows)


def _delete(session: Session, column: Any, place_ids: Sequence[int]) -> None:
    for portion in _portions(place_ids):
        session.connection().execute(delete(column.table).where(column.in_(portion)))


def _portions(place_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (place_ids[start : start + A_PORTION] for start in range(0, len(place_ids), A_PORTION))
