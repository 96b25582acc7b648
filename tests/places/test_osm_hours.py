import json
from datetime import UTC, datetime, timedelta

import pytest

from cityshop.core.clock import BRUSSELS, local
from cityshop.places.hours import MINUTES_A_DAY, hours_as_json, hours_from_json, plan_of
from cityshop.places.opening import state_at
from cityshop.places.osm_hours import parse_hours

HALF_HOURS = 576  # twelve days
STRICT_STATES = {"0": "closed", "1": "open", "?": "unknown"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "We-Su",
        "Dec-Mar",
        '"on request"',
        "Mo off; Tu off",
        "Seasonal, only summer time",
        "+423 232 48 18",
        "Mo-Fr 16:00-, Sa 14:00-",
        "Mo-Fr 8-02;Sa 8-02 Su 8",
        "Mo-Wed 8:30-12-30",
        "Mo-Fr 09:00-12:00 Sa 09:00-10:00",
        "Mo-Fr 09:00-17:00; SH off",
        "Mo[1] 10:00-12:00",
        "sunrise-sunset",
        "Mo 08:60-10:00",
        "Mo 25:00-26:00",
        "Mo 12:00-12:00",
        "Jul 1-2026 Aug 2 off",
        "Jul 32 off",
        "PH-Mo 10:00-12:00",
        "easter off",
        "Mo-Fr 09:00-12:00,",
        "Mo-Fr 09:00-12:00 || 13:00-14:00",
        "9" * 10_000,
    ],
)
def test_what_is_not_understood_is_unknown(text):
    assert parse_hours(text) is None


@pytest.mark.parametrize("text", ["Mo-Fr 10:00-18:00; 11:00-15:00", "Mo-Su 11:00-24:00; Sa-Su 00:00-02:00"])
def test_rules_that_undo_each_other_are_not_guessed(text):
    assert parse_hours(text) is None


@pytest.mark.parametrize(
    "written",
    [
        "mo-fr 8:30-12:00",
        "Mon-Fri 08:30-12:00",
        "Mo\N{EN DASH}Fr 08:30\N{EN DASH}12:00",
        "Mo-Fr: 08:30-12:00;",
        "Mo,Tu,We-Fr 08:30-12:00",
    ],
)
def test_sloppy_writing_means_the_same(written):
    assert parse_hours(written) == parse_hours("Mo-Fr 08:30-12:00")


@pytest.mark.parametrize(
    ("text", "day", "intervals"),
    [
        ("10:00-18:00; Jul,Aug 10:00-19:00", "2026-07-14", ((600, 1140),)),
        ("10:00-18:00; Oct 17-Mar 25 off", "2026-12-31", ()),
        ("10:00-18:00; Oct 17-Mar 25 off", "2026-03-26", ((600, 1080),)),
        ("Sep 01-15: 20:00-23:00", "2026-09-15", ((1200, 1380),)),
        ("Sep 01-15: 20:00-23:00", "2026-09-16", ()),
        ("Mo-Fr 9:00-18:00; 2017 Jul 1 - 2017 Aug 8 off", "2026-07-14", ((540, 1080),)),
        ("Mo-Fr 9:00-18:00; 2026 Jul 1-Aug 8 off", "2026-07-14", ()),
        ("Mo-Fr 9:00-18:00; Dec 24,Dec 31 9:00-16:00", "2026-12-31", ((540, 960),)),
        ("Fr-Mo 08:00-00:00", "2026-07-12", ((480, 1440),)),
        ("Mo-Fr 09:00-12:30, Mo 14:00-17:30", "2026-07-13", ((540, 750), (840, 1050))),
        ("Sa,PH 17:30-22:00", "2026-07-21", ((1050, 1320),)),
        ("24/7; Su off", "2026-07-12", ()),
    ],
)
def test_a_rule_covers_the_days_it_names(text, day, intervals):
    hours = parse_hours(text)

    assert hours is not None
    assert plan_of(hours, datetime.fromisoformat(day).date()).intervals == intervals


@pytest.mark.parametrize(
    ("text", "at", "state"),
    [
        ("18:00+", "2026-07-14 17:00", "closed"),
        ("18:00+", "2026-07-14 19:00", "unknown"),
        ("Fr 10:00-24:00+", "2026-07-17 23:00", "open"),
        ("Fr 10:00-24:00+", "2026-07-18 01:00", "unknown"),
        ("Fr 10:00-24:00+", "2026-07-18 09:00", "closed"),
        ('Mo-Fr 08:00-16:00 || "on appointment"', "2026-07-14 15:00", "open"),
        ('Mo-Fr 08:00-16:00 || "on appointment"', "2026-07-14 17:00", "unknown"),
        ('Mo-Fr 08:00-16:00; Sa "call first"', "2026-07-18 11:00", "unknown"),
        ('Mo-Fr 08:00-16:00; Su off "family day"', "2026-07-19 11:00", "closed"),
    ],
)
def test_half_known_hours_say_so(text, at, state):
    moment = datetime.fromisoformat(at).replace(tzinfo=BRUSSELS)

    assert state_at(parse_hours(text), moment).state == state


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 16:00-02:00; PH off",
        "Jun-Aug: Mo,PH 10:00-24:00+",
        '18:00+ || "ask"',
        "Mo 1:00-2:00, Mo 3:00-4:00",
    ],
)
def test_hours_survive_a_json_column(text):
    hours = parse_hours(text)

    assert hours is not None
    assert hours_from_json(json.loads(json.dumps(hours_as_json(hours)))) == hours


def test_real_values_differ_from_the_strict_reading_only_after_midnight(shared):
    """The strict reading cuts the night off where the next day has a rule of its own."""
    values = json.loads((shared / "hours" / "real_values.json").read_text())["values"]
    understood = [(parse_hours(value["v"]), value["js"]) for value in values]
    first = datetime(2026, 7, 13, 0, 7, tzinfo=BRUSSELS).astimezone(UTC)

    moments = [first + timedelta(minutes=30 * number) for number in range(HALF_HOURS)]

    wrong = [
        (hours, local(moment))
        for hours, strict in understood
        if hours is not None
        for moment, state, expected in zip(moments, _states(hours, moments), strict, strict=True)
        if not _agrees(hours, moment, state, STRICT_STATES[expected])
    ]

    assert wrong == []
    assert sum(hours is not None for hours, _ in understood) >= 0.95 * len(values)


def _states(hours, moments):
    """The state at each moment, asked again only when it should have changed."""
    opening = state_at(hours, moments[0])
    for moment in moments:
        if opening.next_change and moment >= opening.next_change:
            opening = state_at(hours, moment)
        yield opening.state


def _agrees(hours, moment, state, strict):
    return state == strict or (strict == "closed" and _is_of_last_night(hours, local(moment)))


def _is_of_last_night(hours, moment):
    minute = MINUTES_A_DAY + moment.hour * 60 + moment.minute
    yesterday = plan_of(hours, moment.date() - timedelta(days=1))
    return any(start <= minute < end for start, end in yesterday.intervals)
