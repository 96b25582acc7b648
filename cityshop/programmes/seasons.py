"""Titles: given to the winners when a result is out, held for a year, kept on the wall for good."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload

from cityshop.cities.models import City
from cityshop.core.clock import local
from cityshop.core.db import across_cities, insert_once, renew_public_pages
from cityshop.elections.models import Candidate, Contest, ContestState
from cityshop.elections.rules import Timetable, is_embargo_over
from cityshop.merchants.models import Shop
from cityshop.programmes.models import EditionCity, Title
from cityshop.programmes.rules import end_of_title, season_of
from cityshop.results.queries import winners_of

OUT = (ContestState.PUBLISHED, ContestState.SEALED)
LOOKED_AT_FOR = timedelta(days=60)  # a result without winners gives no title, however often it is looked at


@dataclass(frozen=True)
class Winner:
    """A title with its shop and city, and the candidate that won it, if the vote was held here."""

    title: Title
    shop: Shop
    city: City
    candidate: Candidate | None
    contest: Contest | None


@dataclass(frozen=True)
class HeldTitle:
    """A title that runs or will run, with its shop and, if that stands in the guide, its place."""

    shop_id: int
    place_id: int | None
    season: int
    held_from: datetime
    held_until: datetime


def award_titles(session: Session, *, now: datetime) -> int:
    """Give the winners of every result that has come out their title, once; gives how many there are."""
    # a job of the whole site
    with across_cities(session):
        return sum(_award(session, contest) for contest in _without_title(session, now))


def has_titles_to_award(session: Session, *, now: datetime) -> bool:
    """Whether a result has come out whose winners have no title."""
    # a job of the whole site
    with across_cities(session):
        return any(winners_of(session, contest.id) for contest in _without_title(session, now))


def holds_title(session: Session, shop_id: int, now: datetime) -> bool:
    """Whether a shop of the chosen city is ambassador at this moment, or won the season of last year."""
    lately = (Title.held_until > now) | (Title.season >= local(now).year - 1)
    won = select(Title.id).where(Title.shop_id == shop_id, Title.held_from <= now, lately)
    return session.scalar(won.limit(1)) is not None


def title_now(session: Session, shop_id: int, *, now: datetime) -> Title | None:
    """The title that a shop of the chosen city holds at this moment, the latest if there are several."""
    held = select(Title).where(Title.shop_id == shop_id, Title.held_from <= now, Title.held_until > now)
    return session.scalar(held.order_by(Title.season.desc(), Title.id.desc()).limit(1))


def titles_now_and_later(session: Session, *, now: datetime, limit: int = 500) -> list[HeldTitle]:
    """The titles of the chosen city that have not ended, the oldest season first."""
    columns = (Title.shop_id, Shop.place_id, Title.season, Title.held_from, Title.held_until)
    running = select(*columns).join(Shop, Title.shop_id == Shop.id).where(Title.held_until > now)
    rows = session.execute(running.order_by(Title.season, Title.id).limit(limit))
    return [HeldTitle(*row) for row in rows]


def winners_of_city(session: Session, *, now: datetime, limit: int = 200) -> list[Winner]:
    """Everybody who ever won in the chosen city, the latest season first, then by shop."""
    return _winners(session, _wall(now).limit(limit))


def winners_of_programme(
    session: Session, programme_id: int, *, now: datetime, limit: int = 1_000
) -> list[Winner]:
    """Everybody who won in any city of a programme, the latest season first, then by city and shop."""
    mine = _wall(now).where(Title.programme_id == programme_id).limit(limit)
    # the wall of a programme shows all of its cities
    with across_cities(session):
        return _winners(session, mine)


def winners_of_contests(
    session: Session, contest_ids: Sequence[int], *, now: datetime
) -> Mapping[int, list[Winner]]:
    """The winners of these contests, by contest id; those without a result that is out are left out."""
    mine = _wall(now).where(Title.contest_id.in_(contest_ids))
    found: dict[int, list[Winner]] = {}
    # the contests were found through their edition
    with across_cities(session):
        for winner in _winners(session, mine):
            found.setdefault(winner.title.contest_id or 0, []).append(winner)
    return found


def _without_title(session: Session, now: datetime) -> list[Contest]:
    given = exists().where(Title.contest_id == Contest.id)
    lately = (Contest.published_at > now - LOOKED_AT_FOR) | (Contest.embargo_until > now - LOOKED_AT_FOR)
    waiting = (
        select(Contest).where(Contest.state.in_(OUT), ~given, lately).options(joinedload(Contest.campaign))
    )
    found = session.scalars(waiting.order_by(Contest.id)).all()
    return [contest for contest in found if is_embargo_over(Timetable.of(contest), now)]


def _award(session: Session, contest: Contest) -> int:
    shared, winners = _what_is_held(session, contest), winners_of(session, contest.id)
    for winner in winners:
        values, once = {**shared, "shop_id": winner.shop_id}, ("contest_id", "shop_id")
        insert_once(session, Title, values, unique=once, returning="id")
    if winners:
        renew_public_pages(session, contest.city_id)
    return len(winners)


def _what_is_held(session: Session, contest: Contest) -> dict[str, Any]:
    """The title of a vote: from when it came out, of its programme's season or of its own year."""
    mine = select(EditionCity).where(EditionCity.contest_id == contest.id)
    place = session.scalar(mine.options(joinedload(EditionCity.edition)))
    held_from = contest.embargo_until or contest.published_at or contest.closes_at
    return {
        "city_id": contest.city_id,
        "contest_id": contest.id,
        "programme_id": place.edition.programme_id if place is not None else None,
        "season": place.edition.season if place is not None else season_of(contest),
        "held_from": held_from,
        "held_until": end_of_title(held_from),
    }


def _wall(now: datetime) -> Select[Title, Shop, City, Candidate, Contest]:
    stood = (Candidate.contest_id == Title.contest_id) & (Candidate.shop_id == Title.shop_id)
    return (
        select(Title, Shop, City, Candidate, Contest)
        .join(Shop, Title.shop_id == Shop.id)
        .join(City, Title.city_id == City.id)
        .outerjoin(Candidate, stood)
        .outerjoin(Contest, Title.contest_id == Contest.id)
        .where(Title.held_from <= now)
        .order_by(Title.season.desc(), City.name, Shop.name, Title.id)
    )


def _winners(session: Session, wall: Select[Title, Shop, City, Candidate, Contest]) -> list[Winner]:
    return [Winner(*row) for row in session.execute(wall)]
