"""Whom a jury judges, with what a member needs to know of them; from many cities for a programme."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from cityshop.cities.models import City
from cityshop.core.db import across_cities
from cityshop.core.errors import Unknown
from cityshop.elections.models import Candidate, Contest
from cityshop.elections.rules import contest_name
from cityshop.juries.models import Jury, JuryFinalist
from cityshop.merchants.models import Shop


@dataclass(frozen=True)
class Finalist:
    """Somebody whom the jury judges. `name` is how seals name them: `kortrijk/ambassadeur-2026/bert`."""

    id: int
    name: str
    shop: str
    keeper_name: str
    city: str
    picture: str
    photo: str
    photo_alt: Mapping[str, str]
    text: Mapping[str, str]
    specialty: Mapping[str, str]


def finalists_of(session: Session, jury_id: int) -> list[Finalist]:
    """Everybody whom the jury judges, by shop."""
    listed = _finalists().where(JuryFinalist.jury_id == jury_id)
    # a jury of a programme looks over the winners of many cities
    with across_cities(session):
        rows = session.execute(listed.order_by(Shop.name, Candidate.id)).all()
    return [_finalist(row) for row in rows]


def finalist_of(session: Session, jury: Jury, candidate_id: int) -> Finalist:
    """One whom this jury judges; raises Unknown."""
    wanted = _finalists().where(JuryFinalist.jury_id == jury.id, Candidate.id == candidate_id)
    # a jury of a programme looks over the winners of many cities
    with across_cities(session):
        row = session.execute(wanted).one_or_none()
    if row is None:
        raise Unknown
    return _finalist(row)


def _finalists() -> Select[Candidate, Shop, Contest, City]:
    return (
        select(Candidate, Shop, Contest, City)
        .join(JuryFinalist, JuryFinalist.candidate_id == Candidate.id)
        .join(Shop, Shop.id == Candidate.shop_id)
        .join(Contest, Contest.id == Candidate.contest_id)
        .join(City, City.id == Contest.city_id)
    )


def _finalist(row: Row[Candidate, Shop, Contest, City]) -> Finalist:
    candidate, shop, contest, city = row
    return Finalist(
        id=candidate.id,
        name=f"{contest_name(city.slug, contest.slug)}/{candidate.slug}",
        shop=shop.name,
        keeper_name=shop.keeper_name,
        city=city.name,
        picture=candidate.picture,
        photo=candidate.photo,
        photo_alt=candidate.photo_alt,
        text=candidate.text,
        specialty=candidate.specialty,
    )
