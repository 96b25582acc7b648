"""Vouchers on paper: exactly as many as the stock has left, used like any other, withdrawn and returned."""

import threading
from collections import Counter as Tally
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cityshop.core.codes import new_token
from cityshop.core.db import across_cities, choose_city
from cityshop.core.errors import Unknown
from cityshop.core.journal import JournalEntry
from cityshop.offers import claiming, services
from cityshop.offers.errors import NotApproved, OfferOver, OfferPaused, TooFewLeft
from cityshop.offers.models import Offer, OfferState, StockCounts, Voucher, VoucherChange, VoucherState
from cityshop.offers.queries import city_offer
from cityshop.offers.refusals import VoucherRevoked
from cityshop.sheets import queries
from cityshop.sheets.errors import NothingLeft
from cityshop.sheets.models import MOST_PIECES, SheetVoucher, VoucherSheet
from cityshop.sheets.services import SheetDraft, Withdrawal, make_sheet, withdraw_sheet
from tests.makers.base import NOW

DAY = timedelta(days=1)


def draft(pieces=3, press=None):
    return SheetDraft(press or new_token(), pieces, "Bibliotheek", "Voor wie geen telefoon heeft")


def make_one(session, offer, what=None, now=NOW):
    choose_city(session, offer.city_id)
    facts = city_offer(session, offer.city_id, offer.id)
    return make_sheet(session, facts, what or draft(), account_id=1, now=now)


def withdraw(session, offer, sheet_id):
    choose_city(session, offer.city_id)
    facts = city_offer(session, offer.city_id, offer.id)
    what = Withdrawal(sheet_id, "niet meer nodig")
    return withdraw_sheet(session, facts, what, account_id=1, now=NOW)


def count(session, kind, *conditions):
    with across_cities(session):
        return session.scalar(select(func.count()).select_from(kind).where(*conditions))


def claimed(session, offer):
    session.expire_all()
    with across_cities(session):
        return session.scalar(select(Offer.claimed).where(Offer.id == offer.id))


def codes(session, sheet_id):
    with across_cities(session):
        return [one.code for one in queries.vouchers_of(session, sheet_id)]


def test_a_batch_has_as_many_vouchers_as_were_asked_numbered_from_one(make, session):
    offer = make.offer(stock=10)

    sheet_id = make_one(session, offer, draft(4))

    with across_cities(session):
        made = queries.vouchers_of(session, sheet_id)
        holders = session.scalars(select(Voucher.holder)).all()
    assert [one.number for one in made] == [1, 2, 3, 4]
    assert len({one.code for one in made}) == len(set(holders)) == 4
    assert count(session, Voucher, Voucher.channel == "paper", Voucher.version == 1) == 4
    assert claimed(session, offer) == 4


@pytest.mark.parametrize("counts", StockCounts)
def test_never_more_is_made_than_the_stock_has_left(make, session, counts):
    offer = make.offer(stock=5, stock_counts=counts)

    make_one(session, offer, draft(3))
    session.commit()
    with pytest.raises(TooFewLeft) as refused:
        make_one(session, offer, draft(3))
    session.rollback()

    assert refused.value.facts == {"left": 2}
    assert count(session, VoucherSheet) == 1
    assert count(session, Voucher) == count(session, SheetVoucher) == claimed(session, offer)


def test_paper_leaves_what_phones_use_and_keep_apart(make, session):
    offer = make.offer(stock=5, stock_counts=StockCounts.USED, used=2, leased=1)

    with pytest.raises(TooFewLeft) as refused:
        make_one(session, offer, draft(3))
    session.rollback()
    make_one(session, offer, draft(2))

    assert refused.value.facts == {"left": 2}


def test_paper_and_phones_share_one_stock(make, session):
    offer = make.offer(stock=3)
    make_one(session, offer, draft(2))
    facts = city_offer(session, offer.city_id, offer.id)

    claiming.claim_voucher(session, facts, holder=b"a phone", now=NOW)
    with pytest.raises(TooFewLeft) as refused:
        make_one(session, offer, draft(1))

    assert refused.value.facts == {"left": 0}


def test_vouchers_can_be_printed_before_the_weekend_begins(make, session):
    campaign = make.campaign(starts_at=NOW + DAY, ends_at=NOW + 3 * DAY)

    make_one(session, make.offer(campaign=campaign))

    assert count(session, Voucher) == 3


@pytest.mark.parametrize(
    ("refusal", "facts", "campaign"),
    [
        (OfferPaused, {}, {"paused": True}),
        (OfferOver, {"ends_at": NOW - DAY}, {}),
        (OfferOver, {}, {"starts_at": NOW - 3 * DAY, "ends_at": NOW}),
        (OfferOver, {"state": OfferState.WITHDRAWN}, {}),
        (NotApproved, {"state": OfferState.WAITING}, {}),
        (NotApproved, {"state": OfferState.SOLD_OUT}, {}),
    ],
)
def test_what_nobody_can_claim_is_not_printed(make, session, refusal, facts, campaign):
    offer = make.offer(campaign=make.campaign(**campaign), **facts)

    with pytest.raises(refusal):
        make_one(session, offer)
    session.rollback()

    assert count(session, Voucher) == 0


