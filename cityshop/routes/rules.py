"""Decisions about routes, free of web and database."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from cityshop.places.geometry import Position
from cityshop.places.rules import distance
from cityshop.routes.geometry import OnLine, Segment, SegmentRole, is_round, length, of_role, passes
from cityshop.routes.kinds import RouteKind

METRES_A_MINUTE = {RouteKind.WALK: 75, RouteKind.CYCLE: 250}  # 4.5 and 15 km an hour
ROUNDED_TO_MINUTES = 5
ON_THE_LINE_METRES = 300
MEETS_LINE_METRES = 150


class Compass(StrEnum):
    NORTH = "north"
    NORTH_EAST = "north-east"
    EAST = "east"
    SOUTH_EAST = "south-east"
    SOUTH = "south"
    SOUTH_WEST = "south-west"
    WEST = "west"
    NORTH_WEST = "north-west"


@dataclass(frozen=True, slots=True)
class Leg:
    """From one stop to the next. `follows_line`: measured along the route, else as the crow flies."""

    metres: int
    direction: Compass
    follows_line: bool


@dataclass(frozen=True, slots=True)
class ShortCut:
    """Metres along the line where it leaves and joins again, and the length of the route with it."""

    leaves: float
    joins: float
    metres: int


def minutes_for(metres: float, kind: str) -> int:
    """How long that takes without stopping, in steps of five minutes."""
    minutes = metres / METRES_A_MINUTE[RouteKind(kind)]
    return max(ROUNDED_TO_MINUTES, math.ceil(minutes / ROUNDED_TO_MINUTES) * ROUNDED_TO_MINUTES)


def direction(one: Position, other: Position) -> Compass:
    """Which way the other lies."""
    middle = math.radians((one.latitude + other.latitude) / 2)
    east = (other.longitude - one.longitude) * math.cos(middle)
    north = other.latitude - one.latitude
    turns = round(math.atan2(east, north) / (math.pi / 4)) % len(Compass)
    return list(Compass)[turns]


def along_line(segments: Sequence[Segment], stops: Sequence[Position]) -> list[OnLine | None]:
    """Where each stop is on the line, in the order in which they are visited; none for one that lies aside.

    A line may pass a stop twice. Of all ways to go on without turning back, the one that stays nearest.
    """
    main = of_role(segments, SegmentRole.MAIN)
    plans = [_Plan(0.0, 0.0, ())]
    for stop in stops:
        near = passes(main, stop, within=ON_THE_LINE_METRES)
        onward = [plan.to(here) for plan in plans for here in near if here.along >= plan.reached]
        plans = _best([*onward, *(plan.past() for plan in plans)])
    return list(min(plans, key=lambda plan: plan.cost).stops)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A way to visit the stops so far; `cost` is how far from the line they are."""

    cost: float
    reached: float
    stops: tuple[OnLine | None, ...]

    def to(self, here: OnLine) -> "_Plan":
        return _Plan(self.cost + here.off, here.along, (*self.stops, here))

    def past(self) -> "_Plan":
        return _Plan(self.cost + ON_THE_LINE_METRES, self.reached, (*self.stops, None))


def _best(plans: Sequence[_Plan]) -> list[_Plan]:
    """The cheapest plan for each spot that was reached: which of them is right shows at a later stop."""
    best: dict[float, _Plan] = {}
    for plan in sorted(plans, key=lambda one: -one.cost):
        best[plan.reached] = plan
    return sorted(best.values(), key=lambda plan: plan.reached)


def legs(segments: Sequence[Segment], stops: Sequence[Position]) -> list[Leg | None]:
    """The way from each stop to the next; after the last one to the first where the route is round."""
    where = along_line(segments, stops)
    between = [
        _leg(one, other, start, end)
        for (one, start), (other, end) in pairwise(zip(stops, where, strict=True))
    ]
    return [*between, _last_leg(segments, stops, where)] if stops else []


def short_cut(segments: Sequence[Segment]) -> ShortCut | None:
    """What the short cut saves; None when there is none, or when it does not begin and end on the line."""
    main = of_role(segments, SegmentRole.MAIN)
    shorter = of_role(segments, SegmentRole.SHORT_CUT)
    if not main or not shorter:
        return None
    ends = (shorter[0].points[0].position, shorter[-1].points[-1].position)
    leaving, joining = (passes(main, end, within=MEETS_LINE_METRES) for end in ends)
    pairs = [(one, other) for one in leaving for other in joining if one.along < other.along]
    pairs = pairs or [(other, one) for one in leaving for other in joining if other.along < one.along]
    if not pairs:
        return None
    leaves, joins = min(pairs, key=lambda pair: pair[0].off + pair[1].off)
    skipped = joins.along - leaves.along
    return ShortCut(leaves.along, joins.along, round(length(main) - skipped + length(shorter)))


def left_out(segments: Sequence[Segment], stops: Sequence[Position]) -> list[int]:
    """The numbers of the stops that the short cut passes by."""
    taken = short_cut(segments)
    if taken is None:
        return []
    where = along_line(segments, stops)
    return [
        number
        for number, here in enumerate(where, start=1)
        if here is not None and taken.leaves + ON_THE_LINE_METRES / 2 < here.along < taken.joins
    ]


def _leg(one: Position, other: Position, start: OnLine | None, end: OnLine | None) -> Leg:
    straight, way = distance(one, other), direction(one, other)
    if start is None or end is None or end.along - start.along < straight / 2:
        return Leg(round(straight), way, follows_line=False)
    return Leg(round(end.along - start.along), way, follows_line=True)


def _last_leg(
    segments: Sequence[Segment], stops: Sequence[Position], where: Sequence[OnLine | None]
) -> Leg | None:
    main = of_role(segments, SegmentRole.MAIN)
    if len(stops) == 1 or not is_round(main):
        return None
    straight, way = distance(stops[-1], stops[0]), direction(stops[-1], stops[0])
    last, first = where[-1], where[0]
    if last is None or first is None:
        return Leg(round(straight), way, follows_line=False)
    return Leg(round(length(main) - last.along + first.along), way, follows_line=True)
