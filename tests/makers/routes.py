"""Rows of routes."""

from collections.abc import Sequence
from typing import Any

from cityshop.campaigns.models import Campaign
from cityshop.cities.models import City
from cityshop.core.db import choose_city
from cityshop.places.models import Place
from cityshop.routes.geometry import Segment, SegmentRole, TrackPoint, length, segments_as_json
from cityshop.routes.models import Route, RouteStop
from tests.makers.base import NOW
from tests.makers.places import PlaceMakers

# Three kilometres to the east of the Grote Markt, and back one street further north.
THERE = (
    (50.828, 3.2600),
    (50.828, 3.2700),
    (50.828, 3.2800),
    (50.832, 3.2800),
    (50.832, 3.2600),
    (50.828, 3.2600),
)


def line(points: Sequence[Sequence[float]] = THERE, role: SegmentRole = SegmentRole.MAIN) -> Segment:
    """A piece of line through points of latitude, longitude and, where known, height."""
    return Segment(tuple(TrackPoint(one[1], one[0], *one[2:]) for one in points), role)


class RouteMakers(PlaceMakers):
    def route(
        self,
        city: City | None = None,
        *,
        title: str = "Zomerroute",
        segments: Sequence[Segment] | None = None,
        campaign: Campaign | None = None,
        **facts: Any,
    ) -> Route:
        """A published round of four kilometres, unless said otherwise."""
        city = city or self.kortrijk()
        pieces = [line()] if segments is None else segments
        facts = {"slug": f"route-{self.number()}", "kind": "cycle", "state": "published"} | facts
        route = Route(
            city_id=city.id,
            campaign_id=campaign.id if campaign else None,
            title={"nl": title},
            segments=segments_as_json(pieces),
            length_m=round(length(one for one in pieces if one.role is SegmentRole.MAIN)),
            changed_at=NOW,
            **facts,
        )
        return self.kept(route)

    def stop(
        self,
        route: Route,
        place: Place | None = None,
        *,
        name: str = "Bank aan de Leie",
        at: tuple[float, float] = (50.828, 3.27),
        **facts: Any,
    ) -> RouteStop:
        """The next stop of a route: a place of the guide, or a point on the line."""
        if place is not None:
            name, at = place.name, (place.latitude, place.longitude)
        with self.database.writes.begin() as session:
            choose_city(session, route.city_id)
            mine = session.merge(route)
            stop = RouteStop(
                city_id=route.city_id,
                route_id=route.id,
                place_id=place.id if place else None,
                position=len(mine.stops) + 1,
                name=name,
                latitude=at[0],
                longitude=at[1],
                **({"kind": "hospitality"} | facts),
            )
            session.add(stop)
        return stop
