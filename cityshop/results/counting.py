"""From votes, brags and a jury to places: pure, in whole numbers and Fractions, never floats.

Who withdrew has no place. Who stays under the minimum, or has no vote at all, cannot win and stands after
those who reached it. Equal scores share a place. Where more candidates share the last place that wins than
can win, the frozen tie rule decides: all of them win (`shared`), the jury's score, or a draw: the order of
SHA-256(seed ‖ final root ‖ candidate's word). Never the order of a list, never who was first.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from cityshop.elections.rules import Mixing, TieRule, VoteRules
from cityshop.results.errors import JuryStillNeeded

PARTS = 100
FORMULAS = (Mixing.SHARE_OF_TOTAL, Mixing.SHARE_OF_BEST, Mixing.RANK_POINTS)


@dataclass(frozen=True)
class Standing:
    """What one candidate has. `word` is the word in the address, `jury` its score from 0 to 10."""

    candidate_id: int
    word: str
    votes: int
    brags: int = 0
    jury: Fraction | None = None
    is_standing: bool = True


@dataclass(frozen=True)
class Place:
    """Where one candidate ends. No `place` for who withdrew; `tie` is the rule that settled a last place."""

    candidate_id: int
    word: str
    place: int | None
    score: Fraction
    is_winner: bool
    tie: str = ""


@dataclass(frozen=True)
class Lot:
    """A draw that anybody can repeat: both are 64 hex digits, the seed fixed before the vote opened."""

    seed: str = ""
    final_root: str = ""

    def number(self, word: str) -> str:
        """What decides for this candidate, 64 hex digits; the lowest comes first."""
        return hashlib.sha256((self.seed + self.final_root + word).encode()).hexdigest()


def count(standings: Iterable[Standing], rules: VoteRules, lot: Lot) -> list[Place]:
    """Everybody's place, the first first; raises JuryStillNeeded where the rules ask for a score we lack."""
    everybody = sorted(standings, key=lambda one: one.word)
    scores = scores_of(everybody, rules)
    running = [one for one in everybody if one.is_standing]
    reached = [one for one in running if _can_win(one, rules)]
    below = [one for one in running if not _can_win(one, rules)]
    places: list[Place] = []
    for group in _by_score(reached, scores):
        places += _settled(group, _Seats(len(places), rules.seats - _winners(places), rules.tie), scores, lot)
    for group in _by_score(below, scores):
        places += [_place(one, scores, at=len(places) + 1) for one in group]
    gone = [one for one in everybody if not one.is_standing]
    return places + [_place(one, scores, at=None) for one in gone]


def scores_of(standings: Sequence[Standing], rules: VoteRules) -> Mapping[int, Fraction]:
    """What each is ranked by: support, or support and jury mixed by the frozen formula."""
    support = {one.candidate_id: _support(one, rules) for one in standings}
    running = [one for one in standings if one.is_standing]
    if rules.mixing == Mixing.NONE:
        return support
    jury = {one.candidate_id: _judged(one) for one in running}
    public = {one.candidate_id: support[one.candidate_id] for one in running}
    in_parts = _IN_PARTS[Mixing(rules.mixing)]
    for_public, for_jury = in_parts(public), in_parts(jury)
    share = Fraction(rules.jury_percent, PARTS)
    mixed = {one: (1 - share) * for_public[one] + share * for_jury[one] for one in public}
    return {one: mixed.get(one, Fraction(0)) for one in support}


def tied_for_the_last_place(standings: Iterable[Standing], rules: VoteRules) -> list[int]:
    """Candidates (ids) between whom the tie rule must decide; nobody where all of them can win."""
    everybody = list(standings)
    scores = scores_of(everybody, rules)
    reached = [one for one in everybody if one.is_standing and _can_win(one, rules)]
    taken = 0
    for group in _by_score(reached, scores):
        if taken < rules.seats < taken + len(group):
            return [one.candidate_id for one in group]
        taken += len(group)
    return []


def _share_of_total(values: Mapping[int, Fraction]) -> dict[int, Fraction]:
    total = sum(values.values(), Fraction(0))
    return {one: value / total if total else Fraction(0) for one, value in values.items()}


def _share_of_best(values: Mapping[int, Fraction]) -> dict[int, Fraction]:
    best = max(values.values(), default=Fraction(0))
    return {one: value / best if best else Fraction(0) for one, value in values.items()}


def _rank_points(values: Mapping[int, Fraction]) -> dict[int, Fraction]:
    """One point for each candidate one beats, half a point for each with as much."""
    return {one: _beaten(one, values) for one in values}


def _beaten(one: int, values: Mapping[int, Fraction]) -> Fraction:
    others = [value for other, value in values.items() if other != one]
    beaten = sum(1 for value in others if value < values[one])
    return beaten + Fraction(sum(1 for value in others if value == values[one]), 2)


_IN_PARTS: Mapping[Mixing, Callable[[Mapping[int, Fraction]], dict[int, Fraction]]] = {
    Mixing.SHARE_OF_TOTAL: _share_of_total,
    Mixing.SHARE_OF_BEST: _share_of_best,
    Mixing.RANK_POINTS: _rank_points,
}


@dataclass(frozen=True)
class _Seats:
    """How many stand before this group, how many can still win, and what decides where that is too few."""

    before: int
    left: int
    tie: str


def _settled(
    group: Sequence[Standing], seats: _Seats, scores: Mapping[int, Fraction], lot: Lot
) -> list[Place]:
    """The places of candidates with equal scores."""
    at, everybody = seats.before + 1, len(group) <= seats.left
    if everybody or seats.left <= 0:
        return [_place(one, scores, at=at, wins=everybody) for one in group]
    if seats.tie == TieRule.SHARED:
        return [_place(one, scores, at=at, wins=True, tie=seats.tie) for one in group]
    places: list[Place] = []
    for some in _by_rule(group, seats.tie, lot):
        left, at = seats.left - _winners(places), seats.before + len(places) + 1
        places += [_place(one, scores, at=at, wins=left > 0, tie=seats.tie) for one in some]
    return places


def _by_rule(group: Sequence[Standing], tie: str, lot: Lot) -> Iterable[list[Standing]]:
    """The group taken apart by the tie rule; whom the jury finds equal stay together, and share."""
    if tie == TieRule.JURY:
        return _grouped(group, lambda one: -_judged(one))
    return _grouped(group, lambda one: lot.number(one.word))


def _by_score(standings: Iterable[Standing], scores: Mapping[int, Fraction]) -> Iterable[list[Standing]]:
    return _grouped(standings, lambda one: -scores[one.candidate_id])


def _grouped(standings: Iterable[Standing], by: Callable[[Standing], Any]) -> Iterable[list[Standing]]:
    return [list(group) for _, group in groupby(sorted(standings, key=by), key=by)]


def _place(
    one: Standing, scores: Mapping[int, Fraction], *, at: int | None, wins: bool = False, tie: str = ""
) -> Place:
    return Place(one.candidate_id, one.word, at, scores[one.candidate_id], wins, tie)


def _support(one: Standing, rules: VoteRules) -> Fraction:
    return Fraction(one.votes + one.brags * rules.brag_weight)


def _can_win(one: Standing, rules: VoteRules) -> bool:
    return one.votes >= max(1, rules.minimum)


def _judged(one: Standing) -> Fraction:
    if one.jury is None:
        raise JuryStillNeeded
    return one.jury


def _winners(places: Iterable[Place]) -> int:
    return sum(1 for place in places if place.is_winner)
