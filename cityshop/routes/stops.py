"""Everything that changes the stops of a route. A printed code follows its stop, whatever its number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.links.services import LinkDraft, renew_links
from cityshop.places.geometry import Position
from cityshop.places.models import Place, folded
from cityshop.places.rules import is_same_spot
from cityshop.routes.drafts import Waypoint
from cityshop.routes.errors import StopAlreadyThere, StopMoved, TooManyStops
from cityshop.routes.kinds import stop_kind_of
from cityshop.routes.models import Route, RouteStop
from cityshop.routes.printed import about_stop, address_of, link_drafts
from cityshop.routes.queries import GuideSpot, places_of_guide

MOST_STOPS = 99
_ASIDE = 0  # where a stop waits while another takes its number


@dataclass(frozen=True, kw_only=True)
class StopFacts:
    """What people say of a stop; `note` per language, degrees are WGS 84."""

    name: str
    kind: str
    latitude: float
    longitude: float
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Move:
    """One place up (-1) or down (+1) for the stop that had the number `seen` on the page."""

    seen: int
    by: int


def add_place(
    session: Session, route: Route, place: Place, *, account_id: int | None, now: datetime
) -> RouteStop:
    """Make a place of the guide the last stop; raises StopAlreadyThere and TooManyStops."""
    facts = StopFacts(
        name=place.name,
        kind=stop_kind_of(place.kind),
        latitude=place.latitude,
        longitude=place.longitude,
        note={},
    )
    stop = _new_stop(facts)
    stop.place_id = place.id
    return _add(session, route, stop, account_id=account_id, now=now)


def add_point(
    session: Session, route: Route, facts: StopFacts, *, account_id: int | None, now: datetime
) -> RouteStop:
    """Make a point of its own the last stop; raises TooManyStops."""
    return _add(session, route, _new_stop(facts), account_id=account_id, now=now)


def add_waypoints(
    session: Session, route: Route, waypoints: Sequence[Waypoint], *, account_id: int, now: datetime
) -> int:
    """Add the points of a file that are no stop yet, and give how many.

    A point with the name of a place within 60 metres is that place.
    """
    known = {folded(stop.name) for stop in route.stops}
    spots = places_of_guide(session)
    added = 0
    for point in waypoints[: MOST_STOPS - len(route.stops)]:
        if folded(point.name) in known:
            continue
        known.add(folded(point.name))
        stop = _new_stop(_facts_of(point))
        stop.place_id = _place_at(spots, point)
        _add(session, route, stop, account_id=account_id, now=now)
        added += 1
    return added


def change_stop(
    session: Session, stop: RouteStop, facts: StopFacts, *, account_id: int, now: datetime
) -> RouteStop:
    """Change what people say of it; its number stays."""
    stop.name, stop.kind, stop.note = facts.name, facts.kind, dict(facts.note)
    stop.latitude, stop.longitude = facts.latitude, facts.longitude
    _record(session, stop.route, "stop", account_id=account_id, now=now)
    return stop


def move_stop(session: Session, stop: RouteStop, move: Move, *, account_id: int, now: datetime) -> None:
    """Let a stop change places with the one before or after it; raises StopMoved when somebody was first."""
    route = stop.route
    _hold(session, route, now)
    to = move.seen + move.by
    other = next((one for one in route.stops if one.position == to), None)
    if other is None or not _takes_number(session, stop, move.seen, _ASIDE):
        raise StopMoved
    _takes_number(session, other, to, move.seen)
    _takes_number(session, stop, _ASIDE, to)
    session.expire(route, ["stops"])
    _after_moving(session, route, account_id=account_id, now=now)


def remove_stop(session: Session, stop: RouteStop, *, account_id: int, now: datetime) -> None:
    """Take a stop out; those after it move up, and its plate leads to the route."""
    route = stop.route
    _hold(session, route, now)
    gone = LinkDraft(
        target=address_of(session, route),
        about=about_stop(stop.id),
        label=stop.name,
        campaign_id=route.campaign_id,
    )
    after = [one for one in route.stops if one.position > stop.position]
    route.stops.remove(stop)
    session.flush()
    for one in after:
        one.position -= 1
        session.flush()
    renew_links(session, [gone])
    _after_moving(session, route, account_id=account_id, now=now)


def _new_stop(facts: StopFacts) -> RouteStop:
    return RouteStop(
        place_id=None,
        kind=facts.kind,
        name=facts.name,
        latitude=facts.latitude,
        longitude=facts.longitude,
        note=dict(facts.note),
    )


def _add(
    session: Session, route: Route, stop: RouteStop, *, account_id: int | None, now: datetime
) -> RouteStop:
    _hold(session, route, now)
    if len(route.stops) >= MOST_STOPS:
        raise TooManyStops
    stop.route_id, stop.city_id, stop.position = route.id, route.city_id, len(route.stops) + 1
    try:
        with session.begin_nested():
            session.add(stop)
            session.flush()
    except IntegrityError as taken:
        raise StopAlreadyThere(name=stop.name) from taken
    session.expire(route, ["stops"])
    _record(session, route, "stop added", account_id=account_id, now=now)
    return stop


def _hold(session: Session, route: Route, now: datetime) -> None:
    """One change of the order at a time: whoever comes second waits, and sees what the first one did."""
    session.execute(update(Route).where(Route.id == route.id).values(changed_at=now))
    session.expire(route, ["stops"])


def _place_at(spots: Sequence[GuideSpot], point: Waypoint) -> int | None:
    """The place with this name on this spot."""
    for spot in spots:
        here = Position(spot.longitude, spot.latitude)
        if folded(spot.name) == folded(point.name) and is_same_spot(here, point.position):
            return spot.id
    return None


def _takes_number(session: Session, stop: RouteStop, before: int, after: int) -> bool:
    moved = update(RouteStop).where(RouteStop.id == stop.id, RouteStop.position == before)
    return session.scalar(moved.values(position=after).returning(RouteStop.id)) is not None


def _after_moving(session: Session, route: Route, *, account_id: int, now: datetime) -> None:
    session.flush()
    renew_links(session, link_drafts(session, route))
    _record(session, route, "order of stops", account_id=account_id, now=now)


def _record(session: Session, route: Route, note: str, *, account_id: int | None, now: datetime) -> None:
    route.changed_at = now
    subject = f"route {route.id}"
    record(session, Happening.ROUTE_CHANGED, subject, account_id=account_id, now=now, note=note)
    session.flush()


def _facts_of(point: Waypoint) -> StopFacts:
    return StopFacts(
        name=point.name,
        kind=point.kind,
        latitude=point.position.latitude,
        longitude=point.position.longitude,
        note={"nl": point.note} if point.note else {},
    )
