"""What of OpenStreetMap a basemap draws: enough to find a terrace, nothing that competes with the points.

Layers and kinds carry the names of the Protomaps basemap, so that other renderers can read our tiles too.
"""

from collections.abc import Mapping
from typing import NamedTuple

FIRST_ZOOM = 10
LAST_ZOOM = 15
LAYERS = ("landuse", "water", "buildings", "roads", "places")


class Drawn(NamedTuple):
    """In which layer, as what, and from which zoom on an object is drawn."""

    layer: str
    kind: str
    from_zoom: int


ROADS: Mapping[str, Drawn] = {
    **dict.fromkeys(("motorway", "motorway_link"), Drawn("roads", "highway", 10)),
    **dict.fromkeys(("trunk", "primary"), Drawn("roads", "major_road", 10)),
    **dict.fromkeys(("secondary", "tertiary"), Drawn("roads", "major_road", 11)),
    **dict.fromkeys(
        ("trunk_link", "primary_link", "secondary_link", "tertiary_link"), Drawn("roads", "major_road", 13)
    ),
    **dict.fromkeys(("unclassified", "residential", "living_street"), Drawn("roads", "minor_road", 13)),
    "pedestrian": Drawn("roads", "pedestrian", 13),
    "service": Drawn("roads", "other", 15),
    **dict.fromkeys(
        ("cycleway", "footway", "path", "track", "steps", "bridleway"), Drawn("roads", "path", 14)
    ),
}
WATERWAYS: Mapping[str, Drawn] = {
    **dict.fromkeys(("river", "canal"), Drawn("water", "river", 10)),
    "stream": Drawn("water", "stream", 14),
}
GROUNDS: Mapping[tuple[str, str], Drawn] = {
    ("natural", "water"): Drawn("water", "water", 11),
    ("waterway", "riverbank"): Drawn("water", "water", 11),
    ("landuse", "reservoir"): Drawn("water", "water", 11),
    ("landuse", "basin"): Drawn("water", "water", 13),
    ("landuse", "forest"): Drawn("landuse", "forest", 11),
    ("natural", "wood"): Drawn("landuse", "forest", 11),
    ("leisure", "park"): Drawn("landuse", "park", 12),
    ("leisure", "garden"): Drawn("landuse", "park", 14),
    ("leisure", "nature_reserve"): Drawn("landuse", "park", 12),
    ("leisure", "playground"): Drawn("landuse", "park", 15),
    ("landuse", "village_green"): Drawn("landuse", "park", 13),
    ("landuse", "recreation_ground"): Drawn("landuse", "park", 13),
    ("landuse", "cemetery"): Drawn("landuse", "park", 13),
    ("landuse", "meadow"): Drawn("landuse", "grass", 13),
    ("landuse", "grass"): Drawn("landuse", "grass", 14),
    ("highway", "pedestrian"): Drawn("landuse", "pedestrian", 13),
    ("place", "square"): Drawn("landuse", "pedestrian", 13),
}
LOCALITIES: Mapping[str, Drawn] = {
    **dict.fromkeys(("city", "town"), Drawn("places", "locality", 10)),
    "village": Drawn("places", "locality", 11),
    **dict.fromkeys(("suburb", "hamlet", "quarter"), Drawn("places", "neighbourhood", 13)),
}
RAILS = ("rail", "light_rail", "tram")
KEYS = ("highway", "waterway", "railway", "building", "landuse", "natural", "leisure", "place")


def line_of(tags: Mapping[str, str]) -> Drawn | None:
    """How a way is drawn that is a line; None when it is not."""
    if tags.get("railway") in RAILS and tags.get("tunnel") != "yes":
        return Drawn("roads", "rail", 13)
    if tags.get("area") == "yes" or tags.get("tunnel") == "culvert":
        return None
    return ROADS.get(tags.get("highway", "")) or WATERWAYS.get(tags.get("waterway", ""))


def ground_of(tags: Mapping[str, str]) -> Drawn | None:
    """How an area is drawn; None when it is not."""
    if tags.get("building", "no") != "no":
        return Drawn("buildings", "building", 15)
    found = (GROUNDS.get((key, tags[key])) for key in KEYS if key in tags)
    return next(filter(None, found), None)


def label_of(tags: Mapping[str, str]) -> Drawn | None:
    """How the name of a town or hamlet is drawn; None for other points and for those without a name."""
    return LOCALITIES.get(tags.get("place", "")) if tags.get("name") else None


def name_of(tags: Mapping[str, str], drawn: Drawn) -> str:
    """The name to write; houses have none on the map."""
    return "" if drawn.layer == "buildings" else tags.get("name", "")
