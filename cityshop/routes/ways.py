"""Pieces of way that meet at their ends: what touches what, and the shortest way from one end to another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, pairwise
from typing import TypeAlias

from cityshop.places.geometry import Position
from cityshop.places.rules import distance

Line: TypeAlias = tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of a route; `is_one_way`: the route follows it only from its first point to its last."""

    points: tuple[Position, ...]
    is_one_way: bool = False


def touching_of(edges: Sequence[Way]) -> Mapping[Position, list[int]]:
    """Per end the numbers of the edges that meet there."""
    touching: dict[Position, list[int]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for end in ends_of(edge):
            touching[end].append(number)
    return touching


def ends_of(edge: Way) -> tuple[Position, Position]:
    """Where it begins and where it ends."""
    return edge.points[0], edge.points[-1]


def other_end(edge: Way, end: Position) -> Position:
    """Where one arrives from this end."""
    first, last = ends_of(edge)
    return last if end == first else first


def drawn(steps: Sequence[tuple[Position, Way | None]]) -> Line:
    """The points of a walk: its ends, each with the edge that led there."""
    points: list[Position] = [steps[0][0]]
    for end, edge in steps[1:]:
        if edge is not None:
            along = (
                edge.points if edge.points[-1] == end and edge.points[0] == points[-1] else edge.points[::-1]
            )
            points += along[1:]
    return tuple(points)


@dataclass(frozen=True, slots=True)
class Reached:
    """An end that was reached: after how many metres, from where, along which edge."""

    metres: float
    before: Position | None = None
    by: Way | None = None


def shortest_ways(edges: Sequence[Way], start: Position) -> dict[Position, Reached]:
    """Dijkstra's, from one end to all others; a one-way edge is used in its own direction only."""
    leaving: dict[Position, list[tuple[Position, Way]]] = defaultdict(list)
    for edge in edges:
        first, last = ends_of(edge)
        leaving[first].append((last, edge))
        if not edge.is_one_way:
            leaving[last].append((first, edge))
    reached: dict[Position, Reached] = {}
    order = count()
    waiting = [(0.0, next(order), start, Reached(0.0))]
    while waiting:
        metres, _, here, how = heappop(waiting)
        if here in reached:
            continue
        reached[here] = how
        for end, edge in leaving[here]:
            further = metres + length_of(edge.points)
            heappush(waiting, (further, next(order), end, Reached(further, here, edge)))
    return reached


def steps_to(reached: Mapping[Position, Reached], end: Position) -> list[tuple[Position, Way | None]]:
    """The shortest walk to this end."""
    steps: list[tuple[Position, Way | None]] = []
    here: Position | None = end
    while here is not None:
        steps.append((here, reached[here].by))
        here = reached[here].before
    return list(reversed(steps))


def length_of(points: Sequence[Position]) -> float:
    return sum(distance(one, other) for one, other in pairwise(points))
