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
