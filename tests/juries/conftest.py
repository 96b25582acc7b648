"""What tests of juries may ask for."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from cityshop.core.outbox import OutgoingMail
from cityshop.elections.models import Candidate, Contest, ContestState
from cityshop.juries import judging, queries
from cityshop.juries.judging import Judgement
from cityshop.juries.models import Jury, JuryMember
from tests.makers.base import NOW


@dataclass
class Court:
    """A jury that judges two finalists of a closed contest, and its members."""

    contest: Contest
    bert: Candidate
    chloe: Candidate
    jury: Jury
    jan: JuryMember
    mia: JuryMember


@pytest.fixture
def court(make, database):
    def convene(**facts):
        contest = make.contest(state=ContestState.CLOSED, closes_at=NOW)
        bert = make.candidate(contest)
        chloe = make.candidate(contest, shop=make.shop(name="Bloemen Chloé"))
        jury = make.jury([bert, chloe], **facts)
        with database.reads() as session:
            jan, mia = queries.members(session, jury.id)[:2]
        return Court(contest, bert, chloe, jury, jan, mia)

    return convene


@pytest.fixture
def score(database, settings):
    """A member gives points, `score(jan, {bert: (8, 9, 7)})`, and hands in unless told not to."""

    def give(member, points, *, hands_in=True, now=NOW):
        with database.writes.begin() as session:
            mine = session.get_one(JuryMember, member.id)
            for candidate, given in points.items():
                judgement = Judgement(candidate.id, given, f"Omdat {candidate.slug}.")
                judging.judge(session, mine, judgement, keys_folder=settings.keys_folder, now=now)
            if hands_in:
                judging.hand_in(session, mine, now=now)

    return give


@pytest.fixture
def kept(database):
    """All rows of a table, as they are in the database."""

    def read(table):
        with database.reads() as session:
            return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()

    return read


@pytest.fixture
def letters(kept):
    return lambda: sorted(kept(OutgoingMail), key=lambda mail: mail.id)
