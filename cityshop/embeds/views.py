"""The guide within other sites, and as open data."""

from flask import Response, request

from cityshop.core import clock
from cityshop.embeds.pages import data_page
from cityshop.embeds.queries import allowed_sites
from cityshop.embeds.rules import frame_ancestors
from cityshop.places.filters import filters_from
from cityshop.places.pages import guide_page
from cityshop.web import areas
from cityshop.web.headers import FRAMED, policy
from cityshop.web.pages import show
from cityshop.web.session import reading

public = areas.public_door("embeds", __name__)


@public.get("/guide/embed")
def embed() -> Response:
    page = guide_page(reading(), filters_from(request.args.to_dict(flat=False)), now=clock.utc_now())
    response = show("embeds/embed.html", until=page.until, page=page)
    who = frame_ancestors(allowed_sites(reading()))
    response.headers["Content-Security-Policy"] = policy(frame_ancestors=who)
    request.environ[FRAMED] = True
    return response


@public.get("/guide/data")
def data() -> Response:
    return show("embeds/data.html", page=data_page(reading()))
