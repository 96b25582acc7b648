"""Town hall puts a voucher right: cancelled before use, refunded after it, for a reason, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import JournalEntry
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.offers.ending import give_back
from cityshop.offers.models import (
    DiscountRules,
    Offer,
    Redemption,
    StockCounts,
    Voucher,
    VoucherChange,
    VoucherState,
)
from cityshop.offers.queries import voucher_by_code
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

WHY = {"reason": "dubbel afgedrukt"}


@pytest.fixture
def campaign(make):
    return make.campaign()


def vouchers(campaign, path=""):
    return f"/staff/kortrijk/weekends/{campaign.slug}/vouchers{path}"


def one(database, what):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(what).order_by(what.__table__.primary_key.columns.values()[0])).first()


def all_of(database, what):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(what).order_by(*what.__table__.primary_key)).all()


def test_a_voucher_is_found_however_its_code_is_typed(amina, make, campaign):
    voucher = make.voucher(make.offer(campaign=campaign))
    typed = f" {voucher.code[:5].lower()} {voucher.code[5:].replace('0', 'O')} "

    answer = post_form(amina, vouchers(campaign), code=typed)

    assert answer.location.endswith(vouchers(campaign, f"/{voucher.id}"))
    text = Page(amina.get(answer.location)).text
    assert "20 % op brood" in text
    assert "Not used yet" in text
    assert "Claimed" in text


def test_a_voucher_of_another_campaign_leads_there(amina, make, campaign):
    other = make.campaign()
    voucher = make.voucher(make.offer(campaign=other))

    answer = post_form(amina, vouchers(campaign), code=voucher.code)

    assert answer.location.endswith(vouchers(other, f"/{voucher.id}"))
    assert amina.get(vouchers(campaign, f"/{voucher.id}")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type the ten characters"),
        ("0000000000", "There is no voucher with this code in this city"),
        ("0000000001", "A character of this code is wrong"),
        ("kort", "There is no voucher with this code in this city"),
        ("x" * 10_000, "Use at most 40 characters"),
    ],
)
def test_what_is_no_code_is_told_apart(amina, campaign, typed, sentence):
    page = Page(post_form(amina, vouchers(campaign), code=typed))

    assert page.status == 422
    assert any(sentence in error for error in page.errors)


def test_a_voucher_of_another_city_is_not_known(client, make, campaign):
    voucher = make.voucher(make.offer(campaign=campaign))
    genk = make.city("genk", "Genk")
    here = make.campaign(genk)
    sign_in(client, make.staff(city=genk))
    path = f"/staff/genk/weekends/{here.slug}/vouchers"

    assert post_form(client, path, code=voucher.code).status_code == 422
    for act in ("", "/void", "/refund"):
        assert client.get(f"{path}/{voucher.id}{act}").status_code == 404
    for act in ("/void", "/refund"):
        assert post_form(client, f"{path}/{voucher.id}{act}", **WHY).status_code == 404


def test_a_cancelled_voucher_gives_its_place_back(amina, make, campaign, database):
    offer = make.offer(campaign=campaign, stock=1)
    voucher = make.voucher(offer)
    path = vouchers(campaign, f"/{voucher.id}/void")
    assert "can never be used again" in Page(amina.get(path)).text

    for _ in range(2):
        assert post_form(amina, path, **WHY).status_code == 303

    assert one(database, Voucher).state == VoucherState.VOID
    assert one(database, Offer).claimed == 0
    (change,) = all_of(database, VoucherChange)
    assert (change.deed, change.reason) == ("voided", "dubbel afgedrukt")
    assert [(entry.happening, entry.note) for entry in all_of(database, JournalEntry)] == [
        ("voucher-voided", "dubbel afgedrukt")
    ]
    assert "dubbel afgedrukt" in Page(amina.get(vouchers(campaign, f"/{voucher.id}"))).text


def test_a_used_voucher_is_not_cancelled(amina, make, campaign, database):
    offer = make.offer(campaign=campaign)
    redemption = make.used(offer, make.counter(offer.shop))

    page = Page(post_form(amina, vouchers(campaign, f"/{redemption.voucher_id}/void"), **WHY))

    assert page.status == 409
    assert "dubbel afgedrukt" in page.html
    assert one(database, Voucher).state == VoucherState.REDEEMED


def test_a_refund_returns_voucher_stock_and_budget(amina, make, campaign, database):
    make.discount_rules(campaign, cap_cents=10_000, spent_cents=500)
    offer = make.offer(campaign=campaign, stock=5, used=1, stock_counts=StockCounts.USED)
    redemption = make.used(
        offer, make.counter(offer.shop), at=NOW - timedelta(days=1), amount_cents=2500, cost_cents=500
    )
    path = vouchers(campaign, f"/{redemption.voucher_id}/refund")
    assert amina.get(path).status_code == 200

    assert post_form(amina, path, **WHY).status_code == 303
    assert post_form(amina, path, **WHY).status_code == 409

    voucher = one(database, Voucher)
    assert (voucher.state, voucher.redeemed_at) == (VoucherState.ISSUED, None)
    assert one(database, Offer).used == 0
    assert one(database, DiscountRules).spent_cents == 0
    assert one(database, Redemption).undone_at == NOW
    assert [change.deed for change in all_of(database, VoucherChange)] == ["refunded"]
    text = Page(amina.get(vouchers(campaign, f"/{voucher.id}"))).text
    for word in ("Claimed", "Used", "Taken back", "Refunded by the city"):
        assert word in text


def test_what_was_not_used_is_not_refunded(amina, make, campaign, database):
    voucher = make.voucher(make.offer(campaign=campaign))

    assert post_form(amina, vouchers(campaign, f"/{voucher.id}/refund"), **WHY).status_code == 409
    assert all_of(database, VoucherChange) == []


@pytest.mark.parametrize("act", ["void", "refund"])
@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_a_reason_is_needed(amina, make, database, act, reason):
    offer = make.offer(campaign=make.campaign())
    voucher = make.voucher(offer)
    if act == "refund":
        make.redemption(voucher, make.counter(offer.shop))

    page = Page(post_form(amina, vouchers(offer.campaign, f"/{voucher.id}/{act}"), reason=reason))

    assert page.status == 422
    assert all_of(database, VoucherChange) == []


@pytest.mark.parametrize("role", Role)
def test_who_may_put_a_voucher_right(client, make, campaign, database, role):
    voucher = make.voucher(make.offer(campaign=campaign))
    sign_in(client, make.account(role, city=make.kortrijk()))

    status = post_form(client, vouchers(campaign, f"/{voucher.id}/void"), **WHY).status_code

    may = role in PERMISSIONS[Act.CORRECT_VOUCHER].roles
    assert (status == 303) == may
    assert (one(database, Voucher).state == VoucherState.VOID) == may


def test_a_voucher_that_lapsed_says_so(amina, make, campaign, database):
    voucher = make.voucher(make.offer(campaign=campaign))
    with database.writes.begin() as session:
        session.execute(update(Voucher.__table__).values(state=VoucherState.LAPSED))

    page = Page(amina.get(vouchers(campaign, f"/{voucher.id}")))

    assert "Lapsed" in page.text
    assert not [link for link in page.links if link.endswith(("/void", "/refund"))]


def test_a_voucher_that_was_given_back_says_so(amina, make, campaign, database):
    voucher = make.voucher(make.offer(campaign=campaign))
    with database.writes.begin() as session:
        choose_city(session, campaign.city_id)
        give_back(session, voucher_by_code(session, voucher.code), now=NOW)

    assert "Given back" in Page(amina.get(vouchers(campaign, f"/{voucher.id}"))).text
