"""The desk of a discount weekend: gaps, filters, the sold-out switch, the live counter."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.offers.models import Offer
from cityshop.weekends.counts import LiveCounts
from cityshop.weekends.pages import KeptCounts
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in


def desk(campaign, path=""):
    return f"/staff/kortrijk/weekends/{campaign.slug}{path}"


def state_of(database, offer):
    with database.reads() as session, across_cities(session):
        return session.scalar(select(Offer.state).where(Offer.id == offer.id))


def test_the_list_of_discount_weekends(amina, make):
    campaign = make.campaign()

    assert desk(campaign) in Page(amina.get("/staff/kortrijk/weekends")).links


def test_an_empty_list_says_so(amina):
    assert "No discount weekend yet" in Page(amina.get("/staff/kortrijk/weekends")).text


def test_a_desk_without_anything(amina, make):
    text = Page(amina.get(desk(make.campaign()))).text

    assert "No offer like this" in text
    assert "No shop has registered yet." in text


def test_shops_without_an_offer_stand_in_the_gaps(amina, make):
    campaign = make.campaign()
    make.offer(make.shop(name="Doet mee"), campaign)
    make.offer(make.shop(name="Wacht nog"), campaign, state="waiting")
    make.shop(name="Doet niet mee")
    make.offer(make.shop(name="Andere campagne"), make.campaign())

    text = Page(amina.get(desk(campaign))).text
    gaps = text[text.index("Shops without an offer") :]

    assert "Doet niet mee" in gaps
    assert "Andere campagne" in gaps
    assert "Wacht nog" not in gaps


def test_the_desk_filters_by_state_street_and_trade(amina, make):
    campaign = make.campaign()
    make.offer(make.shop(name="Live"), campaign, title="op de lijst")
    make.offer(make.shop(name="Wacht"), campaign, title="wacht nog", state="waiting")
    make.offer(make.shop(name="Leeg"), campaign, title="helemaal op", stock=2, claimed=2)

    def shown(query):
        text = Page(amina.get(desk(campaign, query))).text
        return [title for title in ("op de lijst", "wacht nog", "helemaal op") if title in text]

    assert shown("") == ["op de lijst", "wacht nog", "helemaal op"]
    assert shown("?state=waiting") == ["wacht nog"]
    assert shown("?state=sold_out") == ["helemaal op"]
    assert shown("?street=doorniksestraat&category=bakery&state=live") == ["op de lijst"]
    assert shown("?street=elders") == []
    assert shown("?state=%3Cscript%3E&street=%00") == []


def test_the_desk_shows_and_filters_the_kind_of_offer(amina, make):
    campaign = make.campaign()
    make.offer(make.shop(name="Percent"), campaign, title="op brood")
    make.offer(make.shop(name="Gift"), campaign, title="een koekje", kind="gift", value=0)

    everything = Page(amina.get(desk(campaign))).text
    gifts = Page(amina.get(desk(campaign, "?kind=gift&state=live"))).text

    assert "op brood Percent, Doorniksestraat A percentage off Approved" in everything
    assert "een koekje Gift, Doorniksestraat A gift Approved" in everything
    assert "een koekje" in gifts
    assert "op brood" not in gifts
    assert "No offer like this" in Page(amina.get(desk(campaign, "?kind=nothing"))).text


def test_the_switch_keeps_what_was_asked_for(amina, make):
    offer = make.offer(campaign=make.campaign())
    query = "?state=live&street=doorniksestraat&kind=percent"

    page = Page(amina.get(desk(offer.campaign, f"{query}&next=//elsewhere")))
    path = desk(offer.campaign, f"/offers/{offer.id}/sold-out{query}")
    back = post_form(amina, f"{path}&next=//elsewhere").headers["Location"]
    again = post_form(amina, desk(offer.campaign, f"/offers/{offer.id}/available?kind=percent"))

    assert f'action="{path.replace("&", "&amp;")}"' in page.html
    assert back.endswith(desk(offer.campaign, query))
    assert again.headers["Location"].endswith(desk(offer.campaign, "?kind=percent"))


def test_the_sold_out_switch_goes_both_ways_and_twice_is_once(amina, make, database):
    offer = make.offer(campaign=make.campaign())

    for path, state in (("sold-out", "sold_out"), ("sold-out", "sold_out"), ("available", "live")):
        answer = post_form(amina, desk(offer.campaign, f"/offers/{offer.id}/{path}"))
        assert answer.status_code == 303
        assert state_of(database, offer) == state


def test_an_offer_that_waits_has_no_switch(amina, make):
    offer = make.offer(campaign=make.campaign(), state="waiting")

    assert "Mark as sold out" not in Page(amina.get(desk(offer.campaign))).text
    assert post_form(amina, desk(offer.campaign, f"/offers/{offer.id}/sold-out")).status_code == 409


def test_a_paused_campaign_says_so(amina, make):
    campaign = make.campaign(paused=True)

    for path in ("", "/live"):
        assert "This campaign is paused" in Page(amina.get(desk(campaign, path))).text


def test_the_live_counter(amina, make):
    campaign = make.campaign()
    busy = make.offer(make.shop(name="Druk"), campaign)
    make.offer(make.shop(name="Stil"), campaign)
    counter = make.counter(busy.shop)
    make.used(busy, counter, amount_cents=1250)
    make.used(busy, counter, at=NOW - timedelta(hours=2))
    make.used(busy, counter, amount_cents=9900, undone_at=NOW)

    text = Page(amina.get(desk(campaign, "/live"))).text

    assert "2 vouchers redeemed 1 in the last hour" in text
    assert "€ 12.50" in text or "€ 12,50" in text
    assert "1 of 2 shops took a voucher" in text
    assert "Stil" in text
    assert "Druk" not in text[text.index("Where nothing happens yet") :]


def test_shops_that_took_a_voucher_are_counted_however_many_are_quiet(amina, make, monkeypatch):
    monkeypatch.setattr("cityshop.weekends.counts.MOST_QUIET", 2)
    campaign = make.campaign()
    busy = make.offer(make.shop(name="Druk"), campaign)
    make.used(busy, make.counter(busy.shop))
    for number in range(4):
        make.offer(make.shop(name=f"Stil {number}"), campaign)

    text = Page(amina.get(desk(campaign, "/live"))).text

    assert "1 of 5 shops took a voucher" in text


def test_the_live_counter_is_read_once_in_five_seconds(amina, make, queries, site_clock):
    offer = make.offer(campaign=make.campaign())
    path = desk(offer.campaign, "/live/part")

    def asked():
        with queries() as counted:
            assert amina.get(path).status_code == 200
        return len([one for one in counted if "FROM redemption" in one])

    assert asked() == 2
    site_clock.move(seconds=4)
    assert asked() == 0
    site_clock.move(seconds=2)
    assert asked() == 2


def test_a_slow_count_holds_up_no_other_campaign():
    began, may_end, reads = Event(), Event(), []

    def read(session, campaign_id, *, now):
        reads.append(campaign_id)
        if campaign_id == 1:
            began.set()
            assert may_end.wait(10)
        return LiveCounts(now, *[0] * 6, 0, None, 0, 0, None, [])

    kept = KeptCounts(read)
    with ThreadPoolExecutor(3) as pool:
        slow = [pool.submit(kept.of, None, 1, NOW) for _ in range(2)]
        assert began.wait(10)
        other = pool.submit(kept.of, None, 2, NOW)
        answered = not wait([other], timeout=5).not_done
        may_end.set()

    assert answered
    assert slow[0].result() is slow[1].result()
    assert sorted(reads) == [1, 2]


def test_the_part_of_the_live_counter_is_no_page(amina, make):
    html = amina.get(desk(make.campaign(), "/live/part")).get_data(as_text=True)

    assert "<html" not in html
    assert "Where nothing happens yet" in html


def test_the_screen_in_the_hall_names_no_shop(amina, make):
    offer = make.offer(make.shop(name="Stil"), make.campaign())

    page = Page(amina.get(desk(offer.campaign, "/live?screen=1")))

    assert "Stil" not in page.text
    assert "of 1 shops took a voucher" in page.text


@pytest.mark.parametrize(
    "path", ["", "/live", "/live/part", "/report", "/editions", "/report.csv", "/report.xlsx"]
)
def test_who_may_look(client, make, path):
    campaign = make.campaign()
    sign_in(client, make.account(Role.READER, city=make.kortrijk()))

    assert client.get(desk(campaign, path)).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["", "/live", "/live/part", "/mail", "/mail/new", "/vouchers", "/report", "/editions", "/report.csv"],
)
def test_another_city_and_strangers_find_nothing(client, make, path):
    campaign = make.campaign()
    genk = make.city("genk", "Genk")

    assert client.get(desk(campaign, path)).location.startswith("/sign-in")
    sign_in(client, make.staff(city=genk))
    assert client.get(desk(campaign, path)).status_code == 404
    assert client.get(desk(campaign, path).replace("kortrijk", "genk")).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_who_may_switch(client, make, database, role):
    offer = make.offer(campaign=make.campaign())
    sign_in(client, make.account(role, city=make.kortrijk()))

    status = post_form(client, desk(offer.campaign, f"/offers/{offer.id}/sold-out")).status_code

    may = role in PERMISSIONS[Act.EDIT_OFFER].roles
    assert (status == 303) == may
    assert (state_of(database, offer) == "sold_out") == may


def test_the_switch_keeps_to_its_city(client, make, database):
    genk = make.city("genk", "Genk")
    offer, here = make.offer(campaign=make.campaign()), make.campaign(genk)
    sign_in(client, make.staff(city=genk))

    path = f"/staff/genk/weekends/{here.slug}/offers/{offer.id}/sold-out"

    assert post_form(client, path).status_code == 404
    assert state_of(database, offer) == "live"


def test_the_dashboard_leads_to_the_desk(amina, make):
    campaign = make.campaign()

    assert desk(campaign) in Page(amina.get("/staff/kortrijk")).links


def test_queries_do_not_grow(amina, make, queries):
    campaign = make.campaign()
    before = make.campaign(starts_at=NOW - timedelta(days=99), ends_at=NOW - timedelta(days=90))
    make.discount_rules(campaign, edition_before_id=before.id)
    make.closed_edition(before)
    paths = [desk(campaign, path) for path in ("", "/live", "/report", "/editions", "/mail", "/report.csv")]

    def asked():
        counts = []
        for path in paths:
            with queries() as counted:
                assert amina.get(path).status_code == 200
            counts.append(len(counted))
        return counts

    def fill(shops):
        for number in range(shops):
            shop = make.shop(name=f"Winkel {number}")
            counter = make.counter(shop)
            make.used(make.offer(shop, campaign), counter, amount_cents=1000)
            make.shop_mail(campaign)

    fill(1)
    asked()
    few = asked()
    fill(12)

    assert asked() == few
