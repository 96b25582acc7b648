import pytest

from cityshop.cities.rules import theme_hash
from tests.page import Page


def test_the_cities_are_listed_by_name(make, client):
    make.city("zoutleeuw", "Zoutleeuw")
    make.city("genk", "Genk")

    page = Page(client.get("/"))

    assert [link for link in page.links if link in ("/genk", "/zoutleeuw")] == ["/genk", "/zoutleeuw"]


def test_one_city_alone_is_the_front_page(make, client):
    make.kortrijk()

    assert client.get("/").location == "/kortrijk"


@pytest.mark.parametrize("address", ["", "/kortrijk"])
@pytest.mark.parametrize("name", ["privacy", "accessibility", "how-we-count"])
def test_what_every_city_owes_its_residents(make, client, address, name):
    make.kortrijk()

    assert Page(client.get(f"{address}/{name}")).status == 200


def test_the_citys_colours_are_kept_for_a_year(make, client):
    city = make.kortrijk()

    answer = client.get(f"/theme/kortrijk-{theme_hash(city.theme)}.css")

    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/theme/kortrijk-0.css", "/theme/nergens-0.css", "/nergens", "/x/y/z"])
def test_an_unknown_address_is_a_helpful_404(make, client, address):
    make.kortrijk()

    page = Page(client.get(address))

    assert page.status == 404
    assert any(link.rstrip("/") in ("", "/kortrijk") for link in page.links)


@pytest.mark.parametrize(
    "address", ["/%00", "/kortrijk/%00", "/kortrijk?q=%00", "/" + "x" * 5_000, "/%ff%fe"]
)
def test_a_strange_address_is_no_fault(make, client, address):
    make.kortrijk()

    assert client.get(address).status_code in (200, 400, 404)


def test_one_citys_words_never_stand_on_anothers_page(make, client):
    make.kortrijk()
    make.city("genk", "Kanarievogel")

    assert "Kanarievogel" not in client.get("/kortrijk").text
