"""Where people go once they are signed in."""

from collections.abc import Mapping

from cityshop.cities.queries import all_cities, cities_by_id
from cityshop.core.db import Session
from cityshop.core.permissions import STAFF, Role

Roles = Mapping[int | None, frozenset[Role]]


def own_address(session: Session, roles: Roles) -> str:
    """The page where an account works: its cities, its city, its shop; the front page when it has no role."""
    held = frozenset[Role]().union(*roles.values())
    if Role.ORGANISER in held:
        return "/organiser"
    if not STAFF.isdisjoint(held):
        return f"/staff/{_first_city(session, roles)}"
    return "/shop" if Role.MERCHANT in held else "/"


def _first_city(session: Session, roles: Roles) -> str:
    own = [city_id for city_id, held in roles.items() if city_id is not None and not STAFF.isdisjoint(held)]
    cities = cities_by_id(session, own) if own else all_cities(session)
    return cities[0].slug
