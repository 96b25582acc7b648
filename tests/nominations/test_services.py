import pytest
from sqlalchemy import select

from cityshop.core.db import choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.pictures import Picture
from cityshop.elections.errors import CandidateDoesNotStand, ContestIsFrozen
from cityshop.elections.models import CandidateState, ContestState
from cityshop.elections.queries import candidate_by_id, contest_by_slug
from cityshop.elections.rules import VoteRules
from cityshop.merchants.models import ShopState
from cityshop.nominations import services
from cityshop.nominations.errors import (
    CandidateChanged,
    NominationsClosed,
    PhotoGone,
    ShopHoldsTitle,
    ShopNotApproved,
    TooLateToWithdraw,
)
from cityshop.nominations.services import CandidateDraft, Decision
from tests.makers.base import NOW

WHO = {"account_id": 7, "now": NOW}


@pytest.fixture
def begun(make, session):
    """A vote in some state, in the session that changes who stands."""

    def start(state=ContestState.NOMINATIONS, **facts):
        made = make.contest(state=state, **facts)
        choose_city(session, made.city_id)
        return contest_by_slug(session, made.slug)

    return start


@pytest.fixture
def forward(make, session):
    """Somebody in a vote that is in some state, in the session that decides."""

    def come(state=CandidateState.PROPOSED, contest_state=ContestState.NOMINATIONS, **facts):
        contest = make.contest(state=contest_state)
        made = make.candidate(contest, state=state, **facts)
        choose_city(session, contest.city_id)
        return candidate_by_id(session, contest.id, made.id)

    return come


def wish(make, **facts):
    return CandidateDraft(make.shop(), text={"nl": "Om vier uur op."}, specialty={"nl": "Brood."}, **facts)


def decided(candidate, reason=""):
    return Decision(7, candidate.revision, reason)


def happened(session):
    return session.scalars(select(JournalEntry.happening).order_by(JournalEntry.id)).all()


def test_a_shop_stands_once_and_waits_for_town_hall(begun, session, make):
    words, contest = wish(make), begun()

    first = services.stand(session, contest, words, **WHO)
    again = services.stand(session, contest, words, **WHO)

    assert first is again
    assert (again.state, again.revision, again.agreed_at) == (CandidateState.PROPOSED, 2, NOW)


def test_whoever_changes_an_accepted_text_waits_again(begun, session, make):
    words, contest = wish(make), begun()
    candidate = services.stand(session, contest, words, **WHO)
    services.accept_candidate(session, candidate, decided(candidate), now=NOW)

    services.stand(session, contest, words, **WHO)

    assert candidate.state == CandidateState.PROPOSED


@pytest.mark.parametrize(
    "state", [state for state in ContestState if state is not ContestState.NOMINATIONS], ids=str
)
def test_shops_come_forward_only_when_town_hall_asks(begun, make, session, state):
    words, contest = wish(make), begun(state)

    with pytest.raises(NominationsClosed):
        services.stand(session, contest, words, **WHO)


def test_a_winner_waits_where_the_rules_say_so(begun, make, session):
    words, contest = wish(make, holds_title=True), begun(rules=VoteRules(winner_may_stand_again=False))

    with pytest.raises(ShopHoldsTitle):
        services.stand(session, contest, words, **WHO)


def test_a_winner_stands_again_where_the_rules_allow_it(begun, make, session):
    words, contest = wish(make, holds_title=True), begun()

    assert services.stand(session, contest, words, **WHO).state == CandidateState.PROPOSED


def test_a_new_photo_takes_the_place_of_the_old_one(begun, make, session, kept_photo):
    first, second = kept_photo(), kept_photo()
    shop, contest = make.shop(), begun()
    words = {"text": {"nl": "x"}, "specialty": {"nl": "y"}, "photo_alt": {"nl": "Bert"}}
    services.stand(session, contest, CandidateDraft(shop, photo=first, **words), **WHO)

    candidate = services.stand(session, contest, CandidateDraft(shop, photo=second, **words), **WHO)
    session.expire_all()

    assert candidate.photo == second
    assert session.get(Picture, first) is None
    assert session.get(Picture, second).is_claimed


def test_a_photo_left_out_is_erased_with_its_description(begun, make, session, kept_photo):
    photo, shop, contest = kept_photo(), make.shop(), begun()
    words = {"text": {"nl": "x"}, "specialty": {"nl": "y"}, "photo_alt": {"nl": "Bert"}}
    services.stand(session, contest, CandidateDraft(shop, photo=photo, **words), **WHO)

    candidate = services.stand(session, contest, CandidateDraft(shop, **words), **WHO)

    assert (candidate.photo, candidate.photo_alt) == ("", {})
    assert session.get(Picture, photo, populate_existing=True) is None


