"""Stock on loan to phones: exactly the stock, whoever sells and whenever phones come back."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import update

from cityshop.cities.models import City
from cityshop.devices import leases, queries, services
from cityshop.devices.jobs import return_expired_stock
from cityshop.devices.models import Lease
from cityshop.devices.services import Report
from cityshop.offers.models import Offer, OfferState
from cityshop.offers.refusals import OutOfStock
from tests.makers.base import NOW

EARLIER = NOW - timedelta(minutes=30)


@pytest.fixture
def offer(make, shop):
    return make.offer(shop, stock=10, stock_counts="used")


@pytest.fixture
def sell(town, counter):
    """`sell(voucher)` redeems with reception and tells whether it could."""

    def sell(voucher):
        try:
            town.redeem(counter, voucher.code, f"kassa-{voucher.id}")
        except OutOfStock:
            return False
        return True

    return sell


@pytest.fixture
def greet(town):
    """`greet(phone)` is a contact; gives what the phone has on loan: how many, and how many it used."""

    def greet(phone, now=NOW, waiting=0):
        def meet(session):
            device = queries.locked_device(session, phone.device.id)
            services.greet(session, device, Report(now, waiting), now=now)
            return [(row.units, row.used) for row in queries.lent_offers(session, device, now=now)]

        return town.act(meet)

    return greet


def test_after_a_contact_with_nothing_waiting_a_clock_may_have_been_set_back(town, make, phone, shop, greet):
    offer = make.offer(shop)
    ahead, later = timedelta(hours=3), NOW + timedelta(minutes=20)
    first = phone.scan(make.voucher(offer).code, at=NOW + ahead)
    town.send(phone, first, sent_at=NOW + ahead)
    greet(phone)

    second = phone.scan(make.voucher(offer).code, at=NOW + timedelta(minutes=10))
    assert town.send(phone, second, now=later) == ["redeemed"]


@pytest.mark.parametrize("seed", range(5))
def test_ten_are_ten_with_three_phones_and_the_till(make, town, sell, offer, seed):
    chance = random.Random(seed)  # noqa: S311 - which order, not a secret
    counter = make.counter(offer.shop)
    phones = [make.phone(counter) for _ in range(3)]
    assert [town.lend(phone, offer, units) for phone, units in zip(phones, (3, 3, 4), strict=True)] == [
        3,
        3,
        4,
    ]
    vouchers = [make.voucher(offer) for _ in range(16)]
    sales = [
        lambda phone=phone: town.send(phone, phone.scan(vouchers.pop().code, at=EARLIER)) for phone in phones
    ]
    tries = [*(sale for sale, units in zip(sales, (3, 3, 4), strict=True) for _ in range(units))]
    tries += [lambda: [sell(vouchers.pop())] for _ in range(6)]
    chance.shuffle(tries)

    said = [attempt()[0] for attempt in tries]

    assert said.count("redeemed") == 10
    assert said.count(False) == 6
    assert (town.look(offer).used, town.look(offer).leased) == (10, 0)


@pytest.mark.parametrize(
    "over", [{"state": OfferState.WITHDRAWN}, {"state": OfferState.DRAFT}, {"ends_at": EARLIER}]
)
def test_nothing_more_is_lent_of_an_offer_that_is_over_and_what_was_returns(town, phone, offer, greet, over):
    assert greet(phone, EARLIER) == [(2, 0)]
    rows = Offer.__table__
    town.act(lambda session: session.execute(update(rows).where(rows.c.id == offer.id).values(**over)))

    assert greet(phone) == [(2, 0)]
    assert greet(phone, EARLIER + timedelta(hours=4)) == [(0, 0)]
    assert town.look(offer).leased == 0


def test_nothing_is_lent_after_the_campaign(town, phone, offer, greet):
    over = town.look(offer.campaign).ends_at

    assert greet(phone, over) == [(0, 0)]
    assert town.look(offer).leased == 0


def test_nothing_is_lent_that_is_not_there(town, make, counter, offer):
    assert town.lend(make.phone(counter), offer, 8) == 8
    assert town.lend(make.phone(counter), offer, 3) == 0
    assert town.look(offer).leased == 8


def test_nothing_is_lent_of_another_shop(town, make, offer):
    assert town.lend(make.phone(make.counter(make.shop())), offer, 1) == 0


def test_a_refusal_leaves_the_loan(town, make, sell, phone, offer):
    town.lend(phone, offer, 2)
    voucher = make.voucher(offer)
    sell(voucher)

    assert town.send(phone, phone.scan(voucher.code, at=EARLIER)) == ["conflict: already_redeemed"]
    assert (town.look(offer).used, town.look(offer).leased) == (1, 2)


def test_a_replay_leaves_the_loan(town, make, counter, phone, offer):
    town.lend(phone, offer, 2)
    code, key = make.voucher(offer).code, "sleutel-met-ontvangst"
    town.redeem(counter, code, key)

    assert town.send(phone, phone.scan(code, at=EARLIER, key=key)) == ["redeemed"]
    assert (town.look(offer).used, town.look(offer).leased) == (1, 2)


def test_a_contact_with_nothing_waiting_lends_a_part_of_what_is_left(town, greet, phone, offer):
    assert greet(phone) == [(2, 0)]
    assert greet(phone) == [(2, 0)]
    assert town.look(offer).leased == 2


def test_a_contact_with_scans_waiting_changes_no_loan(town, greet, phone, offer):
    town.lend(phone, offer, 7)

    assert greet(phone, waiting=3) == [(7, 0)]
    assert greet(phone, NOW + timedelta(hours=5), waiting=3) == [(7, 0)]
    assert greet(phone, NOW + timedelta(hours=5)) == [(2, 0)]
    assert town.look(offer).leased == 2


def test_a_loan_of_which_the_phone_may_hear_nothing_new_stays_until_it_is_over(town, greet, phone, offer):
    town.lend(phone, offer, 7)

    assert greet(phone, NOW + timedelta(minutes=239)) == [(7, 0)]
    assert greet(phone, NOW + timedelta(minutes=240)) == [(2, 0)]
    assert town.look(offer).leased == 2


def test_a_loan_grows_with_the_stock_and_lasts_longer(town, make, greet, phone, offer):
    assert greet(phone) == [(2, 0)]
    town.send(phone, phone.scan(make.voucher(offer).code, at=NOW))

    rows, later = Offer.__table__, NOW + timedelta(hours=1)
    town.act(lambda session: session.execute(update(rows).where(rows.c.id == offer.id).values(stock=30)))

    assert greet(phone, later) == [(6, 1)]
    assert (town.look(offer).used, town.look(offer).leased) == (1, 5)
    assert [row.until for row in town.rows(Lease)] == [later + timedelta(hours=4)]


def test_a_loan_that_ends_soon_lasts_longer(town, greet, phone, offer):
    for hours in (0, 1, 2):
        assert greet(phone, NOW + timedelta(hours=hours)) == [(2, 0)]

    assert [row.until for row in town.rows(Lease)] == [NOW + timedelta(hours=6)]
    assert town.look(offer).leased == 2


def test_the_last_few_are_not_lent(make, greet, phone, shop):
    make.offer(shop, stock=4, stock_counts="used")

    assert greet(phone) == [(0, 0)]


def test_what_was_not_used_returns_when_the_phone_had_time_to_send(town, phone, offer):
    town.lend(phone, offer, 5, now=NOW)
    ran_out = NOW + timedelta(hours=4)

    def tidy(now):
        return town.act(lambda session: leases.return_expired(session, now=now))

    assert tidy(ran_out + timedelta(minutes=119)) == 0
    assert tidy(ran_out + timedelta(hours=2)) == 1
    assert tidy(ran_out + timedelta(hours=2)) == 0
    assert town.look(offer).leased == 0


def test_the_worker_returns_what_is_over(town, phone, offer):
    town.lend(phone, offer, 5, now=NOW - timedelta(days=1))

    assert return_expired_stock(town.database) == 1
    assert town.look(offer).leased == 0


def test_ending_a_phone_returns_its_loan_once(town, phone, offer):
    town.lend(phone, offer, 5)

    for _ in range(2):
        town.act(
            lambda session: services.end_device(
                session, queries.locked_device(session, phone.device.id), account_id=None, now=NOW
            )
        )

    assert town.look(offer).leased == 0


def test_the_public_pages_are_renewed_when_a_loan_comes_back(town, session, phone, offer, greet):
    town.lend(phone, offer, 10)
    city = session.get_one(City, offer.city_id)
    before = city.version
    session.rollback()

    greet(phone, now=NOW + timedelta(hours=4))

    session.refresh(city)
    assert city.version > before
