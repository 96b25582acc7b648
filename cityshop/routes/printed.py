"""The short links of what is printed: one for a route, one for each stop."""

from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.cities.queries import city_by_id
from cityshop.core.errors import Unknown
from cityshop.core.journal import Happening, record
from cityshop.links.models import ShortLink
from cityshop.links.services import LinkDraft, make_links
from cityshop.routes.models import Route, RouteStop


def make_plates(session: Session, route: Route, *, account_id: int | None, now: datetime) -> None:
    """Give the route and each stop a short link; those there are stay as they are."""
    make_links(session, link_drafts(session, route), now=now)
    record(session, Happening.PLATES_MADE, f"route {route.id}", account_id=account_id, now=now)


def link_drafts(session: Session, route: Route) -> list[LinkDraft]:
    """Where the codes of the route and of its stops lead."""
    address = address_of(session, route)
    whole = LinkDraft(
        target=address, about=about_route(route.id), label=route.slug, campaign_id=route.campaign_id
    )
    return [whole, *(_stop_draft(route, stop, address) for stop in route.stops)]


def refuse_other_link(route: Route, link: ShortLink) -> None:
    """Raises Unknown for a link that is not about this route or its stops."""
    if link.about not in {about_route(route.id), *(about_stop(stop.id) for stop in route.stops)}:
        raise Unknown


def about_route(route_id: int) -> str:
    """How the link of a whole route is known."""
    return f"route {route_id}"


def about_stop(stop_id: int) -> str:
    """How the link of a stop is known."""
    return f"route-stop {stop_id}"


def address_of(session: Session, route: Route) -> str:
    """The path of its page."""
    return f"/{city_by_id(session, route.city_id).slug}/routes/{route.slug}"


def _stop_draft(route: Route, stop: RouteStop, address: str) -> LinkDraft:
    return LinkDraft(
        target=f"{address}/stops/{stop.position}",
        about=about_stop(stop.id),
        label=stop.name,
        campaign_id=route.campaign_id,
    )
