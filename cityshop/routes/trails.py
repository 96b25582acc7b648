"""Puts pieces of way in order: which end follows which, whatever order and direction they come in.

Ways that may be used both ways make trails; ways of one direction join trails or lie beside the line.
"""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from cityshop.places.geometry import Position
from cityshop.places.rules import distance
from cityshop.routes.ways import Line, Way, drawn, ends_of, other_end, shortest_ways, steps_to, touching_of

ODD_ENDS = 2  # with no more of them, every way can be used exactly once (Euler, 1736)


@dataclass(frozen=True)
class Ordered:
    """The line in pieces, each as long as nothing is missing, and what lies beside it."""

    pieces: tuple[tuple[Position, ...], ...]
    branches: tuple[tuple[Position, ...], ...]


def ordered(ways: Sequence[Way]) -> Ordered:
    """These ways as one line, as far as they meet. The first way of a round one comes first."""
    ends = {end for way in ways for end in ends_of(way)}
    edges = [edge for way in ways for edge in _split_at(way, ends)]
    free = [edge for edge in edges if not edge.is_one_way]
    directed = [edge for edge in edges if edge.is_one_way]
    trails, branches = _trails(free or directed)
    chain = _Chain(trails, directed if free else [])
    return Ordered(tuple(chain.pieces()), (*branches, *chain.unused()))


def _split_at(way: Way, ends: AbstractSet[Position]) -> list[Way]:
    """Cut at every point where a way begins or ends, such as on a roundabout."""
    last = len(way.points) - 1
    cuts = [number for number in range(1, last) if way.points[number] in ends]
    return [Way(way.points[start : end + 1], way.is_one_way) for start, end in pairwise([0, *cuts, last])]


def _trails(edges: Sequence[Way]) -> tuple[list[Line], list[Line]]:
    """The longest lines that can be walked without lifting a foot, and what they leave aside."""
    trails: list[Line] = []
    branches: list[Line] = []
    for group in _connected(edges):
        main, aside = _main_of(group)
        trails.append(main)
        branches += aside
    return trails, branches


def _connected(edges: Sequence[Way]) -> list[list[Way]]:
    """Groups of edges that hang together, in the order of their first edge."""
    touching = touching_of(edges)
    groups, seen = [], set[int]()
    for first in range(len(edges)):
        if first in seen:
            continue
        group, waiting = [], [first]
        seen.add(first)
        while waiting:
            number = waiting.pop()
            group.append(number)
            near = {other for end in ends_of(edges[number]) for other in touching[end]} - seen
            seen |= near
            waiting += sorted(near)
        groups.append([edges[number] for number in sorted(group)])
    return groups


def _main_of(group: Sequence[Way]) -> tuple[Line, list[Line]]:
    """One line through a group: all of it where that is possible, else the longest way between two ends."""
    touching = touching_of(group)
    odd = [end for end in touching if len(touching[end]) % 2]
    if len(odd) <= ODD_ENDS:
        return _euler(group, odd[0]) if odd else _round(group), []
    return _longest(group, [end for end in odd if len(touching[end]) == 1] or odd)


def _euler(group: Sequence[Way], start: Position) -> Line:
    """Hierholzer's walk over every edge once."""
    touching = {end: list(numbers) for end, numbers in touching_of(group).items()}
    used: set[int] = set()
    walk: list[tuple[Position, Way | None]] = [(start, None)]
    line: list[tuple[Position, Way | None]] = []
    while walk:
        here = walk[-1][0]
        while touching[here] and touching[here][-1] in used:
            touching[here].pop()
        if not touching[here]:
            line.append(walk.pop())
            continue
        number = touching[here].pop()
        used.add(number)
        walk.append((other_end(group[number], here), group[number]))
    return drawn(list(reversed(line)))


def _round(group: Sequence[Way]) -> Line:
    """A walk that ends where it begins, in the direction of its first way."""
    first = group[0].points
    line = _euler(group, first[0])
    return line if line[1] == first[1] else line[::-1]


def _longest(group: Sequence[Way], ends: Sequence[Position]) -> tuple[Line, list[Line]]:
    best: list[tuple[Position, Way | None]] = []
    longest = -1.0
    for start in ends[:20]:
        reached = shortest_ways(group, start)
        far = max((end for end in ends if end in reached), key=lambda end: reached[end].metres)
        if reached[far].metres > longest:
            longest, best = reached[far].metres, steps_to(reached, far)
    used = {id(edge) for _, edge in best}
    return drawn(best), [edge.points for edge in group if id(edge) not in used]


@dataclass
class _Chain:
    """Strings trails together along one-way edges; where none leads on, the nearest end after a gap."""

    trails: list[Line]
    directed: Sequence[Way]
    _used: set[int] = field(default_factory=set)

    def pieces(self) -> list[Line]:
        """The line in its order."""
        if not self.trails:
            return []
        waiting = list(self.trails)
        line = self._first(waiting)
        pieces = []
        while waiting:
            onward = self._onward(line[-1], waiting)
            if onward is None:
                pieces.append(line)
                line = _nearest(line[-1], waiting)
            else:
                line = line + onward[1:]
        return [*pieces, line]

    def unused(self) -> list[Line]:
        """One-way edges that the line did not need: the way back."""
        return [edge.points for edge in self.directed if id(edge) not in self._used]

    def _first(self, waiting: list[Line]) -> Line:
        """The trail that begins or ends loneliest, from there on: nothing is near where a route begins."""
        ends = [
            (self._loneliness(trail, end), number, end)
            for number, trail in enumerate(waiting)
            for end in (trail[0], trail[-1])
        ]
        loneliest = sorted(ends, key=lambda one: -one[0])[:2]
        _, number, end = min(loneliest, key=lambda one: one[1])
        trail = waiting.pop(number)
        return trail if trail[0] == end else trail[::-1]

    def _loneliness(self, trail: Line, end: Position) -> float:
        """Metres to the nearest end of another trail; none where a one-way street leads on."""
        if any(end in ends_of(edge) for edge in self.directed):
            return 0.0
        others = (other for other in self.trails if other is not trail)
        return min(
            (distance(end, far) for other in others for far in (other[0], other[-1])), default=math.inf
        )

    def _onward(self, here: Position, waiting: list[Line]) -> Line | None:
        """The one-way streets from here to the next trail, and that trail."""
        reached = shortest_ways([edge for edge in self.directed if id(edge) not in self._used], here)
        found = [
            (reached[end].metres, number, end)
            for number, trail in enumerate(waiting)
            for end in (trail[0], trail[-1])
            if end in reached
        ]
        if not found:
            return None
        _, number, end = min(found)
        steps = steps_to(reached, end)
        self._used |= {id(edge) for _, edge in steps}
        trail = waiting.pop(number)
        return drawn(steps) + (trail if trail[0] == end else trail[::-1])[1:]


def _nearest(here: Position, waiting: list[Line]) -> Line:
    """The trail whose end is nearest, taken out and turned to begin there."""
    trail = min(waiting, key=lambda one: min(distance(here, one[0]), distance(here, one[-1])))
    waiting.remove(trail)
    return trail if distance(here, trail[0]) <= distance(here, trail[-1]) else trail[::-1]
