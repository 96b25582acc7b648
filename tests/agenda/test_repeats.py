"""Series keep the hour on the wall."""

from datetime import UTC, date, datetime

import pytest

from cityshop.agenda.repeats import (
    MOST_DATES,
    Change,
    Repeat,
    Rule,
    Times,
    dates_of,
    exception_as_json,
    last_day_of,
    whole_days,
)
from cityshop.core.clock import local


def times(text, until):
    return Times(*(datetime.fromisoformat(f"{one}+00:00") for one in (text, until)))


MARKET = times("2026-10-19T06:00", "2026-10-19T10:00")  # a Monday, 08:00 in Brussels, summer time


def days(rule, first=MARKET, exceptions=None):
    return [one.planned_on.isoformat() for one in dates_of(first, rule, exceptions or {})]


def test_what_happens_once_has_one_date():
    assert days(Rule()) == ["2026-10-19"]


def test_a_market_stays_at_eight_when_the_clock_changes():
    found = dates_of(MARKET, Rule(Repeat.WEEKLY, times=2), {})

    assert [f"{local(one.times.starts_at):%d-%m %H:%M}" for one in found] == ["19-10 08:00", "26-10 08:00"]
    assert found[1].times.starts_at == datetime(2026, 10, 26, 7, tzinfo=UTC)


def test_a_party_over_the_night_the_clock_goes_back_ends_at_the_hour_on_the_wall():
    night = times("2026-10-17T20:00", "2026-10-18T02:30")  # 22:00 to 04:30

    found = dates_of(night, Rule(Repeat.WEEKLY, times=2), {})[1]

    assert f"{local(found.times.ends_at):%d-%m %H:%M}" == "25-10 04:30"


def test_every_three_weeks_until_a_day_takes_that_day_along():
    assert days(Rule(Repeat.WEEKLY, weeks=3, until=date(2026, 11, 30))) == [
        "2026-10-19",
        "2026-11-09",
        "2026-11-30",
    ]


def test_the_third_monday_of_the_month():
    assert days(Rule(Repeat.MONTHLY, times=3)) == ["2026-10-19", "2026-11-16", "2026-12-21"]


def test_the_last_monday_of_the_month():
    last = times("2026-10-26T07:00", "2026-10-26T09:00")

    assert days(Rule(Repeat.MONTHLY_LAST, times=3), last) == ["2026-10-26", "2026-11-30", "2026-12-28"]


def test_a_fifth_weekday_is_the_last_one_where_there_is_no_fifth():
    fifth = times("2026-10-29T07:00", "2026-10-29T09:00")

    assert days(Rule(Repeat.MONTHLY, times=3), fifth) == ["2026-10-29", "2026-11-26", "2026-12-31"]


def test_a_date_can_be_left_out_cancelled_or_moved():
    moved = times("2026-11-03T07:00", "2026-11-03T09:00")
    exceptions = {
        "2026-10-19": exception_as_json(Change.DROPPED),
        "2026-10-26": exception_as_json(Change.CANCELLED),
        "2026-11-02": exception_as_json(Change.MOVED, moved),
    }

    found = dates_of(MARKET, Rule(Repeat.WEEKLY, times=3), exceptions)

    assert [(one.planned_on.isoformat(), one.is_cancelled) for one in found] == [
        ("2026-10-26", True),
        ("2026-11-02", False),
    ]
    assert found[1].times == moved


@pytest.mark.parametrize(
    "rule", [Rule(Repeat.WEEKLY), Rule(Repeat.MONTHLY), Rule(Repeat.WEEKLY, times=10**9)]
)
def test_no_series_is_endless(rule):
    assert len(dates_of(MARKET, rule, {})) == MOST_DATES + 1


def test_until_two_at_night_is_still_the_evening_before():
    assert last_day_of(times("2026-11-20T20:00", "2026-11-21T01:00")) == date(2026, 11, 20)


def test_whole_days_last_25_hours_when_the_clock_goes_back():
    day = whole_days(date(2026, 10, 25), date(2026, 10, 25))

    assert (day.ends_at - day.starts_at).total_seconds() == 25 * 3600


@pytest.mark.parametrize(
    "rule", [Rule(), Rule(Repeat.WEEKLY, 2, date(2027, 1, 1)), Rule(Repeat.MONTHLY_LAST, times=4)]
)
def test_a_rule_is_kept_without_loss(rule):
    assert Rule.from_json(rule.as_json()) == rule
