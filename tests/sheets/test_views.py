"""Vouchers on paper in town hall and on a shop's own page."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from cityshop.core.codes import new_token, read_typed_code
from cityshop.core.db import across_cities
from cityshop.core.permissions import Role
from cityshop.offers.models import Offer, OfferState, Voucher
from cityshop.offers.signing import TOKEN_LENGTH
from cityshop.sheets.models import MOST_PIECES, VoucherSheet
from tests.bad_input import BAD_TEXTS
from tests.offers.decoding import printed, read
from tests.page import Page
from tests.sign_in import post_form, sign_in

SHEETS = "/staff/kortrijk/sheets"


class Door:
    """Where batches are made, by who stands there."""

    def __init__(self, client, account, path, offer, database):
        self.client, self.account_id = sign_in(client, account), account.id
        self.path, self.offer, self.database = path, offer, database

    def makes(self, **fields):
        filled = {
            "offer": str(self.offer.id),
            "pieces": "3",
            "handed_out_by": "Bibliotheek",
            "reason": "Wie geen telefoon heeft",
            "press": new_token(),
        }
        return post_form(self.client, self.path, **(filled | fields))

    def get(self, rest=""):
        return self.client.get(f"{self.path}{rest}")

    def rows(self, kind):
        with self.database.reads() as session, across_cities(session):
            return session.scalars(select(kind).order_by(kind.id)).all()


@pytest.fixture
def amina(make, client, database):
    """Town hall, before an offer of Bert's."""
    return Door(client, make.staff(), SHEETS, make.offer(stock=10), database)


@pytest.fixture
def bert(make, client, database):
    """The keeper of a bakery, before an offer of his."""
    shop = make.shop()
    offer = make.offer(shop, stock=10)
    return Door(client, make.merchant(shop), f"/shop/offers/{offer.id}/sheets", offer, database)


@pytest.fixture(params=["amina", "bert"])
def door(request):
    return request.getfixturevalue(request.param)


def test_a_batch_is_made_printed_and_listed(door):
    made = door.makes()
    (sheet,) = door.rows(VoucherSheet)

    page = Page(door.client.get(made.location))
    printed = Page(door.get(f"/{sheet.id}/print"))

    assert made.status_code == 303
    assert (sheet.pieces, sheet.handed_out_by) == (3, "Bibliotheek")
    assert "Wie geen telefoon heeft" in page.text
    codes = {read_typed_code(one.text) for one in printed.all("p") if "typed" in one.facts.get("class", "")}
    assert codes == {voucher.code for voucher in door.rows(Voucher)}
    assert (
        f"{SHEETS}/{sheet.id}" in Page(door.get()).links
        or f"{door.path}/{sheet.id}" in Page(door.get()).links
    )


@pytest.mark.parametrize(("per", "pages"), [("8", 2), ("10", 1), ("", 2), ("9", 2), ("x", 2)])
def test_eight_or_ten_stand_on_a_page(bert, make, per, pages):
    sheet_id = make.sheet(bert.offer, pieces=9, made_by=bert.account_id)

    page = Page(bert.get(f"/{sheet_id}/print?per={per}"))

    assert page.html.count("slip-page ") == pages
    assert len(page.all("article")) == 9


def test_long_conditions_get_the_room_of_eight_a_page(bert, make):
    offer = make.offer(bert.offer.shop, conditions={"nl": "Niet op taart. " * 30})
    sheet_id = make.sheet(offer, pieces=9, made_by=bert.account_id)

    page = Page(bert.client.get(f"/shop/offers/{offer.id}/sheets/{sheet_id}/print?per=10"))

    assert page.html.count("slip-page--eight") == 2
    assert "eight on a page" in page.text


def test_a_printed_voucher_says_shop_worth_terms_and_where_it_is_from(bert, make):
    offer = make.offer(bert.offer.shop, conditions={"nl": "Niet op taart."}, min_spend_cents=1000)
    sheet_id = make.sheet(offer, made_by=bert.account_id)

    page = Page(bert.client.get(f"/shop/offers/{offer.id}/sheets/{sheet_id}/print"))

    for words in ("Bakkerij Bert", "20 %", "20 % op brood", "Niet op taart.", "localhost", "1 / 3"):
        assert words in page.text
    assert len([one for one in page.all("svg") if one.facts.get("role") == "img"]) == 3


def test_a_printed_voucher_keeps_the_terms_it_was_made_with(bert, make, session):
    sheet_id = make.sheet(bert.offer, made_by=bert.account_id)
    with across_cities(session):
        changed = session.get_one(Offer, bert.offer.id)
        changed.title = {"nl": "Iets heel anders"}
        session.commit()

    assert "20 % op brood" in Page(bert.get(f"/{sheet_id}/print")).text


@pytest.mark.parametrize("code", ["nl", "fr", "de", "xx"])
def test_vouchers_are_printed_in_a_language_of_their_own(bert, make, code):
    sheet_id = make.sheet(bert.offer, made_by=bert.account_id)

    page = Page(bert.get(f"/{sheet_id}/print?in={code}"))

    (sheet,) = [one for one in page.all("div") if "slip-page" in one.facts.get("class", "")]
    assert sheet.facts["lang"] == (code if code != "xx" else "nl")


