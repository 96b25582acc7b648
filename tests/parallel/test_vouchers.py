"""Claims and redemptions over HTTP, all at once: exactly once, and never more than there is."""

import json
from collections import Counter as Tally
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.offers.models import Offer, Redemption, Voucher
from tests.makers.merchants import PIN
from tests.server import at_once, statuses


@pytest.fixture
def campaign(make):
    now, days = datetime.now(UTC), timedelta(days=3)
    return make.campaign(starts_at=now - days, ends_at=now + days)


@pytest.fixture
def offer(make, campaign):
    return make.offer(campaign=campaign, starts_at=campaign.starts_at, ends_at=campaign.ends_at)


@pytest.fixture
def bearer(make, server, offer):
    counter = make.counter(offer.shop)
    opened = server.post_json(f"/api/v1/counters/{counter.token}/sign-in", json.dumps({"pin": PIN}))
    assert opened.status == 200, opened.body
    return json.loads(opened.body)["bearer"]


def redeem(server, bearer, code, key):
    body = json.dumps({"code": code, "idempotency_key": key})
    return server.post_json("/api/v1/redemptions", body, Authorization=f"Bearer {bearer}")


def rows_of(database, table):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()


def test_50_counters_redeem_one_voucher_once(make, server, database, offer, bearer):
    voucher = make.voucher(offer)

    answers = at_once(50, lambda number: redeem(server, bearer, voucher.code, f"key-{number}"))

    assert statuses(answers) == {201: 1, 409: 49}
    refused = [json.loads(answer.body)["reason"] for answer in answers if answer.status == 409]
    assert Tally(refused) == {"already_redeemed": 49}
    assert len(rows_of(database, Redemption)) == 1


def test_one_request_sent_50_times_is_one_redemption(make, server, database, offer, bearer):
    voucher = make.voucher(offer)

    answers = at_once(50, lambda _: redeem(server, bearer, voucher.code, "the-same-key"))

    assert statuses(answers) == {201: 1, 200: 49}
    assert len({json.loads(answer.body)["id"] for answer in answers}) == 1
    assert len(rows_of(database, Redemption)) == 1


def test_redeeming_and_undoing_at_once_leaves_one_truth(make, server, database, offer, bearer):
    voucher = make.voucher(offer)
    first = json.loads(redeem(server, bearer, voucher.code, "first").body)["id"]

    def undo_or_redeem(number):
        if number % 2:
            return redeem(server, bearer, voucher.code, f"again-{number}")
        return server.post_json(f"/api/v1/redemptions/{first}/undo", "{}", Authorization=f"Bearer {bearer}")

    answers = at_once(40, undo_or_redeem)

    live = [row for row in rows_of(database, Redemption) if row.undone_at is None]
    (stored,) = rows_of(database, Voucher)
    assert all(answer.status < 500 for answer in answers)
    assert len(live) == (1 if stored.state == "redeemed" else 0)


def test_never_more_vouchers_than_stock(make, server, database, campaign):
    stock = 25
    offer = make.offer(campaign=campaign, stock=stock, starts_at=campaign.starts_at, ends_at=campaign.ends_at)

    answers = at_once(50, lambda _: server.post(f"/kortrijk/offers/{offer.slug}/claim", {}))

    assert statuses(answers) == {303: stock, 409: 50 - stock}
    assert len(rows_of(database, Voucher)) == stock
    assert [row.claimed for row in rows_of(database, Offer)] == [stock]


def test_one_device_claims_one_voucher(server, database, offer):
    address = f"/kortrijk/offers/{offer.slug}/claim"
    device = server.post(address, {}).headers["set-cookie"].partition(";")[0]

    answers = at_once(50, lambda _: server.post(address, {}, Cookie=device))

    assert statuses(answers) == {303: 50}
    assert len({answer.location for answer in answers}) == 1
    assert len(rows_of(database, Voucher)) == 1


def test_500_claims_on_a_stock_of_100_give_100_and_a_kind_page(make, server, database, campaign):
    dates = {"starts_at": campaign.starts_at, "ends_at": campaign.ends_at}
    offer = make.offer(campaign=campaign, stock=100, **dates)
    make.offer(campaign=campaign, title="Nog te krijgen", **dates)
    address = f"/kortrijk/offers/{offer.slug}/claim"

    answers = at_once(500, lambda _: server.post(address, {}))

    assert statuses(answers) == {303: 100, 409: 400}
    assert all("Nog te krijgen" in answer.body for answer in answers if answer.status == 409)
    assert len(rows_of(database, Voucher)) == 100
    assert max(row.claimed for row in rows_of(database, Offer)) == 100


def test_10_residents_with_20_claims_each_and_a_limit_of_2_have_20(make, server, database, campaign):
    offer = make.offer(
        campaign=campaign, per_resident=2, starts_at=campaign.starts_at, ends_at=campaign.ends_at
    )
    address = f"/kortrijk/offers/{offer.slug}/claim"
    residents = [
        server.post(address, {"nonce": f"{number:032x}"}).headers["set-cookie"].partition(";")[0]
        for number in range(10)
    ]

    def press(number):
        return server.post(address, {"nonce": f"{1000 + number:032x}"}, Cookie=residents[number % 10])

    answers = at_once(190, press)

    assert statuses(answers) == {303: 10, 409: 180}
    held = Tally(row.holder for row in rows_of(database, Voucher))
    assert list(held.values()) == [2] * 10


def test_one_press_sent_50_times_is_one_voucher(make, server, database, campaign):
    offer = make.offer(
        campaign=campaign, per_resident=9, starts_at=campaign.starts_at, ends_at=campaign.ends_at
    )
    address = f"/kortrijk/offers/{offer.slug}/claim"

    answers = at_once(50, lambda _: server.post(address, {"nonce": "ab" * 16}))

    assert statuses(answers) == {303: 50}
    assert len({answer.location for answer in answers}) == 1
    assert len(rows_of(database, Voucher)) == 1


def test_giving_back_and_redeeming_at_once_leaves_one_truth(make, server, database, offer, bearer):
    vouchers = [make.voucher(offer) for _ in range(10)]

    def back_or_redeem(number):
        code = vouchers[number % 10].code
        if number % 20 < 10:
            return server.post(f"/v/{code}/back", {})
        return redeem(server, bearer, code, f"key-{number}")

    answers = at_once(60, back_or_redeem)

    states = Tally(row.state for row in rows_of(database, Voucher))
    live = [row for row in rows_of(database, Redemption) if row.undone_at is None]
    [stored] = rows_of(database, Offer)
    assert all(answer.status < 500 for answer in answers)
    assert states["redeemed"] + states["void"] == 10
    assert len(live) == states["redeemed"] == stored.claimed
