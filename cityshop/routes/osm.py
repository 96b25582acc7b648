"""Reads the routes of OpenStreetMap XML (.osm) and of Overpass JSON. A DOCTYPE is refused."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DTDForbidden
from defusedxml.ElementTree import iterparse

from cityshop.places.geometry import Position, position
from cityshop.places.refused import Unusable
from cityshop.routes.errors import FileHasDoctype, MapUnreadable
from cityshop.routes.networks import Member, Relation, RouteMap, is_wanted

SORTS = ("node", "way", "relation")
NUMBERED = ("rcn_ref", "lcn_ref", "rwn_ref", "lwn_ref")


def read_osm(content: bytes) -> RouteMap:
    """Read three times, so that only what routes need is remembered. Raises MapUnreadable, FileHasDoctype."""
    try:
        return _read(lambda sort: _objects_of_xml(content, sort))
    except DTDForbidden as reason:
        raise FileHasDoctype from reason
    except (ParseError, ValueError, LookupError) as reason:
        raise MapUnreadable from reason


def read_overpass(content: bytes) -> RouteMap:
    """The answer of Overpass, with its points as nodes or as `geometry`. Raises MapUnreadable."""
    try:
        elements = json.loads(content)["elements"]
        objects = [_with_own_ways(one) for one in elements]
        return _read(lambda sort: (one for many in objects for one in many if one.get("type") == sort))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as reason:
        raise MapUnreadable from reason


def _read(objects: Callable[[str], Iterable[Mapping[str, Any]]]) -> RouteMap:
    found = RouteMap()
    for one in objects("relation"):
        tags = one.get("tags") or {}
        if is_wanted(tags):
            found.relations[int(one["id"])] = Relation(int(one["id"]), tags, tuple(_members(one)))
    wanted = {member.id for one in found.relations.values() for member in one.members if member.sort == "way"}
    ways = {int(one["id"]): one for one in objects("way") if int(one["id"]) in wanted}
    corners = {int(node) for one in ways.values() for node in one.get("nodes") or ()}
    nodes = {int(one["id"]): one for one in objects("node") if int(one["id"]) in corners}
    points = {node: point for node, one in nodes.items() if (point := _point(one)) is not None}
    for way_id, way in ways.items():
        line = _line(way, points)
        if line:
            found.ways[way_id] = line
    found.junctions = {
        points[node]: one["tags"]
        for node, one in nodes.items()
        if node in points and any(key in (one.get("tags") or {}) for key in NUMBERED)
    }
    return found


def _members(relation: Mapping[str, Any]) -> Iterator[Member]:
    for one in relation.get("members") or ():
        yield Member(str(one["type"]), int(one["ref"]), str(one.get("role") or ""))


def _line(way: Mapping[str, Any], points: Mapping[int, Position]) -> tuple[Position, ...] | None:
    """Its points; none when one is missing, or when it is no line."""
    if way.get("geometry"):
        line = [_point(corner or {}) for corner in way["geometry"]]
    else:
        line = [points.get(int(node)) for node in way.get("nodes") or ()]
    known = [point for point in line if point is not None]
    return tuple(known) if len(known) == len(line) > 1 else None


def _point(node: Mapping[str, Any]) -> Position | None:
    try:
        return position(_number(node.get("lon")), _number(node.get("lat")))
    except Unusable:
        return None


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _with_own_ways(element: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """`out geom` writes the points of a relation's ways inside the relation."""
    members = element.get("members") or ()
    inside = [
        {"type": "way", "id": one["ref"], "geometry": one["geometry"]}
        for one in members
        if one.get("geometry")
    ]
    return [element, *inside]


def _objects_of_xml(content: bytes, sort: str) -> Iterator[dict[str, Any]]:
    for _, element in iterparse(io.BytesIO(content), events=("end",), forbid_dtd=True):
        if element.tag not in SORTS:
            continue
        if element.tag == sort:
            yield _object(element)
        element.clear()


def _object(element: Element) -> dict[str, Any]:
    return {
        **element.attrib,
        "type": element.tag,
        "tags": {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")},
        "nodes": [node.get("ref", "") for node in element.iter("nd")],
        "members": [dict(member.attrib) for member in element.iter("member")],
    }
