"""What a holder does with a voucher: mail it, give it back, keep it in a list."""

import pytest
from sqlalchemy import update

from cityshop.core.codes import new_typed_code
from cityshop.core.db import choose_city
from cityshop.offers.models import Channel, Voucher, VoucherChange, VoucherState
from tests.page import Page


def put_on_paper(database, voucher):
    with database.writes.begin() as session:
        choose_city(session, voucher.city_id)
        session.execute(update(Voucher).where(Voucher.id == voucher.id).values(channel=Channel.PAPER))


def test_a_voucher_goes_to_its_holders_mailbox(client, make, letters):
    voucher = make.voucher()
    form = Page(client.get(f"/v/{voucher.code}/mail")).form("/mail")

    answer = client.post(form.action, data={"email": "an@inwoner.example"})

    [mail] = letters()
    assert answer.status_code == 303
    assert Page(client.get(answer.location)).heading == "The voucher is on its way"
    assert mail.recipient == "an@inwoner.example"
    assert f"http://localhost/v/{voucher.code}" in mail.text
    assert f"{voucher.code[:5]} {voucher.code[5:]}" in mail.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("email", ["", "an", "a@b.be\r\nBcc: c@d.be", "a@b.be, c@d.be", "a@[10.0.0.1]"])
def test_a_voucher_goes_to_one_mailbox_only(client, make, letters, email):
    page = Page(client.post(f"/v/{make.voucher().code}/mail", data={"email": email}))

    assert (page.status, letters()) == (422, [])


