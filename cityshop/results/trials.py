"""What-if: the same numbers under each formula, so that everybody sees what a formula does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from cityshop.elections.models import CandidateState, Contest
from cityshop.elections.rules import Mixing, VoteRules
from cityshop.results.counting import FORMULAS as MIXED
from cityshop.results.counting import Lot, Standing, count
from cityshop.results.models import Result
from cityshop.results.queries import AnyRow
from cityshop.results.words import FORMULAS, decimal, score_in_words


@dataclass(frozen=True)
class TrialPlace:
    name: str
    place: int | None
    score: str
    is_winner: bool


@dataclass(frozen=True)
class Trial:
    """One formula with the order it makes; `name` and `words` are message ids."""

    formula: str
    name: str
    words: str
    is_frozen: bool
    places: Sequence[TrialPlace]


@dataclass(frozen=True)
class TrialNumbers:
    """What one candidate brings into each trial."""

    name: str
    votes: int
    brags: int
    jury: str


def trials(
    standings: Sequence[Standing], rules: VoteRules, lot: Lot, names: Mapping[str, str]
) -> list[Trial]:
    """Votes alone, and each formula; without a jury's scores only votes alone."""
    is_judged = all(one.jury is not None for one in standings if one.is_standing)
    formulas = (Mixing.NONE, *MIXED) if is_judged else (Mixing.NONE,)
    return [_trial(standings, replace(rules, mixing=formula), lot, names, rules) for formula in formulas]


def standings_of_result(lines: Sequence[AnyRow]) -> list[Standing]:
    """What every candidate brought into a result, from its stored lines."""
    return [
        Standing(
            candidate_id=line.candidate_id,
            word=line.slug,
            votes=line.votes or 0,
            brags=line.brags or 0,
            jury=Fraction(line.jury) if line.jury else None,
            is_standing=line.state != CandidateState.WITHDRAWN,
        )
        for line in lines
    ]


def trials_of_result(contest: Contest, result: Result, lines: Sequence[AnyRow]) -> list[Trial]:
    """The result's own numbers under each formula; nothing where there are too few ballots for numbers."""
    if result.is_small:
        return []
    names = {line.slug: line.keeper_name or line.shop for line in lines}
    lot = Lot(result.draw_seed, result.final_root)
    return trials(standings_of_result(lines), VoteRules.of(contest.rules), lot, names)


def numbers_of(standings: Sequence[Standing], names: Mapping[str, str]) -> list[TrialNumbers]:
    """What goes in, for the table above the trials."""
    return [
        TrialNumbers(names[one.word], one.votes, one.brags, decimal(one.jury) if one.jury is not None else "")
        for one in standings
    ]


def _trial(
    standings: Sequence[Standing], tried: VoteRules, lot: Lot, names: Mapping[str, str], frozen: VoteRules
) -> Trial:
    name, words = FORMULAS[tried.mixing]
    places = [
        TrialPlace(names[one.word], one.place, score_in_words(str(one.score), tried.mixing), one.is_winner)
        for one in count(standings, tried, lot)
    ]
    return Trial(tried.mixing, name, words, tried.mixing == frozen.mixing, places)
