"""The power goes off in the middle of a burst: what was answered is stored, once; a retry doubles nothing."""

import http.client
import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.offers.models import Redemption
from tests.makers.merchants import PIN
from tests.server import Server

CLIENTS = 8
VOUCHERS = 160
KILL_AFTER = 25


class Till:
    """Redeems vouchers, each with a key of its own, until there are none left or the site is gone."""

    def __init__(self, server, counter, vouchers):
        self.server, self.vouchers = server, vouchers
        opened = server.post_json(f"/api/v1/counters/{counter.token}/sign-in", json.dumps({"pin": PIN}))
        self.headers = {"Authorization": f"Bearer {json.loads(opened.body)['bearer']}"}
        self.answered, self.enough = set(), threading.Event()
        self._waiting, self._lock = iter(vouchers), threading.Lock()

    def redeem(self, voucher):
        body = json.dumps({"code": voucher.code, "idempotency_key": f"key-{voucher.code}"})
        answer = self.server.post_json("/api/v1/redemptions", body, **self.headers)
        assert answer.status in (200, 201), answer.body

    def work(self):
        while (voucher := self._next()) is not None:
            try:
                self.redeem(voucher)
            except (OSError, http.client.HTTPException):
                return
            self._note(voucher)

    def _next(self):
        with self._lock:
            return next(self._waiting, None)

    def _note(self, voucher):
        with self._lock:
            self.answered.add(voucher.id)
            if len(self.answered) >= KILL_AFTER:
                self.enough.set()


@pytest.fixture
def mortal(app, settings, database):
    """A site of this test's own, to be killed."""
    server = Server(settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def till(make, mortal):
    now, days = datetime.now(UTC), timedelta(days=3)
    campaign = make.campaign(starts_at=now - days, ends_at=now + days)
    offer = make.offer(campaign=campaign, starts_at=campaign.starts_at, ends_at=campaign.ends_at)
    return Till(mortal, make.counter(offer.shop), [make.voucher(offer) for _ in range(VOUCHERS)])


def test_nothing_answered_is_lost_or_doubled(mortal, till, database):
    clients = [threading.Thread(target=till.work) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    assert till.enough.wait(30)
    mortal.kill()
    for client in clients:
        client.join(30)
    mortal.start()

    assert KILL_AFTER <= len(till.answered) < VOUCHERS
    assert till.answered <= set(redeemed(database))
    for voucher in till.vouchers:
        till.redeem(voucher)
    assert sorted(redeemed(database)) == sorted(voucher.id for voucher in till.vouchers)


def redeemed(database):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(Redemption.voucher_id)).all()
