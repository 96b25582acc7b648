"""Town hall: phones behind counters, and decisions on scans."""

from datetime import timedelta

import pytest

from cityshop.core.journal import JournalEntry
from cityshop.core.permissions import PERMISSIONS, Act, Role
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

EARLIER = NOW - timedelta(minutes=30)
STAFF = "/staff/kortrijk"
GOOD = {"decision": "honoured", "reason": "vaste klant, de winkel kon het niet weten"}


@pytest.fixture
def amina(client, make):
    return sign_in(client, make.staff())


@pytest.fixture
def conflict(town, phone, voucher):
    town.send(phone, *(phone.scan(voucher.code, at=EARLIER) for _ in range(2)))
    return town.scans()[1]


def test_town_hall_sees_every_phone(amina, phone):
    text = Page(amina.get(f"{STAFF}/devices")).text

    assert "Bakkerij Bert" in text
    assert "Android" in text


def test_what_waits_is_on_the_first_page(amina, conflict):
    assert "Decide on one scan" in Page(amina.get(STAFF)).text


def test_without_conflicts_the_first_page_says_nothing(amina):
    assert "without reception" not in Page(amina.get(STAFF)).text


def test_a_decision_is_seen_by_shop_and_town_hall(amina, conflict, town):
    page = Page(amina.get(f"{STAFF}/scans/{conflict.id}"))
    assert "Conflict" in page.text

    assert post_form(amina, f"{STAFF}/scans/{conflict.id}", **GOOD).status_code == 303

    row = town.look(conflict)
    assert (row.decision, row.decision_reason) == ("honoured", GOOD["reason"])
    assert GOOD["reason"] in Page(amina.get(f"{STAFF}/scans")).text
    assert "scan-decided" in [entry.happening for entry in town.rows(JournalEntry)]


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"decision": ""}, {"decision": "withdrawn"}, {"reason": "a" * 301}]
)
def test_a_decision_needs_a_choice_and_a_reason(amina, conflict, town, wrong):
    answer = post_form(amina, f"{STAFF}/scans/{conflict.id}", **{**GOOD, **wrong})

    assert answer.status_code == 422
    assert Page(answer).errors
    assert town.look(conflict).decision is None


def test_a_second_decision_is_refused_with_everything_typed(amina, conflict, town):
    post_form(amina, f"{STAFF}/scans/{conflict.id}", **GOOD)

    answer = post_form(amina, f"{STAFF}/scans/{conflict.id}", decision="waived", reason="toch niet")

    assert answer.status_code == 409
    assert "toch niet" in answer.text
    assert town.look(conflict).decision == "honoured"


def test_a_budget_that_was_spent_is_told_and_nothing_is_decided(amina, make, phone, town):
    campaign = make.campaign()
    make.discount_rules(campaign, cap_cents=1_00)
    offer = make.offer(town.shop, campaign, kind="amount", value=5_00)
    town.send(phone, phone.scan(make.voucher(offer).code, at=EARLIER))
    (scan,) = town.scans()

    answer = post_form(amina, f"{STAFF}/scans/{scan.id}", **GOOD)

    assert answer.status_code == 409
    assert "budget" in answer.text
    assert town.look(scan).decision is None
    assert (
        post_form(amina, f"{STAFF}/scans/{scan.id}", **{**GOOD, "decision": "shop_bears"}).status_code == 303
    )


def test_what_was_used_before_is_never_shown_as_counted(amina, conflict):
    post_form(amina, f"{STAFF}/scans/{conflict.id}", **GOOD)

    text = Page(amina.get(f"{STAFF}/scans")).text
    assert "Accepted, nothing to count" in text
    assert "Counted" not in text


def test_a_phone_is_ended_with_a_reason(amina, phone, town):
    address = f"{STAFF}/devices/{phone.device.id}/end"
    assert "Android" in Page(amina.get(address)).text

    assert post_form(amina, address, reason="").status_code == 422
    assert post_form(amina, address, reason="gestolen").status_code == 303

    assert town.look(phone.device).revoked_at == NOW
    assert "gestolen" in [entry.note for entry in town.rows(JournalEntry)]


def test_another_city_is_not_there(amina, make, town):
    phone = make.phone(make.counter(make.shop(make.city("genk", "Genk"))))

    assert amina.get(f"{STAFF}/devices/{phone.device.id}/end").status_code == 404
    assert post_form(amina, f"{STAFF}/devices/{phone.device.id}/end", reason="x").status_code == 404
    assert amina.get(f"{STAFF}/scans/1").status_code == 404
    assert "Android" not in Page(amina.get(f"{STAFF}/devices")).text


def test_what_simply_counted_cannot_be_decided(amina, conflict, town):
    (first, _) = town.scans()

    assert amina.get(f"{STAFF}/scans/{first.id}").status_code == 404
    assert post_form(amina, f"{STAFF}/scans/{first.id}", **GOOD).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may_decides(client, make, conflict, town, role):
    sign_in(client, make.staff(role=role))
    may = role in PERMISSIONS[Act.DECIDE_SCANS].roles

    answer = post_form(client, f"{STAFF}/scans/{conflict.id}", **GOOD)

    assert (answer.status_code == 303) is may
    assert (town.look(conflict).decision is not None) is may


def test_a_stranger_sees_nothing(client, conflict):
    for path in ("devices", "scans", f"scans/{conflict.id}"):
        assert client.get(f"{STAFF}/{path}").status_code in (303, 404)


@pytest.fixture
def many(make, counter, town, shop):
    """`many(number)`: so many phones more, each with a conflict."""

    def many(number):
        for _ in range(number):
            phone, voucher = make.phone(counter), make.voucher(make.offer(shop))
            town.send(phone, *(phone.scan(voucher.code, at=EARLIER) for _ in range(2)))

    return many


@pytest.mark.parametrize("path", ["devices", "scans"])
def test_a_list_asks_as_much_for_many_as_for_one(amina, many, queries, path):
    many(1)
    with queries() as few:
        amina.get(f"{STAFF}/{path}")
    many(4)
    with queries() as more:
        assert amina.get(f"{STAFF}/{path}").status_code == 200

    assert len(more) == len(few)
