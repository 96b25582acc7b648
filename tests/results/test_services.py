import hashlib
from datetime import timedelta
from fractions import Fraction

import pytest

from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.second_person import AlreadyAsked, NothingToConfirm, SecondPersonNeeded
from cityshop.elections.errors import KeyStillMissing
from cityshop.elections.keys import DRAW, read_key
from cityshop.elections.models import (
    BallotState,
    Candidate,
    CandidateState,
    Checkpoint,
    Contest,
    ContestState,
    Level,
)
from cityshop.elections.rules import Mixing, TieRule
from cityshop.juries.errors import JuryStillScores
from cityshop.juries.finalists import finalists_of
from cityshop.juries.rules import Criterion
from cityshop.results import queries, services
from cityshop.results.errors import (
    EmbargoInThePast,
    JuryStillNeeded,
    NobodyIsTied,
    NoJuryInTheRules,
    SeedChanged,
    VoteStillRuns,
)
from cityshop.results.making import Teller
from cityshop.results.models import Result, ResultLine
from cityshop.results.services import Finalists, JuryPlan
from tests.makers.base import NOW

THREE = [Criterion({"nl": word}) for word in ("Onthaal", "Vakmanschap", "Buurt")]
LATER = NOW + timedelta(days=7)


@pytest.fixture
def lines(database):
    """Shop, place and whether it won, the first place first."""

    def read(end):
        with database.reads() as session, across_cities(session):
            rows = queries.lines_of(session, end.contest.id)
        return [(row.shop, row.place, row.is_winner) for row in rows]

    return read


def as_kept(session, end):
    choose_city(session, end.contest.city_id)
    return session.get_one(Contest, end.contest.id)


def test_the_count_is_kept_with_its_totals(ended, publish, make, lines, kept):
    end = ended(30, 20)
    make.ballots(end.candidates[1], 3, state=BallotState.QUARANTINED)
    make.ballots(end.candidates[1], 2, state=BallotState.REJECTED)

    result = publish(end)

    assert (result.ballots, result.quarantined, result.rejected) == (50, 3, 2)
    assert result.by_level == {"email": 50}
    assert lines(end) == [("Bakkerij Bert", 1, True), ("Bloemen Chloé", 2, False)]
    assert [line.votes for line in kept(ResultLine)] == [30, 20]
    assert kept(Contest)[0].state == ContestState.PUBLISHED


def test_two_with_equal_votes_share_the_title(ended, publish, lines):
    end = ended(20, 20, 8)

    publish(end)

    assert [winner for _, _, winner in lines(end)] == [True, True, False]


def test_who_withdrew_cannot_win(ended, publish, database, lines):
    end = ended(30, 20)
    with database.writes.begin() as session:
        choose_city(session, end.contest.city_id)
        session.get_one(Candidate, end.candidates[0].id).state = CandidateState.WITHDRAWN

    publish(end)

    assert lines(end) == [("Bloemen Chloé", 1, True), ("Bakkerij Bert", None, False)]


def test_brags_count_with_their_weight(ended, publish, make, kept, lines):
    end = ended(30, 28, brag_weight=2)
    for _ in range(2):
        make.brag(end.candidates[1])

    publish(end)

    assert lines(end)[0] == ("Bloemen Chloé", 1, True)
    assert {(line.votes, line.brags, line.score) for line in kept(ResultLine)} == {
        (30, 0, "30"),
        (28, 2, "32"),
    }


def test_brags_without_weight_are_shown_and_count_nothing(ended, publish, make, lines):
    end = ended(30, 28, brag_weight=0)
    for _ in range(5):
        make.brag(end.candidates[1])

    publish(end)

    assert lines(end)[0] == ("Bakkerij Bert", 1, True)


def test_under_the_minimum_nobody_wins(ended, publish, lines):
    end = ended(20, 12, minimum=30)

    publish(end)

    assert not any(winner for _, _, winner in lines(end))


def test_of_few_ballots_no_number_per_candidate_is_kept(ended, publish, kept, lines):
    end = ended(14, 10)

    result = publish(end)

    assert (result.ballots, result.is_small) == (24, True)
    assert lines(end) == [("Bakkerij Bert", 1, True), ("Bloemen Chloé", None, False)]
    assert {(line.votes, line.brags, line.score) for line in kept(ResultLine)} == {(None, None, "")}


def test_a_level_with_few_ballots_is_not_counted_apart_per_candidate(ended, publish, make, kept):
    end = ended(40, 30)
    make.ballots(end.candidates[0], 24, level=Level.ASSISTED)

    result = publish(end)

    assert result.by_level == {"assisted": 24, "email": 70}
    assert [line.by_level for line in kept(ResultLine)] == [{}, {}]


