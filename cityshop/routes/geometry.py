"""Lines: how long, how steep, how far along, and with how few points a phone still draws them well.

Points are WGS 84 degrees with metres above the sea where known. Lengths are metres.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from cityshop.places.geometry import Position
from cityshop.places.rules import EARTH_RADIUS_METRES, distance

MOST_POINTS = 1_500  # some 15 kB on the way to a phone
FINEST_METRES = 2.0  # no phone knows better where it is
MOST_DOUBLINGS = 14
NOISE_METRES = 5.0  # how far heights wander on a flat road
DEGREE_METRES = math.radians(1) * EARTH_RADIUS_METRES
ENDS_MEET_METRES = 150


class TrackPoint(NamedTuple):
    longitude: float
    latitude: float
    elevation: float | None = None

    @property
    def position(self) -> Position:
        return Position(self.longitude, self.latitude)


class SegmentRole(StrEnum):
    """`branch`: beside the line, such as the other side of a street that is one way."""

    MAIN = "main"
    BRANCH = "branch"
    SHORT_CUT = "short_cut"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of line without interruption."""

    points: tuple[TrackPoint, ...]
    role: SegmentRole = SegmentRole.MAIN


class OnLine(NamedTuple):
    """Where a point is nearest to a line: metres from its beginning, and metres away from it."""

    along: float
    off: float


def of_role(segments: Iterable[Segment], role: SegmentRole) -> list[Segment]:
    """The pieces with this role, in order."""
    return [segment for segment in segments if segment.role is role]


def length(segments: Iterable[Segment]) -> float:
    """Metres of all pieces together; what is missing between them does not count."""
    return sum(_steps(segment.points) for segment in segments)


def ascent(segments: Iterable[Segment]) -> int | None:
    """Metres climbed, as far as heights can be trusted; None where not every point has one."""
    climbed, known = 0.0, False
    for segment in segments:
        heights = [point.elevation for point in segment.points]
        if None in heights:
            return None
        climbed += _climbed([height for height in heights if height is not None])
        known = True
    return round(climbed) if known else None


def is_round(segments: Iterable[Segment]) -> bool:
    """Whether the line ends where it begins."""
    main = of_role(segments, SegmentRole.MAIN)
    if length(main) <= ENDS_MEET_METRES:
        return False
    first, last = main[0].points[0], main[-1].points[-1]
    return distance(first.position, last.position) <= ENDS_MEET_METRES


def gaps(segments: Sequence[Segment]) -> list[float]:
    """Metres that are missing between each piece and the next."""
    return [distance(one.points[-1].position, other.points[0].position) for one, other in pairwise(segments)]


def passes(segments: Iterable[Segment], point: Position, *, within: float) -> list[OnLine]:
    """Where the line passes a point: the nearest spot of each time it comes within so many metres."""
    found: list[OnLine] = []
    begun = 0.0
    for segment in segments:
        for start, end in pairwise(segment.points):
            step = distance(start.position, end.position)
            here = _nearest_on_step(start, end, point, begun, step)
            begun += step
            if here.off > within:
                continue
            if not found or here.along - found[-1].along > 2 * within:
                found.append(here)
            elif here.off < found[-1].off:
                found[-1] = here
    return found


def simplified(segments: Sequence[Segment], *, most: int = MOST_POINTS) -> list[Segment]:
    """The same line in at most `most` points where it has more (Douglas and Peucker, 1973).

    No point that was left out lies farther from the line than the tolerance: 2 metres, doubled until it fits.
    A line that fits stays exactly as it is.
    """
    kept, tolerance = list(segments), FINEST_METRES
    for _ in range(MOST_DOUBLINGS):
        if sum(len(segment.points) for segment in kept) <= most:
            break
        kept = [Segment(_fewer(segment.points, tolerance), segment.role) for segment in segments]
        tolerance *= 2
    return kept


