"""What may be told of an edition."""

from datetime import UTC, datetime

import pytest

from cityshop.weekends.rules import (
    change,
    days_long,
    digest_of,
    grouping,
    hours_on_the_wall,
    is_tellable_together,
    median,
    share,
    spellings,
)


def test_large_groups_stand_alone_the_largest_first():
    groups = grouping({"8500": 90, "8510": 40, "8501": 35}, least=30)

    assert (groups.shown, groups.together) == (["8500", "8510", "8501"], [])


def test_small_groups_are_told_together():
    groups = grouping({"8500": 90, "8510": 20, "8501": 15}, least=30)

    assert (groups.shown, groups.together) == (["8500"], ["8510", "8501"])


def test_one_small_group_takes_another_along_so_that_nobody_can_subtract():
    sizes = {"8500": 90, "8510": 40, "9000": 3}
    groups = grouping(sizes, least=30)

    assert (groups.shown, groups.together) == (["8500"], ["8510", "9000"])
    assert is_tellable_together(sizes, groups.together, least=30)


def test_two_small_groups_that_are_too_few_together_take_another_along():
    groups = grouping({"8500": 90, "8510": 40, "9000": 3, "9100": 2}, least=30)

    assert groups.shown == ["8500"]


def test_nothing_is_told_where_all_groups_together_are_too_few():
    sizes = {"8500": 10, "8510": 5}
    groups = grouping(sizes, least=30)

    assert groups.shown == []
    assert not is_tellable_together(sizes, groups.together, least=30)


def test_one_large_group_and_one_small_one_are_only_told_together():
    groups = grouping({"8500": 90, "9000": 3}, least=30)

    assert (groups.shown, groups.together) == ([], ["8500", "9000"])


@pytest.mark.parametrize("sizes", [{}, {"8500": 90}])
def test_no_small_group_means_nothing_together(sizes):
    assert grouping(sizes, least=30).together == []


def test_a_share_needs_ten():
    assert share(3, 9) is None
    assert share(3, 10) == 30
    assert share(0, 10) == 0


def test_the_amount_in_the_middle():
    assert median([]) is None
    assert median([1250]) == 1250
    assert median([1000, 1501]) == 1250


def test_a_change_in_percent():
    assert change(120, 100) == 20
    assert change(80, 100) == -20
    assert change(5, 0) is None
    assert change(None, 100) is None


def test_the_hour_that_comes_twice_is_one_hour_on_the_wall():
    walls = hours_on_the_wall(
        [("2026-10-25T00:00:00+00:00", 3), ("2026-10-25T01:00:00+00:00", 4), ("2026-10-25T02:00:00+00:00", 5)]
    )

    assert walls == {("2026-10-25", 2): 7, ("2026-10-25", 3): 5}


def test_the_hour_that_is_skipped_has_nothing():
    walls = hours_on_the_wall([("2027-03-28T00:00:00+00:00", 1), ("2027-03-28T01:00:00+00:00", 2)])

    assert walls == {("2027-03-28", 1): 1, ("2027-03-28", 3): 2}


def test_the_last_hour_of_a_day_in_brussels_is_of_that_day():
    assert hours_on_the_wall([("2026-11-27T22:00:00+00:00", 1), ("2026-11-27T23:00:00+00:00", 2)]) == {
        ("2026-11-27", 23): 1,
        ("2026-11-28", 0): 2,
    }


def test_how_many_days_an_edition_touches():
    friday = datetime(2026, 11, 26, 23, tzinfo=UTC)  # midnight in Brussels

    assert days_long(friday, datetime(2026, 11, 29, 23, tzinfo=UTC)) == 3
    assert days_long(datetime(2026, 10, 23, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)) == 2


def test_the_mark_of_figures_does_not_depend_on_their_order():
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})


def test_a_street_is_named_as_most_people_write_it():
    addresses = ["Doorniksestr. 18", "Doorniksestraat 9", "DOORNIKSESTRAAT 3", "Doorniksestraat 40", ""]

    assert spellings(addresses) == {"doorniksestraat": "Doorniksestraat"}
