"""Routes, for town hall."""

import io

import pytest
from sqlalchemy import func, select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.links.models import ShortLink
from cityshop.routes.geometry import SegmentRole
from cityshop.routes.models import Route, RouteStop
from tests.bad_input import BAD_TEXTS
from tests.makers.brags import photo
from tests.makers.routes import THERE, line
from tests.page import Page
from tests.routes.test_gpx import GOOD, gpx, point, track
from tests.routes.test_networks import STRAIGHT, as_osm, drawn, member, relation
from tests.sign_in import post_form, sign_in

BASE = "/staff/kortrijk/routes"
FIELDS = {
    "title_nl": "Zomerroute",
    "title_fr": "Route d’été",
    "kind": "cycle",
    "campaign": "",
    "text_nl": "Langs de Leie.",
}
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"}
NASTY = '<img src=x onerror="alert(1)">'


@pytest.fixture
def amina(make, client):
    """Amina is staff; here she works for Kortrijk."""
    return sign_in(client, make.staff(Role.WRITER))


@pytest.fixture
def stored(database):
    def read(table=Route, **facts):
        with database.reads() as session, across_cities(session):
            return session.scalars(select(table).filter_by(**facts).order_by(table.id)).all()

    return read


def count(database, table=Route):
    with database.reads() as session, across_cities(session):
        return session.scalar(select(func.count()).select_from(table))


def at(route, rest=""):
    return f"{BASE}/{route.slug}{rest}"


def send(client, path, content, name="route.gpx", **fields):
    """Send a file, as a browser does."""
    return post_form(client, path, file=(io.BytesIO(content), name), **({"part": "line"} | fields))


def taken(page):
    """What the form of a dry run sends."""
    return {name: value for name, value in page.form("take").fields.items() if name != "with_points"}


LOOP = gpx(
    track([point(*one) for one in THERE], name="Lus")
    + '<wpt lat="50.828" lon="3.27"><name>Bank</name><desc>Zit.</desc><type>green</type></wpt>'
)


def test_a_new_route_is_a_draft(make, amina, stored, client):
    answer = post_form(amina, f"{BASE}/new", **FIELDS)

    (route,) = stored()
    assert (answer.status_code, answer.location) == (303, f"{BASE}/zomerroute/line")
    assert (route.state, route.title, route.length_m) == (
        "draft",
        {"nl": "Zomerroute", "fr": "Route d’été"},
        0,
    )
    assert client.get("/kortrijk/routes/zomerroute").status_code == 404


def test_every_page_of_a_route_opens(make, amina):
    route = make.route(
        campaign=make.campaign(),
        segments=[line(), line(((50.828, 3.265), (50.832, 3.265)), SegmentRole.SHORT_CUT)],
        short_cut_m=900,
    )
    stop = make.stop(route)
    make.stop(route, make.place())

    for rest in (
        "",
        "/line",
        "/stops",
        f"/stops/{stop.id}",
        "/stops/new",
        "/plates",
        "/plates/print",
        "/preview",
    ):
        assert Page(amina.get(at(route, rest))).status == 200, rest
    for path in (BASE, f"{BASE}/new", f"{BASE}/import", "/staff/kortrijk/places"):
        assert Page(amina.get(path)).status == 200
    assert amina.get(at(route, "/drawing.svg")).mimetype == "image/svg+xml"


def test_a_route_without_title_is_asked_for_one_and_keeps_what_was_typed(amina, make):
    page = Page(post_form(amina, f"{BASE}/new", **FIELDS | {"title_nl": "", "text_nl": "Bewaar mij"}))

    assert page.status == 422
    assert "Give the route a title in Dutch." in page.errors[0]
    assert "Bewaar mij" in page.html


def test_two_routes_with_one_title_have_two_addresses(amina, make, stored):
    for title in ("Nieuw", "Nieuw", "New", "Import"):
        post_form(amina, f"{BASE}/new", **FIELDS | {"title_nl": title})

    assert [route.slug for route in stored()] == ["nieuw", "nieuw-2", "new-2", "import-2"]


