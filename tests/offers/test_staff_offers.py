"""Offers in the town hall."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import JournalEntry
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.offers.models import Offer
from cityshop.offers.queries import MOST_OFFERS
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

OFFERS = "/staff/kortrijk/offers"


@pytest.fixture
def amina(client, make):
    return sign_in(client, make.staff())


def offers(session):
    session.expire_all()
    with across_cities(session):
        return session.scalars(select(Offer).order_by(Offer.id)).all()


def test_what_waits_comes_first(amina, make):
    make.offer(make.shop(name="A"), title="staat al op de lijst")
    make.offer(make.shop(name="B"), title="wacht nog", state="waiting")

    text = Page(amina.get(OFFERS)).text

    assert text.index("wacht nog") < text.index("staat al op de lijst")


def test_an_empty_list_says_so(amina):
    assert "No offers yet" in Page(amina.get(OFFERS)).text


def test_approving_shows_an_offer_to_residents(amina, make, session):
    offer = make.offer(state="waiting")

    for _ in range(2):
        assert post_form(amina, f"{OFFERS}/{offer.id}/approve").status_code == 303

    assert amina.get(f"/kortrijk/offers/{offer.slug}").status_code == 200
    assert session.scalars(select(JournalEntry.happening)).all() == ["offer-approved"]


def test_changing_an_offer_leaves_it_on_the_list(amina, make, session):
    offer = make.offer()
    fields = {
        "title_nl": "25 % op brood",
        "kind": "percent",
        "value": "25",
        "campaign_id": str(offer.campaign_id),
    }

    answer = post_form(amina, f"{OFFERS}/{offer.id}", **fields)

    assert answer.status_code == 303
    assert (offers(session)[0].value, offers(session)[0].state) == (25, "live")


def test_a_wrong_change_is_shown_again(amina, make, session):
    offer = make.offer()

    page = Page(post_form(amina, f"{OFFERS}/{offer.id}", title_nl="", kind="percent", value="x"))

    assert page.status == 422
    assert page.errors
    assert offers(session)[0].title == {"nl": "20 % op brood"}


def test_a_withdrawn_offer_stays_withdrawn(amina, make, session):
    offer = make.offer()
    post_form(amina, f"{OFFERS}/{offer.id}/withdraw")

    assert post_form(amina, f"{OFFERS}/{offer.id}/approve").status_code == 409
    assert offers(session)[0].state == "withdrawn"


def test_the_public_page_changes_with_the_offer(amina, make):
    offer = make.offer()
    assert "Get my voucher" in Page(amina.get(f"/kortrijk/offers/{offer.slug}")).text

    post_form(amina, f"{OFFERS}/{offer.id}/withdraw")

    assert "This offer is over" in Page(amina.get(f"/kortrijk/offers/{offer.slug}")).text


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", ["", "/approve", "/withdraw"])
def test_who_may_change_offers(client, make, session, role, path):
    offer = make.offer(state="waiting")
    sign_in(client, make.account(role, city=make.kortrijk()))

    status = post_form(client, f"{OFFERS}/{offer.id}{path}").status_code

    may = role in PERMISSIONS[Act.EDIT_OFFER].roles
    is_staff = role in PERMISSIONS[Act.SEE_DASHBOARD].roles
    assert status in ((303, 422) if may else (403,) if is_staff else (404,))
    assert (offers(session)[0].state == "waiting") == (not may or path == "")


def test_another_city_knows_nothing(client, make, session):
    genk = make.city("genk", "Genk")
    offer, elsewhere = make.offer(), make.offer(make.shop(genk))
    sign_in(client, make.staff(city=genk))

    assert client.get(OFFERS).status_code == 404
    for path in ("", "/approve", "/withdraw"):
        assert post_form(client, f"{OFFERS}/{elsewhere.id}{path}").status_code == 404
        assert post_form(client, f"/staff/genk/offers/{offer.id}{path}").status_code == 404
    assert {offer.state for offer in offers(session)} == {"live"}


def test_a_stranger_signs_in_first(client, make):
    offer = make.offer()

    assert client.get(OFFERS).location.startswith("/sign-in")
    assert client.post(f"{OFFERS}/{offer.id}/withdraw").location == "/sign-in"


def test_the_dashboard_counts_vouchers(amina, make):
    voucher = make.voucher()
    make.redemption(voucher, make.counter(voucher.offer.shop), at=NOW)
    make.voucher(voucher.offer)

    text = Page(amina.get("/staff/kortrijk")).text

    assert "vouchers claimed today" in text
    assert "Bakkerij Bert" in text


def test_queries_do_not_grow_with_offers(amina, make, queries):
    shop, campaign = make.shop(), make.campaign()

    def asked(path):
        with queries() as counted:
            amina.get(path)
        return len(counted)

    make.offer(shop, campaign)
    few = [asked(OFFERS), asked("/staff/kortrijk")]
    for _ in range(20):
        make.offer(shop, campaign)

    assert [asked(OFFERS), asked("/staff/kortrijk")] == few


def test_the_list_has_the_editions_that_are_not_over(amina, make):
    past = make.campaign(starts_at=NOW - timedelta(days=9), ends_at=NOW)
    make.offer(campaign=past, title="van vroeger")
    make.offer(title="van nu")

    page = Page(amina.get(OFFERS))
    assert "van nu" in page.text
    assert "van vroeger" not in page.text
    assert f'href="{OFFERS}?campaign={past.slug}"' in page.html

    earlier = Page(amina.get(f"{OFFERS}?campaign={past.slug}"))
    assert earlier.heading == "Offers of Kortingsweekend"
    assert "van vroeger" in earlier.text
    assert "van nu" not in earlier.text


def test_the_edition_of_another_city_is_not_found(amina, make):
    elsewhere = make.campaign(make.city("genk", "Genk"))

    assert amina.get(f"{OFFERS}?campaign={elsewhere.slug}").status_code == 404
    assert amina.get(f"{OFFERS}?campaign=x").status_code == 404


def test_a_list_that_is_cut_says_so_and_leaves_out_nothing_that_waits(amina, make):
    shop, campaign = make.shop(name="A"), make.campaign()
    make.many_offers(MOST_OFFERS, shop, campaign)
    assert "These are the first" in Page(amina.get(OFFERS)).text
    make.many_offers(1, make.shop(name="Z"), campaign, state="waiting", title={"nl": "wacht nog"})

    assert "wacht nog" in Page(amina.get(OFFERS)).text


def test_the_dashboard_counts_every_offer_that_waits(amina, make):
    make.many_offers(MOST_OFFERS + 2, make.shop(), make.campaign(), state="waiting")

    _, _, after = Page(amina.get("/staff/kortrijk")).text.partition("Offers that wait for you")
    assert re.sub("[^0-9]", "", after[:8]) == str(MOST_OFFERS + 2)
    assert "These are the first" in Page(amina.get(f"{OFFERS}/waiting")).text
