"""The list of the guide, for residents."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cityshop.core.db import choose_city
from cityshop.places.models import HoursException, Place, PlaceState, Terrace
from tests.bad_input import BAD_TEXTS
from tests.page import Page

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Brussels


@pytest.fixture(autouse=True)
def at_noon(site_clock):
    site_clock.now = NOON
    return site_clock


def names(page):
    return [" ".join(element.text.split()) for element in page.all("h2")]


def guide(client, query=""):
    return Page(client.get(f"/kortrijk/guide?{query}"))


def test_every_place_says_open_closed_or_unknown_and_when_that_changes(make, client):
    make.place(name="Open", hours="Mo-Fr 09:00-18:00")
    make.place(name="Gesloten", hours="Tu-Fr 09:00-18:00")
    make.place(name="Misschien", hours="op afspraak")

    page = guide(client)

    assert names(page) == ["Gesloten", "Misschien", "Open"]
    for words in ("18:00", "09:00"):
        assert words in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=shop", ["Boekhandel"]),
        ("open=now", ["Boekhandel", "Café Élan"]),
        ("open=now&unknown=1", ["Boekhandel", "Café Élan", "IJskar"]),
        ("terrace=1", ["Café Élan"]),
        ("covered=1", ["Café Élan"]),
        ("wheelchair=yes", ["Boekhandel"]),
        ("q=cafe+elan", ["Café Élan"]),
        ("q=VLASMARKT", ["Boekhandel"]),
        ("q=markt&kind=cafe", ["Café Élan"]),
        ("sort=street", ["Café Élan", "Frituur", "IJskar", "Boekhandel"]),
        ("sort=seats", ["Café Élan", "Boekhandel", "Frituur", "IJskar"]),
        ("kind=nonsense&open=later&sort=size&covered=yes", ["Boekhandel", "Café Élan", "Frituur", "IJskar"]),
    ],
)
def test_filters_in_the_address_narrow_the_list(make, client, query, expected):
    make.place(name="Boekhandel", kind="shop", street="Vlasmarkt 3", wheelchair="yes")
    make.place(name="Café Élan", terrace=Terrace(seats=20, is_covered=True))
    make.place(name="Frituur", kind="fast_food", hours="Tu-Su 11:00-22:00", wheelchair="no")
    make.place(name="IJskar", kind="ice_cream", hours="")

    page = guide(client, query)

    assert names(page) == expected


def test_places_with_unknown_hours_are_one_link_away(make, client):
    make.place(name="Open")
    make.place(name="Misschien", hours="")

    page = guide(client, "open=now")

    more = [link for link in page.links if "unknown=1" in link]
    assert len(more) == 1
    assert names(Page(client.get(more[0]))) == ["Misschien", "Open"]


def test_an_empty_list_shows_the_way_back(make, client):
    make.place()

    page = guide(client, "q=nergens")

    assert names(page) == []
    assert "/kortrijk/guide" in page.links


def test_a_city_without_places_has_a_guide_all_the_same(make, client):
    make.kortrijk()

    assert guide(client).status == 200


@pytest.mark.parametrize(
    "name", ["kind", "open", "covered", "wheelchair", "terrace", "q", "sort", "page", "map"]
)
@pytest.mark.parametrize("text", BAD_TEXTS)
def test_no_filter_breaks_the_page(make, client, name, text):
    make.place()

    answer = client.get("/kortrijk/guide", query_string={name: text})

    assert Page(answer).status == 200
    assert b"<script>alert" not in answer.data


def test_what_was_searched_stands_in_the_field_again(make, client):
    make.place()

    page = guide(client, "q=%22%3E%3Cb%3Ezon")

    field = next(one for one in page.all("input") if one.facts.get("name") == "q")
    assert field.facts["value"] == '">' + "<b>zon"


@pytest.mark.parametrize(
    "state", [PlaceState.DRAFT, PlaceState.PENDING, PlaceState.HIDDEN, PlaceState.CLOSED]
)
def test_only_published_places_are_shown(make, client, state):
    hidden = make.place(name="Verborgen", state=state)

    assert "Verborgen" not in guide(client).html
    assert client.get(f"/kortrijk/guide/{hidden.slug}").status_code == 404
    assert b"Verborgen" not in client.get("/kortrijk/guide.json").data


def test_a_place_of_another_city_is_never_shown(make, client):
    make.place(name="Van hier")
    canary = make.place(make.city("genk"), name="KANARIE", terrace=Terrace(seats=4))

    for path in ("guide", "guide?map=1", "guide?open=now", "guide.json", "guide.geojson", "guide.csv", ""):
        assert b"KANARIE" not in client.get(f"/kortrijk/{path}").data
    assert b"KANARIE" not in client.get("/api/v1/cities/kortrijk/places").data
    assert client.get(f"/kortrijk/guide/{canary.slug}").status_code == 404


@pytest.mark.parametrize("path", ["guide", "guide.csv", "guide.json", "guide.geojson", "guide/plek"])
def test_an_unknown_city_is_a_404(database, client, path):
    assert client.get(f"/nergens/{path}").status_code == 404


@pytest.mark.parametrize("query", ["", "open=now", "open=now&terrace=1", "q=markt", "map=1"])
def test_more_places_take_no_more_queries(make, client, queries, query):
    def places(count):
        for number in range(count):
            make.place(name=f"Plek {number}", terrace=Terrace(seats=number + 1))
        client.get("/kortrijk/guide?warm=up")
        with queries() as counted:
            client.get(f"/kortrijk/guide?{query}&after={count}")
        return counted

    few, many = places(10), places(50)

    own, of_other_rooms = 6, 5  # seasons, routes, the agenda, vacancies and titles add a query or two
    assert len(few) == len(many) <= own + of_other_rooms


def test_a_page_shows_fifty_places_and_leads_to_the_rest(make, client):
    for number in range(60):
        make.place(name=f"Plek {number:02}")

    first = guide(client)
    last = guide(client, "page=2")

    assert (len(names(first)), len(names(last))) == (50, 10)
    assert any("page=2" in link for link in first.links)
    assert names(guide(client, "page=99")) == names(last)


class Seconds:
    """The seconds by which the page cache counts, moved by the site's clock."""

    def __init__(self, clock):
        self._clock = clock

    def monotonic(self):
        return self._clock.now.timestamp()

    time = monotonic


