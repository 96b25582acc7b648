"""Building outlines, and how far up they stand around a terrace."""

import json
import math

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.places.geometry import Position
from cityshop.places.models import Terrace
from cityshop.terraces.cli import terraces
from cityshop.terraces.errors import FootprintKindUnknown, FootprintsNotDegrees, FootprintsUnreadable
from cityshop.terraces.outlines import Outline, height_of, read_outlines

pytest.importorskip("shapely")

from cityshop.terraces.skyline import Buildings

HERE = Position(3.2646, 50.8279)
METRE_NORTH = 1 / 111_195
METRE_EAST = METRE_NORTH / math.cos(math.radians(HERE.latitude))


def block(*, east, north, size=10):
    """A square building whose south-west corner is so many metres from here."""
    corners = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)]
    return [
        Position(HERE.longitude + (east + x) * METRE_EAST, HERE.latitude + (north + y) * METRE_NORTH)
        for x, y in corners
    ]


def building(*, height=None, **where):
    return Outline((block(**where),), height)


def feature(ring, **properties):
    shape = {"type": "Polygon", "coordinates": [[list(corner) for corner in ring]]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


@pytest.fixture
def written(tmp_path):
    def write(*features, name="gebouwen.geojson"):
        path = tmp_path / name
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
        return path

    return write


def test_a_building_stands_as_far_up_as_it_is_high_and_near():
    south = Buildings([building(east=-5, north=-30, height=20.9)], otherwise=9)

    skyline = south.skyline(HERE)

    assert len(skyline) == 72
    assert skyline[36] == 45  # as far above the table as it is away
    assert skyline[0] == skyline[18] == skyline[54] == 0


def test_the_nearest_and_highest_counts_and_the_far_does_not():
    near_and_low = building(east=-5, north=-20, height=6)
    far_and_high = building(east=-5, north=-60, height=61)
    out_of_reach = building(east=-5, north=200, height=90)

    skyline = Buildings([near_and_low, far_and_high, out_of_reach], otherwise=9).skyline(HERE)

    assert skyline[36] == math.ceil(math.degrees(math.atan(60 / 50)))
    assert skyline[0] == 0


def test_a_wall_right_behind_the_tables_takes_half_of_the_sky():
    wall = Buildings([building(east=-50, north=1, size=100, height=12)], otherwise=9)

    skyline = wall.skyline(HERE)

    assert skyline[0] > 80
    assert min(skyline[i] for i in range(72) if not 16 < i < 56) > 10
    assert skyline[36] == 0


def test_a_courtyard_is_outside_and_has_walls_all_around():
    ring = Outline((block(east=-20, north=-20, size=40), block(east=-10, north=-10, size=20)), 11)
    buildings = Buildings([ring], otherwise=9)

    assert not buildings.stands_inside(HERE)
    assert min(buildings.skyline(HERE)) >= 35


def test_under_a_roof_and_far_from_everything_nothing_is_known():
    buildings = Buildings([building(east=-5, north=-5, height=9)], otherwise=9)

    assert buildings.stands_inside(HERE)
    assert buildings.skyline(Position(HERE.longitude + 0.01, HERE.latitude)) == []


def test_a_building_without_height_gets_what_was_agreed_and_is_counted():
    unknown = Buildings([building(east=-5, north=-30)], otherwise=20.9)

    assert (unknown.without_height, unknown.skyline(HERE)[36]) == (1, 45)


@pytest.mark.parametrize(
    ("tags", "metres"),
    [
        ({"height": 12.5}, 12.5),
        ({"height": "12,5 m"}, 12.5),
        ({"HN_P99": 8.31}, 8.31),
        ({"building:levels": "3"}, 9),
        ({"height": "tall", "building:levels": 2}, 6),
        ({"height": "-3"}, None),
        ({"height": "9000"}, None),
        ({}, None),
    ],
)
def test_a_height_is_read_as_maps_write_it(tags, metres):
    assert height_of(tags) == metres


def test_outlines_that_cannot_be_used_are_told_apart(written):
    good = feature(block(east=0, north=0), height=9)
    open_ring = feature(block(east=0, north=0)[:3])
    nothing = {"type": "Feature", "geometry": None, "properties": {}}
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [3.2, 50.8]}}

    rows = list(read_outlines(written(good, open_ring, nothing, point, "x", 7)))

    assert [isinstance(row, Outline) for row in rows] == [True, False, False, False, False, False]


