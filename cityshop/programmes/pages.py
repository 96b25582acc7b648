"""Programmes as pages show them, and what they add to the pages of cities, votes and candidates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import g, url_for

from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.elections.models import ContestState
from cityshop.elections.rules import Timetable, next_change, stage
from cityshop.elections.words import STAGES
from cityshop.programmes import queries, seasons
from cityshop.programmes.models import Edition, EditionCity, EditionState, Funder
from cityshop.programmes.queries import CityVote
from cityshop.programmes.rows import NONE, CityRow
from cityshop.programmes.rules import follows
from cityshop.programmes.seasons import Winner
from cityshop.programmes.wall import WinnerCard, winner_card
from cityshop.web.badges import Badges, first_of
from cityshop.web.i18n import own_text, translated
from cityshop.web.parts import Part


@dataclass(frozen=True)
class FunderLogo:
    """A funder on a page. `picture` is a name of a kept picture, or empty."""

    id: int
    name: str
    website: str
    picture: str
    alt: str


@dataclass(frozen=True)
class PlaceLine:
    """A city on the programme's page. `url` leads to its vote, or to its own page while there is none."""

    name: str
    usp: str
    prize: str
    url: str
    stage: str
    stage_word: str
    stage_look: str
    winners: Sequence[WinnerCard] = ()


@dataclass(frozen=True)
class EditionPage:
    """An edition as everybody sees it."""

    programme: str
    slug: str
    season: int
    title: str
    message: str
    prize: str
    opens_at: datetime
    closes_at: datetime
    nominations_from: datetime | None
    ceremony_at: datetime | None
    contact_name: str
    contact_email: str
    is_public: bool
    funders: Sequence[FunderLogo] = field(default_factory=tuple)


def edition_page(edition: Edition, funders: Iterable[Funder] = ()) -> EditionPage:
    """An edition, ready to show."""
    return EditionPage(
        programme=edition.programme.name,
        slug=edition.programme.slug,
        season=edition.season,
        title=own_text(edition.title),
        message=own_text(edition.message),
        prize=own_text(edition.prize),
        opens_at=edition.opens_at,
        closes_at=edition.closes_at,
        nominations_from=edition.nominations_from,
        ceremony_at=edition.ceremony_at,
        contact_name=edition.contact_name,
        contact_email=edition.contact_email,
        is_public=edition.state == EditionState.PUBLIC,
        funders=[funder_logo(funder) for funder in funders],
    )


def funder_logo(funder: Funder) -> FunderLogo:
    """A funder, ready to show."""
    return FunderLogo(funder.id, funder.name, funder.website, funder.picture, own_text(funder.alt))


def place_lines(session: Session, votes: Sequence[CityVote], now: datetime) -> list[PlaceLine]:
    """The cities of an edition, each with its winners as soon as its result is out."""
    contest_ids = [one.contest.id for one in votes if one.contest is not None]
    winners = seasons.winners_of_contests(session, contest_ids, now=now)
    return [_place_line(one, winners, now) for one in votes]


def city_rows(votes: Iterable[CityVote], edition: Edition, now: datetime) -> list[CityRow]:
    """The cities of an edition as the organiser compares them."""
    return [_city_row(one, edition, now) for one in votes]


def first_change(votes: Iterable[CityVote], now: datetime) -> datetime | None:
    """The first moment at which one of the votes changes by the clock alone."""
    changes = (next_change(Timetable.of(one.contest), now) for one in votes if one.contest is not None)
    return min((change for change in changes if change is not None), default=None)


def contest_part(session: Session, now: datetime) -> Part | None:
    """On the page of a vote: of which programme it is part, what the city is good at, who pays."""
    place = queries.place_of_contest(session, g.contest.id)
    if place is None or place.edition.state != EditionState.PUBLIC:
        return None
    page = edition_page(place.edition, queries.funders_of(session, place.edition_id))
    facts = {"edition": page, "usp": own_text(place.usp), "contact": _contact(place)}
    return Part("programmes/_contest.html", facts)


