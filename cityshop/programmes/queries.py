"""Reads of programmes. An edition spans its cities; a city's own people see the chosen city only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from cityshop.cities.models import City
from cityshop.core.db import across_cities
from cityshop.core.errors import Unknown
from cityshop.elections.models import Ballot, BallotState, Candidate, CandidateState, Contest, ContestState
from cityshop.programmes.models import Edition, EditionCity, EditionState, Funder, Programme


@dataclass(frozen=True)
class CityVote:
    """A city in an edition with its vote, if it has one, and that vote's totals."""

    place: EditionCity
    city: City
    contest: Contest | None
    candidates: int = 0
    waiting: int = 0
    votes: int = 0


def all_programmes(session: Session) -> Sequence[Programme]:
    """Every programme with its cities."""
    with_cities = select(Programme).options(selectinload(Programme.cities))
    return session.scalars(with_cities.order_by(Programme.name, Programme.id)).all()


def programme_by_slug(session: Session, slug: str) -> Programme:
    """The programme with this word in the address; raises Unknown."""
    programme = session.scalar(select(Programme).where(Programme.slug == slug))
    if programme is None:
        raise Unknown
    return programme


def all_editions(session: Session) -> list[tuple[Edition, int, int]]:
    """Every edition, the latest first, with how many cities take part and how many of them have a vote."""
    counts = select(
        EditionCity.edition_id,
        func.count().label("cities"),
        func.count(EditionCity.contest_id).label("votes"),
    )
    per_edition = counts.group_by(EditionCity.edition_id).subquery()
    found = (
        select(Edition, func.coalesce(per_edition.c.cities, 0), func.coalesce(per_edition.c.votes, 0))
        .outerjoin(per_edition, per_edition.c.edition_id == Edition.id)
        .join(Edition.programme)
        .options(joinedload(Edition.programme))
    )
    # the organiser sees how far every edition is
    with across_cities(session):
        rows = session.execute(found.order_by(Edition.season.desc(), Programme.name, Edition.id))
        return [(edition, cities, votes) for edition, cities, votes in rows]


def edition_of(session: Session, programme: str, season: int) -> Edition:
    """An edition by the word of its programme and its year, drafts too; raises Unknown."""
    wanted = (
        select(Edition)
        .join(Edition.programme)
        .where(Programme.slug == programme, Edition.season == season)
        .options(joinedload(Edition.programme))
    )
    edition = session.scalar(wanted)
    if edition is None:
        raise Unknown
    return edition


def edition_by_id(session: Session, edition_id: int) -> Edition:
    """An edition with its programme; raises Unknown."""
    edition = session.scalar(
        select(Edition).where(Edition.id == edition_id).options(joinedload(Edition.programme))
    )
    if edition is None:
        raise Unknown
    return edition


def public_editions(session: Session, programme_id: int) -> Sequence[Edition]:
    """The editions that everybody may see, the latest first."""
    seen = select(Edition).where(Edition.programme_id == programme_id, Edition.state == EditionState.PUBLIC)
    return session.scalars(seen.options(joinedload(Edition.programme)).order_by(Edition.season.desc())).all()


def latest_public_editions(session: Session) -> Sequence[Edition]:
    """Of every programme the latest edition that everybody may see."""
    latest = (
        select(Edition.programme_id, func.max(Edition.season).label("season"))
        .where(Edition.state == EditionState.PUBLIC)
        .group_by(Edition.programme_id)
        .subquery()
    )
    same = (Edition.programme_id == latest.c.programme_id) & (Edition.season == latest.c.season)
    found = select(Edition).join(latest, same).join(Edition.programme).options(joinedload(Edition.programme))
    return session.scalars(found.order_by(Programme.name)).all()


def funders_of(session: Session, edition_id: int) -> Sequence[Funder]:
    """Who pays for an edition, in the order in which they were added."""
    return session.scalars(select(Funder).where(Funder.edition_id == edition_id).order_by(Funder.id)).all()


def funder_of(session: Session, edition_id: int, funder_id: int) -> Funder:
    """One funder of this edition; raises Unknown."""
    funder = session.scalar(select(Funder).where(Funder.id == funder_id, Funder.edition_id == edition_id))
    if funder is None:
        raise Unknown
    return funder


