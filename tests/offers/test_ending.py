"""Vouchers that are given back, and vouchers whose terms end: exactly once, and the stock stays right."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from cityshop.campaigns.models import Campaign
from cityshop.cities.models import City
from cityshop.core.db import across_cities, choose_city
from cityshop.offers import claiming, ending, queries, services
from cityshop.offers.errors import UsedAlready
from cityshop.offers.jobs import end_vouchers, forget_postal_codes
from cityshop.offers.models import Offer, StockCounts, Voucher, VoucherChange, VoucherState
from cityshop.offers.refusals import OutOfStock, VoucherLapsed, VoucherOver
from cityshop.offers.services import Order
from tests.makers.base import NOW
from tests.offers.test_services import all_at_once, facts_of

DAY = timedelta(days=1)


@pytest.fixture
def give_back(database):
    def give_back(code):
        with database.writes.begin() as session:
            voucher = queries.voucher_by_code(session, code)
            choose_city(session, voucher.offer.city_id)
            ending.give_back(session, voucher, now=NOW)

    return give_back


def deeds(rows):
    return [change.deed for change in rows(VoucherChange)]


def test_what_is_given_back_can_be_claimed_by_somebody_else(make, session, rows, give_back):
    offer = make.offer(stock=1)
    voucher = make.voucher(offer)

    give_back(voucher.code)

    assert rows()[0].state == VoucherState.VOID
    assert deeds(rows) == ["given_back"]
    assert claiming.claim_voucher(session, facts_of(session, offer), holder=b"other", now=NOW)


def test_giving_back_twice_returns_one(make, session, rows, give_back):
    offer = make.offer(stock=5)
    make.voucher(offer)
    voucher = make.voucher(offer)

    give_back(voucher.code)
    give_back(voucher.code)

    assert facts_of(session, offer).claimed == 1
    assert deeds(rows) == ["given_back"]


def test_who_gives_back_may_take_a_new_one(make, session, give_back):
    offer = make.offer(stock=1)
    first = claiming.claim_voucher(session, facts_of(session, offer), holder=b"me", now=NOW)
    session.commit()

    give_back(first)

    assert claiming.claim_voucher(session, facts_of(session, offer), holder=b"me", now=NOW) != first


def test_a_used_voucher_stays_used(make, rows, give_back):
    voucher = make.voucher()
    make.redemption(voucher, make.counter(voucher.offer.shop))

    with pytest.raises(UsedAlready):
        give_back(voucher.code)

    assert rows()[0].state == VoucherState.REDEEMED
    assert deeds(rows) == []


def test_giving_back_and_redeeming_at_once_leaves_one_truth(make, database, rows, session):
    offer = make.offer(stock=30)
    counter, vouchers = make.counter(offer.shop), [make.voucher(offer) for _ in range(10)]

    def act(index):
        voucher = vouchers[index % 10]
        with database.writes.begin() as writing:
            choose_city(writing, offer.city_id)
            if index < 10:
                order = Order(voucher.code, f"key-{index}")
                return services.redeem_voucher(writing, counter, order, now=NOW)
            return ending.give_back(writing, queries.voucher_by_code(writing, voucher.code), now=NOW)

    all_at_once(20, act)

    states = [row.state for row in rows()]
    assert set(states) <= {VoucherState.REDEEMED, VoucherState.VOID}
    assert facts_of(session, offer).claimed == states.count(VoucherState.REDEEMED)
    assert len(deeds(rows)) == states.count(VoucherState.VOID)


def test_vouchers_lapse_when_their_terms_end(make, database, rows, session):
    offer = make.offer(stock=3, ends_at=NOW)
    unused, used = make.voucher(offer), make.voucher(offer)
    make.redemption(used, make.counter(offer.shop))
    make.voucher()

    assert end_vouchers(database, now=NOW - timedelta(seconds=1)) == 0
    assert end_vouchers(database, now=NOW) == 1

    assert {row.id: row.state for row in rows()}[unused.id] == VoucherState.LAPSED
    assert [row.state for row in rows()].count(VoucherState.LAPSED) == 1
    assert facts_of(session, offer).claimed == 1
    assert deeds(rows) == ["lapsed"]


def test_a_second_turn_finds_nothing(make, database, rows, session):
    offer = make.offer(ends_at=NOW)
    make.voucher(offer)

    assert [end_vouchers(database, now=NOW), end_vouchers(database, now=NOW)] == [1, 0]
    assert facts_of(session, offer).claimed == 0


def test_many_lapse_in_batches(make, database, session, monkeypatch):
    monkeypatch.setattr("cityshop.offers.jobs.AT_ONCE", 2)
    one, other = make.offer(ends_at=NOW), make.offer(ends_at=NOW)
    for offer in (one, other, one, other, one):
        make.voucher(offer)

    assert end_vouchers(database, now=NOW) == 5
    assert [facts_of(session, offer).claimed for offer in (one, other)] == [0, 0]


def test_what_an_offer_promised_before_it_was_extended_lapses_then(make, database, rows, session, change):
    offer = make.offer(stock=2, ends_at=NOW)
    make.voucher(offer)
    change(offer, ends_at=NOW + DAY)

    assert end_vouchers(database, now=NOW) == 1
    assert facts_of(session, offer).left == 2


def test_a_pause_keeps_vouchers_from_lapsing(make, database):
    campaign = make.campaign(paused=True)
    make.voucher(make.offer(campaign=campaign, ends_at=NOW))

    assert end_vouchers(database, now=NOW) == 0


def test_a_lapsed_voucher_was_claimed_all_the_same(make, database, session):
    offer = make.offer(ends_at=NOW)
    make.voucher(offer)
    end_vouchers(database, now=NOW)

    [counts] = queries.city_offer_counts(session, offer.city_id, now=NOW, midnight=NOW)

    assert (counts.claimed, counts.offer.claimed) == (1, 0)
    assert queries.city_counts(session, offer.city_id, midnight=NOW).claimed == 1


def test_the_public_pages_are_renewed_when_a_sold_out_offer_has_one_again(make, session, give_back):
    voucher = make.voucher(make.offer(stock=1))
    version = select(City.version).where(City.id == voucher.city_id)
    before = session.scalar(version)
    session.commit()

    give_back(voucher.code)

    assert session.scalar(version) == before + 1


def test_lapsing_and_redeeming_at_once_leaves_one_truth(make, database, rows, session):
    offer = make.offer(stock=30, ends_at=NOW)
    counter, vouchers = make.counter(offer.shop), [make.voucher(offer) for _ in range(10)]
    before = NOW - timedelta(seconds=1)

    def act(index):
        if index == 10:
            return end_vouchers(database, now=NOW)
        with database.writes.begin() as writing:
            choose_city(writing, offer.city_id)
            order = Order(vouchers[index].code, f"key-{index}")
            return services.redeem_voucher(writing, counter, order, now=before)

    all_at_once(11, act)

    states = [row.state for row in rows()]
    assert set(states) <= {VoucherState.REDEEMED, VoucherState.LAPSED}
    assert facts_of(session, offer).claimed == states.count(VoucherState.REDEEMED)


@pytest.mark.parametrize("stock_counts", list(StockCounts))
def test_a_scan_in_time_that_arrives_late_still_counts(make, database, rows, session, stock_counts):
    offer = make.offer(stock=1, stock_counts=stock_counts, ends_at=NOW)
    voucher = make.voucher(offer)
    counter = make.counter(offer.shop)
    end_vouchers(database, now=NOW)

    with pytest.raises(VoucherOver):
        redeem(session, counter, voucher, now=NOW)
    redeem(session, counter, voucher, now=NOW, scanned_at=NOW - timedelta(minutes=1))
    session.commit()

    assert rows()[0].state == VoucherState.REDEEMED
    assert facts_of(session, offer).claimed == 1
    assert deeds(rows) == ["lapsed", "restored"]


def test_a_late_scan_takes_nothing_from_who_came_after(make, database, rows, session, change):
    offer = make.offer(stock=1, ends_at=NOW)
    voucher, counter = make.voucher(offer), make.counter(offer.shop)
    change(offer, ends_at=NOW + DAY)
    end_vouchers(database, now=NOW)
    claiming.claim_voucher(session, facts_of(session, offer), holder=b"next", now=NOW)

    with pytest.raises(OutOfStock):
        redeem(session, counter, voucher, now=NOW, scanned_at=NOW - timedelta(minutes=1))
    session.commit()

    assert [row.state for row in rows()] == [VoucherState.LAPSED, VoucherState.ISSUED]
    assert facts_of(session, offer).claimed == 1


def redeem(session, counter, voucher, *, now, scanned_at=None):
    choose_city(session, counter.city_id)
    order = Order(voucher.code, "a key", scanned_at=scanned_at)
    return services.redeem_voucher(session, counter, order, now=now)


def test_who_let_a_voucher_lapse_may_take_another_once_the_campaign_goes_on(make, database, session, prolong):
    campaign = make.campaign()
    offer = make.offer(campaign=campaign)
    first = claiming.claim_voucher(session, facts_of(session, offer), holder=b"me", now=NOW)
    session.commit()
    counter = make.counter(offer.shop)
    end_vouchers(database, now=campaign.ends_at)
    prolong(campaign, campaign.ends_at + DAY)

    now = campaign.ends_at + timedelta(hours=1)
    second = claiming.claim_voucher(session, facts_of(session, offer), holder=b"me", now=now)

    assert second != first
    choose_city(session, offer.city_id)
    with pytest.raises(VoucherLapsed):
        services.redeem_voucher(session, counter, Order(first, "old"), now=now)
    assert services.redeem_voucher(session, counter, Order(second, "new"), now=now).id


@pytest.fixture
def prolong(database):
    def prolong(campaign, ends_at):
        with database.writes.begin() as session:
            choose_city(session, campaign.city_id)
            session.execute(update(Campaign).where(Campaign.id == campaign.id).values(ends_at=ends_at))

    return prolong


def test_postal_codes_go_thirty_days_after_the_campaign(make, database, rows):
    campaign = make.campaign()
    for code in ("8500", "9000"):
        tell(database, make.voucher(make.offer(campaign=campaign)), code)
    end = campaign.ends_at

    assert forget_postal_codes(database, now=end + 30 * DAY) == 0
    assert forget_postal_codes(database, now=end + 30 * DAY + timedelta(seconds=1)) == 2
    assert {row.postal_code for row in rows()} == {""}


def tell(database, voucher, code):
    with database.writes.begin() as session:
        choose_city(session, voucher.city_id)
        session.execute(update(Voucher).where(Voucher.id == voucher.id).values(postal_code=code))


def test_nothing_is_ever_below_zero(make, database, session, give_back):
    offer = make.offer(ends_at=NOW)
    voucher = make.voucher(offer)
    with database.writes.begin() as writing:
        choose_city(writing, offer.city_id)
        writing.execute(update(Offer).values(claimed=0))

    give_back(voucher.code)

    with across_cities(session):
        assert session.scalar(select(func.min(Offer.claimed))) == 0
