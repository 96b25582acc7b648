"""Map files into the guide, through the database."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.places import queries, services
from cityshop.places.cli import places
from cityshop.places.drafts import PlaceDraft
from cityshop.places.errors import NothingToImport
from cityshop.places.forms import PlaceForm
from cityshop.places.imports import SourceFile, carry_out, plan_import
from cityshop.places.kinds import PlaceKind
from cityshop.places.map_files import read_map_file
from cityshop.places.models import ImportBatch, Place
from cityshop.places.refused import Reason, Refused
from tests.makers.base import NOW

FILE = SourceFile("kaart.osm", "0" * 64)
NEAR, FAR = 50.82795, 50.8289  # 6 and 110 metres north of the Grote Markt


def draft(source_id="way/1", name="Café De Leie", latitude=50.8279, **facts):
    return PlaceDraft(
        source_id=source_id, name=name, kind=PlaceKind.CAFE, latitude=latitude, longitude=3.2646, **facts
    )


@pytest.fixture
def kortrijk(make, session):
    choose_city(session, make.kortrijk().id)
    return session


def bring(session, *rows):
    plan = plan_import(session, rows)
    carry_out(session, plan, FILE, now=NOW)
    session.flush()
    return plan


def only_place(session):
    return session.scalars(select(Place)).one()


def counts(plan):
    return len(plan.added), len(plan.changed), len(plan.unchanged), len(plan.doubles)


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

    [gone] = plan.vanished
    assert (gone.name, gone.needs_check) == ("Café De Leie", True)
    assert kortrijk.scalar(select(func.count(Place.id))) == 2


def test_the_same_name_nearby_is_reported_not_doubled(kortrijk, make):
    make.place(name="Café de  LEIE", source_id=None)

    plan = bring(kortrijk, draft("way/9", latitude=NEAR), draft("way/8", latitude=FAR))

    assert [row.source_id for row in plan.doubles] == ["way/9"]
    assert [row.source_id for row in plan.added] == ["way/8"]


def test_two_objects_of_one_file_are_two_places(kortrijk):
    plan = bring(kortrijk, draft("way/1"), draft("way/2", latitude=NEAR))

    assert counts(plan) == (2, 0, 0, 0)


def test_rows_without_an_id_are_known_by_name_and_spot(kortrijk):
    bring(kortrijk, draft(""), draft("", latitude=NEAR))

    again = plan_import(kortrijk, [draft("")])

    assert counts(again) == (0, 0, 0, 1)
    assert kortrijk.scalar(select(func.count(Place.id))) == 1


def test_an_import_leaves_a_batch_and_a_line_in_the_journal(kortrijk):
    bring(kortrijk, draft(), Refused("way/3", Reason.NO_NAME))

    batch = kortrijk.scalars(select(ImportBatch)).one()
    line = kortrijk.scalars(select(JournalEntry)).one()
    assert (batch.added, batch.refused, batch.file_name) == (1, 1, "kaart.osm")
    assert (line.happening, line.city_id) == (Happening.PLACES_IMPORTED, batch.city_id)


def test_a_file_of_refused_rows_changes_nothing(kortrijk, make):
    make.place(source_id="way/7")
    plan = plan_import(kortrijk, [Refused("way/3", Reason.NOT_IN_A_GUIDE)])

    with pytest.raises(NothingToImport):
        carry_out(kortrijk, plan, FILE, now=NOW)

    assert plan.vanished == []


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
    assert all(place.source_id.startswith("way/") for place in queries.places_from_maps(kortrijk))


def test_both_files_of_the_village_are_the_same_village(kortrijk, shared):
    bring(kortrijk, *read_map_file(shared / "osm" / "wechelderzande-2016.osm"))

    again = bring(kortrijk, *read_map_file(shared / "osm" / "wechelderzande-2016.osm.pbf"))

    assert counts(again) == (0, 0, 4, 0)


def test_objects_that_stand_twice_in_a_file_count_once(kortrijk, shared):
    plan = bring(kortrijk, *read_map_file(shared / "poi" / "be-arlon.geojson"))

    assert 100 < len(plan.added) <= 271
    assert sum(row.reason is Reason.SAME_OBJECT for row in plan.refused) > 0


def test_a_file_about_something_else_is_refused_whole(kortrijk, shared):
    plan = plan_import(kortrijk, read_map_file(shared / "poi" / "halle-bicycle-parking-2022.geojson"))

    assert counts(plan) == (0, 0, 0, 0)
    with pytest.raises(NothingToImport):
        carry_out(kortrijk, plan, FILE, now=NOW)


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

    plan = plan_import(kortrijk, read_map_file(file))

    assert counts(plan) == (0, 0, 0, 0)
    assert [row.reason for row in plan.refused] == [
        Reason.SWAPPED,
        Reason.NO_COORDINATES,
        Reason.NOT_DEGREES,
        Reason.RING_NOT_CLOSED,
        Reason.NOT_IN_BELGIUM,
    ]


@pytest.fixture
def command(make, monkeypatch, tmp_path, settings):
    make.kortrijk()
    monkeypatch.setenv("CITYSHOP_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("CITYSHOP_FOLDER", str(tmp_path))
    good = {"type": "FeatureCollection", "features": [feature([3.2646, 50.8279]), feature([])]}
    (tmp_path / "kaart.geojson").write_text(json.dumps(good))
    bad = {"type": "FeatureCollection", "features": [feature([])]}
    (tmp_path / "fout.geojson").write_text(json.dumps(bad))

    def run(file, *options):
        return CliRunner().invoke(places, ["import", str(tmp_path / file), "--city", "kortrijk", *options])

    return run


def stored(database):
    with database.reads() as session, across_cities(session):
        return session.scalar(select(func.count(Place.id)))


def test_a_dry_run_tells_all_and_changes_nothing(command, database):
    result = command("kaart.geojson", "--dry-run")

    assert result.exit_code == 0
    assert "1 new, 0 changed" in result.output
    assert "refused 2: It has no coordinates." in result.output
    assert stored(database) == 0


def test_the_import_command_writes_and_says_what(command, database):
    result = command("kaart.geojson")

    assert (result.exit_code, stored(database)) == (0, 1)
    assert "1 new" in result.output


@pytest.mark.parametrize(
    ("file", "options", "status"),
    [
        ("fout.geojson", (), 1),
        ("kaart.geojson", ("--city", "nergens"), 1),
        ("niets.geojson", (), 2),
        ("kaart.geojson", ("--unknown",), 2),
    ],
)
def test_the_import_command_says_what_is_wrong(command, database, file, options, status):
    result = command(file, *options)

    assert (result.exit_code, stored(database)) == (status, 0)
    assert result.output
