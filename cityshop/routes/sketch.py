"""A route as a drawing: its line and numbered stops on paper, north up, without a map."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cityshop.places.geometry import Position
from cityshop.routes.geometry import Segment, SegmentRole

WIDTH, HEIGHT, MARGIN = 800.0, 600.0, 46.0
RADIUS = 17.0
ROUNDS = 60
INK, PAPER, SOFT = "#231b15", "#fffcf5", "#8a7a64"
LOOKS: Mapping[SegmentRole, str] = {
    SegmentRole.BRANCH: f'stroke="{SOFT}" stroke-width="4" stroke-dasharray="2 9"',
    SegmentRole.SHORT_CUT: f'stroke="{INK}" stroke-width="4" stroke-dasharray="14 10"',
}


@dataclass(frozen=True, slots=True)
class _Frame:
    """How degrees become steps on the paper."""

    west: float
    north: float
    shrunk: float
    scale: float
    left: float
    top: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Steps to the right and down."""
        x = self.left + (longitude - self.west) * self.shrunk * self.scale
        y = self.top + (self.north - latitude) * self.scale
        return x, y


def drawing(segments: Sequence[Segment], stops: Sequence[Position], *, colour: str) -> str:
    """An SVG file. It holds numbers only: no name can get into it. `colour` is `#rrggbb`."""
    frame = _frame(segments, stops)
    order = sorted(segments, key=lambda one: one.role is SegmentRole.MAIN)
    size = f'width="{WIDTH:.0f}" height="{HEIGHT:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" {size}>',
        f'<rect {size} fill="{PAPER}"/>',
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">{_lines(frame, order, colour)}</g>',
        *_compass(),
        *_numbers(frame, stops),
        "</svg>",
    ]
    return "".join(parts)


def _frame(segments: Sequence[Segment], stops: Sequence[Position]) -> _Frame:
    points = [*(point.position for one in segments for point in one.points), *stops] or [Position(0, 0)]
    west, east = min(one.longitude for one in points), max(one.longitude for one in points)
    south, north = min(one.latitude for one in points), max(one.latitude for one in points)
    shrunk = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * shrunk, 1e-5), max(north - south, 1e-5)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2
    return _Frame(west, north, shrunk, scale, left, top)


def _lines(frame: _Frame, segments: Sequence[Segment], colour: str) -> str:
    return "".join(
        f'<path d="{_path(frame, one)}" {LOOKS.get(one.role, _main(colour))}/>' for one in segments
    )


def _main(colour: str) -> str:
    return f'stroke="{colour}" stroke-width="8"'


def _path(frame: _Frame, segment: Segment) -> str:
    """A point that would fall on the one before is not drawn."""
    steps: list[str] = []
    for point in segment.points:
        x, y = frame.place(point.longitude, point.latitude)
        step = f"{x:.0f} {y:.0f}"
        if not steps or steps[-1] != step:
            steps.append(step)
    return f"M{'L'.join(steps)}"


def _numbers(frame: _Frame, stops: Sequence[Position]) -> Iterator[str]:
    """Numbers that would hide one another stand beside their stop, with a line to it."""
    spots = [frame.place(stop.longitude, stop.latitude) for stop in stops]
    labels = _apart(spots)
    for (x, y), (to_x, to_y) in zip(spots, labels, strict=True):
        if math.dist((x, y), (to_x, to_y)) > 1:
            yield f'<path d="M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}" stroke="{INK}" stroke-width="2"/>'
            yield f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5" fill="{INK}"/>'
    for number, (x, y) in enumerate(labels, start=1):
        yield (
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{RADIUS:.0f}" fill="{INK}" stroke="{PAPER}"/>'
            f'<text x="{x:.0f}" y="{y + 6:.0f}" fill="{PAPER}" text-anchor="middle" font-size="18"'
            f' font-weight="700" font-family="sans-serif">{number}</text>'
        )


def _apart(spots: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same spots, pushed away from one another until none covers another, or nearly so."""
    labels = list(spots)
    for _ in range(ROUNDS):
        for one, other in combinations(range(len(labels)), 2):
            push = _push(labels[one], labels[other], turn=other)
            labels[one] = _kept_on_paper(labels[one][0] - push[0], labels[one][1] - push[1])
            labels[other] = _kept_on_paper(labels[other][0] + push[0], labels[other][1] + push[1])
    return labels


def _push(one: tuple[float, float], other: tuple[float, float], *, turn: int) -> tuple[float, float]:
    """How far each must give way; two on the same spot part in a direction of their own."""
    gone = math.dist(one, other)
    lacking = 2 * RADIUS + 3 - gone
    if lacking <= 0:
        return 0.0, 0.0
    if gone < 1:
        return lacking / 2 * math.cos(turn), lacking / 2 * math.sin(turn)
    return (other[0] - one[0]) / gone * lacking / 2, (other[1] - one[1]) / gone * lacking / 2


def _kept_on_paper(x: float, y: float) -> tuple[float, float]:
    edge = RADIUS + 2
    return min(max(x, edge), WIDTH - edge), min(max(y, edge), HEIGHT - edge)


def _compass() -> Iterator[str]:
    """North is up."""
    x, y = WIDTH - 30, 34
    yield f'<path d="M{x} {y + 22}V{y - 14}M{x - 8} {y - 4}L{x} {y - 16}L{x + 8} {y - 4}" fill="none" '
    yield f'stroke="{SOFT}" stroke-width="3"/>'
    yield f'<text x="{x}" y="{y + 42}" fill="{SOFT}" text-anchor="middle" font-size="16" '
    yield 'font-family="sans-serif">N</text>'
