"""Today's list, scanning at once, and the counter as an app."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.merchants.models import Counter, Shop
from cityshop.offers.models import Redemption
from tests.makers.base import NOW
from tests.makers.merchants import PIN
from tests.page import Page


@pytest.fixture
def voucher(make):
    return make.voucher(make.offer(title="Een koffiekoek"))


@pytest.fixture
def counter(make, voucher):
    return make.counter(voucher.offer.shop)


@pytest.fixture
def till(client, counter):
    client.post(f"/counter/{counter.token}", data={"pin": PIN})
    return lambda rest="": f"/counter/{counter.token}{rest}"


@pytest.fixture
def seen_at(database, counter, till):
    """When the site thinks that somebody last stood behind the counter."""

    def ask():
        with database.reads() as session, across_cities(session):
            return session.scalar(select(Counter.seen_at).where(Counter.id == counter.id))

    return ask


@pytest.fixture
def at_once(database, counter):
    """The shop redeems what it scans."""
    with database.writes.begin() as session, across_cities(session):
        session.get_one(Shop, counter.shop_id).scans_at_once = True


def redeem(client, till, voucher, key="a key", **fields):
    return client.post(till("/redeem"), data={"code": voucher.code, "key": key, **fields})


def scan(client, till, voucher, key="a key"):
    return client.post(till("/at-once"), data={"code": voucher.code, "key": key})


def live(session):
    with across_cities(session):
        return session.scalars(select(Redemption).where(Redemption.undone_at.is_(None))).all()


def test_the_list_of_a_day_begins_empty(client, till):
    page = Page(client.get(till("/today")))

    assert page.heading == "Today"
    assert "Nothing redeemed yet today" in page.text


def test_the_list_shows_time_offer_counter_and_amount(client, till, voucher):
    redeem(client, till, voucher, amount="12,50")

    page = Page(client.get(till("/today")))

    assert "11:00 Een koffiekoek Kassa, € 12,50" in page.text.replace("\xa0", " ")
    assert "1 redeemed € 12,50 purchase of one voucher" in page.text.replace("\xa0", " ")


def test_one_list_has_all_counters_of_the_shop_and_no_other_shop(client, make, till, voucher):
    shop_next_door = make.offer(title="Van een ander")
    make.redemption(make.voucher(voucher.offer), make.counter(voucher.offer.shop))
    make.redemption(make.voucher(shop_next_door), make.counter(shop_next_door.shop))
    make.redemption(make.voucher(voucher.offer), make.counter(voucher.offer.shop), at=NOW - timedelta(days=1))
    redeem(client, till, voucher)

    page = Page(client.get(till("/today")))

    assert page.text.count("Een koffiekoek Kassa") == 2
    assert "Van een ander" not in page.text
    assert "2 redeemed" in page.text


def test_undoing_from_the_list_leads_back_to_it(client, till, voucher, session):
    redeem(client, till, voucher, amount="5")
    form = Page(client.get(till("/today"))).form("/undo")

    answer = client.post(form.action, data=form.fields)

    assert answer.location == till("/today")
    page = Page(client.get(answer.location))
    assert "0 redeemed" in page.text
    assert "Undone" in page.text
    assert page.forms == []
    assert live(session) == []


def test_the_list_offers_no_undo_after_ten_minutes(client, till, voucher, site_clock):
    redeem(client, till, voucher)
    site_clock.move(minutes=10)

    assert Page(client.get(till("/today"))).forms == []


def test_the_list_asks_as_much_for_many_as_for_one(client, make, till, voucher, queries):
    counter = make.counter(voucher.offer.shop)
    make.redemption(voucher, counter)
    with queries() as few:
        client.get(till("/today"))
    for _ in range(10):
        make.redemption(make.voucher(voucher.offer), counter)

    with queries() as many:
        client.get(till("/today"))

    assert len(many) == len(few)


def test_without_pin_there_is_no_list(app, counter):
    stranger = app.test_client()

    assert stranger.get(f"/counter/{counter.token}/today").location == f"/counter/{counter.token}"
    assert stranger.post(f"/counter/{counter.token}/at-once").location == f"/counter/{counter.token}"


def test_a_shop_that_looks_first_is_shown_the_voucher(client, till, voucher, session):
    answer = scan(client, till, voucher)

    assert answer.location == till(f"/voucher?code={voucher.code}")
    assert live(session) == []


@pytest.mark.usefixtures("at_once")
def test_a_shop_may_redeem_what_it_scans(client, till, voucher, session):
    page = Page(client.get(till()))
    assert "What you scan is redeemed at once" in page.text
    form = page.form("/at-once")

    first = client.post(form.action, data={**form.fields, "code": voucher.code})
    again = client.post(form.action, data={**form.fields, "code": voucher.code})

    assert Page(client.get(first.location)).heading == "Redeemed"
    assert again.location == first.location
    assert len(live(session)) == 1


@pytest.mark.usefixtures("at_once")
def test_a_voucher_that_asks_a_purchase_is_shown_first(client, make, till, voucher, session):
    dear = make.voucher(make.offer(voucher.offer.shop, min_spend_cents=25_00))

    assert "/voucher" in scan(client, till, dear).location
    assert live(session) == []


@pytest.mark.usefixtures("at_once")
def test_what_the_city_pays_a_part_of_is_shown_first(client, make, till, voucher):
    campaign = make.campaign()
    make.discount_rules(campaign, cap_cents=100_00)
    paid = make.voucher(make.offer(voucher.offer.shop, campaign))

    place = scan(client, till, paid).location

    assert "The city needs it for this voucher" in Page(client.get(place)).text
    page = Page(redeem(client, till, paid))
    assert (page.status, page.heading) == (409, "How much?")
    assert place in page.links


@pytest.mark.usefixtures("at_once")
def test_scanning_at_once_says_no_in_the_same_words(client, make, till):
    page = Page(scan(client, till, make.voucher(make.offer(make.shop()))))

    assert (page.status, page.heading) == (409, "Not for this shop")
    assert Page(client.post(till("/at-once"), data={"code": "", "key": ""})).status == 422
    assert client.get(till("/at-once")).status_code == 405


def test_another_counter_of_the_shop_hears_where_a_voucher_was_used(client, make, till, voucher):
    redeem(client, till, voucher)
    other = make.counter(voucher.offer.shop)
    client.post(f"/counter/{other.token}", data={"pin": PIN})

    page = Page(client.get(f"/counter/{other.token}/voucher?code={voucher.code}"))

    assert page.heading == "Already used"
    assert "at counter Kassa" in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("-5", "cannot be less than nothing"), ("999999", "more than the most"), ("abc", "such as 12,50")],
)
def test_an_absurd_amount_says_what_is_wrong(client, till, voucher, typed, sentence):
    page = Page(redeem(client, till, voucher, amount=typed))

    assert page.status == 422
    assert any(sentence in error for error in page.errors)
    assert page.form("/redeem").fields["amount"] == typed


@pytest.mark.parametrize("typed", ["12,50", "12.50", "€ 12,5", "12.5 €"])
def test_an_amount_is_understood_as_people_type_it(client, till, voucher, session, typed):
    redeem(client, till, voucher, amount=typed)

    assert live(session)[0].amount_cents == 12_50


def test_a_counter_is_kept_on_the_home_screen(client, counter):
    page = Page(client.get(f"/counter/{counter.token}"))
    link = next(one.facts["href"] for one in page.all("link") if one.facts.get("rel") == "manifest")

    answer = client.get(link)

    assert answer.mimetype == "application/manifest+json"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert "Set-Cookie" not in answer.headers
    said = answer.get_json()
    assert (said["start_url"], said["scope"], said["display"]) == (
        f"/counter/{counter.token}",
        f"/counter/{counter.token}",
        "standalone",
    )
    assert said["name"] == "Counter of Bakkerij Bert"
    assert {icon["sizes"] for icon in said["icons"]} == {"192x192", "512x512"}
    for icon in said["icons"]:
        with client.get(icon["src"]) as picture:
            assert picture.mimetype == "image/png"


def test_a_french_counter_opens_in_french(client, counter):
    said = client.get(f"/fr/counter/{counter.token}/app.webmanifest").get_json()

    assert (said["lang"], said["start_url"]) == ("fr", f"/fr/counter/{counter.token}")


def test_a_closed_counter_is_no_app(client, make):
    assert client.get(f"/counter/{make.counter(revoked=True).token}/app.webmanifest").status_code == 404


def test_a_counter_notes_that_somebody_stands_there(client, make, till, seen_at, site_clock):
    at_the_pin = seen_at()
    vouchers = [make.voucher() for _ in range(2)]
    site_clock.move(minutes=4)
    redeem(client, till, vouchers[0])
    soon_after = seen_at()
    site_clock.move(minutes=1)
    redeem(client, till, vouchers[1], "another key")

    assert at_the_pin == soon_after == NOW
    assert seen_at() == NOW + timedelta(minutes=5)
