"""Reads the JSON in which Overpass answers: nodes, and ways with their outline (`out geom`) or centre."""

from collections.abc import Iterator, Mapping
from typing import Any

from cityshop.imports.recognising import document_of
from cityshop.places.drafts import Found, PlaceDraft, drafts
from cityshop.places.geometry import Position, point_inside, position
from cityshop.places.refused import Reason, Refused, Unusable

SORTS = frozenset({"node", "way", "relation"})


def read_overpass(content: bytes) -> Iterator[PlaceDraft | Refused]:
    """A draft or a refusal for every element that has tags. Raises FileUnreadable."""
    document: Any = document_of(content)
    elements = [one for one in document["elements"] if not isinstance(one, dict) or one.get("tags")]
    yield from drafts(_row(element, number) for number, element in enumerate(elements, start=1))


def _row(element: Any, number: int) -> Found | Refused:
    source_id = ""
    try:
        source_id = _source_id(element)
        tags = {str(key): str(value) for key, value in element["tags"].items()}
        return Found(source_id, tags, _position(element), _version(element))
    except Unusable as unusable:
        return Refused(source_id or str(number), unusable.reason)


def _source_id(element: Any) -> str:
    if not isinstance(element, dict) or not isinstance(element["tags"], dict):
        raise Unusable(Reason.NOT_READABLE)
    sort, number = element.get("type"), element.get("id")
    if sort not in SORTS or not isinstance(number, int) or number < 1:
        raise Unusable(Reason.NOT_READABLE)
    return f"{sort}/{number}"


def _position(element: Mapping[str, Any]) -> Position:
    outline = element.get("geometry")
    if isinstance(outline, list):
        return point_inside([[[_point(corner) for corner in outline]]])
    centre = element.get("center", element)
    if element["type"] != "node" and centre is element:
        raise Unusable(Reason.NO_POINT_OR_AREA)
    return _point(centre)


def _point(corner: Any) -> Position:
    if not isinstance(corner, dict):
        raise Unusable(Reason.NO_COORDINATES)
    return position(corner.get("lon"), corner.get("lat"))


def _version(element: Mapping[str, Any]) -> int | None:
    version = element.get("version")
    return version if isinstance(version, int) else None
