"""A shop registers itself."""

import pytest
from sqlalchemy import func, select

from cityshop.accounts.models import Account
from cityshop.core.db import across_cities
from cityshop.core.outbox import letters_to
from cityshop.merchants.models import Shop, ShopState
from tests.page import Page
from tests.sign_in import post_form, sign_in

FILLED = {
    "name": "Bakkerij Chloé",
    "enterprise_number": "BE 0403.170.701",
    "category": "bakery",
    "city": "kortrijk",
    "street": "Doorniksestraat 14",
    "postal_code": "8500",
    "keeper_name": "Chloé Maes",
    "email": "Chloe@Bakkerij.example",
    "password": "vier bomen op het plein",
}


def number_of(make, table):
    with make.database.reads() as reading:
        return reading.scalar(select(func.count()).select_from(table.__table__))


def shops(session):
    with across_cities(session):
        return session.scalars(select(Shop).order_by(Shop.id)).all()


def test_a_shop_registers_without_an_account_and_is_signed_in(client, make, session):
    make.kortrijk()

    answer = client.post("/shop/register", data=FILLED)

    assert (answer.status_code, answer.location) == (303, "/shop")
    page = Page(client.get("/shop"))
    assert page.heading == "Bakkerij Chloé"
    assert "The town hall looks at your shop" in page.text
    shop = shops(session)[0]
    assert (shop.state, shop.enterprise_number, shop.slug) == (
        ShopState.WAITING,
        "0403170701",
        "bakkerij-chloe",
    )
    assert len(letters_to(session, "chloe@bakkerij.example")) == 1


def test_the_keeper_signs_in_again_later(client, app, make):
    make.kortrijk()
    client.post("/shop/register", data=FILLED)

    later = app.test_client().post(
        "/sign-in", data={"email": FILLED["email"], "password": FILLED["password"]}
    )

    assert later.location == "/shop"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Fill in the name of your shop."),
        ("enterprise_number", "0403.170.700", "This is not a Belgian enterprise number."),
        ("enterprise_number", "²403170701", "This is not a Belgian enterprise number."),
        ("postal_code", "9000", "Kortrijk has other postal codes: 8500."),
        ("email", "chloe", "e-mail address"),
        ("password", "kort", "Use at least 12 characters."),
        ("password", "chloe in kortrijk 8500", "is easy to guess"),
        ("name", "x" * 10_000, "Use at most 80 characters"),
        ("street", "Grote\0Markt", "cannot be shown"),
        ("keeper_name", "   ", "Fill in your name."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(client, make, field, typed, sentence):
    make.kortrijk()

    page = Page(client.post("/shop/register", data=FILLED | {field: typed}))

    assert page.status == 422
    assert sentence in page.text
    assert number_of(make, Shop) == number_of(make, Account) == 0


def test_nothing_that_was_typed_is_lost(client, make):
    make.kortrijk()

    page = Page(client.post("/shop/register", data=FILLED | {"enterprise_number": "1"}))

    kept = {
        name: page.form().fields[name] for name in ("name", "street", "postal_code", "keeper_name", "email")
    }
    assert kept == {name: FILLED[name] for name in kept}
    assert "selected" in page.html


@pytest.mark.parametrize(("field", "typed"), [("city", "nergens"), ("category", "weapons"), ("city", "")])
def test_only_what_is_offered_can_be_chosen(client, make, session, field, typed):
    make.kortrijk()

    page = Page(client.post("/shop/register", data=FILLED | {field: typed}))

    assert page.status == 422
    assert shops(session) == []


def test_an_empty_form_asks_for_everything(client, make):
    make.kortrijk()

    page = Page(client.post("/shop/register", data={}))

    assert page.status == 422
    assert len(page.all("h2")[0].text) > 0
    assert "Fill in your enterprise number." in page.text


@pytest.mark.parametrize("name", ["Café ☕ 🥐", "مخبز", "<script>alert(1)</script>", "Łódź & Zoon"])
def test_any_name_is_shown_as_it_was_typed(client, make, name):
    make.kortrijk()

    client.post("/shop/register", data=FILLED | {"name": name})

    page = Page(client.get("/shop"))
    assert page.heading == name
    assert "<script>alert" not in page.html


def test_an_address_that_has_an_account_is_asked_to_sign_in(client, make, session):
    make.kortrijk()
    make.account(email="chloe@bakkerij.example")

    page = Page(client.post("/shop/register", data=FILLED))

    assert page.status == 422
    assert "Sign in first" in page.text
    assert shops(session) == []


def test_the_same_keeper_registers_a_second_outlet(client, make, session):
    make.kortrijk()
    client.post("/shop/register", data=FILLED)

    answer = post_form(client, "/shop/register", **FILLED | {"street": "Leiestraat 3"})

    assert answer.status_code == 303
    assert [shop.slug for shop in shops(session)] == ["bakkerij-chloe", "bakkerij-chloe-2"]
    assert Page(client.get("/shop")).heading == "Your shops"


def test_somebody_elses_enterprise_number_is_refused_in_the_same_city(client, app, make, session):
    make.kortrijk()
    client.post("/shop/register", data=FILLED)

    page = Page(app.test_client().post("/shop/register", data=FILLED | {"email": "dirk@elders.example"}))

    assert page.status == 422
    assert "Somebody else registered a shop with this number in Kortrijk." in page.text
    assert session.scalar(select(func.count(Account.id))) == 1


def test_a_refused_shop_does_not_keep_its_number_from_the_owner(client, make):
    make.kortrijk()
    make.shop(state=ShopState.REFUSED)

    answer = client.post("/shop/register", data=FILLED)

    assert answer.status_code == 303


def test_a_foreign_site_cannot_register(client, make, session):
    make.kortrijk()

    answer = client.post("/shop/register", data=FILLED, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert shops(session) == []


def test_whoever_is_signed_in_needs_the_token_of_the_form(client, make, session):
    sign_in(client, make.merchant())

    client.post("/shop/register", data=FILLED)

    assert len(shops(session)) == 1


def test_too_many_registrations_from_one_network_have_to_wait(client, make):
    make.kortrijk()

    statuses = [
        client.post("/shop/register", data=FILLED | {"password": "kort"}).status_code for _ in range(21)
    ]

    assert statuses[:20] == [422] * 20
    assert statuses[20] == 429
