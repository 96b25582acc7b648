"""The guide for other programs."""

import csv
import io
import json

import pytest

from cityshop.places.models import Terrace

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


def test_exports_keep_to_the_filters(make, client):
    make.place(name="Open", kind="cafe")
    make.place(name="Dicht", kind="cafe", hours="Mo off")
    make.place(name="Winkel", kind="shop")

    assert [row["name"] for row in rows_of(client, "kind=cafe&open=now")] == ["Open"]
    assert client.get("/kortrijk/guide.json?kind=shop").json["count"] == 1


@pytest.mark.parametrize("path", ["guide.json", "guide.csv", "guide.geojson"])
def test_more_rows_take_no_more_queries(make, client, queries, path):
    def counted(count):
        for _ in range(count):
            make.place(terrace=Terrace(seats=2))
        with queries() as asked:
            client.get(f"/kortrijk/{path}?after={count}")
        return len(asked)

    assert counted(10) == counted(50) <= 4
