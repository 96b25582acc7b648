"""`cityshop basemap build`: from an extract to tiles."""

import gzip
import sqlite3
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner

from cityshop.core.db import choose_city
from cityshop.maps import basemap, basemap_files
from cityshop.maps.basemap_files import Box
from cityshop.maps.cli import basemap as command
from cityshop.maps.errors import BasemapSupportMissing
from cityshop.maps.features import ground_of, label_of, line_of
from tests.makers.maps import KORTRIJK, town_extract
from tests.makers.maps import basemap as made_basemap

BOX = str(KORTRIJK)
VILLAGE = "4.77,51.25,4.81,51.28"


@pytest.fixture
def run(monkeypatch, tmp_path, settings, database):
    monkeypatch.setenv("CITYSHOP_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("CITYSHOP_FOLDER", str(tmp_path))
    return lambda *words: CliRunner().invoke(command, ["build", *map(str, words)])


def tiles_of(folder):
    (path,) = (folder / "basemaps").glob("*.mbtiles")
    with closing(sqlite3.connect(path)) as file:
        return path, file.execute("SELECT zoom_level, tile_data FROM tiles").fetchall()


@pytest.mark.parametrize("ending", ["osm", "osm.pbf"])
def test_the_village_becomes_tiles_of_every_layer(run, tmp_path, shared, ending):
    done = run(shared / "osm" / f"wechelderzande-2016.{ending}", "--bbox", VILLAGE)

    assert (done.exit_code, done.exception) == (0, None)
    assert "buildings, landuse, places, roads, water" in done.output
    path, tiles = tiles_of(tmp_path)
    assert {zoom for zoom, _ in tiles} >= {11, 12, 13, 14, 15}
    assert all(gzip.decompress(tile) for _, tile in tiles)
    assert basemap_files.metadata_of(path)["attribution"] == "© OpenStreetMap contributors"


def test_a_basemap_says_nothing_of_the_machine_that_made_it(run, tmp_path):
    extract = town_extract(tmp_path)

    run(extract, "--bbox", BOX)

    path, _ = tiles_of(tmp_path)
    content = path.read_bytes()
    assert str(tmp_path).encode() not in content
    assert b"tippecanoe" not in content
    assert not list((tmp_path / "basemaps").glob(".making*"))


def test_the_map_of_a_city_lies_on_its_basemap_at_once(run, tmp_path, make, database):
    city = make.kortrijk()

    done = run(town_extract(tmp_path), "--bbox", BOX, "--city", "kortrijk")

    assert done.exit_code == 0, done.output
    found = basemap_files.basemap_of(tmp_path / "basemaps", "kortrijk", latitude=None, longitude=None)
    assert (found.owner, found.first_zoom, found.last_zoom) == ("kortrijk", 10, 15)
    with database.reads() as session:
        choose_city(session, city.id)
        assert session.get(type(city), city.id).version > city.version


@pytest.mark.parametrize(
    ("box", "status", "words"),
    [
        ("3.2,50.78,3.32", 2, "four numbers"),
        ("3.2,50.78,3.32,nan", 2, "four numbers"),
        ("north", 2, "four numbers"),
        ("3.32,50.78,3.2,50.86", 2, "West must be less"),
        ("3.2,50.78,3.32,99", 2, "West must be less"),
        ("5.2,50.78,5.32,50.86", 1, "Nothing of this extract"),
    ],
)
def test_a_box_that_makes_no_map_is_refused_with_what_to_do(run, tmp_path, box, status, words):
    done = run(town_extract(tmp_path), "--bbox", box)

    assert done.exit_code == status
    assert words in done.output
    assert not list((tmp_path / "basemaps").glob("*"))


@pytest.mark.parametrize("content", [b"", b"no map", b"<osm><node", b"PK\x03\x04"])
@pytest.mark.parametrize("ending", ["osm", "osm.pbf"])
def test_a_file_that_is_no_extract_is_refused(run, tmp_path, content, ending):
    path = tmp_path / f"odd.{ending}"
    path.write_bytes(content)

    done = run(path, "--bbox", BOX)

    assert done.exit_code == 1
    assert "Error: " in done.output


def test_an_unknown_city_is_refused_before_the_work_begins(run, tmp_path):
    done = run(town_extract(tmp_path), "--bbox", BOX, "--city", "atlantis")

    assert done.exit_code == 1
    assert "There is no city 'atlantis'" in done.output
    assert not (tmp_path / "basemaps").exists()


def test_a_missing_file_is_asked_wrongly(run, tmp_path):
    assert run(tmp_path / "gone.osm.pbf", "--bbox", BOX).exit_code == 2


def test_without_the_extra_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "osmium", None)

    with pytest.raises(BasemapSupportMissing):
        next(basemap.layer_files(town_extract(tmp_path), tmp_path))


def test_only_the_newest_basemap_and_the_one_before_it_are_kept(tmp_path):
    made = [made_basemap(tmp_path, "kortrijk", tiles=((12, 1, number),)) for number in range(4)]

    kept = {path.name for path in tmp_path.glob("*.mbtiles")}
    assert kept == {one.path.name for one in made[2:]}
    assert basemap_files.basemap_of(tmp_path, "kortrijk", latitude=None, longitude=None) == made[3]


def test_a_basemap_for_every_city_counts_for_cities_inside_it(tmp_path):
    shared_map = made_basemap(tmp_path, "_", box=Box(2.5, 50.6, 3.5, 51.4))

    assert basemap_files.basemap_of(tmp_path, "kortrijk", latitude=50.82, longitude=3.26) == shared_map
    assert basemap_files.basemap_of(tmp_path, "genk", latitude=50.96, longitude=5.5) is None
    assert basemap_files.basemap_of(tmp_path, "nowhere", latitude=None, longitude=None) is None


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "residential"}, "minor_road"),
        ({"highway": "motorway"}, "highway"),
        ({"highway": "steps"}, "path"),
        ({"railway": "rail"}, "rail"),
        ({"waterway": "canal"}, "river"),
        ({"railway": "rail", "tunnel": "yes"}, None),
        ({"waterway": "stream", "tunnel": "culvert"}, None),
        ({"highway": "pedestrian", "area": "yes"}, None),
        ({"highway": "proposed"}, None),
    ],
)
def test_a_line_is_drawn_as_what_it_is_in_the_street(tags, kind):
    drawn = line_of(tags)

    assert (drawn and drawn.kind) == kind


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"building": "house"}, "building"),
        ({"building": "no", "leisure": "park"}, "park"),
        ({"natural": "water"}, "water"),
        ({"highway": "pedestrian", "area": "yes"}, "pedestrian"),
        ({"landuse": "quarry"}, None),
    ],
)
def test_an_area_is_drawn_as_ground(tags, kind):
    drawn = ground_of(tags)

    assert (drawn and drawn.kind) == kind


def test_a_town_without_a_name_is_not_written():
    assert label_of({"place": "town"}) is None
    assert label_of({"place": "town", "name": "Kortrijk"}).kind == "locality"
