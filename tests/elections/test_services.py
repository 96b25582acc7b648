import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.elections import services, states
from cityshop.elections.errors import (
    ClosesBeforeItOpens,
    ClosesInThePast,
    ContestExists,
    ContestIsFrozen,
    ContestNotPaused,
    KeyStillMissing,
    NotADraft,
    TooFewCandidates,
)
from cityshop.elections.freezing import rules_hash
from cityshop.elections.keys import read_key
from cityshop.elections.models import Challenge, ContestState
from cityshop.elections.queries import contest_by_slug
from cityshop.elections.rules import VoteRules
from cityshop.elections.services import ContestDraft, ContestPlan
from tests.makers.base import NOW

WHO = {"account_id": 7, "now": NOW}


@pytest.fixture
def draft(make, session):
    """A draft with two accepted shops, in the session that changes it."""

    def start(accepted=2, **facts):
        made = make.contest(state=ContestState.DRAFT, **facts)
        for _ in range(accepted):
            make.candidate(made, shop=make.shop())
        choose_city(session, made.city_id)
        return contest_by_slug(session, made.slug)

    return start


@pytest.fixture
def opened(make, session):
    """A contest that is open, in the session that would change it."""

    def start():
        made = make.contest()
        choose_city(session, made.city_id)
        return contest_by_slug(session, made.slug)

    return start


def happened(session):
    return session.scalars(select(JournalEntry.happening).order_by(JournalEntry.id)).all()


def test_opening_freezes_and_hashes_the_rules_and_makes_the_key(draft, session, settings):
    contest = draft()

    services.open_contest(session, contest, keys_folder=settings.keys_folder, **WHO)

    assert contest.state == ContestState.OPEN
    assert contest.rules_hash == rules_hash(json.loads(json.dumps(contest.rules)))
    assert contest.rules["contest"] == f"kortrijk/{contest.slug}"
    assert len(contest.rules["candidates"]) == 2
    assert read_key(settings.keys_folder, contest.key_fingerprint)
    assert happened(session) == [Happening.CONTEST_OPENED]


def test_a_vote_is_opened_once(draft, session, settings):
    contest = draft()
    services.open_contest(session, contest, keys_folder=settings.keys_folder, **WHO)
    made = contest.key_fingerprint

    with pytest.raises(ContestIsFrozen):
        services.open_contest(session, contest, keys_folder=settings.keys_folder, **WHO)
    assert contest.key_fingerprint == made


def test_one_candidate_is_no_choice(draft, session, settings):
    with pytest.raises(TooFewCandidates):
        services.open_contest(session, draft(accepted=1), keys_folder=settings.keys_folder, **WHO)


def test_a_vote_that_is_over_cannot_be_opened(draft, session, settings):
    contest = draft(closes_at=NOW)

    with pytest.raises(ClosesInThePast):
        services.open_contest(session, contest, keys_folder=settings.keys_folder, **WHO)


def test_dates_and_rules_of_an_open_vote_are_frozen(opened, session):
    contest = opened()
    plan = ContestPlan(NOW, NOW + timedelta(days=1), VoteRules(minimum=1))

    with pytest.raises(ContestIsFrozen):
        services.change_contest(session, contest, ContestDraft({}, {}, {}, plan), **WHO)


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "refusal"),
    [
        (NOW, NOW, ClosesBeforeItOpens),
        (NOW + timedelta(days=2), NOW + timedelta(days=1), ClosesBeforeItOpens),
        (NOW - timedelta(days=2), NOW - timedelta(days=1), ClosesInThePast),
    ],
)
def test_dates_that_make_no_sense_are_refused(draft, session, opens_at, closes_at, refusal):
    plan = ContestPlan(opens_at, closes_at, VoteRules())

    with pytest.raises(refusal):
        services.change_contest(session, draft(), ContestDraft({}, {}, {}, plan), **WHO)


def test_languages_that_were_not_asked_for_stay(draft, session):
    contest = draft()
    contest.title = {"nl": "Oud", "fr": "Vieux", "de": "Alt"}
    words = ContestDraft(title={"nl": "Nieuw", "fr": ""}, introduction={}, prize={})

    services.change_contest(session, contest, words, **WHO)

    assert contest.title == {"nl": "Nieuw", "de": "Alt"}


def test_two_votes_of_a_city_have_different_addresses(draft, session):
    contest = draft()

    with pytest.raises(ContestExists):
        services.create_contest(session, contest.campaign, contest.slug, **WHO)


def test_a_new_vote_starts_with_the_words_and_dates_of_its_campaign(draft, session):
    campaign = draft().campaign

    contest = services.create_contest(session, campaign, "nieuw", **WHO)

    assert contest.title == campaign.title
    assert (contest.opens_at, contest.closes_at) == (campaign.starts_at, campaign.ends_at)
    assert contest.state == ContestState.DRAFT


def test_shops_come_forward_once_town_hall_says_so(draft, session):
    contest = draft(accepted=0)

    services.open_nominations(session, contest, **WHO)

    assert contest.state == ContestState.NOMINATIONS
    assert contest.rules_hash == ""
    assert happened(session) == [Happening.NOMINATIONS_OPENED]
    with pytest.raises(NotADraft):
        services.open_nominations(session, contest, **WHO)


def test_nobody_comes_forward_for_a_vote_that_is_over(draft, session):
    with pytest.raises(ClosesInThePast):
        services.open_nominations(session, draft(closes_at=NOW), **WHO)


def test_a_vote_opens_after_nominations_too(draft, session, settings):
    contest = draft()
    services.open_nominations(session, contest, **WHO)

    services.open_contest(session, contest, keys_folder=settings.keys_folder, **WHO)

    assert contest.state == ContestState.OPEN


def test_dates_and_rules_may_change_while_shops_come_forward(draft, session):
    contest = draft()
    services.open_nominations(session, contest, **WHO)
    plan = ContestPlan(NOW, NOW + timedelta(days=1), VoteRules(minimum=1))

    services.change_contest(session, contest, ContestDraft({}, {}, {}, plan), **WHO)

    assert contest.rules["minimum"] == 1


def test_a_vote_goes_on_once_its_key_is_back(make, session, settings):
    made = make.contest(state=ContestState.PAUSED)
    choose_city(session, made.city_id)
    contest = contest_by_slug(session, made.slug)
    file = settings.keys_folder / f"contest-{contest.key_fingerprint[:16]}.key"
    kept = file.read_text()
    file.unlink()

    with pytest.raises(KeyStillMissing):
        states.resume_contest(session, contest, keys_folder=settings.keys_folder, **WHO)
    file.write_text(kept)
    states.resume_contest(session, contest, keys_folder=settings.keys_folder, **WHO)

    assert contest.state == ContestState.OPEN


def test_a_vote_that_is_not_paused_cannot_go_on(draft, session, settings):
    with pytest.raises(ContestNotPaused):
        states.resume_contest(session, draft(), keys_folder=settings.keys_folder, **WHO)


def test_codes_that_were_never_used_are_erased(poll, make, session):
    here = poll()
    make.challenge(here.bert, here.key, asked_at=NOW - timedelta(minutes=10))
    alive = make.challenge(here.bert, here.key)

    services.forget_expired_challenges(session, now=NOW)

    assert session.scalars(select(Challenge.id)).all() == [alive.id]
