"""A shopkeeper's own pages."""

import re

import pytest
from sqlalchemy import select

from cityshop.accounts.passwords import fits
from cityshop.core.db import across_cities
from cityshop.core.journal import JournalEntry
from cityshop.merchants import queries as merchant_queries
from cityshop.merchants.models import Counter, Shop, ShopState
from tests.page import Page
from tests.sign_in import post_form, sign_in

CHANGED = {
    "name": "Bakkerij Bert",
    "keeper_name": "Bert Maes",
    "street": "Leiestraat 5",
    "introduction_nl": "Zuurdesem.",
    "introduction_fr": "Du levain.",
    "phone": "056 12 34 56",
    "website": "www.bert.example",
}


def counters(session):
    session.expire_all()
    with across_cities(session):
        return session.scalars(select(Counter).order_by(Counter.id)).all()


def test_whoever_keeps_no_shop_is_shown_how_to_register_one(client, make):
    sign_in(client, make.account())

    page = Page(client.get("/shop"))

    assert "You keep no shop yet" in page.text


def test_a_stranger_signs_in_first(client):
    assert client.get("/shop").location == "/sign-in?next=%2Fshop"


def test_the_page_says_why_a_shop_was_refused(client, make):
    shop = make.shop(state=ShopState.REFUSED, state_reason="Deze zaak is gesloten.")
    sign_in(client, make.merchant(shop))

    assert "Deze zaak is gesloten." in Page(client.get("/shop")).text


def test_a_keeper_changes_the_shop(client, make, session):
    shop = make.shop()
    sign_in(client, make.merchant(shop))

    answer = post_form(client, f"/shop/{shop.id}/edit", **CHANGED)

    assert answer.status_code == 303
    with across_cities(session):
        row = session.scalars(select(Shop)).one()
    assert (row.street, row.website) == ("Leiestraat 5", "https://www.bert.example")
    assert row.introduction == {"nl": "Zuurdesem.", "fr": "Du levain."}
    entry = session.scalars(select(JournalEntry).where(JournalEntry.happening == "shop-changed")).one()
    assert entry.city_id == shop.city_id


def test_a_form_cannot_change_what_it_does_not_ask(client, make, session):
    shop = make.shop(state=ShopState.WAITING)
    sign_in(client, make.merchant(shop))

    post_form(
        client, f"/shop/{shop.id}/edit", **CHANGED, state="approved", enterprise_number="1", city_id="9"
    )

    with across_cities(session):
        row = session.scalars(select(Shop)).one()
    assert (row.state, row.enterprise_number, row.city_id) == ("waiting", "0403170701", shop.city_id)


@pytest.mark.parametrize(
    "website",
    ["javascript:alert(1)", "data:text/html,x", "ftp://bert.example", "https://a:b@bert.example", "bert", "http://",
     'https://bert.example/"><script>', "//bert.example", "vbscript:x", "JaVaScRiPt:alert(1)", "x" * 300],
)  # fmt: skip
def test_only_real_addresses_of_websites_are_kept(client, make, website):
    shop = make.shop()
    sign_in(client, make.merchant(shop))

    page = Page(post_form(client, f"/shop/{shop.id}/edit", **CHANGED | {"website": website}))

    assert page.status == 422
    assert "not the address of a website" in page.text or "at most 200" in page.text


@pytest.mark.parametrize("path", ["", "/edit", "/counters/new", "/counters/1"])
def test_another_keepers_shop_does_not_exist(client, make, path):
    shop = make.shop()
    sign_in(client, make.merchant(make.shop(name="Chloé")))

    assert client.get(f"/shop/{shop.id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/edit", "/counters/new", "/counters/1/pin", "/counters/1/close"])
def test_another_keepers_shop_cannot_be_changed(client, make, session, path):
    shop = make.shop()
    counter = make.counter(shop)
    sign_in(client, make.merchant(make.shop(name="Chloé")))

    answer = post_form(
        client, f"/shop/{shop.id}{path.replace('1', str(counter.id))}", **CHANGED | {"pin": "9274"}
    )

    assert answer.status_code == 404
    assert counters(session)[0].revoked_at is None