def test_words_season_and_photo_are_changed(make, amina, stored):
    route, campaign = make.route(title="Oud"), make.campaign()
    fields = FIELDS | {"campaign": str(campaign.id), "photo_alt_nl": "Fietsers aan de Leie"}

    answer = post_form(amina, at(route), photo=(io.BytesIO(photo()), "foto.jpg"), **fields)

    (changed,) = stored()
    assert (answer.status_code, changed.title["nl"], changed.campaign_id) == (303, "Zomerroute", campaign.id)
    assert changed.picture
    assert "Fietsers aan de Leie" in Page(amina.get(f"/kortrijk/routes/{route.slug}")).html


def test_a_photo_needs_words_and_can_be_left_out(make, amina, stored):
    route = make.route()

    asked = Page(post_form(amina, at(route), photo=(io.BytesIO(photo()), "foto.jpg"), **FIELDS))
    kept = next(one.facts["value"] for one in asked.elements if one.facts.get("name") == "photo_kept")
    post_form(amina, at(route), photo_kept=kept, photo_alt_nl="Een fiets", **FIELDS)
    with_photo = stored()[0].picture
    post_form(amina, at(route), photo_kept=kept, photo_alt_nl="Een fiets", drops_photo="y", **FIELDS)

    assert asked.status == 422
    assert with_photo == kept
    assert stored()[0].picture == ""


def test_another_citys_campaign_cannot_be_chosen(make, amina):
    other = make.campaign(make.city("genk", "Genk"))

    answer = post_form(amina, f"{BASE}/new", **FIELDS | {"campaign": str(other.id)})

    assert answer.status_code == 422


def test_a_file_is_looked_at_before_it_counts(make, amina, stored):
    route = make.route(segments=[], state="draft")

    page = Page(send(amina, at(route, "/line"), LOOP))
    before = stored()[0].length_m
    answer = post_form(amina, at(route, "/line/take"), **taken(page), with_points="y")

    (drawn,) = stored()
    (stop,) = stored(RouteStop)
    assert "Nothing is changed yet." in page.text
    assert "3,7 km" in page.text
    assert (before, answer.status_code, drawn.length_m) == (0, 303, 3699)
    assert (stop.name, stop.kind, stop.note, stop.position) == ("Bank", "green", {"nl": "Zit."}, 1)


def test_a_point_of_a_file_that_is_a_place_becomes_that_place(make, amina, stored):
    route, place = make.route(), make.place(name="bank", at=(50.8281, 3.2701))

    page = Page(send(amina, at(route, "/line"), LOOP))
    for _ in range(2):
        post_form(amina, at(route, "/line/take"), **taken(page), with_points="y")

    assert [stop.place_id for stop in stored(RouteStop)] == [place.id]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"geen gpx", "not readable as GPX"),
        (gpx('<wpt lat="50.8" lon="3.2"><name>x</name></wpt>'), "no line"),
        (gpx(track(GOOD), head='<?xml version="1.0"?><!DOCTYPE gpx>'), "document type"),
        (gpx(track((point("3.2", "50.8"), point("3.3", "50.8")))), "swapped"),
        (b"", "Choose a file"),
    ],
)
def test_a_file_that_gives_no_line_says_why(make, amina, content, sentence):
    page = Page(send(amina, at(make.route(), "/line"), content))

    assert page.status == 422
    assert sentence in page.errors[0]


def test_what_was_cleaned_stands_in_the_dry_run(make, amina):
    messy = gpx(track((*GOOD, point("950.8", "3.2"), point("NaN", "3.2")), name=f"<![CDATA[{NASTY}]]>"))

    page = Page(send(amina, at(make.route(), "/line"), messy))

    assert page.text.count("One point was left out") == 2
    assert "<img src=x" not in page.html


