import json
from datetime import UTC, datetime

import pytest

from cityshop.places.hours_file import answers

NOW = datetime(2026, 7, 18, 10, tzinfo=UTC)
PUB = "Fr 16:00-02:00; Sa 12:00-02:00"


def ask(*questions):
    return [json.loads(line) for line in answers([json.dumps(question) for question in questions], now=NOW)]


def test_every_question_gets_its_answer():
    assert ask(
        {"value": PUB, "at": "2026-07-18T00:30:00+02:00"}, {"value": "We-Su", "at": "2026-07-18T00:30:00Z"}
    ) == [
        {"state": "open", "next_change": "2026-07-18T00:00:00Z"},
        {"state": "unknown", "next_change": None},
    ]


def test_a_time_without_a_zone_is_on_a_belgian_clock():
    assert ask({"value": PUB, "at": "2026-07-18T00:30"})[0]["state"] == "open"


def test_a_question_without_a_time_is_about_now():
    assert ask({"value": PUB}) == [{"state": "open", "next_change": "2026-07-19T00:00:00Z"}]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"value": 3}',
        '{"value": "24/7", "at": "tomorrow"}',
        '{"value": "24/7", "at": "9999-12-31"}',
    ],
)
def test_a_line_that_asks_nothing_is_named(line):
    with pytest.raises(ValueError, match="line 2: "):
        list(answers(['{"value": "24/7"}', line], now=NOW))
