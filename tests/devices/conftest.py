"""What tests of phones share: sending, acting and looking, each in a transaction of its own."""

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities, choose_city
from cityshop.devices import batches, leases, queries, services
from cityshop.devices.models import OfflineScan
from cityshop.offers.services import Order, redeem_voucher
from tests.makers.base import NOW


class Town:
    """Acts on the database as the site does, and reads what is left."""

    def __init__(self, database, shop):
        self.database, self.shop, self.city_id = database, shop, shop.city_id

    def act(self, deed):
        """What a deed gives that is done with a session, in a transaction of its own."""
        with self.database.writes.begin() as session:
            choose_city(session, self.city_id)
            return deed(session)

    def send(self, phone, *texts, now=NOW, sent_at=None):
        """What became of each text: `verdict`, or `verdict: reason`; `again` in front where it was known."""

        def take_in(session, text):
            device = queries.locked_device(session, phone.device.id)
            clock = services.clock_of(device, sent_at or now, now)
            return _said(batches.take_in(session, device, text, clock=clock))

        return [self.act(lambda session, text=text: take_in(session, text)) for text in texts]

    def redeem(self, counter, code, key, *, now=NOW):
        """Redeem with reception."""
        return self.act(lambda session: redeem_voucher(session, counter, Order(code, key), now=now))

    def lend(self, phone, offer, units, *, now=NOW):
        """Lend stock to a phone; gives how many."""
        return self.act(lambda session: leases.lend(session, phone.device, offer.id, units=units, now=now))

    def look(self, row):
        """The row as the database has it now."""
        with self.database.reads() as session, across_cities(session):
            return session.get_one(type(row), row.id)

    def rows(self, table):
        """All rows of a table, in order."""
        with self.database.reads() as session, across_cities(session):
            return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()

    def scans(self):
        """All scans that came in, in order."""
        return self.rows(OfflineScan)


def _said(answer):
    said = f"{answer.scan.verdict}: {answer.scan.reason}" if answer.scan.reason else answer.scan.verdict
    return f"again {said}" if answer.is_replay else said


@pytest.fixture
def town(database, shop):
    return Town(database, shop)


@pytest.fixture
def shop(make):
    return make.shop()


@pytest.fixture
def counter(make, shop):
    return make.counter(shop)


@pytest.fixture
def phone(make, counter):
    return make.phone(counter)


@pytest.fixture
def voucher(make, shop):
    return make.voucher(make.offer(shop))
