"""Everybody: a programme over its cities, and the walls of winners."""

from collections.abc import Sequence

from flask import Response

from cityshop.core import clock
from cityshop.core.errors import Unknown
from cityshop.programmes import queries, seasons
from cityshop.programmes.models import Edition
from cityshop.programmes.pages import edition_page, first_change, place_lines
from cityshop.programmes.wall import verdict_page, wall_of
from cityshop.web import areas
from cityshop.web.pages import show
from cityshop.web.session import reading

everywhere = areas.everywhere_door("programme", __name__, prefix="/programme")
public = areas.public_door("winners", __name__)


@everywhere.get("/<programme>")
def latest(programme: str) -> Response:
    return _show(_editions(programme)[0])


@everywhere.get("/<programme>/<int:season>")
def season(programme: str, season: int) -> Response:
    same = [edition for edition in _editions(programme) if edition.season == season]
    if not same:
        raise Unknown
    return _show(same[0])


@everywhere.get("/<programme>/winners")
def winners(programme: str) -> Response:
    page, now = edition_page(_editions(programme)[0]), clock.utc_now()
    found = queries.programme_by_slug(reading(), programme)
    wall = wall_of(seasons.winners_of_programme(reading(), found.id, now=now))
    return show("programmes/winners.html", edition=page, wall=wall, has_cities=True)


@public.get("/winners")
def of_city() -> Response:
    wall = wall_of(seasons.winners_of_city(reading(), now=clock.utc_now()))
    return show("programmes/winners.html", edition=None, wall=wall, has_cities=False)


def _editions(programme: str) -> Sequence[Edition]:
    """What everybody may see of a programme; raises Unknown when that is nothing."""
    found = queries.programme_by_slug(reading(), programme)
    editions = queries.public_editions(reading(), found.id)
    if not editions:
        raise Unknown
    return editions


def _show(edition: Edition) -> Response:
    now, votes = clock.utc_now(), queries.cities_of_edition(reading(), edition.id)
    page = edition_page(edition, queries.funders_of(reading(), edition.id))
    lines = place_lines(reading(), votes, now)
    seasons_seen = [one.season for one in queries.public_editions(reading(), edition.programme_id)]
    verdict = verdict_page(reading(), edition, now)
    facts = {
        "laureate": verdict,
        "places": lines,
        "candidates": queries.candidates_of(reading(), votes),
        "seasons": seasons_seen,
    }
    return show("programmes/show.html", until=first_change(votes, now), edition=page, **facts)
