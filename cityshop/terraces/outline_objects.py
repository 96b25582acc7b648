"""Buildings of OpenStreetMap files with the extra `cityshop[osm]`; only `outlines` loads it, by name."""

from collections.abc import Iterator
from pathlib import Path

import osmium
from osmium.filter import KeyFilter
from osmium.osm import Area, OuterRing

from cityshop.places.refused import Unusable
from cityshop.terraces.errors import FootprintsUnreadable
from cityshop.terraces.outlines import Outline, outline_of

BUILDING = KeyFilter("building", "building:part")


def read_buildings(path: Path) -> Iterator[Outline | Unusable]:
    """Every building and part of one, ways and relations. Raises FootprintsUnreadable."""
    try:
        for thing in osmium.FileProcessor(path).with_areas(BUILDING):
            if isinstance(thing, Area) and ("building" in thing.tags or "building:part" in thing.tags):
                yield from _outlines(thing)
    except RuntimeError as reason:
        raise FootprintsUnreadable from reason


def _outlines(area: Area) -> Iterator[Outline | Unusable]:
    tags = dict(area.tags)
    for outer in area.outer_rings():
        try:
            yield outline_of(_rings(area, outer), tags)
        except Unusable as unusable:
            yield unusable


def _rings(area: Area, outer: OuterRing) -> list[list[tuple[float, float]]]:
    rings = (outer, *area.inner_rings(outer))
    return [[(node.lon, node.lat) for node in ring] for ring in rings]
