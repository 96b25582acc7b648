"""UiTdatabank's answers.

The recordings below are our own: invented events, written after the public documentation of Search API 3
(example response, pagination, embedding). No answer of the real service was used, as that needs a key.
"""

import json

import pytest

from cityshop.agenda.drafts import Reason
from cityshop.agenda.errors import CalendarUnreadable
from cityshop.agenda.models import Audience
from cityshop.agenda.uitdatabank import members_of, read_members, search_address
from tests.makers.base import NOW

UID = "https://io.uitdatabank.be/event/00000000-1111-2222-3333-444444444444"
NEVER = {"endDate": "2025-12-03T19:00:00Z"}
CONCERT = {
    "@id": UID,
    "@type": "Event",
    "@context": "/contexts/event",
    "mainLanguage": "nl",
    "name": {"nl": "Avondconcert", "fr": "Concert du soir", "it": "Concerto"},
    "description": {"nl": "Een avond <b>muziek</b>.<br/>Met koor."},
    "audience": {"audienceType": "everyone"},
    "calendarType": "multiple",
    "startDate": "2026-12-04T19:00:00+00:00",
    "endDate": "2026-12-05T21:00:00+00:00",
    "subEvent": [
        {"@type": "Event", "startDate": "2026-12-04T19:00:00+00:00", "endDate": "2026-12-04T21:00:00+00:00"},
        {
            "@type": "Event",
            "startDate": "2026-12-05T20:00:00+01:00",
            "endDate": "2026-12-05T22:00:00+01:00",
            "status": {"type": "Unavailable"},
        },
    ],
    "status": {"type": "Available"},
    "location": {
        "@type": "Place",
        "name": {"nl": "Zaal Leie"},
        "address": {"nl": {"streetAddress": "Kaai 1", "postalCode": "8500", "addressLocality": "Kortrijk"}},
    },
    "organizer": {"name": {"nl": "Koor Kortrijk"}},
    "priceInfo": [{"category": "base", "name": {"nl": "Basistarief"}, "price": 7.5, "priceCurrency": "EUR"}],
    "typicalAgeRange": "6-12",
    "bookingInfo": {"url": "http://onveilig.example"},
    "contactPoint": {"url": ["https://koor.example/avond"]},
    "sameAs": ["http://www.uitinvlaanderen.be/x", "https://www.uitinvlaanderen.be/agenda/e/avondconcert"],
    "mediaObject": [{"contentUrl": "https://images.uitdatabank.be/x.png", "copyrightHolder": "Iemand"}],
    "workflowStatus": "APPROVED",
}


def read(**changes):
    return read_members(json.dumps([CONCERT | changes]).encode(), now=NOW)


def test_an_event_becomes_a_draft_with_its_origin():
    [draft] = read().drafts

    assert draft.uid == UID
    assert draft.title == {"nl": "Avondconcert", "fr": "Concert du soir"}
    assert draft.text == {"nl": "Een avond muziek.\nMet koor."}
    assert draft.location == "Zaal Leie, Kaai 1, 8500 Kortrijk"
    assert (draft.organiser, draft.price, draft.is_free) == ("Koor Kortrijk", "€ 7,50", False)
    assert draft.audience is Audience.CHILDREN
    assert draft.link == "https://koor.example/avond"
    assert draft.source_address == "https://www.uitinvlaanderen.be/agenda/e/avondconcert"
    assert [one.is_cancelled for one in draft.dates] == [False, True]


def test_what_is_open_for_weeks_is_one_date_of_many_days():
    dates = {"startDate": "2026-11-01T00:00:00+01:00", "endDate": "2027-01-10T00:00:00+01:00"}

    [draft] = read(calendarType="periodic", subEvent=None, **dates).drafts

    assert draft.is_all_day
    assert [(one.planned_on.isoformat(), one.times.ends_at.isoformat()) for one in draft.dates] == [
        ("2026-11-01", "2027-01-10T23:00:00+00:00")
    ]


def test_an_event_that_is_off_is_cancelled():
    assert read(status={"type": "Unavailable"}).drafts[0].is_cancelled


def test_a_price_of_nothing_is_free():
    assert read(priceInfo=[{"category": "base", "price": 0, "priceCurrency": "EUR"}]).drafts[0].is_free


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"audience": {"audienceType": "members"}}, Reason.NOT_PUBLIC),
        ({"workflowStatus": "REJECTED"}, Reason.NOT_PUBLIC),
        ({"calendarType": "permanent"}, Reason.PERMANENT),
        ({"name": {}}, Reason.NO_TITLE),
        ({"subEvent": [{"startDate": "vandaag", "endDate": "morgen"}]}, Reason.BAD_TIMES),
        ({"calendarType": "single", "subEvent": None, "startDate": None}, Reason.BAD_TIMES),
        ({"location": "nergens"}, Reason.BAD_TIMES),
        ({"priceInfo": [{"category": "base"}]}, Reason.BAD_TIMES),
        ({"subEvent": [NEVER | {"startDate": "2026-12-04T19:00:00Z"}]}, Reason.ENDS_FIRST),
        ({"subEvent": [NEVER | {"startDate": "2025-12-02T19:00:00Z"}]}, Reason.OVER),
    ],
)  # fmt: skip
def test_what_cannot_be_used_has_a_reason(changes, reason):
    reading = read(**changes)

    assert not reading.drafts
    assert [row.reason for row in reading.refused] == [reason]


def test_a_page_says_how_many_there_are():
    page = {"@type": "PagedCollection", "itemsPerPage": 30, "totalItems": 31, "member": [CONCERT]}

    members, total = members_of(json.dumps(page).encode())

    assert (len(members), total) == (1, 31)


@pytest.mark.parametrize("answer", [b"", b"[]", b'{"member": 3, "totalItems": 1}', b"[" * 100_000])
def test_an_answer_that_is_none_is_refused(answer):
    with pytest.raises(CalendarUnreadable):
        members_of(answer)


def test_only_what_is_to_come_is_asked_for_page_by_page():
    address = search_address("8500", start=100, now=NOW)

    assert address.startswith("https://search.uitdatabank.be/events/?postalCode=8500&addressCountry=BE")
    assert "start=100" in address
    assert "dateFrom=2026-11-22T10%3A00%3A00%2B00%3A00" in address
    assert "embed=true" in address
