"""A shop's own offers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import JournalEntry
from cityshop.merchants.models import ShopState
from cityshop.offers.listing import approve_offer
from cityshop.offers.models import Offer
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

OFFERS = "/shop/offers"


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
        "title_fr": "20 % sur le pain",
        "campaign_id": str(campaign.id),
        "kind": "percent",
        "value": "20",
        "stock": "50",
        "conditions_nl": "Niet op taart.",
    }


def offers(session):
    session.expire_all()
    with across_cities(session):
        return session.scalars(select(Offer).order_by(Offer.id)).all()


def new(bert, shop, fields, **changes):
    return post_form(bert, f"{OFFERS}/new/{shop.id}", **{**fields, **changes})


def test_a_shop_writes_an_offer_that_waits(bert, shop, filled_in, session):
    answer = new(bert, shop, filled_in, min_spend="12,50", starts_on="2026-11-21", ends_on="2026-11-22")

    assert answer.status_code == 303
    offer = offers(session)[0]
    assert (offer.state, offer.value, offer.stock, offer.min_spend_cents) == ("waiting", 20, 50, 12_50)
    assert offer.title == {"nl": "20 % op brood", "fr": "20 % sur le pain"}
    assert (offer.starts_at.isoformat(), offer.ends_at.isoformat()) == (
        "2026-11-20T23:00:00+00:00",
        "2026-11-22T23:00:00+00:00",
    )
    assert bert.get(f"/kortrijk/offers/{offer.slug}").status_code == 404
    assert session.scalars(select(JournalEntry.happening)).all() == ["offer-created"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ({"kind": "percent", "value": "15 %"}, 15),
        ({"kind": "amount", "value": "7,50"}, 750),
        ({"kind": "gift", "value": ""}, 0),
        ({"kind": "bundle", "value": "2"}, 2),
    ],
)
def test_what_an_offer_is_worth(bert, shop, typed, value, filled_in):
    new(bert, shop, filled_in, **typed)

    with bert.application.extensions["cityshop.database"].reads() as session:
        assert offers(session)[0].value == value


def test_hours_of_an_offer(bert, shop, filled_in, session):
    answer = new(bert, shop, {**filled_in, "days[]": ["5", "6"]}, opens="10", closes="18.30")

    assert answer.status_code == 303
    assert offers(session)[0].windows == [{"days": [5, 6], "from": "10:00", "to": "18:30"}]


@pytest.mark.parametrize(
    "changes",
    [
        {"title_nl": ""},
        {"title_nl": "x" * 81},
        {"title_nl": "a\0b"},
        {"kind": "free-for-all"},
        {"kind": ""},
        {"campaign_id": "999999"},
        {"campaign_id": "9" * 30},
        {"campaign_id": "abc"},
        {"value": "0"},
        {"value": "101"},
        {"value": "twenty"},
        {"value": "²"},
        {"kind": "amount", "value": "0"},
        {"kind": "amount", "value": "1e9"},
        {"kind": "bundle", "value": "21"},
        {"stock": "0"},
        {"stock": "-5"},
        {"stock": "many"},
        {"stock": "9" * 5000},
        {"min_spend": "abc"},
        {"starts_on": "2026-02-30"},
        {"ends_on": "9999-12-31"},
        {"starts_on": "0001-01-01"},
        {"starts_on": "2026-11-22", "ends_on": "2026-11-21"},
        {"days[]": "7"},
        {"days[]": "x"},
        {"opens": "25:00"},
        {"opens": "18:00", "closes": "10:00"},
    ],
)
def test_what_is_wrong_is_said_and_kept(bert, shop, filled_in, session, changes):
    answer = new(bert, shop, filled_in, **changes)

    page = Page(answer)
    assert page.status == 422
    assert page.errors
    assert "Niet op taart." in page.html
    assert offers(session) == []


@pytest.mark.parametrize(
    "name", ["title_nl", "title_fr", "value", "stock", "min_spend", "conditions_nl", "opens"]
)
def test_no_text_breaks_the_form(bert, shop, filled_in, name):
    for text in BAD_TEXTS:
        assert new(bert, shop, filled_in, **{name: text}).status_code in (303, 422)


def test_the_same_offer_sent_twice_is_there_once(bert, shop, filled_in, session):
    statuses = [new(bert, shop, filled_in).status_code for _ in range(2)]

    assert statuses == [303, 422]
    assert len(offers(session)) == 1


def test_a_shop_sees_its_own_counts(bert, make, shop):
    offer = make.offer(shop, title="van Bert")
    make.redemption(make.voucher(offer), make.counter(shop), at=NOW)
    make.voucher(offer)
    make.offer(make.shop(name="Chloé"), title="van Chloé")

    text = Page(bert.get(OFFERS)).text

    assert "van Bert" in text
    assert "van Chloé" not in text
    assert "2 1 1" in text
    assert "van Bert" in Page(bert.get("/shop")).text


def test_a_changed_offer_waits_again(bert, make, shop, filled_in, session):
    offer = make.offer(shop)
    page = Page(bert.get(f"{OFFERS}/{offer.id}"))

    answer = post_form(bert, f"{OFFERS}/{offer.id}", **{**filled_in, "campaign_id": str(offer.campaign_id)})

    assert page.heading == "Change an offer"
    assert answer.status_code == 303
    assert (offers(session)[0].state, offers(session)[0].stock) == ("waiting", 50)


def test_what_people_were_promised_stays(bert, client, make, shop, filled_in):
    offer = make.offer(shop)
    voucher = make.voucher(offer)
    fields = {**filled_in, "campaign_id": str(offer.campaign_id)}

    answer = post_form(bert, f"{OFFERS}/{offer.id}", **{**fields, "value": "10", "min_spend": "15"})

    assert answer.status_code == 303
    promised = Page(client.get(f"/v/{voucher.code}")).text
    assert "\N{MINUS SIGN}20 %" in promised
    assert "Spend at least" not in promised


def test_vouchers_stay_in_their_campaign(bert, make, shop, filled_in):
    offer = make.offer(shop)
    make.voucher(offer)

    answer = post_form(bert, f"{OFFERS}/{offer.id}", **filled_in)

    assert answer.status_code == 422
    assert "must stay in its campaign" in Page(answer).text


def test_the_stock_cannot_be_less_than_what_was_given(bert, make, shop, filled_in):
    offer = make.offer(shop)
    for _ in range(3):
        make.voucher(offer)

    answer = post_form(
        bert, f"{OFFERS}/{offer.id}", **{**filled_in, "campaign_id": str(offer.campaign_id), "stock": "2"}
    )

    assert "3 vouchers have been claimed" in Page(answer).text


def test_a_withdrawn_offer_keeps_its_vouchers(bert, make, shop, session):
    voucher = make.voucher(make.offer(shop))

    for _ in range(2):
        assert post_form(bert, f"{OFFERS}/{voucher.offer_id}/withdraw").status_code == 303

    assert offers(session)[0].state == "withdrawn"
    assert "Show this at the till" in Page(bert.get(f"/v/{voucher.code}")).text
    assert "off the list" in Page(bert.get(f"{OFFERS}/{voucher.offer_id}")).text


def test_an_offer_of_another_shop_is_unknown(bert, make, filled_in, session):
    for other in (make.offer(make.shop()), make.offer(make.shop(make.city()))):
        for path in (f"{OFFERS}/{other.id}", f"{OFFERS}/new/{other.shop_id}"):
            assert bert.get(path).status_code == 404
            assert post_form(bert, path, **filled_in).status_code == 404
        assert post_form(bert, f"{OFFERS}/{other.id}/withdraw").status_code == 404

    assert {offer.state for offer in offers(session)} == {"live"}


def test_a_shop_that_waits_cannot_give_anything(client, make, filled_in, session):
    shop = make.shop(state=ShopState.WAITING)
    sign_in(client, make.merchant(shop))

    assert client.get(f"{OFFERS}/new/{shop.id}").status_code == 404
    assert new(client, shop, filled_in).status_code == 404
    assert "No shop to give something" in Page(client.get(OFFERS)).text


def test_unknown_offers_are_unknown(bert):
    for number in ("0", "999999", "9" * 30, "x"):
        assert bert.get(f"{OFFERS}/{number}").status_code == 404


def test_a_stranger_signs_in_first(client, make, shop):
    offer = make.offer(shop)

    for path in (OFFERS, f"{OFFERS}/{offer.id}", f"{OFFERS}/new/{shop.id}"):
        assert client.get(path).location.startswith("/sign-in")
    assert client.post(f"{OFFERS}/{offer.id}/withdraw").location == "/sign-in"


def test_without_token_nothing_is_written(bert, make, shop, filled_in, session):
    offer = make.offer(shop)

    for path in (f"{OFFERS}/new/{shop.id}", f"{OFFERS}/{offer.id}", f"{OFFERS}/{offer.id}/withdraw"):
        assert bert.post(path, data=filled_in).status_code == 400
        assert bert.post(path, data=filled_in, headers={"Origin": "https://x.example"}).status_code == 403
    assert [offer.state for offer in offers(session)] == ["live"]


def test_reading_withdraws_nothing(bert, make, shop, session):
    offer = make.offer(shop)

    assert bert.get(f"{OFFERS}/{offer.id}/withdraw").status_code == 405
    assert offers(session)[0].state == "live"


def test_queries_do_not_grow_with_offers(bert, make, shop, queries):
    def asked(path):
        with queries() as counted:
            bert.get(path)
        return len(counted)

    campaign = make.campaign()
    make.offer(shop, campaign)
    few = [asked(OFFERS), asked("/shop")]
    for _ in range(20):
        make.offer(shop, campaign)

    assert [asked(OFFERS), asked("/shop")] == few


def test_what_was_sent_back_waits_even_where_shops_are_trusted(bert, make, shop, filled_in, session):
    offer = make.offer(shop, state="refused", state_reason="Zeg welk brood.")
    make.discount_rules(offer.campaign, trusts_shops=True)
    path, fields = f"{OFFERS}/{offer.id}", {**filled_in, "campaign_id": str(offer.campaign_id)}

    said = post_form(bert, f"{path}/check", **fields).get_data(as_text=True)
    answers = [post_form(bert, path, **{**fields, "title_nl": title}) for title in ("Brood", "Alle brood")]

    assert "Town hall looks at it before" in said
    assert [answer.status_code for answer in answers] == [303, 303]
    assert offers(session)[0].state == "waiting"


def corrected(bert, offer, filled_in, **changes):
    """The offer after its shop changed what residents read."""
    facts = {**filled_in, "campaign_id": str(offer.campaign_id), "title_nl": "Nieuw", **changes}
    assert post_form(bert, f"{OFFERS}/{offer.id}", **facts).status_code == 303


def test_a_corrected_offer_keeps_its_page_without_what_nobody_read_yet(bert, make, shop, filled_in):
    offer = make.offer(shop)
    address = f"/kortrijk/offers/{offer.slug}"
    corrected(bert, offer, filled_in, conditions_nl="Nog niet gelezen.", value="90")

    page = Page(bert.get(address))

    assert (page.status, page.heading) == (200, f"An offer of {shop.name}")
    assert "This offer is being changed" in page.text
    for words in ("/claim", "Nieuw", "Nog niet gelezen", "90"):
        assert words not in page.text.replace(shop.street, "")
    assert "/claim" not in page.html
    assert f"/offers/{offer.slug}" not in Page(bert.get("/kortrijk/offers")).html


def test_who_pressed_on_an_older_page_reads_why(bert, make, shop, filled_in, session):
    offer = make.offer(shop)
    corrected(bert, offer, filled_in)

    page = Page(bert.post(f"/kortrijk/offers/{offer.slug}/claim"))

    assert (page.status, offers(session)[0].claimed) == (409, 0)
    assert "This offer is being changed" in page.text
    assert "Nieuw" not in page.text


def test_an_offer_that_nobody_saw_yet_has_no_page(bert, shop, filled_in, session):
    new(bert, shop, filled_in)

    assert bert.get(f"/kortrijk/offers/{offers(session)[0].slug}").status_code == 404


def test_a_corrected_offer_that_is_withdrawn_tells_no_more_than_before(bert, make, shop, filled_in):
    offer = make.offer(shop)
    corrected(bert, offer, filled_in)
    post_form(bert, f"{OFFERS}/{offer.id}/withdraw")

    page = Page(bert.get(f"/kortrijk/offers/{offer.slug}"))

    assert "This offer is over" in page.text
    assert "Nieuw" not in page.text


@pytest.mark.parametrize("before", ["live", "sold_out"])
def test_a_corrected_offer_comes_back_as_it_was(bert, make, shop, filled_in, session, before):  # noqa: PLR0913, PLR0917 - fixtures
    offer = make.offer(shop, state=before)
    for title in ("Eerst", "Dan"):
        corrected(bert, offer, filled_in, title_nl=title)
    assert offers(session)[0].state == "waiting"

    choose_city(session, offer.city_id)
    approve_offer(session, offer.id, account_id=1, now=NOW)

    assert (offers(session)[0].state, offers(session)[0].shown_as) == (before, "")


@pytest.mark.parametrize("trusts", [True, False])
def test_the_form_says_that_a_change_takes_it_off_the_list(bert, make, shop, trusts):
    offer = make.offer(shop)
    make.discount_rules(offer.campaign, trusts_shops=trusts)
    sentence = "they do not see this offer until town hall agrees"

    assert (sentence in Page(bert.get(f"{OFFERS}/{offer.id}")).text) is not trusts
    assert sentence not in Page(bert.get(f"{OFFERS}/new/{shop.id}")).text


@pytest.fixture
def edition_before(make, shop):
    return make.campaign(starts_at=NOW - timedelta(days=70), ends_at=NOW - timedelta(days=67))


def test_a_title_of_last_edition_may_be_used_again(bert, make, shop, filled_in, rows):
    earlier = make.offer(shop, make.campaign(), slug=f"{shop.slug}-20-op-brood")

    statuses = [new(bert, shop, filled_in).status_code for _ in range(2)]

    assert statuses == [303, 422]
    (_, again) = rows(Offer)
    assert again.slug.startswith(f"{earlier.slug}-")
    assert again.campaign_id == int(filled_in["campaign_id"]) != earlier.campaign_id


def test_a_title_of_a_withdrawn_offer_may_be_used_again(bert, shop, filled_in, rows):
    for _ in range(3):
        assert new(bert, shop, filled_in).status_code == 303
        post_form(bert, f"{OFFERS}/{rows(Offer)[-1].id}/withdraw")

    slugs = [one.slug for one in rows(Offer)]
    assert len(set(slugs)) == 3
    assert slugs[2] == f"{slugs[1]}-2"


def test_long_titles_that_begin_alike_are_two_offers(bert, shop, filled_in, rows):
    for end in ("brood", "taart"):
        title = f"{'heel ' * 13}veel {end}"
        assert new(bert, shop, filled_in, title_nl=title).status_code == 303

    assert len({one.slug for one in rows(Offer)}) == 2


def test_an_earlier_offer_is_made_again_in_one_go(bert, make, shop, campaign, session, edition_before):  # noqa: PLR0913, PLR0917 - fixtures
    earlier = make.offer(
        shop, edition_before, title="Brood van toen", value=15, stock=40, reference_cents=5_00, starts_at=NOW
    )
    page = Page(bert.get(OFFERS))
    link = f"{OFFERS}/new/{shop.id}?like={earlier.id}"
    assert f'href="{link}"' in page.html

    form = Page(bert.get(link))

    for words in ("Brood van toen", 'value="15"', 'value="40"', f'value="{campaign.id}"'):
        assert words in form.html
    assert 'value="5,00"' not in form.html
    assert f'value="{NOW.date()}"' not in form.html
    assert len(offers(session)) == 1


def test_what_runs_is_not_made_again(bert, make, shop):
    make.offer(shop)

    assert "Make this offer again" not in Page(bert.get(OFFERS)).text


def test_only_an_offer_of_ones_own_is_made_again(bert, make, shop):
    other = make.offer(make.shop(name="Chloé"))
    path = f"{OFFERS}/new/{shop.id}?like="

    statuses = [bert.get(f"{path}{like}").status_code for like in (other.id, 0, -1, "9" * 30, "x")]

    assert statuses == [404, 404, 404, 404, 200]
