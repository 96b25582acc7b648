"""The guide within other sites, and as open data."""

import pytest

from cityshop.core.db import across_cities
from cityshop.core.permissions import Role
from cityshop.embeds.models import EmbedSettings
from cityshop.embeds.rules import site_from
from tests.page import Page
from tests.sign_in import post_form, sign_in

EMBED, DESK = "/kortrijk/guide/embed", "/staff/kortrijk/places/embed"


@pytest.fixture
def amina(make, client):
    """Amina is staff; here she works for Kortrijk."""
    return sign_in(client, make.staff(Role.WRITER))


def ancestors(answer):
    policy = answer.headers["Content-Security-Policy"]
    return next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))


def test_the_guide_may_be_framed_by_the_sites_that_town_hall_names(make, client, amina):
    make.place(name="Café De Leie")

    answer = post_form(amina, DESK, sites="https://www.kortrijk.be/gids\n\nhttps://*.kortrijk.be")

    shown = client.get(EMBED)
    assert answer.status_code == 303
    assert ancestors(shown) == "frame-ancestors 'self' https://*.kortrijk.be https://www.kortrijk.be"
    assert "X-Frame-Options" not in shown.headers
    assert "Café De Leie" in Page(shown).text


def test_no_site_may_frame_anything_until_it_is_named(make, client):
    make.place()

    assert ancestors(client.get(EMBED)) == "frame-ancestors 'self'"


@pytest.mark.parametrize("path", ["", "/guide", "/guide/plek-1", "/guide/data", "/guide.json"])
def test_no_other_page_may_be_framed(make, client, amina, path):
    make.place(slug="plek-1")
    post_form(amina, DESK, sites="https://www.kortrijk.be")

    answer = client.get(f"/kortrijk{path}")

    assert ancestors(answer) == "frame-ancestors 'none'"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_frame_sets_no_cookie_and_keeps_to_its_filters(make, client):
    make.place(name="Winkel", kind="shop")
    make.place(name="Café", kind="cafe")

    answer = client.get(f"{EMBED}?kind=shop")

    assert "Set-Cookie" not in answer.headers
    assert "Café" not in Page(answer).text


def test_a_frame_shows_the_map_on_request(make, client):
    make.place()

    page = Page(client.get(f"{EMBED}?map=1"))

    assert [element for element in page.all("div") if "data-map" in element.facts]
    assert [script for script in page.all("script") if "/map-" in script.facts.get("src", "")]


def test_links_of_a_frame_open_beside_it(make, client):
    make.place(slug="leie")

    page = Page(client.get(EMBED))

    leading_out = [link for link in page.all("a") if "/guide/leie" in link.facts["href"]]
    assert {link.facts.get("target") for link in leading_out} == {"_blank"}


@pytest.mark.parametrize(
    ("typed", "site"),
    [
        ("https://www.kortrijk.be", "https://www.kortrijk.be"),
        ("www.Kortrijk.be/pad?x=1", "https://www.kortrijk.be"),
        ("https://*.kortrijk.be", "https://*.kortrijk.be"),
        ("https://kortrijk.be:8443", "https://kortrijk.be:8443"),
        ("*", None),
        ("https://*", None),
        ("http://kortrijk.be", None),
        ("https://kortrijk.be; script-src *", None),
        ("https://kortrijk.be https://evil.example", None),
        ("'self'", None),
        ("data:", None),
        ("https://a@b.be", None),
        ("https://kortrijk.be\r\nX-Evil: 1", None),
    ],
)
def test_only_a_site_goes_into_the_header(typed, site):
    assert site_from(typed) == site


def test_what_is_no_site_is_asked_again(amina, database):
    answer = post_form(amina, DESK, sites="https://goed.be\nniet goed")

    page = Page(answer)
    assert answer.status_code == 422
    assert "“niet goed” is not the address of a site." in page.errors[0]
    assert "https://goed.be" in page.html
    with database.reads() as session, across_cities(session):
        assert session.get(EmbedSettings, 1) is None


def test_too_many_sites_are_refused(amina):
    sites = "\n".join(f"https://site{number}.be" for number in range(31))

    assert post_form(amina, DESK, sites=sites).status_code == 422


def test_the_desk_shows_what_to_paste(make, amina):
    make.kortrijk()

    answer = amina.get(f"{DESK}?kind=cafe&map=1")

    page = Page(answer)
    assert "http://localhost/kortrijk/guide/embed?kind=cafe&amp;map=1" in page.text
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    assert ancestors(answer) == "frame-ancestors 'none'"


def test_the_open_data_page_names_formats_and_licence(make, client):
    make.place()

    own = Page(client.get("/kortrijk/guide/data"))
    make.place(source_id="way/1")
    mixed = Page(client.get("/kortrijk/guide/data"))

    for ending in ("csv", "geojson", "json", "gpx", "kml"):
        assert f"http://localhost/kortrijk/guide.{ending}" in own.links
    assert "own data" in own.text
    assert "Open Database License" not in own.text
    assert "Open Database License" in mixed.text


def test_the_guide_leads_to_its_data(make, client):
    make.place()

    assert "/kortrijk/guide/data" in Page(client.get("/kortrijk/guide")).links


def test_a_place_with_the_name_of_a_page_hides_nothing(make, client, amina):
    fields = {
        "name": "Data",
        "kind": "shop",
        "state": "published",
        "point": "50.82, 3.26",
        "wheelchair": "no",
        "ownership": "unknown",
    }

    answer = post_form(amina, "/staff/kortrijk/places/new", **fields)

    assert "/places/data-2/edit" in answer.location
    assert "open data" in Page(client.get("/kortrijk/guide/data")).heading
