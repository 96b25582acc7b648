"""What is printed of a route: a plate for each stop, and a sheet to take along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for
from markupsafe import Markup

from cityshop.core.db import Session
from cityshop.core.qr import qr_svg
from cityshop.core.words import n_
from cityshop.links.models import ShortLink
from cityshop.links.pages import link_qr, printed_address, printed_path, site_name
from cityshop.links.queries import counted_links, links_about
from cityshop.links.rules import first_day_lately
from cityshop.routes.models import Route, RouteStop
from cityshop.routes.printed import about_route, about_stop
from cityshop.routes.words import PICTURES, STOP_KIND
from cityshop.web.i18n import own_text, translated

PLATES_A_PAGE = 4


@dataclass(frozen=True)
class Plate:
    """One plate; `site` and `path` stand below the code."""

    number: int
    name: str
    picture: str
    kind_words: str
    title: str
    site: str
    path: str
    qr: Markup


@dataclass(frozen=True)
class SheetCode:
    """The code on the sheet: a short link once plates are made, else the address itself."""

    qr: Markup
    address: str


@dataclass(frozen=True)
class ScanLine:
    """How often a code was scanned."""

    link_id: int
    words: str
    address: str
    scans: int
    lately: int
    is_retired: bool


def plate_pages(session: Session, route: Route) -> list[Sequence[Plate]]:
    """The plates of the stops that have a link, four a page."""
    links = links_about(session, [about_stop(stop.id) for stop in route.stops])
    plates = [
        _plate(route, stop, links[about]) for stop in route.stops if (about := about_stop(stop.id)) in links
    ]
    return [plates[start : start + PLATES_A_PAGE] for start in range(0, len(plates), PLATES_A_PAGE)]


def lacks_plates(session: Session, route: Route) -> bool:
    """Whether the route or one of its stops has no link yet."""
    abouts = [about_route(route.id), *(about_stop(stop.id) for stop in route.stops)]
    return len(links_about(session, abouts)) < len(abouts)


def route_sheet(session: Session, route: Route) -> SheetCode:
    """The code of the whole route."""
    link = links_about(session, [about_route(route.id)]).get(about_route(route.id))
    label = translated(n_("QR code of this route"))
    if link is not None:
        return SheetCode(link_qr(link, label), printed_address(link))
    address = current_app.config["BASE_URL"] + url_for("routes.route", slug=route.slug)
    drawn = Markup(qr_svg(address, label))  # noqa: S704 - drawn by us
    return SheetCode(drawn, address.partition("://")[2])


def scan_lines(session: Session, route: Route, *, now: datetime) -> list[ScanLine]:
    """The codes of this route with their scans, the most followed first."""
    words: Mapping[str, str] = {
        about_route(route.id): own_text(route.title),
        **{about_stop(stop.id): f"{stop.position}. {stop.name}" for stop in route.stops},
    }
    counted = counted_links(session, words, since=first_day_lately(now))
    return [
        ScanLine(
            link_id=one.link.id,
            words=words[one.link.about],
            address=printed_address(one.link),
            scans=one.scans,
            lately=one.lately,
            is_retired=one.link.retired_at is not None,
        )
        for one in counted
    ]


def _plate(route: Route, stop: RouteStop, link: ShortLink) -> Plate:
    return Plate(
        number=stop.position,
        name=stop.name,
        picture=PICTURES[stop.kind],
        kind_words=translated(STOP_KIND[stop.kind]),
        title=own_text(route.title),
        site=site_name(),
        path=printed_path(link),
        qr=link_qr(link, translated(n_("QR code of stop %(number)s"), number=stop.position)),
    )
