"""Town hall's queue: differences, accept, refuse, many at once, two clerks at once."""

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.outbox import OutgoingMail
from cityshop.core.permissions import Role
from cityshop.merchants.models import Shop
from cityshop.places.models import Place, PlaceRevision, PlaceState
from cityshop.upkeep.models import EditKind, PlaceEdit, PlaceReport, Verdict
from tests.page import Page
from tests.sign_in import post_form, sign_in

QUEUE = "/staff/kortrijk/guide/queue"


@pytest.fixture
def amina(make, client):
    return sign_in(client, make.staff(Role.WRITER))


@pytest.fixture
def shop(make):
    shop = make.shop(place=make.place(name="Oude naam", source_id="way/1"))
    make.merchant(shop)
    return shop


def desk(edit, act=""):
    return f"{QUEUE}/edits/{edit.id}{act}"


def rows(database, table):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()


def test_old_and_new_stand_side_by_side_in_words(make, amina, shop):
    make.place_edit(shop)

    page = Page(amina.get(f"/en{QUEUE}"))

    assert [one.text for one in page.all("del")] == ["Oude naam"]
    assert [one.text for one in page.all("ins")] == ["Nieuwe naam"]
    assert {"Now", "Asked"} <= {one.text for one in page.all("span")}


def test_what_is_accepted_is_live_and_told(make, amina, shop, database):
    edit = make.place_edit(shop)

    answer = post_form(amina, desk(edit, "/accept"))

    place = rows(database, Place)[0]
    assert answer.status_code == 303
    assert (place.name, place.owned_by_people) == ("Nieuwe naam", ["name"])
    assert rows(database, PlaceEdit)[0].state == Verdict.ACCEPTED
    assert rows(database, PlaceRevision)[0].who == "merchant"
    assert len(rows(database, OutgoingMail)) == 1
    assert Happening.PLACE_EDIT_ACCEPTED in [one.happening for one in rows(database, JournalEntry)]


def test_what_is_refused_is_told_with_the_reason(make, amina, shop, database):
    edit = make.place_edit(shop)

    silent = post_form(amina, desk(edit, "/refuse"))
    answer = post_form(amina, desk(edit, "/refuse"), reason="Gebruik de naam op de gevel.")

    assert (silent.status_code, answer.status_code) == (422, 303)
    assert rows(database, Place)[0].name == "Oude naam"
    assert "Gebruik de naam op de gevel." in rows(database, OutgoingMail)[0].text


def test_two_clerks_at_once_decide_once(make, amina, shop, database):
    edit = make.place_edit(shop)

    first = post_form(amina, desk(edit, "/refuse"), reason="Neen.")
    second = post_form(amina, desk(edit, "/accept"))

    assert (first.status_code, second.status_code) == (303, 409)
    assert rows(database, Place)[0].name == "Oude naam"
    assert len(rows(database, OutgoingMail)) == 1


def test_many_are_accepted_at_once_and_what_was_decided_stays(make, amina, shop, database):
    other = make.shop(place=make.place(name="Ook oud"))
    edits = [make.place_edit(shop), make.place_edit(other, asked={"name": "Ook nieuw"})]
    done = make.place_edit(make.shop(place=make.place(name="Klaar")), state=Verdict.REFUSED)

    answer = post_form(amina, QUEUE, one=[edits[0].id, edits[1].id, done.id])

    assert answer.headers["Location"].endswith("done=2")
    assert [place.name for place in rows(database, Place)] == ["Nieuwe naam", "Ook nieuw", "Klaar"]


def test_nothing_ticked_says_so(make, amina, shop):
    make.place_edit(shop)

    answer = post_form(amina, f"/en{QUEUE}")

    assert answer.status_code == 422
    assert "Tick at least one" in Page(answer).errors[0]


def test_a_tie_makes_the_place_the_shops(make, amina, database):
    shop, place = make.shop(), make.place()
    edit = make.place_edit(shop, place, kind=EditKind.TIE, asked={}, was={})

    post_form(amina, desk(edit, "/accept"))

    assert rows(database, Shop)[0].place_id == place.id


def test_a_new_place_needs_a_point_before_it_is_accepted(make, amina, database):
    shop = make.shop()
    asked = {"name": "Bert", "kind": "shop", "street": "Leie 1", "postal_code": "8500", "town": "Kortrijk"}
    asked |= {"latitude": None, "longitude": None, "phone": "", "website": "", "text": {}}
    edit = make.place_edit(shop, kind=EditKind.NEW, asked=asked, was={})

    without = post_form(amina, desk(edit, "/accept"))
    elsewhere = post_form(amina, desk(edit, "/accept"), point="3.2646, 50.8279")
    ticked = post_form(amina, QUEUE, one=edit.id)
    answer = post_form(amina, desk(edit, "/accept"), point="50.8279, 3.2646")

    place = rows(database, Place)[0]
    assert (without.status_code, elsewhere.status_code, answer.status_code) == (422, 422, 303)
    assert ticked.headers["Location"].endswith("done=0")
    assert (place.name, place.state, rows(database, Shop)[0].place_id) == ("Bert", "published", place.id)


def test_a_proposal_that_stands_there_already_is_refused_by_the_guide(make, amina, database):
    make.place(name="Bert")
    asked = {"name": "Bert", "kind": "shop", "latitude": 50.8279, "longitude": 3.2646, "text": {}}
    edit = make.place_edit(make.shop(), kind=EditKind.NEW, asked=asked, was={})

    answer = post_form(amina, desk(edit, "/accept"))

    assert answer.status_code == 409
    assert rows(database, PlaceEdit)[0].state == Verdict.WAITING


def test_reports_are_dealt_with_at_once(make, amina, database):
    place = make.place()
    reports = [make.place_report(place), make.place_report(place)]

    post_form(amina, f"{QUEUE}?show=reports", one=[report.id for report in reports])

    assert {report.state for report in rows(database, PlaceReport)} == {Verdict.ACCEPTED}


@pytest.mark.parametrize(("act", "state"), [("keep", PlaceState.PUBLISHED), ("close", PlaceState.CLOSED)])
def test_vanished_places_are_kept_or_closed(make, amina, database, act, state):
    place = make.place(source_id="way/1", needs_check=True)
    untouched = make.place(name="Niet verdwenen", source_id="way/2")

    assert place.name in Page(amina.get(f"{QUEUE}?show=vanished")).text
    post_form(amina, f"{QUEUE}?show=vanished", one=[place.id, untouched.id], act=act)

    after = rows(database, Place)
    assert [(one.state, one.needs_check) for one in after] == [(state, False), ("published", False)]


def test_the_queue_asks_no_more_for_many(make, amina, queries):
    def asked():
        with queries() as counted:
            assert amina.get(QUEUE).status_code == 200
        return len(counted)

    make.place_edit(make.shop(place=make.place(name="Eén")))
    few = asked()
    for number in range(8):
        make.place_edit(make.shop(place=make.place(name=f"Plek {number}")))

    assert asked() == few


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_who_may_only_read_decides_nothing(make, client, shop, role):
    sign_in(client, make.staff(role))

    assert post_form(client, desk(make.place_edit(shop), "/accept")).status_code == 403


def test_another_city_finds_nothing(make, client, shop):
    edit = make.place_edit(shop)
    sign_in(client, make.staff(Role.WRITER, make.city("genk", "Genk")))

    assert client.get(f"/staff/genk/guide/queue/edits/{edit.id}").status_code == 404
    assert post_form(client, "/staff/genk/guide/queue", one=edit.id).status_code in (303, 404)
    assert client.get(f"/staff/kortrijk/guide/queue/edits/{edit.id}").status_code == 404
