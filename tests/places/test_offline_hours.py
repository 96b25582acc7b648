"""When places are open in the coming two days, for phones that keep the guide."""

from datetime import date, datetime

import pytest

from cityshop.core.clock import BRUSSELS
from cityshop.core.db import choose_city
from cityshop.places.models import HoursException, PlaceState
from cityshop.places.offline_hours import intervals_48h

SATURDAY_EVENING = datetime(2026, 7, 18, 23, 30, 45, tzinfo=BRUSSELS)


@pytest.fixture
def intervals(make, database):
    city = make.kortrijk()

    def ask(now):
        with database.reads() as session:
            choose_city(session, city.id)
            return intervals_48h(session, now=now)

    return ask


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        ("24/7", ((0, 2880),)),
        ("Mo-Fr 09:00-12:00,13:30-18:00; Sa 16:00-02:00", ((0, 150), (2010, 2190), (2280, 2550))),
        ("Su 10:00-12:00", ((630, 750),)),
        ("We 10:00-12:00", ()),
        ("Mo 22:00-02:00", ((2790, 2880),)),
    ],
)
def test_minutes_are_counted_from_now(make, intervals, hours, minutes):
    place = make.place(hours=hours)

    assert intervals(SATURDAY_EVENING) == {place.id: minutes}


@pytest.mark.parametrize("hours", ["", "We-Su", "Su 18:00+", 'Mo-Fr 08:00-16:00; Su "call first"'])
def test_a_place_whose_hours_are_not_all_known_is_left_out(make, intervals, hours):
    make.place(hours=hours)

    assert intervals(SATURDAY_EVENING) == {}


def test_a_place_that_is_not_in_the_guide_is_left_out(make, intervals):
    make.place(state=PlaceState.HIDDEN)
    make.place(make.city("genk"))

    assert intervals(SATURDAY_EVENING) == {}


def test_special_days_come_first(make, intervals):
    sunday = date(2026, 7, 19)
    place = make.place(exceptions=[HoursException(first_day=sunday, last_day=sunday, intervals=[[600, 660]])])

    assert intervals(SATURDAY_EVENING) == {place.id: ((0, 30), (630, 690), (1470, 2880))}


@pytest.mark.parametrize(
    ("night", "open_for"),
    [("2026-10-24T23:00+02:00", 360), ("2026-03-28T23:00+01:00", 240)],
)
def test_the_night_the_clock_changes_counts_the_minutes_that_pass(make, intervals, night, open_for):
    place = make.place(hours="Sa 23:00-04:00")

    assert intervals(datetime.fromisoformat(night)) == {place.id: ((0, open_for),)}


def test_many_places_take_as_many_queries_as_one(make, intervals, queries):
    def counted(number):
        for _ in range(number):
            make.place(exceptions=[HoursException(first_day=date(2026, 7, 1), last_day=date(2026, 7, 30))])
        with queries() as asked:
            intervals(SATURDAY_EVENING)
        return len(asked)

    assert counted(1) == counted(30)
