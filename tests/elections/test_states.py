"""From open to sealed: who stops a vote, what the clock does, and that nothing is cast across a change."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from cityshop.campaigns.models import Campaign
from cityshop.campaigns.services import Pause, pause_campaign, resume_and_move_end
from cityshop.core.db import choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.outbox import latest_letters
from cityshop.core.permissions import Role
from cityshop.elections.errors import ContestNotPaused, KeyStillMissing, NotInThatState
from cityshop.elections.jobs import ElectionJobs
from cityshop.elections.models import Challenge, Checkpoint, Contest, ContestState, LedgerLeaf
from cityshop.elections.queries import contest_by_slug
from cityshop.elections.states import (
    ContestPause,
    annul_contest,
    close_contest,
    close_early,
    follow_campaign,
    pause_contest,
    publish_contest,
    resume_contest,
    seal_contest,
)
from cityshop.elections.states import (
    resume_and_move_end as resume_later,
)
from cityshop.worker import alarm_of
from tests.makers.base import NOW

WHO = {"account_id": 7, "now": NOW}
DAY = timedelta(days=1)
STOP = ContestPause("een klacht", {"nl": "We kijken iets na."})


@pytest.fixture
def opened(make, session):
    """A contest in the session that changes it."""

    def start(**facts):
        made = make.contest(**facts)
        choose_city(session, made.city_id)
        return contest_by_slug(session, made.slug)

    return start


def happened(session):
    return session.scalars(select(JournalEntry.happening).order_by(JournalEntry.id)).all()


def test_a_pause_says_why_and_is_in_the_journal(opened, session):
    contest = opened()

    pause_contest(session, contest, STOP, **WHO)

    assert (contest.state, contest.paused_at) == (ContestState.PAUSED, NOW)
    assert contest.pause_text == {"nl": "We kijken iets na."}
    assert happened(session) == [Happening.CONTEST_PAUSED]


def test_after_a_pause_the_end_may_stay(opened, session, settings):
    contest = opened()
    closes_at = contest.closes_at
    pause_contest(session, contest, STOP, **WHO)

    resume_contest(session, contest, keys_folder=settings.keys_folder, account_id=7, now=NOW + DAY)

    assert (contest.state, contest.closes_at, contest.pause_text) == (ContestState.OPEN, closes_at, {})
    assert [line["shift_seconds"] for line in contest.pauses] == [0]


def test_after_a_pause_the_end_may_move_as_far_as_it_took(opened, session, settings):
    contest = opened()
    closes_at = contest.closes_at
    pause_contest(session, contest, STOP, **WHO)

    resume_later(session, contest, keys_folder=settings.keys_folder, account_id=7, now=NOW + DAY)

    assert contest.closes_at == closes_at + DAY
    assert contest.pauses == [
        {
            "from": "2026-11-22T10:00:00+00:00",
            "until": "2026-11-23T10:00:00+00:00",
            "shift_seconds": 86_400,
        }
    ]


def test_a_vote_whose_key_is_gone_cannot_go_on(opened, session, settings):
    contest = opened(state=ContestState.PAUSED)
    (settings.keys_folder / f"contest-{contest.key_fingerprint[:16]}.key").unlink()

    with pytest.raises(KeyStillMissing):
        resume_contest(session, contest, keys_folder=settings.keys_folder, **WHO)


def test_a_campaign_that_goes_on_later_moves_the_end_of_its_vote(make, session):
    made = make.contest()
    choose_city(session, made.city_id)
    campaign = session.get(Campaign, made.campaign_id)
    pause_campaign(session, campaign, Pause("druk", {}, pauses_redemptions=True), **WHO)
    session.refresh(campaign)

    resume_and_move_end(session, campaign, [follow_campaign], account_id=7, now=NOW + DAY)

    contest = contest_by_slug(session, made.slug)
    assert contest.closes_at == made.closes_at + DAY
    assert contest.pauses[0]["shift_seconds"] == 86_400


def test_a_vote_that_was_over_before_the_pause_stays_over(make, session):
    made = make.contest(closes_at=NOW - DAY)
    choose_city(session, made.city_id)
    campaign = session.get(Campaign, made.campaign_id)
    pause_campaign(session, campaign, Pause("druk", {}, pauses_redemptions=True), **WHO)
    session.refresh(campaign)

    resume_and_move_end(session, campaign, [follow_campaign], account_id=7, now=NOW + DAY)

    assert contest_by_slug(session, made.slug).closes_at == NOW - DAY


def test_a_vote_closes_once_the_last_code_has_lapsed(poll, make, session, settings):
    here = poll(closes_at=NOW)
    make.challenge(here.bert, here.key, asked_at=NOW - timedelta(minutes=1))
    make.ballots(here.bert, 3)
    choose_city(session, here.contest.city_id)
    contest = contest_by_slug(session, here.contest.slug)
    close = {"keys_folder": settings.keys_folder}

    too_early = close_contest(session, contest, now=NOW + timedelta(minutes=9), **close)
    closed = close_contest(session, contest, now=NOW + timedelta(minutes=10), **close)

    assert (too_early, closed) == (False, True)
    assert contest.state == ContestState.CLOSED
    assert session.scalar(select(func.count()).select_from(LedgerLeaf)) == 3
    assert session.scalar(select(func.count()).select_from(Challenge)) == 0
    assert session.scalars(select(Checkpoint.size)).all() == [3]


def test_what_is_paused_does_not_close_by_itself(opened, session, settings):
    contest = opened(closes_at=NOW + DAY)
    pause_contest(session, contest, STOP, **WHO)

    assert not close_contest(session, contest, keys_folder=settings.keys_folder, now=NOW + 2 * DAY)


def test_two_people_may_end_a_vote_early(opened, session):
    contest = opened()

    close_early(session, contest, **WHO)

    assert (contest.state, contest.closes_at) == (ContestState.OPEN, NOW)
    assert happened(session) == [Happening.CONTEST_CLOSED]


def test_an_annulled_vote_says_why(opened, session):
    contest = opened()

    annul_contest(session, contest, {"nl": "De lijst klopte niet."}, **WHO)

    assert contest.state == ContestState.ANNULLED
    assert contest.end_text == {"nl": "De lijst klopte niet."}


@pytest.mark.parametrize("state", [ContestState.DRAFT, ContestState.SEALED, ContestState.ANNULLED])
def test_some_votes_cannot_be_annulled(opened, session, state):
    with pytest.raises(NotInThatState):
        annul_contest(session, opened(state=state), {"nl": "x"}, **WHO)


@pytest.mark.parametrize("state", [state for state in ContestState if state != ContestState.CLOSED])
def test_only_a_closed_vote_is_published(opened, session, state):
    with pytest.raises(NotInThatState):
        publish_contest(session, opened(state=state), embargo_until=None, **WHO)


@pytest.mark.parametrize("state", [state for state in ContestState if state != ContestState.PUBLISHED])
def test_only_a_published_vote_is_sealed(opened, session, state):
    with pytest.raises(NotInThatState):
        seal_contest(session, opened(state=state), **WHO)


def test_what_is_not_open_is_not_paused(opened, session, settings):
    contest = opened(state=ContestState.CLOSED)

    with pytest.raises(NotInThatState):
        pause_contest(session, contest, STOP, **WHO)
    with pytest.raises(ContestNotPaused):
        resume_contest(session, contest, keys_folder=settings.keys_folder, **WHO)


@pytest.fixture
def jobs(database, settings):
    return ElectionJobs(database, settings.keys_folder, alarm_of(settings))


@pytest.fixture
def stored(database):
    def read(contest):
        with database.reads() as session:
            choose_city(session, contest.city_id)
            return session.get(Contest, contest.id)

    return read


def test_the_clock_closes_votes_of_every_city(make, jobs, stored, site_clock):
    genk = make.city("genk", "Genk")
    contests = [
        make.contest(make.campaign(), closes_at=NOW + DAY),
        make.contest(make.campaign(city=genk), closes_at=NOW + DAY),
        make.contest(closes_at=NOW + 3 * DAY),
    ]
    site_clock.move(days=1, minutes=10)

    jobs.run()
    jobs.run()

    assert [stored(contest).state for contest in contests] == ["closed", "closed", "open"]


def test_the_night_the_clock_goes_back_has_one_moment_of_closing(make, jobs, stored, site_clock):
    """25 October 2026: 02:30 in Brussels is twice. What was set is a moment in UTC, and that one counts."""
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    contest = make.contest(opens_at=first - DAY, closes_at=second)
    site_clock.now = first + timedelta(minutes=30)
    jobs.run()
    still = stored(contest).state
    site_clock.now = second + timedelta(minutes=10)
    jobs.run()

    assert (still, stored(contest).state) == ("open", "closed")


@pytest.fixture(params=[None, "ab" * 32], ids=["gone", "another one"])
def keyless(request, poll, make, settings):
    """A vote with 30 ballots whose key file is not what it was."""
    here = poll()
    make.ballots(here.bert, 30)
    file = settings.keys_folder / f"contest-{here.contest.key_fingerprint[:16]}.key"
    file.unlink()
    if request.param is not None:
        file.write_text(request.param)
    return here.contest


def test_a_job_that_misses_the_key_pauses_the_vote(keyless, jobs, stored, database):
    jobs.run()

    assert (stored(keyless).state, stored(keyless).pause_reason) == ("paused", "key-missing")
    with database.reads() as session:
        assert happened(session) == [Happening.CONTEST_KEY_MISSING]
        assert session.scalar(select(func.count()).select_from(LedgerLeaf)) == 0


def test_town_hall_gets_one_mail_about_a_missing_key(keyless, jobs, make, database, site_clock):
    may = [make.staff(Role.WRITER), make.staff(Role.APPROVER), make.account(Role.ORGANISER)]
    make.staff(Role.READER)
    make.staff(Role.APPROVER, city=make.city("genk", "Genk"))

    jobs.run()
    site_clock.move(minutes=1)
    jobs.run()

    with database.reads() as session:
        letters = latest_letters(session)
    assert sorted(letter.recipient for letter in letters) == sorted(account.email for account in may)
    assert "Kies je ambassadeur" in letters[0].subject
    assert f"/staff/kortrijk/contests/{keyless.slug}" in letters[0].text


def test_every_pause_for_a_missing_key_has_a_mail_of_its_own(keyless, jobs, make, database, stored):
    make.staff()
    jobs.run()
    with database.writes.begin() as session:
        choose_city(session, keyless.city_id)
        session.get(Contest, keyless.id).state = ContestState.OPEN

    jobs.run()

    with database.reads() as session:
        assert len(latest_letters(session)) == 2


def test_waiting_ballots_are_flushed_by_the_job(poll, make, jobs, database):
    here = poll()
    make.ballots(here.bert, 25)

    assert jobs.flush() == 25
    assert jobs.flush() == 0
