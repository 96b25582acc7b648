"""What a file gives: a cleaned line with its points, and in words what was left out of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cityshop.core.words import n_
from cityshop.places.geometry import Position
from cityshop.routes.geometry import Segment
from cityshop.routes.kinds import RouteKind, StopKind

LONGEST_NAME = 120
DECIMALS = 6  # of a degree: eleven centimetres


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was cleaned or is missing. `sentence` is a message id, `facts` fill it."""

    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A point with a name; `kind` is what its file says or what stands there most."""

    name: str
    position: Position
    note: str = ""
    kind: StopKind = StopKind.HOSPITALITY


@dataclass(frozen=True, slots=True)
class RouteDraft:
    """A route as a file has it; empty means that the file does not say."""

    segments: tuple[Segment, ...]
    name: str = ""
    text: str = ""
    kind: RouteKind | None = None
    waypoints: tuple[Waypoint, ...] = ()
    numbers: tuple[str, ...] = ()
    source_id: str | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftRefused:
    """A relation that gives no route, and why."""

    source_id: str
    name: str
    reason: Remark


def counted(count: int, one: str, many: str, **facts: object) -> Remark:
    """A remark about one thing or about many."""
    return Remark(one if count == 1 else many, {"count": count, **facts})


def gap_remarks(metres: Iterable[float], *, smallest: float) -> list[Remark]:
    """A remark for every gap that people would notice."""
    sentence = n_("After piece %(piece)s the line stops: %(metres)s metres are missing.")
    return [
        Remark(sentence, {"piece": number, "metres": round(gap)})
        for number, gap in enumerate(metres, start=1)
        if gap > smallest
    ]