def test_levels_with_enough_ballots_are_counted_apart(ended, publish, make, kept):
    end = ended(40, 30)
    make.ballots(end.candidates[0], 25, level=Level.ASSISTED)

    publish(end)

    assert [line.by_level for line in kept(ResultLine)] == [{"assisted": 25, "email": 40}, {"email": 30}]


def test_one_person_cannot_publish(ended, database, settings, two, kept):
    end, amina = ended(30, 20), two[0]
    with database.writes.begin() as session:
        services.ask_to_publish(session, as_kept(session, end), None, account_id=amina.id, now=NOW)

    with pytest.raises(SecondPersonNeeded), database.writes.begin() as session:
        services.publish(session, as_kept(session, end), Teller(settings.keys_folder, amina.id, NOW))

    assert kept(Result) == []
    assert kept(Contest)[0].state == ContestState.CLOSED


def test_nobody_publishes_what_was_not_asked_or_was_withdrawn(ended, session, settings, two):
    amina, second = two
    contest = as_kept(session, ended(30, 20))

    with pytest.raises(NothingToConfirm):
        services.publish(session, contest, Teller(settings.keys_folder, second.id, NOW))
    services.ask_to_publish(session, contest, None, account_id=amina.id, now=NOW)
    services.withdraw_publication(session, contest, account_id=second.id, now=NOW)
    with pytest.raises(NothingToConfirm):
        services.publish(session, contest, Teller(settings.keys_folder, second.id, NOW))


def test_a_result_is_asked_for_and_made_once(ended, publish, session, settings, two):
    end = ended(30, 20)
    publish(end)

    with pytest.raises(NothingToConfirm):
        services.publish(session, as_kept(session, end), Teller(settings.keys_folder, two[0].id, NOW))
    with pytest.raises(VoteStillRuns):
        services.ask_to_publish(session, as_kept(session, end), None, account_id=two[0].id, now=NOW)


def test_asking_twice_is_told(ended, session, two):
    contest = as_kept(session, ended(30, 20))
    services.ask_to_publish(session, contest, None, account_id=two[0].id, now=NOW)

    with pytest.raises(AlreadyAsked):
        services.ask_to_publish(session, contest, None, account_id=two[1].id, now=NOW)


@pytest.mark.parametrize("state", [ContestState.OPEN, ContestState.PAUSED, ContestState.ANNULLED])
def test_only_a_closed_vote_can_be_published(ended, session, two, state):
    contest = as_kept(session, ended(30, 20, state=state))

    with pytest.raises(VoteStillRuns):
        services.ask_to_publish(session, contest, None, account_id=two[0].id, now=NOW)


def test_an_embargo_lies_in_the_future(ended, session, two):
    contest = as_kept(session, ended(30, 20))

    with pytest.raises(EmbargoInThePast):
        services.ask_to_publish(session, contest, NOW, account_id=two[0].id, now=NOW)


def test_everything_of_a_publication_stands_in_the_journal(ended, publish, kept):
    publish(ended(30, 20))

    happenings = [line.happening for line in kept(JournalEntry)]
    assert happenings == [Happening.SECOND_PERSON_ASKED, Happening.CONTEST_PUBLISHED]


def test_a_draw_can_be_repeated_from_the_published_seed(ended, publish, kept, settings):
    end = ended(20, 20, tie=TieRule.DRAW)

    result = publish(end)

    key = read_key(settings.keys_folder, end.contest.key_fingerprint)
    assert result.draw_seed == key.seed(DRAW)
    assert hashlib.sha256(result.draw_seed.encode()).hexdigest() == kept(Contest)[0].rules["draw_commitment"]
    numbers = {
        one.slug: hashlib.sha256((result.draw_seed + result.final_root + one.slug).encode()).hexdigest()
        for one in end.candidates
    }
    winner = min(numbers, key=numbers.__getitem__)
    drawn = {one.id: one.slug for one in end.candidates}
    assert [drawn[line.candidate_id] for line in kept(ResultLine) if line.is_winner] == [winner]


def test_the_draw_uses_the_last_root_of_the_ledger(ended, publish, make):
    end = ended(20, 20, tie=TieRule.DRAW)
    for size, root in ((25, "aa" * 32), (40, "bb" * 32)):
        facts = {"previous": "0" * 64, "signature": "", "peaks": []}
        make.kept(Checkpoint(contest_id=end.contest.id, size=size, root=root, **facts))

    assert publish(end).final_root == "bb" * 32


