"""The layer that serves tiles before Flask."""

import gzip

import pytest
from werkzeug.test import Client

from cityshop.maps.tile_layer import TileLayer
from cityshop.maps.tiles import MOST_FILES_OPEN, TileShelf, Where
from tests.makers.maps import TILE, basemap

X, Y = 2085, 1374  # Kortrijk at zoom 12


def rest_of_site(environ, start_response):
    start_response("200 OK", [])
    return [b"the site"]


@pytest.fixture
def served(tmp_path):
    return basemap(tmp_path, "kortrijk", tiles=((12, X, Y),))


@pytest.fixture
def ask(tmp_path, served):
    client = Client(TileLayer(rest_of_site, TileShelf(tmp_path)))

    def ask(tail=f"12/{X}/{Y}.mvt", *, method="GET", city="kortrijk", digest=served.digest, **headers):
        headers = {"Accept-Encoding": "br, gzip"} | headers
        return client.open(f"/tiles/{city}/{digest}/{tail}", method=method, headers=headers)

    return ask


def test_a_tile_travels_as_it_was_made_and_is_kept_for_a_year(ask):
    answer = ask()

    assert (answer.status_code, answer.get_data()) == (200, TILE)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(TILE)


@pytest.mark.parametrize("accepted", ["", "br", "identity", "gzip;q=0"])
def test_a_program_that_takes_no_gzip_gets_it_unpacked(ask, accepted):
    answer = ask(**{"Accept-Encoding": accepted})

    assert answer.get_data() == gzip.decompress(TILE)
    assert "Content-Encoding" not in answer.headers


def test_a_head_says_all_but_the_tile(ask):
    whole, head = ask(), ask(method="HEAD")

    assert (head.status_code, head.get_data()) == (200, b"")
    assert dict(head.headers) == dict(whole.headers)


def test_a_range_gets_the_whole_tile(ask):
    assert ask(Range="bytes=0-3").status_code == 200


@pytest.mark.parametrize("tail", ["12/0/0.mvt", "10/0/0.mvt", "15/32767/32767.mvt"])
def test_where_nothing_is_drawn_the_answer_is_empty(ask, tail):
    answer = ask(tail)

    assert (answer.status_code, answer.get_data()) == (204, b"")
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "tail",
    [
        "99/0/0.mvt",
        "9/0/0.mvt",
        "16/0/0.mvt",
        "12/-1/0.mvt",
        "12/0/-1.mvt",
        "-1/0/0.mvt",
        "12/4096/0.mvt",
        "12/0/4096.mvt",
        "12/99999999999999999999/0.mvt",
        f"12/{X}/{Y}.png",
        f"12/{X}/{Y}",
        "12/a/b.mvt",
        "../../../etc/passwd",
        "",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_tile_that_no_map_has_is_not_found(ask, tail, method):
    answer = ask(tail, method=method)

    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("city", "digest"),
    [("genk", None), ("kortrijk", "0" * 16), ("kortrijk", "..%2f..%2fkey"), ("..", None), ("Kortrijk", None)],
)
def test_a_basemap_of_nobody_or_of_another_city_is_not_found(ask, served, city, digest):
    assert ask(city=city, digest=digest or served.digest).status_code == 404


def test_a_shared_basemap_serves_every_city(tmp_path, ask):
    everywhere = basemap(tmp_path, "_", tiles=((12, X, Y),))

    assert ask(city="genk", digest=everywhere.digest).status_code == 200


def test_nothing_is_written_here(ask):
    answer = ask(method="POST")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_everything_else_is_for_the_site(tmp_path):
    client = Client(TileLayer(rest_of_site, TileShelf(tmp_path)))

    assert client.get("/kortrijk/guide").get_data() == b"the site"
    assert client.get("/tilesandroofs").get_data() == b"the site"


def test_a_new_basemap_is_served_without_a_restart_and_the_old_one_for_a_while(tmp_path, ask):
    assert ask().status_code == 200

    newer = basemap(tmp_path, "kortrijk", tiles=((12, X, Y), (12, X, Y + 1)))

    assert ask(digest=newer.digest).status_code == 200
    assert ask().status_code == 200


def test_many_basemaps_do_not_keep_many_files_open(tmp_path):
    shelf = TileShelf(tmp_path)
    for number in range(MOST_FILES_OPEN + 5):
        digest = basemap(tmp_path, f"city-{number}", tiles=((12, X, number),)).digest
        assert shelf.tile(f"city-{number}", digest, Where(12, X, number)) == TILE

    assert shelf.open_files == MOST_FILES_OPEN


def test_the_site_serves_tiles_in_front_of_its_pages(client, settings):
    served = basemap(settings.basemaps_folder, "kortrijk", tiles=((12, X, Y),))

    answer = client.get(f"/tiles/kortrijk/{served.digest}/12/{X}/{Y}.mvt")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    served.path.unlink()
