"""A season of larger terraces, for residents."""

from flask import Response

from cityshop.core import clock
from cityshop.terraces import queries
from cityshop.terraces.pages import season_page
from cityshop.web import areas
from cityshop.web.pages import show
from cityshop.web.session import reading

public = areas.public_door("terraces", __name__)


@public.get("/terraces/<season>")
def season(season: str) -> Response:
    page = season_page(reading(), queries.season_by_word(reading(), season), now=clock.utc_now())
    return show("terraces/season.html", until=page.until, page=page)
