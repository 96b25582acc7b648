"""Which files the guide in a pocket is made of, and how much room they take."""

import json
import math
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Any, NamedTuple

from cityshop.core import files
from cityshop.maps.basemap_files import Basemap, Box
from cityshop.maps.packing import STEPS_A_DEGREE
from cityshop.maps.tiles import Missing, Where

SCRIPTS = ("js/site.js", "js/offline.js")
PAINTER = "js/map-tiles.js"
SHEETS = ("css/site.css", "css/town.css", "css/map.css")
LAST_ZOOM_KEPT = 14  # a level further has four times as many tiles; the map draws on with these
MOST_TILES = 60
MARGIN = 0.01  # degrees around the outermost places: what a screen shows beside them

TileOf = Callable[[Where], bytes | Missing]


class FilesToKeep(NamedTuple):
    """Addresses on this site, and the bytes they take as they travel."""

    addresses: Sequence[str]
    size: int


def files_to_keep(saved: Mapping[str, Any], under: FilesToKeep, manifest: Mapping[str, str]) -> FilesToKeep:
    """Scripts, sheets and what lies under the map; the places count in the size too."""
    assets = [address for name in SCRIPTS for address in manifest[f"files/{name}"].split()]
    assets += [manifest[name] for name in SHEETS]
    addresses = list(dict.fromkeys(assets))
    size = len(zlib.compress(json.dumps(saved).encode())) + sum(map(_built_size, addresses))
    return FilesToKeep([*addresses, *under.addresses], size + under.size)


def drawing_to_keep(manifest: Mapping[str, str], city: str) -> FilesToKeep:
    """The schematic drawing of a city, if it has one."""
    drawing = manifest.get(f"maps/{city}.json")
    return FilesToKeep([drawing], _built_size(drawing)) if drawing else FilesToKeep((), 0)


def tiles_to_keep(
    saved: Mapping[str, Any], basemap: Basemap, manifest: Mapping[str, str], *, city: str, tile_of: TileOf
) -> FilesToKeep:
    """What paints tiles, and those under all places, from far to near, as many as a phone can well keep."""
    painter = manifest[f"files/{PAINTER}"].split()
    zooms = range(basemap.first_zoom, min(basemap.last_zoom, LAST_ZOOM_KEPT) + 1)
    around = box_around(saved)
    wanted = (where for zoom in zooms for where in tiles_of(around, zoom)) if around else ()
    tiles = {where: tile_of(where) for where in islice(wanted, MOST_TILES)}
    size = sum(len(tile) for tile in tiles.values() if isinstance(tile, bytes))
    addresses = [basemap.address_of(*where, city=city) for where in tiles]
    return FilesToKeep([*painter, *addresses], size + sum(map(_built_size, painter)))


def box_around(saved: Mapping[str, Any]) -> Box | None:
    """The box around all places, with a margin; none without places."""
    if not saved["slug"]:
        return None
    latitudes, longitudes = (
        [step / STEPS_A_DEGREE for step in accumulate(saved[name])] for name in ("latitude", "longitude")
    )
    west, east = min(longitudes) - MARGIN, max(longitudes) + MARGIN
    return Box(west, min(latitudes) - MARGIN, east, max(latitudes) + MARGIN)


def tiles_of(box: Box, zoom: int) -> Iterator[Where]:
    """The tiles of one zoom that this box touches (Web Mercator)."""
    first, last = _tile_at(box.north, box.west, zoom), _tile_at(box.south, box.east, zoom)
    for y in range(first.y, last.y + 1):
        for x in range(first.x, last.x + 1):
            yield Where(zoom, x, y)


def _tile_at(latitude: float, longitude: float, zoom: int) -> Where:
    edge = 1 << zoom
    down = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return Where(zoom, int((longitude + 180) / 360 * edge), int(down * edge))


def _built_size(address: str) -> int:
    built = files.STATIC_BUILT / address.removeprefix("/static/")
    packed = built.with_name(f"{built.name}.br")
    return (packed if packed.exists() else built).stat().st_size
