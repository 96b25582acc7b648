"""Getting a voucher over the web: by mailbox, two per resident, with a postal code."""

import re
from datetime import timedelta

import pytest

from cityshop.offers.models import ClaimsBy, Voucher
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page

AN = "an@inwoner.example"
NONCE = "0123456789abcdef" * 2
OTHER_NONCE = "fedcba9876543210" * 2


def address(offer):
    return f"/kortrijk/offers/{offer.slug}"


def claim(client, offer, **fields):
    return client.post(f"{address(offer)}/claim", data=fields)


@pytest.fixture
def by_mailbox(make):
    """An offer that is claimed by mailbox; `facts` are those of the offer."""

    def offer(*, asks_postal_code=False, **facts):
        campaign = make.campaign()
        make.discount_rules(campaign, claims_by=ClaimsBy.MAILBOX, asks_postal_code=asks_postal_code)
        return make.offer(campaign=campaign, **facts)

    return offer


@pytest.fixture
def link_to(letters):
    """The path of the link in the newest mail to somebody."""

    def link_to(mailbox=AN):
        mail = next(mail for mail in reversed(letters()) if mail.recipient == mailbox)
        return re.search(r"http://localhost(/\S+)", mail.text)[1]

    return link_to


def test_a_mailbox_gets_a_voucher(client, by_mailbox, link_to, rows):
    offer = by_mailbox()
    assert "Mail me the link" in Page(client.get(address(offer))).text

    asked = claim(client, offer, email=AN)
    assert (asked.status_code, rows()) == (303, [])
    assert Page(client.get(asked.location)).heading == "Look in your mailbox"

    taken = client.post(link_to(), data={"nonce": NONCE})
    assert taken.status_code == 303
    assert Page(client.get(taken.location)).status == 200
    assert len(rows()) == 1


def test_opening_the_mailed_link_takes_nothing_and_keeps_nothing(client, by_mailbox, link_to, rows):
    claim(client, by_mailbox(), email=AN)

    for _ in range(3):
        answer = client.get(link_to())

    assert rows() == []
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "One press and the voucher is yours" in Page(answer).text


def test_every_spelling_of_a_mailbox_has_the_same_voucher(client, by_mailbox, link_to, rows):
    offer = by_mailbox()

    places = set()
    for spelling in ("jan.peeters@gmail.com", "JanPeeters+bon@googlemail.com"):
        claim(client, offer, email=spelling)
        places.add(client.post(link_to(spelling)).location)

    assert len(places) == len(rows()) == 1


def test_the_answer_is_the_same_for_who_has_a_voucher(client, by_mailbox, link_to, letters):
    offer = by_mailbox()
    first = claim(client, offer, email=AN)
    client.post(link_to())

    second = claim(client, offer, email=AN)

    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert len({re.sub(r"/claim/\S+", "", mail.text) for mail in letters()}) == 1
    assert "You have one voucher of this offer" in Page(client.get(link_to())).text


def test_nothing_of_the_mailbox_stays_in_what_is_kept(client, by_mailbox, link_to, rows):
    claim(client, by_mailbox(), email=AN)
    client.post(link_to())

    [voucher] = rows()
    assert not any(b"inwoner" in bytes(str(value), "utf-8") for value in vars(voucher).values())
    assert "inwoner" not in link_to()


@pytest.mark.parametrize(
    "email",
    [
        "",
        "an",
        "an@",
        "a@b.be\r\nBcc: c@d.be",
        "a@b.be\nTo: c@d.be",
        "a@b.be, c@d.be",
        "a@b.be;c@d.be",
        "an@[127.0.0.1]",
        "an@127.0.0.1",
        "\N{CYRILLIC SMALL LETTER A}n@inwoner.example",
        *BAD_TEXTS,
    ],
)
def test_what_is_no_mailbox_is_said_beside_the_field(client, by_mailbox, letters, email):
    page = Page(claim(client, by_mailbox(), email=email))

    assert page.status == 422
    assert page.errors
    assert letters() == []


def test_what_was_typed_stays(client, by_mailbox):
    page = Page(claim(client, by_mailbox(), email="an at home"))

    assert page.form("/claim").fields["email"] == "an at home"


def test_a_mailbox_for_ten_minutes_gets_nothing(client, by_mailbox, letters):
    page = Page(claim(client, by_mailbox(), email="an@mailinator.com"))

    assert page.status == 422
    assert "ask town hall for a voucher on paper" in page.errors[0]
    assert letters() == []


def test_mails_to_one_mailbox_are_slowed_down(client, by_mailbox, monkeypatch, letters):
    monkeypatch.setattr("cityshop.offers.taking.MOST_LINKS_TO_ONE", 2)
    offer = by_mailbox()

    answers = [claim(client, offer, email=spelling) for spelling in ("an@x.be", "AN@x.be", "an@X.be")]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert Page(answers[-1]).form("/claim").fields["email"] == "an@X.be"
    assert len(letters()) == 2


def test_mails_from_one_network_are_slowed_down(client, by_mailbox, monkeypatch):
    monkeypatch.setattr("cityshop.offers.taking.MOST_LINKS_FROM_ONE_NETWORK", 1)
    offer = by_mailbox()

    assert [claim(client, offer, email=f"{name}@x.be").status_code for name in "ab"] == [303, 429]


def test_no_mail_goes_when_all_are_gone(client, by_mailbox, letters):
    page = Page(claim(client, by_mailbox(stock=1, claimed=1), email=AN))

    assert page.status == 409
    assert letters() == []


