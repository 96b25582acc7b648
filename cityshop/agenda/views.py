"""The agenda for residents: the list, a month, an event, and the same for calendars."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, request, url_for

from cityshop.agenda import queries
from cityshop.agenda.event_page import dates_to_come, event_page
from cityshop.agenda.exports import ICALENDAR, Feed, as_calendar
from cityshop.agenda.filters import AgendaFilters, filters_from
from cityshop.agenda.models import EventDate
from cityshop.agenda.month_page import month_page
from cityshop.agenda.pages import agenda_page
from cityshop.agenda.rules import next_midnight
from cityshop.core import clock
from cityshop.web import areas
from cityshop.web.i18n import language
from cityshop.web.pages import NEXT_CHANGE, show
from cityshop.web.session import reading

public = areas.public_door("agenda", __name__)


@public.get("/agenda")
def index() -> Response:
    page = agenda_page(reading(), _filters(), now=clock.utc_now())
    asked: dict[str, Any] = {**page.feed_address}
    feed = _base() + url_for(".calendar", **asked)
    return show("agenda/index.html", until=page.until, page=page, feed=feed)


@public.get("/agenda/month")
def month() -> Response:
    page = month_page(reading(), _filters(), now=clock.utc_now())
    return show("agenda/month.html", until=page.until, page=page)


@public.get("/agenda.ics")
def calendar() -> Response:
    now = clock.utc_now()
    request.environ[NEXT_CHANGE] = next_midnight(now)
    return _calendar(queries.feed_dates(reading(), _filters(), now=now), "agenda")


@public.get("/agenda/<slug>")
def event(slug: str) -> Response:
    found = queries.public_event(reading(), slug)
    page = event_page(found, page_url=_base() + url_for(".event", slug=slug), now=clock.utc_now())
    return show("agenda/event.html", until=page.until, event=page)


@public.get("/agenda/<slug>.ics")
def event_calendar(slug: str) -> Response:
    found, now, on = queries.public_event(reading(), slug), clock.utc_now(), request.args.get("on")
    request.environ[NEXT_CHANGE] = next_midnight(now)
    dates = [one for one in dates_to_come(found, now) if on in (None, one.planned_on.isoformat())]
    return _calendar(dates, found.slug)


def _filters() -> AgendaFilters:
    return filters_from(request.args.to_dict(flat=False))


def _calendar(dates: Iterable[EventDate], name: str) -> Response:
    city, base = areas.page_city(), _base()
    page_of = base + url_for(".event", slug="-")[:-1]
    host = urlsplit(base).hostname or "localhost"
    content = as_calendar(dates, Feed(f"Agenda {city.name}", host, language(), page_of))
    response = make_response(content)
    response.mimetype = ICALENDAR
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{city.slug}.ics"'
    return response


def _base() -> str:
    base: str = current_app.config["BASE_URL"]
    return base
