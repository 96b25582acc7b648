"""What the worker does for the agenda."""

import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from cityshop.agenda.fetching import Fetcher
from cityshop.agenda.jobs import forget_old_events, read_due_sources
from cityshop.agenda.models import Event, EventSource, EventState, SourceKind
from cityshop.core.journal import Happening, JournalEntry
from tests.agenda.conftest import calendar, sent
from tests.agenda.test_uitdatabank import CONCERT
from tests.makers.base import NOW

CONCERT_ICS = calendar(["UID:1", "SUMMARY:Concert", "DTSTART:20261205T190000Z", "DURATION:PT2H"])


def fetcher(answer):
    return Fetcher(lambda host: ["93.184.215.14"], httpx.MockTransport(answer))


def always(content):
    return fetcher(lambda request: sent(content))


def test_a_new_calendar_waits_for_somebody_who_looks(make, database, settings, stored):
    make.source()

    read_due_sources(database, settings, always(CONCERT_ICS))

    [source] = stored(EventSource)
    assert source.content == CONCERT_ICS
    assert stored() == []


def test_a_followed_calendar_is_taken_in_and_read_again_later(make, database, settings, stored):
    make.source(is_followed=True)

    read_due_sources(database, settings, always(CONCERT_ICS))
    again = read_due_sources(database, settings, always(CONCERT_ICS))

    [event], [source] = stored(), stored(EventSource)
    assert (event.title, event.state, again) == ({"nl": "Concert"}, EventState.PUBLISHED, 0)
    assert source.look_at == NOW + timedelta(hours=6)
    assert source.outcome["added"] == 1


@pytest.mark.parametrize("content", [b"<html>", b""])
def test_a_calendar_that_cannot_be_read_says_why_and_changes_nothing(
    make, database, settings, stored, content
):
    make.source(is_followed=True)

    read_due_sources(database, settings, always(content))

    [source] = stored(EventSource)
    assert "not readable" in source.problem
    assert source.content is None


def test_a_calendar_that_is_away_does_not_hold_up_another(make, database, settings, stored):
    make.source(address="https://weg.example/", is_followed=True)
    make.source(address="https://hier.example/", is_followed=True)

    def answer(request):
        if request.headers["Host"] == "weg.example":
            raise httpx.ConnectError("away")
        return sent(CONCERT_ICS)

    read_due_sources(database, settings, fetcher(answer))

    assert [bool(source.problem) for source in stored(EventSource)] == [True, False]
    assert len(stored()) == 1


def test_a_stopped_calendar_is_not_read(make, database, settings):
    make.source(look_at=None)

    assert read_due_sources(database, settings, always(CONCERT_ICS)) == 0


def test_uitdatabank_is_read_once_a_day_with_the_key_and_all_its_pages(make, database, settings, stored):
    make.source(kind=SourceKind.UITDATABANK, address="8500 8501", is_followed=True)
    asked = []

    def answer(request):
        asked.append(
            (request.headers["X-Api-Key"], request.url.params["postalCode"], request.url.params["start"])
        )
        number = len(asked)
        page = {"totalItems": 2 if request.url.params["postalCode"] == "8500" else 1}
        page["member"] = [CONCERT | {"@id": f"https://io.uitdatabank.be/event/{number}"}]
        return sent(json.dumps(page).encode())

    read_due_sources(database, replace(settings, uitdatabank_key="sleutel"), fetcher(answer))

    assert asked == [("sleutel", "8500", "0"), ("sleutel", "8500", "1"), ("sleutel", "8501", "0")]
    assert len(stored()) == 3
    assert stored(EventSource)[0].look_at == NOW + timedelta(days=1)


def test_without_a_key_uitdatabank_is_not_asked(make, database, settings):
    make.source(kind=SourceKind.UITDATABANK, address="8500")

    assert read_due_sources(database, settings, always(b"")) == 0


def test_an_event_goes_half_a_year_after_its_last_date(make, database, stored):
    make.event(title="Lang voorbij", starts_at=NOW - timedelta(days=184))
    make.event(title="Net voorbij", starts_at=NOW - timedelta(days=180))

    with database.writes.begin() as session:
        gone = forget_old_events(session, now=NOW)

    entries = [entry for entry in stored(JournalEntry) if entry.happening == Happening.EVENTS_ERASED]
    assert gone == 1
    assert [event.title["nl"] for event in stored(Event)] == ["Net voorbij"]
    assert [entry.note for entry in entries] == ["1"]


def test_a_calendar_that_nobody_looked_at_is_forgotten_after_a_week(make, database, stored):
    make.source(content=b"x", content_at=NOW - timedelta(days=8))

    with database.writes.begin() as session:
        forget_old_events(session, now=NOW)

    assert stored(EventSource)[0].content is None
