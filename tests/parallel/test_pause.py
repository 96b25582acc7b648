"""A pause and the votes on their way: none is cast after it, none is cut off by it."""

import threading

import pytest
from sqlalchemy import select

from cityshop.campaigns.models import Campaign
from cityshop.campaigns.services import Pause, pause_campaign
from cityshop.core.db import choose_city
from cityshop.elections.errors import VotingPaused
from cityshop.elections.polling import hold_shared, open_station
from tests.makers.base import NOW

CROWDED = Pause("te druk", {"nl": "Even geduld."}, pauses_redemptions=True)


@pytest.fixture
def contest(make, settings):
    make.keys_folder = settings.keys_folder
    return make.contest()


def pause(database, contest):
    with database.writes.begin() as session:
        choose_city(session, contest.city_id)
        campaign = session.scalars(select(Campaign)).one()
        pause_campaign(session, campaign, CROWDED, account_id=1, now=NOW)


def test_a_pause_waits_for_a_vote_on_its_way(database, contest):
    pausing = threading.Thread(target=pause, args=(database, contest))

    with database.writes.begin() as voting:
        hold_shared(voting.connection(), [contest.id])
        pausing.start()
        pausing.join(0.5)
        still_waits = pausing.is_alive()
    pausing.join(10)

    assert still_waits
    assert not pausing.is_alive()


def test_a_vote_that_waited_for_the_pause_is_not_cast(make, database, contest):
    candidate = make.candidate(contest)
    refused = []

    def vote():
        with database.writes.begin() as session:
            hold_shared(session.connection(), [contest.id])
            try:
                open_station(session.connection(), contest.id, candidate.id, asked_at=NOW)
            except VotingPaused as refusal:
                refused.append(refusal)

    voting = threading.Thread(target=vote)
    with database.writes.begin() as pausing:
        choose_city(pausing, contest.city_id)
        pause_campaign(pausing, pausing.scalars(select(Campaign)).one(), CROWDED, account_id=1, now=NOW)
        voting.start()
        voting.join(0.5)
    voting.join(10)

    assert len(refused) == 1