def test_another_decoder_reads_the_code_of_each_voucher_as_large_as_it_is_printed(bert):
    sheet_id = int(bert.makes(offer="").location.rpartition("/")[2])

    html = bert.get(f"/{sheet_id}/print").get_data(as_text=True)

    drawn = re.findall(r'<svg class="qr".*?</svg>', html)
    says = [read(printed(svg)) for svg in drawn]
    assert len(drawn) == 3
    assert all(len(text) == len("HTTP://LOCALHOST/V/") + TOKEN_LENGTH for (text,) in says)
    for (text,) in says:
        assert "Bakkerij Bert" in Page(bert.client.get(text.removeprefix("HTTP://LOCALHOST"))).text


def test_a_used_voucher_is_not_printed_again(bert, make):
    sheet_id = make.sheet(bert.offer, made_by=bert.account_id)
    voucher = bert.rows(Voucher)[0]
    make.redemption(voucher, make.counter(bert.offer.shop))

    page = Page(bert.get(f"/{sheet_id}/print"))

    assert len(page.all("article")) == 2


def test_a_file_has_every_code_with_what_its_square_says(door, make):
    sheet_id = make.sheet(door.offer, made_by=door.account_id)

    answer = door.get(f"/{sheet_id}/vouchers.csv")

    text = answer.get_data(as_text=True).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {read_typed_code(row["Code"]) for row in rows} == {one.code for one in door.rows(Voucher)}
    assert all(row["Address"].startswith("HTTP://LOCALHOST/V/") for row in rows)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_what_is_left_is_withdrawn_with_a_reason(door, make):
    sheet_id = make.sheet(door.offer, made_by=door.account_id)
    path = f"{door.path}/{sheet_id}/withdraw"

    without = post_form(door.client, path, why="")
    done = post_form(door.client, path, why="verkeerde datum")
    again = post_form(door.client, path, why="verkeerde datum")

    assert (without.status_code, done.status_code, again.status_code) == (422, 303, 409)
    assert {voucher.state for voucher in door.rows(Voucher)} == {"void"}
    assert door.rows(Offer)[0].claimed == 0
    page = Page(door.client.get(done.location))
    assert "verkeerde datum" in page.text
    assert not [link for link in page.links if "withdraw" in link]
    assert "Nothing to print" in Page(door.get(f"/{sheet_id}/print")).text


@pytest.mark.parametrize("pieces", ["", "0", "-1", "x", "1.5", "1e3", str(MOST_PIECES + 1), "9" * 30, "\0"])
def test_a_bad_number_makes_nothing_and_keeps_what_was_typed(door, pieces):
    page = Page(door.makes(pieces=pieces))

    assert page.status == 422
    assert page.errors
    assert page.form(door.path).fields["handed_out_by"] == "Bibliotheek"
    assert door.rows(VoucherSheet) == []


@pytest.mark.parametrize("text", BAD_TEXTS)
@pytest.mark.parametrize("name", ["handed_out_by", "reason", "press", "offer"])
def test_bad_input_makes_no_error(amina, name, text):
    answer = amina.makes(**{name: text})

    assert answer.status_code in (303, 422)
    assert len(amina.rows(VoucherSheet)) == (1 if answer.status_code == 303 else 0)


def test_more_than_the_stock_is_refused_beside_the_field(door):
    page = Page(door.makes(pieces="11"))

    assert page.status == 422
    assert "10 left" in page.errors[0]
    assert door.rows(Voucher) == []


def test_a_second_click_makes_no_second_batch(door):
    press = new_token()

    first, second = door.makes(press=press), door.makes(press=press)

    assert first.location == second.location
    assert len(door.rows(VoucherSheet)) == 1


def test_a_form_that_is_shown_again_keeps_its_press(door):
    press = new_token()

    page = Page(door.makes(pieces="0", press=press))

    assert page.form(door.path).fields["press"] == press


def test_looking_makes_nothing(door, make):
    sheet_id = make.sheet(door.offer, made_by=door.account_id)

    for rest in (
        "",
        f"/{sheet_id}",
        f"/{sheet_id}/print",
        f"/{sheet_id}/vouchers.csv",
        f"/{sheet_id}/withdraw",
    ):
        assert door.get(rest).status_code == 200
        assert door.get(rest).headers["Cache-Control"] == "no-store"

    assert len(door.rows(Voucher)) == 3


def test_another_citys_batch_is_not_found(amina, make):
    elsewhere = make.offer(make.shop(make.city("genk")))
    sheet_id = make.sheet(elsewhere)

    for rest in ("", "/print", "/vouchers.csv", "/withdraw"):
        assert amina.get(f"/{sheet_id}{rest}").status_code == 404
    assert post_form(amina.client, f"{SHEETS}/{sheet_id}/withdraw", why="x").status_code == 404
    assert amina.makes(offer=str(elsewhere.id)).status_code == 422


