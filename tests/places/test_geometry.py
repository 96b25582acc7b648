import pytest

from cityshop.places.geometry import Position, in_belgium, point_inside, position
from cityshop.places.refused import Reason, Unusable


def ring(*corners):
    return [Position(*corner) for corner in corners]


SQUARE = ring((0, 0), (4, 0), (4, 4), (0, 4), (0, 0))
HOOK = ring((0, 0), (10, 0), (10, 10), (9, 10), (9, 1), (0, 1), (0, 0))


def test_the_point_of_a_square_is_its_middle():
    assert point_inside([[SQUARE]]) == (2, 2)


def test_the_point_of_a_bent_building_lies_inside_it():
    longitude, latitude = point_inside([[HOOK]])

    assert 0 < longitude < 10
    assert latitude < 1 or longitude > 9


def test_the_point_never_lies_in_a_courtyard():
    courtyard = ring((1, 1), (3, 1), (3, 3), (1, 3), (1, 1))

    longitude, latitude = point_inside([[SQUARE, courtyard]])

    assert not (1 <= longitude <= 3 and 1 <= latitude <= 3)


def test_the_largest_of_several_buildings_has_the_point():
    shed = ring((8, 8), (9, 8), (9, 9), (8, 8))

    assert point_inside([[shed], [SQUARE]]) == (2, 2)


@pytest.mark.parametrize(
    ("corners", "reason"),
    [
        ([(0, 0), (4, 0), (4, 4), (0, 4)], Reason.RING_NOT_CLOSED),
        ([(0, 0), (4, 0), (0, 0)], Reason.RING_NOT_CLOSED),
        ([], Reason.RING_NOT_CLOSED),
        ([(0, 0), (2, 2), (4, 4), (0, 0)], Reason.NO_SURFACE),
        ([(1, 1), (1, 1), (1, 1), (1, 1)], Reason.NO_SURFACE),
    ],
)
def test_an_outline_without_inside_is_refused(corners, reason):
    with pytest.raises(Unusable) as refused:
        point_inside([[ring(*corners)]])

    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("longitude", "latitude", "reason"),
    [
        (50.8279, 3.2646, Reason.SWAPPED),
        (150000, 170000, Reason.NOT_DEGREES),
        (0, 0, Reason.NOT_IN_BELGIUM),
        (-73.98, 40.75, Reason.NOT_IN_BELGIUM),
    ],
)
def test_a_point_elsewhere_is_refused_with_what_went_wrong(longitude, latitude, reason):
    with pytest.raises(Unusable) as refused:
        in_belgium(position(longitude, latitude))

    assert refused.value.reason is reason


@pytest.mark.parametrize("number", [None, "3.26", float("nan"), float("inf"), 10**400, [3.26]])
def test_what_is_no_number_is_no_coordinate(number):
    with pytest.raises(Unusable) as refused:
        position(number, 50.8)

    assert refused.value.reason is Reason.NO_COORDINATES
