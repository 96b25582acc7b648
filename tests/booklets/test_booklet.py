"""The guide on paper."""

from datetime import UTC, datetime

import pytest

from cityshop.booklets import pages
from cityshop.core.permissions import Role
from cityshop.places.filters import visible
from cityshop.places.models import PlaceState, Terrace
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.sign_in import sign_in

MONDAY = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_monday(site_clock):
    site_clock.now = MONDAY


def booklet(client, query="", language="/en"):
    return Page(client.get(f"{language}/kortrijk/guide/booklet?{query}"))


def headings(page):
    return [" ".join(one.text.split()) for one in page.all("h2")]


def printed(page):
    return [" ".join(one.text.split()) for one in page.all("h3")]


def test_places_stand_under_their_kind(make, client):
    make.place(name="Winkel", kind="shop", category="bakery")
    make.place(name="Café", hours="Tu-Fr 08:00-17:30; Sa-Su 09:00-18:00", phone="056 11 22 33")

    page = booklet(client)

    assert printed(page) == ["Café", "Winkel"]
    assert [words for words in headings(page) if words in ("Cafés", "Shops")] == ["Cafés", "Shops"]
    for words in ("Tue–Fri 8:00–17:30, Sat–Sun 9:00–18:00", "056 11 22 33", "Bakery", "day and night"):
        assert words in page.text


def test_places_stand_under_their_street(make, client):
    make.place(name="Twee", street="Vlasmarkt 12")
    make.place(name="Een", street="Grote Markt 3")
    make.place(name="Drie", street="")

    page = booklet(client, "by=street")

    assert printed(page) == ["Een", "Twee", "Drie"]
    assert [one for one in headings(page) if one in ("Grote Markt", "Vlasmarkt", "Elsewhere")] == [
        "Grote Markt",
        "Vlasmarkt",
        "Elsewhere",
    ]


def test_filters_of_the_guide_choose_what_is_printed(make, client):
    make.place(name="Terras", terrace=Terrace(seats=20))
    make.place(name="Binnen")

    page = booklet(client, "terrace=1")

    assert printed(page) == ["Terras"]
    assert "by=street" in next(link for link in page.links if "by=street" in link)
    assert any("terrace=1" in link and "by=street" in link for link in page.links)


def test_every_page_has_its_number_and_a_code_that_leads_to_its_places(make, client):
    for number in range(30):
        make.place(name=f"Plek {number:02}", text={"en": "A sentence about this place."})

    page = booklet(client)

    codes = [one.facts["aria-label"] for one in page.all("svg") if one.facts.get("role") == "img"]
    sheets = [one.facts["aria-label"] for one in page.all("section") if "aria-label" in one.facts]
    numbered = [label for label in sheets if label.startswith("Page ")]
    assert len(numbered) >= 4
    assert len(codes) == len(numbered) + 1
    assert all("/en/kortrijk/guide?kind=cafe" in label for label in codes[:-1])
    assert len(printed(page)) == 30


def test_only_published_places_of_this_city_are_printed(make, client):
    make.place(name="Van hier")
    make.place(name="Ontwerp", state=PlaceState.DRAFT)
    make.place(make.city("genk"), name="KANARIE")

    assert printed(booklet(client)) == ["Van hier"]


def test_the_imprint_says_who_made_it_and_whom_to_thank(make, client):
    make.place(source_id="node/1")

    page = booklet(client)

    assert "Published by the city of Kortrijk on 23 November 2026" in page.text
    assert "OpenStreetMap" in page.text
    assert "No shop paid" in page.text


def test_a_guide_too_large_for_paper_asks_for_a_filter(make, client, monkeypatch):
    monkeypatch.setattr(pages, "MOST_PLACES", 2)
    for _ in range(3):
        make.place()

    page = booklet(client)

    assert printed(page) == []
    assert "3 places" in page.text


def test_an_empty_booklet_says_so(make, client):
    make.place()

    page = booklet(client, "q=nergens")

    assert printed(page) == []
    assert page.status == 200


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_bad_words_in_a_place_or_an_address_stay_words(make, client, text):
    kept = visible(text)[:400]  # as every form keeps it
    make.place(name="Plek", hours=kept, text={"en": kept})

    answer = client.get("/en/kortrijk/guide/booklet", query_string={"by": text, "q": ""})

    assert Page(answer).status == 200
    assert b"<script>alert" not in answer.data


def test_the_booklet_is_kept_whole_and_sets_no_cookie(make, client):
    make.place()

    answer = client.get("/kortrijk/guide/booklet")

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["ETag"]
    assert client.post("/kortrijk/guide/booklet").status_code == 405
    assert client.get("/nergens/guide/booklet").status_code == 404


def test_more_places_take_no_more_queries(make, client, queries):
    def places(count):
        for _ in range(count):
            make.place()
        client.get("/kortrijk/guide?warm=up")
        with queries() as counted:
            client.get(f"/kortrijk/guide/booklet?after={count}")
        return counted

    assert len(places(5)) == len(places(40))


def test_the_guide_and_town_hall_lead_to_it(make, client):
    make.place()
    staff = sign_in(client, make.staff(Role.WRITER))

    assert any("/guide/booklet" in link for link in Page(client.get("/kortrijk/guide?kind=cafe")).links)
    assert any("/guide/booklet" in link for link in Page(staff.get("/staff/kortrijk/places")).links)


def test_no_place_can_hide_the_booklet(make, client):
    make.place(name="Booklet")

    assert booklet(client).status == 200
