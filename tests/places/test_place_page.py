"""One place, for residents."""

import json
import re

import pytest

from cityshop.places.models import Terrace
from tests.page import Page

SCRIPT_NAME = '<img src=x onerror="alert(1)">'
CLOSES_A_SCRIPT = "</script><script>alert(1)</script>"


def show(client, place, language=""):
    return Page(client.get(f"{language}/kortrijk/guide/{place.slug}"))


def linked_data(page):
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.html, re.DOTALL)
    return json.loads(block[1])


def test_a_place_says_where_it_is_and_when_it_is_open(make, client):
    place = make.place(name="Café De Leie", hours="Mo-Fr 09:00-12:00,13:30-18:00", phone="056 11 22 33")

    page = show(client, place)

    assert page.heading == "Café De Leie"
    for words in ("Grote Markt 1", "056 11 22 33", "09:00", "12:00", "13:30", "18:00"):
        assert words in page.text
    assert len(page.all("tr")) == 8
    assert "tel:056112233" in page.links


def test_the_table_of_hours_begins_today(make, client):
    page = show(client, make.place(hours="Su 10:00-12:00; Mo 13:00-14:00"), language="/en")

    assert [one.text for one in page.all("td")][:3] == ["10:00 to 12:00", "13:00 to 14:00", "Closed"]


def test_a_terrace_is_told_with_its_facts(make, client):
    terrace = Terrace(seats=42, is_covered=True, is_heated=False, closing_hour="23:00")

    facts = [one.text for one in show(client, make.place(terrace=terrace)).all("dd")]

    assert {"42", "23:00"} <= set(facts)


def test_hours_that_nobody_can_read_are_shown_as_they_were_written(make, client):
    page = show(client, make.place(hours="enkel bij <b>mooi</b> weer"))

    assert "enkel bij <b>mooi</b> weer" in page.text
    assert not page.all("table")


@pytest.mark.parametrize("name", [SCRIPT_NAME, CLOSES_A_SCRIPT, "{{ 7 * 7 }}", "'\"><svg onload=alert(1)>"])
def test_a_name_stays_text_everywhere(make, client, name):
    place = make.place(name=name, street=name, text={"nl": name}, terrace=Terrace(seats=3))

    for path in ("/kortrijk/guide", f"/kortrijk/guide/{place.slug}", "/kortrijk/guide?map=1", "/kortrijk"):
        page = Page(client.get(path))
        assert name in page.text
        assert not [one for one in page.elements if "onerror" in one.facts or "onload" in one.facts]
        assert not [one for one in page.all("script") if one.text.startswith("alert")]
    assert linked_data(show(client, place))["name"] == name


def test_open_round_the_clock_is_said_in_words(make, client):
    text = show(client, make.place(hours="24/7"), language="/en").text

    assert "day and night" in text
    assert "00:00" not in text


def test_linked_data_names_the_hours_of_the_coming_week(make, client):
    place = make.place(hours="Mo 09:00-18:00", kind="shop")

    facts = linked_data(show(client, place))

    assert facts["@type"] == "Store"
    assert [(one["opens"], one["closes"]) for one in facts["openingHoursSpecification"]] == [
        ("09:00", "18:00")
    ]


def test_links_to_elsewhere_tell_nothing_of_this_page(make, client):
    page = show(client, make.place(website="https://cafe.example/", source_id="way/1"))

    foreign = [one for one in page.all("a") if one.facts.get("href", "").startswith("http")]
    assert len(foreign) == 3
    assert all("noopener" in one.facts["rel"] for one in foreign)


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//elders.be"]
)
def test_a_website_that_is_no_website_is_no_link(make, client, website):
    page = show(client, make.place(website=website))

    assert website not in page.links
    assert website not in page.html


def test_a_place_from_the_map_names_its_source(make, client):
    assert "OpenStreetMap" in show(client, make.place(source_id="node/7")).text
    assert "OpenStreetMap" not in show(client, make.place()).text


@pytest.mark.parametrize("slug", ["nergens", "%00", "..%2f..", "x" * 3000, "🙂", "-1"])
def test_an_unknown_place_is_a_helpful_404(make, client, slug):
    make.kortrijk()

    assert client.get(f"/kortrijk/guide/{slug}").status_code == 404


