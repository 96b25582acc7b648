"""Opening hours written as maps write them."""

import json
import random

import pytest

from cityshop.core.clock import BRUSSELS
from cityshop.places.hours import Rule
from cityshop.places.opening import state_at
from cityshop.places.osm_hours import parse_hours
from cityshop.places.osm_writing import written_hours
from tests.makers.base import NOW

WORDS = (
    "Mo", "Tu-Th", "Fr", "Sa", "Su", "PH", "Mo-Su", "SH", "Mo[1]",
    "-", ",", ";", "||", "+", ":", "off", '"ask"', "24/7",
    "09:00", "09:00-12:00", "12:00-24:00", "16:00-02:00", "10:00-34:00", "26:00", "Jan", "Jun-Aug", "Dec 25",
    "2026 Jul 1-2027 Aug 8", "31", "\N{EN DASH}", "\0",
    "\N{LATIN SMALL LETTER E WITH ACUTE}", "\N{GRINNING FACE}",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-12:00,13:30-18:00; Sa 09:00-12:00; PH off",
        "Tu-Th 16:00-24:00; Fr 16:00-02:00; Sa 12:00-02:00",
        "Mo,Tu,Th-Su,PH 00:00-24:00",
        "24/7; Su off",
        "Fr 10:00-34:00",
        "Mo-Su 10:00-18:00; Jul-Aug 10:00-19:00; 2026 Dec 24-2027 Jan 02 off",
        "Mo-Fr 09:00-12:30, Mo 14:00-17:30",
        "Fr 10:00-24:00+; Sa 18:00+",
        'Mo-Fr 08:00-16:00; Sa "?"',
        'Mo-Fr 08:00-16:00 || "?"',
    ],
)
def test_hours_are_written_the_way_people_write_them(text):
    hours = parse_hours(text)

    assert hours is not None
    assert written_hours(hours) == text


def test_every_day_of_the_week_is_named():
    assert written_hours((Rule(((600, 1080),)),)) == "Mo-Su 10:00-18:00"


def test_no_rules_are_no_text():
    assert written_hours(()) == ""


def test_real_values_survive_being_written(shared):
    values = json.loads((shared / "hours" / "real_values.json").read_text())["values"]
    understood = [hours for value in values if (hours := parse_hours(value["v"]))]

    assert [parse_hours(written_hours(hours)) for hours in understood] == understood


def test_whatever_is_typed_nothing_breaks_and_what_is_understood_survives():
    dice = random.Random(41)  # noqa: S311 - the same strings every time
    typed = [dice.choice(("", " ")).join(dice.choices(WORDS, k=dice.randint(1, 9))) for _ in range(4_000)]
    understood = [hours for text in typed if (hours := parse_hours(text))]

    assert len(understood) > 80
    assert [parse_hours(written_hours(hours)) for hours in understood] == understood
    assert {state_at(hours, NOW.astimezone(BRUSSELS)).state for hours in understood} >= {"open", "closed"}


def test_no_string_of_characters_breaks_the_reading():
    dice = random.Random(42)  # noqa: S311 - the same strings every time

    for _ in range(2_000):
        text = "".join(chr(dice.randrange(0x11000)) for _ in range(dice.randint(0, 30)))
        state_at(parse_hours(text), NOW)
