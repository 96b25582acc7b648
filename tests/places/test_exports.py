"""The guide for other programs."""

import csv
import html
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest

from cityshop.places.drafts import FROM_THE_MAP
from cityshop.places.models import Terrace
from tests.payloads import PAYLOADS

FORMULA = '=HYPERLINK("http://x","y")'


def rows_of(client, query=""):
    text = client.get(f"/kortrijk/guide.csv?{query}").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_csv_opens_in_a_belgian_spreadsheet(make, client):
    make.place(name="Café Élan; zuid", terrace=Terrace(seats=12, is_covered=True))

    answer = client.get("/kortrijk/guide.csv")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    [row] = rows_of(client)
    assert (row["name"], row["seats"], row["covered"], row["terrace"]) == (
        "Café Élan; zuid",
        "12",
        "yes",
        "yes",
    )


@pytest.mark.parametrize("text", [FORMULA, "+32 56 11", "-1+1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(make, client, text):
    make.place(name=text)

    assert rows_of(client)[0]["name"] == f"'{text}"


def test_a_name_is_data_in_every_export(make, client):
    name = '<img src=x onerror="alert(1)">'
    make.place(name=name)

    assert rows_of(client)[0]["name"] == name
    for path in ("/kortrijk/guide.json", "/api/v1/cities/kortrijk/places"):
        answer = client.get(path)
        assert answer.mimetype == "application/json"
        assert answer.json["places"][0]["name"] == name
    assert json.loads(client.get("/kortrijk/guide.geojson").data)["features"][0]["properties"]["name"] == name


def test_geojson_has_longitude_first(make, client):
    make.place(at=(50.8279, 3.2646))

    answer = client.get("/kortrijk/guide.geojson")

    assert answer.mimetype == "application/geo+json"
    [feature] = json.loads(answer.data)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [3.2646, 50.8279]}


def test_the_state_and_its_next_change_are_told_in_utc(make, client):
    make.place(hours="Su 10:00-18:00")

    [place] = client.get("/api/v1/cities/kortrijk/places").json["places"]

    assert (place["state"], place["next_change"]) == ("open", "2026-11-22T17:00:00Z")


@pytest.mark.parametrize("path", ["guide.json", "guide.geojson"])
def test_the_licence_is_that_of_the_map_as_soon_as_one_row_comes_from_there(make, client, path):
    make.place()
    own = json.loads(client.get(f"/kortrijk/{path}").data)
    make.place(source_id="way/1")

    mixed = json.loads(client.get(f"/kortrijk/{path}").data)

    assert (own["licence"], mixed["licence"]) == ("own data", "ODbL-1.0")
    assert "OpenStreetMap" in mixed["attribution"]


def test_the_csv_names_the_licence_of_every_row(make, client):
    make.place(name="A")
    make.place(name="B", source_id="way/1")

    assert [row["licence"] for row in rows_of(client)] == ["own data", "ODbL-1.0"]


def test_traits_stand_in_every_file(make, client):
    make.place(
        kind="shop", diets=["vegan", "halal"], payments=["cash"], category="bakery", ownership="independent"
    )

    [row] = rows_of(client)
    [place] = client.get("/kortrijk/guide.json").json["places"]
    feature = json.loads(client.get("/kortrijk/guide.geojson").data)["features"][0]["properties"]
    names = ("diets", "payments", "category", "ownership")

    assert [row[name] for name in names] == ["vegan, halal", "cash", "bakery", "independent"]
    for facts in (place, feature):
        assert [facts[name] for name in names] == [["vegan", "halal"], ["cash"], "bakery", "independent"]
    assert "vegan, halal" in client.get("/kortrijk/guide.gpx").text
    assert "vegan, halal" in client.get("/kortrijk/guide.kml").text


def test_exports_keep_to_the_filters(make, client):
    make.place(name="Open", kind="cafe")
    make.place(name="Dicht", kind="cafe", hours="Mo off")
    make.place(name="Winkel", kind="shop")

    assert [row["name"] for row in rows_of(client, "kind=cafe&open=now")] == ["Open"]
    assert client.get("/kortrijk/guide.json?kind=shop").json["count"] == 1


def read_xml(answer):
    return ET.fromstring(answer.data)  # noqa: S314 - what we wrote ourselves


def in_gpx(name):
    return "{http://www.topografix.com/GPX/1/1}" + name


def in_kml(name):
    return "{http://www.opengis.net/kml/2.2}" + name


def test_gpx_has_a_waypoint_for_every_place(make, client):
    make.place(name="Café & Élan", at=(50.8279, 3.2646), slug="elan", town="Kortrijk", postal_code="8500")

    answer = client.get("/kortrijk/guide.gpx")

    gpx = read_xml(answer)
    [point] = gpx.findall(in_gpx("wpt"))
    assert answer.mimetype == "application/gpx+xml"
    assert gpx.get("version") == "1.1"
    assert point.attrib == {"lat": "50.8279", "lon": "3.2646"}
    assert [(part.tag, part.text) for part in point][:2] == [
        (in_gpx("name"), "Café & Élan"),
        (in_gpx("desc"), "Grote Markt 1, 8500 Kortrijk"),
    ]
    assert point.find(in_gpx("link")).get("href") == "http://localhost/kortrijk/guide/elan"


def test_kml_has_a_placemark_and_points_nowhere_else(make, client):
    make.place(name="Café & Élan", at=(50.8279, 3.2646))

    answer = client.get("/kortrijk/guide.kml")

    [mark] = read_xml(answer).iter(in_kml("Placemark"))
    assert answer.mimetype == "application/vnd.google-earth.kml+xml"
    assert mark.find(in_kml("name")).text == "Café & Élan"
    assert mark.find(f"{in_kml('Point')}/{in_kml('coordinates')}").text == "3.2646,50.8279"
    assert "NetworkLink" not in answer.text


@pytest.mark.parametrize(
    ("path", "sign"),
    [("guide.gpx", "opendatacommons"), ("guide.kml", "ODbL-1.0"), ("guide.json", "ODbL-1.0")],
)
def test_the_licence_is_the_map_s_only_while_a_field_is(make, client, path, sign):
    fields = list(FROM_THE_MAP)
    make.place(source_id="way/1", owned_by_people=fields[:4], owned_by_files=fields[4:])
    assert sign not in client.get(f"/kortrijk/{path}").text

    make.place(source_id="way/2", owned_by_people=fields[:4])

    assert sign in client.get(f"/kortrijk/{path}").text


def test_anything_in_a_text_is_inert_in_every_file(make, client):
    for number, text in enumerate(PAYLOADS):
        facts = {"street": text, "phone": text, "text": {"nl": text}, "town": text, "website": text}
        make.place(name=text, slug=f"p{number}", **facts)

    names = [place["name"] for place in client.get("/kortrijk/guide.json").json["places"]]
    points = read_xml(client.get("/kortrijk/guide.gpx")).findall(in_gpx("wpt"))
    marks = list(read_xml(client.get("/kortrijk/guide.kml")).iter(in_kml("Placemark")))
    cells = [cell for row in rows_of(client) for cell in row.values()]

    assert sorted(names) == sorted(PAYLOADS)
    assert sorted(point.find(in_gpx("name")).text for point in points) == sorted(PAYLOADS)
    assert sorted(mark.find(in_kml("name")).text for mark in marks) == sorted(PAYLOADS)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {place["website"] for place in client.get("/kortrijk/guide.json").json["places"]} == {""}


@pytest.mark.parametrize("text", PAYLOADS)
def test_anything_in_a_text_is_inert_in_list_frame_and_linked_data(make, client, text):
    make.place(name=text, street=text, slug="plek", website=text, text={"nl": text}, town=text)

    for path in ("/kortrijk/guide", "/kortrijk/guide/embed", "/kortrijk/guide/plek"):
        page = client.get(path).text
        if "<" in text:
            assert text not in page
        assert 'href="javascript:' not in page
        [*data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert all(json.loads(html.unescape(one))["name"] == text for one in data)


@pytest.mark.parametrize("path", ["guide.json", "guide.csv", "guide.geojson", "guide.gpx", "guide.kml"])
def test_more_rows_take_no_more_queries(make, client, queries, path):
    def counted(count):
        for _ in range(count):
            make.place(terrace=Terrace(seats=2))
        with queries() as asked:
            client.get(f"/kortrijk/{path}?after={count}")
        return len(asked)

    assert counted(10) == counted(50) <= 5
