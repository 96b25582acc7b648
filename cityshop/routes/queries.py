"""Reads of routes, of the chosen city only."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from cityshop.places.models import Place, PlaceState
from cityshop.routes.errors import RouteUnknown, StopUnknown
from cityshop.routes.models import Route, RouteState, RouteStop

MOST_ROUTES = 200


class CountedRoute(NamedTuple):
    """A route, without its line, and how many stops it has."""

    route: Route
    stops: int


class GuideSpot(NamedTuple):
    """A place of the guide, by name, in degrees."""

    id: int
    name: str
    longitude: float
    latitude: float


def published_routes(session: Session) -> Sequence[CountedRoute]:
    """The routes that the public sees, by their word in the address."""
    return _counted(session, Route.state == RouteState.PUBLISHED)


def all_routes(session: Session) -> Sequence[CountedRoute]:
    """Every route, by its word in the address."""
    return _counted(session)


def published_route(session: Session, slug: str) -> Route:
    """A route that the public sees, with its stops and campaign; raises RouteUnknown."""
    route = route_of_city(session, slug)
    if route.state != RouteState.PUBLISHED:
        raise RouteUnknown
    return route


def route_of_city(session: Session, slug: str) -> Route:
    """Any route of the city, with its stops and campaign; raises RouteUnknown."""
    wanted = select(Route).where(Route.slug == slug)
    route = session.scalar(wanted.options(joinedload(Route.campaign), selectinload(Route.stops)))
    if route is None:
        raise RouteUnknown
    return route


def stop_of(session: Session, route: Route, stop_id: int) -> RouteStop:
    """A stop of this route; raises StopUnknown."""
    stop = session.scalar(select(RouteStop).where(RouteStop.id == stop_id, RouteStop.route_id == route.id))
    if stop is None:
        raise StopUnknown
    return stop


def stops_at_place(session: Session, place_id: int) -> Sequence[RouteStop]:
    """The stops of published routes at this place, by route."""
    wanted = (
        select(RouteStop)
        .join(RouteStop.route)
        .where(RouteStop.place_id == place_id, Route.state == RouteState.PUBLISHED)
        .options(joinedload(RouteStop.route).defer(Route.segments))
        .order_by(Route.slug)
    )
    return session.scalars(wanted).all()


def routes_from_maps(session: Session) -> Mapping[str, Route]:
    """The routes that came from a relation, by that relation."""
    known = session.scalars(select(Route).where(Route.source_id.is_not(None)).order_by(Route.id))
    return {route.source_id: route for route in known if route.source_id is not None}


def places_of_guide(session: Session) -> Sequence[GuideSpot]:
    """Where every published place is."""
    columns = select(Place.id, Place.name, Place.longitude, Place.latitude)
    published = columns.where(Place.state == PlaceState.PUBLISHED).order_by(Place.id)
    return [GuideSpot(*row) for row in session.execute(published)]


def slugs_like(session: Session, slug: str) -> set[str]:
    """The words in addresses that begin like this one."""
    return set(session.scalars(select(Route.slug).where(Route.slug.startswith(slug, autoescape=True))))


def _counted(session: Session, *conditions: object) -> Sequence[CountedRoute]:
    stops = select(func.count(RouteStop.id)).where(RouteStop.route_id == Route.id).scalar_subquery()
    wanted = (
        select(Route, stops)
        .where(*conditions)  # type: ignore[arg-type]  # columns compare to conditions
        .options(joinedload(Route.campaign), defer(Route.segments))
        .order_by(Route.slug)
        .limit(MOST_ROUTES)
    )
    return [CountedRoute(*row) for row in session.execute(wanted)]