def test_a_kept_page_is_not_served_past_closing_time(make, client, site_clock, monkeypatch):
    monkeypatch.setattr("cityshop.web.page_cache.time", Seconds(site_clock))
    make.place(name="Kapper", hours="Mo-Fr 09:00-18:00")

    site_clock.now = datetime(2026, 11, 23, 16, 58, 30, tzinfo=UTC)
    before = names(guide(client, "open=now"))
    site_clock.now = datetime(2026, 11, 23, 17, 0, 1, tzinfo=UTC)
    after = names(guide(client, "open=now"))

    assert (before, after) == (["Kapper"], [])


def test_a_kept_page_is_not_served_past_opening_time(make, client, site_clock, monkeypatch):
    monkeypatch.setattr("cityshop.web.page_cache.time", Seconds(site_clock))
    make.place(name="Vroeg", hours="Mo-Fr 06:00-22:00")
    make.place(name="Laat", hours="Mo-Fr 12:30-23:00")

    site_clock.now = NOON + timedelta(minutes=29)
    before = names(guide(client, "open=now"))
    site_clock.now = NOON + timedelta(minutes=30)
    after = names(guide(client, "open=now"))

    assert (before, after) == (["Vroeg"], ["Laat", "Vroeg"])


def test_a_change_of_town_hall_is_seen_at_once(make, client, database):
    place = make.place(name="Oude naam")
    guide(client)

    with database.writes.begin() as session:
        choose_city(session, place.city_id)
        session.get(Place, place.id).name = "Nieuwe naam"

    assert names(guide(client)) == ["Nieuwe naam"]


def test_a_terrace_hides_itself_after_its_permit(make, client):
    today = date(2026, 11, 23)
    make.place(name="Nog", terrace=Terrace(seats=8, permit_to=today))
    gone = make.place(name="Voorbij", terrace=Terrace(seats=8, permit_to=today - timedelta(days=1)))
    make.place(name="Straks", terrace=Terrace(seats=8, permit_from=today + timedelta(days=1)))

    assert names(guide(client, "terrace=1")) == ["Nog"]
    assert "8" not in [one.text for one in Page(client.get(f"/kortrijk/guide/{gone.slug}")).all("dd")]


def test_a_yearly_holiday_closes_a_place_that_is_usually_open(make, client):
    place = make.place(name="Op reis", hours="Mo-Su 00:00-24:00")
    make.kept(
        HoursException(
            place_id=place.id,
            first_day=date(2026, 11, 20),
            last_day=date(2026, 11, 29),
            reason="jaarlijks verlof",
        )
    )

    assert names(guide(client, "open=now")) == []
    assert "jaarlijks verlof" in Page(client.get(f"/kortrijk/guide/{place.slug}")).text


def test_the_map_is_only_loaded_when_asked_for(make, client):
    make.place()

    assert "js/map" not in guide(client).html
    assert "js/map" in guide(client, "map=1").html


def test_the_guide_sets_no_cookie_and_is_kept(make, client):
    make.place()

    for path in ("guide", "guide.json", "guide.csv", "guide.geojson"):
        answer = client.get(f"/kortrijk/{path}")
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["ETag"]


def test_the_guide_speaks_french(make, client):
    place = make.place(text={"nl": "Op het plein", "fr": "Sur la place"})

    page = Page(client.get(f"/fr/kortrijk/guide/{place.slug}"))

    assert "Sur la place" in page.text


def test_the_short_word_leads_to_the_guide(make, client):
    make.kortrijk()

    assert client.get("/kortrijk/gids?open=now").headers["Location"] == "/kortrijk/guide?open=now"


def test_the_guide_cannot_be_written(make, client):
    place = make.place()

    for path in ("guide", "guide.json", f"guide/{place.slug}"):
        assert client.post(f"/kortrijk/{path}").status_code == 405


def test_the_front_page_shows_terraces_that_are_open(make, client):
    make.place(name="Zonneterras", terrace=Terrace(seats=30))
    make.place(name="Dicht", hours="Sa 10:00-11:00", terrace=Terrace(seats=90))

    page = Page(client.get("/kortrijk"))

    assert "Zonneterras" in page.text
    assert "Dicht" not in page.text
