"""The organiser: editions over many cities, on one page each."""

from typing import Any

from flask import Response, request, url_for

from cityshop.cities.queries import all_cities
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.elections.rules import VoteRules
from cityshop.programmes import queries, rollout, services
from cityshop.programmes.doors import EDITION, organiser_door
from cityshop.programmes.forms import (
    CitiesForm,
    CopyEditionForm,
    CopyVoteForm,
    EditionForm,
    NewEditionForm,
    ProgrammeForm,
)
from cityshop.programmes.models import Edition
from cityshop.programmes.pages import city_rows, edition_page
from cityshop.programmes.queries import CityVote
from cityshop.programmes.rollout import VoteCopy
from cityshop.programmes.rows import SORTS, Totals, Wanted
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

organiser = organiser_door("organiser", __name__)


@organiser.get("")
def index() -> Response:
    editions = [(edition_page(one), cities, votes) for one, cities, votes in queries.all_editions(db())]
    return show("programmes/index.html", editions=editions, programmes=queries.all_programmes(db()))


@organiser.get("/new")
def new_programme() -> Response:
    return show("programmes/new.html", form=ProgrammeForm.over(_all_cities()))


@organiser.post("/new")
def create_programme() -> Response:
    form, now = ProgrammeForm.over(_all_cities()), clock.utc_now()
    if form.validate():
        try:
            made = services.create_programme(db(), form.draft(), account_id=actor().id, now=now)
            return onward(url_for(".new", programme=made.slug))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("programmes/new.html", form=form)


@organiser.get("/<programme>/new")
def new(programme: str) -> Response:
    queries.programme_by_slug(db(), programme)
    return show("programmes/edit.html", form=NewEditionForm.empty(VoteRules()), edition=None)


@organiser.post("/<programme>/new")
def create(programme: str) -> Response:
    found, form = queries.programme_by_slug(db(), programme), NewEditionForm.empty(VoteRules())
    if form.validate():
        try:
            wanted, now = form.edition(), clock.utc_now()
            services.create_edition(db(), found, wanted, account_id=actor().id, now=now)
            return _back(programme, wanted.season)
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("programmes/edit.html", form=form, edition=None)


@organiser.get(EDITION)
def overview(programme: str, season: int) -> Response:
    return show("programmes/overview.html", form=ActForm(), **_overview(programme, season))


@organiser.get(f"{EDITION}/edit")
def edit(programme: str, season: int) -> Response:
    edition = queries.edition_of(db(), programme, season)
    return show("programmes/edit.html", form=EditionForm.about(edition), edition=edition_page(edition))


@organiser.post(f"{EDITION}/edit")
def change(programme: str, season: int) -> Response:
    edition, now = queries.edition_of(db(), programme, season), clock.utc_now()
    form = EditionForm.about(edition)
    if form.validate():
        try:
            draft = form.draft(VoteRules.of(edition.rules))
            rollout.change_edition(db(), edition, draft, account_id=actor().id, now=now)
            return _back(programme, season)
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("programmes/edit.html", form=form, edition=edition_page(edition))


@organiser.get(f"{EDITION}/cities")
def cities(programme: str, season: int) -> Response:
    edition = queries.edition_of(db(), programme, season)
    form = CitiesForm.over(_all_cities(), queries.city_ids_of(db(), edition.id))
    return show("programmes/cities.html", form=form, edition=edition_page(edition))


@organiser.post(f"{EDITION}/cities")
def change_cities(programme: str, season: int) -> Response:
    edition, form = queries.edition_of(db(), programme, season), CitiesForm.over(_all_cities())
    if form.validate():
        ticked, now = form.cities.data or [], clock.utc_now()
        services.change_cities(db(), edition, ticked, account_id=actor().id, now=now)
        return _back(programme, season)
    return show_again("programmes/cities.html", form=form, edition=edition_page(edition))


