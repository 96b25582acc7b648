from datetime import timedelta

import pytest

from cityshop.elections.models import Contest, ContestState
from cityshop.recounts.rules import Kept, are_openings_published, may_seal, result_out_at
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
    ("facts", "open_cases", "days", "may"),
    [
        ({}, 0, 14, True),
        ({}, 0, 13.9, False),
        ({}, 1, 14, False),
        ({"state": ContestState.CLOSED}, 0, 14, False),
        ({"state": ContestState.SEALED}, 0, 14, False),
        ({"state": ContestState.ANNULLED}, 0, 14, False),
        ({"published_at": None}, 0, 14, False),
        ({"embargo_until": NOW + timedelta(days=1)}, 0, 14, False),
        ({"embargo_until": NOW + timedelta(days=1)}, 0, 15, True),
    ],
)
def test_a_vote_may_be_sealed_when_nobody_can_complain_any_more(facts, open_cases, days, may):
    now = NOW + timedelta(days=days)

    assert may_seal(contest(**facts), open_cases=open_cases, now=now) is may


@pytest.mark.parametrize(("counted", "are"), [(0, False), (24, False), (25, True)])
def test_choices_of_few_voters_stay_closed(counted, are):
    assert are_openings_published(counted) is are
