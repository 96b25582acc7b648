"""What tests of results may ask for."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities, choose_city
from cityshop.core.permissions import Role
from cityshop.elections.freezing import commitment
from cityshop.elections.keys import DRAW, read_key
from cityshop.elections.models import Candidate, Contest, ContestState
from cityshop.elections.rules import VoteRules
from cityshop.juries import judging
from cityshop.juries.judging import Judgement
from cityshop.juries.models import JuryMember
from cityshop.results import services
from cityshop.results.making import Teller
from tests.makers.base import NOW

NAMES = ("Bakkerij Bert", "Bloemen Chloé", "Café Omar", "Dranken Els", "Etalage Fien")


@dataclass
class Ended:
    """A contest that is closed, with its candidates in the order of their votes."""

    contest: Contest
    candidates: list[Candidate]

    def path(self, rest=""):
        return f"/kortrijk/vote/{self.contest.slug}{rest}"

    def desk(self, rest=""):
        return f"/staff/kortrijk/contests/{self.contest.slug}{rest}"


@pytest.fixture
def ended(make, settings, database):
    """A closed contest in which the candidates got these numbers of votes."""

    def close(*votes, state=ContestState.CLOSED, **rules):
        facts = {"minimum": 1, **rules}
        contest = make.contest(state=state, closes_at=NOW - timedelta(hours=1), rules=VoteRules(**facts))
        seed = read_key(settings.keys_folder, contest.key_fingerprint).seed(DRAW)
        with database.writes.begin() as session:
            choose_city(session, contest.city_id)
            kept = session.get_one(Contest, contest.id)
            kept.rules = {**kept.rules, "draw_commitment": commitment(seed)}
        candidates = []
        for name, number in zip(NAMES, votes, strict=False):
            candidates.append(make.candidate(contest, shop=make.shop(name=name)))
            make.ballots(candidates[-1], number)
        return Ended(contest, candidates)

    return close


@pytest.fixture(autouse=True)
def nobody_asked_yet(app):
    """The site of another test may have noted this minute already."""
    app.extensions.pop("cityshop.early_questions", None)


@pytest.fixture
def two(make):
    """Two people who may publish."""
    return make.staff(Role.APPROVER), make.staff(Role.COORDINATOR)


@pytest.fixture
def publish(database, settings, two):
    """One asks, the other confirms; gives the result."""

    def agree(end, *, embargo_until=None, now=NOW):
        amina, second = two
        with database.writes.begin() as session:
            choose_city(session, end.contest.city_id)
            kept = session.get_one(Contest, end.contest.id)
            services.ask_to_publish(session, kept, embargo_until, account_id=amina.id, now=now)
        with database.writes.begin() as session:
            choose_city(session, end.contest.city_id)
            kept = session.get_one(Contest, end.contest.id)
            return services.publish(session, kept, Teller(settings.keys_folder, second.id, now))

    return agree


@pytest.fixture
def judged(make, database, settings):
    """A jury of two over these candidates, who gave each so many points and handed in; gives the jury."""

    def give(end, *points):
        jury = make.jury(end.candidates)
        with database.writes.begin() as session:
            for member in session.scalars(select(JuryMember).where(JuryMember.jury_id == jury.id)).all():
                for candidate, one in zip(end.candidates, points, strict=True):
                    sheet = Judgement(candidate.id, (one,) * len(jury.criteria), "Om het warme onthaal.")
                    judging.judge(session, member, sheet, keys_folder=settings.keys_folder, now=NOW)
                judging.hand_in(session, member, now=NOW)
        return jury

    return give


@pytest.fixture
def kept(database):
    """All rows of a table, as they are in the database."""

    def read(table):
        # a test looks at every city
        with database.reads() as session, across_cities(session):
            return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()

    return read


@pytest.fixture
def poll_open(make):
    """A contest in which people still vote."""
    return make.contest()
