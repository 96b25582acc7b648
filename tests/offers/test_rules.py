from datetime import UTC, datetime, timedelta

import pytest

from cityshop.offers.models import LimitPeriod, OfferState, StockCounts, VoucherState
from cityshop.offers.rules import (
    OfferFacts,
    OfferPhase,
    VoucherFacts,
    VoucherPhase,
    has_few_left,
    is_claimable,
    is_within_hours,
    may_be_undone,
    next_change,
    next_hours,
    offer_phase,
    voucher_phase,
)
from tests.makers.base import NOW

DAY = timedelta(days=1)
EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
SUNDAY = 6


def an_offer(**facts):
    defaults = {
        "id": 1,
        "city_id": 1,
        "slug": "brood",
        "state": OfferState.LIVE,
        "kind": "percent",
        "value": 20,
        "title": {"nl": "20 % op brood"},
        "product": {},
        "conditions": {},
        "picture": "",
        "photo": "",
        "photo_alt": {},
        "stock": None,
        "stock_counts": StockCounts.CLAIMED,
        "claimed": 0,
        "used": 0,
        "leased": 0,
        "per_resident": 1,
        "limit_period": LimitPeriod.CAMPAIGN,
        "min_spend_cents": 0,
        "reference_cents": None,
        "is_combinable": True,
        "is_online_only": False,
        "guard_reason": "",
        "version": 1,
        "claims_by": None,
        "trusts_shops": None,
        "asks_postal_code": None,
        "cap_cents": None,
        "windows": [],
        "own_start": None,
        "own_end": None,
        "shop_id": 1,
        "shop_name": "Bakkerij Bert",
        "shop_street": "Doorniksestraat 12",
        "shop_category": "bakery",
        "own_category": "",
        "campaign_id": 1,
        "campaign_title": {"nl": "Kortingsweekend"},
        "campaign_summary": {"nl": "Drie dagen korting."},
        "campaign_start": NOW - 3 * DAY,
        "campaign_end": NOW + 3 * DAY,
        "paused_at": None,
        "pause_text": {},
        "pauses_redemptions": True,
    }
    return OfferFacts(**{**defaults, **facts})


def a_voucher(offer=None, **facts):
    defaults = {
        "id": 1,
        "code": "X",
        "state": VoucherState.ISSUED,
        "claimed_at": NOW,
        "redeemed_at": None,
        "channel": "phone",
        "newest_version": 1,
    }
    return VoucherFacts(**{**defaults, **facts}, offer=offer or an_offer())


def a_window(days, opens, closes):
    return {"days": days, "from": opens, "to": closes}


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({}, OfferPhase.OPEN),
        ({"own_start": NOW + DAY}, OfferPhase.COMING),
        ({"own_start": NOW}, OfferPhase.OPEN),
        ({"own_end": NOW}, OfferPhase.OVER),
        ({"own_end": NOW + timedelta(seconds=1)}, OfferPhase.OPEN),
        ({"stock": 2, "claimed": 2}, OfferPhase.SOLD_OUT),
        ({"stock": 2, "claimed": 1}, OfferPhase.OPEN),
        ({"paused_at": NOW}, OfferPhase.PAUSED),
        ({"paused_at": NOW, "own_end": NOW}, OfferPhase.OVER),
        ({"state": OfferState.WITHDRAWN}, OfferPhase.WITHDRAWN),
        ({"state": OfferState.WAITING, "shown_as": "live"}, OfferPhase.READ_AGAIN),
        ({"state": OfferState.REFUSED, "shown_as": "live", "paused_at": NOW}, OfferPhase.READ_AGAIN),
        ({"state": OfferState.REFUSED, "shown_as": "live", "own_end": NOW}, OfferPhase.OVER),
    ],
)
def test_what_a_resident_sees_of_an_offer(facts, phase):
    assert offer_phase(an_offer(**facts), NOW) is phase


def test_only_an_approved_offer_that_runs_can_be_claimed():
    assert is_claimable(an_offer(), NOW)
    assert not is_claimable(an_offer(state=OfferState.WAITING), NOW)
    assert not is_claimable(an_offer(stock=1, claimed=1), NOW)


def test_an_offer_never_lasts_longer_than_its_campaign():
    offer = an_offer(own_start=NOW - 9 * DAY, own_end=NOW + 9 * DAY)

    assert (offer.starts_at, offer.ends_at) == (offer.campaign_start, offer.campaign_end)


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({}, VoucherPhase.READY),
        ({"state": VoucherState.REDEEMED}, VoucherPhase.REDEEMED),
        ({"state": VoucherState.VOID}, VoucherPhase.VOID),
        ({"offer": an_offer(own_end=NOW)}, VoucherPhase.OVER),
        ({"offer": an_offer(paused_at=NOW)}, VoucherPhase.PAUSED),
        ({"offer": an_offer(paused_at=NOW, pauses_redemptions=False)}, VoucherPhase.READY),
        ({"offer": an_offer(own_start=NOW + DAY)}, VoucherPhase.NOT_NOW),
    ],
)
def test_what_the_holder_of_a_voucher_sees(facts, phase):
    voucher = a_voucher(**facts)

    assert voucher_phase(voucher, NOW) is phase


