"""Everybody: the short report of an edition, once town hall published it."""

from flask import Response

from cityshop.campaigns.queries import campaign_of
from cityshop.core import clock
from cityshop.core.errors import Unknown
from cityshop.web import areas
from cityshop.web.pages import show
from cityshop.web.session import db
from cityshop.weekends.queries import closing_report
from cityshop.weekends.report_page import short_report

public = areas.public_door("weekends", __name__)


@public.get("/weekends/<campaign>")
def show_report(campaign: str) -> Response:
    found = campaign_of(db(), campaign)
    closed = closing_report(db(), found.id)
    if closed is None or closed.published_at is None:
        raise Unknown
    return show("weekends/public.html", page=short_report(found, closed, clock.utc_now()))
