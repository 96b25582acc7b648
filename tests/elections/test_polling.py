from datetime import UTC, datetime, timedelta

import pytest

from cityshop.elections.errors import CandidateDoesNotStand, VotingNotOpen, VotingPaused
from cityshop.elections.models import CandidateState, ContestState, Level
from cityshop.elections.polling import Choice, Station, refusal_of
from cityshop.elections.rules import Timetable, VoteRules

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
OPENS, CLOSES = NOW - timedelta(days=8), NOW + timedelta(days=20)
A_SECOND = timedelta(seconds=1)
BERT = Choice(7, contest_id=1, word="bert", state=CandidateState.ACCEPTED)


def station(state=ContestState.OPEN, paused_at=None):
    timetable = Timetable(state, OPENS, CLOSES, paused_at)
    return Station(1, "kortrijk/ambassadeur", VoteRules(), timetable, Level.EMAIL)


@pytest.mark.parametrize("asked_at", [OPENS, NOW, CLOSES - A_SECOND])
def test_who_asked_for_a_code_in_time_may_vote(asked_at):
    assert refusal_of(station(), BERT, asked_at=asked_at) is None


@pytest.mark.parametrize("asked_at", [OPENS - A_SECOND, CLOSES])
def test_who_asked_too_early_or_too_late_may_not(asked_at):
    assert isinstance(refusal_of(station(), BERT, asked_at=asked_at), VotingNotOpen)


def test_a_contest_that_town_hall_closed_takes_no_late_codes():
    assert isinstance(refusal_of(station(ContestState.CLOSED), BERT, asked_at=NOW), VotingNotOpen)


@pytest.mark.parametrize("paused", [station(ContestState.PAUSED), station(paused_at=NOW - A_SECOND)])
def test_a_pause_refuses_codes_that_were_asked_for_before(paused):
    assert isinstance(refusal_of(paused, BERT, asked_at=NOW - 2 * A_SECOND), VotingPaused)


@pytest.mark.parametrize(
    "choice",
    [
        None,
        Choice(7, contest_id=2, word="bert", state=CandidateState.ACCEPTED),
        Choice(7, contest_id=1, word="bert", state=CandidateState.PROPOSED),
        Choice(7, contest_id=1, word="bert", state=CandidateState.WITHDRAWN),
    ],
)
def test_only_who_stands_here_can_be_chosen(choice):
    assert isinstance(refusal_of(station(), choice, asked_at=NOW), CandidateDoesNotStand)
