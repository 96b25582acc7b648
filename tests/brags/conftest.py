"""What tests of brags may ask for."""

import io
import re
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select, update

from cityshop.brags.models import Brag, BragRequest
from cityshop.core.outbox import OutgoingMail
from cityshop.core.pictures import Picture
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.models import Candidate, Contest
from tests.makers.brags import photo


@dataclass
class Poll:
    """An open contest with two shops that stand, and its key."""

    contest: Contest
    bert: Candidate
    chloe: Candidate
    key: ContestKey

    def path(self, rest=""):
        return f"/kortrijk/vote/{self.contest.slug}{rest}"

    def brag_path(self, candidate=None):
        return self.path(f"/brag?candidate={(candidate or self.bert).slug}")


@pytest.fixture
def poll(make, settings):
    contest = make.contest()
    chloe = make.candidate(contest, shop=make.shop(name="Bloemen Chloé"))
    return Poll(
        contest, make.candidate(contest), chloe, read_key(settings.keys_folder, contest.key_fingerprint)
    )


def filled_in(**other):
    """Everything that the form of a brag asks for."""
    return {
        "photo": (io.BytesIO(photo()), "brood.jpg"),
        "picture_text": "Bert houdt een groot brood vast",
        "sentence": "Het lekkerste brood van de hele stad.",
        "first_name": "An",
        "email": "an@inwoner.example",
        "may_be_shown": "y",
        "people_agree": "y",
        **other,
    }


@pytest.fixture
def send(client, poll):
    """A resident sends the form."""

    def send_form(candidate=None, **other):
        fields = {name: value for name, value in filled_in(**other).items() if value is not None}
        return client.post(poll.brag_path(candidate), data=fields)

    return send_form


@pytest.fixture
def links(database):
    """The two links of the newest mail: to confirm, and to one's own brag."""

    def read():
        with database.reads() as session:
            text = session.scalars(select(OutgoingMail.text).order_by(OutgoingMail.id.desc())).first()
        return re.findall(r"http://localhost(/\S+)", text or "")

    return read


@pytest.fixture
def becomes(database):
    """A contest or a candidate comes into another state."""

    def change(row, state):
        table = type(row).__table__
        with database.engine.begin() as connection:
            connection.execute(update(table).where(table.c.id == row.id).values(state=state))

    return change


@pytest.fixture
def rows(database):
    """Brags, brags that wait for a code, pictures."""

    def count():
        with database.reads() as session:
            tables = (Brag, BragRequest, Picture)
            return [session.scalar(select(func.count()).select_from(one.__table__)) for one in tables]

    return count


@pytest.fixture
def stored_contest(database):
    """The only contest as it is in the database."""

    def read():
        with database.reads() as session:
            return session.execute(select(Contest.__table__)).one()

    return read


@pytest.fixture
def stored(database):
    """The brags as they are in the database."""

    def read():
        with database.reads() as session:
            return session.execute(select(Brag.__table__).order_by(Brag.__table__.c.id)).all()

    return read
