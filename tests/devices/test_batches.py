"""What a phone sends after a while without reception: the cases of the design, 14 to 26."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from cityshop.campaigns.models import Campaign
from cityshop.devices import judging, queries
from cityshop.devices.models import Decision, OfflineScan
from cityshop.devices.signed_scans import SignedText, read_scan
from cityshop.offers.models import DiscountRules, Redemption, Voucher, VoucherState
from tests.makers.base import NOW

EARLIER = NOW - timedelta(minutes=30)
LATER = NOW - timedelta(minutes=10)
HOUR = timedelta(hours=1)


def test_a_scan_without_reception_is_redeemed_at_the_moment_of_the_scan(town, phone, voucher):
    assert town.send(phone, phone.scan(voucher.code, at=EARLIER, cents=12_50)) == ["redeemed"]

    (row,) = town.rows(Redemption)
    assert (row.scanned_at, row.redeemed_at, row.amount_cents) == (EARLIER, NOW, 12_50)
    assert town.look(voucher).state == VoucherState.REDEEMED


def test_a_batch_that_is_sent_again_gets_the_same_verdicts(town, make, shop, phone):
    offer = make.offer(shop)
    texts = [phone.scan(make.voucher(offer).code, at=EARLIER) for _ in range(5)]

    assert town.send(phone, *texts[:3]) == ["redeemed"] * 3
    assert town.send(phone, *texts) == ["again redeemed"] * 3 + ["redeemed"] * 2
    assert town.send(phone, *texts) == ["again redeemed"] * 5
    assert len(town.rows(Redemption)) == 5


def test_a_key_that_the_site_redeemed_before_the_answer_was_lost_is_one_redemption(
    town, counter, phone, voucher
):
    key = "eerst-met-ontvangst"
    town.redeem(counter, voucher.code, key, now=EARLIER)

    assert town.send(phone, phone.scan(voucher.code, at=EARLIER, key=key)) == ["redeemed"]
    assert len(town.rows(Redemption)) == 1


def test_a_voucher_that_was_cancelled_is_a_conflict(town, make, shop, phone):
    cancelled = make.voucher(make.offer(shop), state=VoucherState.VOID)

    assert town.send(phone, phone.scan(cancelled.code, at=EARLIER)) == ["conflict: revoked"]


@pytest.mark.parametrize(
    ("pause", "verdict"),
    [(timedelta(minutes=-1), "conflict: paused"), (timedelta(minutes=1), "redeemed")],
)
def test_a_scan_after_the_pause_is_a_conflict_and_one_before_it_counts(town, make, phone, pause, verdict):
    campaign = make.campaign()
    pauses = update(Campaign).values(paused_at=EARLIER + pause, pauses_redemptions=True)
    town.act(lambda session: session.execute(pauses))
    voucher = make.voucher(make.offer(town.shop, campaign))

    assert town.send(phone, phone.scan(voucher.code, at=EARLIER)) == [verdict]


def test_two_phones_took_one_voucher_and_the_first_scan_counts(town, make, counter, voucher):
    first, second = make.phone(counter), make.phone(counter)
    late, early = second.scan(voucher.code, at=LATER), first.scan(voucher.code, at=EARLIER)

    assert town.send(second, late) == ["redeemed"]
    assert town.send(first, early) == ["redeemed"]

    assert town.send(second, late) == ["again conflict: already_redeemed"]
    assert [row.scanned_at for row in town.rows(Redemption) if row.undone_at is None] == [EARLIER]
    assert [(row.verdict, row.reason) for row in town.scans()] == [
        ("conflict", "already_redeemed"),
        ("redeemed", ""),
    ]


def test_the_second_of_two_phones_is_a_conflict(town, make, counter, voucher):
    first, second = make.phone(counter), make.phone(counter)

    assert town.send(first, first.scan(voucher.code, at=EARLIER)) == ["redeemed"]
    assert town.send(second, second.scan(voucher.code, at=LATER)) == ["conflict: already_redeemed"]


def test_an_earlier_scan_that_is_refused_leaves_the_later_one_as_it_was(town, make, shop, counter):
    campaign = make.campaign()
    make.discount_rules(campaign, cap_cents=50_00)
    voucher = make.voucher(make.offer(shop, campaign, kind="percent", value=10))
    first, second = make.phone(counter), make.phone(counter)
    late, early = second.scan(voucher.code, at=LATER, cents=20_00), first.scan(voucher.code, at=EARLIER)

    assert town.send(second, late) == ["redeemed"]
    assert town.send(first, early) == ["conflict: min_spend"]

    assert town.send(second, late) == ["again redeemed"]
    assert [(row.scanned_at, row.undone_at) for row in town.rows(Redemption)] == [(LATER, None)]
    assert [row.redemption_id is None for row in town.scans()] == [False, True]
    assert [row.spent_cents for row in town.rows(DiscountRules)] == [2_00]


def test_what_the_site_answered_itself_stands(town, counter, phone, voucher):
    town.redeem(counter, voucher.code, "met-ontvangst", now=LATER)

    assert town.send(phone, phone.scan(voucher.code, at=EARLIER)) == ["conflict: already_redeemed"]


@pytest.mark.parametrize("ahead", [3 * HOUR, -3 * HOUR, datetime(1999, 1, 1, tzinfo=UTC) - NOW])
def test_a_clock_that_is_always_wrong_is_corrected(town, make, counter, voucher, ahead):
    phone = make.phone(counter, ahead=ahead)

    assert town.send(phone, phone.scan(voucher.code, at=EARLIER + ahead), sent_at=NOW + ahead) == ["redeemed"]
    assert [row.scanned_at for row in town.rows(Redemption)] == [EARLIER]


def test_a_clock_that_was_set_meanwhile_is_suspect(town, phone, voucher):
    ahead = 3 * HOUR

    assert town.send(phone, phone.scan(voucher.code, at=EARLIER), sent_at=NOW + ahead) == ["clock_suspect"]
    assert town.look(voucher).state == VoucherState.ISSUED
    assert [(row.scanned_at, row.corrected_at) for row in town.scans()] == [(EARLIER, None)]


@pytest.mark.parametrize("moment", [NOW - 2 * HOUR, NOW + HOUR])
def test_a_scan_before_the_last_contact_or_in_the_future_is_suspect(town, phone, voucher, moment):
    assert town.send(phone, phone.scan(voucher.code, at=moment)) == ["clock_suspect"]


def test_a_clock_that_went_back_between_two_scans_is_suspect(town, make, shop, phone):
    offer = make.offer(shop)
    texts = [phone.scan(make.voucher(offer).code, at=at) for at in (LATER, EARLIER, LATER)]

    assert town.send(phone, *texts) == ["redeemed", "clock_suspect", "redeemed"]


@pytest.fixture
def five(make, shop, phone):
    """Five scans of one phone."""
    offer = make.offer(shop)
    return [phone.scan(make.voucher(offer).code, at=EARLIER) for _ in range(5)]


def test_an_altered_scan_is_told_and_the_rest_goes_on(town, phone, five):
    said = json.loads(five[1].text)
    altered = SignedText(json.dumps({**said, "amount_cents": 1}), five[1].signature)

    verdicts = town.send(phone, five[0], altered, *five[2:])

    assert verdicts == ["redeemed", "altered", "redeemed", "redeemed", "redeemed"]


def test_a_scan_that_was_left_out_is_noticed_and_the_rest_goes_on(town, phone, five):
    assert town.send(phone, five[0], *five[2:]) == ["redeemed", "out_of_order", "redeemed", "redeemed"]


def test_the_first_scan_that_was_left_out_is_noticed(town, phone, five):
    assert town.send(phone, *five[1:]) == ["out_of_order", "redeemed", "redeemed", "redeemed"]


def test_scans_in_another_order_are_noticed_and_the_rest_goes_on(town, phone, five):
    verdicts = town.send(phone, five[0], five[2], five[1], *five[3:])

    assert verdicts == ["redeemed", "out_of_order", "out_of_order", "redeemed", "redeemed"]


def test_a_scan_of_another_phone_is_foreign(town, make, phone, five, voucher):
    other = make.phone()

    verdicts = town.send(phone, five[0], other.scan(voucher.code, at=EARLIER), *five[1:])

    assert verdicts == ["redeemed", "foreign", *["redeemed"] * 4]


def test_nonsense_is_altered_and_asked_again_the_same(town, phone):
    nonsense = [SignedText(text, b"") for text in ("", "{", "[]", "null", "5", "[" * 900)]

    assert town.send(phone, *nonsense) == ["altered"] * 6
    assert town.send(phone, nonsense[0]) == ["again altered"]


def test_a_key_is_used_once(town, make, shop, phone):
    offer = make.offer(shop)
    texts = [phone.scan(make.voucher(offer).code, at=EARLIER, key="dezelfde-sleutel") for _ in range(2)]

    assert town.send(phone, *texts) == ["redeemed", "altered"]


def test_a_scan_undone_before_it_was_sent_leaves_the_voucher_good(town, phone, voucher):
    scan = phone.scan(voucher.code, at=EARLIER, key="scan-die-terug-moet")
    undo = phone.undo("scan-die-terug-moet", at=EARLIER + timedelta(minutes=9))

    assert town.send(phone, scan, undo) == ["redeemed", "undone"]
    assert town.send(phone, scan, undo) == ["again undone", "again undone"]
    assert town.look(voucher).state == VoucherState.ISSUED
    assert [row.undone_at for row in town.rows(Redemption)] == [NOW]


def test_an_undo_by_a_clock_in_doubt_takes_nothing_back(town, phone, voucher):
    scan = phone.scan(voucher.code, at=EARLIER, key="scan-die-terug-moet")
    undo = phone.undo("scan-die-terug-moet", at=EARLIER - HOUR)

    assert town.send(phone, scan, undo) == ["redeemed", "clock_suspect"]
    assert town.look(voucher).state == VoucherState.REDEEMED


def test_an_undo_leaves_what_people_decided_before(town, make, shop, phone):
    void = make.voucher(make.offer(shop), state=VoucherState.VOID)
    town.send(phone, phone.scan(void.code, at=EARLIER, key="scan-die-terug-moet"))
    town.act(lambda session: session.execute(update(OfflineScan).values(decision=Decision.WAIVED)))

    assert town.send(phone, phone.undo("scan-die-terug-moet", at=EARLIER)) == ["undone"]
    assert town.scans()[0].decision == Decision.WAIVED


def test_a_decision_of_this_very_moment_is_not_written_over(town, make, shop, phone):
    void = make.voucher(make.offer(shop), state=VoucherState.VOID)
    town.send(phone, phone.scan(void.code, at=EARLIER, key="scan-die-terug-moet"))
    undo = read_scan(phone.undo("scan-die-terug-moet", at=EARLIER).text)

    def decided_meanwhile(session):
        scan = queries.scan_by_key(session, phone.device.id, "scan-die-terug-moet")
        rows = OfflineScan.__table__
        session.execute(update(rows).where(rows.c.id == scan.id).values(decision=Decision.HONOURED))
        return judging.undo(session, phone.device, undo, moment=EARLIER, now=NOW)

    assert town.act(decided_meanwhile).verdict == "undone"
    assert town.scans()[0].decision == Decision.HONOURED


def test_undoing_a_conflict_withdraws_it(town, make, shop, phone):
    void = make.voucher(make.offer(shop), state=VoucherState.VOID)
    scan = phone.scan(void.code, at=EARLIER, key="scan-die-terug-moet")

    town.send(phone, scan, phone.undo("scan-die-terug-moet", at=EARLIER))

    assert town.scans()[0].decision == Decision.WITHDRAWN


def test_undo_has_ten_minutes_by_the_phones_clock(town, phone, voucher):
    scan = phone.scan(voucher.code, at=EARLIER, key="scan-die-terug-moet")
    undo = phone.undo("scan-die-terug-moet", at=EARLIER + timedelta(minutes=10))

    assert town.send(phone, scan, undo) == ["redeemed", "conflict: undo-too-late"]


def test_what_is_no_voucher_of_this_shop_is_refused_without_a_hint(town, make, phone, shop):
    elsewhere = make.voucher(make.offer(make.shop()))
    texts = [phone.scan(code, at=EARLIER) for code in ("AAAAAAAAAA", elsewhere.code)]

    assert town.send(phone, *texts) == ["refused: unknown", "refused: wrong_shop"]
    assert [row.voucher_id for row in town.scans()] == [None, None]


def test_what_needs_reception_is_a_conflict(town, make, shop, phone):
    voucher = make.voucher(make.offer(shop, is_online_only=True))

    assert town.send(phone, phone.scan(voucher.code, at=EARLIER)) == ["conflict: needs-reception"]
    assert town.look(voucher).state == VoucherState.ISSUED


@pytest.mark.parametrize("ended", ["phone", "counter"])
def test_what_an_ended_phone_sends_is_kept_for_people(town, make, shop, ended):
    counter = make.counter(shop, revoked=ended == "counter")
    phone = make.phone(counter, revoked_at=NOW if ended == "phone" else None)
    voucher = make.voucher(make.offer(shop))

    assert town.send(phone, phone.scan(voucher.code, at=EARLIER)) == ["conflict: counter_revoked"]


def test_a_full_stock_and_a_spent_budget_are_conflicts(town, make, shop, phone):
    campaign = make.campaign()
    make.discount_rules(campaign, cap_cents=5_00)
    facts = {"kind": "amount", "value": 5_00, "campaign": campaign}
    costly = make.offer(shop, **facts)
    scarce = make.offer(shop, stock=1, stock_counts="used")
    vouchers = [make.voucher(offer) for offer in (costly, costly, scarce, scarce)]

    verdicts = town.send(phone, *(phone.scan(voucher.code, at=EARLIER) for voucher in vouchers))

    assert verdicts == ["redeemed", "conflict: budget_spent", "redeemed", "conflict: out_of_stock"]
    assert town.look(scarce).used == 1
    assert [town.look(voucher).state for voucher in vouchers] == ["redeemed", "issued", "redeemed", "issued"]


def test_two_hundred_scans_are_one_batch(town, make, shop, phone):
    offer = make.offer(shop)
    texts = [phone.scan(make.voucher(offer).code, at=EARLIER) for _ in range(200)]

    assert town.send(phone, *texts) == ["redeemed"] * 200
    assert len(town.rows(Redemption)) == 200
    assert {row.state for row in town.rows(Voucher)} == {VoucherState.REDEEMED}
