"""What tests of verification may ask for."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from cityshop.elections.models import Ballot, Candidate, Contest, DeadLeaf, Level, Voter
from tests.sign_in import post_form, sign_in


@dataclass
class Poll:
    """An open contest with two shops that stand."""

    contest: Contest
    bert: Candidate
    chloe: Candidate

    def path(self, rest=""):
        return f"/kortrijk/vote/{self.contest.slug}{rest}"

    def desk(self, rest=""):
        return f"/staff/kortrijk/contests/{self.contest.slug}{rest}"


@pytest.fixture
def poll(make):
    def start(level=Level.PAPER, **facts):
        contest = make.contest(level=level, **facts)
        chloe = make.candidate(contest, shop=make.shop(name="Bloemen Chloé"))
        return Poll(contest, make.candidate(contest), chloe)

    return start


@pytest.fixture
def counted(database):
    """How many rows there are of each kind."""

    def count(*tables):
        with database.reads() as session:
            found = [session.scalar(select(func.count()).select_from(one.__table__)) for one in tables]
        return found[0] if len(found) == 1 else found

    return count


@pytest.fixture
def box(counted):
    """Ballots, voters and dead leaves at this moment."""
    return lambda: counted(Ballot, Voter, DeadLeaf)


@pytest.fixture
def votes(database):
    """Ballots by candidate and level."""

    def read():
        rows = select(Ballot.candidate_id, Ballot.level, func.count()).group_by(
            Ballot.candidate_id, Ballot.level
        )
        with database.reads() as session:
            return {(row[0], row[1]): row[2] for row in session.execute(rows)}

    return read


@pytest.fixture
def clerk(app, make):
    """Somebody of the town hall with a browser of their own."""

    class Clerk:
        def __init__(self, account):
            self.account = account
            self.client = sign_in(app.test_client(), account)

        def get(self, path):
            return self.client.get(path)

        def post(self, path, **fields):
            return post_form(self.client, path, **fields)

    def start(*role, city=None):
        return Clerk(make.staff(*role, city=city))

    return start
