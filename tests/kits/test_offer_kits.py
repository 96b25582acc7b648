"""The kit of a shop's offer: made by its shop or by town hall, printed, copied, counted."""

import re

import pytest
from sqlalchemy import select

from cityshop.core.db import choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.kits.pieces import ON_SHEET, OfferPiece, OfferSheet, Wording
from cityshop.kits.services import make_offer_kits
from cityshop.links.models import ShortLink
from cityshop.mondays.queries import scans_by_shop
from cityshop.offers.drafts import OfferDraft
from cityshop.offers.listing import change_offer
from cityshop.offers.models import OfferState
from cityshop.offers.queries import city_offer
from tests.makers.base import NOW
from tests.offers.decoding import printed, read
from tests.page import Page
from tests.sign_in import post_form, sign_in

STREET = "/staff/kortrijk/offers/kit"
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"}


@pytest.fixture
def links(database):
    def read():
        table = ShortLink.__table__
        with database.reads() as session:
            return {row.about: row for row in session.execute(select(table).order_by(table.c.id))}

    return read


@pytest.fixture
def bert(make, client):
    """The keeper of a bakery with an approved offer."""

    class Bert:
        def __init__(self):
            self.shop = make.shop()
            self.offer = make.offer(self.shop, conditions={"nl": "Niet op taart."}, min_spend_cents=1000)
            self.client = sign_in(client, make.merchant(self.shop))
            self.path = f"/shop/offers/{self.offer.id}/kit"

    return Bert()


@pytest.fixture
def amina(make, client):
    return sign_in(client, make.staff())


def test_a_shop_finds_its_kits_on_its_own_page(bert):
    page = Page(bert.client.get(f"/shop/{bert.shop.id}"))

    assert bert.path in page.links
    assert f"/shop/offers/{bert.offer.id}/sheets" in page.links


