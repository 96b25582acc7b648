"""Waypoints of a GPX file as a list: what the device wrote, and what a guide's own export adds to it."""

from collections.abc import Mapping
from io import BytesIO
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from cityshop.imports.errors import FileUnreadable
from cityshop.imports.tables import Row, Table, table
from cityshop.places.errors import MapFileHasDoctype
from cityshop.places.exports import COLUMNS
from cityshop.places.waypoints import OURS

# What devices write, in the words of a list; a guide's own words (in extensions) go before them.
_FROM_DEVICES = {"name": "name", "type": "kind", "sym": "kind", "link": "website"}


def read_gpx(content: bytes, *, most: int | None = None) -> Table:
    """A row for every waypoint, or the first of them; tracks and routes are passed by.

    Raises FileRefused, MapFileHasDoctype.
    """
    try:
        return table(chain([COLUMNS], map(_row, _waypoints(content))), most)
    except DefusedXmlException as reason:
        raise MapFileHasDoctype from reason
    except (ParseError, ValueError, LookupError) as reason:
        raise FileUnreadable from reason


def _row(point: Element) -> Row:
    facts = _facts(point)
    return [facts.get(column, "") for column in COLUMNS]


def _waypoints(content: bytes) -> Any:
    """One after the other; what was read is let go, so a track of 200,000 points fits as well."""
    events = iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True)
    _, root = next(events)
    for event, element in events:
        if event == "end" and _name(element) in ("wpt", "trkpt", "rtept"):
            if _name(element) == "wpt":
                yield element
            element.clear()
        elif event == "end" and _name(element) in ("trk", "rte"):
            root.clear()


def _facts(point: Element) -> Mapping[str, str]:
    facts = {"latitude": point.get("lat", ""), "longitude": point.get("lon", "")}
    for part in point:
        word = _FROM_DEVICES.get(_name(part), "")
        facts.setdefault(word, part.get("href") or (part.text or "").strip())
    ours = [part for part in point.iter() if part.tag.startswith(f"{{{OURS}}}")]
    if ours:  # the link of our own export leads to the guide, not to the place's website
        facts.pop("website", None)
    return facts | {_name(part): part.text or "" for part in ours}


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
