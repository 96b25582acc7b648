import json
import sys

import pytest

from cityshop.core.errors import Refusal
from cityshop.imports.errors import PbfSupportMissing
from cityshop.imports.reading import look_at, read_map
from cityshop.imports.recognising import Format
from cityshop.places.drafts import PlaceDraft
from cityshop.places.errors import MapFileHasDoctype, MapFileUnreadable
from cityshop.places.kinds import PlaceKind
from cityshop.places.refused import Reason, Refused

CAFE = {"amenity": "cafe", "name": "De Sleutel"}
CORNERS = [[3.264, 50.827], [3.266, 50.827], [3.266, 50.829], [3.264, 50.829], [3.264, 50.827]]

VILLAGE = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="50.827" lon="3.264"/>
  <node id="2" lat="50.827" lon="3.266"/>
  <node id="3" lat="50.829" lon="3.266"/>
  <node id="5" version="2" lat="50.828" lon="3.265">
    <tag k="shop" v="deli"/><tag k="name" v="Bij Bert"/></node>
  <node id="6" lat="50.828"><tag k="shop" v="bakery"/><tag k="name" v="Nowhere"/></node>
  <node id="7" lat="50.828" lon="3.265"><tag k="highway" v="crossing"/></node>
  <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/>
    <tag k="amenity" v="cafe"/><tag k="name" v="De Sleutel"/></way>
  <way id="11"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="amenity" v="cafe"/><tag k="name" v="Bar"/></way>
  <way id="12"><nd ref="1"/><nd ref="2"/><nd ref="99"/><nd ref="1"/><tag k="amenity" v="cafe"/></way>
  <relation id="20"><member type="way" ref="10" role="outer"/><tag k="shop" v="mall"/></relation>
</osm>
"""


def read_map_file(path):
    file = look_at(path.name, path.read_bytes())
    return read_map(file.content, file.format)


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def geojson(folder, *features):
    return write(
        folder, "guide.geojson", json.dumps({"type": "FeatureCollection", "features": list(features)})
    )


def feature(kind, coordinates, source_id="way/1", **properties):
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "id": source_id, "properties": CAFE | properties, "geometry": geometry}


def reasons(rows):
    return {row.row: row.reason for row in rows if isinstance(row, Refused)}


def places(rows):
    return [row for row in rows if isinstance(row, PlaceDraft)]


def test_an_osm_file_gives_points_and_areas(tmp_path):
    bakery, cafe = places(read_map_file(write(tmp_path, "village.osm", VILLAGE)))

    assert (bakery.source_id, bakery.source_version, bakery.kind) == ("node/5", 2, PlaceKind.SHOP)
    assert (cafe.source_id, cafe.longitude, cafe.latitude) == ("way/10", 3.2653333, 50.8276667)


def test_an_osm_file_says_what_it_could_not_use(tmp_path):
    assert reasons(read_map_file(write(tmp_path, "village.osm", VILLAGE))) == {
        "node/6": Reason.NO_COORDINATES,
        "way/11": Reason.RING_NOT_CLOSED,
        "way/12": Reason.NO_COORDINATES,
        "relation/20": Reason.NO_POINT_OR_AREA,
    }


def test_a_doctype_is_refused_before_any_entity_grows(tmp_path):
    bomb = '<!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><osm><node id="1" lat="&b;"/></osm>'

    with pytest.raises(MapFileHasDoctype):
        list(read_map_file(write(tmp_path, "bomb.osm", bomb)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("half.osm", "<osm><node"),
        ("empty.osm", ""),
        ("half.geojson", '{"features": ['),
        ("list.json", "[]"),
        ("deep.json", "[" * 100_000),
        ("none.geojson", '{"type": "FeatureCollection"}'),
    ],
)
def test_a_broken_file_is_refused_whole(tmp_path, name, text):
    with pytest.raises(Refusal):
        list(read_map_file(write(tmp_path, name, text)))


def test_a_broken_pbf_is_refused_whole(shared):
    content = (shared / "osm" / "wechelderzande-2016.osm.pbf").read_bytes()[:5_000]

    with pytest.raises(MapFileUnreadable):
        list(read_map(content, Format.PBF))


def test_without_the_extra_a_pbf_is_refused_with_advice(monkeypatch):
    monkeypatch.delitem(sys.modules, "cityshop.places.osm_pbf", raising=False)
    monkeypatch.setitem(sys.modules, "osmium", None)

    with pytest.raises(PbfSupportMissing):
        list(read_map(b"", Format.PBF))


def test_an_outline_and_its_centre_are_one_place(tmp_path):
    path = geojson(tmp_path, feature("Polygon", [CORNERS]), feature("Point", [3.265, 50.828]))

    rows = list(read_map_file(path))

    assert [(place.longitude, place.latitude) for place in places(rows)] == [(3.265, 50.828)]
    assert reasons(rows) == {"way/1": Reason.SAME_OBJECT}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (feature("Point", [50.8279, 3.2646]), Reason.SWAPPED),
        (feature("Point", [150000, 170000]), Reason.NOT_DEGREES),
        (feature("Point", []), Reason.NO_COORDINATES),
        (feature("Point", ["3.26", "50.82"]), Reason.NO_COORDINATES),
        (feature("Point", None), Reason.NO_COORDINATES),
        (feature("Polygon", [CORNERS[:-1]]), Reason.RING_NOT_CLOSED),
        (feature("Polygon", []), Reason.NO_COORDINATES),
        (feature("MultiPolygon", []), Reason.NO_COORDINATES),
        (feature("LineString", CORNERS), Reason.NO_POINT_OR_AREA),
        (feature("Point", [3.26, 50.82]) | {"geometry": None}, Reason.NOT_READABLE),
        (feature("Point", [3.26, 50.82], name=None), Reason.NO_NAME),
    ],
)
def test_a_bad_row_is_refused_and_the_next_one_is_read(tmp_path, row, reason):
    rows = list(read_map_file(geojson(tmp_path, row, feature("Point", [3.2646, 50.8279], "node/2"))))

    assert reasons(rows) == {"way/1": reason}
    assert [place.source_id for place in places(rows)] == ["node/2"]


@pytest.mark.parametrize("row", [None, 3, {}, {"properties": []}])
def test_a_row_that_is_no_feature_is_refused_by_number(tmp_path, row):
    assert reasons(read_map_file(geojson(tmp_path, row))) == {"1": Reason.NOT_READABLE}


def test_both_files_of_a_village_give_the_same_four_places(shared):
    from_xml = list(read_map_file(shared / "osm" / "wechelderzande-2016.osm"))
    from_pbf = list(read_map_file(shared / "osm" / "wechelderzande-2016.osm.pbf"))

    assert from_xml == from_pbf
    assert sorted(place.name for place in places(from_xml)) == [
        "De Zandfluiter",
        "De Zandfluiter",
        "Duivenbond De Eendracht",
        "Nicoty",
    ]
    assert all(place.source_id.startswith("way/") for place in places(from_xml))


def test_a_town_with_outlines_and_centres_has_each_place_once(shared):
    rows = list(read_map_file(shared / "poi" / "be-arlon.geojson"))

    ids = [place.source_id for place in places(rows)]
    assert len(rows) == 351
    assert len(ids) == len(set(ids)) == 159
    assert sum(row.reason is Reason.SAME_OBJECT for row in rows if isinstance(row, Refused)) == 23


def test_bicycle_parkings_are_no_places(shared):
    rows = list(read_map_file(shared / "poi" / "halle-bicycle-parking-2022.geojson"))

    assert {(type(row), row.reason) for row in rows} == {(Refused, Reason.NOT_IN_A_GUIDE)}
