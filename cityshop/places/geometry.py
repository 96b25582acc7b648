"""One point for every shape on a map, checked to lie in Belgium. Positions are WGS 84 degrees."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from cityshop.places.refused import Reason, Unusable

FEWEST_CORNERS = 4  # a triangle, with its first corner again at the end
LINES = 15  # drawn across an area in search of its widest part


class Position(NamedTuple):
    """In the order map files have."""

    longitude: float
    latitude: float


Ring: TypeAlias = Sequence[Position]
Polygon: TypeAlias = Sequence[Ring]  # the outline, then its holes
Span: TypeAlias = tuple[float, Position]  # a width and its middle


class Box(NamedTuple):
    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


BELGIUM = Box(west=2.5, south=49.4, east=6.5, north=51.6)
THE_WORLD = Box(west=-180, south=-90, east=180, north=90)
ANY_GRID = Box(west=-1e9, south=-1e9, east=1e9, north=1e9)  # leaves out infinity and what is not a number


def position(longitude: object, latitude: object) -> Position:
    """Two numbers as a position, wherever that may be. Raises Unusable when they are not numbers."""
    if not isinstance(longitude, int | float) or not isinstance(latitude, int | float):
        raise Unusable(Reason.NO_COORDINATES)
    if not ANY_GRID.holds(longitude, latitude):
        raise Unusable(Reason.NO_COORDINATES)
    return Position(float(longitude), float(latitude))


def in_belgium(point: Position) -> Position:
    """The same point. Raises Unusable, saying what went wrong, when it lies elsewhere."""
    if BELGIUM.holds(*point):
        return point
    if BELGIUM.holds(point.latitude, point.longitude):
        raise Unusable(Reason.SWAPPED)
    if THE_WORLD.holds(*point):
        raise Unusable(Reason.NOT_IN_BELGIUM)
    raise Unusable(Reason.NOT_DEGREES)


def point_inside(polygons: Sequence[Polygon]) -> Position:
    """A point inside the largest polygon: its centre of gravity, or the middle of its widest part.

    Raises Unusable for a ring that is not closed and for an outline without inside.
    """
    for ring in (ring for polygon in polygons for ring in polygon):
        if len(ring) < FEWEST_CORNERS or ring[0] != ring[-1]:
            raise Unusable(Reason.RING_NOT_CLOSED)
    if not polygons or not all(polygons):
        raise Unusable(Reason.NO_COORDINATES)
    largest = max(polygons, key=lambda polygon: _area_and_centre(polygon[0])[0])
    area, centre = _area_and_centre(largest[0])
    if area == 0:
        raise Unusable(Reason.NO_SURFACE)
    return centre if _is_inside(centre, largest) else _middle_of_widest_part(largest)


def _area_and_centre(ring: Ring) -> tuple[float, Position]:
    """The surface in square degrees and the centre of gravity, measured from the first corner."""
    origin = ring[0]
    twice = east = north = 0.0
    for (x0, y0), (x1, y1) in pairwise(_from(origin, corner) for corner in ring):
        cross = x0 * y1 - x1 * y0
        twice += cross
        east += (x0 + x1) * cross
        north += (y0 + y1) * cross
    if twice == 0:
        return 0.0, origin
    return abs(twice) / 2, Position(
        origin.longitude + east / (3 * twice), origin.latitude + north / (3 * twice)
    )


def _from(origin: Position, corner: Position) -> tuple[float, float]:
    return corner.longitude - origin.longitude, corner.latitude - origin.latitude


def _is_inside(point: Position, polygon: Polygon) -> bool:
    crossings = _crossings(point.latitude, polygon)
    return sum(longitude < point.longitude for longitude in crossings) % 2 == 1


def _middle_of_widest_part(polygon: Polygon) -> Position:
    latitudes = [corner.latitude for corner in polygon[0]]
    south, north = min(latitudes), max(latitudes)
    lines = (south + (north - south) * number / (LINES + 1) for number in range(1, LINES + 1))
    width, middle = max(span for latitude in lines for span in _spans(latitude, polygon))
    if width == 0:
        raise Unusable(Reason.NO_SURFACE)
    return middle


def _spans(latitude: float, polygon: Polygon) -> Iterator[Span]:
    crossings = _crossings(latitude, polygon)
    for west, east in zip(crossings[::2], crossings[1::2], strict=False):
        yield east - west, Position((west + east) / 2, latitude)


def _crossings(latitude: float, polygon: Polygon) -> list[float]:
    """The longitudes where a line of equal latitude enters and leaves."""
    return sorted(
        start.longitude
        + (end.longitude - start.longitude) * (latitude - start.latitude) / (end.latitude - start.latitude)
        for ring in polygon
        for start, end in pairwise(ring)
        if (start.latitude > latitude) != (end.latitude > latitude)
    )
