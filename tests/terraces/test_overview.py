"""Town hall's list of terraces, its file, and what the dashboard says."""

import csv
import io

import pytest

from cityshop.core.permissions import Role
from cityshop.places.models import PlaceState
from cityshop.terraces.rules import PermitState, permit_state
from tests.bad_input import BAD_TEXTS
from tests.makers.terraces import DAY, TODAY
from tests.page import Page
from tests.sign_in import sign_in

LIST = "/staff/kortrijk/terraces"


@pytest.fixture
def amina(make, client):
    """Amina is staff; here she works for Kortrijk."""
    return sign_in(client, make.staff(Role.READER))


def names(page):
    return [one.text.strip() for one in page.all("th") if one.facts.get("scope") == "row"]


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (None, None, PermitState.NONE),
        (TODAY + DAY, None, PermitState.COMING),
        (TODAY, None, PermitState.HOLDS),
        (None, TODAY + 61 * DAY, PermitState.HOLDS),
        (None, TODAY + 60 * DAY, PermitState.ENDING),
        (None, TODAY, PermitState.ENDING),
        (TODAY - DAY, TODAY - DAY, PermitState.ENDED),
    ],
)
def test_a_permit_stands_on_a_day(first, last, state):
    assert permit_state(first, last, TODAY) is state


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Blijft", "Eindigt", "Groter", "Voorbij", "Zonder"]),
        ("show=ending", ["Eindigt", "Groter"]),
        ("show=ended", ["Voorbij"]),
        ("show=without", ["Zonder"]),
        ("show=extensions", ["Groter"]),
        ("show=no-sun", ["Blijft", "Eindigt", "Groter", "Voorbij"]),
        ("season=campagne-1", []),
        ("show=nonsense&page=0&season=", ["Blijft", "Eindigt", "Groter", "Voorbij", "Zonder"]),
        ("page=99", []),
    ],
)
def test_the_list_shows_the_heap_in_its_address(make, amina, query, expected):
    far = TODAY + 300 * DAY
    make.terrace(name="Blijft", permit_to=far)
    make.terrace(name="Eindigt", permit_to=TODAY + 30 * DAY)
    make.terrace(name="Groter", permit_to=far, extension_to=TODAY + 30 * DAY)
    make.terrace(name="Voorbij", permit_to=TODAY - DAY)
    make.terrace(name="Zonder", horizon=[0] * 72)
    make.terrace(name="Weg", state=PlaceState.CLOSED)
    make.place(name="Zonder terras")

    assert names(Page(amina.get(f"{LIST}?{query}"))) == expected


def test_the_list_counts_each_heap_and_only_of_this_city(make, amina):
    make.terrace(permit_to=TODAY)
    make.terrace(make.city("genk"), name="KANARIE", permit_to=TODAY)

    page = Page(amina.get(f"/en{LIST}"))

    assert "All terraces 1 " in page.text
    assert "Permit ends within 60 days 1 " in page.text
    assert "KANARIE" not in page.text


def test_the_list_of_one_season_shows_its_extensions_and_leads_to_its_pages(make, amina):
    season = make.season()
    make.terrace(name="XXL", extension_to=TODAY, season=season.slug)
    make.terrace(name="Los", extension_to=TODAY)

    page = Page(amina.get(f"{LIST}?show=extensions&season={season.slug}"))

    assert names(page) == ["XXL"]
    assert f"/kortrijk/terraces/{season.slug}" in page.links
    assert f"/staff/kortrijk/campaigns/{season.slug}" in page.links


@pytest.mark.parametrize("name", ["show", "season", "page"])
@pytest.mark.parametrize("text", BAD_TEXTS)
def test_no_filter_breaks_the_list_or_the_file(make, amina, name, text):
    assert amina.get(LIST, query_string={name: text}).status_code == 200
    assert amina.get(f"{LIST}.csv", query_string={name: text}).status_code == 200


def test_the_file_has_a_row_for_each_permit_and_no_formula(make, amina):
    make.terrace(name="=1+1", extension_to=TODAY, extension_seats=8, permit_to=TODAY)

    answer = amina.get(f"{LIST}.csv")

    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")), delimiter=";"))
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert [(row["name"], row["extension"], row["seats"]) for row in rows] == [
        ("'=1+1", "no", "24"),
        ("'=1+1", "yes", "8"),
    ]
    assert rows[0]["permit_to"] == TODAY.isoformat()


def test_the_list_takes_no_more_queries_for_more_terraces(make, amina, queries):
    def counted(number):
        for _ in range(number):
            make.terrace()
        with queries() as asked:
            amina.get(LIST)
        return len(asked.other_than("city.version"))

    assert counted(5) == counted(30)


def test_the_dashboard_and_the_list_of_places_lead_to_permits_that_end(make, amina):
    assert "show=ending" not in amina.get("/staff/kortrijk").text

    make.terrace(permit_to=TODAY)

    assert "show=ending" in amina.get("/staff/kortrijk").text
    assert "show=ending" in amina.get("/staff/kortrijk/places").text


@pytest.mark.parametrize("path", [LIST, f"{LIST}.csv"])
def test_nobody_of_elsewhere_gets_in(make, client, path):
    make.kortrijk()

    assert client.get(path).status_code == 303
    sign_in(client, make.staff(Role.COORDINATOR, city=make.city("genk")))
    assert client.get(path).status_code == 404
