"""Routes from relations of OpenStreetMap: cycle and walking routes, and the node networks they belong to.

Members come in any order and direction. `forward` and `backward` are followed one way only. What the file
does not have is reported, never guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cityshop.core.words import n_
from cityshop.places.drafts import clean
from cityshop.places.geometry import BELGIUM, Position
from cityshop.routes.drafts import (
    DECIMALS,
    LONGEST_NAME,
    DraftRefused,
    Remark,
    RouteDraft,
    counted,
    gap_remarks,
)
from cityshop.routes.errors import MapHasNoRoutes, RelationUnknown
from cityshop.routes.geometry import Segment, SegmentRole, TrackPoint, gaps, simplified
from cityshop.routes.kinds import RouteKind, route_kind_of
from cityshop.routes.trails import ordered
from cityshop.routes.ways import Way

NUMBER_KEYS: Mapping[RouteKind, tuple[str, ...]] = {
    RouteKind.CYCLE: ("rcn_ref", "lcn_ref"),
    RouteKind.WALK: ("rwn_ref", "lwn_ref"),
}
ROUTE_TYPES = ("route", "superroute")
# Ways to get to a route, or around a part of it, are not the route.
BESIDE_THE_ROUTE = frozenset({"alternative", "alternate", "excursion", "approach", "connection", "detour"})
ONE_WAY_ROLES = ("forward", "backward")
MOST_NAMED = 5
DEEPEST = 3


class Member(NamedTuple):
    sort: str
    id: int
    role: str


@dataclass(frozen=True, slots=True)
class Relation:
    id: int
    tags: Mapping[str, str]
    members: tuple[Member, ...]


@dataclass
class RouteMap:
    """What of a map routes need. A way with a point that the file lacks is not among `ways`."""

    relations: dict[int, Relation] = field(default_factory=dict)
    ways: dict[int, tuple[Position, ...]] = field(default_factory=dict)
    junctions: dict[Position, Mapping[str, str]] = field(default_factory=dict)


def is_wanted(tags: Mapping[str, str]) -> bool:
    """Whether a relation is a route that people walk or cycle, or a network of them."""
    kind = tags.get("type", "")
    return kind == "network" or (kind in ROUTE_TYPES and route_kind_of(tags) is not None)


def drafts_of(found: RouteMap, relation_id: int | None = None) -> list[RouteDraft | DraftRefused]:
    """Every route of the map, or one relation: itself, or the routes of a network.

    Raises RelationUnknown and MapHasNoRoutes.
    """
    if relation_id is None:
        parts = {member.id for one in found.relations.values() for member in _parts_of_route(one)}
        wanted = [one for one in found.relations.values() if _is_route(one) and one.id not in parts]
    elif relation_id not in found.relations:
        raise RelationUnknown(relation=relation_id)
    else:
        wanted = _routes_of(found, found.relations[relation_id])
    if not wanted:
        raise MapHasNoRoutes
    return [_draft(found, relation) for relation in wanted]


def _is_route(relation: Relation) -> bool:
    return relation.tags.get("type") in ROUTE_TYPES and route_kind_of(relation.tags) is not None


def _parts_of_route(relation: Relation) -> list[Member]:
    """The relations that a long route is made of."""
    return [one for one in relation.members if one.sort == "relation"] if _is_route(relation) else []


def _routes_of(found: RouteMap, relation: Relation) -> list[Relation]:
    if _is_route(relation):
        return [relation]
    members = [found.relations.get(one.id) for one in relation.members if one.sort == "relation"]
    return [member for member in members if member is not None and _is_route(member)]


def _draft(found: RouteMap, relation: Relation) -> RouteDraft | DraftRefused:
    source_id = f"relation/{relation.id}"
    name = _name(relation)
    members = list(_ways_of(found, relation, DEEPEST))
    missing = [member.id for member in members if member.id not in found.ways]
    ways = [_way(found.ways[one.id], one.role) for one in members if one.id in found.ways]
    if not ways:
        reason = n_("None of its ways are in this file.") if missing else n_("It has no ways.")
        return DraftRefused(source_id, name, Remark(reason))
    if not all(BELGIUM.holds(*point) for way in ways for point in way.points):
        return DraftRefused(source_id, name, Remark(n_("It leaves Belgium.")))
    line = ordered(ways)
    pieces = [_segment(points, SegmentRole.MAIN) for points in line.pieces]
    branches = [_segment(points, SegmentRole.BRANCH) for points in line.branches]
    kind = route_kind_of(relation.tags) or RouteKind.CYCLE
    return RouteDraft(
        segments=tuple(simplified([*pieces, *branches])),
        name=name,
        text=clean(relation.tags.get("description", "")),
        kind=kind,
        numbers=tuple(_numbers(found, line.pieces, NUMBER_KEYS[kind])),
        source_id=source_id,
        remarks=tuple(_remarks(relation, missing, pieces, branches)),
    )


def _name(relation: Relation) -> str:
    tags = relation.tags
    name = tags.get("name") or tags.get("ref") or tags.get("note") or f"{relation.id}"
    return clean(name)[:LONGEST_NAME].strip()


def _ways_of(found: RouteMap, relation: Relation, deeper: int) -> Iterator[Member]:
    """The ways that the route itself follows, those of its parts included."""
    for member in relation.members:
        if member.role in BESIDE_THE_ROUTE:
            continue
        if member.sort == "way":
            yield member
        elif member.sort == "relation" and deeper and member.id in found.relations:
            yield from _ways_of(found, found.relations[member.id], deeper - 1)


def _way(points: tuple[Position, ...], role: str) -> Way:
    return Way(points[::-1] if role == "backward" else points, is_one_way=role in ONE_WAY_ROLES)


def _segment(points: Sequence[Position], role: SegmentRole) -> Segment:
    rounded = [TrackPoint(round(one.longitude, DECIMALS), round(one.latitude, DECIMALS)) for one in points]
    return Segment(tuple(rounded), role)


def _numbers(found: RouteMap, pieces: Sequence[Sequence[Position]], keys: tuple[str, ...]) -> Iterator[str]:
    """The numbers of the junctions on the line, in its order."""
    before = ""
    for point in (point for piece in pieces for point in piece):
        tags = found.junctions.get(point, {})
        number = clean(next((tags[key] for key in keys if key in tags), ""))[:8]
        if number and number != before:
            yield number
            before = number


def _remarks(
    relation: Relation, missing: Sequence[int], pieces: Sequence[Segment], branches: Sequence[Segment]
) -> Iterator[Remark]:
    if missing:
        named = ", ".join(map(str, missing[:MOST_NAMED])) + (" …" if len(missing) > MOST_NAMED else "")
        one, many = (
            n_("One of its ways is not in this file: %(ways)s"),
            n_("%(count)s of its ways are not in this file: %(ways)s"),
        )
        yield counted(len(missing), one, many, ways=named)
    beside = sum(member.role in BESIDE_THE_ROUTE for member in relation.members)
    if beside:
        one, many = (
            n_("One member is a way to the route or around it; it is left out."),
            n_("%(count)s members are ways to the route or around it; they are left out."),
        )
        yield counted(beside, one, many)
    yield from gap_remarks(gaps(pieces), smallest=0.5)
    if branches:
        one, many = (
            n_("One piece lies beside the line, such as the other side of a one-way street."),
            n_("%(count)s pieces lie beside the line, such as the other side of a one-way street."),
        )
        yield counted(len(branches), one, many)
