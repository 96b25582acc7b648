"""Single tiles out of basemap files."""

import sqlite3
import threading
from collections import OrderedDict
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from cityshop.maps.basemap_files import file_of, metadata_of

MOST_FILES_OPEN = 64
FURTHEST_ZOOM = 22


class Missing(Enum):
    """Why there is no tile: no such place on any map, or nothing is drawn there."""

    NOWHERE = auto()
    EMPTY = auto()


class Where(NamedTuple):
    """A tile as addresses count it: y from north to south."""

    zoom: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """Whether the world has such a tile."""
        if not 0 <= self.zoom <= FURTHEST_ZOOM:
            return False
        edge = 1 << self.zoom
        return 0 <= self.x < edge and 0 <= self.y < edge


class TileFile:
    """An open basemap; one thread at a time reads, which takes some ten microseconds."""

    def __init__(self, path: Path) -> None:
        said = metadata_of(path)
        self._zooms = range(int(said["minzoom"]), int(said["maxzoom"]) + 1)
        address = f"{path.as_uri()}?mode=ro&immutable=1"
        self._tiles = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def tile(self, where: Where) -> bytes | Missing:
        """The tile as it was compressed when it was made (gzip)."""
        if where.zoom not in self._zooms:
            return Missing.NOWHERE
        from_south = (1 << where.zoom) - 1 - where.y  # MBTiles counts rows from south to north
        with self._lock:
            row = self._tiles.execute(
                "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                (where.zoom, where.x, from_south),
            ).fetchone()
        return row[0] if row else Missing.EMPTY


class TileShelf:
    """Every basemap that is asked for, opened once; the least used one is let go when there are many."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: OrderedDict[tuple[str, str], TileFile] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def open_files(self) -> int:
        """How many are open now."""
        return len(self._files)

    def tile(self, city: str, digest: str, where: Where) -> bytes | Missing:
        """One tile of the basemap with this digest."""
        if not where.exists:
            return Missing.NOWHERE
        file = self._files.get((city, digest)) or self._opened(city, digest)
        return file.tile(where) if file else Missing.NOWHERE

    def _opened(self, city: str, digest: str) -> TileFile | None:
        path = file_of(self._folder, city, digest)
        if path is None:
            return None
        with self._lock:
            file = self._files.setdefault((city, digest), TileFile(path))
            while len(self._files) > MOST_FILES_OPEN:
                self._files.popitem(last=False)
        return file
