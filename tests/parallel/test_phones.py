"""Phones that come back all at once, while the tills go on: exactly the stock, and each scan once."""

import json
from collections import Counter as Tally
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities, choose_city
from cityshop.devices import leases
from cityshop.offers.models import Offer, Redemption
from tests.makers.devices import as_sent
from tests.makers.merchants import PIN
from tests.server import at_once, statuses


@pytest.fixture
def campaign(make):
    now, days = datetime.now(UTC), timedelta(days=9)
    return make.campaign(starts_at=now - days, ends_at=now + days)


@pytest.fixture
def shop(make):
    return make.shop()


@pytest.fixture
def counter(make, shop):
    return make.counter(shop)


@pytest.fixture
def street(database, shop, counter):
    """Where it happens: the database, a shop and its counter."""
    return database, shop, counter


@pytest.fixture
def bearer(server, counter):
    opened = server.post_json(f"/api/v1/counters/{counter.token}/sign-in", json.dumps({"pin": PIN}))
    return json.loads(opened.body)["bearer"]


def batch(server, phone, texts):
    sent_at = round(datetime.now(UTC).timestamp() * 1000)
    body = json.dumps({"sent_at": sent_at, "scans": [as_sent(text) for text in texts]})
    return server.post_json("/api/v1/redemptions/batch", body, Authorization=f"Bearer {phone.token}")


def verdicts(answers):
    told = [each for answer in answers if answer.status == 200 for each in json.loads(answer.body)["answers"]]
    return Tally(each["verdict"] for each in told)


def live(database):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(Redemption).where(Redemption.undone_at.is_(None))).all()


def test_three_phones_and_the_tills_give_exactly_the_stock(make, server, street, bearer, campaign):
    (database, shop, counter), now = street, datetime.now(UTC)
    offer = make.offer(shop, campaign, stock=10, stock_counts="used")
    phones = [make.phone(counter) for _ in range(3)]
    with database.writes.begin() as session:
        choose_city(session, shop.city_id)
        for phone, units in zip(phones, (3, 3, 4), strict=True):
            leases.lend(session, phone.device, offer.id, units=units, now=now)
    scans = [[phone.scan(make.voucher(offer).code, at=now) for _ in range(4)] for phone in phones]
    codes = [make.voucher(offer).code for _ in range(12)]

    def act(number):
        if number < len(phones):
            return batch(server, phones[number], scans[number])
        body = json.dumps({"code": codes[number - 3], "idempotency_key": f"kassa-{number}"})
        return server.post_json("/api/v1/redemptions", body, Authorization=f"Bearer {bearer}")

    answers = at_once(15, act)

    with database.reads() as session, across_cities(session):
        row = session.get_one(Offer, offer.id)
    assert (row.used, row.leased) == (10, 0)
    assert len(live(database)) == 10
    assert verdicts(answers[:3]) == {"redeemed": 10, "conflict": 2}
    assert statuses(answers[3:]) == {409: 12}


def test_one_batch_sent_from_twenty_tabs_is_redeemed_once(make, server, street, campaign):
    database, shop, counter = street
    offer, phone = make.offer(shop, campaign), make.phone(counter)
    texts = [phone.scan(make.voucher(offer).code, at=datetime.now(UTC)) for _ in range(5)]

    answers = at_once(20, lambda _: batch(server, phone, texts))

    assert statuses(answers) == {200: 20}
    assert verdicts(answers) == {"redeemed": 5, "replayed": 95}
    assert len(live(database)) == 5


def test_two_phones_that_took_the_same_vouchers_leave_one_redemption_each(make, server, street, campaign):
    database, shop, counter = street
    offer, now = make.offer(shop, campaign), datetime.now(UTC)
    phones, codes = [make.phone(counter) for _ in range(4)], [make.voucher(offer).code for _ in range(6)]
    scans = [
        [phone.scan(code, at=now - timedelta(minutes=20 - number)) for code in codes]
        for number, phone in enumerate(phones)
    ]

    answers = at_once(4, lambda number: batch(server, phones[number], scans[number]))

    assert statuses(answers) == {200: 4}
    assert len(live(database)) == 6
    first, a_moment = now - timedelta(minutes=20), timedelta(seconds=30)
    assert all(abs(row.scanned_at - first) < a_moment for row in live(database))
