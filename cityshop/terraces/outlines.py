"""Outlines of buildings out of a file, with their height where the file says one."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, cast

from cityshop.places.geometry import FEWEST_CORNERS, Position, Ring, in_belgium, position
from cityshop.places.refused import Reason, Unusable
from cityshop.terraces.errors import (
    FootprintKindUnknown,
    FootprintsNotDegrees,
    FootprintsUnreadable,
    FootprintSupportMissing,
)

METRES_A_LEVEL = 3
HIGHEST = 300  # metres; what claims more is a mistake
# As OpenStreetMap, the Flemish reference map of buildings (above the ground) and town halls name it.
HEIGHTS = ("height", "building:height", "HN_P99", "HN_MAX", "hoogte")
LEVELS = ("building:levels", "levels", "bouwlagen")

_METRES = re.compile(r"\s*([0-9]{1,3}(?:[.,][0-9]{1,6})?)\s*m?\s*")


class Outline(NamedTuple):
    """A building: its outer ring and its courtyards, in degrees; `height` in metres, if known."""

    rings: tuple[Ring, ...]
    height: float | None


Outlines: TypeAlias = Iterator[Outline | Unusable]


def read_outlines(path: Path) -> Outlines:
    """Every building of a .geojson, .osm or .osm.pbf file, or why it cannot be used.

    Raises FootprintKindUnknown, FootprintsUnreadable, FootprintsNotDegrees and FootprintSupportMissing.
    """
    name = path.name.lower()
    if name.endswith((".geojson", ".json")):
        return _of_geojson(path)
    if name.endswith((".osm", ".pbf")):
        return _of_map(path)
    raise FootprintKindUnknown


def outline_of(rings: Any, tags: Mapping[str, Any]) -> Outline:
    """The building with these rings of corners, longitude first. Raises Unusable."""
    if not isinstance(rings, list | tuple) or not rings:
        raise Unusable(Reason.NO_COORDINATES)
    return Outline(tuple(_ring(corners) for corners in rings), height_of(tags))


def height_of(tags: Mapping[str, Any]) -> float | None:
    """The height in metres that the file says, or by its levels; None where it says none."""
    for keys, metres in ((HEIGHTS, 1), (LEVELS, METRES_A_LEVEL)):
        for text in (str(tags.get(key) or "") for key in keys):
            match = _METRES.fullmatch(text)
            height = float(match[1].replace(",", ".")) * metres if match else 0
            if 0 < height <= HIGHEST:
                return height
    return None


def _of_geojson(path: Path) -> Outlines:
    try:
        collection = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as reason:
        raise FootprintsUnreadable from reason
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        raise FootprintsUnreadable
    for feature in collection["features"]:
        yield from _of_feature(feature)


def _of_feature(feature: Any) -> Outlines:
    try:
        geometry, tags = feature["geometry"], feature.get("properties") or {}
        shape = geometry["coordinates"]
        for rings in {"Polygon": [shape], "MultiPolygon": shape}[geometry["type"]]:
            yield outline_of(rings, tags)
    except (KeyError, TypeError, AttributeError):
        yield Unusable(Reason.NO_POINT_OR_AREA)
    except Unusable as unusable:
        if unusable.reason is Reason.NOT_DEGREES:
            raise FootprintsNotDegrees from unusable
        yield unusable


def _of_map(path: Path) -> Outlines:
    # Imported by name, so that everything else works without this optional library.
    try:
        reader = import_module("cityshop.terraces.outline_objects").read_buildings
    except ModuleNotFoundError as missing:
        raise FootprintSupportMissing from missing
    return cast("Callable[[Path], Outlines]", reader)(path)


def _ring(corners: Any) -> Ring:
    if not isinstance(corners, list | tuple) or len(corners) < FEWEST_CORNERS:
        raise Unusable(Reason.RING_NOT_CLOSED)
    return [_corner(corner) for corner in corners]


def _corner(pair: Any) -> Position:
    if not isinstance(pair, list | tuple) or len(pair) < 2:  # noqa: PLR2004 - longitude and latitude
        raise Unusable(Reason.NO_COORDINATES)
    return in_belgium(position(pair[0], pair[1]))
