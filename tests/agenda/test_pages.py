"""The agenda for residents."""

import json
from datetime import timedelta

import pytest
from icalendar import Calendar

from cityshop.agenda.models import Audience, EventState, SourceKind
from cityshop.agenda.repeats import Change, Repeat, Rule, exception_as_json
from tests.makers.agenda import MARKET_DAY
from tests.makers.base import NOW
from tests.page import Page

SUNDAY_EVENING = NOW.replace(hour=18)


def titles(client, query=""):
    page = Page(client.get(f"/en/kortrijk/agenda{query}"))
    return [one.text.strip() for one in page.all("h3")]


def entries(answer):
    return Calendar.from_ical(answer.data).walk("VEVENT")


def test_what_is_to_come_stands_in_the_list_day_by_day(make, client):
    make.event(title="Concert", starts_at=SUNDAY_EVENING)
    make.event(rule=Rule(Repeat.WEEKLY, times=2))

    page = Page(client.get("/en/kortrijk/agenda"))

    assert page.heading == "Agenda"
    assert [one.text for one in page.all("h2")] == [
        "Sunday 22 November 2026",
        "Monday 23 November 2026",
        "Monday 30 November 2026",
    ]
    assert "3 dates" in page.text


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.PENDING])
def test_what_is_not_published_is_not_there(make, client, state):
    event = make.event(state=state)

    assert titles(client) == []
    assert client.get(f"/kortrijk/agenda/{event.slug}").status_code == 404
    assert client.get(f"/kortrijk/agenda/{event.slug}.ics").status_code == 404


def test_what_is_over_leaves_the_list_at_once(make, client, site_clock):
    make.event(starts_at=NOW - timedelta(hours=1), hours=2)
    assert len(titles(client)) == 1

    site_clock.move(hours=1)
    client.application.extensions["cityshop.page_cache"].forget_all()

    assert titles(client) == []


def test_a_kept_list_does_not_outlive_the_event(make, client):
    make.event(starts_at=NOW - timedelta(hours=1), hours=1.01)

    answer = client.get("/kortrijk/agenda")

    assert int(answer.headers["Cache-Control"].partition("max-age=")[2].split(",")[0]) <= 36


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?when=today", ["Concert"]),
        ("?when=weekend", ["Concert"]),
        ("?day=2026-11-23", ["Markt"]),
        ("?month=2026-12", ["Kerstverhaal"]),
        ("?audience=children", ["Kerstverhaal"]),
        ("?free=1", ["Markt"]),
        ("?q=KERST", ["Kerstverhaal"]),
        ("?q=verhaal%20vindt%20niets", []),
        ("?when=gisteren&day=2026-13-45&audience=x&page=-1", ["Concert", "Markt", "Kerstverhaal"]),
    ],
)
def test_the_list_is_filtered_by_its_address(make, client, query, found):
    make.event(title="Concert", starts_at=SUNDAY_EVENING)
    make.event(title="Markt", is_free=True)
    make.event(title="Kerstverhaal", starts_at=MARKET_DAY + timedelta(days=30), audience=Audience.CHILDREN)

    assert titles(client, query) == found


def test_a_partner_is_a_filter(make, client):
    partner = make.partner(name="Koor")
    make.event(title="Concert", partner_id=partner.id)
    make.event(title="Markt")

    assert titles(client, f"?partner={partner.slug}") == ["Concert"]


def test_another_city_s_event_does_not_exist(make, client):
    event = make.event(make.city("genk", "Genk"), title="Genkse markt")
    make.kortrijk()

    assert titles(client) == []
    assert client.get(f"/kortrijk/agenda/{event.slug}").status_code == 404


def test_the_month_shows_every_day_with_how_many_there_are(make, client):
    make.event(rule=Rule(Repeat.WEEKLY, times=2))
    make.event(title="Tentoonstelling", starts_at=NOW - timedelta(days=9), hours=24 * 20)

    page = Page(client.get("/en/kortrijk/agenda/month?month=2026-11"))

    labels = [one.facts["aria-label"] for one in page.all("a") if "month__link" in one.facts.get("class", "")]
    assert page.heading == "Agenda of November 2026"
    assert labels == ["Monday 23 November: one event", "Monday 30 November: one event"]
    assert [one.text.strip() for one in page.all("h3")] == ["Tentoonstelling"]
    assert any("month=2026-12" in link for link in page.links)


@pytest.mark.parametrize("month", ["", "2026-00", "x", "0001-01", "2100-12", "2020-01"])
def test_any_month_in_the_address_is_survived(make, client, month):
    make.kortrijk()

    assert client.get(f"/kortrijk/agenda/month?month={month}").status_code == 200


