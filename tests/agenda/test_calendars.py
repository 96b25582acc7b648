"""iCalendar files, well made and not."""

from datetime import UTC, datetime

import pytest

from cityshop.agenda.calendars import MOST_BYTES, read_calendar
from cityshop.agenda.drafts import Reason
from cityshop.agenda.errors import CalendarTooLarge, CalendarUnreadable
from cityshop.agenda.repeats import MOST_DATES
from cityshop.core.clock import local
from tests.agenda.conftest import calendar
from tests.makers.base import NOW

ZONE = """BEGIN:VTIMEZONE\r
TZID:Stad aan de Leie\r
BEGIN:DAYLIGHT\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
TZNAME:CEST\r
DTSTART:19700329T020000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
TZNAME:CET\r
DTSTART:19701025T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
END:VTIMEZONE\r
"""


def event(*lines, uid="1@leie.example", title="Concert"):
    return [f"UID:{uid}", f"SUMMARY:{title}", "DTSTAMP:20261101T000000Z", *lines]


def read(*events, zone="", now=NOW):
    return read_calendar(calendar(*events, zone=zone), now=now)


def one(*lines, zone="", **facts):
    [draft] = read(event(*lines, **facts), zone=zone).drafts
    return draft


def starts(draft):
    return [f"{local(found.times.starts_at):%Y-%m-%d %H:%M}" for found in draft.dates]


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART:20261205T190000Z",
        "DTSTART;TZID=Europe/Brussels:20261205T200000",
        "DTSTART:20261205T200000",
        "DTSTART;TZID=America/New_York:20261205T140000",
        "DTSTART;TZID=Stad aan de Leie:20261205T200000",
    ],
)
def test_eight_in_the_evening_in_every_way_to_write_it(start):
    draft = one(start, "DURATION:PT2H", zone=ZONE)

    assert starts(draft) == ["2026-12-05 20:00"]
    assert draft.dates[0].times.ends_at == datetime(2026, 12, 5, 21, tzinfo=UTC)


def test_a_zone_of_the_file_knows_summer_time():
    draft = one("DTSTART;TZID=Stad aan de Leie:20270705T200000", "DURATION:PT2H", zone=ZONE)

    assert draft.dates[0].times.starts_at == datetime(2027, 7, 5, 18, tzinfo=UTC)


def test_a_series_keeps_its_hour_over_the_night_in_march():
    draft = one("DTSTART;TZID=Europe/Brussels:20270327T200000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3")

    assert starts(draft) == ["2027-03-27 20:00", "2027-03-28 20:00", "2027-03-29 20:00"]
    assert [found.times.starts_at.hour for found in draft.dates] == [19, 18, 18]


def test_all_day_ends_before_the_day_that_is_written():
    draft = one("DTSTART;VALUE=DATE:20261205", "DTEND;VALUE=DATE:20261207")

    assert draft.is_all_day
    assert (draft.dates[0].times.starts_at, draft.dates[0].times.ends_at) == (
        datetime(2026, 12, 4, 23, tzinfo=UTC),
        datetime(2026, 12, 6, 23, tzinfo=UTC),
    )


def test_without_an_end_it_says_so():
    draft = one("DTSTART:20261205T190000Z")

    assert not draft.has_end
    assert draft.dates[0].times.ends_at > draft.dates[0].times.starts_at


def test_left_out_moved_and_cancelled_dates_of_a_series():
    series = event(
        "DTSTART;TZID=Europe/Brussels:20261201T200000",
        "DTEND;TZID=Europe/Brussels:20261201T210000",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Europe/Brussels:20261208T200000",
    )
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Brussels:20261215T200000",
        "DTSTART;TZID=Europe/Brussels:20261216T190000",
        "DTEND;TZID=Europe/Brussels:20261216T200000",
    )
    off = event(
        "RECURRENCE-ID;TZID=Europe/Brussels:20261222T200000",
        "DTSTART;TZID=Europe/Brussels:20261222T200000",
        "DTEND;TZID=Europe/Brussels:20261222T210000",
        "STATUS:CANCELLED",
    )

    [draft] = read(series, moved, off).drafts

    assert starts(draft) == ["2026-12-01 20:00", "2026-12-16 19:00", "2026-12-22 20:00"]
    assert [found.is_cancelled for found in draft.dates] == [False, False, True]
    assert draft.dates[1].planned_on.isoformat() == "2026-12-15"


def test_an_endless_series_is_cut_off():
    draft = one("DTSTART:20261201T190000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")

    assert len(draft.dates) == MOST_DATES


def test_a_series_that_began_years_ago_only_tells_what_is_to_come():
    draft = one("DTSTART:20100104T070000Z", "DURATION:PT4H", "RRULE:FREQ=WEEKLY")

    assert starts(draft)[0] == "2026-11-23 08:00"


def test_html_becomes_plain_words():
    html = "<p>Kom &amp; kijk</p><script>alert(1)</script><br><img src=x onerror=alert(2)>Welkom"

    draft = one("DTSTART:20261205T190000Z", f"DESCRIPTION:{html}")

    assert draft.text == {"nl": "Kom & kijk\n\nWelkom"}


def test_text_that_only_looks_like_html_stays_text():
    assert (
        one("DTSTART:20261205T190000Z", "DESCRIPTION:Voor kinderen < 12 jaar").text["nl"]
        == "Voor kinderen < 12 jaar"
    )


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://x.example/", "https://bank.be@x.example/", "data:text/html,x"]
)
def test_only_https_links_are_taken_over(link):
    assert one("DTSTART:20261205T190000Z", f"URL:{link}").link == ""


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["SUMMARY:Zonder"], Reason.NO_UID),
        (["UID:1", "SUMMARY:Zonder"], Reason.NO_START),
        (["UID:1", "SUMMARY: ", "DTSTART:20261205T190000Z"], Reason.NO_TITLE),
        (["UID:1", "SUMMARY:X", "DTSTART:20261205T190000Z", "DTEND:20261204T190000Z"], Reason.ENDS_FIRST),
        (["UID:1", "SUMMARY:X", "DTSTART:20251205T190000Z"], Reason.OVER),
        (["UID:1", "SUMMARY:X", "DTSTART:20261205T190000Z", "RRULE:FREQ=SECONDLY"], Reason.TOO_OFTEN),
        (
            ["UID:1", "SUMMARY:X", "DTSTART:20261205T190000Z", "RRULE:FREQ=DAILY;BYMINUTE=1,2,3,4,5"],
            Reason.TOO_OFTEN,
        ),
    ],
)
def test_what_cannot_be_used_has_a_reason(lines, reason):
    reading = read(lines)

    assert not reading.drafts
    assert [row.reason for row in reading.refused] == [reason]


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"\xff\xfe\0\0", b"BEGIN:VCALENDAR", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"]
)
def test_what_is_no_calendar_is_refused(content):
    with pytest.raises(CalendarUnreadable):
        read_calendar(content, now=NOW)


def test_a_calendar_that_is_too_large_is_refused():
    with pytest.raises(CalendarTooLarge):
        read_calendar(b" " * (MOST_BYTES + 1), now=NOW)


def test_latin_letters_of_an_old_program_are_read():
    content = calendar(event("DTSTART:20261205T190000Z", title="Café chantant")).decode().encode("cp1252")

    assert read_calendar(content, now=NOW).drafts[0].title == {"nl": "Café chantant"}