def test_nobody_takes_over_the_photo_of_another_shop(begun, make, session, kept_photo):
    theirs = kept_photo(is_claimed=True)
    words, contest = wish(make, photo=theirs), begun()

    with pytest.raises(PhotoGone):
        services.stand(session, contest, words, **WHO)
    assert session.get(Picture, theirs) is not None


def test_the_photo_of_another_city_is_gone(begun, make, session, kept_photo):
    elsewhere = kept_photo(city=make.city("genk", "Genk"))
    words, contest = wish(make, photo=elsewhere), begun()

    with pytest.raises(PhotoGone):
        services.stand(session, contest, words, **WHO)


def test_accepting_twice_is_accepting_once(forward, session):
    candidate = forward()

    for _ in range(2):
        services.accept_candidate(session, candidate, decided(candidate), now=NOW)

    assert candidate.state == CandidateState.ACCEPTED
    assert happened(session) == [Happening.CANDIDATE_ACCEPTED]


@pytest.mark.parametrize("decide", [services.accept_candidate, services.refuse_candidate])
def test_what_the_shop_changed_meanwhile_is_read_again_first(forward, session, decide):
    candidate = forward()

    with pytest.raises(CandidateChanged):
        decide(session, candidate, Decision(7, candidate.revision - 1, "x"), now=NOW)


@pytest.mark.parametrize("decide", [services.accept_candidate, services.refuse_candidate])
def test_the_list_of_an_open_vote_is_frozen(forward, session, decide):
    candidate = forward(contest_state=ContestState.OPEN)

    with pytest.raises(ContestIsFrozen):
        decide(session, candidate, decided(candidate, "te laat"), now=NOW)


def test_who_left_is_not_accepted(forward, session):
    candidate = forward(CandidateState.LEFT)

    with pytest.raises(CandidateChanged):
        services.accept_candidate(session, candidate, decided(candidate), now=NOW)


def test_a_shop_that_was_not_approved_is_not_accepted(forward, session, make):
    candidate = forward(shop=make.shop(state=ShopState.WAITING))

    with pytest.raises(ShopNotApproved):
        services.accept_candidate(session, candidate, decided(candidate), now=NOW)


def test_a_refusal_carries_its_reason(forward, session):
    candidate = forward()

    services.refuse_candidate(session, candidate, decided(candidate, "Geen winkel van hier."), now=NOW)

    assert (candidate.state, candidate.state_reason) == (CandidateState.REFUSED, "Geen winkel van hier.")


def test_who_withdraws_before_opening_is_gone_and_can_come_back(forward, session, make, kept_photo):
    photo = kept_photo(is_claimed=True)
    candidate = forward(CandidateState.ACCEPTED, photo=photo)

    services.withdraw_candidate(session, candidate, decided(candidate), now=NOW)

    assert (candidate.state, candidate.photo) == (CandidateState.LEFT, "")
    assert session.get(Picture, photo) is None
    assert happened(session) == [Happening.CANDIDATE_WITHDRAWN]
    draft = CandidateDraft(candidate.shop, text={"nl": "Toch wel."}, specialty={"nl": "Brood."})
    assert services.stand(session, candidate.contest, draft, **WHO).state == CandidateState.PROPOSED


@pytest.mark.parametrize("state", [ContestState.OPEN, ContestState.PAUSED])
def test_who_withdraws_while_people_vote_stays_listed(forward, session, kept_photo, state):
    candidate = forward(CandidateState.ACCEPTED, contest_state=state, photo=kept_photo(is_claimed=True))

    services.withdraw_candidate(session, candidate, decided(candidate, "De zaak sluit."), now=NOW)

    assert (candidate.state, candidate.state_reason) == (CandidateState.WITHDRAWN, "De zaak sluit.")
    assert candidate.photo


@pytest.mark.parametrize("state", [CandidateState.PROPOSED, CandidateState.REFUSED, CandidateState.LEFT])
def test_who_never_stood_cannot_withdraw_from_an_open_vote(forward, session, state):
    candidate = forward(state, contest_state=ContestState.OPEN)

    with pytest.raises(CandidateDoesNotStand):
        services.withdraw_candidate(session, candidate, decided(candidate), now=NOW)


@pytest.mark.parametrize(
    "state",
    [ContestState.CLOSED, ContestState.PUBLISHED, ContestState.SEALED, ContestState.ANNULLED],
    ids=str,
)
def test_nobody_withdraws_once_somebody_may_know_who_won(forward, session, state):
    candidate = forward(CandidateState.ACCEPTED, contest_state=state)

    with pytest.raises(TooLateToWithdraw):
        services.withdraw_candidate(session, candidate, decided(candidate), now=NOW)


def test_withdrawing_ends_with_the_vote_and_not_when_a_job_gets_to_it(forward, session):
    candidate = forward(CandidateState.ACCEPTED, contest_state=ContestState.OPEN)

    with pytest.raises(TooLateToWithdraw):
        services.withdraw_candidate(session, candidate, decided(candidate), now=candidate.contest.closes_at)
