"""Where people go once they are signed in."""

from collections.abc import Mapping

from cityshop.cities.queries import cities_by_id
from cityshop.core.db import Session
from cityshop.core.permissions import STAFF, Role

Roles = Mapping[int | None, frozenset[Role]]


def own_address(session: Session, roles: Roles) -> str:
    """The page where an account works: its city, its cities, its shop; the front page when it has no role."""
    cities = [
        city_id for city_id, held in roles.items() if city_id is not None and not STAFF.isdisjoint(held)
    ]
    if not STAFF.isdisjoint(roles.get(None, ())) or len(cities) > 1:
        return "/organiser"
    if cities:
        return f"/staff/{cities_by_id(session, cities)[0].slug}"
    if any(Role.MERCHANT in held for held in roles.values()):
        return "/shop"
    return "/"
