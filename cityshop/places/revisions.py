"""What every change of a place was: the fields before and after, who made it and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from cityshop.places.models import Place, PlaceRevision

# The fields of a place that people and imports change; whatever follows from them is worked out again.
REVISED = (
    "name", "kind", "state", "latitude", "longitude", "street", "postal_code", "town", "phone", "website",
    "text", "hours_text", "wheelchair", "diets", "payments", "category", "ownership", "picture",
    "picture_alt",
)  # fmt: skip


class Who(StrEnum):
    """Whose change it was."""

    STAFF = "staff"
    MERCHANT = "merchant"
    IMPORT = "import"
    RESTORE = "restore"


@dataclass(frozen=True)
class Author:
    """Who changes something; an import has no account."""

    who: Who
    account_id: int | None = None


@dataclass(frozen=True)
class Difference:
    """The fields that differ, as they were and as they are now."""

    place_id: int
    old: Mapping[str, Any]
    new: Mapping[str, Any]


def facts_of(place: Place) -> dict[str, Any]:
    """The fields that a revision compares, as they are now; ask before changing."""
    return {name: getattr(place, name) for name in REVISED}


def record_revision(
    session: Session, place: Place, before: Mapping[str, Any], *, by: Author, now: datetime
) -> Difference | None:
    """Keep what differs from `before`; None, and nothing kept, where nothing does. The place has its id."""
    after = facts_of(place)
    changed = [name for name in REVISED if before.get(name) != after[name]]
    if not changed:
        return None
    old = {name: before[name] for name in changed if name in before}
    difference = Difference(place.id, old, {name: after[name] for name in changed})
    record_revisions(session, place.city_id, [difference], by=by, now=now)
    return difference


def record_revisions(
    session: Session, city_id: int, differences: Sequence[Difference], *, by: Author, now: datetime
) -> None:
    """Keep the changes of many places, such as an import's, with one statement."""
    if not differences:
        return
    same = {"city_id": city_id, "made_at": now, "who": by.who, "account_id": by.account_id}
    rows = [
        {**same, "place_id": one.place_id, "old": dict(one.old), "new": dict(one.new)} for one in differences
    ]
    session.connection().execute(insert(PlaceRevision), rows)
