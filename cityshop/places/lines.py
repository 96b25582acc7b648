"""What one line of a list of places holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from cityshop.places.geometry import Position

# The id of a place and the JSON text of its hours: all that is needed to know whether it is open.
Candidate: TypeAlias = tuple[int, str]


class Spot(NamedTuple):
    """Where a name stands, in degrees; `source_id` is its object on the map, if it has one."""

    name: str
    longitude: float
    latitude: float
    source_id: str | None


@dataclass(frozen=True, slots=True)
class GuidePlace:
    """A place as the guide shows it; a terrace whose permit does not hold on this day is not there.

    `known_at` is when it was last known to be right: confirmed, else added.
    """

    id: int
    slug: str
    name: str
    kind: str
    latitude: float
    longitude: float
    street: str
    postal_code: str
    town: str
    phone: str
    website: str
    text: dict[str, str]
    hours_text: str
    rules: str
    wheelchair: str
    diets: list[str]
    payments: list[str]
    category: str
    ownership: str
    source_id: str | None
    needs_check: bool
    known_at: datetime | None
    has_terrace: bool
    seats: int | None
    is_covered: bool | None
    is_heated: bool | None


class Neighbour(NamedTuple):
    """A place near another one."""

    slug: str
    name: str
    kind: str
    street: str
    position: Position


@dataclass(frozen=True, slots=True)
class StaffPlace:
    """A place as a line of town hall's list."""

    slug: str
    name: str
    kind: str
    street: str
    state: str
    hours_state: str
    needs_check: bool
    verified_at: datetime | None
    known_at: datetime | None


class StaffPlaces(NamedTuple):
    lines: Sequence[StaffPlace]
    total: int


class GuideCounts(NamedTuple):
    """All places; those the public sees, and of these what asks for attention."""

    total: int
    published: int
    to_check: int
    without_hours: int
