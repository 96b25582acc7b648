"""What pages say around a map, before any script draws it."""

import json
import re

import pytest

from cityshop.app import create_app
from cityshop.maps.basemap_files import Box
from cityshop.maps.offline import box_around, tiles_of
from cityshop.maps.tiles import Where
from cityshop.places.services import free_slug
from tests.makers.maps import basemap
from tests.page import Page


def maps_of(page):
    return [element.facts for element in page.all("div") if "data-map" in element.facts]


@pytest.fixture
def built_basemap(settings):
    made = basemap(settings.basemaps_folder, "kortrijk", tiles=((12, 2085, 1374), (13, 4171, 2748)))
    yield made
    made.path.unlink()


def test_the_list_loads_no_map_until_it_is_asked_for(make, client):
    make.place()

    page = Page(client.get("/kortrijk/guide"))

    assert maps_of(page) == []
    assert "/js/map-" not in page.html
    assert any("map=1" in link for link in page.links)


def test_the_map_of_the_list_gets_its_points_with_the_same_filters(make, client):
    make.place(kind="cafe")

    page = Page(client.get("/kortrijk/guide?kind=cafe&map=1"))

    (frame,) = maps_of(page)
    assert frame["data-points"] == "/kortrijk/guide/points.json?kind=cafe"
    assert frame["data-place"] == "/kortrijk/guide/"
    assert "One finger moves the page, two move the map." in page.text
    assert "The map needs JavaScript." in page.text


def test_without_a_basemap_the_drawing_of_the_town_lies_under_it(make, client):
    make.place()

    (frame,) = maps_of(Page(client.get("/kortrijk/guide?map=1")))

    assert re.fullmatch(r"/static/maps/kortrijk-\w+\.json", frame["data-drawing"])
    assert "data-tiles" not in frame


def test_with_a_basemap_its_tiles_lie_under_it(make, client, built_basemap):
    make.place()

    (frame,) = maps_of(Page(client.get("/fr/kortrijk/guide?map=1")))

    assert frame["data-tiles"] == f"/tiles/kortrijk/{built_basemap.digest}/{{z}}/{{x}}/{{y}}.mvt"
    assert (frame["data-first-zoom"], frame["data-last-zoom"]) == ("10", "15")
    assert frame["data-credit"] == "© OpenStreetMap contributors"
    assert "data-drawing" not in frame


def test_a_town_with_neither_still_shows_its_points(make, client):
    make.place(city=make.city(slug="leeg"))

    (frame,) = maps_of(Page(client.get("/leeg/guide?map=1")))

    assert "data-tiles" not in frame
    assert "data-drawing" not in frame


def test_a_place_shows_where_it_is_when_asked(make, client):
    make.place(slug="de-leie", at=(50.8279, 3.2646))

    before = Page(client.get("/kortrijk/guide/de-leie"))
    (frame,) = maps_of(Page(client.get("/kortrijk/guide/de-leie?map=1")))

    assert "/kortrijk/guide/de-leie?map=1#map" in before.links
    assert maps_of(before) == []
    assert frame["data-point"] == "50.8279,3.2646"


def test_a_route_shows_its_line_on_a_map_when_asked(make, client):
    route = make.route()

    before = Page(client.get(f"/kortrijk/routes/{route.slug}"))
    (frame,) = maps_of(Page(client.get(f"/kortrijk/routes/{route.slug}?map=1")))

    assert f"/kortrijk/routes/{route.slug}?map=1#map" in before.links
    assert frame["data-line"] == f"/kortrijk/routes/{route.slug}.geojson"
    assert client.get(frame["data-line"]).status_code == 200


def test_sorting_by_distance_waits_for_a_script(make, client):
    make.place()

    page = Page(client.get("/kortrijk/guide?kind=cafe"))

    (button,) = [one for one in page.all("button") if "data-nearest" in one.facts]
    assert "hidden" in button.facts
    assert button.facts["data-points"] == "/kortrijk/guide/points.json?kind=cafe"


def test_the_offline_page_says_what_it_takes_and_names_every_file(make, client):
    for number in range(3):
        make.place(name=f"Plek {number}")

    page = Page(client.get("/kortrijk/guide/offline"))

    assert "3 places with their opening hours of two days, and the map." in page.text
    assert re.search(r"It takes about \d+ kB", page.text)
    assert "Keeping the guide needs JavaScript." in page.text
    (keep,) = [one.facts for one in page.all("section") if "data-keep" in one.facts]
    assert keep["data-guide"] == "/kortrijk/guide/offline.json"
    files = keep["data-files"].split()
    assert len(files) == len(set(files))
    assert any(file.startswith("/static/maps/kortrijk-") for file in files)
    for file in files:
        with client.get(file) as answer:
            assert answer.status_code == 200, file


def test_with_a_basemap_the_tiles_around_the_places_are_kept(make, client, built_basemap):
    make.place(at=(50.8279, 3.2646))

    page = Page(client.get("/kortrijk/guide/offline"))

    (keep,) = [one.facts for one in page.all("section") if "data-keep" in one.facts]
    tiles = [file for file in keep["data-files"].split() if file.startswith("/tiles/")]
    assert {tile.split("/")[4] for tile in tiles} == {"10", "11", "12", "13", "14"}
    assert {client.get(tile).status_code for tile in tiles} == {200, 204}
    assert any("/js/map-tiles-" in file for file in keep["data-files"].split())


def test_an_empty_guide_can_be_kept_too(make, client):
    make.kortrijk()

    assert Page(client.get("/kortrijk/guide/offline")).status == 200
    assert client.get("/kortrijk/guide/offline.json").get_json()["slug"] == []


def test_a_place_that_is_called_offline_has_another_address():
    assert free_slug("Offline", set()) == "offline-2"


def test_the_guide_leads_to_keeping_it(make, client):
    make.place()

    assert "/kortrijk/guide/offline" in Page(client.get("/kortrijk/guide")).links


def test_the_service_worker_is_small_fresh_and_stands_at_the_root(client):
    answer = client.get("/service-worker.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert len(answer.get_data()) <= 3_000
    assert b"fetch" in answer.get_data()


def test_an_operator_ends_keeping_on_every_phone(settings, make, database):
    make.place()
    off = create_app(type(settings)(**vars(settings) | {"keeps_guides": False})).test_client()

    worker = off.get("/service-worker.js")

    assert b"unregister" in worker.get_data()
    assert b"fetch" not in worker.get_data()
    assert "/kortrijk/guide/offline" not in Page(off.get("/kortrijk/guide")).links
    assert off.get("/kortrijk/guide/offline").status_code == 404


def test_tiles_of_a_box_are_those_it_touches():
    assert list(tiles_of(Box(3.264, 50.827, 3.265, 50.828), 12)) == [Where(12, 2085, 1374)]
    assert len(list(tiles_of(Box(3.2, 50.78, 3.32, 50.86), 14))) == 42


def test_the_box_around_places_holds_them_all():
    saved = {"slug": ["a", "b"], "latitude": [5082790, 100], "longitude": [326460, -50]}

    around = box_around(saved)

    assert (around.west, around.south) == pytest.approx((3.2541, 50.8179))
    assert (around.east, around.north) == pytest.approx((3.2746, 50.8389))
    assert box_around({"slug": []}) is None


def test_names_stay_text_in_what_a_script_reads(make, client):
    name = "<img src=x onerror=alert(1)>"
    make.place(name=name)

    assert name not in client.get("/kortrijk/guide?map=1").get_data(as_text=True)
    assert json.loads(client.get("/kortrijk/guide/points.json").get_data())["name"] == [name]
