"""A shop's card: its figures, the street, the edition before, and whose business it is."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import JournalEntry
from cityshop.links.models import LinkScan, ShortLink
from cityshop.mondays.models import CardWish
from cityshop.offers.figures import shop_figures
from cityshop.offers.models import Channel, OfferState
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

CARD = "/shop/offers/card"
ENDED = NOW - timedelta(hours=10)


@pytest.fixture
def campaign(make):
    make.kortrijk()
    return make.campaign(starts_at=NOW - timedelta(days=3), ends_at=ENDED)


@pytest.fixture
def shop(make):
    return make.shop_in("Doorniksestraat 12")


@pytest.fixture
def offer(make, shop, campaign):
    return make.offer(shop, campaign)


@pytest.fixture
def sold(make, shop, offer):
    """Sells something at the counter of the shop."""
    return partial(make.sale, offer, make.counter(shop))


@pytest.fixture
def bert(client, make, shop):
    return sign_in(client, make.merchant(shop))


def card(client, campaign, **facts):
    return Page(client.get(f"/en{CARD}/{campaign.id}", query_string=facts))


def scan(make, offer, count, piece="poster"):
    """The code of an offer's poster, scanned so often."""
    link = make.short_link(target=f"/kortrijk/offers/{offer.slug}", campaign=offer.campaign)
    with make.database.writes.begin() as session, across_cities(session):
        session.get_one(ShortLink, link.id).about = f"offer {offer.id} {piece}"
        session.add(LinkScan(link_id=link.id, day=NOW.date(), scans=count))


def figure(page, caption):
    """Everything that stands in the tile of a figure."""
    tiles = [one.text for one in page.all("li") if caption in one.text]
    return " ".join(tiles[0].split())


def test_the_card_tells_what_the_counters_list_tells(bert, make, offer, sold, campaign):
    sold(amount_cents=12_50)
    sold(amount_cents=20_00, channel=Channel.PAPER)
    sold()
    sold(amount_cents=99_00, is_undone=True)
    make.voucher(offer)
    scan(make, offer, 7)
    scan(make, offer, 2, "sticker")

    page = card(bert, campaign)

    assert page.heading == "Monday card"
    assert figure(page, "scans of").startswith("9 ")
    assert figure(page, "vouchers taken").startswith("5 ")
    assert "1 of them on paper" in page.text
    assert figure(page, "vouchers redeemed").startswith("3 ")
    assert figure(page, "on average").startswith("€ 16 ")
    assert figure(page, "purchases that were filled in").startswith("€ 32,50 ")
    assert "filled in for 2 of 3 purchases" in page.text


@pytest.mark.parametrize("state", [OfferState.WAITING, OfferState.REFUSED])
def test_the_card_opens_whatever_became_of_the_offer(bert, make, shop, campaign, state):
    make.sale(make.offer(shop, campaign, state=state), make.counter(shop))

    page = card(bert, campaign)

    assert figure(page, "vouchers redeemed").startswith("1 ")


def test_what_nobody_told_is_not_made_up(bert, offer, campaign):
    page = card(bert, campaign)

    assert figure(page, "scans of").startswith("– ")
    assert figure(page, "on average").startswith("– ")
    assert "No purchase was filled in" in page.text
    assert "No voucher was redeemed." in page.text


def test_an_average_of_the_street_needs_five_shops(bert, make, offer, campaign):
    shops = make.street_of_shops(campaign, 3)

    assert "Fewer than five shops of Doorniksestraat" in card(bert, campaign).text

    (fifth,) = make.street_of_shops(campaign, 1)
    other = make.offer(fifth, campaign)
    for _ in range(10):
        make.sale(other, make.counter(shops[0]))
    page = card(bert, campaign)
    assert "the average of the 5 shops of Doorniksestraat, yours included" in page.text
    assert "Street: 2" in figure(page, "vouchers taken")
    assert "Street" not in figure(page, "on average")  # nobody told an amount
    assert "Street" not in figure(page, "scans of")


def test_shops_of_one_keeper_make_no_street(bert, make, offer, campaign):
    keeper = make.merchant(offer.shop)
    for shop in make.street_of_shops(campaign, 5)[:2]:
        make.keeps(keeper, shop)

    assert "Fewer than five shops of Doorniksestraat" in card(bert, campaign).text


def test_no_street_is_told_while_the_weekend_runs(bert, make, shop):
    running = make.campaign()
    make.offer(shop, running)
    make.street_of_shops(running, 6)

    page = card(bert, running)

    assert page.heading == "Your weekend so far"
    assert "follows after the weekend" in page.text
    assert "Street:" not in page.text


