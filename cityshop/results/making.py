"""Making a result: the tally, the jury, the places, kept once so that no page ever counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from sqlalchemy.orm import Session

from cityshop.brags.queries import approved_per_candidate
from cityshop.elections.errors import ContestKeyMissing, KeyStillMissing
from cityshop.elections.freezing import commitment
from cityshop.elections.keys import DRAW, read_key
from cityshop.elections.models import Contest
from cityshop.elections.rules import Mixing, TieRule, VoteRules
from cityshop.elections.tallying import Votes, check_tally, tally_of
from cityshop.juries.models import Jury
from cityshop.juries.queries import jury_about, scores_per_candidate
from cityshop.juries.revealing import reveal
from cityshop.juries.rules import may_reveal
from cityshop.results import queries
from cityshop.results.counting import Lot, Place, Standing, count, tied_for_the_last_place
from cityshop.results.errors import JuryStillNeeded, SeedChanged
from cityshop.results.models import Result, ResultLine
from cityshop.results.rules import are_levels_shown, is_small, votes_by_candidate, votes_by_level


@dataclass(frozen=True)
class Teller:
    """Who counts: where the keys are, which account asked, and when."""

    keys_folder: Path
    account_id: int
    now: datetime


@dataclass(frozen=True)
class _Count:
    """Everything a result is made of."""

    votes: Votes
    standings: Sequence[Standing]
    places: Sequence[Place]
    lot: Lot
    jury: Jury | None


def subject_of(contest: Contest) -> str:
    """How a contest is called in the journal, in proposals, and where a jury is about it."""
    return f"contest {contest.id}"


def make_result(session: Session, contest: Contest, teller: Teller) -> Result:
    """Count and keep; the caller holds the contest for itself, and only once.

    Raises JuryStillNeeded, what the jury refuses, KeyStillMissing, SeedChanged or TallyWrong.
    """
    return _keep(session, contest, _counted(session, contest, teller), teller.now)


def standings_of(
    session: Session, contest: Contest, votes: Votes, jury: Mapping[int, Fraction]
) -> list[Standing]:
    """What every candidate has at this moment, by word; not for anybody's eyes before publication."""
    by_candidate, brags = votes_by_candidate(votes), approved_per_candidate(session, contest.id)
    return [
        Standing(
            candidate_id=candidate,
            word=word,
            votes=sum(by_candidate.get(candidate, {}).values()),
            brags=brags.get(candidate, 0),
            jury=jury.get(candidate),
            is_standing=is_standing,
        )
        for candidate, word, is_standing in queries.candidates_to_count(session, contest.id)
    ]


def _counted(session: Session, contest: Contest, teller: Teller) -> _Count:
    check_tally(session, contest.id)
    rules, votes = VoteRules.of(contest.rules), tally_of(session, contest.id)
    jury = _heard_jury(session, contest, standings_of(session, contest, votes, {}), teller)
    scores = scores_per_candidate(session, jury.id) if jury else {}
    standings = standings_of(session, contest, votes, scores)
    lot = _lot(session, contest, rules, teller.keys_folder)
    return _Count(votes, standings, count(standings, rules, lot), lot, jury)


def _heard_jury(
    session: Session, contest: Contest, standings: Sequence[Standing], teller: Teller
) -> Jury | None:
    """The jury with its scores open, where it matters or is ready anyway."""
    jury, rules = jury_about(session, subject_of(contest)), VoteRules.of(contest.rules)
    is_needed = rules.mixing != Mixing.NONE or (
        rules.tie == TieRule.JURY and bool(tied_for_the_last_place(standings, rules))
    )
    if jury is None:
        if is_needed:
            raise JuryStillNeeded
        return None
    if is_needed or may_reveal(jury, teller.now):
        folder, account_id = teller.keys_folder, teller.account_id
        reveal(session, jury, keys_folder=folder, account_id=account_id, now=teller.now)
    return jury


def _lot(session: Session, contest: Contest, rules: VoteRules, keys_folder: Path) -> Lot:
    root = queries.final_root(session, contest.id)
    if rules.tie != TieRule.DRAW:
        return Lot(final_root=root)
    try:
        seed = read_key(keys_folder, contest.key_fingerprint).seed(DRAW)
    except ContestKeyMissing as missing:
        raise KeyStillMissing from missing
    if commitment(seed) != contest.rules.get("draw_commitment"):
        raise SeedChanged
    return Lot(seed, root)


def _keep(session: Session, contest: Contest, counted: _Count, now: datetime) -> Result:
    rules, by_level = VoteRules.of(contest.rules), votes_by_level(counted.votes)
    result = Result(contest_id=contest.id, city_id=contest.city_id, made_at=now)
    result.ballots, result.by_level = sum(by_level.values()), by_level
    result.quarantined, result.rejected = queries.ballots_set_apart(session, contest.id)
    result.minimum, result.formula = rules.minimum, rules.mixing
    result.final_root, result.draw_seed = counted.lot.final_root, counted.lot.seed
    result.jury_id, result.is_small = (counted.jury.id if counted.jury else None), is_small(result.ballots)
    session.add(result)
    session.flush()
    session.add_all(_lines(result, counted))
    session.flush()
    return result


def _lines(result: Result, counted: _Count) -> list[ResultLine]:
    """Of few ballots only who won is kept: a number per candidate could tell who voted what."""
    standings = {one.candidate_id: one for one in counted.standings}
    by_candidate = votes_by_candidate(counted.votes)
    with_levels = are_levels_shown(result.by_level)
    lines = []
    for place in counted.places:
        one = standings[place.candidate_id]
        line = ResultLine(contest_id=result.contest_id, city_id=result.city_id, candidate_id=one.candidate_id)
        line.is_winner, line.tie = place.is_winner, place.tie
        line.place = place.place if place.is_winner or not result.is_small else None
        if not result.is_small:
            line.votes, line.brags, line.score = one.votes, one.brags, str(place.score)
            line.by_level = dict(by_candidate.get(one.candidate_id, {})) if with_levels else {}
        line.jury = str(one.jury) if one.jury is not None else ""
        lines.append(line)
    return lines
