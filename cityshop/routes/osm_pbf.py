"""Reads the routes of .osm.pbf with the extra `cityshop[osm]`; only `map_files` loads it."""

from pathlib import Path

import osmium
from osmium.osm import NODE, RELATION, WAY, Node, Way
from osmium.osm import Relation as MapRelation

from cityshop.places.geometry import Position
from cityshop.routes.errors import MapUnreadable
from cityshop.routes.networks import Member, Relation, RouteMap, is_wanted
from cityshop.routes.osm import NUMBERED

SORTS = {"n": "node", "w": "way", "r": "relation"}


def read_pbf(path: Path) -> RouteMap:
    """Raises MapUnreadable. Read three times, so that only what routes need is remembered."""
    try:
        return _read(path)
    except RuntimeError as reason:
        raise MapUnreadable from reason


def _read(path: Path) -> RouteMap:
    found = RouteMap(relations=_relations(path))
    wanted = {member.id for one in found.relations.values() for member in one.members if member.sort == "way"}
    corners = _corners(path, wanted)
    points = _points(path, {node for nodes in corners.values() for node in nodes}, found)
    for way_id, nodes in corners.items():
        line = [points[node] for node in nodes if node in points]
        if len(line) == len(nodes) > 1:
            found.ways[way_id] = tuple(line)
    return found


def _relations(path: Path) -> dict[int, Relation]:
    relations = {}
    for one in osmium.FileProcessor(path, RELATION):
        tags = dict(one.tags)
        if isinstance(one, MapRelation) and is_wanted(tags):
            members = tuple(Member(SORTS[member.type], member.ref, member.role) for member in one.members)
            relations[one.id] = Relation(one.id, tags, members)
    return relations


def _corners(path: Path, wanted: set[int]) -> dict[int, list[int]]:
    ways = osmium.FileProcessor(path, WAY)
    return {
        way.id: [node.ref for node in way.nodes] for way in ways if isinstance(way, Way) and way.id in wanted
    }


def _points(path: Path, wanted: set[int], found: RouteMap) -> dict[int, Position]:
    points = {}
    for node in osmium.FileProcessor(path, NODE):
        if not isinstance(node, Node) or node.id not in wanted or not node.location.valid():
            continue
        points[node.id] = Position(node.location.lon, node.location.lat)
        tags = dict(node.tags)
        if any(key in tags for key in NUMBERED):
            found.junctions[points[node.id]] = tags
    return points
