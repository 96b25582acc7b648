"""The power goes off in the middle of a burst: what was answered is stored, once, and a retry doubles nothing."""

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


@pytest.fixture
def mortal(app, settings, database):
    """A site of this test's own, to be killed."""
    server = Server(settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def vouchers(make):
    now, days = datetime.now(UTC), timedelta(days=3)
    campaign = make.campaign(starts_at=now - days, ends_at=now + days)
    offer = make.offer(campaign=campaign, starts_at=campaign.starts_at, ends_at=campaign.ends_at)
    return [make.voucher(offer) for _ in range(VOUCHERS)]


def test_nothing_answered_is_lost_or_doubled(make, mortal, database, vouchers):
    counter = make.counter(vouchers[0].offer.shop)
    opened = mortal.post_json(f"/api/v1/counters/{counter.token}/sign-in", json.dumps({"pin": PIN}))
    headers = {"Authorization": f"Bearer {json.loads(opened.body)['bearer']}"}
    answered, waiting, lock = set(), iter(vouchers), threading.Lock()
    enough = threading.Event()

    def redeem(code):
        body = json.dumps({"code": code, "idempotency_key": f"key-{code}"})
        answer = mortal.post_json("/api/v1/redemptions", body, **headers)
        assert answer.status in (200, 201), answer.body

    def client():
        while True:
            with lock:
                voucher = next(waiting, None)
            if voucher is None:
                return
            try:
                redeem(voucher.code)
            except (OSError, http.client.HTTPException):
                return
            with lock:
                answered.add(voucher.id)
                if len(answered) >= KILL_AFTER:
                    enough.set()

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    assert enough.wait(30)
    mortal.kill()
    for one in clients:
        one.join(30)
    mortal.start()

    assert KILL_AFTER <= len(answered) < VOUCHERS
    assert answered <= redeemed(database)
    for voucher in vouchers:
        redeem(voucher.code)
    assert sorted(redemptions(database)) == sorted(voucher.id for voucher in vouchers)


def redemptions(database):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(Redemption.voucher_id)).all()


def redeemed(database):
    return set(redemptions(database))
