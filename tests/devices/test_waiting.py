"""Phones, tills and the worker at the same rows at once: nobody waits in a circle, and all of it counts."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest

from cityshop.core.db import choose_city, renew_public_pages
from cityshop.devices import leases, queries, services
from cityshop.offers import ending
from tests.makers.base import NOW

HOUR = timedelta(hours=1)


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
