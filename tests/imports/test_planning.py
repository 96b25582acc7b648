"""Map files into the guide, through the database."""

import json

import pytest
from sqlalchemy import func, select

from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.imports.carrying import carry_out, prepare
from cityshop.imports.errors import NothingToImport
from cityshop.imports.models import BatchState, Decision, ImportBatch, ImportRow, Outcome
from cityshop.imports.planning import counts_of, plan_rows
from cityshop.imports.queries import kept_apart
from cityshop.imports.reading import look_at, read_map
from cityshop.imports.recognising import Format
from cityshop.imports.standing import guide_of
from cityshop.places import services
from cityshop.places.drafts import PlaceDraft
from cityshop.places.forms import PlaceForm
from cityshop.places.kinds import PlaceKind
from cityshop.places.models import Place
from cityshop.places.refused import Reason, Refused
from tests.makers.base import NOW

NEAR, FAR = 50.82795, 50.8289  # 6 and 110 metres north of the Grote Markt
COUNTED = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.DOUBLE)


def draft(source_id="way/1", name="Café De Leie", latitude=50.8279, **facts):
    return PlaceDraft(
        source_id=source_id, name=name, kind=PlaceKind.CAFE, latitude=latitude, longitude=3.2646, **facts
    )


@pytest.fixture
def kortrijk(make, session):
    choose_city(session, make.kortrijk().id)
    return session


def plan_of(session, rows):
    return list(plan_rows(guide_of(session), rows, is_map=True, kept=kept_apart(session)))


def bring(session, *rows, **decisions):
    session.flush()
    plan = plan_of(session, rows)
    batch = ImportBatch(
        file_name="kaart.osm", file_digest="0", imported_at=NOW, format=Format.OSM, state=BatchState.WRITING
    )
    session.add(batch)
    session.flush()
    decided = {source.replace("_", "/"): decision for source, decision in decisions.items()}
    carry_out(session, batch, prepare(rows), decisions=decided, now=NOW)
    session.expire_all()
    return plan


def only_place(session):
    return session.scalars(select(Place)).one()


def counts(plan):
    return tuple(counts_of(plan)[outcome] for outcome in COUNTED)


def of(plan, outcome):
    return [row for row in plan if row.outcome is outcome]


def test_a_new_object_becomes_a_place_with_readable_hours(kortrijk):
    bring(kortrijk, draft(hours_text="Mo-Fr 09:00-18:00", street="Grote Markt 1"))

    place = only_place(kortrijk)
    assert (place.slug, place.source_id, place.hours_state) == ("cafe-de-leie", "way/1", "parsed")


def test_the_same_file_again_changes_nothing(kortrijk):
    bring(kortrijk, draft(), draft("way/2", "Frituur"))

    again = bring(kortrijk, draft(), draft("way/2", "Frituur"))

    assert counts(again) == (0, 0, 2, 0)


def test_what_changed_on_the_map_changes_in_the_guide(kortrijk):
    bring(kortrijk, draft(hours_text="Mo 09:00-18:00"))

    plan = bring(kortrijk, draft(hours_text="vraag het binnen", phone="056 11 22 33"))

    place = only_place(kortrijk)
    assert counts(plan) == (0, 1, 0, 0)
    assert (place.hours_state, place.hours_rules, place.phone) == ("text", [], "056 11 22 33")


def test_a_field_that_people_changed_is_never_touched_again(kortrijk, app):
    bring(kortrijk, draft(name="Fout", phone="056 11 22 33"))
    place = only_place(kortrijk)
    with app.test_request_context():
        facts = PlaceForm.about(place).facts(place)
    services.change_place(
        kortrijk, place, services.PlaceFacts(**vars(facts) | {"name": "Goed"}), account_id=None, now=NOW
    )

    plan = bring(kortrijk, draft(name="Fout", phone="056 99 88 77"))

    assert counts(plan) == (0, 1, 0, 0)
    assert (place.name, place.phone) == ("Goed", "056 99 88 77")


def test_a_vanished_object_asks_for_a_look_and_stays(kortrijk):
    bring(kortrijk, draft(), draft("way/2", "Frituur"))

    plan = bring(kortrijk, draft("way/2", "Frituur"))

    [gone] = of(plan, Outcome.VANISHED)
    place = kortrijk.get(Place, gone.place.id)
    assert (place.name, place.needs_check) == ("Café De Leie", True)
    assert kortrijk.scalar(select(func.count(Place.id))) == 2


