"""The power goes off in the middle of a vote: every receipt that was handed out has its ballot, once."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from cityshop.campaigns.models import CampaignKind
from cityshop.elections.keys import read_key
from cityshop.elections.models import Ballot, Voter
from tests.parallel.booth import Booth
from tests.server import Server, at_once, statuses

VOTERS = 200
KILL_AFTER = 40
CLIENTS = 16


@pytest.fixture
def mortal(app, settings, database):
    """A site of this test's own, to be killed."""
    server = Server(settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def booth(make, database, settings, mortal):
    make.keys_folder = settings.keys_folder
    now, days = datetime.now(UTC), timedelta(days=3)
    campaign = make.campaign(kind=CampaignKind.VOTE, starts_at=now - days, ends_at=now + days)
    contest = make.contest(campaign, opens_at=now - days, closes_at=now + days)
    key = read_key(settings.keys_folder, contest.key_fingerprint)
    return Booth(database, contest, [make.candidate(contest)], key, [mortal])


def test_no_receipt_without_its_ballot_after_a_kill(booth, mortal):
    sent = booth.codes([f"els{number}@stad.example" for number in range(VOTERS)])
    answered, enough = [], threading.Event()

    def vote(fields):
        try:
            answered.append(booth.confirm(fields).location)
        except (OSError, http.client.HTTPException):
            return
        if len(answered) >= KILL_AFTER:
            enough.set()

    with ThreadPoolExecutor(CLIENTS) as pool:
        for fields in sent:
            pool.submit(vote, fields)
        assert enough.wait(30)
        mortal.kill()

    leaves = {ballot.leaf for ballot in booth.rows(Ballot)}
    receipts = {address.partition("#")[0].rpartition("/")[2] for address in answered}
    assert len(receipts) == len(answered) >= KILL_AFTER
    assert receipts <= leaves

    mortal.start()
    again = at_once(VOTERS, lambda number: booth.confirm(sent[number]))

    assert statuses(again) == {303: VOTERS}
    assert len(booth.rows(Ballot)) == len(booth.rows(Voter)) == VOTERS
    assert receipts <= {ballot.leaf for ballot in booth.rows(Ballot)}
