"""The reader that a file needs, by its format."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeAlias, cast

from cityshop.imports.errors import PbfSupportMissing
from cityshop.imports.gpx_file import read_gpx
from cityshop.imports.guides import read_guide
from cityshop.imports.headings import Columns, as_exported
from cityshop.imports.overpass import read_overpass
from cityshop.imports.recognising import LISTS, Format, SentFile, format_of
from cityshop.imports.rows import drafts_of
from cityshop.imports.tables import Table, read_csv, read_xlsx
from cityshop.places.drafts import PlaceDraft, clean
from cityshop.places.geojson import read_geojson
from cityshop.places.osm import read_osm
from cityshop.places.refused import Refused

LONGEST_FILE_NAME = 120
FIRST_ROWS = 200  # of a list are looked at while somebody waits
Rows: TypeAlias = Iterator[PlaceDraft | Refused]
_TABLES: Mapping[Format, Callable[..., Table]] = {
    Format.CSV: read_csv,
    Format.XLSX: read_xlsx,
    Format.GPX: read_gpx,
    Format.GUIDE: read_guide,
}


def look_at(name: str, content: bytes) -> SentFile:
    """What was sent, recognised. Raises FileRefused for what is none of ours, and for a list without rows."""
    form = format_of(content)
    if form in LISTS:
        table_of(content, form, most=FIRST_ROWS)
    return SentFile(clean(name)[-LONGEST_FILE_NAME:], content, form)


def table_of(content: bytes, form: Format, *, most: int | None = None) -> Table:
    """The rows of a list, or the first of them. Raises FileRefused."""
    return _TABLES[form](content, most=most)


def read_list(table: Table, columns: Columns, usual_kind: str) -> Rows:
    """A draft or a refusal for every row of a list."""
    return drafts_of(table, columns, usual_kind)


def read_guide_rows(content: bytes) -> Rows:
    """A draft or a refusal for every place of a guide's own export."""
    table = read_guide(content)
    return drafts_of(table, as_exported(table.head), "")


def read_map(content: bytes, form: Format) -> Rows:
    """A draft or a refusal for every object of a map.

    Raises MapFileUnreadable, MapFileHasDoctype, FileRefused and PbfSupportMissing.
    """
    if form is Format.OVERPASS:
        return read_overpass(content)
    return _from_disk(content, form)


def _from_disk(content: bytes, form: Format) -> Rows:
    """Readers of maps go through a file more than once."""
    with NamedTemporaryFile(suffix=f".osm.{form}" if form is Format.PBF else f".{form}") as file:
        file.write(content)
        file.flush()
        yield from _reader(form)(Path(file.name))


def _reader(form: Format) -> Callable[[Path], Rows]:
    if form is Format.PBF:
        return _pbf_reader()
    return read_osm if form is Format.OSM else read_geojson


def _pbf_reader() -> Callable[[Path], Rows]:
    # Imported by name, so that everything else works without this optional library.
    try:
        return cast("Callable[[Path], Rows]", import_module("cityshop.places.osm_pbf").read_osm_pbf)
    except ModuleNotFoundError as missing:
        raise PbfSupportMissing from missing
