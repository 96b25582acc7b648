"""How far up buildings stand around a point. Needs shapely, of the extra `cityshop[osm]`; loaded by name."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from shapely import Point, Polygon, STRtree

from cityshop.places.geometry import Position, Ring
from cityshop.places.rules import EARTH_RADIUS_METRES
from cityshop.places.sun import SECTORS
from cityshop.terraces.outlines import Outline

REACH_METRES = 150
TABLE_METRES = 1  # from there we look up
RAYS_A_SECTOR = 4
RAYS = SECTORS * RAYS_A_SECTOR
RAY = math.tau / RAYS
NEAREST_METRES = 0.1

Metres: TypeAlias = tuple[float, float]  # to the east and to the north

_DIRECTIONS = tuple((math.sin(number * RAY), math.cos(number * RAY)) for number in range(RAYS))


class Buildings:
    """The buildings of a town, to look at from any point; one without height gets `otherwise` metres."""

    def __init__(self, outlines: Iterable[Outline], *, otherwise: float) -> None:
        known = list(outlines)
        self.without_height = sum(outline.height is None for outline in known)
        self._middle = known[0].rings[0][0] if known else Position(0, 0)
        self._rings = [[self._in_metres(ring) for ring in outline.rings] for outline in known]
        self._heights = [otherwise if outline.height is None else outline.height for outline in known]
        self._tree = STRtree([Polygon(rings[0], rings[1:]) for rings in self._rings])

    def __len__(self) -> int:
        return len(self._heights)

    def stands_inside(self, point: Position) -> bool:
        """Whether the point is under a roof: no terrace stands there."""
        return bool(len(self._tree.query(Point(self._metres(point)), predicate="within")))

    def skyline(self, point: Position) -> list[int]:
        """Of each 5 degrees around 0, 5, 10 ... from north how far up the highest building is, rounded up.

        Empty when there is no building within 150 metres: then the file says nothing about this point.
        """
        here = self._metres(point)
        near = self._tree.query(Point(here), predicate="dwithin", distance=REACH_METRES)
        slopes = [0.0] * RAYS
        for number in near:
            rise = self._heights[number] - TABLE_METRES
            for ring in self._rings[number] if rise > 0 else ():
                _raise(slopes, [(east - here[0], north - here[1]) for east, north in ring], rise)
        return list(_sectors(slopes)) if len(near) else []

    def _in_metres(self, ring: Ring) -> list[Metres]:
        return [self._metres(corner) for corner in ring]

    def _metres(self, point: Position) -> Metres:
        """Flat around the middle of the town (equirectangular, 0.1 % off over a town)."""
        narrower = math.cos(math.radians(self._middle.latitude))
        east = math.radians(point.longitude - self._middle.longitude) * narrower
        north = math.radians(point.latitude - self._middle.latitude)
        return EARTH_RADIUS_METRES * east, EARTH_RADIUS_METRES * north


def _raise(slopes: list[float], ring: Sequence[Metres], rise: float) -> None:
    """Let a ring that rises so many metres stand in the way of the rays that meet it."""
    for (ax, ay), (bx, by) in pairwise(ring):
        from_a, cross = math.atan2(ax, ay), ax * by - ay * bx
        turn = (math.atan2(bx, by) - from_a + math.pi) % math.tau - math.pi
        start, end = (from_a, from_a + turn) if turn > 0 else (from_a + turn, from_a)
        _at_corner(slopes, ax, ay, rise)
        for ray in range(math.ceil(start / RAY), math.floor(end / RAY) + 1):
            east, north = _DIRECTIONS[ray % RAYS]
            along = east * (by - ay) - north * (bx - ax)
            if along:
                away = max(cross / along, NEAREST_METRES)
                slopes[ray % RAYS] = max(slopes[ray % RAYS], rise / away)


def _at_corner(slopes: list[float], east: float, north: float, rise: float) -> None:
    ray = round(math.atan2(east, north) / RAY) % RAYS
    slopes[ray] = max(slopes[ray], rise / max(math.hypot(east, north), NEAREST_METRES))


def _sectors(slopes: Sequence[float]) -> Iterator[int]:
    half = RAYS_A_SECTOR // 2
    for sector in range(SECTORS):
        rays = range(sector * RAYS_A_SECTOR - half, sector * RAYS_A_SECTOR + half + 1)
        yield math.ceil(math.degrees(math.atan(max(slopes[ray % RAYS] for ray in rays))))
