"""What is left of coming forward goes 30 days after a vote, and not a day before."""

from datetime import timedelta

import pytest

from cityshop.core.journal import Happening
from cityshop.core.pictures import Picture
from cityshop.elections.models import CandidateState, ContestState
from cityshop.nominations.forgetting import forget_nominations
from cityshop.nominations.models import Suggestion, SuggestionState
from tests.makers.base import NOW

DAY = timedelta(days=1)
LONG_AGO = {"opens_at": NOW - 60 * DAY, "closes_at": NOW - 30 * DAY}
A_DAY_LESS = {"opens_at": NOW - 60 * DAY, "closes_at": NOW - 29 * DAY}


@pytest.fixture
def forget(database):
    def work():
        with database.writes.begin() as session:
            forget_nominations(session, now=NOW)

    return work


@pytest.fixture
def suggested(make):
    """A suggestion that the shop gave this answer to."""

    def add(contest, state=SuggestionState.WAITING):
        facts = {"name": "Kaashuis", "street": "Leiestraat 4", "reason": "De beste kaas.", "made_at": NOW}
        return make.kept(
            Suggestion(
                city_id=contest.city_id,
                contest_id=contest.id,
                subject=f"shop {make.number()}",
                token_digest=f"{make.number():064x}",
                state=state,
                **facts,
            )
        )

    return add


@pytest.mark.parametrize("state", [CandidateState.REFUSED, CandidateState.WITHDRAWN, CandidateState.PROPOSED])
def test_the_photo_of_who_is_off_the_list_goes(make, kept_photo, forget, stored, state):
    photo = kept_photo(is_claimed=True)
    make.candidate(make.contest(state=ContestState.PUBLISHED, **LONG_AGO), state=state, photo=photo)

    forget()

    [candidate] = stored.candidates()
    assert (candidate.photo, candidate.photo_alt, candidate.state) == ("", {}, state)
    assert stored.count(Picture) == 0


def test_the_photo_of_who_stood_to_the_end_stays(make, kept_photo, forget, stored):
    photo = kept_photo(is_claimed=True)
    make.candidate(make.contest(state=ContestState.SEALED, **LONG_AGO), photo=photo)

    forget()

    assert [candidate.photo for candidate in stored.candidates()] == [photo]
    assert (stored.count(Picture), stored.journal()) == (1, [])


@pytest.mark.parametrize("state", SuggestionState)
def test_suggestions_go_whatever_the_answer_was(make, suggested, forget, stored, state):
    suggested(make.contest(state=ContestState.NOMINATIONS, **LONG_AGO), state)

    forget()

    assert stored.suggestions() == []


def test_nothing_goes_a_day_before(make, kept_photo, suggested, forget, stored):
    contest = make.contest(state=ContestState.CLOSED, **A_DAY_LESS)
    make.candidate(contest, state=CandidateState.REFUSED, photo=kept_photo(is_claimed=True))
    suggested(contest)

    forget()

    assert (stored.count(Picture), stored.count(Suggestion), stored.journal()) == (1, 1, [])


def test_every_city_is_told_once_in_its_own_journal(make, suggested, forget, stored):
    kortrijk = make.contest(state=ContestState.ANNULLED, **LONG_AGO)
    genk = make.contest(
        make.campaign(city=make.city("genk", "Genk")), state=ContestState.ANNULLED, **LONG_AGO
    )
    for contest in (kortrijk, genk):
        suggested(contest)

    forget()
    forget()

    told = [(line.city_id, line.subject, line.note) for line in stored.journal()]
    assert told == [(one.city_id, f"contest {one.id}", "0 photos, 1 suggestions") for one in (kortrijk, genk)]
    assert {line.happening for line in stored.journal()} == {Happening.NOMINATIONS_ERASED}
