"""Paper codes, withdrawn batches and ballot boxes, all at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from cityshop.campaigns.models import CampaignKind
from cityshop.core.db import choose_city
from cityshop.core.errors import Refusal
from cityshop.elections.casting import Wish
from cityshop.elections.models import Ballot, DeadLeaf, Level, Voter
from cityshop.elections.signals import Signal
from cityshop.verification import queries, services
from cityshop.verification.errors import PaperCodeRevoked
from cityshop.verification.paper import TypedPaperCode, vote_with_code
from cityshop.verification.services import Clerk
from tests.makers.base import NOW
from tests.makers.elections import NONCE
from tests.server import at_once, statuses

PARALLEL = 200


@pytest.fixture
def race(make, settings):
    """A contest with paper codes that is open by the real clock, with two candidates."""
    make.keys_folder = settings.keys_folder
    now, days = datetime.now(UTC), timedelta(days=3)
    campaign = make.campaign(kind=CampaignKind.VOTE, starts_at=now - days, ends_at=now + days)
    contest = make.contest(campaign, opens_at=now - days, closes_at=now + days, level=Level.PAPER)
    return contest, [make.candidate(contest, shop=make.shop(name=name)) for name in ("Bert", "Chloé")]


def count(database, table):
    with database.reads() as session:
        return session.scalar(select(func.count()).select_from(table.__table__))


def test_200_posts_of_one_code_cast_one_ballot(server, make, database, race):
    contest, (bert, _) = race
    fields = {"candidate": bert.slug, "code": make.codes(contest).codes[0], "nonce": NONCE}

    answers = at_once(PARALLEL, lambda _: server.post(f"/kortrijk/vote/{contest.slug}/paper", fields))

    assert statuses(answers) == {303: PARALLEL}
    assert len({answer.location for answer in answers}) == 1
    assert (count(database, Ballot), count(database, Voter), count(database, DeadLeaf)) == (1, 1, 0)


def test_200_codes_at_once_cast_200_ballots(server, make, database, race):
    contest, (bert, chloe) = race
    codes = make.codes(contest, PARALLEL).codes

    def vote(number):
        fields = {
            "candidate": (bert, chloe)[number % 2].slug,
            "code": codes[number],
            "nonce": f"{number:032x}",
        }
        return server.post(f"/kortrijk/vote/{contest.slug}/paper", fields)

    answers = at_once(PARALLEL, vote)

    assert statuses(answers) == {303: PARALLEL}
    assert len({answer.location for answer in answers}) == PARALLEL
    assert count(database, Ballot) == count(database, Voter) == PARALLEL


def test_no_ballot_is_cast_after_its_batch_was_withdrawn(make, database):
    contest = make.contest(level=Level.PAPER)
    bert, printed = make.candidate(contest), make.codes(contest, 50)
    key, withdrawn = make.clerk(contest).key, threading.Event()
    late = []

    def vote(code):
        was_withdrawn = withdrawn.is_set()
        typed = TypedPaperCode(contest.id, code, Wish(bert.id))
        try:
            with database.writes.begin() as session:
                choose_city(session, contest.city_id)
                vote_with_code(session, typed, signal=Signal(), key=key, now=NOW)
        except PaperCodeRevoked:
            return
        if was_withdrawn:
            late.append(code)

    def withdraw():
        with database.writes.begin() as session:
            choose_city(session, contest.city_id)
            services.revoke_batch(session, printed.batch, "gestolen", account_id=1, now=NOW)
        withdrawn.set()

    with ThreadPoolExecutor(8) as pool:
        voting = [pool.submit(vote, code) for code in printed.codes[:25]]
        withdrawing = pool.submit(withdraw)
        voting += [pool.submit(vote, code) for code in printed.codes[25:]]
    for one in (*voting, withdrawing):
        one.result()

    assert late == []


def test_a_box_that_many_confirm_at_once_is_cast_once(make, database):
    contest = make.contest()
    bert, chloe = make.candidate(contest), make.candidate(contest, shop=make.shop())
    box = make.box(contest, {bert.id: 30, chloe.id: 20})
    counts, key = {str(bert.id): 30, str(chloe.id): 20}, make.clerk(contest).key

    def confirm(account_id):
        try:
            with database.writes.begin() as session:
                choose_city(session, contest.city_id)
                mine = queries.box_by_id(session, contest.id, box.id)
                services.confirm_box(session, mine, counts, clerk=Clerk(account_id, key, NOW))
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(confirm, range(2, 10)))

    assert done.count(True) == 1
    assert count(database, Ballot) == 50
