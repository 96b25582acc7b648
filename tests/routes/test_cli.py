"""`cityshop routes import`."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.routes.cli import routes
from cityshop.routes.models import Route
from tests.routes.test_gpx import GOOD, gpx, track
from tests.routes.test_networks import STRAIGHT, as_osm, drawn, member, relation


@pytest.fixture
def run(database_url, monkeypatch, database):
    monkeypatch.setenv("CITYSHOP_DATABASE_URL", database_url)
    monkeypatch.setenv("CITYSHOP_SECRET_KEY", "a-secret-for-tests-" * 3)

    def ask(*words):
        return CliRunner().invoke(routes, ["import", *map(str, words)])

    return ask


@pytest.fixture
def network(tmp_path):
    """Two routes, of which one misses a way."""
    osm = tmp_path / "net.osm"
    whole = relation([member(1), member(2)], number=7)
    broken = relation([member(3), member(8), member(4)], number=8)
    osm.write_bytes(as_osm(drawn(STRAIGHT, whole, broken, numbers={0: "12", 20: "34"})))
    return osm


def stored(database):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(Route).order_by(Route.source_id)).all()


def test_routes_become_drafts_and_what_is_missing_is_said(make, run, network, database):
    make.kortrijk()

    answer = run(network, "--city", "kortrijk")

    assert answer.exit_code == 0
    assert "relation/7 Leieroute: 1.4 km in 1 pieces, numbers 12-34" in answer.output
    assert "One of its ways is not in this file: 8" in answer.output
    assert "2 new, 0 changed, 0 unchanged, 0 refused" in answer.output
    assert [(route.source_id, route.state) for route in stored(database)] == [
        ("relation/7", "draft"),
        ("relation/8", "draft"),
    ]


def test_a_second_run_changes_nothing(make, run, network, database):
    make.kortrijk()
    run(network, "--city", "kortrijk")

    answer = run(network, "--city", "kortrijk")

    assert "0 new, 0 changed, 2 unchanged, 0 refused" in answer.output
    assert len(stored(database)) == 2


def test_a_dry_run_changes_nothing(make, run, network, database):
    make.kortrijk()

    answer = run(network, "--city", "kortrijk", "--dry-run")

    assert (answer.exit_code, stored(database)) == (0, [])
    assert "Dry run: nothing is changed." in answer.output


def test_one_relation_is_taken_alone(make, run, network, database):
    make.kortrijk()

    answer = run(network, "--city", "kortrijk", "--relation", 7)

    assert answer.exit_code == 0
    assert [route.source_id for route in stored(database)] == ["relation/7"]


def test_gpx_and_overpass_are_read_too(make, run, tmp_path, database):
    make.kortrijk()
    (tmp_path / "a.gpx").write_bytes(gpx(track(GOOD)))
    (tmp_path / "b.json").write_text(json.dumps(drawn(STRAIGHT, relation([member(1)]))))

    answers = [run(tmp_path / name, "--city", "kortrijk") for name in ("a.gpx", "b.json")]

    assert [answer.exit_code for answer in answers] == [0, 0]
    assert len(stored(database)) == 2


ASKED_WRONGLY = {
    ("--city", "nergens"): (1, "There is no city 'nergens'"),
    ("--city", "kortrijk", "--relation", "99"): (1, "Relation 99 is not in this file."),
    ("--city", "kortrijk", "--relation", "0"): (2, "Invalid value"),
    (): (2, "Missing option '--city'"),
}


@pytest.mark.parametrize("words", ASKED_WRONGLY)
def test_what_was_asked_wrongly_is_said(make, run, network, words):
    make.kortrijk()

    answer = run(network, *words)

    status, sentence = ASKED_WRONGLY[words]
    assert (answer.exit_code, sentence in answer.output) == (status, True)


def test_a_broken_file_is_refused_in_one_sentence(make, run, tmp_path):
    make.kortrijk()
    (tmp_path / "x.osm.pbf").write_bytes(b"no map")
    (tmp_path / "x.gpx").write_bytes(b"no gpx")

    answers = [run(tmp_path / name, "--city", "kortrijk") for name in ("x.osm.pbf", "x.gpx")]

    assert [answer.exit_code for answer in answers] == [1, 1]
    assert all(answer.output.startswith("Error: This file is not readable") for answer in answers)
