"""The guide for navigation devices and globes: GPX 1.1 waypoints and KML placemarks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from cityshop.places.exports import ODBL, Source, as_cells, licence_of
from cityshop.places.guide import Seen

GPX = "http://www.topografix.com/GPX/1/1"
KML = "http://www.opengis.net/kml/2.2"
OURS = "urn:cityshop:guide:1"  # what GPX has no word for stands in an extension, so that nothing is lost
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
IN_GPX_ITSELF = frozenset({"name", "latitude", "longitude"})
# What no XML document may hold, however it is written.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_gpx(seen: Sequence[Seen], source: Source) -> str:
    """A GPX 1.1 document with a waypoint for every place."""
    gpx = ET.Element("gpx", {"version": "1.1", "creator": "cityshop", "xmlns": GPX, "xmlns:guide": OURS})
    licence = licence_of(seen, source)
    about = ET.SubElement(gpx, "metadata")
    _say(about, "name", source.city)
    rights = ET.SubElement(about, "copyright", {"author": licence["attribution"]})
    if licence["licence"] == ODBL:
        _say(rights, "license", licence["licence_url"])
    for one in seen:
        _waypoint(gpx, one, source)
    return _written(gpx)


def as_kml(seen: Sequence[Seen], source: Source) -> str:
    """A small KML 2.2 document: points, links and facts; it loads nothing from elsewhere."""
    kml = ET.Element("kml", {"xmlns": KML})
    document = ET.SubElement(kml, "Document")
    licence = licence_of(seen, source)
    _say(document, "name", source.city)
    _say(document, "description", f"{licence['licence']}: {licence['attribution']}")
    for one in seen:
        cells = as_cells(one, source)
        mark = ET.SubElement(document, "Placemark")
        _say(mark, "name", cells["name"])
        _say(mark, "address", _address(cells))
        _data(mark, {**cells, "url": source.address_of(one.place.slug)})
        point = ET.SubElement(mark, "Point")
        _say(point, "coordinates", f"{cells['longitude']},{cells['latitude']}")
    return _written(kml)


def _waypoint(gpx: ET.Element, seen: Seen, source: Source) -> None:
    cells = as_cells(seen, source)
    point = ET.SubElement(gpx, "wpt", {"lat": cells["latitude"], "lon": cells["longitude"]})
    _say(point, "name", cells["name"])
    _say(point, "desc", _address(cells))
    link = ET.SubElement(point, "link", {"href": source.address_of(seen.place.slug)})
    _say(link, "text", cells["name"])
    _say(point, "type", cells["kind"])
    extensions = ET.SubElement(point, "extensions")
    for name, value in cells.items():
        if value and name not in IN_GPX_ITSELF:
            _say(extensions, f"guide:{name}", value)


def _data(mark: ET.Element, facts: Mapping[str, str]) -> None:
    extended = ET.SubElement(mark, "ExtendedData")
    for name, value in facts.items():
        if value and name not in IN_GPX_ITSELF:
            _say(ET.SubElement(extended, "Data", {"name": name}), "value", value)


def _address(cells: Mapping[str, str]) -> str:
    parts: Iterable[str] = (cells["street"], f"{cells['postal_code']} {cells['town']}".strip())
    return ", ".join(filter(None, parts))


def _say(parent: ET.Element, name: str, text: Any) -> None:
    if text:
        ET.SubElement(parent, name).text = _NOT_IN_XML.sub(" ", str(text))


def _written(root: ET.Element) -> str:
    text: str = ET.tostring(root, encoding="unicode")
    return DECLARATION + text
