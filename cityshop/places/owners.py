"""Whose a field of a place is: people's, a list of the city's own, or OpenStreetMap's."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from cityshop.core.db import NoCityChosen, chosen_city
from cityshop.places.drafts import FROM_THE_MAP
from cityshop.places.models import Place

_place = Place.__table__.c


class Owner(StrEnum):
    """Who may change a field; whatever people wrote, no import touches."""

    PEOPLE = "people"
    FILE = "file"
    MAP = "map"


def owner_of(place: Place, field: str) -> Owner:
    """Who owns this field of the place."""
    if field in place.owned_by_people:
        return Owner.PEOPLE
    if field in place.owned_by_files or place.source_id is None or field not in FROM_THE_MAP:
        return Owner.FILE
    return Owner.MAP


def is_of_the_map(source_id: str | None, owned: Collection[str]) -> bool:
    """Whether anything of this place is OpenStreetMap's; `owned` are the fields of people and files."""
    return source_id is not None and not set(FROM_THE_MAP).issubset(owned)


def ids_of_the_map(session: Session) -> frozenset[int]:
    """The places of the chosen city that carry something of OpenStreetMap, and with it its licence."""
    city_id = chosen_city(session)
    if city_id is None:
        raise NoCityChosen("place")
    columns = select(_place.id, _place.source_id, _place.owned_by_people, _place.owned_by_files)
    rows = session.execute(columns.where(_place.city_id == city_id, _place.source_id.is_not(None)))
    return frozenset(row.id for row in rows if is_of_the_map(row.source_id, {*row[2], *row[3]}))
