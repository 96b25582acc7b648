"""What kind of file this is, by what is in it: names and announced types are only somebody's word."""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from cityshop.core.spreadsheets import text_of
from cityshop.imports.errors import (
    FileEmpty,
    FileKindUnknown,
    FileUnreadable,
    KmlNotRead,
    KmlPointsElsewhere,
)
from cityshop.places.errors import MapFileHasDoctype
from cityshop.places.kinds import PlaceKind


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    GUIDE = "guide"  # what a guide exports as JSON or GeoJSON
    GEOJSON = "geojson"
    OVERPASS = "overpass"
    OSM = "osm"
    PBF = "pbf"
    GPX = "gpx"


@dataclass(frozen=True)
class SentFile:
    """A file, how its sender calls it, and what it is."""

    name: str
    content: bytes
    format: Format


LISTS = frozenset({Format.CSV, Format.XLSX, Format.GPX})  # people say which column is which
MAPS = frozenset({Format.GEOJSON, Format.OVERPASS, Format.OSM, Format.PBF})
BEGINNING = 4_000
_ZIP = b"PK\x03\x04"
_PBF = re.compile(rb"\x00\x00\x00.\x0a\x09OSMHeader", re.DOTALL)
_NO_LIST = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x7fELF", b"MZ", b"SQLite format 3")
_ROOT = re.compile(r"<(?![?!])(?:\w+:)?(\w+)")
_ROOTS = {"osm": Format.OSM, "gpx": Format.GPX}


def format_of(content: bytes) -> Format:
    """The format of a file. Raises FileRefused with the reason when it is none that is read."""
    if not content.strip():
        raise FileEmpty
    if content.startswith(_ZIP):
        return _packed(content)
    if _PBF.match(content):
        return Format.PBF
    if content.startswith(_NO_LIST):
        raise FileKindUnknown
    start = text_of(content[:BEGINNING]).lstrip()
    if start.startswith("<"):
        return _marked_up(start, content)
    return _json(content) if start.startswith(("{", "[")) else _list(start)


def _packed(content: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as reason:
        raise FileUnreadable from reason
    if any(name.lower().endswith(".kml") for name in names):
        raise KmlNotRead
    if "xl/workbook.xml" not in names:
        raise FileKindUnknown
    return Format.XLSX


def _marked_up(start: str, content: bytes) -> Format:
    root = _ROOT.search(start)
    name = root[1].lower() if root else ""
    if name == "kml":
        raise KmlPointsElsewhere if b"<NetworkLink" in content else KmlNotRead
    if name not in _ROOTS:
        raise FileKindUnknown
    if "<!DOCTYPE" in start.upper():
        raise MapFileHasDoctype
    return _ROOTS[name]


def _json(content: bytes) -> Format:
    document = document_of(content)
    if not isinstance(document, dict):
        raise FileKindUnknown
    if isinstance(document.get("elements"), list):
        return Format.OVERPASS
    features = document.get("features")
    if isinstance(features, list):
        return Format.GUIDE if features and all(map(_is_of_a_guide, features)) else Format.GEOJSON
    if isinstance(document.get("places"), list):
        return Format.GUIDE
    raise FileKindUnknown


def document_of(content: bytes) -> object:
    """A JSON document. Raises FileUnreadable."""
    try:
        document: object = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as reason:
        raise FileUnreadable from reason
    return document


def _is_of_a_guide(feature: object) -> bool:
    facts = feature.get("properties") if isinstance(feature, dict) else None
    return isinstance(facts, dict) and "slug" in facts and facts.get("kind") in list(PlaceKind)


def _list(start: str) -> Format:
    if "\0" in start or not any(sign in start for sign in (";", ",", "\t")):
        raise FileKindUnknown
    return Format.CSV