def cities_of_edition(session: Session, edition_id: int) -> list[CityVote]:
    """The cities of an edition by name, each with its vote; totals are left at 0."""
    places = (
        select(EditionCity, City, Contest)
        .join(City, EditionCity.city_id == City.id)
        .outerjoin(Contest, EditionCity.contest_id == Contest.id)
        .where(EditionCity.edition_id == edition_id)
        .options(joinedload(Contest.campaign))
        .order_by(City.name, City.id)
    )
    # an edition is about all of its cities
    with across_cities(session):
        return [CityVote(*row) for row in session.execute(places)]


def drafts_for_nominations(session: Session, *, now: datetime) -> Sequence[Contest]:
    """Votes of all cities that are drafts, while their edition, which everybody may see, lets shops stand."""
    due = (
        select(Contest)
        .join(EditionCity, EditionCity.contest_id == Contest.id)
        .join(Edition, Edition.id == EditionCity.edition_id)
        .where(Edition.state == EditionState.PUBLIC, Edition.nominations_from <= now)
        .where(Contest.state == ContestState.DRAFT, Contest.closes_at > now)
    )
    # a job of the whole site
    with across_cities(session):
        return session.scalars(due.order_by(Contest.id)).all()


def city_ids_of(session: Session, edition_id: int) -> Sequence[int]:
    """The ids of the cities of an edition."""
    mine = select(EditionCity.city_id).where(EditionCity.edition_id == edition_id)
    # an edition is about all of its cities
    with across_cities(session):
        return session.scalars(mine.order_by(EditionCity.city_id)).all()


def cities_with_totals(session: Session, edition_id: int) -> list[CityVote]:
    """The cities of an edition with how many stand, wait to be accepted, and voted: totals only."""
    found = cities_of_edition(session, edition_id)
    contest_ids = [one.contest.id for one in found if one.contest is not None]
    stands = _candidates_per_contest(session, contest_ids, state=CandidateState.ACCEPTED)
    waiting = _candidates_per_contest(session, contest_ids, state=CandidateState.PROPOSED)
    votes = _votes_per_contest(session, contest_ids)
    return [
        CityVote(one.place, one.city, one.contest, stands.get(key, 0), waiting.get(key, 0), votes.get(key, 0))
        for one in found
        for key in [one.contest.id if one.contest is not None else 0]
    ]


def candidates_of(session: Session, votes: Iterable[CityVote]) -> int:
    """How many stand in all of these votes together, as far as everybody may see them."""
    seen = [one.contest.id for one in votes if one.contest and one.contest.state != ContestState.DRAFT]
    return sum(_candidates_per_contest(session, seen, state=CandidateState.ACCEPTED).values())


def place_of_contest(session: Session, contest_id: int) -> EditionCity | None:
    """How the chosen city takes part in the edition to which this contest of its belongs."""
    mine = select(EditionCity).where(EditionCity.contest_id == contest_id)
    return session.scalar(mine.options(_with_edition()))


def latest_place(session: Session) -> EditionCity | None:
    """How the chosen city takes part in the latest edition that knows it."""
    mine = select(EditionCity).join(EditionCity.edition).options(_with_edition())
    mine = mine.options(
        joinedload(EditionCity.city), joinedload(EditionCity.contest).joinedload(Contest.campaign)
    )
    return session.scalar(mine.order_by(Edition.season.desc(), EditionCity.id.desc()).limit(1))


def _candidates_per_contest(
    session: Session, contest_ids: Iterable[int], *, state: CandidateState
) -> Mapping[int, int]:
    """How many candidates of these contests are in a state, by contest id."""
    counted = select(Candidate.contest_id, func.count()).where(
        Candidate.contest_id.in_(list(contest_ids)), Candidate.state == state
    )
    # the contests were found through their edition
    with across_cities(session):
        return dict(session.execute(counted.group_by(Candidate.contest_id)).all())


def _votes_per_contest(session: Session, contest_ids: Sequence[int]) -> Mapping[int, int]:
    counted = select(Ballot.contest_id, func.count()).where(
        Ballot.contest_id.in_(contest_ids), Ballot.state == BallotState.COUNTED
    )
    return dict(session.execute(counted.group_by(Ballot.contest_id)).all())


def _with_edition() -> ExecutableOption:
    return joinedload(EditionCity.edition).joinedload(Edition.programme)
