import gzip
from datetime import timedelta

import brotli
import pytest

from cityshop.core.db import renew_public_pages
from tests.makers.base import NOW


def test_a_page_is_made_once_and_kept(make, client, queries):
    make.kortrijk()
    client.get("/kortrijk")

    with queries() as counted:
        client.get("/kortrijk")

    assert counted.other_than("city.version") == []


def test_a_change_is_seen_at_once_in_the_same_process(make, client, session):
    city = make.kortrijk()
    before = client.get("/kortrijk").text
    session.merge(city).headline = {"nl": "Kom binnen"}
    renew_public_pages(session, city.id)
    session.commit()

    assert "Kom binnen" not in before
    assert "Kom binnen" in client.get("/kortrijk").text


def test_a_change_of_another_city_leaves_the_page_kept(make, client, session):
    make.kortrijk()
    other = make.city("genk")
    etag = client.get("/kortrijk").headers["ETag"]
    renew_public_pages(session, other.id)
    session.commit()

    assert client.get("/kortrijk").headers["ETag"] == etag


@pytest.mark.parametrize(("accepts", "unpack"), [("br, gzip", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_page_travels_compressed(make, client, accepts, unpack):
    make.kortrijk()
    plain = client.get("/kortrijk")

    packed = client.get("/kortrijk", headers={"Accept-Encoding": accepts})

    assert unpack(packed.data) == plain.data
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_an_encoding_that_is_refused_is_not_sent(make, client):
    make.kortrijk()

    answer = client.get("/kortrijk", headers={"Accept-Encoding": "br;q=0, identity"})

    assert "Content-Encoding" not in answer.headers


def test_a_known_page_is_not_sent_again(make, client):
    make.kortrijk()
    etag = client.get("/kortrijk", headers={"Accept-Encoding": "br"}).headers["ETag"]

    again = client.get("/kortrijk", headers={"Accept-Encoding": "br", "If-None-Match": etag})

    assert again.status_code == 304
    assert again.data == b""


def test_languages_are_kept_apart(make, client):
    make.kortrijk()

    assert 'lang="nl"' in client.get("/kortrijk").text
    assert 'lang="fr"' in client.get("/fr/kortrijk").text
    assert 'lang="nl"' in client.get("/kortrijk").text


def test_reading_sets_no_cookie(make, client):
    make.kortrijk()

    for page in ("", "/guide", "/vote", "/offers", "/privacy"):
        address = f"/kortrijk{page}"
        assert "Set-Cookie" not in client.get(address).headers, address


def test_head_has_the_headers_without_the_page(make, client):
    make.kortrijk()
    page = client.get("/kortrijk")

    head = client.head("/kortrijk")

    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(page.data))


def test_a_page_is_not_kept_past_the_moment_it_stops_being_true(make, client):
    make.campaign(starts_at=NOW - timedelta(days=1), ends_at=NOW + timedelta(seconds=2))

    assert "s-maxage=5" not in client.get("/kortrijk").headers["Cache-Control"]


def test_errors_are_not_kept(make, client):
    assert client.get("/kortrijk").status_code == 404
    make.kortrijk()

    assert client.get("/kortrijk").status_code == 200