def test_a_voucher_of_a_withdrawn_offer_stays_good():
    withdrawn = a_voucher(an_offer(state=OfferState.WITHDRAWN))

    assert voucher_phase(withdrawn, NOW) is VoucherPhase.READY


def test_a_window_is_in_brussels_time():
    offer = an_offer(windows=[a_window([SUNDAY], "11:00", "18:00")])  # 10:00 in UTC

    assert is_within_hours(offer, NOW)
    assert not is_within_hours(offer, NOW - timedelta(seconds=1))
    assert not is_within_hours(offer, NOW + timedelta(hours=7))
    assert not is_within_hours(offer, NOW + DAY)


def test_a_window_holds_its_first_minute_and_not_its_last():
    offer = an_offer(windows=[a_window(EVERY_DAY, "18:00", "24:00")])

    assert not is_within_hours(offer, utc(2026, 11, 22, 16, 59, 59))
    assert is_within_hours(offer, utc(2026, 11, 22, 17, 0))
    assert is_within_hours(offer, utc(2026, 11, 22, 22, 59, 59))
    assert not is_within_hours(offer, utc(2026, 11, 22, 23, 0))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (utc(2026, 10, 24, 22, 30), True),  # 00:30 in summer time
        (utc(2026, 10, 25, 0, 30), True),  # 02:30, the first time
        (utc(2026, 10, 25, 1, 30), True),  # 02:30, an hour later
        (utc(2026, 10, 25, 2, 0), False),  # 03:00
        (utc(2027, 3, 28, 0, 59), True),  # 01:59
        (utc(2027, 3, 28, 1, 0), False),  # 03:00: two o'clock does not exist
    ],
)
def test_a_night_window_when_the_clock_changes(moment, is_open):
    long = {"campaign_start": utc(2026, 1, 1), "campaign_end": utc(2028, 1, 1)}
    offer = an_offer(windows=[a_window([SUNDAY], "00:00", "03:00")], **long)

    assert is_within_hours(offer, moment) is is_open


def test_the_next_hours_of_an_offer():
    monday_morning = [a_window([0], "09:00", "12:00")]

    assert next_hours(an_offer(), NOW) == NOW
    assert next_hours(an_offer(own_start=NOW + DAY), NOW) == NOW + DAY
    assert next_hours(an_offer(windows=monday_morning), NOW) == utc(2026, 11, 23, 8, 0)
    assert next_hours(an_offer(windows=[a_window([SUNDAY], "18:00", "20:00")]), NOW) == utc(
        2026, 11, 22, 17, 0
    )
    assert next_hours(an_offer(windows=monday_morning, own_end=NOW + timedelta(hours=3)), NOW) is None
    assert next_hours(an_offer(own_end=NOW), NOW) is None


def test_hours_from_the_end_of_a_day_begin_at_midnight():
    kept = [a_window([SUNDAY], "24:00", "24:00"), a_window([0], "00:00", "02:00")]

    assert next_hours(an_offer(windows=kept), NOW) == utc(2026, 11, 22, 23, 0)


def test_the_next_hours_may_be_a_week_away():
    this_morning = [a_window([SUNDAY], "08:00", "10:00")]

    assert next_hours(an_offer(windows=this_morning, campaign_end=NOW + 9 * DAY), NOW) == utc(
        2026, 11, 29, 7, 0
    )


def test_few_are_left():
    assert has_few_left(an_offer(stock=100, claimed=90))
    assert has_few_left(an_offer(stock=5, claimed=2))
    assert not has_few_left(an_offer(stock=100, claimed=50))
    assert not has_few_left(an_offer(stock=5, claimed=5))
    assert not has_few_left(an_offer())


def test_when_a_page_stops_being_true():
    assert next_change(an_offer(own_start=NOW + DAY), NOW) == NOW + DAY
    assert next_change(an_offer(), NOW) == NOW + 3 * DAY
    assert next_change(an_offer(own_end=NOW), NOW) is None


def test_undoing_is_possible_for_ten_minutes():
    assert may_be_undone(NOW, NOW + timedelta(minutes=9, seconds=59))
    assert not may_be_undone(NOW, NOW + timedelta(minutes=10))
