from datetime import timedelta

import pytest

from cityshop.elections.models import Contest, ContestState
from cityshop.recounts.rules import (
    Kept,
    are_levels_published,
    are_openings_published,
    may_seal,
    result_out_at,
)
from tests.makers.base import NOW


def contest(**facts):
    return Contest(**{"state": ContestState.PUBLISHED, "closes_at": NOW, "published_at": NOW, **facts})


def test_things_are_kept_as_long_as_the_table_says():
    kept = Kept.of(contest())

    assert kept.addresses_until - NOW == timedelta(hours=24)
    assert kept.signals_until - NOW == timedelta(days=30)
    assert kept.sealable_from - NOW == timedelta(days=14)


@pytest.mark.parametrize(
    ("published_at", "embargo_until", "out_at"),
    [
        (None, None, None),
        (None, NOW, None),
        (NOW, None, NOW),
        (NOW, NOW + timedelta(days=3), NOW + timedelta(days=3)),
        (NOW, NOW - timedelta(days=3), NOW),
    ],
)
def test_a_result_is_out_when_both_publication_and_embargo_are_past(published_at, embargo_until, out_at):
    assert result_out_at(published_at, embargo_until) == out_at


@pytest.mark.parametrize(
    ("facts", "days", "may"),
    [
        ({}, 14, True),
        ({}, 13.9, False),
        ({"state": ContestState.CLOSED}, 14, False),
        ({"state": ContestState.SEALED}, 14, False),
        ({"state": ContestState.ANNULLED}, 14, False),
        ({"published_at": None}, 14, False),
        ({"embargo_until": NOW + timedelta(days=1)}, 14, False),
        ({"embargo_until": NOW + timedelta(days=1)}, 15, True),
    ],
)
def test_a_vote_may_be_sealed_when_nobody_can_complain_any_more(facts, days, may):
    now = NOW + timedelta(days=days)

    assert may_seal(contest(**facts), now) is may


@pytest.mark.parametrize(
    ("by_level", "openings", "levels"),
    [
        ({}, False, True),
        ({"email": 24}, False, False),
        ({"email": 25}, True, True),
        ({"email": 20, "assisted": 20}, True, False),
        ({"email": 1000, "assisted": 24}, True, False),
        ({"email": 1000, "assisted": 25}, True, True),
    ],
)
def test_choices_of_few_voters_stay_closed(by_level, openings, levels):
    assert are_openings_published(by_level) is openings
    assert are_levels_published(by_level) is levels