def test_one_press_of_the_button_is_one_batch(make, session):
    offer = make.offer(stock=10)
    press = new_token()

    first = make_one(session, offer, draft(3, press))
    again = make_one(session, offer, draft(3, press))

    assert first == again
    assert claimed(session, offer) == 3


def test_a_press_makes_nothing_for_another_offer(make, session):
    press, one, other = new_token(), make.offer(), make.offer()
    make_one(session, one, draft(3, press))

    with pytest.raises(Unknown):
        make_one(session, other, draft(3, press))


def test_a_voucher_on_paper_is_redeemed_like_any_other(make, session):
    offer = make.offer()
    counter = make.counter(offer.shop)
    code = codes(session, make.sheet(offer))[0]
    choose_city(session, offer.city_id)

    services.redeem_voucher(session, counter, services.Order(code, "a key", None), now=NOW)

    assert count(session, Voucher, Voucher.state == VoucherState.REDEEMED) == 1


def test_withdrawing_voids_what_nobody_used_and_returns_it(make, session):
    offer = make.offer(stock=10)
    sheet_id, counter = make.sheet(offer, pieces=4), make.counter(offer.shop)
    used, unused = codes(session, sheet_id)[:2]
    choose_city(session, offer.city_id)
    services.redeem_voucher(session, counter, services.Order(used, "a key", None), now=NOW)

    voided = withdraw(session, offer, sheet_id)

    assert (voided, claimed(session, offer)) == (3, 1)
    assert count(session, VoucherChange, VoucherChange.reason == "niet meer nodig") == 3
    assert count(session, Voucher, Voucher.state == VoucherState.REDEEMED) == 1
    with pytest.raises(VoucherRevoked):
        services.redeem_voucher(session, counter, services.Order(unused, "other", None), now=NOW)


def test_nothing_is_withdrawn_twice(make, session):
    offer = make.offer(stock=10)
    sheet_id = make.sheet(offer)
    withdraw(session, offer, sheet_id)

    with pytest.raises(NothingLeft):
        withdraw(session, offer, sheet_id)

    assert claimed(session, offer) == 0


def test_the_journal_names_the_batch_and_no_code(make, session):
    offer = make.offer()
    sheet_id = make_one(session, offer)
    withdraw(session, offer, sheet_id)

    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()

    assert [(entry.happening, entry.note) for entry in entries] == [
        ("vouchers-printed", "3: Bibliotheek"),
        ("vouchers-withdrawn", "3: niet meer nodig"),
    ]


def test_ten_who_make_batches_at_once_make_no_more_than_the_stock(make, database, session):
    offer = make.offer(stock=50)

    def act(_):
        with database.writes.begin() as own:
            return make_one(own, offer, draft(20))

    answers = _all_at_once(10, act)

    assert Tally(type(answer).__name__ for answer in answers) == {"int": 2, "TooFewLeft": 8}
    assert count(session, Voucher) == count(session, SheetVoucher) == claimed(session, offer) == 40


def test_redeeming_while_a_batch_is_withdrawn_leaves_one_truth(make, database, session):
    offer = make.offer(stock=20)
    sheet_id, counter = make.sheet(offer, pieces=10), make.counter(offer.shop)
    typed = codes(session, sheet_id)
    session.commit()  # or this session would keep the others waiting

    def act(number):
        with database.writes.begin() as own:
            choose_city(own, offer.city_id)
            if number == 5:
                return withdraw(own, offer, sheet_id)
            order = services.Order(typed[number], f"key {number}", None)
            return services.redeem_voucher(own, counter, order, now=NOW)

    answers = _all_at_once(10, act)

    used = count(session, Voucher, Voucher.state == VoucherState.REDEEMED)
    void = count(session, Voucher, Voucher.state == VoucherState.VOID)
    assert {type(answer).__name__ for answer in answers} <= {"Redeemed", "VoucherRevoked", "int"}
    assert used + void == 10
    assert claimed(session, offer) == used


def test_the_most_vouchers_are_made_in_a_few_statements(make, database, queries):
    offer = make.offer(stock=MOST_PIECES)

    with queries() as counted, database.writes.begin() as session:
        make_one(session, offer, draft(MOST_PIECES))

    assert len(counted) < 20


def _all_at_once(number, act):
    start, answers = threading.Barrier(number), []

    def run(index):
        start.wait()
        try:
            answers.append(act(index))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            answers.append(error)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
