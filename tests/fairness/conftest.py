"""What tests of the fairness desk may ask for."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from cityshop.core.db import choose_city
from cityshop.core.journal import JournalEntry
from cityshop.core.outbox import OutgoingMail
from cityshop.core.permissions import Role
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.models import Ballot, Candidate, Contest
from cityshop.fairness import clusters
from cityshop.fairness.models import ReviewCase, ReviewCaseSlot
from tests.makers.base import NOW
from tests.sign_in import sign_in


@dataclass
class Poll:
    """An open contest with shops that stand, and its key."""

    contest: Contest
    bert: Candidate
    chloe: Candidate
    key: ContestKey

    def public(self, rest=""):
        return f"/kortrijk/vote/{self.contest.slug}{rest}"

    def desk(self, rest=""):
        return f"/staff/kortrijk/contests/{self.contest.slug}/fairness{rest}"


@pytest.fixture
def poll(make, settings):
    contest = make.contest()
    chloe = make.candidate(contest, shop=make.shop(name="Bloemen Chloé"))
    bert = make.candidate(contest)
    return Poll(contest, bert, chloe, read_key(settings.keys_folder, contest.key_fingerprint))


@pytest.fixture
def town(session, poll):
    """The test's own session, which keeps to Kortrijk."""
    choose_city(session, poll.contest.city_id)
    return session


@pytest.fixture
def look(town, poll):
    """Let the machine look, once."""

    def once(now=NOW):
        opened = clusters.look_at_votes(town, poll.contest, now=now)
        town.commit()
        return opened

    return once


@pytest.fixture
def cases(database):
    """Every case with how many votes it has."""

    def read():
        with database.reads() as session:
            counted = select(ReviewCase.__table__.c.kind, func.count(ReviewCaseSlot.slot)).outerjoin(
                ReviewCaseSlot.__table__, ReviewCaseSlot.case_id == ReviewCase.__table__.c.id
            )
            rows = session.execute(counted.group_by(ReviewCase.__table__.c.id, ReviewCase.__table__.c.kind))
            return sorted(tuple(row) for row in rows)

    return read


@pytest.fixture
def states(database):
    """How many ballots there are in each state."""

    def read():
        with database.reads() as session:
            rows = session.execute(select(Ballot.state, func.count()).group_by(Ballot.state))
            return {str(state): votes for state, votes in rows}

    return read


@pytest.fixture
def journal(database):
    """What was written down, as pairs of happening and note."""

    def read():
        with database.reads() as session:
            lines = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
            return [(line.happening, line.note) for line in lines]

    return read


@pytest.fixture
def letters(database):
    def read():
        with database.reads() as session:
            return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()

    return read


@pytest.fixture
def amina(make, client):
    """A reviewer of Kortrijk, signed in."""
    return sign_in(client, make.staff(Role.APPROVER))


@pytest.fixture
def els(make, app):
    """Another reviewer of Kortrijk, signed in on a device of her own."""
    return sign_in(app.test_client(), make.staff(Role.APPROVER))