def test_sold_out_between_mail_and_press_is_said_kindly(client, make, by_mailbox, link_to):
    offer = by_mailbox(stock=1)
    make.offer(campaign=offer.campaign, title="Nog te krijgen")
    claim(client, offer, email=AN)
    claim(client, offer, email="b@x.be")
    client.post(link_to("b@x.be"))

    page = Page(client.post(link_to()))

    assert page.status == 409
    assert "All gone" in page.text
    assert "Nog te krijgen" in page.text


def test_a_link_is_good_for_a_day(client, by_mailbox, link_to, site_clock, rows):
    claim(client, by_mailbox(), email=AN)
    site_clock.move(hours=24)

    for answer in (client.get(link_to()), client.post(link_to())):
        assert Page(answer).status == 409
    assert rows() == []


def test_a_link_leads_nowhere_at_another_offer_or_in_another_city(client, make, by_mailbox, link_to, rows):
    offer, other = by_mailbox(), by_mailbox()
    elsewhere = make.offer(make.shop(make.city("genk", "Genk")))
    claim(client, offer, email=AN)
    token = link_to().rpartition("/")[2]

    for path in (f"{address(other)}/claim/{token}", f"/genk/offers/{elsewhere.slug}/claim/{token}"):
        assert client.get(path).status_code == client.post(path).status_code == 404
    assert client.post(f"{address(offer)}/claim/{token[:-1]}").status_code == 404
    assert rows() == []


def test_a_mail_speaks_the_language_of_its_reader(client, by_mailbox, link_to):
    offer = by_mailbox()

    client.post(f"/fr{address(offer)}/claim", data={"email": AN})

    assert link_to().startswith("/fr/kortrijk/offers/")


def test_a_claim_by_mailbox_from_another_site_is_refused(client, by_mailbox, letters):
    offer = by_mailbox()

    refused = client.post(
        f"{address(offer)}/claim", data={"email": AN}, headers={"Origin": "https://evil.example"}
    )

    assert (refused.status_code, letters()) == (403, [])


def test_pressing_later_gives_the_next_one_until_there_are_no_more(client, make):
    offer = make.offer(per_resident=2)
    first = claim(client, offer, nonce=NONCE)
    again = claim(client, offer, nonce=NONCE)
    second = claim(client, offer, nonce=OTHER_NONCE)

    page = Page(claim(client, offer, nonce="ab" * 16))

    assert first.location == again.location != second.location
    assert page.status == 409
    assert "You have 2 vouchers of this offer. That is as many as one person may have." in page.text
    assert {first.location, second.location} <= set(page.links)


def test_when_all_are_gone_the_page_shows_what_its_reader_has(app, client, make):
    offer = make.offer(per_resident=2, stock=2)
    mine = claim(client, offer, nonce=NONCE)
    claim(app.test_client(), offer, nonce=OTHER_NONCE)

    page = Page(claim(client, offer, nonce="ab" * 16))

    assert (page.status, mine.location in page.links) == (409, True)


def test_others_that_can_be_had_stand_under_a_refusal(app, client, make):
    offer = make.offer(stock=1, title="weg")
    for title in ("een", "twee"):
        make.offer(campaign=offer.campaign, title=title)
    make.offer(campaign=offer.campaign, title="ook weg", stock=1, claimed=1)
    claim(client, offer)

    text = Page(claim(app.test_client(), offer)).text

    assert "Still to be had" in text
    assert "een" in text
    assert "twee" in text
    assert "ook weg" not in text


@pytest.mark.parametrize(("typed", "kept"), [("", ""), (" b-8500 ", "8500"), ("59 000", "59 000")])
def test_a_campaign_may_ask_from_where_people_come(client, make, rows, typed, kept):
    campaign = make.campaign()
    make.discount_rules(campaign, asks_postal_code=True)
    offer = make.offer(campaign=campaign)
    assert "Your postal code" in Page(client.get(address(offer))).text

    assert claim(client, offer, postal_code=typed).status_code == 303

    assert [voucher.postal_code for voucher in rows()] == [kept]


def test_what_is_no_postal_code_is_said(client, make, rows):
    campaign = make.campaign()
    make.discount_rules(campaign, asks_postal_code=True)
    offer = make.offer(campaign=campaign)

    page = Page(claim(client, offer, postal_code="Kortrijk"))

    assert page.status == 422
    assert page.form("/claim").fields["postal_code"] == "Kortrijk"
    assert rows() == []


def test_a_postal_code_that_nobody_asked_is_not_kept(client, make, rows):
    claim(client, make.offer(), postal_code="8500")

    assert [voucher.postal_code for voucher in rows()] == [""]


def test_a_mailbox_tells_its_postal_code_at_the_button(client, by_mailbox, link_to, rows):
    claim(client, by_mailbox(asks_postal_code=True), email=AN)

    assert Page(client.post(link_to(), data={"postal_code": "nergens"})).status == 422
    client.post(link_to(), data={"postal_code": "8500"})

    assert [voucher.postal_code for voucher in rows(Voucher)] == ["8500"]


def test_a_link_of_a_day_ago_says_so_without_a_trace(client, by_mailbox, link_to, site_clock):
    claim(client, by_mailbox(ends_at=NOW + timedelta(hours=2)), email=AN)
    site_clock.move(hours=3)

    page = Page(client.get(link_to()))

    assert "gives no vouchers at this moment" in page.text
    assert "/claim/" not in "".join(form.action for form in page.forms)
