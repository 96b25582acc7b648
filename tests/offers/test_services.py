"""Claim, redeem, undo: with a real database, and with many at once."""

import threading
from collections import Counter as Tally
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from cityshop.cities.models import City
from cityshop.core.db import across_cities, choose_city
from cityshop.offers import claiming, judging, queries, services
from cityshop.offers.errors import (
    KeyReused,
    OfferNotStarted,
    OfferOver,
    OfferPaused,
    OfferSoldOut,
    UndoTooLate,
)
from cityshop.offers.models import (
    Attempt,
    DiscountRules,
    Offer,
    OfferKind,
    Redemption,
    StockCounts,
    Voucher,
    VoucherState,
)
from cityshop.offers.refusals import (
    CounterRevoked,
    OutsideWindow,
    RedeemingPaused,
    RedemptionRefused,
    TooLittleSpent,
    VoucherAlreadyRedeemed,
    VoucherForged,
    VoucherOfAnotherShop,
    VoucherOver,
    VoucherRevoked,
    VoucherUnknown,
)
from cityshop.offers.services import Order, Redeemed
from tests.makers.base import NOW

DAY = timedelta(days=1)


def facts_of(session, offer):
    return queries.city_offer(session, offer.city_id, offer.id)


def claim(session, offer, holder=b"a device"):
    return claiming.claim_voucher(session, facts_of(session, offer), holder=holder, now=NOW)


def redeem(session, counter, code, key="a key", **facts):
    choose_city(session, counter.city_id)
    order = Order(code, key, facts.get("amount_cents"))
    return services.redeem_voucher(session, counter, order, now=facts.get("now", NOW))


def count(session, kind, *conditions):
    with across_cities(session):
        return session.scalar(select(func.count()).select_from(kind).where(*conditions))


def all_at_once(number, act):
    """Run the act in so many threads that start together; what each gave or raised, by its type's name."""
    start, answers = threading.Barrier(number), []

    def run(index):
        start.wait()
        try:
            answers.append(act(index))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            answers.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_claim_gives_a_voucher_and_takes_one_from_the_stock(make, session):
    offer = make.offer(stock=3)

    code = claim(session, offer)

    assert judging.find_voucher(session, code).state == VoucherState.ISSUED
    assert facts_of(session, offer).left == 2


def test_a_holder_has_one_voucher_of_an_offer(make, session):
    offer = make.offer(stock=3)

    assert claim(session, offer) == claim(session, offer)
    assert facts_of(session, offer).claimed == 1
    assert claim(session, offer, b"another device") != claim(session, offer)


def test_the_last_voucher_renews_the_public_pages(make, session):
    offer = make.offer(stock=2)

    def version():
        return session.scalar(select(City.version).where(City.id == offer.city_id))

    before = version()
    claim(session, offer)
    assert version() == before
    claim(session, offer, b"another device")
    assert version() == before + 1


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"stock": 1, "claimed": 1}, OfferSoldOut),
        ({"starts_at": NOW + DAY}, OfferNotStarted),
        ({"ends_at": NOW}, OfferOver),
        ({"state": "waiting"}, OfferOver),
        ({"state": "withdrawn"}, OfferOver),
    ],
)
def test_what_cannot_be_claimed(make, session, facts, refusal):
    offer = make.offer(**facts)

    with pytest.raises(refusal), session.begin_nested():
        claim(session, offer)

    assert count(session, Voucher) == 0


def test_a_paused_campaign_gives_no_vouchers(make, session):
    with pytest.raises(OfferPaused):
        claim(session, make.offer(campaign=make.campaign(paused=True)))


def test_forty_claims_at_once_never_pass_the_stock(make, database):
    offer = make.offer(stock=7)

    def take(index):
        with database.writes.begin() as session:
            claim(session, offer, f"device {index}".encode())
        return "claimed"

    answers = Tally(all_at_once(40, take))

    assert answers == {"claimed": 7, "OfferSoldOut": 33}
    with database.reads() as session:
        assert facts_of(session, offer).claimed == count(session, Voucher) == 7


def test_a_double_tap_gives_one_voucher(make, database):
    offer = make.offer(stock=5)

    def take(index):
        with database.writes.begin() as session:
            return claim(session, offer)

    assert len(set(all_at_once(12, take))) == 1
    with database.reads() as session:
        assert facts_of(session, offer).claimed == count(session, Voucher) == 1


def test_a_voucher_is_redeemed(make, session):
    voucher = make.voucher()
    counter = make.counter(voucher.offer.shop)

    answer = redeem(session, counter, voucher.code, amount_cents=12_50)

    assert not answer.is_replay
    line = queries.redemption_of_shop(session, answer.id, counter.shop_id)
    assert (line.redeemed_at, line.amount_cents, line.counter_name) == (NOW, 12_50, "Kassa")
    assert judging.find_voucher(session, voucher.code).state == VoucherState.REDEEMED


