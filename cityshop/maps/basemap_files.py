"""Where basemaps stand on disk: `<city>.<digest>.mbtiles`; under `_` stands one for every city inside it.

A name is never used for two contents, so browsers keep tiles for a year. The file before the newest stays,
for pages that were kept while the new one was made.
"""

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

ATTRIBUTION = "© OpenStreetMap contributors"  # as the licence asks (ODbL)
EVERY_CITY = "_"
ENDING = ".mbtiles"
DIGITS = 16
FILES_KEPT = 2
FURTHEST_EAST, FURTHEST_NORTH = 180, 85  # degrees; Web Mercator ends there


@dataclass(frozen=True)
class Box:
    """West, south, east and north in degrees (WGS 84)."""

    west: float
    south: float
    east: float
    north: float

    @property
    def is_on_maps(self) -> bool:
        """Whether the edges are in order, and within what a web map shows."""
        is_wide = -FURTHEST_EAST <= self.west < self.east <= FURTHEST_EAST
        return is_wide and -FURTHEST_NORTH <= self.south < self.north <= FURTHEST_NORTH

    def holds(self, latitude: float | None, longitude: float | None) -> bool:
        """Whether this point lies inside; an unknown point does not."""
        if latitude is None or longitude is None:
            return False
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    def __str__(self) -> str:
        return ",".join(f"{edge:g}" for edge in (self.west, self.south, self.east, self.north))


@dataclass(frozen=True)
class Basemap:
    """A file of tiles: whose it is, the digest of its content, what it covers and whom to thank."""

    path: Path
    owner: str
    digest: str
    box: Box
    first_zoom: int
    last_zoom: int
    attribution: str

    def address_of(self, zoom: object, x: object, y: object, *, city: str) -> str:
        """Where this city's site serves a tile."""
        return f"/tiles/{city}/{self.digest}/{zoom}/{x}/{y}.mvt"


def basemap_of(folder: Path, city: str, *, latitude: float | None, longitude: float | None) -> Basemap | None:
    """The newest basemap of this city, else one for every city that covers it."""
    own = _newest(folder, city)
    if own is not None:
        return own
    shared = _newest(folder, EVERY_CITY)
    return shared if shared is not None and shared.box.holds(latitude, longitude) else None


def file_of(folder: Path, city: str, digest: str) -> Path | None:
    """The file with this digest, of this city or of every city."""
    names = (f"{owner}.{digest}{ENDING}" for owner in (city, EVERY_CITY))
    return next((path for name in names if (path := folder / name).is_file()), None)


def put(made: Path, folder: Path, owner: str) -> Basemap:
    """Move a finished file to its place, in one step, and forget all but the one before it."""
    with made.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()[:DIGITS]
    made.touch()
    made.replace(folder / f"{owner}.{digest}{ENDING}")
    for old in _files(folder, owner)[FILES_KEPT:]:
        old.unlink(missing_ok=True)
    return _facts(folder / f"{owner}.{digest}{ENDING}")


def metadata_of(path: Path) -> dict[str, str]:
    """What the file says of itself (MBTiles 1.3)."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as tiles:
        return dict(tiles.execute("SELECT name, value FROM metadata").fetchall())


def layers_of(path: Path) -> list[str]:
    """The names of the layers that were drawn."""
    described = json.loads(metadata_of(path).get("json", "{}"))
    return sorted(layer["id"] for layer in described.get("vector_layers", ()))


def _newest(folder: Path, owner: str) -> Basemap | None:
    return next(map(_facts, _files(folder, owner)), None)


def _files(folder: Path, owner: str) -> list[Path]:
    """The newest first."""
    found = folder.glob(f"{owner}.{'?' * DIGITS}{ENDING}")
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _facts(path: Path) -> Basemap:
    owner, digest, _ = path.name.rsplit(".", 2)
    said = metadata_of(path)
    return Basemap(
        path=path,
        owner=owner,
        digest=digest,
        box=Box(*(float(edge) for edge in said["bounds"].split(","))),
        first_zoom=int(said["minzoom"]),
        last_zoom=int(said["maxzoom"]),
        attribution=said["attribution"],
    )
