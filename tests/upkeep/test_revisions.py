"""Every change of a place is kept, and can be put back."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.places.models import Place, PlaceRevision
from cityshop.places.revisions import Author, Difference, Who, record_revisions
from cityshop.places.services import revise_place
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in


@pytest.fixture
def amina(make, client):
    return sign_in(client, make.staff(Role.WRITER))


@pytest.fixture
def place(make):
    return make.place(name="Eerst", phone="056 11 11 11", hours="Mo 09:00-12:00")


def revise(database, place, by=Who.STAFF, **changes):
    with database.writes.begin() as session:
        choose_city(session, place.city_id)
        here = session.scalars(select(Place).where(Place.id == place.id)).one()
        revise_place(session, here, changes, by=Author(by), now=NOW)
    return rows(database, PlaceRevision)[-1]


def rows(database, table):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()


def page_of(place):
    return f"/staff/kortrijk/places/{place.slug}/revisions"


def test_town_halls_form_leaves_a_revision(make, amina, database):
    fields = {"name": "Nieuw", "kind": "cafe", "state": "published", "point": "50.8279, 3.2646"}
    place = make.place(name="Oud")

    chosen = {"wheelchair": "unknown", "category": "", "ownership": "unknown"}
    post_form(amina, f"/staff/kortrijk/places/{place.slug}/edit", **fields, **chosen)

    revision = rows(database, PlaceRevision)[0]
    assert (revision.who, revision.old["name"], revision.new["name"]) == ("staff", "Oud", "Nieuw")
    assert revision.account_id is not None


def test_what_is_the_same_leaves_none(database, place):
    with pytest.raises(IndexError):
        revise(database, place, name="Eerst")


def test_one_change_is_put_back_and_others_stay(amina, place, database):
    first = revise(database, place, name="Daarna", hours_text="Tu 10:00-18:00")
    revise(database, place, phone="056 22 22 22")

    answer = post_form(amina, f"{page_of(place)}/{first.id}/restore")

    after = rows(database, Place)[0]
    assert answer.status_code == 303
    assert (after.name, after.hours_text, after.phone) == ("Eerst", "Mo 09:00-12:00", "056 22 22 22")
    assert after.hours_rules
    assert rows(database, PlaceRevision)[-1].who == "restore"
    assert Happening.PLACE_RESTORED in [one.happening for one in rows(database, JournalEntry)]


TRAITS = {"diets": ["vegan"], "payments": ["cash"], "category": "bakery", "ownership": "independent"}


def test_traits_are_kept_told_and_put_back(make, amina, database):
    place = make.place(kind="shop", **TRAITS)
    changes = {"diets": ["halal", "kosher"], "payments": [], "category": "books", "ownership": "chain"}
    revision = revise(database, place, **changes)

    page = Page(amina.get(f"/en{page_of(place)}"))
    post_form(amina, f"{page_of(place)}/{revision.id}/restore")

    after = rows(database, Place)[0]
    assert (revision.old, revision.new) == (TRAITS, changes)
    assert [one.text for one in page.all("del")] == ["Vegan", "Cash", "Bakery", "Independent business"]
    assert [one.text for one in page.all("ins")] == ["Halal, Kosher", "Books and paper", "Part of a chain"]
    assert {name: getattr(after, name) for name in TRAITS} == TRAITS


def test_putting_back_twice_says_so(amina, place, database):
    revision = revise(database, place, name="Daarna")

    first = post_form(amina, f"{page_of(place)}/{revision.id}/restore")
    second = post_form(amina, f"{page_of(place)}/{revision.id}/restore")

    assert (first.status_code, second.status_code) == (303, 409)


def test_the_history_names_who_and_shows_both(amina, place, database):
    revise(database, place, by=Who.MERCHANT, name="Daarna")

    page = Page(amina.get(f"/en{page_of(place)}"))

    assert "The shop" in page.text
    assert [one.text for one in page.all("del")] == ["Eerst"]
    assert [one.text for one in page.all("ins")] == ["Daarna"]


def test_another_places_change_is_not_put_back_here(make, amina, place, database):
    revision = revise(database, make.place(name="Elders"), name="Anders")

    assert post_form(amina, f"{page_of(place)}/{revision.id}/restore").status_code == 404


def test_another_city_finds_no_history(make, client, place, database):
    revision = revise(database, place, name="Daarna")
    sign_in(client, make.staff(Role.WRITER, make.city("genk", "Genk")))

    path = f"/staff/genk/places/{place.slug}/revisions"
    assert client.get(path).status_code == 404
    assert post_form(client, f"{path}/{revision.id}/restore").status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_who_may_only_read_puts_nothing_back(make, client, place, database, role):
    revision = revise(database, place, name="Daarna")
    sign_in(client, make.staff(role))

    assert post_form(client, f"{page_of(place)}/{revision.id}/restore").status_code == 403


def test_many_changes_are_kept_with_one_statement(make, database, queries):
    places = [make.place(name=f"Plek {number}") for number in range(20)]
    differences = [Difference(one.id, {"name": one.name}, {"name": "Nieuw"}) for one in places]

    with queries() as counted, database.writes.begin() as session:
        record_revisions(session, places[0].city_id, differences, by=Author(Who.IMPORT), now=NOW)

    assert len(counted) == 1
    assert {one.who for one in rows(database, PlaceRevision)} == {"import"}


def test_a_place_that_goes_takes_its_history_along(place, database):
    revise(database, place, name="Daarna")

    with database.writes.begin() as session, across_cities(session):
        session.execute(delete(Place).where(Place.id == place.id))

    assert rows(database, PlaceRevision) == []


def test_what_nobody_confirmed_for_a_year_is_greyed(make, client, database):
    for name, days in (("Vers", 30), ("Half", 90), ("Oud", 400)):
        make.place(name=name, verified_at=NOW - timedelta(days=days))

    page = client.get("/en/kortrijk/guide").get_data(as_text=True)

    assert page.count("place--stale") == 1
    assert page.count("Not confirmed lately") == 1
    assert page.count("May be out of date") == 1


def test_a_place_that_was_never_confirmed_counts_from_its_row(make, client, site_clock):
    make.place(name="Nooit bevestigd")

    fresh = client.get("/en/kortrijk/guide").get_data(as_text=True)
    site_clock.move(days=366)
    old = client.get("/en/kortrijk/guide?q=nooit").get_data(as_text=True)

    assert "place--stale" not in fresh
    assert "place--stale" in old


def test_town_hall_finds_what_is_greyed(make, amina):
    make.place(name="Vers", verified_at=NOW)
    make.place(name="Oud", verified_at=NOW - timedelta(days=400))

    page = Page(amina.get("/staff/kortrijk/places?stale=1"))

    assert "Oud" in page.text
    assert "Vers" not in page.text