@pytest.mark.parametrize("typed", ["{}", " {} ", "http://stad.example/V/{}", "HTTPS://STAD.EXAMPLE/V/{}/"])
def test_a_code_is_read_as_typed_or_scanned(make, session, typed):
    voucher = make.voucher()

    assert judging.find_voucher(session, typed.format(voucher.code.lower())).id == voucher.id


def test_a_voucher_is_never_redeemed_twice(make, session):
    voucher = make.voucher()
    counter = make.counter(voucher.offer.shop)
    redeem(session, counter, voucher.code, "one key")

    with pytest.raises(VoucherAlreadyRedeemed) as refusal:
        redeem(session, counter, voucher.code, "another key")

    assert refusal.value.facts == {"redeemed_at": NOW, "counter": "Kassa"}


def test_the_same_key_gets_the_same_answer(make, session):
    voucher = make.voucher()
    counter = make.counter(voucher.offer.shop)
    first = redeem(session, counter, voucher.code)

    again = redeem(session, counter, voucher.code, now=NOW + 9 * DAY)

    assert again == Redeemed(first.id, first.redeemed_at, is_replay=True)


def test_a_key_stands_for_one_voucher_and_amount(make, session):
    voucher = make.voucher()
    other = make.voucher(voucher.offer)
    counter = make.counter(voucher.offer.shop)
    redeem(session, counter, voucher.code, amount_cents=500)

    for code, amount in ((other.code, 500), (voucher.code, 600), ("nonsense", 500)):
        with pytest.raises(KeyReused):
            redeem(session, counter, code, amount_cents=amount)


def test_two_counters_may_use_the_same_key(make, session):
    voucher = make.voucher()
    other = make.voucher(voucher.offer)
    one, another = make.counter(voucher.offer.shop), make.counter(voucher.offer.shop)
    redeem(session, one, voucher.code)

    assert not redeem(session, another, other.code).is_replay


def test_twenty_scans_at_once_redeem_once(make, database):
    voucher = make.voucher()
    counter = make.counter(voucher.offer.shop)

    def scan(index):
        with database.writes.begin() as session:
            return type(redeem(session, counter, voucher.code, f"key {index}")).__name__

    answers = Tally(all_at_once(20, scan))

    assert answers == {"Redeemed": 1, "VoucherAlreadyRedeemed": 19}


def test_one_scan_sent_twenty_times_redeems_once(make, database):
    voucher = make.voucher()
    counter = make.counter(voucher.offer.shop)

    def scan(index):
        with database.writes.begin() as session:
            answer = redeem(session, counter, voucher.code)
            return answer.id, answer.is_replay

    answers = all_at_once(20, scan)

    assert len({answer[0] for answer in answers}) == 1
    assert sorted(answer[1] for answer in answers) == [False] + [True] * 19


def test_one_key_sent_with_two_vouchers_at_once_redeems_one(make, database):
    vouchers = [make.voucher()]
    vouchers.append(make.voucher(vouchers[0].offer))
    counter = make.counter(vouchers[0].offer.shop)

    def scan(index):
        with database.writes.begin() as session:
            return type(redeem(session, counter, vouchers[index % 2].code)).__name__

    answers = Tally(all_at_once(10, scan))

    assert answers == {"Redeemed": 5, "KeyReused": 5}
    with database.reads() as session:
        assert (
            count(session, Redemption) == count(session, Voucher, Voucher.state == VoucherState.REDEEMED) == 1
        )


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"starts_at": NOW + DAY}, OutsideWindow),
        ({"windows": [{"days": [0], "from": "09:00", "to": "12:00"}]}, OutsideWindow),
        ({"ends_at": NOW}, VoucherOver),
    ],
)
def test_a_voucher_is_taken_at_its_hours_only(make, session, facts, refusal):
    voucher = make.voucher(make.offer(**facts))

    with pytest.raises(refusal):
        redeem(session, make.counter(voucher.offer.shop), voucher.code)


def test_a_paused_campaign_redeems_no_vouchers(make, session):
    voucher = make.voucher(make.offer(campaign=make.campaign(paused=True)))

    with pytest.raises(RedeemingPaused):
        redeem(session, make.counter(voucher.offer.shop), voucher.code)


def test_what_a_counter_refuses(make, session):
    voucher = make.voucher(make.offer(min_spend_cents=25_00))
    shop = voucher.offer.shop
    void = make.voucher(make.offer(shop), state=VoucherState.VOID)
    own, elsewhere = make.counter(shop), make.counter(make.shop(make.city()))

    for counter, code, amount, refusal in (
        (own, "AAAAAAAAAA", None, VoucherUnknown),
        (own, "\0" * 50, None, VoucherForged),
        (make.counter(make.shop()), voucher.code, None, VoucherOfAnotherShop),
        (elsewhere, voucher.code, None, VoucherOfAnotherShop),
        (own, void.code, None, VoucherRevoked),
        (own, voucher.code, 24_99, TooLittleSpent),
        (make.counter(shop, revoked=True), voucher.code, 25_00, CounterRevoked),
    ):
        with pytest.raises(refusal):
            redeem(session, counter, code, amount_cents=amount)

    assert redeem(session, own, voucher.code, amount_cents=25_00).id


