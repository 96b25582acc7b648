from datetime import UTC, datetime, timedelta

import pytest

from cityshop.brags.rules import end_of_scene, may_still_count, scene_number, turns
from cityshop.elections.rules import Stage


@pytest.mark.parametrize("where", Stage)
def test_what_is_decided_before_closing_counts(where):
    assert may_still_count(where) is (where in (Stage.OPEN, Stage.PAUSED))


def test_a_scene_lasts_twenty_seconds():
    begins = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

    assert end_of_scene(begins) == begins + timedelta(seconds=20)
    assert scene_number(begins + timedelta(seconds=19)) == scene_number(begins)
    assert scene_number(end_of_scene(begins)) == scene_number(begins) + 1


def test_every_candidate_has_the_same_time_on_the_wall_however_many_bragged():
    brags = {1: ["a1"], 2: ["b1", "b2", "b3", "b4", "b5", "b6"], 3: ["c1", "c2"]}

    shown = [turns(brags, scene, seed="x")[0] for scene in range(60)]

    assert {shop: sum(one.startswith(shop) for one in shown) for shop in "abc"} == {"a": 20, "b": 20, "c": 20}
    assert set(shown) == {"a1", "b1", "b2", "b3", "b4", "b5", "b6", "c1", "c2"}


def test_brags_shown_together_are_about_different_candidates():
    brags = {1: ["a1", "a2"], 2: ["b1"], 3: ["c1"], 4: []}

    for scene in range(12):
        shown = turns(brags, scene, seed="x", wanted=3)
        assert {one[0] for one in shown} == {"a", "b", "c"}
    assert len(turns(brags, 5, seed="x", wanted=9)) == 3


def test_without_brags_nobody_has_a_turn():
    assert turns({}, 7, seed="x") == turns({1: []}, 7, seed="x") == []