def test_the_same_name_nearby_is_reported_not_doubled(kortrijk, make):
    make.place(name="Café de  LEIE", source_id=None)

    plan = bring(kortrijk, draft("way/9", latitude=NEAR), draft("way/8", latitude=FAR))

    assert [row.source for row in of(plan, Outcome.DOUBLE)] == ["way/9"]
    assert [row.source for row in of(plan, Outcome.NEW)] == ["way/8"]


def test_two_objects_of_one_file_are_two_places(kortrijk):
    plan = bring(kortrijk, draft("way/1"), draft("way/2", latitude=NEAR))

    assert counts(plan) == (2, 0, 0, 0)


def test_rows_without_an_id_are_known_by_name_and_spot(kortrijk):
    first = bring(kortrijk, draft(""), draft("", latitude=NEAR))

    again = plan_of(kortrijk, [draft("")])

    assert [row.reason for row in of(first, Outcome.REFUSED)] == [Reason.SAME_ROW]
    assert counts(again) == (0, 0, 1, 0)
    assert kortrijk.scalar(select(func.count(Place.id))) == 1


def test_an_import_leaves_a_batch_and_a_line_in_the_journal(kortrijk):
    bring(kortrijk, draft(), Refused("way/3", Reason.NO_NAME))

    batch = kortrijk.scalars(select(ImportBatch)).one()
    line = kortrijk.scalars(select(JournalEntry)).one()
    assert (batch.added, batch.refused, batch.file_name) == (1, 1, "kaart.osm")
    assert (line.happening, line.city_id) == (Happening.PLACES_IMPORTED, batch.city_id)


def test_a_file_of_refused_rows_changes_nothing(kortrijk, make):
    make.place(source_id="way/7")
    row = Refused("way/3", Reason.NOT_IN_A_GUIDE)

    with pytest.raises(NothingToImport):
        bring(kortrijk, row)

    assert of(plan_of(kortrijk, [row]), Outcome.VANISHED) == []


def test_an_import_keeps_to_its_city(kortrijk, make):
    there = make.place(make.city("genk"), name="Elders", source_id="way/1")

    plan = bring(kortrijk, draft("way/1", "Hier"))

    assert counts(plan) == (1, 0, 0, 0)
    with kortrijk.no_autoflush, across_cities(kortrijk):
        assert kortrijk.get(Place, there.id).name == "Elders"


@pytest.mark.parametrize("ending", ["osm", "osm.pbf"])
def test_the_village_has_four_places_and_no_news_the_second_time(kortrijk, shared, ending):
    rows = list(read_map_file(shared / "osm" / f"wechelderzande-2016.{ending}"))

    assert counts(bring(kortrijk, *rows)) == (4, 0, 0, 0)
    assert counts(bring(kortrijk, *rows)) == (0, 0, 4, 0)
    assert all(source.startswith("way/") for source in kortrijk.scalars(select(Place.source_id)))


def test_both_files_of_the_village_are_the_same_village(kortrijk, shared):
    bring(kortrijk, *read_map_file(shared / "osm" / "wechelderzande-2016.osm"))

    again = bring(kortrijk, *read_map_file(shared / "osm" / "wechelderzande-2016.osm.pbf"))

    assert counts(again) == (0, 0, 4, 0)


def test_objects_that_stand_twice_in_a_file_count_once(kortrijk, shared):
    plan = bring(kortrijk, *read_map_file(shared / "poi" / "be-arlon.geojson"))

    assert 100 < counts(plan)[0] <= 271
    assert sum(row.reason is Reason.SAME_OBJECT for row in plan) > 0


def test_a_file_about_something_else_is_refused_whole(kortrijk, shared):
    rows = list(read_map_file(shared / "poi" / "halle-bicycle-parking-2022.geojson"))

    assert counts(plan_of(kortrijk, rows)) == (0, 0, 0, 0)
    with pytest.raises(NothingToImport):
        bring(kortrijk, *rows)


def read_map_file(path):
    file = look_at(path.name, path.read_bytes())
    return read_map(file.content, file.format)


def feature(coordinates, kind="Point"):
    facts = {"name": "Ergens", "shop": "bakery"}
    return {"type": "Feature", "properties": facts, "geometry": {"type": kind, "coordinates": coordinates}}