def test_another_shops_batch_is_not_found(bert, make):
    other = make.offer(make.shop(name="Bloemen Chloé"))
    sheet_id = make.sheet(other)

    for path in (f"/shop/offers/{other.id}/sheets", f"/shop/offers/{bert.offer.id}/sheets"):
        for rest in ("", "/print", "/vouchers.csv", "/withdraw"):
            assert bert.client.get(f"{path}/{sheet_id}{rest}").status_code == 404
        assert post_form(bert.client, f"{path}/{sheet_id}/withdraw", why="x").status_code == 404
    assert post_form(bert.client, f"/shop/offers/{other.id}/sheets", pieces="1").status_code == 404


def test_of_a_batch_by_town_hall_a_shop_sees_the_counts_only(bert, make):
    sheet_id = make.sheet(bert.offer, pieces=4, made_by=make.staff().id)

    page = Page(bert.get())

    assert tuple(cell.text for cell in page.all("td") if cell.text.isdigit()) == ("4", "0", "4")
    assert "Bibliotheek" not in page.text
    assert not [link for link in page.links if f"/sheets/{sheet_id}" in link]
    for rest in ("", "/print", "/vouchers.csv", "/withdraw"):
        assert bert.get(f"/{sheet_id}{rest}").status_code == 404
    assert post_form(bert.client, f"{bert.path}/{sheet_id}/withdraw", why="x").status_code == 404
    assert {one.state for one in bert.rows(Voucher)} == {"issued"}


def test_who_keeps_a_shop_together_shares_its_batches(bert, make):
    partner = make.merchant(bert.offer.shop, name="Betty Maes")
    sheet_id = make.sheet(bert.offer, made_by=partner.id)

    assert f"{bert.path}/{sheet_id}" in Page(bert.get()).links
    assert bert.get(f"/{sheet_id}/print").status_code == 200


def test_town_hall_sees_batches_of_shops_too(amina, make):
    keeper = make.merchant(amina.offer.shop)
    sheet_id = make.sheet(amina.offer, made_by=keeper.id)

    assert f"{SHEETS}/{sheet_id}" in Page(amina.get()).links
    assert "Bibliotheek" in Page(amina.get()).text


def test_a_reader_of_town_hall_makes_nothing(make, client):
    sign_in(client, make.staff(Role.READER))
    sheet_id = make.sheet()

    for rest in (
        "",
        f"/{sheet_id}",
        f"/{sheet_id}/print",
        f"/{sheet_id}/vouchers.csv",
        f"/{sheet_id}/withdraw",
    ):
        assert client.get(f"{SHEETS}{rest}").status_code == 403


def test_an_offer_that_waits_has_no_vouchers_on_paper(make, client):
    shop = make.shop()
    offer = make.offer(shop, state=OfferState.WAITING)
    sign_in(client, make.merchant(shop))
    path = f"/shop/offers/{offer.id}/sheets"

    page = Page(client.get(path))
    answer = post_form(client, path, pieces="1", handed_out_by="de winkel", reason="proef", press=new_token())

    assert "No vouchers can be made now" in page.text
    assert answer.status_code == 409


def test_the_list_asks_as_much_of_the_database_for_20_batches_as_for_two(amina, make, queries):
    for _ in range(2):
        make.sheet(make.offer(), pieces=1)
    with queries() as few:
        amina.get()
    for _ in range(18):
        make.sheet(make.offer(), pieces=1)

    with queries() as many:
        amina.get()

    assert len(many) == len(few)


def test_a_shops_list_asks_as_much_of_the_database_for_9_batches_as_for_two(bert, make, queries):
    for maker in (1, bert.account_id):
        make.sheet(bert.offer, pieces=1, made_by=maker)
    with queries() as few:
        bert.get()
    for _ in range(7):
        make.sheet(bert.offer, pieces=1)

    with queries() as many:
        bert.get()

    assert len(many) == len(few)


def test_printing_asks_as_much_for_many_vouchers_as_for_few(bert, make, queries):
    few_id, many_id = (
        make.sheet(bert.offer, pieces=1, made_by=bert.account_id),
        make.sheet(bert.offer, pieces=9, made_by=bert.account_id),
    )
    with queries() as few:
        bert.get(f"/{few_id}/print")

    with queries() as many:
        page = bert.get(f"/{many_id}/print")

    assert len(many) == len(few)
    assert len(re.findall('class="qr"', page.get_data(as_text=True))) == 9


def test_so_many_batches_and_pages_in_an_hour_and_no_more(amina, monkeypatch):
    monkeypatch.setattr("cityshop.sheets.desk.MOST_IN_AN_HOUR", 2)
    made = amina.makes(pieces="1").location.rpartition("/")[2]

    answers = [amina.makes(pieces="1").status_code for _ in range(2)]
    pages = [amina.get(f"/{made}/print").status_code for _ in range(2)]

    assert answers == [303, 429]
    assert [*pages, amina.get(f"/{made}/vouchers.csv").status_code] == [200, 200, 429]
    assert len(amina.rows(VoucherSheet)) == 2
