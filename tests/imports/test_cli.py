"""`cityshop places import` as somebody types it."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from cityshop.core.db import across_cities
from cityshop.imports.cli import import_places
from cityshop.places.models import Place


def feature(coordinates):
    facts = {"name": "Ergens", "shop": "bakery"}
    return {"type": "Feature", "properties": facts, "geometry": {"type": "Point", "coordinates": coordinates}}


@pytest.fixture
def command(make, monkeypatch, tmp_path, settings):
    make.kortrijk()
    monkeypatch.setenv("CITYSHOP_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("CITYSHOP_FOLDER", str(tmp_path))
    good = {"type": "FeatureCollection", "features": [feature([3.2646, 50.8279]), feature([])]}
    (tmp_path / "kaart.geojson").write_text(json.dumps(good))
    bad = {"type": "FeatureCollection", "features": [feature([])]}
    (tmp_path / "fout.geojson").write_text(json.dumps(bad))
    (tmp_path / "lijst.csv").write_text("naam;lat;lon\nCafé Zuid;50,82;3,26\n")
    (tmp_path / "namen.csv").write_text("naam;wie\nCafé Zuid;Jan\n")

    def run(file, *options):
        return CliRunner().invoke(import_places, [str(tmp_path / file), "--city", "kortrijk", *options])

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
        ("lijst.csv", (), 1),
        ("lijst.csv", ("--kind", "hotel"), 2),
        ("namen.csv", ("--kind", "cafe"), 1),
        ("kaart.geojson", ("--unknown",), 2),
    ],
)
def test_the_import_command_says_what_is_wrong(command, database, file, options, status):
    result = command(file, *options)

    assert (result.exit_code, stored(database)) == (status, 0), result.output
    assert result.output


def test_a_list_is_read_by_the_names_of_its_columns(command, database):
    result = command("lijst.csv", "--kind", "cafe")

    assert (result.exit_code, stored(database)) == (0, 1), result.output