@pytest.mark.parametrize(
    "limit", ["MOST_MAILS_OF_ONE_VOUCHER", "MOST_MAILS_TO_ONE", "MOST_MAILS_FROM_ONE_NETWORK"]
)
def test_mails_of_vouchers_are_slowed_down(client, make, letters, monkeypatch, limit):
    monkeypatch.setattr(f"cityshop.offers.showing.{limit}", 1)
    voucher = make.voucher()

    answers = [client.post(f"/v/{voucher.code}/mail", data={"email": "an@x.be"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 429]
    assert Page(answers[1]).form("/mail").fields["email"] == "an@x.be"
    assert len(letters()) == 1


@pytest.mark.parametrize("act", ["mail", "mailed", "back"])
def test_a_code_that_does_not_exist_leads_nowhere(client, make, act):
    make.kortrijk()

    assert Page(client.get(f"/v/{new_typed_code()}/{act}")).status == 404
    assert client.post(f"/v/{new_typed_code()}/{act}").status_code in (404, 405)


def test_a_voucher_is_given_back_by_its_button(client, make, rows):
    voucher = make.voucher()
    page = Page(client.get(f"/v/{voucher.code}"))
    assert f"/v/{voucher.code}/back" in page.links
    assert rows()[0].state == VoucherState.ISSUED

    form = Page(client.get(f"/v/{voucher.code}/back")).form("/back")
    answers = [client.post(form.action) for _ in range(2)]

    assert [answer.location for answer in answers] == [f"/v/{voucher.code}"] * 2
    text = Page(client.get(f"/v/{voucher.code}")).text
    assert "You gave this voucher back" in text
    assert "Given back" in text
    assert len(rows(VoucherChange)) == 1


def test_a_used_voucher_cannot_be_given_back(client, make):
    voucher = make.voucher()
    make.redemption(voucher, make.counter(voucher.offer.shop))

    assert client.get(f"/v/{voucher.code}/back").location == f"/v/{voucher.code}"
    assert Page(client.post(f"/v/{voucher.code}/back")).status == 409


def test_whoever_finds_a_voucher_on_paper_cannot_give_it_back(client, make, database, rows):
    voucher = make.voucher()
    put_on_paper(database, voucher)

    assert client.post(f"/v/{voucher.code}/back").status_code == 404
    assert f"/v/{voucher.code}/back" not in Page(client.get(f"/v/{voucher.code}")).links
    assert rows()[0].state == VoucherState.ISSUED


def test_giving_back_from_another_site_is_refused(client, make, rows):
    voucher = make.voucher()

    refused = client.post(f"/v/{voucher.code}/back", headers={"Origin": "https://evil.example"})

    assert (refused.status_code, rows()[0].state) == (403, VoucherState.ISSUED)


def test_the_story_of_a_voucher_stands_on_it(client, make):
    voucher = make.voucher()
    make.redemption(voucher, make.counter(voucher.offer.shop))

    text = Page(client.get(f"/v/{voucher.code}")).text

    assert "Taken" in text
    assert f"Used at {voucher.offer.shop.name}" in text


def test_a_voucher_keeps_what_it_promised_and_says_so(client, make, change):
    voucher = make.voucher(make.offer(value=20))
    before = Page(client.get(f"/v/{voucher.code}")).text
    change(voucher.offer, value=5, title={"nl": "5 % op brood"})

    text = Page(client.get(f"/v/{voucher.code}")).text

    assert "has changed this offer since" not in before
    assert "The shop has changed this offer since. Your voucher keeps what it promised on" in text
    assert "20 % op brood" in text
    assert "5 % op brood" not in text


def test_the_list_of_a_phone_is_the_same_page_for_everybody(client, make):
    make.kortrijk()

    answer = client.get("/kortrijk/vouchers")

    page = Page(answer)
    assert page.heading == "My vouchers"
    assert "needs JavaScript" in page.text
    assert "Set-Cookie" not in answer.headers
    assert client.get("/kortrijk/bonnen").location == "/kortrijk/vouchers"


def test_a_phone_asks_how_its_vouchers_stand(client, make, rows):
    used, unused = make.voucher(), make.voucher()
    make.redemption(used, make.counter(used.offer.shop))

    answer = client.post("/kortrijk/vouchers/states", json={"codes": [used.code, unused.code, "NIETS"]})

    found = {line["code"]: line for line in answer.json["vouchers"]}
    assert {code: line["state"] for code, line in found.items()} == {
        used.code: "Used",
        unused.code: "Can be used now",
    }
    assert (found[unused.code]["usable"], found[used.code]["usable"]) == (True, False)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert {row.state for row in rows()} == {"redeemed", "issued"}


def test_the_vouchers_of_another_city_are_unknown(client, make):
    make.kortrijk()
    elsewhere = make.voucher(make.offer(make.shop(make.city("genk", "Genk"))))

    assert client.post("/kortrijk/vouchers/states", json={"codes": [elsewhere.code]}).json["vouchers"] == []


@pytest.mark.parametrize(
    "sent",
    [{}, [], 7, {"codes": "x"}, {"codes": [1]}, {"codes": ["x" * 21]}, {"codes": ["A"] * 51}],
)
def test_what_a_phone_never_asks_is_refused(client, make, sent):
    make.kortrijk()

    assert client.post("/kortrijk/vouchers/states", json=sent).status_code in (400, 422)


def test_what_is_no_json_is_refused(client, make):
    make.kortrijk()

    for body in (b"", b"{", b"\xff", b"[" * 100_000):
        answer = client.post("/kortrijk/vouchers/states", data=body, content_type="application/json")
        assert answer.status_code == 400


def test_guessing_by_the_list_is_slowed_down(client, make, monkeypatch):
    monkeypatch.setattr("cityshop.offers.showing.MOST_WRONG_CODES", 2)
    make.kortrijk()

    asked = [
        client.post("/kortrijk/vouchers/states", json={"codes": [new_typed_code()]}).status_code
        for _ in range(3)
    ]

    assert asked == [200, 200, 429]


def test_queries_do_not_grow_with_the_list(client, make, queries):
    offer = make.offer()
    codes = [make.voucher(offer).code for _ in range(20)]

    def asked(count):
        with queries() as counted:
            client.post("/kortrijk/vouchers/states", json={"codes": codes[:count]})
        return len(counted)

    assert asked(20) == asked(1)


def test_the_list_can_stand_on_a_home_screen(client, make):
    make.kortrijk()
    [link] = [
        one for one in Page(client.get("/fr/kortrijk/vouchers")).all("link") if one.facts["rel"] == "manifest"
    ]

    manifest = client.get(link.facts["href"])

    assert manifest.mimetype == "application/manifest+json"
    assert manifest.json["start_url"] == "/fr/kortrijk/vouchers"
    assert manifest.json["lang"] == "fr"
    with client.get(manifest.json["icons"][0]["src"]) as icon:
        assert icon.mimetype == "image/svg+xml"


def test_a_voucher_page_is_small(client, make):
    offer = make.offer(conditions={"nl": "Niet op taart. " * 10}, min_spend_cents=10_00)

    html = client.get(f"/v/{make.voucher(offer).code}").get_data(as_text=True)

    assert len(html) < 14_000
