"""Which reader a file needs, by the end of its name."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeAlias, cast

from cityshop.routes.drafts import DraftRefused, RouteDraft
from cityshop.routes.errors import MapKindUnknown, OsmSupportMissing
from cityshop.routes.gpx import read_gpx
from cityshop.routes.networks import RouteMap, drafts_of
from cityshop.routes.osm import read_osm, read_overpass

Found: TypeAlias = list[RouteDraft | DraftRefused]


def read_sent(name: str, content: bytes, *, relation_id: int | None = None) -> Found:
    """The routes of a file that was sent: .gpx, .osm, or .json from Overpass. Raises FileRefused."""
    ending = name.lower()
    if ending.endswith(".gpx"):
        return [read_gpx(content)]
    if ending.endswith((".osm", ".xml")):
        return drafts_of(read_osm(content), relation_id)
    if ending.endswith(".json"):
        return drafts_of(read_overpass(content), relation_id)
    raise MapKindUnknown


def read_file(path: Path, *, relation_id: int | None = None) -> Found:
    """The routes of a file on this machine; .osm.pbf too. Raises FileRefused and OsmSupportMissing."""
    if path.name.lower().endswith(".pbf"):
        return drafts_of(_pbf_reader()(path), relation_id)
    return read_sent(path.name, path.read_bytes(), relation_id=relation_id)


def _pbf_reader() -> Callable[[Path], RouteMap]:
    # Imported by name, so that everything else works without this optional library.
    try:
        return cast("Callable[[Path], RouteMap]", import_module("cityshop.routes.osm_pbf").read_pbf)
    except ModuleNotFoundError as missing:
        raise OsmSupportMissing from missing
