import hashlib
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest

from cityshop.elections.rules import Mixing, TieRule, VoteRules
from cityshop.results.counting import (
    FORMULAS,
    Lot,
    Standing,
    count,
    scores_of,
    tied_for_the_last_place,
)
from cityshop.results.errors import JuryStillNeeded

LOT = Lot("5e" * 32, "7a" * 32)
RULES = VoteRules(minimum=1)
PUBLIC = {"a": 650, "b": 200, "c": 100, "d": 100}
JURY = {"a": 4, "b": 25, "c": 26, "d": 29}


def votes(*numbers, **jury):
    """Candidates a, b, c ... with these votes."""
    words = "abcdefgh"[: len(numbers)]
    return [
        Standing(at, word, number, jury=jury.get(word))
        for at, (word, number) in enumerate(zip(words, numbers, strict=True), 1)
    ]


def placed(standings, rules=RULES, lot=LOT):
    """Words by place, the winners in capitals."""
    return [
        (place.word.upper() if place.is_winner else place.word, place.place)
        for place in count(standings, rules, lot)
    ]


def judged():
    return [Standing(at, word, PUBLIC[word], jury=Fraction(JURY[word])) for at, word in enumerate(PUBLIC, 1)]


def test_most_votes_win():
    assert placed(votes(3, 9, 5)) == [("B", 1), ("c", 2), ("a", 3)]


def test_two_with_equal_votes_share_the_title():
    assert placed(votes(5, 5, 2)) == [("A", 1), ("B", 1), ("c", 3)]


def test_without_any_vote_nobody_wins():
    assert placed(votes(0, 0, 0), replace(RULES, minimum=0)) == [("a", 1), ("b", 1), ("c", 1)]


def test_three_with_equal_votes_share_the_title():
    assert placed(votes(4, 4, 4)) == [("A", 1), ("B", 1), ("C", 1)]


def test_one_candidate_with_enough_votes_wins():
    assert placed(votes(30), replace(RULES, minimum=30)) == [("A", 1)]


def test_one_candidate_under_the_minimum_does_not():
    assert placed(votes(29), replace(RULES, minimum=30)) == [("a", 1)]


def test_under_the_minimum_nobody_wins():
    assert placed(votes(29, 12), replace(RULES, minimum=30)) == [("a", 1), ("b", 2)]


def test_brags_do_not_lift_anybody_over_the_minimum():
    standings = [replace(votes(29)[0], brags=100)]

    assert placed(standings, replace(RULES, minimum=30)) == [("a", 1)]


def test_who_withdrew_cannot_win_with_the_most_votes():
    first, *others = votes(90, 9, 5)

    assert placed([replace(first, is_standing=False), *others]) == [("B", 1), ("c", 2), ("a", None)]


def test_a_brag_counts_with_the_weight_of_the_rules():
    standings = [replace(one, brags=brags) for one, brags in zip(votes(10, 9), (0, 2), strict=True)]

    assert placed(standings, replace(RULES, brag_weight=1))[0] == ("B", 1)
    assert placed(standings, replace(RULES, brag_weight=0))[0] == ("A", 1)


@pytest.mark.parametrize(
    ("numbers", "seats", "expected"),
    [
        ((9, 5, 5, 2), 2, [("A", 1), ("B", 2), ("C", 2), ("d", 4)]),
        ((9, 5, 5, 2), 3, [("A", 1), ("B", 2), ("C", 2), ("d", 4)]),
        ((5, 5, 2), 2, [("A", 1), ("B", 1), ("c", 3)]),
        ((5, 5, 5, 2), 2, [("A", 1), ("B", 1), ("C", 1), ("d", 4)]),
    ],
)
def test_at_the_last_seat_all_with_equal_votes_win(numbers, seats, expected):
    assert placed(votes(*numbers), replace(RULES, seats=seats)) == expected


def test_under_the_minimum_a_seat_stays_empty():
    assert placed(votes(40, 29), replace(RULES, minimum=30, seats=2)) == [("A", 1), ("b", 2)]


def test_the_jury_decides_between_equal_votes():
    standings = votes(9, 9, 2, a=Fraction(7), b=Fraction(15, 2), c=Fraction(10))

    assert placed(standings, replace(RULES, tie=TieRule.JURY)) == [("B", 1), ("a", 2), ("c", 3)]


def test_the_jury_decides_at_the_last_seat():
    standings = votes(9, 5, 5, 5, b=Fraction(6), c=Fraction(8), d=Fraction(7))

    found = placed(standings, replace(RULES, tie=TieRule.JURY, seats=2))

    assert found == [("A", 1), ("C", 2), ("d", 3), ("b", 4)]


def test_whom_the_jury_finds_equal_share_the_title():
    standings = votes(9, 9, 9, a=Fraction(7), b=Fraction(7), c=Fraction(6))

    assert placed(standings, replace(RULES, tie=TieRule.JURY)) == [("A", 1), ("B", 1), ("c", 3)]


