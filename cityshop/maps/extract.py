"""Reads what a basemap draws from an extract, with the extra `cityshop[osm]`; only `basemap` loads this."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import osmium
from osmium.filter import KeyFilter
from osmium.geom import GeoJSONFactory
from osmium.osm import Area, Node, Way

from cityshop.maps.errors import ExtractUnreadable
from cityshop.maps.features import KEYS, Drawn, ground_of, label_of, line_of, name_of


class Feature(NamedTuple):
    """One line of GeoJSON for a layer."""

    layer: str
    line: str


class Shape(NamedTuple):
    """How an object is drawn, and its outline as GeoJSON."""

    drawn: Drawn
    outline: str


def features(path: Path) -> Iterator[Feature | None]:
    """What is drawn of an extract; None for each object that is not, so that progress can be shown.

    Raises ExtractUnreadable.
    """
    factory = GeoJSONFactory()
    try:
        for thing in osmium.FileProcessor(path).with_areas(KeyFilter(*KEYS)).with_filter(KeyFilter(*KEYS)):
            yield _feature(thing, factory) if isinstance(thing, Node | Way | Area) else None
    except RuntimeError as reason:
        raise ExtractUnreadable from reason


def _feature(thing: Node | Way | Area, factory: GeoJSONFactory) -> Feature | None:
    tags = dict(thing.tags)
    try:
        shape = _shape(thing, tags, factory)
    except (osmium.InvalidLocationError, RuntimeError):  # cut off at the edge, or a line of one point
        return None
    if shape is None:
        return None
    return Feature(shape.drawn.layer, _line(shape, name_of(tags, shape.drawn)))


def _shape(thing: Node | Way | Area, tags: dict[str, str], factory: GeoJSONFactory) -> Shape | None:
    if isinstance(thing, Node):
        drawn = label_of(tags)
        return drawn and Shape(drawn, factory.create_point(thing))
    if isinstance(thing, Way):
        drawn = line_of(tags)
        return drawn and Shape(drawn, factory.create_linestring(thing))
    is_line = thing.from_way() and line_of(tags) is not None
    drawn = None if is_line else ground_of(tags)
    return drawn and Shape(drawn, factory.create_multipolygon(thing))


def _line(shape: Shape, name: str) -> str:
    properties = {"kind": shape.drawn.kind} | ({"name": name} if name else {})
    zoom = {"minzoom": shape.drawn.from_zoom}
    return (
        f'{{"type":"Feature","tippecanoe":{json.dumps(zoom)},"properties":{json.dumps(properties)},'
        f'"geometry":{shape.outline}}}\n'
    )
