"""A week as people fill it in, and the rules it stands for."""

import json

import pytest

from cityshop.places.osm_hours import parse_hours
from cityshop.places.osm_writing import written_hours
from cityshop.places.week_grid import WeekGrid, fault_of, grid_of, hours_of_grid, spans_of

MORNING, AFTERNOON, NIGHT = (540, 720), (810, 1080), (960, 1560)
DAY_AND_NIGHT = (0, 1440)


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        (
            "Mo-Fr 09:00-12:00,13:30-18:00; Sa 09:00-12:00; PH off",
            WeekGrid((*[(MORNING, AFTERNOON)] * 5, (MORNING,), ()), ()),
        ),
        ("Fr-Sa 16:00-02:00", WeekGrid(((), (), (), (), (NIGHT,), (NIGHT,), ()))),
        ("24/7", WeekGrid(((DAY_AND_NIGHT,),) * 7)),
        ("Sa,PH 09:00-12:00", WeekGrid((*[()] * 5, (MORNING,), ()), (MORNING,))),
        ("Mo 09:00-12:00, Mo 13:30-18:00", WeekGrid(((MORNING, AFTERNOON), *[()] * 6))),
        ("Mo-Su 09:00-12:00; We off", WeekGrid(((MORNING,), (MORNING,), (), *[(MORNING,)] * 4))),
        ("PH off; Mo-Su 09:00-12:00", WeekGrid(((MORNING,),) * 7)),
    ],
)
def test_a_week_shows_what_the_rules_say(text, grid):
    assert grid_of(parse_hours(text)) == grid


@pytest.mark.parametrize(
    "text",
    [
        "10:00-18:00; Jul-Aug 10:00-19:00",
        "Fr 18:00+",
        "Mo 08:00-10:00,11:00-13:00,14:00-16:00",
        "Mo 08:00-12:00, Mo 11:00-13:00",
        "Fr 10:00-34:00",
        "PH 09:00-12:00, Mo-Fr 13:30-18:00",
    ],
)
def test_what_a_week_cannot_show_is_not_shown(text):
    assert grid_of(parse_hours(text)) is None


def test_no_hours_are_no_week():
    assert grid_of(()) is None


@pytest.mark.parametrize("holidays", [None, (), (MORNING,), (MORNING, NIGHT)])
@pytest.mark.parametrize(
    "days",
    [
        ((MORNING, AFTERNOON),) * 7,
        ((NIGHT,), (), (MORNING,), (NIGHT,), (), (DAY_AND_NIGHT,), ((0, 120), NIGHT)),
        (*[()] * 6, ((0, 120),)),
        ((DAY_AND_NIGHT,),) * 7,
    ],
)
def test_a_week_survives_being_written_and_read(days, holidays):
    grid = WeekGrid(days, holidays)
    hours = hours_of_grid(grid)

    assert parse_hours(written_hours(hours)) == hours
    assert grid_of(hours) == grid


def test_real_weeks_mean_the_same_after_the_editor(shared):
    values = json.loads((shared / "hours" / "real_values.json").read_text())["values"]
    grids = [grid for value in values if (grid := grid_of(parse_hours(value["v"]) or ()))]

    assert len(grids) > 0.8 * len(values)
    assert [grid_of(hours_of_grid(grid)) for grid in grids] == grids


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ([(540, None), (None, None)], "both when you open and when you close"),
        ([(None, 540), (None, None)], "both when you open and when you close"),
        ([(None, None), (None, None)], "fill in hours"),
        ([(540, 540), (None, None)], "at the same time"),
        ([(540, 720), (660, 800)], "before you are closed"),
        ([(960, 120), (1000, 1100)], "before you are closed"),
    ],
)
def test_times_that_cannot_be_hours_get_a_sentence(typed, words):
    assert words in fault_of(typed)


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ([(810, 1080), (540, 720)], (MORNING, AFTERNOON)),
        ([(960, 120), (None, None)], (NIGHT,)),
        ([(None, None), (540, 720)], (MORNING,)),
        ([(0, 0), (None, None)], (DAY_AND_NIGHT,)),
        ([(540, 1440), (None, None)], ((540, 1440),)),
        ([(540, 0), (None, None)], ((540, 1440),)),
    ],
)
def test_an_end_after_midnight_belongs_to_the_day_it_began(typed, spans):
    assert fault_of(typed) == ""
    assert spans_of(typed) == spans
