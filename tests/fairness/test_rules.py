from datetime import UTC, datetime

import pytest

from cityshop.fairness.models import CaseKind
from cityshop.fairness.rules import WHOLE_DAY, Group, is_suspicious, look_from


def group(**facts):
    about = {"kind": CaseKind.NETWORK, "tag": "tag", "hour": WHOLE_DAY, "votes": 100, "top": 90}
    return Group(**{**about, "doubtful": 0, "others": 1_000, "others_top": 200, **facts})


def test_many_votes_for_one_candidate_are_suspicious():
    assert is_suspicious(group())


def test_a_school_that_chooses_as_others_do_is_not():
    assert not is_suspicious(group(votes=200, top=80))


def test_a_bus_with_one_favourite_is_too_small_to_look_at():
    assert not is_suspicious(group(votes=39, top=39))


def test_a_favourite_of_everybody_makes_no_group_suspicious():
    assert not is_suspicious(group(votes=100, top=90, others=1_000, others_top=850))


def test_doubtful_votes_are_suspicious_whomever_they_are_for():
    assert is_suspicious(group(votes=100, top=30, doubtful=50))


@pytest.mark.parametrize(("kind", "fewest"), [("network", 40), ("burst", 60), ("names", 20), ("hosts", 30)])
def test_each_kind_has_its_own_threshold(kind, fewest):
    assert is_suspicious(group(votes=fewest, top=fewest, kind=kind))
    assert not is_suspicious(group(votes=fewest - 1, top=fewest - 1, kind=kind))


def test_without_other_votes_nothing_stands_elsewhere():
    assert group(others=0, others_top=0).elsewhere == 0


def test_the_first_look_sees_everything():
    opened = datetime(2026, 11, 1, 9, tzinfo=UTC)

    assert look_from(None, opened) < opened


def test_a_later_look_begins_with_the_day_in_brussels():
    looked_at = datetime(2026, 11, 22, 10, tzinfo=UTC)

    assert look_from(looked_at, looked_at) == datetime(2026, 11, 21, 23, tzinfo=UTC)


def test_just_after_midnight_yesterday_is_looked_at_again():
    looked_at = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)

    assert look_from(looked_at, looked_at) == datetime(2026, 11, 20, 23, tzinfo=UTC)
