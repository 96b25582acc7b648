"""What tests of nominations may ask for."""

import pytest
from sqlalchemy import select

from cityshop.core.journal import JournalEntry
from cityshop.core.outbox import OutgoingMail
from cityshop.core.pictures import Picture, keep_picture
from cityshop.elections.models import Candidate, ContestState
from cityshop.nominations.models import Suggestion
from tests.makers.base import NOW
from tests.photos import photo
from tests.sign_in import sign_in


@pytest.fixture
def nominations(make):
    """A vote for which shops come forward."""
    return make.contest(state=ContestState.NOMINATIONS)


@pytest.fixture
def shop(make):
    return make.shop()


@pytest.fixture
def account(make, shop):
    return make.merchant(shop)


@pytest.fixture
def bert(client, account):
    return sign_in(client, account)


@pytest.fixture
def amina(client, make):
    return sign_in(client, make.staff())


class Stored:
    """What stands in the database at this moment, oldest first."""

    def __init__(self, database):
        self._database = database

    def candidates(self):
        return self._rows(Candidate)

    def letters(self):
        return self._rows(OutgoingMail)

    def journal(self):
        return self._rows(JournalEntry)

    def suggestions(self):
        return self._rows(Suggestion)

    def count(self, table):
        return len(self._rows(table))

    def _rows(self, table):
        with self._database.reads() as session:
            return session.execute(select(table.__table__).order_by(*table.__table__.primary_key)).all()


@pytest.fixture
def stored(database):
    return Stored(database)


@pytest.fixture
def kept_photo(database, make):
    """The name of a photo of Kortrijk that was sent; claimed when some row shows it."""

    def keep(*, is_claimed=False, city=None):
        city = city or make.kortrijk()
        with database.writes.begin() as session:
            name = keep_picture(session, photo(), now=NOW)
            picture = session.get(Picture, name)
            picture.city_id, picture.is_claimed = city.id, is_claimed
        return name

    return keep
