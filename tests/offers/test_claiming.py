"""How many vouchers one resident may have, and what one press of the button is."""

from collections import Counter
from datetime import timedelta

import pytest

from cityshop.core.db import choose_city
from cityshop.offers import claiming, queries
from cityshop.offers.claiming import Press
from cityshop.offers.errors import LimitReached, LimitReachedToday, OfferSoldOut
from cityshop.offers.models import LimitPeriod
from tests.makers.base import NOW
from tests.offers.test_services import all_at_once, facts_of

HOLDER = b"a device"


def claim(session, offer, *, holder=HOLDER, key=None, now=NOW):
    press = Press(key)
    return claiming.claim_voucher(session, facts_of(session, offer), holder=holder, now=now, press=press)


def test_two_per_resident_is_two(make, session):
    offer = make.offer(per_resident=2)

    first, second = claim(session, offer), claim(session, offer)

    assert first != second
    with pytest.raises(LimitReached) as refusal:
        claim(session, offer)
    assert refusal.value.facts == {"count": 2}


def test_one_press_is_one_voucher_however_often_it_arrives(make, session, rows):
    offer = make.offer(per_resident=2)

    codes = [claim(session, offer, key=key) for key in (b"one", b"one", b"two", b"one", b"two")]

    assert codes == [codes[0], codes[0], codes[2], codes[0], codes[2]]
    assert facts_of(session, offer).claimed == 2


def test_a_limit_by_the_day_starts_again_at_midnight_in_brussels(make, session):
    offer = make.offer(limit_period=LimitPeriod.DAY)
    midnight = NOW.replace(hour=23, minute=0)  # in Brussels, in winter

    today = claim(session, offer)

    assert claim(session, offer, now=midnight - timedelta(seconds=1)) == today
    assert claim(session, offer, now=midnight) != today


def test_two_a_day_says_that_tomorrow_there_are_more(make, session):
    offer = make.offer(limit_period=LimitPeriod.DAY, per_resident=2)
    claim(session, offer)
    claim(session, offer)

    with pytest.raises(LimitReachedToday):
        claim(session, offer)


def test_a_press_has_no_meaning_for_somebody_else(make, session):
    offer = make.offer(per_resident=2)

    mine, theirs = claim(session, offer, key=b"mine"), claim(session, offer, holder=b"them", key=b"theirs")

    assert mine != theirs


def test_10_residents_with_20_claims_each_and_a_limit_of_2_have_20(make, database, rows):
    offer = make.offer(per_resident=2)
    presses = [(number * 7 % 10, number // 10) for number in range(200)]
    with database.reads() as session:
        facts = queries.city_offer(session, offer.city_id, offer.id)

    def press(index):
        answers = []
        for resident, number in presses[index::20]:
            with database.writes.begin() as session:
                choose_city(session, offer.city_id)
                press = Press(f"{resident}-{number}".encode())
                holder = f"resident {resident}".encode()
                try:
                    answers.append(
                        claiming.claim_voucher(session, facts, holder=holder, now=NOW, press=press)
                    )
                except LimitReached:
                    answers.append("limit")
        return answers

    answers = [answer for answers in all_at_once(20, press) for answer in answers]

    vouchers = rows()
    assert Counter(answers)["limit"] == 180
    assert len(set(answers) - {"limit"}) == len(vouchers) == 20
    assert set(Counter(voucher.holder for voucher in vouchers).values()) == {2}


def test_the_same_press_20_times_at_once_is_one_voucher(make, database, rows):
    offer = make.offer(per_resident=5)

    def press(_):
        with database.writes.begin() as session:
            choose_city(session, offer.city_id)
            return claim(session, offer, key=b"one press")

    assert len(set(all_at_once(20, press))) == 1
    assert len(rows()) == 1


def test_who_has_one_may_not_pass_the_stock_either(make, session):
    offer = make.offer(per_resident=3, stock=2)
    claim(session, offer)
    claim(session, offer)

    with pytest.raises(OfferSoldOut):
        claim(session, offer)


def test_a_limit_that_was_lowered_counts_what_went_out_before(make, session, change):
    offer = make.offer(per_resident=2)
    first, second = claim(session, offer), claim(session, offer)
    session.commit()
    change(offer, per_resident=1)

    mine = claiming.held.held_vouchers(session, offer.id, HOLDER)

    standing = claiming.standing_code(facts_of(session, offer), mine, Press(), now=NOW)
    assert standing in (first, second)
