"""Hours of an offer as people write them and as they are kept."""

import pytest

from cityshop.offers.fields import hour_of
from cityshop.offers.hours import as_written, is_span, windows_of


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("10", "10:00"),
        ("10:30", "10:30"),
        ("9.15", "09:15"),
        ("18u30", "18:30"),
        ("18h", "18:00"),
        ("24:00", "24:00"),
        ("24", "24:00"),
        ("", "00:00"),
        ("24:30", None),
        ("25", None),
        ("10:60", None),
        ("ten", None),
        ("-1", None),
    ],
)
def test_hours_as_they_are_typed(typed, hour):
    assert hour_of(typed, "00:00") == hour


@pytest.mark.parametrize(
    ("opens", "closes", "is_so"),
    [
        ("10:00", "18:00", True),
        ("20:00", "02:00", True),
        ("20:00", "24:00", True),
        ("18:00", "10:00", False),
        ("10:00", "10:00", False),
        ("20:00", "00:00", False),
        ("05:00", "04:00", True),
    ],
)
def test_an_evening_may_last_into_the_night(opens, closes, is_so):
    assert is_span(opens, closes) == is_so


def test_over_midnight_is_two_windows():
    windows = windows_of([4, 6], "20:00", "02:00")

    assert windows == [
        {"days": [4, 6], "from": "20:00", "to": "24:00"},
        {"days": [0, 5], "from": "00:00", "to": "02:00"},
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [([4, 6], "20:00", "02:00")],
        [([5], "10:00", "18:00"), ([5], "20:00", "01:30")],
        [([0, 1, 2, 3, 4, 5, 6], "22:00", "06:00")],
        [([0], "00:00", "02:00"), ([3], "20:00", "24:00")],
    ],
)
def test_what_was_written_is_read_again(rows):
    windows = [window for row in rows for window in windows_of(*row)]

    assert [(row["days"], row["from"], row["to"]) for row in as_written(windows)] == rows