def test_without_scores_the_jury_is_still_needed():
    with pytest.raises(JuryStillNeeded):
        count(votes(9, 9), replace(RULES, tie=TieRule.JURY), LOT)


def test_without_a_tie_no_jury_is_needed():
    assert placed(votes(9, 8), replace(RULES, tie=TieRule.JURY))[0] == ("A", 1)


def test_a_draw_follows_the_digest_of_seed_root_and_word():
    digests = {
        word: hashlib.sha256(("5e" * 32 + "7a" * 32 + word).encode()).hexdigest() for word in ("a", "b", "c")
    }
    first, second, third = sorted(digests, key=digests.__getitem__)

    found = placed(votes(4, 4, 4), replace(RULES, tie=TieRule.DRAW))

    assert found == [(first.upper(), 1), (second, 2), (third, 3)]


def test_a_draw_fills_the_last_seats_only():
    found = count(votes(9, 5, 5, 5), replace(RULES, tie=TieRule.DRAW, seats=3), LOT)

    assert [place.is_winner for place in found] == [True, True, True, False]
    assert [place.tie for place in found] == ["", "draw", "draw", "draw"]


def test_another_root_draws_anew():
    draws = {
        placed(votes(4, 4), replace(RULES, tie=TieRule.DRAW), Lot("5e" * 32, f"{at:064x}"))[0]
        for at in range(32)
    }

    assert draws == {("A", 1), ("B", 1)}


@pytest.mark.parametrize("tie", [TieRule.SHARED, TieRule.DRAW])
def test_the_order_of_the_list_never_matters(tie):
    rules = replace(RULES, tie=tie, seats=2)

    found = {tuple(placed(order, rules)) for order in permutations(votes(5, 7, 5, 5))}

    assert len(found) == 1


@pytest.mark.parametrize(
    ("formula", "winner"),
    [(Mixing.SHARE_OF_TOTAL, "A"), (Mixing.SHARE_OF_BEST, "B"), (Mixing.RANK_POINTS, "D")],
)
def test_the_same_numbers_give_a_b_or_d(formula, winner):
    assert placed(judged(), replace(RULES, mixing=formula, jury_percent=50))[0] == (winner, 1)


def test_shares_of_the_total_are_exact():
    scores = scores_of(judged(), replace(RULES, mixing=Mixing.SHARE_OF_TOTAL))

    assert scores[1] == Fraction(650, 2100) + Fraction(4, 168)
    assert sum(scores.values()) == 1


def test_rank_points_halve_between_equals():
    scores = scores_of(judged(), replace(RULES, mixing=Mixing.RANK_POINTS))

    assert scores == {1: Fraction(3, 2), 2: Fraction(3, 2), 3: Fraction(5, 4), 4: Fraction(7, 4)}


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(("percent", "winner"), [(0, "A"), (100, "D")])
def test_without_one_side_the_other_decides(formula, percent, winner):
    assert placed(judged(), replace(RULES, mixing=formula, jury_percent=percent))[0] == (winner, 1)


@pytest.mark.parametrize("formula", FORMULAS)
def test_nobody_divides_by_nothing(formula):
    standings = votes(0, 0, a=Fraction(0), b=Fraction(0))

    assert placed(standings, replace(RULES, mixing=formula)) == [("a", 1), ("b", 1)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_who_withdrew_changes_no_share(formula):
    rules = replace(RULES, mixing=formula)
    gone = Standing(9, "z", 5_000, is_standing=False)

    with_gone = count([*judged(), gone], rules, LOT)

    assert with_gone[:-1] == count(judged(), rules, LOT)
    assert (with_gone[-1].place, with_gone[-1].is_winner) == (None, False)


def test_mixing_needs_a_score_for_everybody_who_stands():
    with pytest.raises(JuryStillNeeded):
        count([*judged(), Standing(9, "e", 3)], replace(RULES, mixing=Mixing.RANK_POINTS), LOT)


def test_under_the_minimum_the_jury_cannot_make_a_winner():
    rules = replace(RULES, mixing=Mixing.RANK_POINTS, minimum=150)

    assert placed(judged(), rules) == [("A", 1), ("B", 1), ("d", 3), ("c", 4)]


@pytest.mark.parametrize(
    ("numbers", "seats", "expected"),
    [
        ((5, 5, 2), 1, [1, 2]),
        ((5, 5, 2), 2, []),
        ((9, 5, 5, 5), 2, [2, 3, 4]),
        ((9, 5), 1, []),
        ((0, 0), 1, []),
    ],
)
def test_who_is_tied_is_known_beforehand(numbers, seats, expected):
    assert tied_for_the_last_place(votes(*numbers), replace(RULES, seats=seats)) == expected
