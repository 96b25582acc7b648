"""What tests of elections may ask for."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from cityshop.core.outbox import OutgoingMail
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.models import Ballot, Candidate, Contest, DeadLeaf, Voter


@dataclass
class Poll:
    """An open contest with two shops that stand, and its key."""

    contest: Contest
    bert: Candidate
    chloe: Candidate
    key: ContestKey

    def path(self, rest=""):
        return f"/kortrijk/vote/{self.contest.slug}{rest}"


@pytest.fixture
def poll(make, settings):
    def start(**facts):
        contest = make.contest(**facts)
        chloe = make.candidate(contest, shop=make.shop(name="Bloemen Chloé"))
        key = read_key(settings.keys_folder, contest.key_fingerprint)
        return Poll(contest, make.candidate(contest), chloe, key)

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
def letters(database):
    def read():
        with database.reads() as session:
            return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()

    return read