UNCLOSED = [[[3.2, 50.8], [3.3, 50.8], [3.3, 50.9], [3.2, 50.9]]]


def test_no_place_lands_in_the_sea(kortrijk, tmp_path):
    features = [
        feature([50.8279, 3.2646]),
        feature([]),
        feature([150_000, 170_000]),
        feature(UNCLOSED, "Polygon"),
        feature([0, 0]),
    ]
    file = tmp_path / "fouten.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))

    plan = plan_of(kortrijk, read_map_file(file))

    assert counts(plan) == (0, 0, 0, 0)
    assert [row.reason for row in plan] == [
        Reason.SWAPPED,
        Reason.NO_COORDINATES,
        Reason.NOT_DEGREES,
        Reason.RING_NOT_CLOSED,
        Reason.NOT_IN_BELGIUM,
    ]


def test_a_list_of_the_city_is_not_overwritten_by_a_map(kortrijk):
    bring(kortrijk, draft(phone="056 11 22 33"))
    bring(kortrijk, draft(phone="056 99 99 99", is_own=True, says=("name", "phone")))

    plan = bring(kortrijk, draft(phone="056 11 22 33", street="Grote Markt 1"))

    place = only_place(kortrijk)
    assert counts(plan) == (0, 1, 0, 0)
    assert (place.phone, place.street) == ("056 99 99 99", "Grote Markt 1")
    assert place.owned_by_files == ["phone"]


def test_a_double_that_nobody_decided_about_stays_as_it_is(kortrijk, make):
    make.place(name="Café De Leie", source_id=None)

    bring(kortrijk, draft("way/9", phone="056 11 22 33"))

    assert (only_place(kortrijk).source_id, only_place(kortrijk).phone) == (None, "")


def test_merging_ties_the_place_to_the_object_and_keeps_what_people_wrote(kortrijk, make):
    make.place(name="Café De Leie", source_id=None, owned_by_people=["street", "phone"])

    bring(kortrijk, draft("way/9", street="Elders 2", phone="056 11 22 33"), way_9=Decision.MERGE)

    place = only_place(kortrijk)
    assert (place.source_id, place.street, place.phone) == ("way/9", "Grote Markt 1", "056 11 22 33")
    assert counts(plan_of(kortrijk, [draft("way/9", street="Elders 2", phone="056 11 22 33")])) == (
        0,
        0,
        1,
        0,
    )


def test_both_makes_a_second_place(kortrijk, make):
    make.place(name="Café De Leie", source_id=None)

    bring(kortrijk, draft("way/9"), way_9=Decision.BOTH)

    assert kortrijk.scalar(select(func.count(Place.id))) == 2


def test_what_was_kept_apart_is_not_asked_again(kortrijk, make):
    make.place(name="Café De Leie", source_id=None)

    bring(kortrijk, draft("way/9"), way_9=Decision.KEEP)

    assert counts(plan_of(kortrijk, [draft("way/9")])) == (0, 0, 1, 0)


def test_what_lies_outside_the_map_did_not_vanish(kortrijk, make):
    make.place(name="Ver weg", source_id="way/5", at=(51.0, 3.3))

    plan = plan_of(kortrijk, [draft("way/1")])

    assert of(plan, Outcome.VANISHED) == []


def test_every_row_keeps_what_it_wrote(kortrijk):
    bring(kortrijk, draft(phone="056 11 22 33"))
    bring(kortrijk, draft(phone="056 99 99 99"))

    first, second = kortrijk.scalars(select(ImportRow).order_by(ImportRow.id))
    assert (first.outcome, first.after["phone"]) == (Outcome.NEW, "056 11 22 33")
    assert (second.before["phone"], second.after["phone"]) == ("056 11 22 33", "056 99 99 99")


def test_a_thousand_places_of_one_name_get_words_of_their_own(kortrijk):
    rows = [draft(f"way/{number}", latitude=50.8 + number / 100_000) for number in range(1, 1001)]

    bring(kortrijk, *rows)

    slugs = kortrijk.scalars(select(Place.slug)).all()
    assert len(set(slugs)) == 1000
    assert {"cafe-de-leie", "cafe-de-leie-2", "cafe-de-leie-1000"} <= set(slugs)
