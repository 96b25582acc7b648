"""The public pages: list, offer, claim, voucher."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from cityshop.core.db import choose_city
from cityshop.merchants.models import ShopState
from cityshop.offers import queries
from cityshop.offers.models import Voucher, VoucherState
from cityshop.offers.pages import OFFERS_A_PAGE
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page

DAY = timedelta(days=1)
MINUS = "\N{MINUS SIGN}"
NONCE = "0123456789abcdef" * 2


def address(offer):
    return f"/kortrijk/offers/{offer.slug}"


def claim(client, offer, **fields):
    return client.post(f"{address(offer)}/claim", data=fields)


def claimed(session, offer):
    return queries.city_offer(session, offer.city_id, offer.id).claimed


def test_the_list_shows_what_the_shops_give(client, make):
    campaign = make.campaign()
    make.offer(make.shop(name="Boeken Chloé"), campaign, title="Een boek cadeau")
    make.offer(campaign=campaign, title="20 % op brood")

    page = Page(client.get("/kortrijk/offers"))

    assert page.status == 200
    for words in ("Kortingsweekend", "Een boek cadeau", "20 % op brood", "Boeken Chloé", f"{MINUS}20 %"):
        assert words in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_long_list_has_pages_and_leaves_nothing_out(client, make):
    campaign = make.campaign()
    make.many_offers(OFFERS_A_PAGE, make.shop(name="A"), campaign, category="books")
    make.many_offers(OFFERS_A_PAGE * 4, make.shop(name="B"), campaign, category="books")
    make.many_offers(1, make.shop(name="Z"), campaign, title={"nl": "de laatste"}, category="wine")

    first, last = Page(client.get("/kortrijk/offers")), Page(client.get("/kortrijk/offers?page=6"))

    assert f"{OFFERS_A_PAGE * 5 + 1} offers" in first.text
    assert "de laatste" not in first.text
    assert "Page 1 of 6" in first.text
    assert 'href="/kortrijk/offers?page=2"' in first.html
    assert "de laatste" in last.text
    assert "de laatste" in Page(client.get("/kortrijk/offers?category=wine")).text
    for odd, number in (("0", 1), ("-3", 1), ("x", 1), ("9" * 30, 6)):
        assert f"Page {number} of 6" in Page(client.get(f"/kortrijk/offers?page={odd}")).text


def test_the_list_keeps_what_nobody_may_see_yet(client, make):
    for state in ("draft", "waiting", "withdrawn"):
        make.offer(title=f"verborgen {state}", state=state)
    make.offer(make.shop(make.city("genk", "Genk")), title="van Genk")

    assert "No offers yet" in Page(client.get("/kortrijk/offers")).text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"stock": 1, "claimed": 1}, "Sold out"),
        ({"stock": 20, "claimed": 18}, "Almost gone"),
        ({"starts_at": NOW + DAY}, "from 23 november"),
        ({}, "until 25 november"),
    ],
)
def test_a_card_says_how_an_offer_stands(client, make, facts, words):
    make.offer(**facts)

    assert words in Page(client.get("/kortrijk/offers")).text


def test_a_shop_that_no_longer_takes_part_gives_nothing(client, make):
    offer = make.offer(make.shop(state=ShopState.REFUSED), title="van een winkel die stopt")

    assert "No offers yet" in Page(client.get("/kortrijk/offers")).text
    assert claim(client, offer).status_code == 404


def test_sold_out_comes_last(client, make):
    sold_out = make.offer(make.shop(name="A"), stock=1, claimed=1)
    on = make.offer(make.shop(name="B"))

    links = [link for link in Page(client.get("/kortrijk/offers")).links if "/offers/aanbieding" in link]

    assert links == [address(on), address(sold_out)]


def test_the_filter_stands_in_the_address(client, make):
    make.offer(title="brood")

    assert "brood" in Page(client.get("/kortrijk/offers?category=bakery")).text
    assert "No offers of this kind" in Page(client.get("/kortrijk/offers?category=wine")).text
    assert Page(client.get("/kortrijk/offers?category=<script>&category=\0")).status == 200


def test_a_pause_shows_at_once(client, make):
    make.offer(campaign=make.campaign(paused=True))

    assert "We pauzeren even." in Page(client.get("/kortrijk/offers")).text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Get my voucher"),
        ({"stock": 1, "claimed": 1}, "All gone"),
        ({"starts_at": NOW + DAY}, "Not yet"),
        ({"ends_at": NOW}, "This offer is over"),
        ({"state": "withdrawn"}, "This offer is over"),
    ],
)
def test_an_offer_says_what_is_possible(client, make, facts, words):
    page = Page(client.get(address(make.offer(**facts))))

    assert words in page.text
    assert ("/claim" in page.html) == (words == "Get my voucher")


def test_an_offer_shows_its_small_print(client, make):
    offer = make.offer(
        kind="amount",
        value=5_00,
        min_spend_cents=25_00,
        conditions={"nl": "Niet op schoolboeken.", "fr": "Hors manuels scolaires."},
        windows=[{"days": [5, 6], "from": "10:00", "to": "18:00"}],
    )

    text = Page(client.get(address(offer))).text.replace("\N{NO-BREAK SPACE}", " ")
    french = Page(client.get(f"/fr{address(offer)}")).text

    for words in (f"{MINUS}€ 5", "€ 25", "Niet op schoolboeken.", "za zo 10:00"):
        assert words in text
    assert "Hors manuels scolaires." in french


@pytest.mark.parametrize("path", ["/kortrijk/offers/nergens", "/nergens/offers", "/v/NERGENS"])
def test_what_does_not_exist_is_a_helpful_404(client, make, path):
    make.kortrijk()

    assert Page(client.get(path)).status == 404


def test_an_offer_of_another_city_is_unknown(client, make):
    offer = make.offer(make.shop(make.city("genk", "Genk")))
    make.kortrijk()

    assert client.get(address(offer)).status_code == 404
    assert claim(client, offer).status_code == 404


def test_reading_sets_no_cookie(client, make):
    offer = make.offer()

    for path in ("/kortrijk/offers", address(offer), f"/v/{make.voucher(offer).code}"):
        assert "Set-Cookie" not in client.get(path).headers


def test_a_claim_leads_to_a_voucher(client, make):
    answer = claim(client, make.offer())

    assert answer.status_code == 303
    assert re.fullmatch(r"/v/[0-9A-Z]{10}", answer.location)
    cookie = answer.headers["Set-Cookie"]
    assert all(fact in cookie for fact in ("device=", "HttpOnly", "SameSite=Lax", "Max-Age=15552000"))
    assert Page(client.get(answer.location)).status == 200


def test_with_tls_no_other_site_can_set_the_cookie(app, client, make, monkeypatch):
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)

    cookie = claim(client, make.offer()).headers["Set-Cookie"]

    assert cookie.startswith("__Host-device=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


def test_a_claim_keeps_the_language(client, make):
    offer = make.offer()

    assert client.post(f"/fr{address(offer)}/claim").location.startswith("/fr/v/")


def test_claiming_again_shows_the_same_voucher(client, make, session):
    offer = make.offer(stock=5)

    assert claim(client, offer).location == claim(client, offer).location
    assert claimed(session, offer) == 1


def test_a_double_tap_without_cookie_is_one_device(app, make, session):
    offer = make.offer(stock=5)

    places = {claim(app.test_client(), offer, nonce=NONCE).location for _ in range(3)}

    assert len(places) == 1
    assert claimed(session, offer) == 1


@pytest.mark.parametrize("nonce", ["", "too short", "\0", "Z" * 32, "x" * 10_000])
def test_two_devices_have_two_vouchers(app, make, nonce):
    offer = make.offer()

    assert len({claim(app.test_client(), offer, nonce=nonce).location for _ in range(2)}) == 2


def test_who_has_a_voucher_finds_it_again_when_all_are_gone(client, make):
    offer = make.offer(stock=1)
    first = claim(client, offer)

    assert claim(client, offer).location == first.location


def test_too_late_is_said_kindly(client, app, make):
    offer = make.offer(stock=1)
    claim(client, offer)

    page = Page(claim(app.test_client(), offer))

    assert page.status == 409
    assert "Other shops still have theirs" in page.text


@pytest.mark.parametrize("facts", [{"starts_at": NOW + DAY}, {"ends_at": NOW}, {"state": "withdrawn"}])
def test_a_claim_at_the_wrong_time_is_refused(client, make, facts):
    offer = make.offer(**facts)

    answer = claim(client, offer)

    assert Page(answer).status == 409
    assert "Set-Cookie" not in answer.headers


def test_a_claim_from_another_site_is_refused(client, make, session):
    offer = make.offer(stock=5)

    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(f"{address(offer)}/claim", headers=headers).status_code == 403

    assert claimed(session, offer) == 0


def test_opening_the_address_of_the_claim_claims_nothing(client, make, session):
    offer = make.offer(stock=5)

    assert Page(client.get(f"{address(offer)}/claim")).status in (404, 405)
    assert claimed(session, offer) == 0


def test_many_claims_from_one_network_are_slowed_down(app, make, monkeypatch):
    monkeypatch.setattr("cityshop.offers.taking.MOST_CLAIMS", 2)
    offer = make.offer()

    answers = [claim(app.test_client(), offer) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_the_page_says_sold_out_right_after_the_last_claim(client, make):
    offer = make.offer(stock=1)
    assert "Get my voucher" in Page(client.get(address(offer))).text

    claim(client, offer)

    assert "All gone" in Page(client.get(address(offer))).text


@pytest.mark.parametrize("form", ["/v/{}", "/V/{}", "/v/{}-", "/fr/v/{}"])
def test_a_voucher_opens_as_it_is_typed_or_scanned(app, make, form):
    voucher = make.voucher()

    answer = app.test_client().get(form.format(voucher.code))

    page = Page(answer)
    assert page.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"{voucher.code[:5]} {voucher.code[5:]}" in page.text
    assert 'class="qr"' in page.html


def test_a_voucher_in_lower_case_opens(client, make):
    assert client.get(f"/v/{make.voucher().code.lower()}").status_code == 200


@pytest.mark.parametrize(
    ("state", "facts", "words"),
    [
        ("issued", {}, "Show this at the till"),
        ("issued", {"starts_at": NOW + DAY}, "You can use this voucher from maandag 23 november"),
        ("issued", {"state": "withdrawn"}, "Show this at the till"),
        ("issued", {"ends_at": NOW}, "This offer has ended"),
        ("void", {}, "has been cancelled"),
        ("redeemed", {}, "has been used"),
    ],
)
def test_a_voucher_says_how_it_stands(client, make, state, facts, words):
    page = Page(client.get(f"/v/{make.voucher(make.offer(**facts), state=state).code}"))

    assert words in page.text
    assert ('class="qr"' in page.html) is (state == "issued" and "ends_at" not in facts)


def test_a_paused_voucher_stays_valid(client, make):
    voucher = make.voucher(make.offer(campaign=make.campaign(paused=True)))

    page = Page(client.get(f"/v/{voucher.code}"))

    assert "Your voucher stays valid" in page.text
    assert "We pauzeren even." in page.text


def test_a_used_voucher_says_when(client, make):
    voucher = make.voucher()
    make.redemption(voucher, make.counter(voucher.offer.shop), at=NOW)

    assert "Used on zondag 22 november, 11:00" in Page(client.get(f"/v/{voucher.code}")).text


def test_opening_a_voucher_never_redeems_it(client, make, session):
    voucher = make.voucher()
    shop = voucher.offer.shop
    counter = make.counter(shop)
    client.post(f"/counter/{counter.token}", data={"pin": "2468"})

    answer = client.get(f"/v/{voucher.code}")
    client.get(answer.location)

    assert answer.location == f"/counter/{counter.token}/voucher?code={voucher.code}"
    choose_city(session, voucher.city_id)
    assert session.get(Voucher, voucher.id).state == VoucherState.ISSUED


def test_the_counter_of_another_shop_sees_an_ordinary_voucher(client, make):
    voucher = make.voucher()
    client.post(f"/counter/{make.counter(make.shop()).token}", data={"pin": "2468"})

    assert Page(client.get(f"/v/{voucher.code}")).status == 200


def test_guessing_codes_is_slowed_down(client, make, monkeypatch):
    monkeypatch.setattr("cityshop.offers.showing.MOST_WRONG_CODES", 3)
    voucher = make.voucher()

    statuses = [client.get(f"/v/AAAAAAAAA{digit}").status_code for digit in range(5)]

    assert statuses == [404, 404, 404, 429, 429]
    assert client.get(f"/v/{voucher.code}").status_code == 200


def test_no_code_breaks_the_voucher_page(client, make):
    make.kortrijk()

    for text in BAD_TEXTS:
        assert client.get(f"/v/{quote(text[:2000], safe='')}").status_code in (404, 308)


def test_what_a_shop_writes_is_shown_as_text(client, make):
    offer = make.offer(title="<script>alert(1)</script>", conditions={"nl": '"><img src=x onerror=alert(1)>'})

    for path in ("/kortrijk/offers", address(offer), f"/v/{make.voucher(offer).code}", "/kortrijk"):
        html = client.get(path).get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_queries_do_not_grow_with_offers(client, app, make, queries):
    shop, campaign = make.shop(), make.campaign()

    def asked(path):
        app.extensions["cityshop.page_cache"].forget_all()
        with queries() as counted:
            client.get(path)
        return len(counted)

    make.offer(shop, campaign)
    few = [asked("/kortrijk/offers"), asked("/kortrijk")]
    for _ in range(30):
        make.offer(shop, campaign)

    assert [asked("/kortrijk/offers"), asked("/kortrijk")] == few
