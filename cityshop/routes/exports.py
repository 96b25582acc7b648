"""A route for other programs: GeoJSON (RFC 7946) and GPX."""

from collections.abc import Mapping
from typing import Any

from cityshop.places.geometry import Position
from cityshop.routes.drafts import RouteDraft, Waypoint
from cityshop.routes.geometry import Segment, TrackPoint, segments_from_json
from cityshop.routes.kinds import StopKind
from cityshop.routes.models import Route, RouteStop
from cityshop.web.i18n import own_text


def as_geojson(route: Route) -> dict[str, Any]:
    """The line in pieces, each with its role, and the stops."""
    lines = [_line(segment) for segment in segments_from_json(route.segments)]
    return {
        "type": "FeatureCollection",
        "name": own_text(route.title),
        "features": [*lines, *map(_stop, route.stops)],
    }


def as_draft(route: Route) -> RouteDraft:
    """The route as a file holds it, in the reader's language."""
    return RouteDraft(
        segments=tuple(segments_from_json(route.segments)),
        name=own_text(route.title),
        text=" ".join(own_text(route.text).split()),
        waypoints=tuple(map(_waypoint, route.stops)),
    )


def _waypoint(stop: RouteStop) -> Waypoint:
    note = " ".join(own_text(stop.note).split())
    return Waypoint(stop.name, Position(stop.longitude, stop.latitude), note, StopKind(stop.kind))


def _line(segment: Segment) -> dict[str, Any]:
    coordinates = [_coordinates(point) for point in segment.points]
    return _feature("LineString", coordinates, {"role": segment.role.value})


def _stop(stop: RouteStop) -> dict[str, Any]:
    facts = {"number": stop.position, "name": stop.name, "kind": stop.kind}
    return _feature("Point", [stop.longitude, stop.latitude], facts)


def _feature(kind: str, coordinates: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def _coordinates(point: TrackPoint) -> list[float]:
    height = [] if point.elevation is None else [point.elevation]
    return [point.longitude, point.latitude, *height]
