"""The counters of a shop, kept by its keeper and by town hall."""

import re

import pytest
from sqlalchemy import select

from cityshop.accounts.passwords import fits
from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.merchants.models import Counter, Shop, ShopState
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in


def rows(session, kind):
    session.expire_all()
    with across_cities(session):
        return session.scalars(select(kind).order_by(kind.id)).all()


def happened(session):
    return [entry.happening for entry in rows(session, JournalEntry)]


@pytest.fixture
def shop(make):
    return make.shop()


@pytest.fixture(params=["keeper", "town hall"])
def desk(request, client, make, shop):
    """Where the counters of the shop are kept: by whoever keeps it, or by an approver of town hall."""
    if request.param == "keeper":
        sign_in(client, make.merchant(shop))
        return f"/shop/{shop.id}/counters"
    sign_in(client, make.staff(Role.APPROVER))
    return f"/staff/kortrijk/merchants/{shop.slug}/counters"


def test_the_list_says_when_a_counter_was_last_used(client, make, shop, desk, database):
    make.counter(shop)
    used = make.counter(shop)
    with database.writes.begin() as session, across_cities(session):
        session.get_one(Counter, used.id).seen_at = NOW

    page = Page(client.get(desk))

    assert "Kassa Not used yet" in page.text
    assert "Kassa Last used on zondag 22 november, 11:00" in page.text


def test_an_empty_list_leads_on(client, desk):
    page = Page(client.get(desk))

    assert "No counter yet" in page.text
    assert f"{desk}/new" in page.links


def test_a_counter_is_opened_with_a_name_and_a_pin_of_ones_own(client, desk, session):
    page = Page(post_form(client, f"{desk}/new", name="Toog achteraan", pin=""))

    counter = rows(session, Counter)[0]
    assert counter.name == "Toog achteraan"
    assert fits(re.search(r'class="pin">(\d{6})<', page.html)[1], counter.pin_digest)
    assert f"/counter/{counter.token}" in page.text


def test_a_counter_gets_another_name(client, make, shop, desk, session):
    counter = make.counter(shop)

    answer = post_form(client, f"{desk}/{counter.id}/name", name="Toog")

    assert answer.location.endswith(f"{desk}/{counter.id}")
    assert Page(client.get(answer.location)).heading == "Toog"
    assert rows(session, Counter)[0].bearer_version == counter.bearer_version
    assert Happening.COUNTER_RENAMED in happened(session)


def test_a_name_cannot_be_empty(client, make, shop, desk):
    page = Page(post_form(client, f"{desk}/{make.counter(shop).id}/name", name=" "))

    assert page.status == 422
    assert page.errors


def test_a_new_pin_is_shown_once(client, make, shop, desk, session):
    counter = make.counter(shop)

    page = Page(post_form(client, f"{desk}/{counter.id}/pin", pin="902746"))

    assert "902746" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert fits("902746", rows(session, Counter)[0].pin_digest)


def test_an_easy_pin_is_asked_again(client, make, shop, desk):
    page = Page(post_form(client, f"{desk}/{make.counter(shop).id}/pin", pin="1234"))

    assert page.status == 422
    assert any("four to six digits" in error for error in page.errors)


def test_all_phones_are_sent_away(client, make, shop, desk, session):
    counter = make.counter(shop)

    answer = post_form(client, f"{desk}/{counter.id}/devices")

    assert answer.status_code == 303
    row = rows(session, Counter)[0]
    assert (row.bearer_version, row.pin_digest) == (counter.bearer_version + 1, counter.pin_digest)
    assert Happening.COUNTER_DEVICES_ENDED in happened(session)


def test_a_counter_is_closed(client, make, shop, desk, session):
    counter = make.counter(shop)

    assert post_form(client, f"{desk}/{counter.id}/close").status_code == 303
    assert rows(session, Counter)[0].revoked_at is not None
    assert client.get(f"{desk}/{counter.id}").status_code == 404


def test_the_card_has_the_link_and_no_pin(client, make, shop, desk):
    counter = make.counter(shop)

    page = Page(client.get(f"{desk}/{counter.id}/card"))

    assert page.heading == "Kassa"
    assert 'class="qr"' in page.html
    assert f"http://localhost/counter/{counter.token}" in page.text


def test_a_shop_chooses_to_redeem_what_it_scans(client, desk, session):
    def is_ticked():
        return " checked " in client.get(desk).get_data(as_text=True)

    before = is_ticked()
    post_form(client, f"{desk}/scanning", scans_at_once="y")
    chosen = is_ticked()
    post_form(client, f"{desk}/scanning")

    assert (before, chosen, is_ticked()) == (False, True, False)
    assert happened(session).count(Happening.SHOP_CHANGED) == 2


def test_a_shop_that_waits_opens_none(client, desk, shop, database):
    with database.writes.begin() as session, across_cities(session):
        session.get_one(Shop, shop.id).state = ShopState.WAITING

    page = Page(post_form(client, f"{desk}/new", name="Kassa", pin=""))

    assert page.status == 422
    assert "once the town hall has approved" in page.text


PATHS = ("/{id}/name", "/{id}/pin", "/{id}/devices", "/{id}/close", "/scanning", "/new")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_changes_without_the_token_of_the_form(client, make, shop, desk, path):
    counter = make.counter(shop)

    assert client.post(f"{desk}{path.format(id=counter.id)}", data={"name": "x"}).status_code == 400


@pytest.mark.parametrize("path", ["", "/new", "/{id}", "/{id}/card"])
def test_a_keeper_next_door_sees_no_counter_here(client, make, shop, path):
    counter = make.counter(shop)
    sign_in(client, make.merchant(make.shop(name="Chloé")))

    address = path.format(id=counter.id)
    assert client.get(f"/shop/{shop.id}/counters{address}").status_code == 404
    assert client.get(f"/staff/kortrijk/merchants/{shop.slug}/counters{address}").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_a_keeper_next_door_changes_no_counter_here(client, make, shop, session, path):
    counter = make.counter(shop)
    sign_in(client, make.merchant(make.shop(name="Chloé")))

    address = path.format(id=counter.id)
    for desk in (f"/shop/{shop.id}/counters", f"/staff/kortrijk/merchants/{shop.slug}/counters"):
        assert post_form(client, f"{desk}{address}", name="x", pin="902746").status_code == 404
    row = rows(session, Counter)[0]
    assert (row.name, row.bearer_version, row.revoked_at) == ("Kassa", counter.bearer_version, None)


def test_town_hall_of_another_city_finds_no_counter_here(client, make, shop):
    counter = make.counter(shop)
    genk = make.city("genk", "Genk")
    sign_in(client, make.staff(Role.APPROVER, genk))

    for city in ("genk", "kortrijk"):
        desk = f"/staff/{city}/merchants/{shop.slug}/counters"
        assert client.get(f"{desk}/{counter.id}").status_code == 404
        assert post_form(client, f"{desk}/{counter.id}/close").status_code == 404


def test_who_may_not_decide_on_shops_opens_no_counter(client, make, shop):
    sign_in(client, make.staff(Role.WRITER))

    assert client.get(f"/staff/kortrijk/merchants/{shop.slug}/counters").status_code == 403
