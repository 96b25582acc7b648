"""What people decide on a scan that did not simply count."""

from datetime import UTC, datetime, timedelta

import pytest

from cityshop.core.journal import JournalEntry
from cityshop.devices import deciding, queries
from cityshop.devices.deciding import Ruling
from cityshop.devices.errors import AlreadyDecided, VoucherGone
from cityshop.devices.models import Decision
from cityshop.offers.models import DiscountRules, Redemption, VoucherChange, VoucherState
from cityshop.offers.refusals import OutOfStock
from tests.makers.base import NOW

EARLIER = NOW - timedelta(minutes=30)


@pytest.fixture
def rules(make, campaign):
    return make.discount_rules(campaign, cap_cents=50_00)


@pytest.fixture
def campaign(make):
    return make.campaign()


@pytest.fixture
def offer(make, shop, campaign, rules):
    return make.offer(shop, campaign, kind="amount", value=5_00, min_spend_cents=20_00)


@pytest.fixture
def voucher(make, offer):
    return make.voucher(offer)


@pytest.fixture
def conflict(town, phone, voucher):
    """A scan of a voucher for which too little was bought."""
    assert town.send(phone, phone.scan(voucher.code, at=EARLIER, cents=10_00)) == ["conflict: min_spend"]
    return town.scans()[0]


@pytest.fixture
def decide(town):
    def decide(scan, decision, reason="vaste klant"):
        def settle(session):
            line = queries.scan_to_decide(session, scan.id)
            deciding.decide(session, line.scan, Ruling(decision, reason, 7), now=NOW)

        town.act(settle)

    return decide


def test_honoured_uses_the_voucher_at_the_citys_cost(town, decide, conflict, voucher):
    decide(conflict, Decision.HONOURED)

    assert town.look(voucher).state == VoucherState.REDEEMED
    assert [row.spent_cents for row in town.rows(DiscountRules)] == [5_00]
    assert [(row.cost_cents, row.scanned_at) for row in town.rows(Redemption)] == [(5_00, EARLIER)]
    assert [(row.deed, row.reason, row.account_id) for row in town.rows(VoucherChange)] == [
        ("honoured", "vaste klant", 7)
    ]


def test_borne_by_the_shop_uses_the_voucher_at_no_cost_to_the_city(town, decide, conflict, voucher):
    decide(conflict, Decision.SHOP_BEARS)

    assert town.look(voucher).state == VoucherState.REDEEMED
    assert [row.spent_cents for row in town.rows(DiscountRules)] == [0]


def test_waived_leaves_the_voucher_good(town, decide, conflict, voucher):
    decide(conflict, Decision.WAIVED)

    assert town.look(voucher).state == VoucherState.ISSUED
    assert [row.deed for row in town.rows(VoucherChange)] == ["waived"]
    assert town.rows(Redemption) == []


def test_a_decision_stands_in_the_journal_with_its_reason(town, decide, conflict):
    decide(conflict, Decision.HONOURED)

    entry = next(row for row in town.rows(JournalEntry) if row.happening == "scan-decided")
    assert (entry.account_id, entry.note) == (7, "honoured: vaste klant")


def test_a_scan_is_decided_once(town, decide, conflict):
    decide(conflict, Decision.WAIVED)

    with pytest.raises(AlreadyDecided):
        decide(conflict, Decision.HONOURED)
    assert town.look(conflict).decision == Decision.WAIVED


def test_a_voucher_that_was_used_already_can_be_honoured_and_is_used_once(
    town, make, counter, voucher, decide
):
    first, second = make.phone(counter), make.phone(counter)
    for phone in (first, second):
        town.send(phone, phone.scan(voucher.code, at=EARLIER, cents=20_00))

    decide(town.scans()[1], Decision.HONOURED)

    assert len(town.rows(Redemption)) == 1
    assert [row.deed for row in town.rows(VoucherChange)] == ["honoured"]


def test_a_cancelled_voucher_can_be_honoured_and_counts_nothing(town, make, offer, phone, decide):
    void = make.voucher(offer, state=VoucherState.VOID)
    town.send(phone, phone.scan(void.code, at=EARLIER, cents=20_00))

    decide(town.scans()[0], Decision.HONOURED)

    (scan,) = town.scans()
    assert (scan.decision, scan.redemption_id) == (Decision.HONOURED, None)
    assert town.look(void).state == VoucherState.VOID
    assert town.rows(Redemption) == []


@pytest.fixture
def sold_out(town, make, shop, phone):
    """A scan of a voucher of which there are none left."""
    scarce = make.offer(shop, stock=1, stock_counts="used")
    vouchers = [make.voucher(scarce) for _ in range(2)]
    town.send(phone, *(phone.scan(voucher.code, at=EARLIER) for voucher in vouchers))
    return town.scans()[1]


def test_what_is_sold_out_is_not_honoured_and_nothing_is_decided(town, decide, sold_out):
    with pytest.raises(OutOfStock):
        decide(sold_out, Decision.HONOURED)

    assert town.look(sold_out).decision is None
    assert town.rows(VoucherChange) == []


def test_what_is_sold_out_can_be_borne_by_the_shop_without_a_redemption(town, decide, sold_out):
    decide(sold_out, Decision.SHOP_BEARS)

    assert town.look(sold_out).decision == Decision.SHOP_BEARS
    assert len(town.rows(Redemption)) == 1


@pytest.mark.parametrize("said", [datetime(1999, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)])
def test_a_clock_in_doubt_dates_no_redemption(town, decide, phone, voucher, said):
    town.send(phone, phone.scan(voucher.code, at=said, cents=20_00))

    decide(town.scans()[0], Decision.HONOURED)

    assert [(row.scanned_at, row.redeemed_at) for row in town.rows(Redemption)] == [(NOW, NOW)]
    assert town.look(voucher).redeemed_at == NOW


def test_nothing_can_be_honoured_that_nobody_knows(town, phone, decide):
    town.send(phone, phone.scan("AAAAAAAAAA", at=EARLIER))

    with pytest.raises(VoucherGone):
        decide(town.scans()[0], Decision.HONOURED)
    decide(town.scans()[0], Decision.WAIVED)
    assert town.scans()[0].decision == Decision.WAIVED
