"""What stands in the guide, as an import compares with it: read past the ORM, 20,000 places in one query."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cityshop.core.db import NoCityChosen, chosen_city
from cityshop.places.drafts import PlaceDraft, Seating
from cityshop.places.geometry import Position
from cityshop.places.models import Place, Terrace, folded
from cityshop.places.owners import Owner
from cityshop.places.rules import is_same_spot

_place = Place.__table__.c
_terrace = Terrace.__table__.c
# Fields of a draft that are columns of a place; `terrace` is a row of its own.
COLUMNS = (
    "name", "kind", "latitude", "longitude", "street", "postal_code", "town", "phone", "website",
    "hours_text", "wheelchair", "diets", "payments", "category", "ownership", "text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """A place of the guide: its fields by name (`terrace` is a Seating or None), and who owns which."""

    id: int
    slug: str
    source_id: str | None
    source_version: int | None
    needs_check: bool
    verified_at: datetime | None
    facts: Mapping[str, Any]
    of_people: frozenset[str]
    of_files: frozenset[str]

    @property
    def here(self) -> Position:
        return Position(self.facts["longitude"], self.facts["latitude"])

    def may_take(self, field: str, owner: Owner) -> bool:
        """Whether an import of this owner may write the field: not over people, nor a map over a list."""
        if field in self.of_people or (field == "terrace" and self._has_other_terrace):
            return False
        return owner is Owner.FILE or field not in self.of_files

    @property
    def _has_other_terrace(self) -> bool:
        return self.facts["terrace"] is not None and "terrace" not in self.of_files


class Guide:
    """The places of the chosen city, found by what an import knows of them."""

    def __init__(self, places: Iterable[Standing]) -> None:
        self.by_id = {place.id: place for place in places}
        self.by_source = {place.source_id: place for place in self.by_id.values() if place.source_id}
        self.by_slug = {place.slug: place for place in self.by_id.values()}
        self._by_name: dict[str, list[Standing]] = defaultdict(list)
        for place in self.by_id.values():
            self._by_name[folded(place.facts["name"])].append(place)

    def same_object(self, draft: PlaceDraft) -> Standing | None:
        """The place that this row certainly is: by its object on the map, or its own word in addresses."""
        if draft.source_id:
            return self.by_source.get(draft.source_id)
        place = self.by_slug.get(draft.slug)
        return place if place and _is_alike(place, draft) else None

    def same_name_nearby(self, draft: PlaceDraft) -> Sequence[Standing]:
        """The places with this name within 60 metres."""
        here = Position(draft.longitude, draft.latitude)
        return [
            place for place in self._by_name.get(folded(draft.name), ()) if is_same_spot(here, place.here)
        ]


def guide_of(session: Session, *, for_writing: bool = False) -> Guide:
    """Everything that stands in the chosen city's guide; for writing, nobody changes it until the end."""
    city_id = chosen_city(session)
    if city_id is None:
        raise NoCityChosen("place")
    rows = select(*_READ).select_from(Place.__table__.outerjoin(Terrace.__table__))
    rows = rows.where(_place.city_id == city_id).order_by(_place.id)
    if for_writing:
        rows = rows.with_for_update(of=Place.__table__)
    return Guide(_standing(row) for row in session.connection().execute(rows))


def value_of(place: Standing, draft: PlaceDraft, field: str) -> Any:
    """What the place would have in this field: texts keep the languages that the row does not speak."""
    value = getattr(draft, field)
    return {**place.facts["text"], **value} if field == "text" else value


_READ: tuple[Any, ...] = (
    _place.id,
    _place.slug,
    _place.source_id,
    _place.source_version,
    _place.needs_check,
    _place.verified_at,
    _place.owned_by_people,
    _place.owned_by_files,
    _terrace.place_id,
    _terrace.seats,
    _terrace.is_covered,
    _terrace.is_heated,
    *(_place[name] for name in COLUMNS),
)


def _standing(row: Sequence[Any]) -> Standing:
    place_id, slug, source_id, version, needs_check, verified_at, people, files, terrace, *rest = row
    seating = Seating(*rest[:3]) if terrace is not None else None
    facts = dict(zip(COLUMNS, rest[3:], strict=True)) | {"terrace": seating}
    return Standing(
        id=place_id,
        slug=slug,
        source_id=source_id,
        source_version=version,
        needs_check=needs_check,
        verified_at=verified_at,
        facts=facts,
        of_people=frozenset(people),
        of_files=frozenset(files),
    )


def _is_alike(place: Standing, draft: PlaceDraft) -> bool:
    """Words in addresses of two towns may be equal by chance; name or spot must be so too."""
    here = Position(draft.longitude, draft.latitude)
    return folded(place.facts["name"]) == folded(draft.name) or is_same_spot(here, place.here)
