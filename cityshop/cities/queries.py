"""Reads of cities."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from cityshop.cities.models import City

_BY_SLUG = select(City).where(City.slug == bindparam("word"))  # asked on every page, so built once


def city_by_slug(session: Session, slug: str) -> City | None:
    """The city with this word in the address."""
    return session.scalar(_BY_SLUG, {"word": slug})


def city_by_id(session: Session, city_id: int) -> City:
    """A city that exists."""
    return session.scalars(select(City).where(City.id == city_id)).one()


def all_cities(session: Session) -> Sequence[City]:
    """Every city by name."""
    return session.scalars(select(City).order_by(City.name)).all()


def cities_by_id(session: Session, city_ids: Sequence[int]) -> Sequence[City]:
    """These cities by name."""
    return session.scalars(select(City).where(City.id.in_(city_ids)).order_by(City.name)).all()


def city_versions(session: Session) -> Mapping[str, int]:
    """The version of what the public sees, of every city."""
    return dict(session.execute(select(City.slug, City.version)).all())
