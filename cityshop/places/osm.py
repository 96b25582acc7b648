"""Reads OpenStreetMap XML (.osm). A DOCTYPE is refused, so no entity can be declared, let alone expanded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from cityshop.places.drafts import Found, PlaceDraft, drafts
from cityshop.places.errors import MapFileHasDoctype, MapFileUnreadable
from cityshop.places.geometry import Position, point_inside, position
from cityshop.places.kinds import KIND_KEYS
from cityshop.places.refused import Reason, Refused, Unusable

OBJECTS = ("node", "way", "relation")


@dataclass(slots=True)
class Thing:
    """A node, way or relation as it stands in the file."""

    sort: str
    attributes: Mapping[str, str]
    tags: dict[str, str] = field(default_factory=dict)
    nodes: list[str] = field(default_factory=list)

    @property
    def source_id(self) -> str:
        return f"{self.sort}/{self.attributes.get('id', '')}"


def read_osm(path: Path) -> Iterator[PlaceDraft | Refused]:
    """A draft or a refusal for every object that calls itself a shop or an amenity.

    The file is read twice, so that only the corners of those objects are remembered.
    Raises MapFileUnreadable and MapFileHasDoctype.
    """
    things = _Things()
    _parse(path, things)
    corners = _Corners({node for thing in things.found for node in thing.nodes})
    _parse(path, corners)
    yield from drafts(_row(thing, corners.found) for thing in things.found)


class _Things:
    """Listens for objects that call themselves a shop or an amenity."""

    def __init__(self) -> None:
        self.found: list[Thing] = []
        self._thing: Thing | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in OBJECTS:
            self._thing = Thing(name, attributes)
        elif self._thing and name == "tag":
            self._thing.tags[attributes.get("k", "")] = attributes.get("v", "")
        elif self._thing and name == "nd":
            self._thing.nodes.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name not in OBJECTS or self._thing is None:
            return
        if any(key in self._thing.tags for key in KIND_KEYS):
            self.found.append(self._thing)
        self._thing = None


class _Corners:
    """Listens for where the nodes of those objects are."""

    def __init__(self, wanted: set[str]) -> None:
        self.found: dict[str, Mapping[str, str]] = {}
        self._wanted = wanted

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "node" and attributes.get("id") in self._wanted:
            self.found[attributes["id"]] = attributes

    def end(self, name: str) -> None:
        pass


def _parse(path: Path, listener: _Things | _Corners) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as reason:
        raise MapFileUnreadable from reason


def _refuse_doctype(*declaration: object) -> None:
    raise MapFileHasDoctype


def _row(thing: Thing, corners: Mapping[str, Mapping[str, str]]) -> Found | Refused:
    try:
        return Found(thing.source_id, thing.tags, _position(thing, corners), _version(thing))
    except Unusable as unusable:
        return Refused(thing.source_id, unusable.reason)


def _position(thing: Thing, corners: Mapping[str, Mapping[str, str]]) -> Position:
    if thing.sort == "node":
        return _point(thing.attributes)
    if thing.sort == "way":
        return point_inside([[[_point(corners.get(node, {})) for node in thing.nodes]]])
    raise Unusable(Reason.NO_POINT_OR_AREA)


def _point(attributes: Mapping[str, str]) -> Position:
    return position(_number(attributes.get("lon", "")), _number(attributes.get("lat", "")))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _version(thing: Thing) -> int | None:
    text = thing.attributes.get("version", "")
    return int(text) if text.isdecimal() else None
