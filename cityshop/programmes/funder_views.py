"""The organiser: who pays for an edition, with logos."""

from flask import Response, url_for

from cityshop.core import clock
from cityshop.programmes import queries, services
from cityshop.programmes.doors import EDITION, organiser_door
from cityshop.programmes.forms import FunderForm
from cityshop.programmes.pages import EditionPage, edition_page
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db
from cityshop.web.uploads import takes_pictures

organiser = organiser_door("programme_funders", __name__)


@organiser.get(f"{EDITION}/funders")
def index(programme: str, season: int) -> Response:
    return show("programmes/funders.html", form=FunderForm(), edition=_page(programme, season))


@organiser.post(f"{EDITION}/funders")
@takes_pictures
def add(programme: str, season: int) -> Response:
    form = FunderForm()  # first: a logo is kept in a transaction of its own
    edition = queries.edition_of(db(), programme, season)
    if form.validate():
        services.add_funder(db(), edition, form.draft(), account_id=actor().id, now=clock.utc_now())
        return onward(url_for(".index", programme=programme, season=season))
    return show_again("programmes/funders.html", form=form, edition=_page(programme, season))


@organiser.post(f"{EDITION}/funders/<int:funder_id>/remove")
def remove(programme: str, season: int, funder_id: int) -> Response:
    edition = queries.edition_of(db(), programme, season)
    funder = queries.funder_of(db(), edition.id, funder_id)
    services.remove_funder(db(), edition, funder, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index", programme=programme, season=season))


def _page(programme: str, season: int) -> EditionPage:
    edition = queries.edition_of(db(), programme, season)
    return edition_page(edition, queries.funders_of(db(), edition.id))