def test_the_edition_before_stands_beside(bert, make, offer, campaign):
    before = make.campaign(starts_at=NOW - timedelta(days=70), ends_at=NOW - timedelta(days=67))
    make.discount_rules(campaign, edition_before_id=before.id)

    assert "You did not take part in" in card(bert, campaign).text

    make.sale(make.offer(offer.shop, before), make.counter(offer.shop), at=NOW - timedelta(days=68))
    page = card(bert, campaign)
    assert "Before: 1" in figure(page, "vouchers redeemed")
    assert "Kortingsweekend" in page.text


def test_the_hours_add_up_to_what_was_redeemed(bert, sold, campaign, session):
    for hours in (11, 12, 12, 30):
        sold(at=NOW - timedelta(hours=hours))

    page = card(bert, campaign)

    cells = [int(cell.text) for cell in page.all("td")]
    assert sum(cells) == 4 == shop_figures(session, campaign.id)[0].redeemed
    assert len([drawing for drawing in page.all("svg") if drawing.facts.get("role") == "img"]) == 4


def test_the_list_is_what_stands(bert, sold, campaign):
    sold(amount_cents=12_50, at=NOW - timedelta(hours=11))
    sold(at=NOW - timedelta(hours=12), channel=Channel.PAPER)
    sold(amount_cents=99_00, is_undone=True)

    answer = bert.get(f"/en{CARD}/{campaign.id}/redemptions.csv")

    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.splitlines()[1:] == [
        "2026-11-21;23:00;20 % op brood;Kassa;On paper;",
        "2026-11-22;00:00;20 % op brood;Kassa;On a phone;12,50",
    ]


def test_another_shops_card_is_a_404(bert, make, offer, campaign):
    other = make.shop_in("Doorniksestraat 14")
    make.offer(other, campaign)

    for path in ("", "/redemptions.csv", "/survey"):
        assert bert.get(f"{CARD}/{campaign.id}{path}?shop={other.id}").status_code == 404
        assert bert.get(f"{CARD}/{campaign.id}{path}").status_code == 200
    assert post_form(bert, f"{CARD}/{campaign.id}?shop={other.id}", language="fr").status_code == 404


def test_a_campaign_of_another_city_or_without_this_shop_is_a_404(bert, make, offer):
    elsewhere = make.campaign(make.city("genk", "Genk"))
    without = make.campaign()

    assert bert.get(f"{CARD}/{elsewhere.id}").status_code == 404
    assert bert.get(f"{CARD}/{without.id}").status_code == 404
    assert bert.get(f"{CARD}/999999").status_code == 404


def test_an_edition_that_has_not_begun_has_no_card(bert, make, shop):
    coming = make.campaign(starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=4))
    make.offer(shop, coming)

    assert bert.get(f"{CARD}/{coming.id}").status_code == 404


def test_strangers_sign_in_first(client, campaign, offer):
    assert client.get(f"{CARD}/{campaign.id}").status_code == 303
    assert client.get(CARD).status_code == 303


def test_a_keeper_of_two_shops_sees_both_cards(client, make, shop, campaign, offer):
    other = make.shop_in("Steenpoort 3")
    make.offer(other, campaign)
    account = make.merchant(shop)
    make.keeps(account, other)
    keeper = sign_in(client, account)

    page = Page(keeper.get(f"/en{CARD}"))

    assert shop.name in page.text
    assert other.name in page.text
    assert card(keeper, campaign, shop=other.id).text.count(other.name) >= 1


def test_the_shops_own_page_leads_to_its_card(bert, shop, campaign, offer):
    page = Page(bert.get(f"/en/shop/{shop.id}"))

    assert f"/en{CARD}/{campaign.id}?shop={shop.id}" in page.links
    assert f"/en{CARD}/{campaign.id}/survey?shop={shop.id}" in page.links


def test_a_shop_says_in_which_language_it_is_mailed(bert, shop, campaign, offer, session):
    address = f"{CARD}/{campaign.id}"

    assert post_form(bert, address, language="fr").status_code == 303
    assert post_form(bert, address, language="none").status_code == 303
    wrong = post_form(bert, f"/en{address}", language="xx")

    assert (wrong.status_code, Page(wrong).errors != []) == (422, True)
    with across_cities(session):
        wish = session.scalars(select(CardWish)).one()
    assert (wish.shop_id, wish.language, wish.is_wanted) == (shop.id, "fr", False)
    notes = session.scalars(select(JournalEntry.note).order_by(JournalEntry.id)).all()
    assert notes == ["fr", "stop"]


def test_a_card_costs_the_same_for_a_full_street(bert, make, sold, campaign, queries):
    with queries() as alone:
        card(bert, campaign)
    for shop in make.street_of_shops(campaign, 6):
        make.sale(make.offer(shop, campaign), make.counter(shop))
    sold()
    with queries() as full:
        card(bert, campaign)

    assert len(full) <= len(alone)