def test_a_kit_is_made_with_one_button_and_once(bert, links, database):
    assert Page(bert.client.get(bert.path)).all("blockquote") == []

    answers = [post_form(bert.client, bert.path) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {303}
    assert set(links()) == {f"offer {bert.offer.id} {piece}" for piece in OfferPiece}
    page = f"/kortrijk/offers/{bert.offer.slug}"
    assert links()[f"offer {bert.offer.id} sticker"].target == page
    assert links()[f"offer {bert.offer.id} social-fr"].target == f"/fr{page}"
    with database.reads() as session:
        entries = session.scalars(select(JournalEntry.happening)).all()
    assert entries == [Happening.OFFER_KIT_MADE] * 2


def test_there_are_three_lengths_of_text_in_each_language_with_their_own_link(bert, links):
    post_form(bert.client, bert.path)

    quotes = [(one.facts["lang"], one.text) for one in Page(bert.client.get(bert.path)).all("blockquote")]

    for language in ("nl", "fr", "de"):
        code = links()[f"offer {bert.offer.id} social-{language}"].code
        mine = [text for lang, text in quotes if lang == language]
        assert len(mine) == 3
        assert all(f"http://localhost/k/{code}" in text for text in mine)
        assert len(mine[0]) < len(mine[1]) < len(mine[2])
        assert all("Bakkerij Bert" in text for text in mine)


CODES = {"poster": 1, "tent": 2, "stickers": 4, "sticker-cut": 1, "cards": 2}


@pytest.mark.parametrize("sheet", OfferSheet)
def test_every_code_has_the_sites_name_and_its_number_below_it(bert, links, sheet):
    post_form(bert.client, bert.path)

    page = Page(bert.client.get(f"{bert.path}/print?sheet={sheet}"))

    code = links()[f"offer {bert.offer.id} {ON_SHEET[sheet]}"].code
    assert len([one for one in page.all("svg") if one.facts.get("role") == "img"]) == CODES[sheet]
    assert page.text.count(f"localhost/k/{code[:5]}-{code[5:]}") == CODES[sheet]


@pytest.mark.parametrize("sheet", OfferSheet)
def test_another_decoder_reads_the_code_of_each_piece(bert, links, sheet):
    post_form(bert.client, bert.path)

    html = bert.client.get(f"{bert.path}/print?sheet={sheet}").get_data(as_text=True)

    code = links()[f"offer {bert.offer.id} {ON_SHEET[sheet]}"].code
    drawn = re.findall(r'<svg class="qr".*?</svg>', html)
    assert {read(printed(svg))[0] for svg in drawn} == {f"HTTP://LOCALHOST/K/{code}"}


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("sheet", OfferSheet)
def test_a_piece_speaks_the_languages_that_were_asked_for(bert, sheet, wording):
    post_form(bert.client, bert.path)

    page = Page(bert.client.get(f"{bert.path}/print?sheet={sheet}&in={wording}"))

    assert {one.facts["lang"] for one in page.all("p") + page.all("div") if "lang" in one.facts} == set(
        wording.split("-")
    )


def test_an_unknown_sheet_or_language_is_the_poster_in_dutch(bert):
    post_form(bert.client, bert.path)

    page = Page(bert.client.get(f"{bert.path}/print?sheet=x&in=x"))

    assert len(page.all("article")) == 1
    assert {one.facts["lang"] for one in page.all("p") if "lang" in one.facts} == {"nl"}


@pytest.mark.parametrize("sheet", [OfferSheet.POSTER, OfferSheet.TENT, OfferSheet.CARDS])
def test_conditions_stand_in_print(bert, sheet):
    post_form(bert.client, bert.path)

    text = Page(bert.client.get(f"{bert.path}/print?sheet={sheet}")).text

    for words in ("Bakkerij Bert", "20 % op brood", "Niet op taart.", "€ 10"):
        assert words in text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_card_says_to_scan_or_to_type(bert):
    post_form(bert.client, bert.path)

    assert "or type the ten characters" in Page(bert.client.get(f"{bert.path}/print?sheet=cards")).text


def test_before_the_kit_is_made_there_is_nothing_to_print(bert):
    assert "Make the kit first." in Page(bert.client.get(f"{bert.path}/print")).text


def test_a_shop_makes_and_prints_its_kit_so_many_times_in_an_hour(bert, monkeypatch):
    monkeypatch.setattr("cityshop.kits.shop_views.MOST_IN_AN_HOUR", 1)

    made = [post_form(bert.client, bert.path).status_code for _ in range(2)]
    prints = [bert.client.get(f"{bert.path}/print").status_code for _ in range(2)]

    assert (made, prints) == ([303, 429], [200, 429])


@pytest.mark.parametrize("state", [OfferState.DRAFT, OfferState.WAITING, OfferState.WITHDRAWN])
def test_an_offer_that_is_not_approved_has_no_kit(make, client, state):
    shop = make.shop()
    offer = make.offer(shop, state=state)
    sign_in(client, make.merchant(shop))

    for path in (f"/shop/offers/{offer.id}/kit", f"/shop/offers/{offer.id}/kit/print"):
        assert client.get(path).status_code == 404
    assert post_form(client, f"/shop/offers/{offer.id}/kit").status_code == 404


@pytest.mark.parametrize("state", [OfferState.WAITING, OfferState.REFUSED])
def test_the_kit_of_an_offer_that_is_read_again_says_so(make, client, state):
    shop = make.shop()
    offer = make.offer(shop, state=state, shown_as="live")
    own, desk = f"/shop/offers/{offer.id}/kit", f"/staff/kortrijk/offers/kit/{offer.id}"
    for account, path in ((make.merchant(shop), own), (make.staff(), desk)):
        sign_in(client, account)
        answers = [client.get(path), client.get(f"{path}/print"), post_form(client, path)]

        assert {answer.status_code for answer in answers} == {409}
        assert "Town hall reads what changed" in Page(answers[0]).text


def test_another_shops_kit_is_not_found(bert, make, links):
    other = make.offer(make.shop(name="Bloemen Chloé"))
    path = f"/shop/offers/{other.id}/kit"

    assert bert.client.get(path).status_code == 404
    assert bert.client.get(f"{path}/print").status_code == 404
    assert post_form(bert.client, path).status_code == 404
    assert links() == {}


@pytest.mark.parametrize(
    "name", ["🥐👩‍🌾 Brood", "مخبز", "<script>alert(1)</script>", "W" * 120, "{shop} {0}"]
)
def test_strange_names_fit_in_a_kit(make, client, name):
    shop = make.shop(name=name)
    offer = make.offer(shop, title=name)
    sign_in(client, make.merchant(shop))
    path = f"/shop/offers/{offer.id}/kit"
    post_form(client, path)

    for rest in ("", "/print?sheet=poster", "/print?sheet=tent", "/print?sheet=cards"):
        page = Page(client.get(f"{path}{rest}"))
        assert name in page.text
        assert "<script>alert" not in page.html


def test_the_whole_street_is_made_and_printed_in_one_run(amina, make, links):
    campaign = make.campaign()
    for name in ("Bakkerij Bert", "Bloemen Chloé", "Fietsen Dirk"):
        make.offer(make.shop(name=name), campaign)
    make.offer(make.shop(name="Wacht nog"), campaign, state=OfferState.WAITING)

    made = post_form(amina, f"{STREET}?campaign={campaign.id}")
    again = post_form(amina, f"{STREET}?campaign={campaign.id}")
    stickers = Page(amina.get(f"{STREET}/print?campaign={campaign.id}&sheet=stickers"))
    cards = Page(amina.get(f"{STREET}/print?campaign={campaign.id}&sheet=cards"))

    assert (made.status_code, again.status_code) == (303, 303)
    assert len(links()) == 3 * len(OfferPiece)
    assert (stickers.html.count("sheet--a4"), len(stickers.all("article"))) == (1, 3)
    assert (cards.html.count("sheet--a4"), len(cards.all("article"))) == (2, 3)
    assert "Wacht nog" not in stickers.text


def test_each_campaign_has_its_own_run(amina, make):
    one, other = make.campaign(), make.campaign()
    make.offer(make.shop(name="Bakkerij Bert"), one)
    make.offer(make.shop(name="Bloemen Chloé"), other)

    page = Page(amina.get(f"{STREET}?campaign={other.id}"))

    assert "Bloemen Chloé" in page.text
    assert "Bakkerij Bert" not in page.text
    assert Page(amina.get(f"{STREET}?campaign=x")).status == 200


def test_town_hall_prints_the_kit_of_one_offer(amina, make):
    offer = make.offer()
    post_form(amina, f"{STREET}/{offer.id}")

    page = Page(amina.get(f"{STREET}/{offer.id}"))

    assert len(page.all("blockquote")) == 9
    assert len(Page(amina.get(f"{STREET}/{offer.id}/print?sheet=poster")).all("article")) == 1


def test_scans_of_each_piece_are_counted(bert, links):
    post_form(bert.client, bert.path)
    code = links()[f"offer {bert.offer.id} tent"].code
    for _ in range(7):
        assert bert.client.get(f"/k/{code}", headers=PHONE).location.endswith(bert.offer.slug)

    page = Page(bert.client.get(bert.path))

    assert "7" in [cell.text for cell in page.all("td")]


def test_a_code_is_taken_out_of_use_and_replaced(amina, make, links, database):
    offer = make.offer()
    post_form(amina, f"{STREET}/{offer.id}")
    old = links()[f"offer {offer.id} sticker"]

    retired = post_form(amina, f"{STREET}/links/{old.id}/retire")
    twice = post_form(amina, f"{STREET}/links/{old.id}/retire")
    post_form(amina, STREET)

    assert (retired.status_code, twice.status_code) == (303, 404)
    assert amina.get(f"/k/{old.code}").status_code == 410
    assert links()[f"offer {offer.id} sticker"].code != old.code


def test_another_citys_offer_and_code_are_not_found(amina, make):
    offer, link = make.offer(make.shop(make.city("genk"))), make.short_link(make.city("gent"))

    for path in (f"{STREET}/{offer.id}", f"{STREET}/{offer.id}/print"):
        assert amina.get(path).status_code == 404
    assert post_form(amina, f"{STREET}/{offer.id}").status_code == 404
    assert post_form(amina, f"{STREET}/links/{link.id}/retire").status_code == 404


def test_a_reader_prints_nothing(make, client):
    offer = make.offer()
    sign_in(client, make.staff(Role.READER))

    for rest in ("", "/print", f"/{offer.id}", f"/{offer.id}/print"):
        assert client.get(f"{STREET}{rest}").status_code == 403


def test_a_city_without_offers_has_nothing_to_print(amina):
    assert "No approved offers" in Page(amina.get(STREET)).text
    assert "Nothing to print yet" in Page(amina.get(f"{STREET}/print")).text
    assert post_form(amina, STREET).status_code == 303


def test_the_street_asks_as_much_of_the_database_for_20_offers_as_for_two(amina, make, queries):
    campaign = make.campaign()
    for _ in range(2):
        make.offer(make.shop(), campaign)
    post_form(amina, STREET)
    with queries() as few:
        amina.get(STREET)
        amina.get(f"{STREET}/print?sheet=stickers")
    for _ in range(18):
        make.offer(make.shop(), campaign)

    with queries() as made:
        post_form(amina, STREET)
    with queries() as many:
        amina.get(STREET)
        amina.get(f"{STREET}/print?sheet=stickers")

    assert len(many) == len(few)
    assert len([one for one in made if "INSERT INTO short_link" in one]) == 1


def asked(session, queries, offers):
    """What making the kits of these offers asks of the database; the first word of each statement."""
    choose_city(session, offers[0].city_id)
    facts = [city_offer(session, offer.city_id, offer.id) for offer in offers]
    with queries() as counted:
        make_offer_kits(session, facts, account_id=None, now=NOW)
        session.flush()
    session.commit()
    return [statement.partition(" ")[0] for statement in counted]


def test_kits_of_20_offers_are_made_with_as_many_statements_as_of_two(make, session, queries):
    campaign = make.campaign()
    street = [make.offer(make.shop(), campaign) for _ in range(22)]

    few, many = asked(session, queries, street[:2]), asked(session, queries, street[2:])

    assert many == few
    assert few.count("INSERT") == 2


def test_kits_that_are_made_already_are_not_written_again(make, session, queries):
    campaign = make.campaign()
    street = [make.offer(make.shop(), campaign) for _ in range(20)]
    first = asked(session, queries, street)

    again = asked(session, queries, street)

    assert "UPDATE" not in [*first, *again]
    assert len(again) <= len(first)


def test_what_is_printed_follows_its_offer_to_another_campaign(bert, make, links, database):
    post_form(bert.client, bert.path)
    code = links()[f"offer {bert.offer.id} poster"].code
    bert.client.get(f"/k/{code}", headers=PHONE)
    neighbour = make.short_link(campaign=bert.offer.campaign, about=f"offer {bert.offer.id}0 poster")
    campaign = make.campaign()
    draft = OfferDraft(campaign_id=campaign.id, title={"nl": "Brood"}, kind="gift", value=0)

    with database.writes.begin() as session:
        choose_city(session, bert.offer.city_id)
        change_offer(session, bert.offer.id, draft, account_id=1, now=NOW)

    mine = {row.campaign_id for row in links().values() if row.id != neighbour.id}
    assert mine == {campaign.id}
    assert links()[neighbour.about].campaign_id == bert.offer.campaign_id
    with database.reads() as session:
        choose_city(session, campaign.city_id)
        assert scans_by_shop(session, campaign.id) == {bert.shop.id: 1}
        assert scans_by_shop(session, bert.offer.campaign_id) == {}


@pytest.mark.parametrize(
    "path", ["/kortrijk/offers/how", "/fr/kortrijk/offers/how", "/kortrijk/offers/how/print"]
)
@pytest.mark.parametrize("reader", ["", "?for=shops", "?for=residents", "?for=x"])
def test_everybody_reads_how_it_works_at_the_till(client, make, path, reader):
    make.kortrijk()

    answer = client.get(f"{path}{reader}")

    page = Page(answer)
    assert page.heading == "How it works at the till"
    assert "Set-Cookie" not in answer.headers
    assert all(one.facts["alt"] == "" for one in page.all("img"))
    is_for_shops = "print" not in path or reader == "?for=shops"
    assert ("You stand behind the till" in page.text) == is_for_shops


def test_the_offers_lead_to_how_it_works(client, make):
    make.offer()

    assert "/kortrijk/offers/how" in Page(client.get("/kortrijk/offers")).links
