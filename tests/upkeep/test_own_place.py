"""A shop keeps its own place in the guide: some of it live at once, the rest after town hall."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.pictures import Picture
from cityshop.merchants.models import Shop, ShopState
from cityshop.places.models import HoursException, Place, PlaceRevision
from cityshop.upkeep.models import EditKind, PlaceEdit, Verdict
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page
from tests.photos import photo
from tests.sign_in import post_form, sign_in

CONTACT = {"phone": "056 22 33 44", "website": "www.plek.example", "text_nl": "Nieuw.", "wheelchair": "yes"}
CONTACT |= {"diets": ["halal", "vegan"], "payments": ["cash"]}


@pytest.fixture
def place(make):
    return make.place(name="Café De Leie", phone="056 11 11 11", town="Kortrijk", postal_code="8500")


@pytest.fixture
def shop(make, place):
    return make.shop(place=place)


@pytest.fixture
def bert(make, shop, client):
    return sign_in(client, make.merchant(shop))


def address(shop, page=""):
    return f"/shop/{shop.id}/place{page}"


def wish(**changes):
    typed = {"name": "Café De Leie", "street": "Grote Markt 1", "postal_code": "8500", "town": "Kortrijk"}
    return typed | {"point": "50.827900, 3.264600"} | changes


def sent_photo():
    return io.BytesIO(photo()), "gevel.jpg"


def rows(database, table):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()


def test_contact_facts_are_live_at_once(bert, shop, database):
    answer = post_form(bert, address(shop, "/contact"), **CONTACT)

    changed = rows(database, Place)[0]
    assert answer.status_code == 303
    assert (changed.phone, changed.website, changed.text) == (
        "056 22 33 44", "https://www.plek.example", {"nl": "Nieuw."},
    )  # fmt: skip
    assert (changed.diets, changed.payments) == (["vegan", "halal"], ["cash"])
    assert set(CONTACT) - {"text_nl"} | {"text"} == set(changed.owned_by_people)
    assert {"Vegan, Halal", "Cash"} <= {one.text for one in Page(bert.get(f"/en{address(shop)}")).all("dd")}
    assert "056 22 33 44" in Page(bert.get(f"/kortrijk/guide/{changed.slug}")).text


def ticked(answer):
    return {box.facts["value"] for box in Page(answer).all("input") if "checked" in box.facts}


def test_what_was_ticked_is_ticked_when_the_form_comes_back(bert, shop, database):
    post_form(bert, address(shop, "/contact"), **CONTACT)

    again = bert.get(address(shop, "/contact"))
    with_error = post_form(bert, address(shop, "/contact"), **CONTACT | {"phone": "?"})

    assert with_error.status_code == 422
    assert ticked(again) == ticked(with_error) == {"vegan", "halal", "cash"}


def test_no_tick_says_none_and_an_unknown_word_is_refused(bert, shop, database):
    post_form(bert, address(shop, "/contact"), **CONTACT)

    refused = post_form(bert, address(shop, "/contact"), **CONTACT | {"payments": ["shells"]})
    cleared = post_form(bert, address(shop, "/contact"), wheelchair="unknown")

    changed = rows(database, Place)[0]
    assert (refused.status_code, cleared.status_code) == (422, 303)
    assert (changed.diets, changed.payments) == ([], [])


def test_what_a_shop_changes_stands_in_the_history(bert, shop, database):
    post_form(bert, address(shop, "/contact"), **CONTACT)

    revision = rows(database, PlaceRevision)[0]
    assert revision.who == "merchant"
    assert (revision.old["phone"], revision.new["phone"]) == ("056 11 11 11", "056 22 33 44")


def test_name_and_address_wait_for_town_hall(bert, shop, database):
    answer = post_form(bert, address(shop, "/wish"), **wish(name="Bar De Leie", point="50.8290, 3.2650"))

    edit = rows(database, PlaceEdit)[0]
    assert answer.status_code == 303
    assert (edit.state, edit.asked) == (
        Verdict.WAITING, {"name": "Bar De Leie", "latitude": 50.829, "longitude": 3.265},
    )  # fmt: skip
    assert edit.was["name"] == "Café De Leie"
    assert rows(database, Place)[0].name == "Café De Leie"
    assert "Bar De Leie" in Page(bert.get(address(shop))).text


def test_a_new_wish_takes_the_place_of_the_one_that_waits(bert, shop, database):
    post_form(bert, address(shop, "/wish"), **wish(name="Eerst"))
    post_form(bert, address(shop, "/wish"), **wish(name="Daarna"))

    assert [(edit.asked["name"], edit.state) for edit in rows(database, PlaceEdit)] == [
        ("Eerst", "withdrawn"), ("Daarna", "waiting"),
    ]  # fmt: skip


def test_a_photo_waits_and_survives_a_second_look_at_the_form(bert, shop, database):
    sent = sent_photo()
    answer = post_form(bert, address(shop, "/wish"), **wish(photo=sent, photo_text="De gevel"))
    name = rows(database, PlaceEdit)[0].asked["picture"]

    again = post_form(
        bert, address(shop, "/wish"), **wish(name="Anders", photo_kept=name, photo_text="De gevel")
    )

    assert (answer.status_code, again.status_code) == (303, 303)
    assert rows(database, PlaceEdit)[1].asked["picture"] == name
    assert [picture.is_claimed for picture in rows(database, Picture)] == [True]


def test_a_photo_needs_words(bert, shop, database):
    answer = post_form(bert, address(shop, "/wish"), **wish(photo=sent_photo()))

    assert answer.status_code == 422
    assert rows(database, PlaceEdit) == []


def test_asking_for_nothing_says_so(bert, shop, database):
    answer = post_form(bert, f"/en{address(shop, '/wish')}", **wish())

    assert answer.status_code == 422
    assert "Nothing is different" in Page(answer).errors[0]


def test_a_wish_can_be_taken_back_with_its_photo(bert, shop, database):
    post_form(bert, address(shop, "/wish"), **wish(photo=sent_photo(), photo_text="De gevel"))
    edit = rows(database, PlaceEdit)[0]

    answer = post_form(bert, address(shop, f"/withdraw/{edit.id}"))
    twice = post_form(bert, address(shop, f"/withdraw/{edit.id}"))

    assert (answer.status_code, twice.status_code) == (303, 409)
    assert rows(database, PlaceEdit)[0].state == Verdict.WITHDRAWN
    assert rows(database, Picture) == []


def test_one_tap_says_that_all_is_right(bert, shop, database):
    answer = post_form(bert, address(shop, "/confirm"))

    assert answer.status_code == 303
    assert rows(database, Place)[0].verified_at == NOW


def test_a_shop_without_a_place_looks_for_it_and_asks(make, client, place, database):
    shop = make.shop(name="De Leie")
    sign_in(client, make.merchant(shop))

    found = Page(client.get(address(shop, "/find?q=leie")))
    answer = post_form(client, address(shop, "/find"), place=place.slug)

    edit = rows(database, PlaceEdit)[0]
    assert "Café De Leie" in found.text
    assert (answer.status_code, edit.kind, edit.place_id) == (303, EditKind.TIE, place.id)
    assert rows(database, Shop)[0].place_id is None


def test_a_shop_proposes_a_place_without_knowing_its_point(make, client, database):
    shop = make.shop(name="Bakkerij Bert")
    sign_in(client, make.merchant(shop))
    page = Page(client.get(address(shop, "/new")))

    answer = post_form(client, address(shop, "/new"), name="Bakkerij Bert", kind="shop", street="Leie 1")

    edit = rows(database, PlaceEdit)[0]
    assert page.forms[-1].fields["name"] == "Bakkerij Bert"
    assert (answer.status_code, edit.kind, edit.asked["latitude"]) == (303, EditKind.NEW, None)


def test_a_shop_with_a_place_asks_for_no_other(bert, shop, place):
    assert post_form(bert, address(shop, "/find"), place=place.slug).status_code == 409
    proposal = {"name": "Nog een", "kind": "shop", "street": "Leie 1"}
    assert post_form(bert, address(shop, "/new"), **proposal).status_code == 409


def test_a_shop_that_is_not_approved_changes_nothing(make, client, place, database):
    shop = make.shop(place=place, state=ShopState.WAITING)
    sign_in(client, make.merchant(shop))

    assert client.get(address(shop)).status_code == 200
    assert post_form(client, address(shop, "/contact"), **CONTACT).status_code == 409
    assert post_form(client, address(shop, "/wish"), **wish(name="Anders")).status_code == 409
    assert rows(database, Place)[0].phone == "056 11 11 11"


@pytest.mark.parametrize("page", ["", "/contact", "/wish", "/find", "/new", "/hours", "/closures"])
def test_another_keeper_and_a_stranger_find_nothing(make, client, shop, page):
    chloe = make.merchant(make.shop(name="Hiernaast"))

    assert client.get(address(shop, page)).status_code in (302, 303, 401)
    sign_in(client, chloe)
    assert client.get(address(shop, page)).status_code == 404
    assert post_form(client, address(shop, page)).status_code in (404, 405)


def test_another_shops_wish_cannot_be_taken_back(make, bert, shop, database):
    edit = make.place_edit(make.shop(place=make.place(name="Elders")))

    assert post_form(bert, address(shop, f"/withdraw/{edit.id}")).status_code == 404
    assert rows(database, PlaceEdit)[0].state == Verdict.WAITING


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_bad_input_gets_a_sentence_or_is_kept_as_text(bert, shop, text):
    for page, fields in (("/contact", CONTACT), ("/wish", wish())):
        for name in fields:
            answer = post_form(bert, address(shop, page), **fields | {name: text})
            assert answer.status_code in (303, 422, 429), (page, name)
            if answer.status_code == 422:
                Page(answer)
    assert bert.get(address(shop, "/find"), query_string={"q": text}).status_code == 200


def test_a_wish_stands_in_the_journal(bert, shop, database):
    post_form(bert, address(shop, "/wish"), **wish(name="Anders"))

    assert Happening.PLACE_EDIT_ASKED in [entry.happening for entry in rows(database, JournalEntry)]


def test_the_shops_own_page_says_how_it_stands(make, bert, shop, client):
    page = Page(bert.get(f"/en/shop/{shop.id}"))

    assert "Your place in the guide" in page.text
    assert address(shop) in " ".join(page.links)


WEEK = {f"{day}_opens_1": "09:00" for day in ("mo", "tu", "we", "th", "fr")}
WEEK |= {f"{day}_closes_1": "18:00" for day in ("mo", "tu", "we", "th", "fr")}
WEEK |= {"sa_closed": "y", "su_closed": "y", "ph": "usual"}


def test_hours_are_live_at_once(bert, shop, database):
    answer = post_form(bert, address(shop, "/hours"), **WEEK)

    place, revision = rows(database, Place)[0], rows(database, PlaceRevision)[0]
    assert answer.status_code == 303
    assert (place.hours_state, place.owned_by_people) == ("parsed", ["hours_text"])
    assert (revision.who, revision.old["hours_text"]) == ("merchant", "24/7")
    assert Page(bert.get(address(shop, "/hours"))).forms[-1].fields["mo_opens_1"] == "09:00"


def test_hours_that_are_none_are_shown_again(bert, shop, database):
    answer = post_form(bert, address(shop, "/hours"), **WEEK | {"mo_opens_1": "negen"})

    assert answer.status_code == 422
    assert "negen" in Page(answer).html
    assert rows(database, PlaceRevision) == []


def test_a_holiday_is_added_and_ended(bert, shop, database):
    days = {"first_day": "2026-12-24", "last_day": "2027-01-02", "hours": "closed", "reason": ""}

    added = post_form(bert, address(shop, "/closures"), **days)
    twice = post_form(bert, address(shop, "/closures"), **days)
    closure = rows(database, HoursException)[0]
    ended = post_form(bert, address(shop, f"/closures/{closure.id}/end"))

    assert (added.status_code, twice.status_code, ended.status_code) == (303, 422, 303)
    assert rows(database, HoursException) == []


def test_another_shops_holiday_is_not_ended(make, bert, shop, database):
    other = make.place(name="Elders")
    make.kept(HoursException(place_id=other.id, first_day=date(2026, 12, 1), last_day=date(2026, 12, 2)))

    assert (
        post_form(bert, address(shop, f"/closures/{rows(database, HoursException)[0].id}/end")).status_code
        == 404
    )