def test_a_counter_of_another_shop_cannot_be_reached_through_ones_own(client, make):
    foreign = make.counter(make.shop(name="Chloé"))
    shop = make.shop()
    sign_in(client, make.merchant(shop))

    assert client.get(f"/shop/{shop.id}/counters/{foreign.id}").status_code == 404
    assert post_form(client, f"/shop/{shop.id}/counters/{foreign.id}/close").status_code == 404


def test_a_counter_shows_its_link_and_pin_once(client, make, session):
    shop = make.shop()
    sign_in(client, make.merchant(shop))

    page = Page(post_form(client, f"/shop/{shop.id}/counters/new", name="Kassa", pin=""))

    counter = counters(session)[0]
    assert page.status == 200
    assert page.response.headers["Cache-Control"] == "no-store"
    assert f"http://localhost/counter/{counter.token}" in page.text
    assert 'class="qr"' in page.html
    pin = re.search(r'class="pin">(\d{6})<', page.html)[1]
    assert fits(pin, counter.pin_digest)
    assert counter.pin_digest.startswith("$argon2id$")
    assert pin not in Page(client.get(f"/shop/{shop.id}/counters/{counter.id}")).text


@pytest.mark.parametrize("pin", ["123", "1234567", "1234", "4321", "0000", "abcd", "12 34", "१२३४", "²²²²"])
def test_an_easy_pin_is_refused(client, make, session, pin):
    shop = make.shop()
    sign_in(client, make.merchant(shop))

    page = Page(post_form(client, f"/shop/{shop.id}/counters/new", name="Kassa", pin=pin))

    assert page.status == 422
    assert counters(session) == []


def test_a_shop_that_waits_opens_no_counter(client, make):
    shop = make.shop(state=ShopState.WAITING)
    sign_in(client, make.merchant(shop))

    page = Page(post_form(client, f"/shop/{shop.id}/counters/new", name="Kassa", pin=""))

    assert page.status == 422
    assert "once the town hall has approved" in page.text


def test_a_new_pin_sends_away_every_device(client, make, session):
    counter = make.counter(shop := make.shop())
    sign_in(client, make.merchant(shop))

    answer = post_form(client, f"/shop/{shop.id}/counters/{counter.id}/pin", pin="902746")

    assert answer.status_code == 200
    row = counters(session)[0]
    assert row.bearer_version == counter.bearer_version + 1
    assert fits("902746", row.pin_digest)


def test_a_closed_counter_is_closed_for_good(client, make, session):
    counter = make.counter(shop := make.shop())
    sign_in(client, make.merchant(shop))

    first = post_form(client, f"/shop/{shop.id}/counters/{counter.id}/close")
    second = post_form(client, f"/shop/{shop.id}/counters/{counter.id}/close")

    row = counters(session)[0]
    assert (first.status_code, second.status_code) == (303, 404)
    assert row.revoked_at is not None
    assert row.bearer_version == counter.bearer_version + 1
    assert merchant_queries.counter_by_token(session, counter.token).id == counter.id


def test_nothing_is_written_without_the_token_of_the_form(client, make, session):
    counter = make.counter(shop := make.shop())
    sign_in(client, make.merchant(shop))

    answer = client.post(f"/shop/{shop.id}/counters/{counter.id}/close")

    assert answer.status_code == 400
    assert counters(session)[0].revoked_at is None


def test_a_keeper_of_shops_in_two_cities_sees_both(client, make):
    here = make.shop()
    there = make.shop(make.city("genk", "Genk"), name="Barista")
    keeper = make.merchant(here)
    make.keeps(keeper, there)
    sign_in(client, keeper)

    page = Page(client.get("/shop"))

    assert "Barista" in page.text
    assert Page(client.get(f"/shop/{there.id}")).heading == "Barista"


def test_the_list_of_shops_asks_as_much_for_many_as_for_two(client, make, queries):
    keeper = make.merchant(make.shop())
    make.keeps(keeper, make.shop())
    sign_in(client, keeper)
    with queries() as few:
        client.get("/shop")
    for _ in range(10):
        make.keeps(keeper, make.shop())

    with queries() as many:
        client.get("/shop")

    assert len(many) == len(few)
