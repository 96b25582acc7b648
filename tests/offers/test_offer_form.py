"""The form of an offer: what it keeps, what the guard says beside it, what residents will see."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import JournalEntry
from cityshop.core.pictures import Picture
from cityshop.offers.models import Offer, StockCounts
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page
from tests.photos import SVG, bomb, photo
from tests.sign_in import post_form, sign_in

OFFERS = "/shop/offers"
LONG_BEFORE, LONG_AFTER = NOW - timedelta(days=300), NOW + timedelta(days=90)
IN_THE_BAN = {"starts_on": "2026-12-11", "ends_on": "2026-12-13"}


@pytest.fixture
def shop(make):
    return make.shop()


@pytest.fixture
def campaign(make, shop):
    return make.campaign()


@pytest.fixture
def bert(client, make, shop):
    return sign_in(client, make.merchant(shop))


@pytest.fixture
def filled_in(campaign):
    return {
        "title_nl": "20 % op brood",
        "campaign_id": str(campaign.id),
        "kind": "percent",
        "value": "20",
        "product_nl": "Desembrood van 800 gram",
        "per_resident": "2",
        "limit_period": "day",
        "stock": "50",
        "stock_counts": "used",
        "reference": "5",
    }


def seen(session, query):
    with across_cities(session):
        found = session.scalars(query).all()
    session.expunge_all()
    session.rollback()  # the site writes again
    return found


def offers(session):
    return seen(session, select(Offer).order_by(Offer.id))


def new(bert, shop, fields, **changes):
    return post_form(bert, f"{OFFERS}/new/{shop.id}", **{**fields, **changes})


def change(bert, offer, fields, **changes):
    fields = {**fields, "campaign_id": str(offer.campaign_id), **changes}
    return post_form(bert, f"{OFFERS}/{offer.id}", **fields)


def test_everything_is_kept(bert, shop, filled_in, session):
    more = {"excludes_others": "y", "is_online_only": "y", "category": "leather", "product_fr": "Du pain"}

    assert new(bert, shop, {**filled_in, **more}).status_code == 303

    offer = offers(session)[0]
    assert offer.product == {"nl": "Desembrood van 800 gram", "fr": "Du pain"}
    assert (offer.per_resident, offer.limit_period, offer.stock_counts) == (2, "day", "used")
    assert (offer.is_combinable, offer.is_online_only, offer.category) == (False, True, "leather")
    assert offer.reference_cents == 5_00


def test_what_was_kept_stands_in_the_form(bert, make, shop, session, filled_in):
    new(bert, shop, {**filled_in, "days[]": ["4"]}, opens="20:00", closes="02:00")
    offer = offers(session)[0]

    page = Page(bert.get(f"{OFFERS}/{offer.id}"))

    assert 'value="20:00"' in page.html
    assert 'value="02:00"' in page.html
    assert 'value="5,00"' in page.html


def test_an_evening_over_midnight_is_two_windows(bert, shop, filled_in, session):
    hours = {"days[]": ["4", "5"], "opens": "20:00", "closes": "02:00"}

    assert new(bert, shop, {**filled_in, **hours, "days_2[]": ["6"], "opens_2": "10"}).status_code == 303

    assert offers(session)[0].windows == [
        {"days": [4, 5], "from": "20:00", "to": "24:00"},
        {"days": [5, 6], "from": "00:00", "to": "02:00"},
        {"days": [6], "from": "10:00", "to": "24:00"},
    ]


@pytest.mark.parametrize("opens", ["24", "24:00", "24u"])
def test_nothing_opens_at_the_end_of_a_day(bert, shop, filled_in, session, opens):
    page = Page(new(bert, shop, filled_in, opens=opens, closes="02:00"))

    assert page.status == 422
    assert "24:00 is the end of a day." in page.text
    assert f'value="{opens}"' in page.html
    assert offers(session) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"value": "-5"},
        {"kind": "second", "value": "0"},
        {"kind": "second", "value": "101"},
        {"kind": "amount", "value": "-5"},
        {"kind": "amount", "value": "999999999"},
        {"kind": "amount", "value": "5", "reference": "5"},
        {"reference": "-1"},
        {"reference": "0"},
        {"reference": "veel"},
        {"per_resident": "0"},
        {"per_resident": "21"},
        {"per_resident": "9" * 4_500},
        {"limit_period": "year"},
        {"limit_period": ""},
        {"stock_counts": "seen"},
        {"stock_counts": ""},
        {"category": "weapons"},
        {"opens": "24:30"},
        {"closes": "24:30"},
        {"opens": "10:00", "closes": "10:00"},
        {"days_2[]": "9"},
        {"product_nl": "x" * 301},
        {"guard_reason": "x" * 401},
        {"photo_kept": "a" * 22, "photo_alt_nl": "Brood"},
    ],
)
def test_what_is_wrong_is_said_and_kept(bert, shop, filled_in, session, changes):
    page = Page(new(bert, shop, filled_in, **changes))

    assert page.status == 422
    assert page.errors
    assert "Desembrood van 800 gram" in page.html or "product_nl" in changes
    assert offers(session) == []


def test_the_campaign_of_another_city_is_none_of_ours(bert, make, shop, filled_in, session):
    elsewhere = make.campaign(make.city("genk", "Genk"))

    assert new(bert, shop, filled_in, campaign_id=str(elsewhere.id)).status_code == 422
    check = post_form(
        bert, f"{OFFERS}/new/{shop.id}/check", **{**filled_in, "campaign_id": str(elsewhere.id)}
    )
    assert "preview__title" not in check.get_data(as_text=True)
    assert offers(session) == []


def test_a_photo_is_kept_shown_and_erased(bert, shop, filled_in, session):
    sent = {**filled_in, "photo": (io.BytesIO(photo()), "brood.jpg"), "photo_alt_nl": "Een brood"}
    assert new(bert, shop, sent).status_code == 303
    offer = offers(session)[0]
    page = Page(bert.get(f"{OFFERS}/{offer.id}"))
    assert f"/picture/{offer.photo}.webp" in page.html
    assert offer.photo_alt == {"nl": "Een brood"}

    change(bert, offer, filled_in, photo_kept=offer.photo, photo_alt_nl="Ons brood")
    assert (offers(session)[0].photo, offers(session)[0].photo_alt) == (offer.photo, {"nl": "Ons brood"})

    change(bert, offer, filled_in, photo_kept=offer.photo, photo_alt_nl="Ons brood", drops_photo="y")
    assert (offers(session)[0].photo, offers(session)[0].photo_alt) == ("", {})
    assert seen(session, select(Picture.name)) == []


def test_a_photo_needs_words(bert, shop, filled_in, session):
    page = Page(new(bert, shop, {**filled_in, "photo": (io.BytesIO(photo()), "brood.jpg")}))

    assert page.status == 422
    assert "what the photo shows" in " ".join(page.errors)
    assert "photo_kept" in page.html


@pytest.mark.parametrize("sent", [b"", b"GIF89a", SVG, bomb()])
def test_what_is_no_photo_is_said(bert, shop, filled_in, session, sent):
    page = Page(new(bert, shop, {**filled_in, "photo": (io.BytesIO(sent), "brood.jpg")}))

    assert page.status == 422
    assert offers(session) == []


def test_the_photo_of_another_offer_is_not_taken(bert, make, shop, filled_in, session):
    new(bert, shop, {**filled_in, "photo": (io.BytesIO(photo()), "brood.jpg"), "photo_alt_nl": "Een brood"})
    taken = offers(session)[0].photo

    fields = {"title_nl": "Anders", "photo_kept": taken, "photo_alt_nl": "Van een ander"}
    assert new(bert, shop, {**filled_in, **fields}).status_code == 422
    assert [offer.photo for offer in offers(session)] == [taken]


def test_looking_keeps_nothing(bert, shop, filled_in, session):
    page = Page(new(bert, shop, filled_in, step="look"))

    assert page.status == 200
    assert "from € 5 for € 4" in page.text
    assert "Desembrood van 800 gram" in page.text
    assert offers(session) == []


def test_the_guard_speaks_while_somebody_types(bert, make, shop, session, filled_in):
    path = f"{OFFERS}/new/{shop.id}/check"

    said = post_form(bert, path, **{**filled_in, "title_nl": "Solden", "value": ""}).get_data(as_text=True)

    assert "word for the sales" in said
    assert "data-needs-reason" in said
    assert "no legal advice" in said
    assert "Solden" in said
    assert offers(session) == []


def test_nothing_typed_breaks_the_check(bert, make, shop, filled_in):
    path = f"{OFFERS}/new/{shop.id}/check"

    assert post_form(bert, path).status_code == 200
    for name in ("title_nl", "value", "reference", "campaign_id", "starts_on", "ends_on", "opens", "stock"):
        for text in BAD_TEXTS:
            assert post_form(bert, path, **{**filled_in, name: text}).status_code == 200
    for changes in ({"kind": "x"}, {"campaign_id": "9" * 30}, {"ends_on": "9999-12-31"}, {"days[]": "9"}):
        assert post_form(bert, path, **{**filled_in, **changes}).status_code == 200


def test_the_check_is_for_its_own_shop(bert, make, filled_in):
    other = make.shop(name="Chloé")
    offer = make.offer(other)

    assert post_form(bert, f"{OFFERS}/new/{other.id}/check", **filled_in).status_code == 404
    assert post_form(bert, f"{OFFERS}/{offer.id}/check", **filled_in).status_code == 404
    assert post_form(bert, f"{OFFERS}/{offer.id}/sold-out").status_code == 404
    assert post_form(bert, f"{OFFERS}/{offer.id}/available").status_code == 404


def test_the_ban_asks_for_a_reason(bert, make, shop, session, filled_in):
    weeks = make.campaign(starts_at=LONG_BEFORE, ends_at=LONG_AFTER)
    clothes = {**filled_in, "category": "clothes", "campaign_id": str(weeks.id), **IN_THE_BAN}

    refused = Page(new(bert, shop, clothes))
    assert refused.status == 422
    assert "announce no price cut" in refused.text
    assert offers(session) == []

    assert new(bert, shop, clothes, guard_reason="Alleen tweedehands.").status_code == 303
    offer = offers(session)[0]
    assert (offer.guard_reason, offer.state) == ("Alleen tweedehands.", "waiting")
    notes = seen(session, select(JournalEntry.note).where(JournalEntry.happening == "offer-guard-overridden"))
    assert notes == ["Alleen tweedehands."]


def test_hours_on_other_days_do_not_lift_the_ban(bert, make, shop, session, filled_in):
    weeks = make.campaign(starts_at=LONG_BEFORE, ends_at=LONG_AFTER)
    clothes = {**filled_in, "category": "clothes", "campaign_id": str(weeks.id), **IN_THE_BAN}

    page = Page(new(bert, shop, {**clothes, "days[]": ["2"]}))

    assert page.status == 422
    assert "announce no price cut" in page.text
    assert offers(session) == []


def test_street_fairs_are_counted_per_shop(bert, make, shop, session, filled_in):
    weeks = make.campaign(starts_at=LONG_BEFORE, ends_at=LONG_AFTER)
    fair = {**filled_in, "category": "shoes", "campaign_id": str(weeks.id), "is_street_fair": "y"}

    assert new(bert, shop, {**fair, **IN_THE_BAN}).status_code == 303
    days = {"starts_on": "2026-12-18", "ends_on": "2026-12-19", "title_nl": "Nog een"}
    page = Page(new(bert, shop, {**fair, **days}))

    assert page.status == 422
    assert "your shop has 5" in page.text
    assert new(bert, shop, {**fair, **days}, ends_on="2026-12-18").status_code == 303


def test_a_trusted_shop_is_on_the_list_at_once(bert, make, shop, session, filled_in):
    campaign = make.campaign()
    filled_in["campaign_id"] = str(campaign.id)
    make.discount_rules(campaign, trusts_shops=True)

    new(bert, shop, filled_in)
    new(bert, shop, filled_in, title_nl="Solden op brood", guard_reason="Zo heet ons brood.")

    assert [offer.state for offer in offers(session)] == ["live", "waiting"]


def test_more_stock_needs_no_second_look(bert, make, shop, session, filled_in):
    offer = make.offer(shop, stock=50)
    same = {"title_nl": "20 % op brood", "kind": "percent", "value": "20"}

    change(bert, offer, same, stock="80")
    assert (offers(session)[0].state, offers(session)[0].stock) == ("live", 80)

    change(bert, offer, same, stock="80", value="15")
    assert (offers(session)[0].state, offers(session)[0].version) == ("waiting", 2)


def test_how_vouchers_are_counted_stays(bert, make, shop, filled_in):
    offer = make.offer(shop)
    make.voucher(offer)

    page = Page(change(bert, offer, filled_in))

    assert page.status == 422
    assert "must stay as it is" in page.text


@pytest.mark.parametrize("before", [50, None])
def test_a_stock_that_counts_use_keeps_or_lacks_its_end(bert, make, shop, filled_in, before):
    offer = make.offer(shop, stock=before, stock_counts=StockCounts.USED, limit_period="day")
    assert change(bert, offer, filled_in, stock=str(before or "")).status_code == 303
    make.voucher(offer)

    page = Page(change(bert, offer, filled_in, stock="" if before else "50"))

    assert page.status == 422
    assert "cannot become endless, nor the reverse" in page.text


def test_the_stock_is_never_less_than_what_is_on_its_way(bert, make, shop, filled_in):
    offer = make.offer(shop, stock=10, stock_counts=StockCounts.USED, used=2, leased=3, limit_period="day")

    assert "5 have been used" in Page(change(bert, offer, filled_in, stock="4")).text
    assert change(bert, offer, filled_in, stock="5").status_code == 303


def test_a_shop_says_that_it_is_sold_out(bert, make, shop, session):
    offer = make.offer(shop)
    assert "Get my voucher" in Page(bert.get(f"/kortrijk/offers/{offer.slug}")).text

    for _ in range(2):
        assert post_form(bert, f"{OFFERS}/{offer.id}/sold-out").status_code == 303

    assert "All gone" in Page(bert.get(f"/kortrijk/offers/{offer.slug}")).text
    assert "You said that this is sold out" in Page(bert.get(f"{OFFERS}/{offer.id}")).text
    post_form(bert, f"{OFFERS}/{offer.id}/available")
    assert "Get my voucher" in Page(bert.get(f"/kortrijk/offers/{offer.slug}")).text


def test_a_voucher_of_older_terms_says_so(bert, client, make, shop, filled_in):
    offer = make.offer(shop, stock=60, limit_period="day", stock_counts=StockCounts.USED)
    voucher = make.voucher(offer)
    assert "changed this offer" not in Page(client.get(f"/v/{voucher.code}")).text

    change(bert, offer, filled_in)

    assert "changed this offer" in Page(client.get(f"/v/{voucher.code}")).text
    assert "One voucher has the earlier terms" in Page(bert.get(f"{OFFERS}/{offer.id}")).text


def test_residents_see_what_the_shop_wrote(client, make, shop):
    offer = make.offer(
        shop, product={"nl": "Desembrood"}, reference_cents=5_00, is_combinable=False, per_resident=2
    )

    text = Page(client.get(f"/kortrijk/offers/{offer.slug}")).text

    assert "Desembrood" in text
    assert "from € 5 for € 4; € 5 was the lowest price of the last 30 days" in text
    assert "not together with other offers" in text
    assert "2 vouchers" in text


def test_without_campaign_the_shop_waits(client, make):
    shop = make.shop()
    sign_in(client, make.merchant(shop))

    assert "No campaign now" in Page(client.get(f"{OFFERS}/new/{shop.id}")).text
