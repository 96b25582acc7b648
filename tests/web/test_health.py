"""Alive, ready, and what people see when the database is away or its disk is full."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from cityshop.core.heartbeat import WORKER, age
from cityshop.elections.services import has_every_key
from cityshop.worker import say_alive
from tests.makers.base import NOW
from tests.page import Page


class Connection:
    """The wire between the site and its database."""

    def __init__(self, engine, patch):
        self._engine, self._patch = engine, patch

    def cut(self):
        def refuse():
            raise OperationalError("SELECT 1", None, ConnectionRefusedError())

        self._patch.setattr(self._engine.pool, "connect", refuse)

    def mend(self):
        self._patch.undo()


@pytest.fixture
def wire(app, database):
    with pytest.MonkeyPatch.context() as patch:
        yield Connection(database.engine, patch)


def test_alive_needs_no_database(client, wire):
    wire.cut()

    assert client.get("/healthz").status_code == 200


def test_ready_says_what_is_missing(client, wire):
    wire.cut()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["checks"]["database"] is False


def test_a_page_that_was_kept_is_still_served(make, client, wire):
    make.kortrijk()
    client.get("/kortrijk")
    wire.cut()

    assert client.get("/kortrijk").status_code == 200


def test_other_pages_say_so_in_the_citys_colours(make, client, wire):
    make.kortrijk()
    client.get("/kortrijk")
    wire.cut()

    page = Page(client.get("/kortrijk/privacy"))

    assert page.status == 503
    assert "/theme/kortrijk-" in page.html
    assert page.response.headers["Retry-After"] == "10"


def test_it_recovers_by_itself(make, client, wire):
    make.kortrijk()
    wire.cut()
    assert client.get("/kortrijk").status_code == 503
    wire.mend()

    assert client.get("/kortrijk").status_code == 200


def test_the_address_of_security_reports_is_valid_for_less_than_a_year(client):
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())

    left = datetime.fromisoformat(lines["Expires"]) - NOW
    assert lines["Contact"].startswith("mailto:")
    assert 0 < left.days <= 366


def test_ready_looks_for_the_key_of_every_open_contest(make, database, settings):
    contest = make.contest()

    with database.reads() as session:
        before = has_every_key(session, keys_folder=settings.keys_folder)
        (settings.keys_folder / f"contest-{contest.key_fingerprint[:16]}.key").unlink()
        after = has_every_key(session, keys_folder=settings.keys_folder)

    assert (before, after) == (True, False)


def test_the_worker_says_that_it_lives(database):
    say_alive(database)

    with database.reads() as session:
        assert age(session, WORKER, now=NOW + timedelta(seconds=40)) == timedelta(seconds=40)
