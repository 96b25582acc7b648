"""What came of a campaign, counted in one place."""

from datetime import UTC, datetime, timedelta

import pytest

from cityshop.core.clock import local
from cityshop.merchants.rules import same_street, street_name
from cityshop.offers.figures import sales_by_hour, shop_figures, shop_sales, shops_by_campaign
from cityshop.offers.models import Channel, OfferState, VoucherState
from cityshop.offers.queries import shop_offer_counts
from cityshop.offers.rows import midnight
from tests.makers.base import NOW


@pytest.fixture
def shop(make):
    return make.shop(name="Bakkerij Bert")


@pytest.fixture
def campaign(make, shop):
    return make.campaign()


@pytest.fixture
def offer(make, shop, campaign):
    return make.offer(shop, campaign)


@pytest.fixture
def counter(make, shop):
    return make.counter(shop)


def test_what_was_undone_or_voided_counts_nowhere(make, offer, counter, campaign, session):
    make.sale(offer, counter, amount_cents=12_00)
    make.sale(offer, counter)
    make.sale(offer, counter, amount_cents=99_00, is_undone=True)
    make.voucher(offer, state=VoucherState.VOID)
    make.voucher(offer)

    figures = shop_figures(session, campaign.id)[0]

    assert (figures.claimed, figures.redeemed, figures.told, figures.amount_cents) == (4, 2, 1, 12_00)
    assert sum(sales_by_hour(session, campaign.id).values()) == 2
    assert len(shop_sales(session, campaign.id, offer.shop_id)) == 2


def test_figures_are_those_of_the_counters_list(make, offer, counter, campaign, session):
    for _ in range(3):
        make.sale(offer, counter)
    make.sale(offer, counter, is_undone=True)

    listed = shop_offer_counts(session, offer.shop_id, midnight=midnight(NOW))

    assert sum(one.redeemed for one in listed) == shop_figures(session, campaign.id)[0].redeemed == 3


def test_paper_is_counted_apart(make, offer, counter, campaign, session):
    make.sale(offer, counter, channel=Channel.PAPER)
    make.sale(offer, counter)

    figures = shop_figures(session, campaign.id)[0]

    assert (figures.claimed, figures.paper) == (2, 1)
    assert figures.average_cents is None


@pytest.mark.parametrize(
    ("state", "takes_part"),
    [
        (OfferState.LIVE, True),
        (OfferState.SOLD_OUT, True),
        (OfferState.WAITING, False),
        (OfferState.REFUSED, False),
        (OfferState.DRAFT, False),
        (OfferState.WITHDRAWN, False),
    ],
)
def test_who_takes_part_gave_an_offer_residents_could_take(make, campaign, session, state, takes_part):
    make.offer(campaign=campaign, state=state)

    assert bool(shop_figures(session, campaign.id)) is takes_part


@pytest.mark.parametrize("state", [OfferState.WITHDRAWN, OfferState.WAITING, OfferState.REFUSED])
def test_an_offer_off_the_list_counts_once_somebody_took_it(make, shop, campaign, session, state):
    offer = make.offer(shop, campaign, state=state)
    make.voucher(offer)
    make.sale(offer, make.counter(shop))

    figures = shop_figures(session, campaign.id)

    assert [(one.claimed, one.redeemed) for one in figures] == [(2, 1)]
    assert shops_by_campaign(session, [campaign.id]) == {campaign.id: 1}


def test_an_offer_of_which_all_was_cancelled_was_not_given(make, shop, campaign, session):
    make.voucher(make.offer(shop, campaign, state=OfferState.WAITING), state=VoucherState.VOID)

    assert not shop_figures(session, campaign.id)


def test_another_campaign_is_another_count(make, shop, campaign, counter, session):
    make.sale(make.offer(shop, make.campaign()), counter)
    make.offer(shop, campaign)

    assert [one.redeemed for one in shop_figures(session, campaign.id)] == [0]


def test_a_sale_counts_in_the_hour_of_the_sale(make, offer, counter, campaign, session):
    make.sale(offer, counter, at=NOW, scanned_at=NOW - timedelta(hours=2, minutes=1))
    make.sale(offer, counter, at=NOW + timedelta(minutes=59, seconds=59))
    make.sale(offer, counter, at=NOW)

    assert sales_by_hour(session, campaign.id, shop_id=offer.shop_id) == {
        datetime(2026, 11, 22, 7, tzinfo=UTC): 1,
        datetime(2026, 11, 22, 10, tzinfo=UTC): 2,
    }


def test_the_night_with_an_hour_twice_loses_nothing(make, offer, counter, campaign, session):
    start = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)  # half past midnight on 25 October
    for hours in range(25):
        make.sale(offer, counter, at=start + timedelta(hours=hours))

    hours = sales_by_hour(session, campaign.id)

    assert set(hours.values()) == {1}
    assert {local(hour).date().isoformat() for hour in hours} == {"2026-10-25"}
    assert [local(hour).hour for hour in hours][:5] == [0, 1, 2, 2, 3]


def test_figures_cost_the_same_for_many_shops(make, campaign, database, queries):
    with queries() as none, database.reads() as session:
        shop_figures(session, campaign.id)
    for _ in range(4):
        shop = make.shop()
        make.sale(make.offer(shop, campaign), make.counter(shop))
    with queries() as many, database.reads() as session:
        assert len(shop_figures(session, campaign.id)) == 4

    assert len(many) == len(none) == 3


@pytest.mark.parametrize(
    ("address", "name", "key"),
    [
        ("Doorniksestraat 21", "Doorniksestraat", "doorniksestraat"),
        ("DOORNIKSESTR. 12 bus 3", "DOORNIKSESTR.", "doorniksestraat"),
        (" Doorniksestraat, 5a ", "Doorniksestraat", "doorniksestraat"),
        ("Sint-Jansstraat 41", "Sint-Jansstraat", "sint jansstraat"),
        ("St.-Jansstraat 7", "St.-Jansstraat", "sint jansstraat"),
        ("Evence Coppéelaan 80", "Evence Coppéelaan", "evence coppeelaan"),
        ("Grote Markt", "Grote Markt", "grote markt"),
        ("", "", ""),
    ],
)
def test_a_street_is_known_however_it_was_typed(address, name, key):
    assert (street_name(address), same_street(address)) == (name, key)
