"""Where the sun stands, and when it reaches a terrace."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cityshop.core.clock import BRUSSELS
from cityshop.places.models import Place, Terrace
from cityshop.places.sun import SunFacts, is_sunny, sun_facts, sun_position, sun_state, sun_windows

GROTE_MARKT = (50.8279, 3.2646)
MIDSUMMER = date(2026, 6, 21)
FLAT = (0,) * 72


def on_the_clock(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BRUSSELS)


def terrace(**facts):
    return SunFacts(*GROTE_MARKT, **facts)


def skyline(*, between, degrees):
    """A flat skyline with something as high as this between two azimuths."""
    start, end = between
    return tuple(degrees if start <= number * 5 <= end else 0 for number in range(72))


@pytest.mark.parametrize(
    ("moment", "azimuth", "elevation"),
    [
        (datetime(2026, 6, 21, 13, 45, tzinfo=BRUSSELS), 178.1, 62.6),
        (datetime(2026, 7, 18, 20, 0, tzinfo=BRUSSELS), 284.8, 15.0),
    ],
)
def test_the_sun_stands_where_a_reference_has_it(moment, azimuth, elevation):
    sun = sun_position(*GROTE_MARKT, moment)

    assert sun.azimuth == pytest.approx(azimuth, abs=0.1)
    assert sun.elevation == pytest.approx(elevation, abs=0.1)


def test_the_sun_is_in_the_south_at_noon_and_below_the_horizon_at_night():
    assert sun_position(*GROTE_MARKT, on_the_clock(MIDSUMMER, 1)).elevation < -10
    assert 170 < sun_position(*GROTE_MARKT, on_the_clock(MIDSUMMER, 13, 40)).azimuth < 190


def test_without_buildings_there_is_sun_from_sunrise_to_sunset():
    ((start, end),) = sun_windows(terrace(horizon=FLAT), MIDSUMMER)

    assert abs(start - on_the_clock(MIDSUMMER, 5, 40)) < timedelta(minutes=10)
    assert abs(end - on_the_clock(MIDSUMMER, 22, 0)) < timedelta(minutes=10)


def test_a_building_takes_the_sun_away_for_as_long_as_it_stands_before_it():
    tower = terrace(horizon=skyline(between=(150, 180), degrees=80))

    windows = sun_windows(tower, MIDSUMMER)

    assert len(windows) == 2
    assert windows[0][1] < on_the_clock(MIDSUMMER, 13, 40) < windows[1][0]


def test_high_walls_all_around_leave_no_sun():
    assert sun_windows(terrace(horizon=(89,) * 72), MIDSUMMER) == ()
    assert is_sunny(terrace(horizon=(89,) * 72), on_the_clock(MIDSUMMER, 13)) is False


def test_nobody_knows_without_outlines_or_a_word_by_hand():
    assert not terrace().is_known
    assert is_sunny(terrace(), on_the_clock(MIDSUMMER, 13)) is None
    assert sun_state(terrace(), on_the_clock(MIDSUMMER, 13)) == (None, None)


def test_what_was_said_by_hand_comes_before_the_skyline():
    by_hand = terrace(horizon=(89,) * 72, sunny_from="14:00", sunny_to="18:40")

    assert sun_windows(by_hand, MIDSUMMER) == (
        (on_the_clock(MIDSUMMER, 14), on_the_clock(MIDSUMMER, 18, 40)),
    )


def test_no_sun_is_promised_when_it_is_down():
    winter = date(2026, 12, 21)

    ((_, end),) = sun_windows(terrace(sunny_from="14:00", sunny_to="24:00"), winter)

    assert end < on_the_clock(winter, 17)
    assert sun_windows(terrace(sunny_from="20:00"), winter) == ()


def test_the_state_says_when_to_look_again():
    afternoon = terrace(sunny_from="14:00", sunny_to="18:40")

    assert sun_state(afternoon, on_the_clock(MIDSUMMER, 12)) == (False, on_the_clock(MIDSUMMER, 14))
    assert sun_state(afternoon, on_the_clock(MIDSUMMER, 14)) == (True, on_the_clock(MIDSUMMER, 18, 40))
    assert sun_state(afternoon, on_the_clock(MIDSUMMER, 19)) == (
        False,
        on_the_clock(MIDSUMMER + timedelta(days=1), 0),
    )


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_day_on_which_the_clock_changes_is_a_day_like_any(day):
    ((start, end),) = sun_windows(terrace(horizon=FLAT), day)

    assert timedelta(hours=9) < end - start < timedelta(hours=14)


def test_a_terrace_may_stand_elsewhere_than_its_place():
    place = Place(latitude=50.8, longitude=3.2, terrace=Terrace(latitude=50.9, longitude=3.3, horizon=[]))

    facts = sun_facts(place)

    assert (facts.latitude, facts.longitude) == (50.9, 3.3)


def test_a_place_without_terrace_has_no_sun_to_tell():
    assert sun_facts(Place(latitude=50.8, longitude=3.2)) is None


def test_moments_are_in_utc():
    ((start, _),) = sun_windows(terrace(horizon=FLAT), MIDSUMMER)

    assert start.tzinfo is UTC
