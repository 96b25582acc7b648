"""Makes a basemap: an extract of OpenStreetMap becomes layers of GeoJSON, these become one file of tiles."""

import json
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cityshop.maps.basemap_files import ATTRIBUTION, EVERY_CITY, Basemap, Box, put
from cityshop.maps.errors import BasemapSupportMissing, DrawingFailed, NothingInTheBox
from cityshop.maps.features import FIRST_ZOOM, LAST_ZOOM, LAYERS

STANDS_IN_IT = ("bounds", "center", "format", "json", "maxzoom", "minzoom", "type")
NOTHING_THERE = "Did not read any valid geometries"  # as tippecanoe says it
OPTIONS = (
    f"--minimum-zoom={FIRST_ZOOM}",
    f"--maximum-zoom={LAST_ZOOM}",
    "--drop-densest-as-needed",
    "--no-tile-stats",
    "--json-progress",
    "--progress-interval=1",
    "--force",
)

Percent = float
Watch = Callable[[Percent], None]


def layer_files(extract: Path, folder: Path) -> Iterator[int]:
    """Write one file of GeoJSON lines per layer; gives how much was written after each object that was read.

    Raises ExtractUnreadable and BasemapSupportMissing.
    """
    read = _extract_reader()
    files = {layer: (folder / f"{layer}.geojsonl").open("w", encoding="utf-8") for layer in LAYERS}
    written = 0
    try:
        for feature in read(extract):
            if feature is not None:
                files[feature.layer].write(feature.line)
                written += 1
            yield written
    finally:
        for file in files.values():
            file.close()


def draw(folder: Path, box: Box, watch: Watch) -> Path:
    """Tiles of the layer files in this folder; `watch` hears how many percent are done.

    Raises NothingInTheBox, DrawingFailed and BasemapSupportMissing.
    """
    made = folder / "made.mbtiles"
    layers = [f"--named-layer={layer}:{folder / f'{layer}.geojsonl'}" for layer in LAYERS]
    tippecanoe = Path(_extra("tippecanoe").BIN_DIR) / "tippecanoe"
    command = [tippecanoe, f"--output={made}", f"--clip-bounding-box={box}", *OPTIONS, *layers]
    status, said = _run(command, folder, watch)
    if status and NOTHING_THERE in said:
        raise NothingInTheBox
    if status:
        raise DrawingFailed(reason=said)
    _clean(made, box)
    return made


def keep(made: Path, folder: Path, city: str | None) -> Basemap:
    """Put the finished tiles where the site finds them."""
    return put(made, folder, city or EVERY_CITY)


def work_folder(folder: Path) -> TemporaryDirectory[str]:
    """A folder for half-made files, on the disk where the finished one goes."""
    folder.mkdir(parents=True, exist_ok=True)
    return TemporaryDirectory(dir=folder, prefix=".making-")


def _run(command: list[Any], folder: Path, watch: Watch) -> tuple[int, str]:
    """The exit status, and the last sentence that was no progress."""
    said = ""
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as drawing:  # noqa: S603 - our words
        for line in drawing.stderr or ():
            percent = _progress(line)
            if percent is None:
                said = line.strip() or said
            else:
                watch(percent)
    return drawing.returncode, said


def _progress(line: str) -> Percent | None:
    with suppress(ValueError, TypeError, KeyError):
        return float(json.loads(line)["progress"])
    return None


def _clean(made: Path, box: Box) -> None:
    """Leave nothing of this machine in the file: its paths, its command line."""
    with closing(sqlite3.connect(made)) as tiles:
        if not tiles.execute("SELECT count(*) FROM tiles").fetchone()[0]:
            raise NothingInTheBox
        said = dict(tiles.execute("SELECT name, value FROM metadata").fetchall())
        facts = {name: said[name] for name in STANDS_IN_IT if name in said}
        facts |= {"name": "basemap", "attribution": ATTRIBUTION, "bounds": str(box), "version": "1"}
        tiles.execute("DELETE FROM metadata")
        tiles.executemany("INSERT INTO metadata (name, value) VALUES (?, ?)", sorted(facts.items()))
        tiles.commit()
        tiles.execute("VACUUM")


def _extract_reader() -> Callable[[Path], Iterator[Any]]:
    _extra("osmium")
    reader: Callable[[Path], Iterator[Any]] = _extra("cityshop.maps.extract").features
    return reader


def _extra(name: str) -> Any:
    # Imported by name, so that everything else works without these optional libraries.
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise BasemapSupportMissing from missing
