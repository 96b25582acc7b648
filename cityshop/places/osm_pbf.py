"""Reads OpenStreetMap's binary files (.osm.pbf) with the extra `cityshop[osm]`; only `map_files` loads it."""

from collections.abc import Iterator
from pathlib import Path

import osmium
from osmium.filter import KeyFilter
from osmium.osm import Node, NodeRef, Relation, Way

from cityshop.places.drafts import Found, PlaceDraft, drafts
from cityshop.places.errors import MapFileUnreadable
from cityshop.places.geometry import Position, point_inside, position
from cityshop.places.kinds import KIND_KEYS
from cityshop.places.refused import Reason, Refused, Unusable

SORTS = {"n": "node", "w": "way", "r": "relation"}


def read_osm_pbf(path: Path) -> Iterator[PlaceDraft | Refused]:
    """A draft or a refusal for every object that calls itself a shop or an amenity.

    Raises MapFileUnreadable.
    """
    try:
        yield from drafts(_rows(path))
    except RuntimeError as reason:
        raise MapFileUnreadable from reason


def _rows(path: Path) -> Iterator[Found | Refused]:
    for thing in osmium.FileProcessor(path).with_locations().with_filter(KeyFilter(*KIND_KEYS)):
        if isinstance(thing, Node | Way | Relation):
            yield _row(thing)


def _row(thing: Node | Way | Relation) -> Found | Refused:
    source_id = f"{SORTS[thing.type_str()]}/{thing.id}"
    try:
        return Found(source_id, dict(thing.tags), _position(thing), thing.version)
    except Unusable as unusable:
        return Refused(source_id, unusable.reason)


def _position(thing: Node | Way | Relation) -> Position:
    if isinstance(thing, Node):
        return _point(thing)
    if isinstance(thing, Way):
        return point_inside([[[_point(node) for node in thing.nodes]]])
    raise Unusable(Reason.NO_POINT_OR_AREA)


def _point(node: Node | NodeRef) -> Position:
    if not node.location.valid():
        raise Unusable(Reason.NO_COORDINATES)
    return position(node.location.lon, node.location.lat)