def test_a_place_page_takes_as_many_queries_in_a_full_guide(make, client, queries):
    place = make.place()

    def counted(address):
        with queries() as few:
            client.get(address)
        return len(few)

    alone = counted(f"/kortrijk/guide/{place.slug}")
    for _ in range(20):
        make.place(terrace=Terrace(seats=4))

    assert counted(f"/kortrijk/guide/{place.slug}?again") == alone


def test_a_text_in_another_language_says_which_one(make, client):
    place = make.place(text={"nl": "Op het plein"})

    page = show(client, place, language="/fr")

    assert any(one.facts.get("lang") == "nl" and "Op het plein" in one.text for one in page.all("p"))
    assert "This text is only there in Dutch." in page.text
    assert "This text is only" not in show(client, place).text


@pytest.mark.parametrize(
    ("language", "words"), [("", "Plein"), ("/fr", "Place"), ("/en", "Square"), ("/de", "Platz")]
)
def test_a_text_is_read_in_four_languages(make, client, language, words):
    place = make.place(text={"nl": "Plein", "fr": "Place", "en": "Square", "de": "Platz"})

    assert words in show(client, place, language=language).text


def test_diets_payments_and_whose_business_it_is_are_told(make, client):
    place = make.place(diets=["vegan"], payments=["cash", "meal-vouchers"], ownership="independent")

    facts = [" ".join(one.text.split()) for one in show(client, place, language="/en").all("dd")]

    assert {"Vegan", "Cash, Meal vouchers", "Independent business"} <= set(facts)


def test_what_nobody_knows_is_not_there(make, client):
    page = show(client, make.place(street="", town=""), language="/en")

    terms = {one.text for one in page.all("dt")}
    assert not terms & {"On the menu", "Paying", "Business", "Phone", "Wheelchair", "Address"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"kind": "cafe"}, "CafeOrCoffeeShop"),
        ({"kind": "shop", "category": "bakery"}, "Bakery"),
        ({"kind": "shop", "category": "other"}, "Store"),
        ({"kind": "green"}, "Park"),
    ],
)
def test_linked_data_names_the_kind_of_business(make, client, facts, expected):
    data = linked_data(show(client, make.place(payments=["cash"], diets=["vegan"], **facts), language="/en"))

    assert data["@type"] == expected
    assert ("paymentAccepted" in data) == (facts["kind"] != "green")
    assert ("servesCuisine" in data) == (facts["kind"] == "cafe")
    assert data["@id"].endswith(f"/en/kortrijk/guide/{data['@id'].rsplit('/', 1)[1]}")


def test_the_three_nearest_places_are_one_step_away(make, client):
    place = make.place(name="Hier", at=(50.8279, 3.2646))
    make.place(name="Ver", at=(50.8300, 3.2646))
    make.place(name="Naast", at=(50.8280, 3.2646))
    make.place(name="Verder", at=(50.8320, 3.2646))
    make.place(name="Verst", at=(50.8340, 3.2646))
    make.place(name="Verborgen", at=(50.8279, 3.2646), state="hidden")
    make.place(make.city("genk"), name="KANARIE", at=(50.8279, 3.2646))

    page = show(client, place)

    near = [" ".join(one.text.split()) for one in page.all("li") if " m" in one.text and "·" in one.text]
    assert [words.split()[0] for words in near] == ["Naast", "Ver", "Verder"]
    assert "10 m" in near[0]


def test_a_place_can_be_passed_on_without_script(make, client):
    page = show(client, make.place(name="Bar & Co"))

    mail = next(link for link in page.links if link.startswith("mailto:?"))
    assert "Bar%20%26%20Co" in mail
    assert "/kortrijk/guide/" in page.text


@pytest.mark.parametrize("picture", ["img/offers/coffee.svg", "A" * 22])
def test_a_place_shows_its_picture(make, client, picture):
    page = show(client, make.place(picture=picture, picture_alt={"nl": "Een kop koffie"}))

    shown = [one.facts for one in page.all("img") if one.facts["alt"] == "Een kop koffie"]
    assert len(shown) == 1


@pytest.mark.parametrize("picture", ["", "img/nergens.svg", "../x", "javascript:alert(1)"])
def test_a_picture_that_is_not_there_is_not_shown(make, client, picture):
    assert not show(client, make.place(picture=picture)).all("img")


def test_the_page_of_favourites_is_the_same_for_everybody(make, client):
    make.place(name="Ergens")

    answer = client.get("/kortrijk/guide/favourites")

    assert "Ergens" not in Page(answer).text
    assert "Set-Cookie" not in answer.headers
    assert client.get("/nergens/guide/favourites").status_code == 404
