from datetime import timedelta
from fractions import Fraction

import pytest

from cityshop.juries.models import Jury, JuryState
from cityshop.juries.rules import Criterion, may_reveal, may_score, mean, weighted
from tests.makers.base import NOW

ONCE, DOUBLE = Criterion({"nl": "Onthaal"}), Criterion({"nl": "Vakmanschap"}, 2)


def test_a_criterion_that_counts_double_weighs_double():
    assert weighted([4, 10, 6], [ONCE, DOUBLE, ONCE]) == Fraction(30, 4)


def test_every_member_counts_the_same():
    assert mean([Fraction(15, 2), Fraction(8), Fraction(22, 3)]) == Fraction(137, 18)


def test_a_criterion_is_kept_as_it_was():
    assert Criterion.of(DOUBLE.document()) == DOUBLE


@pytest.mark.parametrize(
    ("state", "hours", "scores", "reveals"),
    [
        (JuryState.DRAFT, -1, False, False),
        (JuryState.SCORING, -1, True, False),
        (JuryState.SCORING, 0, False, True),
        (JuryState.SEALED, -1, False, True),
        (JuryState.REVEALED, 1, False, False),
    ],
)
def test_scores_open_when_all_are_in_or_the_time_is_over(state, hours, scores, reveals):
    jury, now = Jury(state=state, deadline=NOW), NOW + timedelta(hours=hours)

    assert (may_score(jury, now), may_reveal(jury, now)) == (scores, reveals)
