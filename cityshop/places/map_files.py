"""Which reader a file needs, by the end of its name."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeAlias, cast

from cityshop.places.drafts import PlaceDraft
from cityshop.places.errors import MapFileKindUnknown, PbfSupportMissing
from cityshop.places.geojson import read_geojson
from cityshop.places.osm import read_osm
from cityshop.places.refused import Refused

Rows: TypeAlias = Iterator[PlaceDraft | Refused]


def read_map_file(path: Path) -> Rows:
    """A draft or a refusal for every row of a map file.

    Raises MapFileKindUnknown, MapFileUnreadable, MapFileHasDoctype and PbfSupportMissing.
    """
    name = path.name.lower()
    if name.endswith(".osm"):
        return read_osm(path)
    if name.endswith((".geojson", ".json")):
        return read_geojson(path)
    if name.endswith(".pbf"):
        return _pbf_reader()(path)
    raise MapFileKindUnknown


def _pbf_reader() -> Callable[[Path], Rows]:
    # Imported by name, so that everything else works without this optional library.
    try:
        return cast("Callable[[Path], Rows]", import_module("cityshop.places.osm_pbf").read_osm_pbf)
    except ModuleNotFoundError as missing:
        raise PbfSupportMissing from missing