def test_another_shop_hears_nothing_but_that_it_is_another_shop(make, session):
    used = make.voucher()
    make.redemption(used, make.counter(used.offer.shop))

    with pytest.raises(VoucherOfAnotherShop) as refusal:
        redeem(session, make.counter(make.shop()), used.code)

    assert refusal.value.facts == {}


def test_a_refusal_leaves_a_trace_and_nothing_else(make, session):
    voucher = make.voucher()
    counter = make.counter(make.shop())

    answer = services.redeem_or_note(session, counter, Order(voucher.code, "a key"), now=NOW)

    assert isinstance(answer, RedemptionRefused)
    assert count(session, Attempt, Attempt.reason == "wrong_shop", Attempt.counter_id == counter.id) == 1
    assert count(session, Redemption) == 0
    assert judging.find_voucher(session, voucher.code).state == VoucherState.ISSUED


def test_undo_makes_a_voucher_good_again(make, session):
    voucher = make.voucher()
    counter = make.counter(voucher.offer.shop)
    answer = redeem(session, counter, voucher.code, "one key")

    services.undo_redemption(session, counter, answer.id, now=NOW + timedelta(minutes=9))
    services.undo_redemption(session, counter, answer.id, now=NOW + timedelta(hours=9))

    assert judging.find_voucher(session, voucher.code).redeemed_at is None
    assert redeem(session, counter, voucher.code, "another key").id != answer.id


def test_undo_is_too_late_after_ten_minutes(make, session):
    voucher = make.voucher()
    counter = make.counter(voucher.offer.shop)
    answer = redeem(session, counter, voucher.code)

    with pytest.raises(UndoTooLate):
        services.undo_redemption(session, counter, answer.id, now=NOW + timedelta(minutes=10))


def test_the_database_itself_keeps_to_the_stock(make, session):
    offer = make.offer(stock=1)
    choose_city(session, offer.city_id)
    too_many = update(Offer).where(Offer.id == offer.id).values(claimed=2)

    with pytest.raises(IntegrityError):
        session.execute(too_many)


def asked(session, counter, voucher, **facts):
    """What a counter shows: the word of a refusal, or `redeemed`."""
    choose_city(session, counter.city_id)
    order = Order(voucher.code, f"key {voucher.id}", facts.get("amount_cents"))
    answer = services.redeem_or_note(session, counter, order, now=NOW)
    return "redeemed" if isinstance(answer, Redeemed) else answer.reason


def test_a_stock_at_the_till_is_for_who_comes_first(make, session):
    offer = make.offer(stock=2, stock_counts=StockCounts.USED)
    counter, vouchers = make.counter(offer.shop), [make.voucher(offer) for _ in range(3)]

    answers = [asked(session, counter, voucher) for voucher in vouchers]

    assert answers == ["redeemed", "redeemed", "out_of_stock"]
    assert count(session, Voucher, Voucher.state == VoucherState.ISSUED) == 1
    assert count(session, Attempt) == 1


def test_undoing_gives_stock_and_budget_back(make, session):
    facts = {"kind": OfferKind.AMOUNT, "value": 5_00, "stock": 2, "stock_counts": StockCounts.USED}
    offer = make.offer(**facts)
    rules = make.discount_rules(offer.campaign, cap_cents=5_00)
    counter, first, second = make.counter(offer.shop), make.voucher(offer), make.voucher(offer)
    taken = redeem(session, counter, first.code)

    refused = asked(session, counter, second)
    services.undo_redemption(session, counter, taken.id, now=NOW)
    then = asked(session, counter, second)

    assert (refused, then) == ("budget_spent", "redeemed")
    assert session.get_one(Offer, offer.id).used == 1
    assert session.get_one(DiscountRules, rules.campaign_id).spent_cents == 5_00


def test_the_public_pages_are_renewed_when_an_undone_one_comes_free_again(make, session):
    offer = make.offer(stock=1, stock_counts=StockCounts.USED)
    counter = make.counter(offer.shop)
    taken = redeem(session, counter, make.voucher(offer).code)
    version = select(City.version).where(City.id == offer.city_id)
    before = session.scalar(version)

    services.undo_redemption(session, counter, taken.id, now=NOW)

    assert session.scalar(version) == before + 1


def test_a_percentage_that_the_city_pays_needs_the_purchase(make, session):
    offer = make.offer()
    rules = make.discount_rules(offer.campaign, cap_cents=10_00)
    counter, voucher = make.counter(offer.shop), make.voucher(offer)

    without, with_it = asked(session, counter, voucher), asked(session, counter, voucher, amount_cents=50_00)

    assert (without, with_it) == ("min_spend", "redeemed")
    assert session.get_one(DiscountRules, rules.campaign_id).spent_cents == 10_00
