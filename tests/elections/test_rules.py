from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from cityshop.elections import rules
from cityshop.elections.ledger import leaf_of
from cityshop.elections.models import ContestState
from cityshop.elections.rules import Stage, Timetable, VoteRules

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
OPENS, CLOSES = NOW - timedelta(days=8), NOW + timedelta(days=20)
A_SECOND = timedelta(seconds=1)


def timetable(state=ContestState.OPEN, paused_at=None):
    return Timetable(state, OPENS, CLOSES, paused_at)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (OPENS - A_SECOND, Stage.UPCOMING),
        (OPENS, Stage.OPEN),
        (CLOSES - A_SECOND, Stage.OPEN),
        (CLOSES, Stage.CLOSED),
    ],
)
def test_a_contest_is_open_from_opening_up_to_but_not_including_closing(moment, expected):
    assert rules.stage(timetable(), moment) is expected


def test_a_draft_is_never_open():
    assert rules.stage(timetable(ContestState.DRAFT), NOW) is Stage.DRAFT


def test_a_paused_campaign_pauses_its_contest():
    assert rules.stage(timetable(paused_at=NOW), NOW) is Stage.PAUSED


def test_a_pause_stops_the_clock():
    assert rules.stage(timetable(ContestState.PAUSED), CLOSES) is Stage.PAUSED
    assert rules.stage(timetable(paused_at=CLOSES - A_SECOND), CLOSES) is Stage.PAUSED


def test_a_pause_that_began_after_closing_opens_nothing():
    assert rules.stage(timetable(paused_at=CLOSES), CLOSES + A_SECOND) is Stage.CLOSED


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NOW, NOW + timedelta(hours=1)),
        (OPENS - timedelta(minutes=5), OPENS),
        (CLOSES - timedelta(minutes=5), CLOSES),
    ],
)
def test_a_page_is_true_until_opening_closing_or_the_next_hour(now, expected):
    assert rules.next_change(timetable(), now) == expected


@pytest.mark.parametrize(
    ("closes_at", "days"),
    [
        (NOW + timedelta(hours=1), 0),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), 1),  # half past midnight in Brussels
        (datetime(2026, 11, 29, 19, 0, tzinfo=UTC), 7),
    ],
)
def test_days_left_are_counted_in_brussels_nights(closes_at, days):
    assert rules.days_left(closes_at, NOW) == days


@pytest.mark.parametrize(
    ("now", "ballots", "shown"),
    [
        (NOW, 25, True),
        (NOW, 24, False),
        (CLOSES - timedelta(days=7) - A_SECOND, 1_000, True),
        (CLOSES - timedelta(days=7), 1_000, False),
        (CLOSES + A_SECOND, 1_000, False),
    ],
)
def test_numbers_per_candidate_stay_hidden_when_few_or_late(now, ballots, shown):
    assert rules.are_standings_shown(timetable(), VoteRules(), ballots=ballots, now=now) is shown


def test_numbers_per_candidate_show_once_published():
    published = timetable(ContestState.PUBLISHED)

    assert rules.are_standings_shown(published, VoteRules(), ballots=100, now=CLOSES)


def order(now, names=tuple("abcdefgh")):
    return rules.in_random_order(names, names, seed="rules", now=now)


def test_the_order_is_the_same_for_everybody_within_an_hour():
    assert order(NOW) == order(NOW + timedelta(minutes=59))


def test_the_order_is_new_every_hour():
    orders = [tuple(order(NOW + timedelta(hours=hour))) for hour in range(24)]

    assert len(set(orders)) > 20


def test_over_a_campaign_everybody_stands_first_about_equally_often():
    firsts = [order(OPENS + timedelta(hours=hour))[0] for hour in range(28 * 24)]

    often = [firsts.count(name) for name in "abcdefgh"]
    assert sum(often) == 28 * 24
    assert min(often) > 50
    assert max(often) < 125


def test_nobody_always_stands_behind_the_same_one():
    neighbours = {pair for hour in range(200) for pair in pairwise(order(NOW + timedelta(hours=hour)))}

    assert len(neighbours) == 8 * 7


def test_a_leaf_can_be_worked_out_by_anybody():
    # printf '\0{"candidate":"x","contest":"y","nonce":"00","salt":"11"}' | sha256sum
    leaf = leaf_of(contest="y", candidate="x", nonce="00", salt="11")

    assert leaf == "28f7d742072371fc93ec75025099dcdbc7b9cac2c5e9450b47191d4e313299b4"


def test_unknown_facts_in_a_document_leave_the_rules_alone():
    assert VoteRules.of({"minimum": 10, "contest": "kortrijk/x"}) == VoteRules(minimum=10)


@pytest.mark.parametrize("word", ["confirm", "receipt", "results", "ledger"])
def test_a_shop_called_like_one_of_our_pages_gets_another_word(word):
    assert rules.candidate_word(word) == f"{word}-winkel"
