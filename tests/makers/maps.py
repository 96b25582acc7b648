"""A town on a map: small extracts of OpenStreetMap, and basemaps without a builder."""

import gzip
import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from cityshop.core.db import Database
from cityshop.maps.basemap_files import Basemap, Box, put
from cityshop.places.hours import hours_as_json
from cityshop.places.models import Place, Terrace
from cityshop.places.osm_hours import parse_hours
from cityshop.places.services import free_slug
from tests.makers.places import GROTE_MARKT

# A street, a canal, a park, a house and the name of the town around Kortrijk's market place.
TOWN = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="50.826" lon="3.260"/>
  <node id="2" lat="50.829" lon="3.270"/>
  <node id="3" lat="50.831" lon="3.262"/>
  <node id="4" lat="50.827" lon="3.264"/>
  <node id="5" lat="50.827" lon="3.2645"/>
  <node id="6" lat="50.8273" lon="3.2645"/>
  <node id="7" lat="50.828" lon="3.265">
    <tag k="place" v="town"/><tag k="name" v="Kortrijk"/></node>
  <way id="10"><nd ref="1"/><nd ref="2"/>
    <tag k="highway" v="residential"/><tag k="name" v="Doorniksestraat"/></way>
  <way id="11"><nd ref="3"/><nd ref="2"/><tag k="waterway" v="river"/><tag k="name" v="Leie"/></way>
  <way id="12"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/>
    <tag k="leisure" v="park"/><tag k="name" v="Begijnhofpark"/></way>
  <way id="13"><nd ref="4"/><nd ref="5"/><nd ref="6"/><nd ref="4"/><tag k="building" v="yes"/></way>
  <way id="14"><nd ref="1"/><nd ref="99"/><tag k="highway" v="primary"/></way>
</osm>
"""
KORTRIJK = Box(3.2, 50.78, 3.32, 50.86)
TILE = gzip.compress(b"a tile", mtime=0)


def town_extract(folder: Path) -> Path:
    """An extract as a file."""
    path = folder / "town.osm"
    path.write_text(TOWN, encoding="utf-8")
    return path


def basemap(
    folder: Path,
    owner: str,
    *,
    box: Box = KORTRIJK,
    tiles: tuple[tuple[int, int, int], ...] = (),
    size: int = 0,
) -> Basemap:
    """A basemap with one content at these tiles (zoom, x, y from north): small, or of this many bytes."""
    content = gzip.compress(random.Random(size).randbytes(size), mtime=0) if size else TILE  # noqa: S311 - no secret
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "made"
    with closing(sqlite3.connect(made)) as file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        file.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
        layers = json.dumps({"vector_layers": [{"id": "roads"}]})
        said = {
            "bounds": str(box),
            "minzoom": "10",
            "maxzoom": "15",
            "attribution": "© OpenStreetMap contributors",
        }
        file.executemany("INSERT INTO metadata VALUES (?, ?)", [*said.items(), ("json", layers)])
        rows = [(zoom, x, (1 << zoom) - 1 - y, content) for zoom, x, y in tiles]
        file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
        file.commit()
    return put(made, folder, owner)


FIRST = (
    "Café", "Bar", "Brasserie", "Bistro", "Tearoom", "Taverne", "Herberg", "Eetcafé", "Restaurant",
    "Koffiehuis", "Estaminet", "Frituur",
)  # fmt: skip
LAST = (
    "Belfort", "Broel", "Buda", "Leie", "Vlas", "Linnen", "Gulden", "Sporen", "Begijn", "Overleie",
    "Kapucijn", "Schouwburg", "Handboog", "Casino", "Plein", "Molen", "Zwaan", "Klok", "Engel", "Anker",
    "Kroon", "Ster", "Lelie", "Wereld", "Vrede", "Hoek", "Sluis", "Kaai", "Toren", "Poort", "Brug",
    "Kapel", "Gracht", "Meersch", "Kouter", "Haan", "Duif", "Pauw", "Hert", "Leeuw", "Beer", "Vos",
    "Uil", "Roos", "Tulp", "Linde", "Eik", "Olm", "Wilg",
)  # fmt: skip
STREETS = (
    "Grote Markt", "Vlasmarkt", "Doorniksestraat", "Leiestraat", "Lange Steenstraat", "Budastraat",
    "Overleiestraat", "Kaai", "Schouwburgplein", "Veemarkt", "Sint-Jansstraat", "Zwevegemsestraat",
    "Rijselsestraat", "Jan Palfijnstraat", "Kasteelkaai", "Broelkaai", "Handboogstraat", "Graanmarkt",
    "Sint-Maartenskerkstraat", "Kapucijnenstraat",
)  # fmt: skip
FIRST_ID = 100_000  # far from the places that are there already
DAYS = ("Mo-Su", "Tu-Su", "We-Su", "Th-Mo", "Mo-Sa", "We-Mo", "Tu-Sa")


def many_terraces(
    database: Database, city_id: int, count: int, *, at: tuple[float, float] = GROTE_MARKT
) -> None:
    """A city full of terraces around a point, no two alike, the same at every run."""
    chance = random.Random(600)  # noqa: S311 - no secret
    taken: set[str] = set()
    rows = [
        _terrace_row(taken, chance) | _point(at, chance) | {"id": FIRST_ID + number, "city_id": city_id}
        for number in range(count)
    ]
    with database.writes.begin() as session:
        session.execute(insert(Place.__table__), rows)  # type: ignore[arg-type]
        session.execute(insert(Terrace.__table__), [{"place_id": row["id"]} for row in rows])  # type: ignore[arg-type]


def _point(at: tuple[float, float], chance: random.Random) -> dict[str, float]:
    return {"latitude": at[0] + chance.gauss(0, 0.006), "longitude": at[1] + chance.gauss(0, 0.009)}


def _terrace_row(taken: set[str], chance: random.Random) -> dict[str, Any]:
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {chance.choice(LAST)}"
    opens, closes = chance.choice((8, 9, 10, 11, 14, 16)), chance.choice((18, 21, 22, 23, 24, 25, 26))
    hours = f"{chance.choice(DAYS)} {opens:02}:{chance.choice(('00', '30'))}-{closes % 24:02}:00"
    slug = free_slug(name, taken)
    taken.add(slug)
    return {
        "slug": slug,
        "name": name,
        "kind": chance.choice(("cafe", "bar", "restaurant", "ice_cream", "fast_food")),
        "street": f"{chance.choice(STREETS)} {chance.randint(1, 180)}",
        "hours_text": hours,
        "hours_state": "parsed",
        "hours_rules": hours_as_json(parse_hours(hours) or ()),
    }