def test_a_cancelled_event_stays_in_sight_with_its_reason(make, client):
    event = make.event(state=EventState.CANCELLED, state_reason="De zaal staat onder water.")

    page = Page(client.get(f"/en/kortrijk/agenda/{event.slug}"))

    assert "De zaal staat onder water." in page.text
    assert "Cancelled" in Page(client.get("/en/kortrijk/agenda")).text
    assert '"eventStatus": "https://schema.org/EventCancelled"' in page.html


def test_an_event_is_linked_data_in_which_nothing_is_a_script(make, client):
    payload = '</script><img src=x onerror="alert(1)">'
    event = make.event(
        title=payload, text={"nl": payload}, location=payload, organiser=payload, price=payload
    )

    page = Page(client.get(f"/kortrijk/agenda/{event.slug}"))

    [linked] = [
        json.loads(one.text) for one in page.all("script") if one.facts.get("type") == "application/ld+json"
    ]
    assert (linked["name"], linked["startDate"]) == (payload, "2026-11-23T08:00:00+01:00")
    assert not [one for one in page.all("img") if one.facts.get("src") == "x"]
    assert payload not in client.get("/kortrijk/agenda").text


def test_a_calendar_that_follows_sees_dates_move_and_stop(make, client):
    moved = exception_as_json(Change.CANCELLED)
    event = make.event(rule=Rule(Repeat.WEEKLY, times=2), exceptions={"2026-11-30": moved}, revision=4)

    answer = client.get("/kortrijk/agenda.ics")

    assert answer.mimetype == "text/calendar"
    assert [(str(one["UID"]), str(one["STATUS"]), one["SEQUENCE"]) for one in entries(answer)] == [
        (f"{event.id}-20261123-0@localhost", "CONFIRMED", 4),
        (f"{event.id}-20261130-0@localhost", "CANCELLED", 4),
    ]


def test_one_date_can_be_added_to_a_calendar(make, client):
    event = make.event(rule=Rule(Repeat.WEEKLY, times=3))

    [entry] = entries(client.get(f"/kortrijk/agenda/{event.slug}.ics?on=2026-11-30"))

    assert entry["DTSTART"].dt.isoformat() == "2026-11-30T07:00:00+00:00"


def test_what_goes_out_comes_in_again_without_loss(make, client):
    from cityshop.agenda.calendars import read_calendar  # noqa: PLC0415 - beside what it proves

    make.event(text={"nl": "Kramen; kaas, brood\nen bloemen"}, location="Grote Markt, 8500 Kortrijk")

    [draft] = read_calendar(client.get("/kortrijk/agenda.ics").data, now=NOW).drafts

    assert (draft.title, draft.location) == ({"nl": "Maandagmarkt"}, "Grote Markt, 8500 Kortrijk")
    assert draft.text == {"nl": "Kramen; kaas, brood\nen bloemen"}
    assert draft.dates[0].times.starts_at == MARKET_DAY


def test_an_event_from_uitdatabank_says_where_it_comes_from(make, client):
    source = make.source(kind=SourceKind.UITDATABANK, address="8500")
    event = make.event(source_id=source.id, source_uid="x", source_address="https://www.uitinvlaanderen.be/x")

    page = Page(client.get(f"/en/kortrijk/agenda/{event.slug}"))

    assert "From UiTdatabank of publiq" in page.text
    assert "https://www.uitinvlaanderen.be/x" in page.links


def test_the_agenda_stands_on_the_front_page_in_the_guide_and_at_its_place(make, client):
    place = make.place()
    make.event(title="Concert op het terras", place_id=place.id)

    for path in ("/kortrijk", "/kortrijk/guide", f"/kortrijk/guide/{place.slug}"):
        assert "Concert op het terras" in Page(client.get(path)).text


def test_queries_do_not_grow_with_rows(make, client, queries):
    make.event(rule=Rule(Repeat.WEEKLY, times=2))
    counts = []

    for more in (0, 12):
        for _ in range(more):
            make.event(rule=Rule(Repeat.WEEKLY, times=3), partner_id=make.partner().id)
        client.application.extensions["cityshop.page_cache"].forget_all()
        for path in ("/kortrijk/agenda", "/kortrijk/agenda/month?month=2026-12", "/kortrijk/agenda.ics"):
            with queries() as counted:
                client.get(path)
            counts.append(len(counted))

    assert counts[:3] == counts[3:]