def test_a_short_cut_is_added_and_removed(make, amina, stored):
    route = make.route()
    across = gpx(track((point(50.828, 3.265), point(50.832, 3.265))))

    page = Page(send(amina, at(route, "/line"), across, part="short-cut"))
    post_form(amina, at(route, "/line/take"), **taken(page))
    with_it = stored()[0].short_cut_m
    post_form(amina, at(route, "/short-cut/remove"))

    assert with_it == pytest.approx(1_591, abs=3)
    assert stored()[0].short_cut_m is None


def test_a_short_cut_elsewhere_or_without_line_is_refused(make, amina):
    across = gpx(track((point(50.9, 3.2), point(50.9, 3.3))))
    for route in (make.route(), make.route(segments=[], state="draft")):
        page = Page(send(amina, at(route, "/line"), across, part="short-cut"))

        answer = post_form(amina, at(route, "/line/take"), **taken(page))

        assert answer.status_code in (409, 422)
        assert Page(answer).errors


def test_a_new_line_keeps_a_short_cut_only_where_it_fits(make, amina, stored):
    across = line(((50.828, 3.265), (50.832, 3.265)), SegmentRole.SHORT_CUT)
    route = make.route(segments=[line(), across], short_cut_m=1_148)

    same = Page(send(amina, at(route, "/line"), LOOP))
    post_form(amina, at(route, "/line/take"), **taken(same))
    kept = stored()[0].short_cut_m
    elsewhere = Page(send(amina, at(route, "/line"), gpx(track((point(50.9, 3.2), point(50.9, 3.3))))))
    post_form(amina, at(route, "/line/take"), **taken(elsewhere))

    assert kept
    assert stored()[0].short_cut_m is None


def test_publishing_needs_a_line(make, amina, stored, client):
    route = make.route(segments=[], state="draft")

    refused = post_form(amina, at(route, "/publish"))
    page = Page(send(amina, at(route, "/line"), LOOP))
    post_form(amina, at(route, "/line/take"), **taken(page))
    published = post_form(amina, at(route, "/publish"))

    assert (refused.status_code, published.status_code) == (409, 303)
    assert "This route has no line yet." in Page(refused).errors[0]
    assert client.get(f"/kortrijk/routes/{route.slug}").status_code == 200


def test_a_withdrawn_route_is_gone_at_once(make, amina, client):
    route = make.route()
    client.get(f"/kortrijk/routes/{route.slug}")

    post_form(amina, at(route, "/withdraw"))

    assert client.get(f"/kortrijk/routes/{route.slug}").status_code == 404


def test_a_place_is_found_and_becomes_the_last_stop(make, amina, stored):
    route = make.route()
    make.stop(route)
    place = make.place(name="IJssalon Polaire", kind="ice_cream")
    make.place(name="Iets anders")

    page = Page(amina.get(at(route, "/stops?q=polaire")))
    answer = post_form(amina, at(route, "/stops/place"), place=place.slug, q="polaire")
    again = post_form(amina, at(route, "/stops/place"), place=place.slug)

    assert "IJssalon Polaire" in page.text
    assert "Iets anders" not in page.text
    assert [(stop.position, stop.kind, stop.place_id) for stop in stored(RouteStop)][1] == (
        2,
        "ice_cream",
        place.id,
    )
    assert (answer.status_code, again.status_code) == (303, 409)
    assert "is a stop of this route already" in Page(again).errors[0]


def test_another_citys_place_is_no_stop(make, amina, database):
    route, place = make.route(), make.place(make.city("genk", "Genk"))

    assert post_form(amina, at(route, "/stops/place"), place=place.slug).status_code == 404
    assert count(database, RouteStop) == 0


