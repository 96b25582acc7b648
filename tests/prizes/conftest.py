"""What tests of prizes may ask for."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from cityshop.core.db import across_cities
from cityshop.core.outbox import OutgoingMail
from cityshop.elections.freezing import commitment
from cityshop.elections.keys import PRIZE, read_key
from cityshop.elections.models import Ballot, Contest, ContestState
from cityshop.elections.rules import VoteRules
from cityshop.prizes.models import PrizeEntry
from tests.page import Page

MAILBOX = "an@inwoner.example"


@pytest.fixture
def letters(database):
    def read():
        with database.reads() as session:
            return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()

    return read


@pytest.fixture
def rows(database):
    def read(table=PrizeEntry):
        # a test sees every city
        with database.reads() as session, across_cities(session):
            return session.scalars(select(table)).all()

    return read


@pytest.fixture
def put_promise(database, settings):
    """What opening does: the fingerprint of the seed stands in the frozen rules."""

    def put(contest):
        seed = read_key(settings.keys_folder, contest.key_fingerprint).seed(PRIZE)
        contest.rules = {**contest.rules, "prize_commitment": commitment(seed)}
        with database.writes.begin() as session:
            session.execute(
                update(Contest.__table__)
                .where(Contest.__table__.c.id == contest.id)
                .values(rules=contest.rules)
            )
        return contest

    return put


@pytest.fixture
def prized(make, put_promise):
    """An open contest with a prize, a candidate and one ballot."""

    def start(**facts):
        rules = replace(VoteRules(), prize_question="Hoeveel stemmen worden er uitgebracht?")
        contest = put_promise(make.contest(rules=rules, **facts))
        make.ballots(make.candidate(contest), 1)
        make.prize(contest)
        return contest

    return start


@pytest.fixture
def over(prized, make):
    """A contest that is closed, with its prize and the end of its ledger."""

    def start(**facts):
        contest = prized(state=ContestState.CLOSED, **facts)
        make.last_checkpoint(contest)
        return contest

    return start


@pytest.fixture
def voter(client, prized, database, letters):
    """Somebody with a receipt."""

    class Voter:
        def __init__(self):
            self.contest = prized()
            with database.reads() as session:
                self.leaf = session.scalars(select(Ballot.__table__.c.leaf)).one()

        def path(self, rest=""):
            return f"/kortrijk/vote/{self.contest.slug}/prize{rest}"

        def enters(self, **facts):
            fields = {"receipt": self.leaf, "answer": "1234", "email": MAILBOX, "consent": "y"}
            return client.post(self.path(), data={**fields, **facts})

        def link(self):
            return re.search(r"http://localhost(/\S+)", letters()[-1].text).group(1)

        def confirms(self):
            """Opens the page behind the last mail and presses its button."""
            form = Page(client.get(self.link())).form("/confirm")
            return client.post(form.action, data=form.fields)

    return Voter()
