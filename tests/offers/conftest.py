"""What tests of offers ask for more than once."""

import pytest
from sqlalchemy import select, update

from cityshop.core.db import across_cities, choose_city
from cityshop.core.outbox import OutgoingMail
from cityshop.offers.listing import keep_version
from cityshop.offers.models import Offer, Voucher
from tests.makers.base import NOW


@pytest.fixture
def letters(database):
    """The mails that wait, the oldest first."""

    def read():
        with database.reads() as session:
            return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()

    return read


@pytest.fixture
def rows(database):
    """All rows of a table as they are now, the oldest first."""

    def read(table=Voucher):
        with database.reads() as session, across_cities(session):
            return session.scalars(select(table).order_by(table.id)).all()

    return read


@pytest.fixture
def change(database):
    """Change an offer after vouchers went out, as its shop does: a new version."""

    def change(offer, **facts):
        with database.writes.begin() as session:
            choose_city(session, offer.city_id)
            session.execute(
                update(Offer).where(Offer.id == offer.id).values(version=Offer.version + 1, **facts)
            )
            keep_version(session, session.get_one(Offer, offer.id), now=NOW)

    return change