def test_a_point_of_its_own_becomes_a_stop_and_is_changed(make, amina, stored):
    route = make.route()
    fields = {
        "name": "Bank",
        "kind": "green",
        "point": "50,8279; 3,2646",
        "note_nl": "Zit.",
        "note_fr": "Assis.",
    }

    post_form(amina, at(route, "/stops/new"), **fields)
    (stop,) = stored(RouteStop)
    post_form(amina, at(route, f"/stops/{stop.id}"), **fields | {"name": "Bankje", "point": "50.83, 3.27"})

    (changed,) = stored(RouteStop)
    assert (stop.latitude, stop.note) == (50.8279, {"nl": "Zit.", "fr": "Assis."})
    assert (changed.name, changed.longitude) == ("Bankje", 3.27)


@pytest.mark.parametrize("point", ["3.26, 50.82", "hier", "150000 170000", "", "NaN NaN"])
def test_a_point_that_lies_nowhere_is_refused(make, amina, point, database):
    route = make.route()

    page = Page(post_form(amina, at(route, "/stops/new"), name="Bank", kind="green", point=point))

    assert page.status == 422
    assert "Bank" in page.html
    assert count(database, RouteStop) == 0


def test_stops_change_places_with_buttons(make, amina, stored):
    route = make.route()
    one, two, three = (make.stop(route, name=name) for name in ("een", "twee", "drie"))

    post_form(amina, at(route, f"/stops/{three.id}/move"), seen="3", by="up")
    post_form(amina, at(route, f"/stops/{one.id}/move"), seen="1", by="down")

    names = {stop.position: stop.name for stop in stored(RouteStop)}
    assert names == {1: "drie", 2: "een", 3: "twee"}
    assert two.position == 2