def segments_as_json(segments: Iterable[Segment]) -> list[dict[str, Any]]:
    """For a JSON column; `segments_from_json` reads it back."""
    return [
        {"role": segment.role.value, "points": [_coordinates(point) for point in segment.points]}
        for segment in segments
    ]


def segments_from_json(rows: Iterable[Mapping[str, Any]]) -> list[Segment]:
    """The pieces that `segments_as_json` wrote."""
    return [
        Segment(tuple(TrackPoint(*point) for point in row["points"]), SegmentRole(row["role"]))
        for row in rows
    ]


def _coordinates(point: TrackPoint) -> list[float]:
    """Longitude, latitude and, where known, height: as in GeoJSON."""
    return [point.longitude, point.latitude, *([] if point.elevation is None else [point.elevation])]


def _steps(points: Sequence[TrackPoint]) -> float:
    return sum(distance(start.position, end.position) for start, end in pairwise(points))


def _climbed(heights: Sequence[float]) -> float:
    """Only a rise or a fall of more than the noise moves the height from which is counted."""
    climbed, here = 0.0, heights[0]
    for height in heights:
        if abs(height - here) >= NOISE_METRES:
            climbed += max(0.0, height - here)
            here = height
    return climbed


def _nearest_on_step(
    start: TrackPoint, end: TrackPoint, point: Position, begun: float, step: float
) -> OnLine:
    east = math.cos(math.radians(point.latitude)) * DEGREE_METRES
    ax, ay = (start.longitude - point.longitude) * east, (start.latitude - point.latitude) * DEGREE_METRES
    bx, by = (end.longitude - point.longitude) * east, (end.latitude - point.latitude) * DEGREE_METRES
    share = _share(ax, ay, bx, by)
    off = math.hypot(ax + share * (bx - ax), ay + share * (by - ay))
    return OnLine(begun + share * step, off)


def _share(ax: float, ay: float, bx: float, by: float) -> float:
    """How far along from a to b the origin is nearest, from 0 to 1."""
    squared = (bx - ax) ** 2 + (by - ay) ** 2
    if squared == 0:
        return 0.0
    return min(1.0, max(0.0, -(ax * (bx - ax) + ay * (by - ay)) / squared))


def _fewer(points: Sequence[TrackPoint], tolerance: float) -> tuple[TrackPoint, ...]:
    thinned = _thinned(points, tolerance)
    flat = _on_a_plane(thinned)
    kept, spans = {0, len(thinned) - 1}, [(0, len(thinned) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, off = _farthest(flat, first, last)
        if off > tolerance:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return tuple(thinned[number] for number in sorted(kept))


def _thinned(points: Sequence[TrackPoint], tolerance: float) -> list[TrackPoint]:
    """Without points that stand on top of the one before; the ends stay."""
    kept = [points[0]]
    for point in points[1:-1]:
        if distance(kept[-1].position, point.position) > tolerance:
            kept.append(point)
    return [*kept, points[-1]]


def _on_a_plane(points: Sequence[TrackPoint]) -> list[tuple[float, float]]:
    """Metres east and north of the first point."""
    origin = points[0]
    east = math.cos(math.radians(origin.latitude)) * DEGREE_METRES
    return [
        ((one.longitude - origin.longitude) * east, (one.latitude - origin.latitude) * DEGREE_METRES)
        for one in points
    ]


def _farthest(flat: Sequence[tuple[float, float]], first: int, last: int) -> tuple[int, float]:
    """Which point between two lies farthest from the straight way between them, and how far."""
    (ax, ay), (bx, by) = flat[first], flat[last]
    best, most = first, 0.0
    for number in range(first + 1, last):
        x, y = flat[number]
        share = _share(ax - x, ay - y, bx - x, by - y)
        off = math.hypot(ax - x + share * (bx - ax), ay - y + share * (by - ay))
        if off > most:
            best, most = number, off
    return best, most
