"""Routes as residents see them."""

import json
from datetime import timedelta

import pytest

from cityshop.core.db import choose_city
from cityshop.places.models import PlaceState
from cityshop.routes.geometry import SegmentRole
from cityshop.routes.gpx import read_gpx
from cityshop.routes.models import Route
from tests.makers.base import NOW
from tests.makers.routes import line
from tests.page import Page

NASTY = '<img src=x onerror="alert(1)">'
FILES = (".svg", ".geojson", ".gpx", "/sheet")


def at(route, rest=""):
    return f"/kortrijk/routes/{route.slug}{rest}"


@pytest.fixture
def route(make):
    """A round with a café that closes at noon, a bench, and ice cream nobody knows the hours of."""
    route = make.route(text={"nl": "Langs de Leie."}, ascent_m=12)
    make.stop(route, make.place(name="Café De Leie", hours="Mo-Su 10:00-12:00", at=(50.828, 3.262)))
    make.stop(route, name="Bank", at=(50.828, 3.28), kind="green", note={"nl": "Mooi uitzicht."})
    make.stop(route, make.place(name="IJskar", hours="bij mooi weer", at=(50.832, 3.27)), kind="ice_cream")
    return route


def test_the_list_has_what_is_published(make, client, route):
    make.route(title="Nog niet klaar", state="draft")

    page = Page(client.get("/en/kortrijk/routes"))

    assert page.heading == "Routes"
    assert "Cycle route, 3,7 km, 15 min" in page.text
    assert "3 stops" in page.text
    assert "Nog niet klaar" not in page.text


def test_a_city_without_routes_leads_to_the_guide(make, client):
    make.kortrijk()

    page = Page(client.get("/kortrijk/routes"))

    assert "No route yet" in page.text
    assert "/kortrijk/guide" in page.links


def test_a_route_says_its_stops_as_text_with_what_is_open_now(client, route):
    page = Page(client.get(at(route)))

    assert page.heading == "Zomerroute"
    assert "Open, closes at 12:00" in page.text
    assert "Hours not known" in page.text
    assert "1,3 km along the route, to the east" in page.text
    assert "Mooi uitzicht." in page.text
    assert "At the same point" in page.text
    assert "12 m" in page.text


def test_a_route_is_never_kept_past_the_next_change(client, site_clock, route):
    before = Page(client.get(at(route)))
    site_clock.move(hours=1, minutes=1)
    client.application.extensions["cityshop.page_cache"].forget_all()

    after = Page(client.get(at(route)))

    assert "Open, closes at 12:00" in before.text
    assert "Closed, opens tomorrow at 10:00" in after.text


def test_public_pages_set_no_cookie_and_may_be_kept(client, route):
    for rest in ("", *FILES, "/stops/1"):
        answer = client.get(at(route, rest))
        assert answer.status_code == 200, rest
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"].startswith("public"), rest


def test_the_short_cut_says_which_stops_it_misses(make, client):
    across = line(((50.828, 3.265), (50.832, 3.265)), SegmentRole.SHORT_CUT)
    route = make.route(segments=[line(), across], short_cut_m=1_200)
    make.stop(route, at=(50.828, 3.261))
    make.stop(route, name="Ver weg", at=(50.83, 3.28))

    page = Page(client.get(at(route)))

    assert "The short cut leaves out these stops: 2." in page.text
    assert "1,2 km" in page.text


def test_a_draft_and_an_unknown_route_and_another_city_are_not_there(make, client, route):
    make.city("genk", "Genk")
    draft = make.route(state="draft")

    asked = [
        at(draft),
        at(draft, ".gpx"),
        at(draft, "/stops/1"),
        "/kortrijk/routes/weg",
        f"/genk/routes/{route.slug}",
    ]

    assert [client.get(path).status_code for path in asked] == [404] * 5


def test_a_place_that_left_the_guide_is_no_longer_named(make, client):
    route = make.route()
    make.stop(route, make.place(name="Geheim", state=PlaceState.HIDDEN))

    for rest in ("", "/stops/1", "/sheet"):
        page = Page(client.get(at(route, rest)))
        assert "Geheim" not in page.html
    assert "Not there at the moment" in Page(client.get(at(route))).text


def test_the_map_is_drawn_only_when_asked_for(client, route):
    without, with_map = (Page(client.get(at(route, rest))) for rest in ("", "?map=1"))

    assert "data-line" not in without.html
    assert f'data-line="{at(route, ".geojson")}"' in with_map.html


def test_the_dutch_short_word_leads_to_the_routes(client, route):
    answer = client.get(f"/kortrijk/route/{route.slug}")

    assert (answer.status_code, answer.location) == (308, at(route))


def test_a_season_says_when_it_begins_and_that_it_is_over(make, client, site_clock):
    campaign = make.campaign(starts_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=4))
    route = make.route(campaign=campaign)

    coming = Page(client.get(at(route))).text
    site_clock.move(days=5)
    client.application.extensions["cityshop.page_cache"].forget_all()
    over = Page(client.get(at(route))).text

    assert "This route begins on" in coming
    assert "This season is over" in over


def test_a_paused_route_explains_and_hands_nothing_out(make, client):
    route = make.route(campaign=make.campaign(paused=True))
    make.stop(route)

    page, stop = Page(client.get(at(route))), Page(client.get(at(route, "/stops/1")))

    assert "We pauzeren even." in page.text
    assert "We pauzeren even." in stop.text
    assert "Bank aan de Leie" not in page.text
    assert [client.get(at(route, rest)).status_code for rest in FILES] == [409] * 4


