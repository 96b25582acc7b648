"""Town hall decides which shops take part."""

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import JournalEntry
from cityshop.core.outbox import letters_to
from cityshop.core.permissions import Role
from cityshop.merchants.models import Shop, ShopState
from tests.page import Page
from tests.sign_in import post_form, sign_in


def state_of(session, shop):
    with across_cities(session):
        return session.scalar(select(Shop.state).where(Shop.id == shop.id))


def test_an_approved_shop_takes_part_and_its_keeper_hears_of_it(client, make, session):
    shop = make.shop(state=ShopState.WAITING)
    keeper = make.merchant(shop)
    sign_in(client, make.staff(Role.APPROVER))

    answer = post_form(client, f"/staff/kortrijk/merchants/{shop.slug}/approve")
    post_form(client, f"/staff/kortrijk/merchants/{shop.slug}/approve")

    assert answer.status_code == 303
    assert state_of(session, shop) == ShopState.APPROVED
    assert len(letters_to(session, keeper.email)) == 1
    lines = session.scalars(
        select(JournalEntry.happening).where(JournalEntry.happening == "shop-approved")
    ).all()
    assert len(lines) == 1


def test_a_refusal_needs_a_reason(client, make, session):
    shop = make.shop(state=ShopState.WAITING)
    sign_in(client, make.staff())

    page = Page(post_form(client, f"/staff/kortrijk/merchants/{shop.slug}/refuse", reason=" "))

    assert page.status == 422
    assert "Say why" in page.text
    assert state_of(session, shop) == ShopState.WAITING


def test_the_keeper_reads_why_a_shop_was_refused(client, make, session):
    shop = make.shop(state=ShopState.WAITING)
    keeper = make.merchant(shop)
    sign_in(client, make.staff())

    post_form(client, f"/staff/kortrijk/merchants/{shop.slug}/refuse", reason="Deze zaak ligt in Wevelgem.")

    assert state_of(session, shop) == ShopState.REFUSED
    assert "Deze zaak ligt in Wevelgem." in letters_to(session, keeper.email)[0].text


@pytest.mark.parametrize("act", ["approve", "refuse", "edit"])
def test_a_shop_of_another_city_does_not_exist(client, make, session, act):
    shop = make.shop(make.city("genk", "Genk"), state=ShopState.WAITING)
    sign_in(client, make.staff())

    answer = post_form(client, f"/staff/kortrijk/merchants/{shop.slug}/{act}", reason="x")

    assert answer.status_code == 404
    assert state_of(session, shop) == ShopState.WAITING


def test_the_list_is_filtered_by_the_address(client, make):
    make.shop(name="Wacht", state=ShopState.WAITING)
    make.shop(name="Doet mee")
    sign_in(client, make.staff(Role.READER))

    page = Page(client.get("/staff/kortrijk/merchants?state=waiting"))

    assert "Wacht" in page.text
    assert "Doet mee" not in page.text


@pytest.mark.parametrize("state", ["", "nonsense", "refused", "%00"])
def test_any_state_in_the_address_is_answered(client, make, state):
    sign_in(client, make.staff())

    assert client.get(f"/staff/kortrijk/merchants?state={state}").status_code == 200


def test_town_hall_changes_a_shop(client, make, session):
    shop = make.shop()
    sign_in(client, make.staff())

    answer = post_form(
        client,
        f"/staff/kortrijk/merchants/{shop.slug}/edit",
        name="Bakkerij Bert & Zoon",
        keeper_name="Bert",
        street="Leiestraat 5",
    )

    assert answer.status_code == 303
    assert Page(client.get(f"/staff/kortrijk/merchants/{shop.slug}")).heading == "Bakkerij Bert & Zoon"


def test_the_list_asks_as_much_for_many_shops_as_for_one(client, make, queries):
    make.shop()
    sign_in(client, make.staff())
    with queries() as few:
        client.get("/staff/kortrijk/merchants")
    for _ in range(10):
        make.shop()

    with queries() as many:
        client.get("/staff/kortrijk/merchants")

    assert len(many) == len(few)
