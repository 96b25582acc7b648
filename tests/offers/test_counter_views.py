"""The counter in the browser, without script."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cityshop.core.db import across_cities
from cityshop.offers.models import Attempt, Redemption
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.makers.merchants import PIN
from tests.page import Page


@pytest.fixture
def voucher(make):
    return make.voucher()


@pytest.fixture
def counter(make, voucher):
    return make.counter(voucher.offer.shop)


@pytest.fixture
def till(client, counter):
    """A client that stands behind the counter; `till("/voucher")` is an address there."""
    client.post(f"/counter/{counter.token}", data={"pin": PIN})
    return lambda rest="": f"/counter/{counter.token}{rest}"


def redeem(client, till, voucher, key="a key", **fields):
    return client.post(till("/redeem"), data={"code": voucher.code, "key": key, **fields})


def count(session, kind):
    with across_cities(session):
        return session.scalar(select(func.count()).select_from(kind))


def test_a_counter_opens_with_its_pin(client, counter):
    page = Page(client.get(f"/counter/{counter.token}"))
    answer = client.post(page.form().action, data={"pin": PIN})

    assert answer.status_code == 303
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "Scan a voucher" in Page(client.get(answer.location)).heading


@pytest.mark.parametrize("pin", ["1111", "", "\0", "x" * 10_000, "<script>", "🙂"])
def test_a_wrong_pin_opens_nothing(client, counter, pin):
    answer = client.post(f"/counter/{counter.token}", data={"pin": pin})

    assert Page(answer).status == 422
    assert "Set-Cookie" not in answer.headers


def test_pins_cannot_be_guessed(client, app, counter, site_clock):
    wrong = [client.post(f"/counter/{counter.token}", data={"pin": "0000"}).status_code for _ in range(9)]
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}

    assert wrong == [422] * 8 + [429]
    refused = Page(client.post(f"/counter/{counter.token}", data={"pin": PIN}))
    assert (refused.status, refused.heading) == (429, "Open the counter")
    assert refused.errors
    owner = app.test_client().post(
        f"/counter/{counter.token}", data={"pin": PIN}, environ_overrides=elsewhere
    )
    assert owner.status_code == 303
    site_clock.move(minutes=16)
    assert client.post(f"/counter/{counter.token}", data={"pin": PIN}).status_code == 303


def test_unknown_and_closed_counters_are_unknown(client, make):
    closed = make.counter(revoked=True)

    for token in ("nergens", closed.token):
        assert client.get(f"/counter/{token}").status_code == 404
        assert client.post(f"/counter/{token}", data={"pin": PIN}).status_code == 404


def test_without_pin_every_page_asks_for_it(client, counter, voucher, session):
    for path in ("/voucher?code=X", "/answer/1"):
        assert client.get(f"/counter/{counter.token}{path}").location == f"/counter/{counter.token}"
    for path in ("/redeem", "/answer/1/undo", "/leave"):
        assert client.post(f"/counter/{counter.token}{path}").location == f"/counter/{counter.token}"
    assert count(session, Redemption) == 0


def test_a_new_pin_closes_every_device(client, make, till, counter, database):
    with database.writes.begin() as session, across_cities(session):
        row = session.get(type(counter), counter.id)
        row.bearer_version += 1

    assert Page(client.get(till())).heading == "Open the counter"


def test_twelve_hours_behind_the_counter(client, till, site_clock):
    site_clock.move(hours=11, minutes=59)
    assert Page(client.get(till())).heading == "Scan a voucher"
    site_clock.move(minutes=1)
    assert Page(client.get(till())).heading == "Open the counter"


def test_the_camera_is_allowed_here_only(client, make, till):
    assert "camera=(self)" in client.get(till()).headers["Permissions-Policy"]
    assert "camera=()" in client.get("/kortrijk/offers").headers["Permissions-Policy"]


def test_a_voucher_is_looked_at_and_redeemed(client, till, voucher, session):
    page = Page(client.get(till(f"/voucher?code={voucher.code.lower()}")))
    form = page.form("/redeem")

    answer = client.post(form.action, data={**form.fields, "amount": "12,50"})

    assert answer.status_code == 303
    said = Page(client.get(answer.location))
    assert said.heading == "Redeemed"
    assert 'data-answer="good"' in said.html
    with across_cities(session):
        assert session.scalars(select(Redemption)).one().amount_cents == 12_50


def test_sending_the_same_form_twice_redeems_once(client, till, voucher, session):
    first, again = redeem(client, till, voucher), redeem(client, till, voucher)

    assert first.location == again.location
    assert count(session, Redemption) == 1


def test_a_used_voucher_says_when_and_where(client, till, voucher):
    redeem(client, till, voucher, "one key")

    page = Page(redeem(client, till, voucher, "another key"))

    assert (page.status, page.heading) == (409, "Already used")
    assert "zondag 22 november, 11:00 at counter Kassa" in page.text
    assert 'data-answer="refused"' in page.html
    assert Page(client.get(till(f"/voucher?code={voucher.code}"))).heading == "Already used"


def test_a_voucher_of_another_shop_or_city_gets_the_same_answer(client, make, till):
    others = [make.voucher(make.offer(make.shop())), make.voucher(make.offer(make.shop(make.city())))]

    answers = [redeem(client, till, other, str(other.id)) for other in others]

    assert {answer.status_code for answer in answers} == {409}
    assert answers[0].data == answers[1].data


def test_a_refusal_is_noted(client, make, till, session):
    redeem(client, till, make.voucher(make.offer(make.shop())))

    assert count(session, Attempt) == 1
    assert count(session, Redemption) == 0


def test_a_pause_is_said_with_what_to_do(client, make, app):
    voucher = make.voucher(make.offer(campaign=make.campaign(paused=True)))
    counter = make.counter(voucher.offer.shop)
    client.post(f"/counter/{counter.token}", data={"pin": PIN})

    page = Page(client.get(f"/counter/{counter.token}/voucher?code={voucher.code}"))

    assert (page.status, page.heading) == (409, "Paused")
    assert "Try again after the pause" in page.text


def test_the_next_hours_are_said(client, make):
    voucher = make.voucher(make.offer(windows=[{"days": [0], "from": "09:00", "to": "12:00"}]))
    counter = make.counter(voucher.offer.shop)
    client.post(f"/counter/{counter.token}", data={"pin": PIN})

    page = Page(client.get(f"/counter/{counter.token}/voucher?code={voucher.code}"))

    assert "from maandag 23 november, 09:00" in page.text


@pytest.mark.parametrize(
    "amount", ["abc", "-5", "1e9", "12,345", "x" * 10_000, "<script>", "\0", "\N{FULLWIDTH DIGIT NINE}"]
)
def test_an_amount_that_is_none_is_asked_again(client, till, voucher, session, amount):
    page = Page(redeem(client, till, voucher, amount=amount))

    assert page.status == 422
    assert count(session, Redemption) == 0
    assert page.form("/redeem").fields["code"] == voucher.code


def test_too_little_is_said_with_the_amount(client, make):
    voucher = make.voucher(make.offer(min_spend_cents=25_00))
    counter = make.counter(voucher.offer.shop)
    client.post(f"/counter/{counter.token}", data={"pin": PIN})

    till = f"/counter/{counter.token}/redeem".format
    page = Page(client.post(till(), data={"code": voucher.code, "key": "k", "amount": "24,99"}))

    assert (page.status, page.heading) == (409, "Not enough yet")
    assert "at least € 25" in page.text


def test_no_code_breaks_the_counter(client, till):
    for text in BAD_TEXTS:
        assert client.get(till("/voucher"), query_string={"code": text}).status_code in (409, 422)
        assert client.post(till("/redeem"), data={"code": text, "key": text}).status_code in (409, 422)


def test_a_form_without_fields_is_asked_again(client, till):
    assert Page(client.post(till("/redeem"))).status == 422
    assert Page(client.get(till("/voucher"))).status == 422


def test_a_key_used_for_something_else_is_renewed(client, make, till, voucher):
    other = make.voucher(voucher.offer)
    redeem(client, till, voucher)

    page = Page(redeem(client, till, other))

    assert page.status == 422
    assert page.form("/redeem").fields["key"] != "a key"


def test_undo_within_ten_minutes(client, till, voucher):
    place = redeem(client, till, voucher).location
    page = Page(client.get(place))

    answer = client.post(page.form("/undo").action)

    assert answer.location == place
    assert Page(client.get(place)).heading == "Undone"
    assert redeem(client, till, voucher, "a new key").location != place


def test_undo_is_no_longer_offered_after_ten_minutes(client, till, voucher, site_clock):
    place = redeem(client, till, voucher).location
    site_clock.move(minutes=10)

    assert Page(client.get(place)).forms == []
    page = Page(client.post(f"{place}/undo"))
    assert (page.status, page.heading) == (409, "Too late")


def test_another_shop_cannot_see_or_undo_a_redemption(client, make, till, voucher, app):
    place = redeem(client, till, voucher).location.rpartition("/answer/")[2]
    other = make.counter(make.shop())
    stranger = app.test_client()
    stranger.post(f"/counter/{other.token}", data={"pin": PIN})

    for number in (place, "999999", "99999999999999999999"):
        assert stranger.get(f"/counter/{other.token}/answer/{number}").status_code == 404
        assert stranger.post(f"/counter/{other.token}/answer/{number}/undo").status_code == 404


def test_reading_writes_nothing(client, till, voucher, session):
    for path in ("", f"/voucher?code={voucher.code}", "/redeem", "/answer/1/undo"):
        client.get(till(path))

    assert count(session, Redemption) == count(session, Attempt) == 0
    assert client.get(till("/redeem")).status_code == 405


def test_another_site_redeems_nothing(client, till, voucher, session):
    answer = client.post(
        till("/redeem"), data={"code": voucher.code, "key": "k"}, headers={"Origin": "https://x.example"}
    )

    assert answer.status_code == 403
    assert count(session, Redemption) == 0


def test_guessing_at_a_counter_is_slowed_down_in_words(client, till, voucher, monkeypatch):
    monkeypatch.setattr("cityshop.offers.till.MOST_WRONG_CODES", 2)

    answers = [client.get(till("/voucher?code=AAAAAAAAAA")) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [409, 409, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    page = Page(answers[-1])
    assert (page.heading, 'data-answer="wait"' in page.html) == ("Too many wrong codes", True)
    assert "Give this counter a new PIN" in page.text
    assert redeem(client, till, voucher).status_code == 303


def test_leaving_asks_the_pin_again(client, till):
    client.post(till("/leave"))

    assert Page(client.get(till())).heading == "Open the counter"


def test_the_counter_counts_today(client, make, till, voucher, counter):
    yesterday = make.voucher(voucher.offer)
    make.redemption(yesterday, counter, at=NOW - timedelta(days=1))
    redeem(client, till, voucher)

    assert "1 redeemed today 0 vouchers still out" in Page(client.get(till())).text
