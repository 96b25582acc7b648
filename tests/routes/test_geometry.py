"""How long, how steep and how far along a line."""

import pytest

from cityshop.places.geometry import Position
from cityshop.routes.geometry import (
    Segment,
    SegmentRole,
    TrackPoint,
    ascent,
    is_round,
    length,
    passes,
    segments_as_json,
    segments_from_json,
    simplified,
)
from cityshop.routes.rules import Compass, direction, left_out, legs, minutes_for, short_cut
from tests.makers.routes import line

SQUARE = ((50.82, 3.26), (50.82, 3.28), (50.83, 3.28), (50.83, 3.26), (50.82, 3.26))


def stop(latitude, longitude):
    return Position(longitude, latitude)


def test_what_is_missing_between_pieces_does_not_count():
    one, other = line(((50.82, 3.26), (50.83, 3.26))), line(((50.85, 3.26), (50.86, 3.26)))

    assert length([one, other]) == pytest.approx(2 * 1112, abs=2)


def test_heights_that_wander_are_no_hill():
    flat = line([(50.82 + step / 1000, 3.26, 20 + step % 2 * 4) for step in range(50)])
    hill = line(((50.82, 3.26, 20), (50.83, 3.26, 61), (50.84, 3.26, 24)))

    assert (ascent([flat]), ascent([hill]), ascent([line()])) == (0, 41, None)


def test_a_line_that_fits_stays_exactly_as_it_is():
    pieces = [line([(50.82 + step / 10_000, 3.26) for step in range(100)])]

    assert simplified(pieces) == pieces


def test_no_point_that_is_left_out_lies_far_from_the_line():
    zigzag = [(50.82 + step / 20_000, 3.26 + (step % 7) / 100_000) for step in range(5_000)]

    (thin,) = simplified([line(zigzag)], most=1_500)

    assert len(thin.points) <= 1_500
    assert all(passes([thin], stop(*point), within=20) for point in zigzag[::50])


def test_many_short_pieces_do_not_keep_it_busy():
    pieces = [line(((50.82, 3.26), (50.83, 3.27)))] * 20

    assert sum(len(one.points) for one in simplified(pieces, most=10)) == 40


def test_segments_survive_a_json_column():
    pieces = [line(((50.82, 3.26, 18.5), (50.83, 3.27))), line(SQUARE, SegmentRole.SHORT_CUT)]

    assert segments_from_json(segments_as_json(pieces)) == pieces


def test_a_line_is_round_when_it_ends_where_it_begins():
    assert is_round([line(SQUARE)])
    assert not is_round([line(SQUARE[:3])])
    assert not is_round([])
    assert not is_round([Segment((TrackPoint(3.26, 50.82), TrackPoint(3.26, 50.82)))])


def test_a_stop_at_the_start_of_a_round_is_at_its_start():
    way = legs([line(SQUARE)], [stop(50.82, 3.26), stop(50.82, 3.27), stop(50.83, 3.27)])

    assert [leg.metres for leg in way] == pytest.approx([703, 2517, 1815], abs=5)
    assert [leg.direction for leg in way] == [Compass.EAST, Compass.NORTH, Compass.SOUTH_WEST]
    assert all(leg.follows_line for leg in way)


def test_a_line_that_passes_twice_serves_both_stops():
    there_and_back = line(((50.82, 3.26), (50.82, 3.28), (50.82, 3.26)))
    stops = [stop(50.82, 3.265), stop(50.82, 3.28), stop(50.82, 3.264)]

    way = legs([there_and_back], stops)

    assert [leg.metres for leg in way] == pytest.approx([1054, 1124, 632], abs=5)


def test_a_stop_aside_is_told_as_the_crow_flies():
    way = legs([line(SQUARE[:2])], [stop(50.82, 3.26), stop(50.84, 3.26)])

    assert (way[0].follows_line, way[0].metres, way[0].direction) == (False, 2224, Compass.NORTH)
    assert way[1] is None


def test_stops_in_another_order_than_the_line_are_still_told():
    way = legs([line(SQUARE[:2])], [stop(50.82, 3.28), stop(50.82, 3.26)])

    assert (way[0].follows_line, way[0].direction) == (False, Compass.WEST)


def test_no_stops_and_no_line_have_no_legs():
    assert legs([line()], []) == []
    assert legs([], [stop(50.82, 3.26)]) == [None]


@pytest.mark.parametrize(
    ("to", "way"),
    [((50.83, 3.26), "north"), ((50.82, 3.27), "east"), ((50.81, 3.26), "south"), ((50.82, 3.25), "west"),
     ((50.83, 3.276), "north-east"), ((50.81, 3.244), "south-west")],
)  # fmt: skip
def test_directions_are_those_of_a_compass(to, way):
    assert direction(stop(50.82, 3.26), stop(*to)) == way


def test_a_short_cut_saves_the_part_it_leaves_out():
    across = line(((50.82, 3.27), (50.83, 3.27)), SegmentRole.SHORT_CUT)
    segments = [line(SQUARE), across]

    taken = short_cut(segments)

    assert taken.metres == pytest.approx(length([line(SQUARE)]) - 1406, abs=10)
    assert left_out(segments, [stop(50.82, 3.262), stop(50.825, 3.28), stop(50.83, 3.262)]) == [2]


def test_a_short_cut_may_be_drawn_the_other_way_round():
    across = line(((50.83, 3.27), (50.82, 3.27)), SegmentRole.SHORT_CUT)

    assert short_cut([line(SQUARE), across]) is not None


def test_a_short_cut_elsewhere_is_none():
    assert short_cut([line(SQUARE), line(((50.9, 3.2), (50.9, 3.3)), SegmentRole.SHORT_CUT)]) is None


def test_time_comes_in_steps_of_five_minutes():
    assert (minutes_for(100, "walk"), minutes_for(4_500, "walk"), minutes_for(34_000, "cycle")) == (
        5,
        60,
        140,
    )
