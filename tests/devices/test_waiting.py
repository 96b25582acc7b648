"""Phones, tills and the worker at the same rows at once: nobody waits in a circle, and all of it counts."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

import pytest

from cityshop.core.db import choose_city, renew_public_pages
from cityshop.devices import batches, leases, queries, services
from cityshop.offers import ending, till
from cityshop.offers import services as offers
from cityshop.offers.judging import already_redeemed, recognise
from cityshop.offers.models import VoucherState
from cityshop.offers.queries import lock_voucher
from cityshop.offers.refusals import CounterBusy, VoucherLapsed, VoucherRevoked
from cityshop.offers.services import Order, redeem_voucher, use_late
from tests.makers.base import NOW

HOUR = timedelta(hours=1)
EARLIER = NOW - timedelta(minutes=30)


@pytest.fixture
def meanwhile(town):
    """`meanwhile(first, other, then)`: `other` begins between two steps of a transaction; its answer."""

    def run(first, other, then=lambda _: None):
        with ThreadPoolExecutor(1) as pool:
            with town.database.writes.begin() as session:
                choose_city(session, town.city_id)
                first(session)
                waiting = pool.submit(town.act, other)
                wait([waiting], timeout=0.5)  # it stands before a row that we hold
                then(session)
            return waiting.result()

    return run


@pytest.fixture
def counted(make, shop):
    """Two offers whose use is counted."""
    return [make.offer(shop, stock=10, stock_counts="used") for _ in range(2)]


@pytest.fixture
def lends(make, counter):
    """`lends(offer)` is a step that lends one unit of it to another phone."""

    def lends(offer):
        other = make.phone(counter)
        return lambda session: leases.lend(session, other.device, offer.id, units=1, now=NOW)

    return lends


def takes_in(phone, voucher):
    """The step that judges a scan of a phone; gives its verdict and the reason."""
    scan = phone.scan(voucher.code, at=EARLIER)

    def take_in(session):
        device = queries.locked_device(session, phone.device.id)
        answer = batches.take_in(session, device, scan, clock=services.clock_of(device, NOW, NOW))
        return answer.scan.verdict, answer.scan.reason

    return take_in


def test_ending_a_phone_goes_by_offer_as_a_contact_does(town, meanwhile, phone, counted, lends):
    first, second = counted
    for offer in (second, first):
        town.lend(phone, offer, 5)

    def end(session):
        device = queries.device_of_city(session, phone.device.id)
        services.end_device(session, device, account_id=None, now=NOW)

    meanwhile(lends(first), end, lends(second))

    assert [town.look(offer).leased for offer in counted] == [1, 1]


def test_the_worker_goes_by_offer_as_a_contact_does(town, meanwhile, phone, counted, lends):
    first, second = counted
    for offer in (second, first):
        town.lend(phone, offer, 5, now=NOW - 9 * HOUR)

    ended = meanwhile(lends(first), lambda session: leases.return_expired(session, now=NOW), lends(second))

    assert ended == 2
    assert [town.look(offer).leased for offer in counted] == [1, 1]


def test_the_public_pages_are_renewed_after_the_last_loan(town, meanwhile, phone, counted, lends):
    first, second = counted
    town.lend(phone, first, 10)
    town.lend(phone, second, 5)

    def give_back(session):
        leases.give_back(session, queries.leases_of(session, phone.device.id), now=NOW)

    meanwhile(lends(second), give_back, lambda session: renew_public_pages(session, town.city_id))

    assert [town.look(offer).leased for offer in counted] == [0, 1]


def test_the_public_pages_are_renewed_after_the_last_voucher_that_lapsed(town, meanwhile, make, shop, lends):
    offers = [make.offer(shop, stock=1), make.offer(shop, stock=10, stock_counts="used")]
    vouchers = [make.voucher(offer).id for offer in offers]

    def let_lapse(session):
        return ending.let_lapse(session, vouchers, now=NOW)

    lapsed = meanwhile(lends(offers[1]), let_lapse, lambda session: renew_public_pages(session, town.city_id))

    assert lapsed == 2
    assert [town.look(offer).claimed for offer in offers] == [0, 0]


def test_a_scan_takes_the_voucher_before_the_offer_as_the_till_does(town, meanwhile, make, phone, lends):
    offer = make.offer(town.shop, stock=10, stock_counts="used")
    town.lend(phone, offer, 2)
    voucher = make.voucher(offer)

    told = meanwhile(
        lambda session: lock_voucher(session, voucher.id), takes_in(phone, voucher), lends(offer)
    )

    assert told == ("redeemed", "")
    assert (town.look(offer).used, town.look(offer).leased) == (1, 2)


@pytest.fixture
def lapses():
    """`lapses(voucher)` is the step of the worker that ends it."""
    return lambda voucher: lambda session: ending.let_lapse(session, [voucher.id], now=NOW)


def test_a_scan_of_a_voucher_that_lapses_at_that_moment_counts(meanwhile, lapses, phone, voucher):
    assert meanwhile(lapses(voucher), takes_in(phone, voucher)) == ("redeemed", "")


def test_a_decision_on_a_voucher_that_lapses_at_that_moment_counts(town, meanwhile, lapses, counter, voucher):
    order = Order(voucher.code, "beslist", scanned_at=EARLIER)

    used = meanwhile(lapses(voucher), lambda session: use_late(session, counter, order, now=NOW))

    assert used is not None
    assert town.look(voucher).state == VoucherState.REDEEMED


def test_a_till_hears_that_a_voucher_lapsed_at_that_moment(meanwhile, lapses, counter, voucher):
    order = Order(voucher.code, "kassa")

    with pytest.raises(VoucherLapsed):
        meanwhile(lapses(voucher), lambda session: redeem_voucher(session, counter, order, now=NOW))


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (VoucherState.ISSUED, CounterBusy),
        (VoucherState.LAPSED, VoucherLapsed),
        (VoucherState.VOID, VoucherRevoked),
    ],
)
def test_a_voucher_of_which_the_use_was_undone_just_now_is_known(town, make, shop, state, refusal):
    voucher = make.voucher(make.offer(shop), state=state)

    def say(session):
        return already_redeemed(session, recognise(session, voucher.code))

    said = town.act(say)

    assert type(said) is refusal
    assert not isinstance(said, till.GUESSES)


def test_a_scan_whose_voucher_was_given_free_just_now_counts(town, phone, voucher, monkeypatch):
    seen = iter([VoucherState.REDEEMED])

    def recognise_late(session, shown):
        found = recognise(session, shown)
        return replace(found, state=next(seen, found.state))

    monkeypatch.setattr(offers, "recognise", recognise_late)

    assert town.send(phone, phone.scan(voucher.code, at=EARLIER)) == ["redeemed"]