def home_part(session: Session, now: datetime) -> Part | None:
    """On a city's front page: the programme in which it takes part, with the city's own selling point."""
    place = queries.latest_place(session)
    if place is None or place.edition.state != EditionState.PUBLIC:
        return None
    return Part("programmes/_home.html", {"edition": edition_page(place.edition), "usp": own_text(place.usp)})


def front_part(session: Session, now: datetime) -> Part | None:
    """On the page of all cities: the programmes that are on."""
    editions = [edition_page(edition) for edition in queries.latest_public_editions(session)]
    return Part("programmes/_front.html", {"editions": editions}) if editions else None


def candidate_part(session: Session, now: datetime) -> Part | None:
    """On the page of a candidate: that the shop is the ambassador of this moment."""
    title = seasons.title_now(session, g.candidate.shop_id, now=now)
    if title is None:
        return None
    return Part("programmes/_candidate.html", {"title": title}, title.held_until)


def badges(session: Session, now: datetime) -> Badges:
    """Beside the name of every shop, and its place, that is an ambassador now; of the latest season."""
    titles = seasons.titles_now_and_later(session, now=now)
    held = [(one, _badge_words(one.season)) for one in titles if one.held_from <= now]
    changes = [
        *(one.held_until for one, _ in held),
        *(one.held_from for one in titles if one.held_from > now),
    ]
    return Badges(
        of_shops={one.shop_id: words for one, words in held},
        of_places={one.place_id: words for one, words in held if one.place_id is not None},
        until=first_of(changes),
    )


def contest_desk_part(session: Session, now: datetime) -> Part | None:
    """On town hall's page of a vote: what the programme asks, and where the city writes its own words."""
    place = queries.place_of_contest(session, g.contest.id)
    if place is None:
        return None
    edition = edition_page(place.edition)
    is_draft = g.contest.state == ContestState.DRAFT
    facts = {
        "edition": edition,
        "follows": follows(g.contest, place.edition),
        "opens_by_itself": is_draft and edition.is_public and edition.nominations_from is not None,
        "usp": own_text(place.usp),
    }
    return Part("programmes/_contest_desk.html", facts)


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """On town hall's first page: the programme, and whether the city still has to say why people come."""
    place = queries.latest_place(session)
    if place is None:
        return None
    return Part(
        "programmes/_dashboard.html", {"edition": edition_page(place.edition), "usp": own_text(place.usp)}
    )


def _badge_words(season: int) -> str:
    return translated(n_("Ambassador %(season)s"), season=season)


def _contact(place: EditionCity) -> tuple[str, str]:
    """Whom to ask: the city's own contact, else the organiser's."""
    if place.contact_email:
        return place.contact_name, place.contact_email
    return place.edition.contact_name, place.edition.contact_email


def _place_line(vote: CityVote, winners: Mapping[int, list[Winner]], now: datetime) -> PlaceLine:
    contest = vote.contest
    is_seen = contest is not None and contest.state != ContestState.DRAFT
    where = stage(Timetable.of(contest), now) if contest is not None and is_seen else NONE
    word, look = STAGES[where] if is_seen else ("", "off")
    url = url_for("city.home", city=vote.city.slug)
    if contest is not None and is_seen:
        url = url_for("vote.contest", city=vote.city.slug, contest=contest.slug)
    won = winners.get(contest.id, []) if contest is not None else []
    return PlaceLine(
        name=vote.city.name,
        usp=own_text(vote.place.usp),
        prize=own_text(vote.place.prize),
        url=url,
        stage=where,
        stage_word=word,
        stage_look=look,
        winners=[winner_card(one) for one in won],
    )


def _city_row(vote: CityVote, edition: Edition, now: datetime) -> CityRow:
    contest = vote.contest
    where = stage(Timetable.of(contest), now) if contest is not None else NONE
    word, look = STAGES[where] if contest is not None else (n_("No vote yet"), "off")
    return CityRow(
        slug=vote.city.slug,
        name=vote.city.name,
        has_usp=bool(vote.place.usp),
        contest=contest.slug if contest is not None else "",
        stage=where,
        stage_word=word,
        stage_look=look,
        follows=contest is None or follows(contest, edition),
        candidates=vote.candidates,
        waiting=vote.waiting,
        votes=vote.votes,
    )
