"""Behind every printed QR code: lead on and count, explain a pause, or say that a code is not ours."""

from flask import Response, current_app, make_response, redirect, render_template, request

from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.core.codes import read_typed_code
from cityshop.core.db import UNAVAILABLE
from cityshop.links.models import ShortLink
from cityshop.links.pages import site_name
from cityshop.links.queries import link_by_code
from cityshop.links.rules import is_followed_by_a_person, is_over, is_own_path
from cityshop.links.services import count_scan
from cityshop.web import areas
from cityshop.web.session import let_go, reading, short_write

door = areas.open_door("links", __name__)

NOT_FOUND, GONE = 404, 410


@door.get("/K/<code>")  # as in the QR code
@door.get("/k/<code>")
def follow(code: str) -> Response:
    """Where a scan ends: the one GET that writes, a number without a name (see ADR 37)."""
    link = link_by_code(reading(), read_typed_code(code) or "")
    if link is None or not is_own_path(link.target):
        return _says("links/unknown.html", NOT_FOUND, site=site_name())
    areas.enter(city_by_id(reading(), link.city_id))
    if link.retired_at is not None:
        return _says("links/retired.html", GONE)
    if is_followed_by_a_person(request.method, dict(request.headers)):
        _count(link)
    return _explained(link) or make_response(redirect(link.target, code=302))


def _explained(link: ShortLink) -> Response | None:
    """A page instead of the way on, where the campaign has ended or is paused."""
    if is_over(link, clock.utc_now()):
        return _says("links/over.html", 200, campaign=link.campaign, target=link.target)
    if link.campaign is not None and link.campaign.paused_at is not None:
        return _says("links/paused.html", 200, campaign=link.campaign)
    return None


def _says(template: str, status: int, **facts: object) -> Response:
    return make_response(render_template(template, **facts), status)


def _count(link: ShortLink) -> None:
    """In a transaction of its own. Whoever stands before the poster goes on, counted or not."""
    let_go()  # or a hundred scans at once would each hold two connections
    try:
        with short_write() as session:
            count_scan(session, link.id, now=clock.utc_now())
    except UNAVAILABLE as error:
        current_app.logger.warning("link=%s scan not counted: %s", link.id, type(error).__name__)