def test_lambert_metres_are_refused_with_that_reason(written):
    with pytest.raises(FootprintsNotDegrees):
        list(read_outlines(written(feature([(70000, 170000)] * 5))))


def test_files_of_another_kind_are_refused(tmp_path):
    shape = tmp_path / "gebouwen.shp"
    broken = tmp_path / "gebouwen.geojson"
    broken.write_text("{")

    with pytest.raises(FootprintKindUnknown):
        read_outlines(shape)
    with pytest.raises(FootprintsUnreadable):
        list(read_outlines(broken))


def test_the_buildings_of_a_map_are_read_in_both_its_forms(tmp_path):
    osmium = pytest.importorskip("osmium")
    ring = block(east=0, north=0)[:4]
    nodes = "".join(
        f'<node id="{number}" version="1" lat="{corner.latitude}" lon="{corner.longitude}"/>'
        for number, corner in enumerate(ring, start=1)
    )
    refs = "".join(f'<nd ref="{number}"/>' for number in (1, 2, 3, 4, 1))
    tags = '<tag k="building" v="yes"/><tag k="building:levels" v="4"/>'
    xml = f'<osm version="0.6">{nodes}<way id="1" version="1">{refs}{tags}</way></osm>'
    plain, packed = tmp_path / "kern.osm", tmp_path / "kern.osm.pbf"
    plain.write_text(xml)
    with osmium.SimpleWriter(str(packed)) as writer:
        for thing in osmium.FileProcessor(plain):
            writer.add(thing)

    (from_plain,) = read_outlines(plain)
    (from_packed,) = read_outlines(packed)

    assert from_plain.height == from_packed.height == 12
    assert len(from_plain.rings[0]) == len(from_packed.rings[0]) == 5


@pytest.fixture
def run(settings, monkeypatch):
    monkeypatch.setenv("CITYSHOP_DATABASE_URL", settings.database_url)

    def job(*arguments):
        return CliRunner().invoke(terraces, ["horizons", *map(str, arguments)])

    return job


def horizons(database):
    with database.reads() as session, across_cities(session):
        return list(session.scalars(select(Terrace.horizon).order_by(Terrace.place_id)))


@pytest.fixture
def town(written):
    return written(
        feature(block(east=-5, north=-30), height=20.9), feature(block(east=300, north=0)), feature([])
    )


def test_the_job_gives_terraces_their_skyline(make, database, run, town):
    make.terrace(name="Open")
    make.terrace(name="Binnen", at=(HERE.latitude - 25 * METRE_NORTH, HERE.longitude))
    make.terrace(name="Ver", at=(50.9, 3.3))
    make.terrace(make.city("genk"), name="Elders")

    result = run(town, "--city", "kortrijk")

    first, inside, far, elsewhere = horizons(database)
    assert result.exit_code == 0
    assert (first[36], inside, far, elsewhere) == (45, [], [], [])
    for words in (
        "2 buildings, 1 of them without height: 9 metres taken; 1 outlines cannot be used",
        "Binnen: stands inside a building",
        "Ver: has no building of this file within 150 metres",
        "1 changed, 0 unchanged, 1 inside a building, 1 without buildings near",
    ):
        assert words in result.output
    with database.reads() as session:
        assert session.scalars(select(JournalEntry.happening)).all() == [Happening.SKYLINES_IMPORTED]


def test_a_dry_run_changes_nothing_and_a_second_run_neither(make, database, run, town):
    make.terrace()

    dry = run(town, "--city", "kortrijk", "--dry-run")
    before = horizons(database)
    run(town, "--city", "kortrijk")
    again = run(town, "--city", "kortrijk")

    assert before == [[]]
    assert "Dry run: nothing is changed." in dry.output
    assert "0 changed, 1 unchanged" in again.output


def test_a_terrace_on_its_own_point_is_looked_up_from_there(make, database, run, town):
    inside = HERE.latitude - 25 * METRE_NORTH
    make.terrace(at=(inside, HERE.longitude), latitude=HERE.latitude, longitude=HERE.longitude)

    run(town, "--city", "kortrijk")

    assert horizons(database)[0][36] == 45


def test_the_job_refuses_what_it_cannot_do(make, run, town, written):
    make.kortrijk()

    assert run(town, "--city", "atlantis").exit_code == 1
    assert run(written(name="leeg.geojson"), "--city", "kortrijk").exit_code == 1
    assert run(town).exit_code == 2
    assert run(town, "--city", "kortrijk", "--height", "0").exit_code == 2
