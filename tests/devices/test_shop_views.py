"""A shopkeeper's phones, links for more, and the scans that ask attention."""

from datetime import timedelta

import pytest

from cityshop.core.journal import JournalEntry
from cityshop.devices.models import Pairing
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

EARLIER = NOW - timedelta(minutes=30)


@pytest.fixture
def bert(make):
    return make.account()


@pytest.fixture
def shop(make, bert):
    return make.shop(keeper=bert)


@pytest.fixture
def keeper(client, bert):
    return sign_in(client, bert)


@pytest.fixture
def address(shop):
    return f"/shop/{shop.id}/devices"


def test_a_shop_sees_its_phones(keeper, address, phone):
    text = Page(keeper.get(address)).text

    assert "Android" in text
    assert "Works" in text


def test_a_shop_without_phones_hears_how(keeper, address):
    assert "No phone yet" in Page(keeper.get(address)).text


def test_the_page_of_the_shop_leads_there(keeper, address, phone, town, voucher):
    assert address in Page(keeper.get(f"/shop/{town.shop.id}")).links

    town.send(phone, *(phone.scan(voucher.code, at=EARLIER) for _ in range(2)))

    assert "One scan asks attention" in Page(keeper.get(f"/shop/{town.shop.id}")).text


def test_a_link_is_shown_once_and_kept_as_a_digest(keeper, address, counter, town):
    page = Page(post_form(keeper, f"{address}/links/{counter.id}"))

    (secret,) = [link.rpartition("/")[2] for link in page.links if "/pair/" in link]
    (pairing,) = town.rows(Pairing)
    assert secret not in str(vars(pairing))
    assert secret not in Page(keeper.get(address)).html
    assert page.response.headers["Cache-Control"] == "no-store"


def test_links_can_be_taken_back(keeper, address, counter, town):
    post_form(keeper, f"{address}/links/{counter.id}")
    assert "One link can still be used" in Page(keeper.get(address)).text

    for _ in range(2):
        assert post_form(keeper, f"{address}/links/revoke").status_code == 303

    assert [row.revoked_at for row in town.rows(Pairing)] == [NOW]


def test_a_shop_ends_a_phone_and_it_stands_in_the_journal(keeper, address, phone, town, bert):
    for _ in range(2):
        assert post_form(keeper, f"{address}/{phone.device.id}/end").status_code == 303

    assert town.look(phone.device).revoked_at == NOW
    ended = [row for row in town.rows(JournalEntry) if row.happening == "device-ended"]
    assert [row.account_id for row in ended] == [bert.id]
    assert "Not in use any more" in Page(keeper.get(address)).text


def test_the_phones_of_another_shop_are_not_there(make, keeper, address, town):
    other = make.phone(make.counter(make.shop()))

    assert post_form(keeper, f"{address}/{other.device.id}/end").status_code == 404
    assert post_form(keeper, f"{address}/links/{other.device.counter_id}").status_code == 404
    assert town.look(other.device).revoked_at is None


def test_a_stranger_sees_nothing_of_it(client, make, address, phone, counter):
    sign_in(client, make.account())

    assert client.get(address).status_code == 404
    assert client.get(f"{address}/scans").status_code == 404
    for path in (f"links/{counter.id}", "links/revoke", f"{phone.device.id}/end"):
        assert post_form(client, f"{address}/{path}").status_code == 404


def test_get_ends_nothing(keeper, address, phone):
    assert keeper.get(f"{address}/{phone.device.id}/end").status_code == 405


def test_a_shop_sees_what_asks_attention_and_why(keeper, address, phone, town, voucher):
    assert "Nothing asks attention" in Page(keeper.get(f"{address}/scans")).text

    town.send(phone, *(phone.scan(voucher.code, at=EARLIER, cents=12_50) for _ in range(2)))

    text = Page(keeper.get(f"{address}/scans")).text
    assert "The voucher was used already, by another phone or with reception." in text
    assert voucher.code[-4:] in text
    assert voucher.code not in text
    assert "12,50" in text


@pytest.fixture
def many(make, counter, town, shop):
    """`many(number)`: so many phones more, each with a conflict."""

    def many(number):
        for _ in range(number):
            phone, voucher = make.phone(counter), make.voucher(make.offer(shop))
            town.send(phone, *(phone.scan(voucher.code, at=EARLIER) for _ in range(2)))

    return many


@pytest.mark.parametrize("path", ["", "/scans"])
def test_a_list_asks_as_much_for_many_as_for_one(keeper, address, many, queries, path):
    many(1)
    with queries() as few:
        keeper.get(address + path)
    many(4)
    with queries() as more:
        assert keeper.get(address + path).status_code == 200

    assert len(more) == len(few)