@organiser.post(f"{EDITION}/votes")
def set_up(programme: str, season: int) -> Response:
    edition, form, now = queries.edition_of(db(), programme, season), ActForm(), clock.utc_now()
    ticked, everywhere = set(request.form.getlist("city")), "everywhere" in request.form
    votes = queries.cities_of_edition(db(), edition.id)
    city_ids = {one.city.id for one in votes if everywhere or one.city.slug in ticked}
    try:
        rollout.set_up_votes(db(), edition, city_ids, account_id=actor().id, now=now)
    except Refusal as refusal:
        form.refuse(refusal)
        return show_again("programmes/overview.html", form=form, **_overview(programme, season, ticked))
    return _back(programme, season)


@organiser.post(f"{EDITION}/show")
def show_to_everybody(programme: str, season: int) -> Response:
    edition = queries.edition_of(db(), programme, season)
    services.show_to_everybody(db(), edition, account_id=actor().id, now=clock.utc_now())
    return _back(programme, season)


@organiser.post(f"{EDITION}/hide")
def hide_from_public(programme: str, season: int) -> Response:
    edition = queries.edition_of(db(), programme, season)
    services.hide_from_public(db(), edition, account_id=actor().id, now=clock.utc_now())
    return _back(programme, season)


@organiser.get(f"{EDITION}/copy")
def ask_copy(programme: str, season: int) -> Response:
    form = CopyEditionForm(season=season + 1)
    return show("programmes/copy_edition.html", form=form, edition=_page(programme, season))


@organiser.post(f"{EDITION}/copy")
def copy(programme: str, season: int) -> Response:
    edition, form, now = queries.edition_of(db(), programme, season), CopyEditionForm(), clock.utc_now()
    if form.validate():
        try:
            services.copy_edition(db(), edition, form.season.year, account_id=actor().id, now=now)
            return _back(programme, form.season.year)
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("programmes/copy_edition.html", form=form, edition=_page(programme, season))


@organiser.get(f"{EDITION}/votes/copy")
def ask_copy_vote(programme: str, season: int) -> Response:
    edition = queries.edition_of(db(), programme, season)
    form = _copy_form(queries.cities_of_edition(db(), edition.id))
    return show("programmes/copy_vote.html", form=form, edition=edition_page(edition))


@organiser.post(f"{EDITION}/votes/copy")
def copy_vote(programme: str, season: int) -> Response:
    edition, now = queries.edition_of(db(), programme, season), clock.utc_now()
    votes = {one.city.slug: one for one in queries.cities_of_edition(db(), edition.id)}
    form = _copy_form(list(votes.values()))
    if form.validate():
        try:
            copied = VoteCopy(votes[form.source.data], votes[form.city.data])
            rollout.copy_vote(db(), edition, copied, account_id=actor().id, now=now)
            return _back(programme, season)
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("programmes/copy_vote.html", form=form, edition=edition_page(edition))


def _back(programme: str, season: int) -> Response:
    return onward(url_for(".overview", programme=programme, season=season))


def _page(programme: str, season: int) -> Any:
    edition = queries.edition_of(db(), programme, season)
    return edition_page(edition, queries.funders_of(db(), edition.id))


def _overview(programme: str, season: int, ticked: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    """The cities that were asked for; totals of each vote, and never what one candidate has."""
    edition: Edition = queries.edition_of(db(), programme, season)
    votes = queries.cities_with_totals(db(), edition.id)
    rows, wanted = city_rows(votes, edition, clock.utc_now()), Wanted.of(request.args)
    return {
        "edition": edition_page(edition, queries.funders_of(db(), edition.id)),
        "totals": Totals.of(votes),
        "rows": wanted.of_rows(rows),
        "left_alone": [row.name for row in rows if not row.follows],
        "stages": sorted({(row.stage, row.stage_word) for row in rows}),
        "wanted": wanted,
        "sorts": SORTS,
        "ticked": ticked,
    }


def _all_cities() -> list[tuple[int, str]]:
    return [(city.id, city.name) for city in all_cities(db())]


def _copy_form(votes: list[CityVote]) -> CopyVoteForm:
    have = [(one.city.slug, one.city.name) for one in votes if one.contest is not None]
    lack = [(one.city.slug, one.city.name) for one in votes if one.contest is None]
    return CopyVoteForm.between(have, lack)