def test_the_gpx_gives_back_line_and_stops(client, route):
    answer = client.get(at(route, ".gpx"))

    draft = read_gpx(answer.data)

    assert answer.mimetype == "application/gpx+xml"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{route.slug}.gpx"'
    assert draft.segments == (line(),)
    assert [one.name for one in draft.waypoints] == ["Café De Leie", "Bank", "IJskar"]
    assert draft.waypoints[1].note == "Mooi uitzicht."


def test_the_geojson_is_in_the_order_of_the_standard(client, route):
    answer = client.get(at(route, ".geojson"))

    features = json.loads(answer.data)["features"]

    assert answer.mimetype == "application/geo+json"
    assert features[0]["geometry"]["coordinates"][0] == [3.26, 50.828]
    assert features[0]["properties"] == {"role": "main"}
    assert features[1]["properties"] == {"number": 1, "name": "Café De Leie", "kind": "hospitality"}


def test_the_drawing_has_numbers_and_no_names(client, route):
    answer = client.get(at(route, ".svg"))

    assert answer.mimetype == "image/svg+xml"
    assert answer.text.count("<text") == 4
    assert "Leie" not in answer.text
    assert "style" not in answer.text


def test_names_that_are_markup_stay_words_everywhere(make, client):
    route = make.route(title=NASTY, text={"nl": NASTY})
    make.stop(route, name=NASTY, note={"nl": NASTY})
    make.stop(route, make.place(name=NASTY))
    pages = [at(route, rest) for rest in ("", ".svg", ".gpx", "/sheet", "/stops/1")]

    for path in ("/kortrijk/routes", "/kortrijk", "/kortrijk/guide", *pages):
        assert "<img src=x" not in client.get(path).text, path
    assert read_gpx(client.get(at(route, ".gpx")).data).name == NASTY
    assert client.get(at(route, ".geojson")).headers["X-Content-Type-Options"] == "nosniff"


def test_a_stop_says_the_next_one_with_distance_and_direction(client, route):
    page = Page(client.get(at(route, "/stops/1")))

    assert page.heading == "1. Café De Leie"
    assert "Next stop 2 Bank" in page.text
    assert "1,3 km along the route, to the east" in page.text
    assert at(route, "/stops/2") in page.links


def test_the_last_stop_of_a_round_leads_to_the_first(client, route):
    page = Page(client.get(at(route, "/stops/3")))

    assert at(route, "/stops/1") in page.links


def test_the_last_stop_of_a_line_says_so(make, client):
    route = make.route(segments=[line(((50.828, 3.26), (50.828, 3.28)))])
    make.stop(route)

    assert "This is the last stop" in Page(client.get(at(route, "/stops/1"))).text


@pytest.mark.parametrize("number", ["0", "4", "99999999999999999999", "-1", "een"])
def test_a_stop_that_is_not_there_is_a_404(client, route, number):
    assert client.get(at(route, f"/stops/{number}")).status_code == 404


def test_a_stop_carries_what_changes_in_the_next_two_days(client, route):
    page = Page(client.get(at(route, "/stops/1")))

    (state,) = [one for one in page.elements if "data-later" in one.facts]
    later = json.loads(state.facts["data-later"])

    assert [look for _, look, _ in later][:3] == ["open", "closed", "closed"]
    assert later[0][0] == int(NOW.timestamp())
    assert later[1] == [
        int((NOW + timedelta(hours=1)).timestamp()),
        "closed",
        "Closed, opens tomorrow at 10:00",
    ]
    assert later[2][2] == "Closed, opens at 10:00"
    assert later[-1][0] < int((NOW + timedelta(hours=48)).timestamp())


def test_the_sheet_has_a_code_for_the_route(client, route):
    page = Page(client.get(at(route, "/sheet")))

    assert "QR code of this route" in page.html
    assert f"localhost{at(route)}" in page.text


def test_a_place_says_on_which_routes_it_lies(make, client):
    place, route = make.place(), make.route()
    make.stop(route, place)
    make.stop(make.route(title="Verborgen", state="draft"), place)

    page = Page(client.get(f"/en/kortrijk/guide/{place.slug}"))

    assert "Stop 1 of Zomerroute" in page.text
    assert "Verborgen" not in page.text


def test_home_and_guide_lead_to_routes_that_are_not_over(make, client, route):
    make.route(title="Voorbij", campaign=make.campaign(ends_at=NOW - timedelta(days=1)))

    for path in ("/kortrijk", "/kortrijk/guide"):
        page = Page(client.get(path))
        assert at(route) in page.links
        assert "Voorbij" not in page.text


def test_queries_do_not_grow_with_stops_and_routes(make, client, queries):
    def count(path):
        client.application.extensions["cityshop.page_cache"].forget_all()
        with queries() as counted:
            assert client.get(path).status_code == 200
        return len(counted)

    route = make.route()
    make.stop(route, make.place(hours="Mo-Su 10:00-18:00"))
    paths = ("/kortrijk/routes", at(route), at(route, "/stops/1"), at(route, "/sheet"), at(route, ".gpx"))
    before = [count(path) for path in paths]
    for _ in range(6):
        make.route(campaign=make.campaign())
        make.stop(route, make.place(hours="Mo-Su 10:00-18:00"))

    after = [count(path) for path in paths]

    # the second stop's hours ahead take two more, once there is a second stop
    assert after[:2] == before[:2]
    assert after[2] <= before[2] + 2
    assert after[3:] == before[3:]


def test_a_change_is_seen_at_once(client, route, database):
    Page(client.get(at(route)))
    with database.writes.begin() as session:
        choose_city(session, route.city_id)
        session.get(Route, route.id).title = {"nl": "Winterroute"}

    assert Page(client.get(at(route))).heading == "Winterroute"
