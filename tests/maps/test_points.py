"""Places as columns, for the map and for a phone that keeps them."""

from datetime import UTC, datetime
from itertools import accumulate

import pytest

from cityshop.maps.packing import distinct, short_slug, steps
from cityshop.places.models import PlaceState, Terrace
from tests.bad_input import BAD_TEXTS
from tests.makers.maps import many_terraces

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Brussels


@pytest.fixture(autouse=True)
def at_noon(site_clock):
    site_clock.now = NOON
    return site_clock


def points(client, query=""):
    answer = client.get(f"/kortrijk/guide/points.json?{query}")
    assert answer.status_code == 200
    return answer.get_json()


def offline(client):
    return client.get("/kortrijk/guide/offline.json").get_json()


def test_a_point_has_its_place_kind_street_and_state(make, client):
    make.place(name="Café De Leie", slug="de-leie", street="Kaai 3", hours="Mo-Fr 09:00-18:00")

    found = points(client)

    assert (found["slug"], found["name"], found["street"]) == (["de-leie"], ["Café De Leie"], ["Kaai 3"])
    assert found["kinds"] == [["cafe", "Café"]]
    assert (found["latitude"], found["longitude"]) == ([5082790], [326460])
    assert (found["state"], found["words"]) == ("o", ["Open, closes at 18:00"])


def test_points_are_differences_that_add_up(make, client):
    for number in range(3):
        make.place(name=f"Plek {number}", at=(50.8279 + number / 1000, 3.2646 - number / 1000))

    found = points(client)

    assert list(accumulate(found["latitude"])) == [5082790, 5082890, 5082990]
    assert list(accumulate(found["longitude"])) == [326460, 326360, 326260]


def test_points_keep_to_the_filters_of_the_list(make, client):
    make.place(name="Boekhandel", kind="shop")
    make.place(name="Café", hours="Tu-Su 10:00-20:00")

    assert points(client, "kind=shop")["name"] == ["Boekhandel"]
    assert points(client, "open=now")["name"] == ["Boekhandel"]
    assert points(client, "q=caf")["name"] == ["Café"]
    assert points(client, "kind=green") == points(client, "kind=green&map=1")


def test_points_of_hidden_places_and_of_other_cities_are_absent(make, client):
    make.place(name="Verborgen", state=PlaceState.HIDDEN)
    make.place(city=make.city(slug="genk"), name="Elders")

    assert points(client)["slug"] == []
    assert client.get("/atlantis/guide/points.json").status_code == 404


def test_points_are_true_until_somebody_opens_or_closes(make, client, site_clock):
    make.place(hours="Mo-Fr 09:00-18:00")
    site_clock.now = datetime(2026, 11, 23, 16, 58, tzinfo=UTC)
    assert points(client)["state"] == "o"

    site_clock.now = datetime(2026, 11, 23, 17, 5, tzinfo=UTC)
    client.application.extensions["cityshop.page_cache"].forget_all()

    assert points(client)["state"] == "c"


@pytest.mark.parametrize("text", [text for text in BAD_TEXTS if "\0" not in text])  # no database keeps a NUL
def test_a_name_travels_as_it_was_written(make, client, text):
    place = make.place(name=text)

    assert points(client)["name"] == [place.name]


def test_objects_of_the_map_are_thanked_for(make, client):
    make.place(source_id="node/1")

    assert "OpenStreetMap" in points(client)["credit"]


def test_a_kept_place_has_its_hours_of_two_days(make, client):
    make.place(name="Altijd", hours="24/7")
    make.place(name="Overdag", hours="Mo-Fr 09:00-18:00", terrace=Terrace(seats=4))
    make.place(name="Misschien", hours="op afspraak")

    found = offline(client)

    assert found["name"] == ["Altijd", "Misschien", "Overdag"]
    assert (found["made"], found["minutes"], found["terrace"]) == (int(NOON.timestamp()), 2880, "001")
    hours = [number if number < 0 else found["spans"][number] for number in found["open"]]
    assert hours == [[0, 2880], -1, [0, 360, 1260, 1800, 2700, 2880]]


def test_the_kept_guide_asks_as_much_of_the_database_for_many_places(make, client, queries):
    make.place(hours="Mo-Fr 09:00-18:00")
    with queries() as few:
        offline(client)
    for number in range(5):
        make.place(name=f"Plek {number}", hours=f"Mo-Fr 09:00-1{number}:00")
    client.application.extensions["cityshop.page_cache"].forget_all()
    with queries() as many:
        offline(client)

    assert len(many) == len(few)


def test_what_is_kept_sets_no_cookie_and_is_compressed(make, client):
    for number in range(40):
        make.place(name=f"Plek {number}")

    answer = client.get("/kortrijk/guide/offline.json", headers={"Accept-Encoding": "br"})

    assert answer.headers["Content-Encoding"] == "br"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_the_guide_of_six_hundred_terraces_weighs_at_most_fifteen_kilobytes(make, database, client, encoding):
    many_terraces(database, make.kortrijk().id, 600)

    answer = client.get("/kortrijk/guide/offline.json", headers={"Accept-Encoding": encoding})

    assert len(answer.get_data()) <= 15_000


@pytest.mark.parametrize(
    ("slug", "name", "short"),
    [
        ("cafe-t-belfort", "Café ’t Belfort", ""),
        ("cafe-t-belfort-2", "Café ’t Belfort", "-2"),
        ("place", "🙂", "place"),
        ("strasse", "Straße", "strasse"),
        ("vroeger", "Nu anders", "vroeger"),
        ("bar2", "Bar", "bar2"),
        ("x" * 60, "x" * 70, ""),
    ],
)
def test_a_word_in_addresses_that_the_name_says_does_not_travel(slug, name, short):
    assert short_slug(slug, name) == short


def test_what_occurs_often_stands_once():
    assert distinct(["bar", "cafe", "bar"]) == (["bar", "cafe"], [0, 1, 0])
    assert distinct([]) == ([], [])


def test_steps_are_whole_and_begin_at_the_equator():
    assert steps([50.82791, 50.82790, -0.5]) == [5082791, -1, -5132790]