def test_another_seed_than_the_committed_one_publishes_nothing(ended, publish, database, kept):
    end = ended(20, 20, tie=TieRule.DRAW)
    with database.writes.begin() as session:
        contest = as_kept(session, end)
        contest.rules = {**contest.rules, "draw_commitment": "0" * 64}

    with pytest.raises(SeedChanged):
        publish(end)

    assert kept(Result) == []


def test_without_the_key_no_draw_is_held(ended, publish, settings, kept):
    end = ended(20, 20, tie=TieRule.DRAW)
    (settings.keys_folder / f"contest-{end.contest.key_fingerprint[:16]}.key").unlink()

    with pytest.raises(KeyStillMissing):
        publish(end)

    assert kept(Contest)[0].state == ContestState.CLOSED


def test_without_a_draw_the_seed_stays_secret(ended, publish):
    assert publish(ended(30, 20)).draw_seed == ""


def test_a_tie_for_the_jury_waits_for_the_jury(ended, publish, kept):
    with pytest.raises(JuryStillNeeded):
        publish(ended(20, 20, tie=TieRule.JURY))

    assert kept(Result) == []


def test_without_a_tie_the_jury_is_not_waited_for(ended, publish, make, lines):
    end = ended(30, 20, tie=TieRule.JURY)
    make.jury(end.candidates)

    publish(end)

    assert lines(end)[0] == ("Bakkerij Bert", 1, True)


def test_a_jury_that_still_scores_holds_the_result_back(ended, publish, make):
    end = ended(20, 20, tie=TieRule.JURY)
    make.jury(end.candidates)

    with pytest.raises(JuryStillScores):
        publish(end)


def test_the_jury_decides_the_tie_and_opens_with_the_result(ended, publish, judged, lines, kept):
    end = ended(20, 20, tie=TieRule.JURY)
    jury = judged(end, 6, 8)

    result = publish(end)

    assert lines(end) == [("Bloemen Chloé", 1, True), ("Bakkerij Bert", 2, False)]
    assert result.jury_id == jury.id
    assert {Fraction(line.jury) for line in kept(ResultLine)} == {6, 8}


@pytest.mark.parametrize(
    "case",
    [
        (Mixing.SHARE_OF_TOTAL, "Bakkerij Bert"),
        (Mixing.SHARE_OF_BEST, "Bloemen Chloé"),
        (Mixing.RANK_POINTS, "Dranken Els"),
    ],
)
def test_votes_and_jury_are_mixed_by_the_frozen_formula(ended, publish, judged, lines, case):
    formula, winner = case
    end = ended(65, 20, 10, 10, mixing=formula, jury_percent=50)
    judged(end, 1, 8, 8, 9)

    publish(end)

    assert lines(end)[0] == (winner, 1, True)


def test_mixing_without_a_jury_cannot_even_be_asked(ended, session, two):
    contest = as_kept(session, ended(30, 20, mixing=Mixing.RANK_POINTS))

    with pytest.raises(JuryStillNeeded):
        services.ask_to_publish(session, contest, None, account_id=two[0].id, now=NOW)


@pytest.fixture
def convened(session, settings, two):
    def convene(end, finalists=Finalists.EVERYBODY):
        plan, teller = JuryPlan(finalists, THREE, LATER), Teller(settings.keys_folder, two[0].id, NOW)
        jury = services.convene_jury(session, as_kept(session, end), plan, teller)
        return [one.shop for one in finalists_of(session, jury.id)]

    return convene


def test_a_jury_judges_everybody(ended, convened):
    assert len(convened(ended(30, 20, 5, tie=TieRule.JURY))) == 3


def test_a_jury_may_judge_only_who_is_tied(ended, convened):
    assert convened(ended(20, 20, 5, tie=TieRule.JURY), Finalists.TIED) == ["Bakkerij Bert", "Bloemen Chloé"]


def test_without_a_tie_nobody_is_tied(ended, convened):
    with pytest.raises(NobodyIsTied):
        convened(ended(30, 20, tie=TieRule.JURY), Finalists.TIED)


def test_a_jury_without_a_part_in_the_rules_is_not_convened(ended, convened):
    with pytest.raises(NoJuryInTheRules):
        convened(ended(20, 20))


def test_a_jury_waits_until_the_vote_is_closed(ended, convened):
    with pytest.raises(VoteStillRuns):
        convened(ended(20, 20, state=ContestState.OPEN, tie=TieRule.JURY))
