"""Taking an import back, as long as nobody changed what it wrote."""

import pytest
from sqlalchemy import func, select

from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.imports import queries, services
from cityshop.imports.errors import BatchElsewhere
from cityshop.imports.jobs import work_on_imports
from cityshop.imports.models import BatchState, Decision, ImportBatch, ImportRow
from cityshop.places.models import Place
from cityshop.places.services import confirm_place
from tests.makers.base import NOW

HEAD = "naam;soort;lat;lon;straat;terras;zitplaatsen\n"
LEIE = "Café De Leie;café;50,8279;3,2646;Grote Markt 1;ja;12\n"
ZUID = "Café Zuid;café;50,81;3,26;Zuidstraat 1;;\n"
COLUMNS = {"name": 0, "kind": 1, "latitude": 2, "longitude": 3, "street": 4, "terrace": 5, "seats": 6}


@pytest.fixture
def bring(make, database):
    def run(text, decision=None):
        batch = make.sent_file(HEAD + text)
        with database.writes.begin() as session:
            choose_city(session, batch.city_id)
            services.choose_columns(session, batch, COLUMNS, "")
        work_on_imports(database)
        with database.writes.begin() as session:
            choose_city(session, batch.city_id)
            planned = queries.batch_of_city(session, batch.id)
            if decision:
                services.decide_all(session, planned, decision)
            services.accept(session, planned, account_id=None)
        work_on_imports(database)
        return stored(database, batch.id)

    return run


def stored(database, batch_id):
    with database.reads() as session, across_cities(session):
        return session.get(ImportBatch, batch_id)


def take_back(database, batch):
    with database.writes.begin() as session:
        choose_city(session, batch.city_id)
        services.take_back(session, queries.batch_of_city(session, batch.id), account_id=None, now=NOW)
    work_on_imports(database)
    return stored(database, batch.id)


def places(database):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(Place).order_by(Place.name)).unique().all()


def test_new_places_go_again(bring, database):
    batch = bring(LEIE + ZUID)
    assert len(places(database)) == 2

    undone = take_back(database, batch)

    assert (undone.state, undone.left_alone, places(database)) == (BatchState.UNDONE, 0, [])


def test_changed_fields_are_restored(bring, database, make):
    make.place(name="Café De Leie", street="Oud 1", source_id=None)
    batch = bring(LEIE, Decision.MERGE)
    assert [place.street for place in places(database)] == ["Grote Markt 1"]

    take_back(database, batch)

    [place] = places(database)
    assert (place.street, place.owned_by_files) == ("Oud 1", [])
    with database.reads() as session, across_cities(session):
        assert session.get(Place, place.id).terrace is None


def test_what_somebody_changed_since_is_left_and_listed(bring, database):
    batch = bring(LEIE + ZUID)
    with database.writes.begin() as session:
        choose_city(session, batch.city_id)
        place = session.scalars(select(Place).where(Place.name == "Café Zuid")).one()
        confirm_place(session, place, account_id=None, now=NOW)

    undone = take_back(database, batch)

    assert undone.left_alone == 1
    assert [place.name for place in places(database)] == ["Café Zuid"]
    with database.reads() as session:
        choose_city(session, batch.city_id)
        assert [pair.place.name for pair in queries.left_rows(session, batch)] == ["Café Zuid"]


def test_a_place_that_something_points_at_is_left(bring, database, make):
    batch = bring(LEIE)
    [place] = places(database)
    shop = make.shop()
    with database.writes.begin() as session, across_cities(session):
        session.merge(shop).place_id = place.id

    undone = take_back(database, batch)

    assert undone.left_alone == 1
    assert len(places(database)) == 1


def test_taking_back_stands_in_the_journal(bring, database):
    take_back(database, bring(LEIE))

    with database.reads() as session:
        happenings = session.scalars(select(JournalEntry.happening).order_by(JournalEntry.id)).all()
    assert happenings == [Happening.PLACES_IMPORTED, Happening.IMPORT_UNDONE]


def test_an_import_is_taken_back_once(bring, database):
    batch = bring(LEIE)
    take_back(database, batch)

    with pytest.raises(BatchElsewhere):
        take_back(database, batch)


def test_an_import_is_accepted_once(make, database, bring):
    batch = bring(LEIE)

    with database.writes() as session:
        choose_city(session, batch.city_id)
        with pytest.raises(BatchElsewhere):
            services.accept(session, batch, account_id=None)


def test_unfinished_imports_are_forgotten_after_a_week(make, database, site_clock):
    make.sent_file()
    with database.writes.begin() as session:
        services.forget_unfinished(session, now=site_clock.move(days=8))

    with database.reads() as session, across_cities(session):
        assert session.scalar(select(func.count(ImportBatch.id))) == 0
        assert session.scalar(select(func.count(ImportRow.id))) == 0
