"""Reads GeoJSON, such as Overpass exports it (RFC 7946: longitude first)."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cityshop.places.drafts import Found, PlaceDraft, drafts
from cityshop.places.errors import MapFileUnreadable
from cityshop.places.geometry import Polygon, Position, Ring, point_inside, position
from cityshop.places.refused import Reason, Refused, Unusable

SOURCE_ID = re.compile(r"(node|way|relation)/[0-9]{1,19}")


def read_geojson(path: Path) -> Iterator[PlaceDraft | Refused]:
    """A draft or a refusal for every feature. Raises MapFileUnreadable."""
    try:
        collection = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as reason:
        raise MapFileUnreadable from reason
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        raise MapFileUnreadable
    yield from drafts(_row(feature, number) for number, feature in enumerate(collection["features"], start=1))


def _row(feature: Any, number: int) -> Found | Refused:
    source_id = ""
    try:
        properties = _object(_object(feature).get("properties"))
        source_id = _source_id(feature.get("id"), properties.get("@id"))
        return Found(source_id, _tags(properties), _position(_object(feature.get("geometry"))))
    except Unusable as unusable:
        return Refused(source_id or str(number), unusable.reason)


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unusable(Reason.NOT_READABLE)
    return value


def _source_id(*candidates: Any) -> str:
    texts = (text for text in candidates if isinstance(text, str))
    return next((text for text in texts if SOURCE_ID.fullmatch(text)), "")


def _tags(properties: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in properties.items() if isinstance(value, str | int | float)}


def _position(geometry: Mapping[str, Any]) -> Position:
    coordinates = geometry.get("coordinates")
    match geometry.get("type"):
        case "Point":
            return _corner(coordinates)
        case "Polygon":
            return point_inside([_polygon(coordinates)])
        case "MultiPolygon":
            return point_inside([_polygon(rings) for rings in _list(coordinates)])
    raise Unusable(Reason.NO_POINT_OR_AREA)


def _polygon(rings: Any) -> Polygon:
    return [_ring(corners) for corners in _list(rings)]


def _ring(corners: Any) -> Ring:
    return [_corner(corner) for corner in _list(corners)]


def _corner(pair: Any) -> Position:
    longitude, latitude = (*_list(pair), None, None)[:2]
    return position(longitude, latitude)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Unusable(Reason.NO_COORDINATES)
    return value
