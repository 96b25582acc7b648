"""What building outlines say of a city's terraces: worked out first, then written, all of it or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, cast

from sqlalchemy.orm import Session

from cityshop.core.db import renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.places.geometry import Position
from cityshop.places.models import Place, Terrace
from cityshop.terraces import queries


class Skylines(Protocol):
    """The buildings of a town, to look at from any point."""

    def stands_inside(self, point: Position) -> bool: ...

    def skyline(self, point: Position) -> list[int]: ...


@dataclass(frozen=True)
class Stand:
    """Where a terrace stands (WGS 84 degrees), and the skyline it has now."""

    place_id: int
    name: str
    point: Position
    horizon: Sequence[int]


@dataclass
class SkylinePlan:
    """What changes: `inside` stand under a roof, `far` have no building near; both stay as they are."""

    changed: list[tuple[Stand, list[int]]] = field(default_factory=list)
    unchanged: list[Stand] = field(default_factory=list)
    inside: list[Stand] = field(default_factory=list)
    far: list[Stand] = field(default_factory=list)


def stands(session: Session) -> list[Stand]:
    """Every terrace of the chosen city."""
    return [_stand(place) for place in queries.all_terraces(session)]


def plan_skylines(found: Iterable[Stand], buildings: Skylines) -> SkylinePlan:
    """Look up from every terrace; changes nothing and asks no database."""
    plan = SkylinePlan()
    for stand in found:
        if buildings.stands_inside(stand.point):
            plan.inside.append(stand)
            continue
        horizon = buildings.skyline(stand.point)
        if not horizon:
            plan.far.append(stand)
        elif horizon == list(stand.horizon):
            plan.unchanged.append(stand)
        else:
            plan.changed.append((stand, horizon))
    return plan


def carry_out(session: Session, plan: SkylinePlan, *, now: datetime) -> int:
    """Write the skylines of the terraces that still stand there; gives how many."""
    horizons = {stand.place_id: (stand.point, horizon) for stand, horizon in plan.changed}
    places = queries.places_with_terraces(session, sorted(horizons))
    written = 0
    for place in places.values():
        point, horizon = horizons[place.id]
        if place.terrace is not None and _stand(place).point == point:
            place.terrace.horizon = horizon
            written += 1
    session.flush()
    for city_id in {place.city_id for place in places.values()}:
        renew_public_pages(session, city_id)
    note = f"{written} changed, {len(plan.inside)} inside a building, {len(plan.far)} without buildings near"
    record(session, Happening.SKYLINES_IMPORTED, "terraces", account_id=None, now=now, note=note)
    session.flush()
    return written


def _stand(place: Place) -> Stand:
    terrace = cast("Terrace", place.terrace)
    if terrace.latitude is None or terrace.longitude is None:
        point = Position(place.longitude, place.latitude)
    else:
        point = Position(terrace.longitude, terrace.latitude)
    return Stand(place.id, place.name, point, terrace.horizon)
