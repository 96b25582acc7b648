from datetime import date, datetime, time

import pytest

from cityshop.core.clock import BRUSSELS
from cityshop.places.hours import SpecialDays, State
from cityshop.places.opening import OpeningState, state_at, week_of
from cityshop.places.osm_hours import parse_hours

PUB = "Tu-Th 16:00-24:00; Fr 16:00-02:00; Sa 12:00-02:00"
BAR = "Mo-Su 16:00-02:00; Sa off"
SUPERMARKET = "Mo-Th, Sa 08:30-20:00; Fr 08:30-21:00"
BAKERY = "Mo-Fr 09:00-12:00,13:30-18:00; Sa 09:00-12:00; PH off"
HOLIDAY = SpecialDays(date(2026, 7, 13), date(2026, 7, 26), reason="jaarlijks verlof")


def clock(text):
    """A time on a Belgian clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("text", "at", "state", "until"),
    [
        (PUB, "2026-07-18 00:30", "open", "2026-07-18 02:00"),
        (PUB, "2026-07-18 02:00", "closed", "2026-07-18 12:00"),
        (PUB, "2026-07-19 01:59", "open", "2026-07-19 02:00"),
        (PUB, "2026-07-19 12:00", "closed", "2026-07-21 16:00"),
        (SUPERMARKET, "2026-07-13 00:30", "closed", "2026-07-13 08:30"),
        (SUPERMARKET, "2026-07-18 09:00", "open", "2026-07-18 20:00"),
        (SUPERMARKET, "2026-07-19 09:00", "closed", "2026-07-20 08:30"),
        (BAKERY, "2026-07-21 10:00", "closed", "2026-07-22 09:00"),
        (BAKERY, "2026-07-11 10:00", "open", "2026-07-11 12:00"),
        (BAKERY, "2026-07-13 12:30", "closed", "2026-07-13 13:30"),
        (BAR, "2026-07-18 00:30", "open", "2026-07-18 02:00"),
        (BAR, "2026-07-18 17:00", "closed", "2026-07-19 16:00"),
        (BAR, "2026-07-19 00:30", "closed", "2026-07-19 16:00"),
        ("Fr 20:00-24:00; Sa 00:00-03:00,10:00-12:00", "2026-07-17 21:00", "open", "2026-07-18 03:00"),
        ("Dec 25 10:00-12:00", "2026-01-02 10:00", "closed", "2026-12-25 10:00"),
    ],
)
def test_a_place_is_open_until_it_changes(text, at, state, until):
    assert state_at(parse_hours(text), clock(at)) == OpeningState(State(state), clock(until))


@pytest.mark.parametrize(
    ("text", "at", "state", "until"),
    [
        ("Sa 12:00-02:00", "2026-10-25T01:30+02:00", "open", "2026-10-25T02:00+02:00"),
        ("Sa 12:00-02:00", "2026-10-25T02:30+02:00", "closed", "2026-10-31T12:00+01:00"),
        ("Sa 12:00-04:00", "2026-10-25T02:30+02:00", "open", "2026-10-25T04:00+01:00"),
        ("Sa 12:00-04:00", "2026-10-25T02:30+01:00", "open", "2026-10-25T04:00+01:00"),
        ("Sa 12:00-02:30", "2026-10-25T02:15+01:00", "closed", "2026-10-31T12:00+01:00"),
        ("Su 08:00-12:00", "2026-10-25T02:30+01:00", "closed", "2026-10-25T08:00+01:00"),
        ("Sa 12:00-02:00", "2026-03-29T01:30+01:00", "open", "2026-03-29T03:00+02:00"),
        ("Sa 12:00-02:30", "2026-03-29T01:30+01:00", "open", "2026-03-29T03:00+02:00"),
        ("Sa 12:00-02:30", "2026-03-29T03:15+02:00", "closed", "2026-04-04T12:00+02:00"),
        ("Sa 12:00-04:00", "2026-03-29T03:30+02:00", "open", "2026-03-29T04:00+02:00"),
        ("Su 08:00-12:00", "2026-03-29T01:30+01:00", "closed", "2026-03-29T08:00+02:00"),
    ],
)
def test_the_night_the_clock_changes_has_its_real_length(text, at, state, until):
    opening = state_at(parse_hours(text), datetime.fromisoformat(at))

    assert opening == OpeningState(State(state), datetime.fromisoformat(until))


def test_a_place_that_never_closes_has_no_next_change():
    assert state_at(parse_hours("24/7"), clock("2026-07-18 00:30")) == OpeningState(State.OPEN, None)


@pytest.mark.parametrize("text", ["We-Su", '"on request"', "Seasonal, only summer time"])
def test_hours_nobody_can_read_are_unknown(text):
    assert state_at(parse_hours(text), clock("2026-07-18 12:00")) == OpeningState(State.UNKNOWN, None)


def test_a_yearly_holiday_closes_a_place():
    opening = state_at(parse_hours(SUPERMARKET), clock("2026-07-18 09:00"), [HOLIDAY])

    assert opening == OpeningState(State.CLOSED, clock("2026-07-27 08:30"))


def test_the_night_before_a_holiday_still_runs_to_its_end():
    hours = parse_hours(PUB)
    day_off = SpecialDays(date(2026, 7, 18), date(2026, 7, 18))

    assert state_at(hours, clock("2026-07-18 00:30"), [day_off]) == OpeningState(
        State.OPEN, clock("2026-07-18 02:00")
    )


def test_other_hours_on_special_days_replace_the_usual_ones():
    late_shopping = SpecialDays(date(2026, 7, 18), date(2026, 7, 18), intervals=((600, 1320),))
    hours = parse_hours(SUPERMARKET)

    assert state_at(hours, clock("2026-07-18 21:00"), [late_shopping]).state is State.OPEN
    assert state_at(hours, clock("2026-07-18 09:00"), [late_shopping]).state is State.CLOSED


def test_a_holiday_is_known_even_where_the_hours_are_not():
    opening = state_at(None, clock("2026-07-20 09:00"), [HOLIDAY])

    assert opening == OpeningState(State.CLOSED, clock("2026-07-27 00:00"))


def test_the_week_has_a_line_for_every_day():
    rows = week_of(parse_hours(BAKERY), date(2026, 7, 22))

    assert [row.day.day for row in rows] == [20, 21, 22, 23, 24, 25, 26]
    assert rows[0].intervals == ((time(9), time(12)), (time(13, 30), time(18)))
    assert [row.state for row in rows] == ["open", "closed", "open", "open", "open", "open", "closed"]
    assert [row.day.day for row in rows if row.is_public_holiday] == [21]


def test_the_week_gives_the_reason_of_a_special_day():
    rows = week_of(parse_hours(BAKERY), date(2026, 7, 22), [HOLIDAY])

    assert {(row.state, row.reason) for row in rows} == {("closed", "jaarlijks verlof")}


def test_the_week_of_unreadable_hours_is_unknown():
    assert {row.state for row in week_of(None, date(2026, 7, 22))} == {"unknown"}