def test_pressing_up_twice_moves_once(make, amina, stored):
    route = make.route()
    make.stop(route, name="een")
    make.stop(route, name="twee")
    last = make.stop(route, name="drie")

    answers = [post_form(amina, at(route, f"/stops/{last.id}/move"), seen="3", by="up") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "Somebody changed the order meanwhile." in Page(answers[1]).errors[0]
    assert {stop.position: stop.name for stop in stored(RouteStop)}[2] == "drie"


@pytest.mark.parametrize(
    ("seen", "by"), [("1", "up"), ("1", "sideways"), ("x", "up"), ("", ""), ("9", "down")]
)
def test_a_move_that_goes_nowhere_changes_nothing(make, amina, stored, seen, by):
    route = make.route()
    stop = make.stop(route)

    answer = post_form(amina, at(route, f"/stops/{stop.id}/move"), seen=seen, by=by)

    assert answer.status_code in (409, 422)
    assert [one.position for one in stored(RouteStop)] == [1]


def test_removing_a_stop_closes_the_row(make, amina, stored):
    route = make.route()
    stops = [make.stop(route, name=name) for name in ("een", "twee", "drie")]

    post_form(amina, at(route, f"/stops/{stops[0].id}/remove"))

    assert {stop.position: stop.name for stop in stored(RouteStop)} == {1: "twee", 2: "drie"}


def test_a_plate_follows_its_stop_and_counts_scans(make, amina, stored, client):
    route = make.route()
    make.stop(route, name="een")
    two = make.stop(route, name="twee")
    post_form(amina, at(route, "/plates"))
    (link,) = stored(ShortLink, about=f"route-stop {two.id}")

    first = client.get(f"/k/{link.code}", headers=PHONE)
    post_form(amina, at(route, f"/stops/{two.id}/move"), seen="2", by="up")
    moved = client.get(f"/k/{link.code}", headers=PHONE)
    page = Page(amina.get(at(route, "/plates")))
    post_form(amina, at(route, f"/stops/{two.id}/remove"))
    removed = client.get(f"/k/{link.code}", headers=PHONE)

    address = f"/kortrijk/routes/{route.slug}"
    assert (first.location, moved.location, removed.location) == (
        f"{address}/stops/2",
        f"{address}/stops/1",
        address,
    )
    assert "1. twee" in page.text
    assert "Set-Cookie" not in first.headers


def test_plates_are_made_once_and_printed(make, amina, database):
    route = make.route()
    for _ in range(5):
        make.stop(route)

    empty = Page(amina.get(at(route, "/plates/print")))
    for _ in range(2):
        post_form(amina, at(route, "/plates"))
    page = Page(amina.get(at(route, "/plates/print")))

    assert "Make the plates first." in empty.text
    assert count(database, ShortLink) == 6
    assert page.html.count('class="plate"') == 5
    assert page.html.count('class="sheet sheet--a4 plates"') == 2
    assert "localhost/k/" in page.text


def test_a_plate_explains_a_pause_also_of_a_campaign_that_came_later(make, amina, stored, client):
    route = make.route()
    make.stop(route)
    post_form(amina, at(route, "/plates"))
    campaign = make.campaign(paused=True)
    post_form(amina, at(route), **FIELDS | {"campaign": str(campaign.id)})

    answer = client.get(f"/k/{stored(ShortLink)[0].code}", headers=PHONE)

    assert answer.status_code == 200
    assert "We pauzeren even." in answer.text


def test_a_code_is_taken_out_of_use_and_only_of_this_route(make, amina, stored):
    route, other = make.route(), make.route()
    post_form(amina, at(route, "/plates"))
    (link,) = stored(ShortLink)

    strange = post_form(amina, at(other, f"/plates/links/{link.id}/retire"))
    post_form(amina, at(route, f"/plates/links/{link.id}/retire"))

    assert strange.status_code == 404
    assert stored(ShortLink)[0].retired_at is not None


def test_a_gpx_becomes_a_route_of_its_own(make, amina, stored):
    make.kortrijk()

    page = Page(send(amina, f"{BASE}/import", LOOP))
    answer = post_form(amina, f"{BASE}/import/take", **taken(page))

    (route,) = stored()
    assert (route.title, route.state, route.length_m) == ({"nl": "Lus"}, "draft", 3699)
    assert answer.location == f"{BASE}/lus"


def test_a_map_gives_its_routes_and_a_second_time_what_changed(make, amina, stored):
    whole = drawn(
        STRAIGHT, relation([member(way) for way in STRAIGHT], number=5), numbers={0: "12", 40: "34"}
    )
    shorter = drawn(STRAIGHT, relation([member(1)], number=5))
    make.kortrijk()

    page = Page(send(amina, f"{BASE}/import", as_osm(whole), name="net.osm"))
    post_form(amina, f"{BASE}/import/take", **taken(page))
    same = Page(send(amina, f"{BASE}/import", as_osm(whole), name="net.osm"))
    other = Page(send(amina, f"{BASE}/import", as_osm(shorter), name="net.osm"))
    before = stored()[0]
    post_form(amina, f"{BASE}/import/take", **taken(other))

    assert (before.source_id, before.numbers) == ("relation/5", ["12", "34"])
    assert "Here already and unchanged: Leieroute." in same.text
    assert "Its line changed" in other.text
    assert [route.length_m for route in stored()] == [702]


def test_a_line_that_people_drew_is_not_touched_by_a_map(make, amina, stored):
    make.route(source_id="relation/5", line_is_ours=True)

    page = Page(
        send(amina, f"{BASE}/import", as_osm(drawn(STRAIGHT, relation([member(1)], number=5))), name="n.osm")
    )

    assert "Here already and unchanged" in page.text


@pytest.mark.parametrize("name", ["net.pbf", "net.zip", "net", "net.osm", "net.json", "net.gpx"])
def test_a_file_that_is_no_map_is_refused(make, amina, name):
    make.kortrijk()

    page = Page(send(amina, f"{BASE}/import", b"iets", name=name))

    assert page.status == 422
    assert page.errors


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_no_text_breaks_a_form(make, amina, text):
    route = make.route()
    stop = make.stop(route)
    words = dict.fromkeys(
        (*FIELDS, "title_en", "title_de", "text_fr", "campaign", "photo_alt_nl", "photo_kept"), text
    )
    notes = dict.fromkeys(("name", "kind", "point", "note_nl", "note_fr", "note_en", "note_de"), text)
    sent = dict.fromkeys(("gpx", "part", "source_id", "kind", "numbers", "with_points"), text)

    asked = {
        f"{BASE}/new": words,
        at(route): words,
        at(route, "/stops/new"): notes,
        at(route, f"/stops/{stop.id}"): notes,
        at(route, "/line/take"): sent,
        f"{BASE}/import/take": sent,
        at(route, "/stops/place"): {"place": text, "q": text},
        at(route, f"/stops/{stop.id}/move"): {"seen": text, "by": text},
    }

    for path, fields in asked.items():
        assert post_form(amina, path, **fields).status_code in (303, 404, 409, 422), path
    assert amina.get(at(route, "/stops"), query_string={"q": text}).status_code == 200


def test_everything_that_is_changed_stands_in_the_journal(make, amina, database):
    post_form(amina, f"{BASE}/new", **FIELDS)
    page = Page(send(amina, f"{BASE}/zomerroute/line", LOOP))
    post_form(amina, f"{BASE}/zomerroute/line/take", **taken(page))
    for act in ("publish", "withdraw", "plates"):
        post_form(amina, f"{BASE}/zomerroute/{act}")

    with database.reads() as session:
        happened = session.scalars(select(JournalEntry.happening).order_by(JournalEntry.id)).all()

    assert happened == [
        Happening.ROUTE_CREATED,
        Happening.ROUTE_CHANGED,
        Happening.ROUTE_PUBLISHED,
        Happening.ROUTE_WITHDRAWN,
        Happening.PLATES_MADE,
    ]


def test_another_citys_route_does_not_exist(make, amina, database):
    genk = make.city("genk", "Genk")
    route = make.route(genk)
    stop = make.stop(route)

    for rest in ("", "/line", "/stops", f"/stops/{stop.id}", "/plates", "/preview"):
        assert amina.get(at(route, rest)).status_code == 404
    for rest in (
        "",
        "/publish",
        "/withdraw",
        "/line/take",
        "/plates",
        f"/stops/{stop.id}/remove",
        "/stops/new",
    ):
        assert post_form(amina, at(route, rest), **FIELDS).status_code == 404
    assert count(database, RouteStop) == 1


def test_a_stop_of_another_route_is_not_changed_through_this_one(make, amina):
    route, other = make.route(), make.route()
    stop = make.stop(other)

    assert amina.get(at(route, f"/stops/{stop.id}")).status_code == 404
    assert post_form(amina, at(route, f"/stops/{stop.id}/remove")).status_code == 404


def test_writers_edit_and_readers_look(make, client):
    reader = sign_in(client, make.staff(Role.READER))
    route = make.route()

    assert Role.WRITER in PERMISSIONS[Act.EDIT_ROUTE].roles
    assert reader.get(BASE).status_code == 200
    assert reader.get(at(route)).status_code == 403
    assert post_form(reader, at(route, "/publish")).status_code == 403


def test_looking_changes_nothing(make, amina):
    route = make.route()
    stop = make.stop(route)

    for rest in (
        "/publish",
        "/withdraw",
        "/line/take",
        f"/stops/{stop.id}/move",
        f"/stops/{stop.id}/remove",
        "/stops/place",
    ):
        assert amina.get(at(route, rest)).status_code in (404, 405)


def test_queries_do_not_grow_with_routes_and_stops(make, amina, queries):
    def asked(path):
        with queries() as counted:
            assert amina.get(path).status_code == 200
        return len(counted)

    route = make.route()
    make.stop(route, make.place())
    paths = (BASE, at(route, "/stops"), at(route, "/plates"), at(route, "/plates/print"))
    before = [asked(path) for path in paths]
    for _ in range(5):
        make.route(campaign=make.campaign())
        make.stop(route, make.place())

    assert [asked(path) for path in paths] == before
