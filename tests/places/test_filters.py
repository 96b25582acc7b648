"""Filters of the guide: from the address and back, on the page and off again."""

from datetime import UTC, datetime

import pytest

from cityshop.places.filters import GuideFilters, Sort, address_of, filters_from, without
from cityshop.places.kinds import PlaceKind
from cityshop.places.models import Terrace
from cityshop.places.sun import SunFacts, is_in_sun, is_sunny
from cityshop.places.traits import Diet, Payment, ShopCategory
from tests.bad_input import BAD_TEXTS
from tests.page import Page

NOON = datetime(2026, 6, 22, 10, 0, tzinfo=UTC)  # a Monday, 12:00 in Brussels
SOUTH = [80] * 18 + [5] * 36 + [80] * 18  # open to the south, walls everywhere else
EVERYTHING = GuideFilters(
    kind=PlaceKind.SHOP,
    category=ShopCategory.BAKERY,
    open_now=True,
    sun_now=True,
    with_unknown=True,
    terrace=True,
    covered=True,
    heated=True,
    wheelchair=True,
    independent=True,
    extension=True,
    diets=(Diet.VEGAN, Diet.HALAL),
    payments=(Payment.CASH, Payment.MEAL_VOUCHERS),
    words="brood",
    sort=Sort.OPEN,
    page=3,
    map=True,
)


@pytest.fixture(autouse=True)
def at_noon(site_clock):
    site_clock.now = NOON
    return site_clock


def names(page):
    return [" ".join(element.text.split()) for element in page.all("h2")]


def guide(client, query=""):
    return Page(client.get(f"/kortrijk/guide?{query}"))


def as_sent(address):
    return {name: value if isinstance(value, list) else [value] for name, value in address.items()}


@pytest.mark.parametrize("filters", [GuideFilters(), EVERYTHING, GuideFilters(diets=(Diet.KOSHER,))])
def test_an_address_says_exactly_what_was_asked(filters):
    assert filters_from(as_sent(address_of(filters))) == filters


def test_a_category_is_asked_of_shops_only():
    assert filters_from({"kind": ["cafe"], "category": ["bakery"]}).category is None


def test_a_filter_is_taken_off_alone():
    assert without(EVERYTHING, "diets", Diet.VEGAN).diets == (Diet.HALAL,)
    assert without(EVERYTHING, "kind").kind is None
    assert without(EVERYTHING, "open_now").page == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("diet=vegan", ["De Vegetariër"]),
        ("diet=vegetarian", ["De Vegetariër", "Zaal"]),
        ("diet=vegan&diet=halal", []),
        ("payment=cash", ["Bakker", "De Vegetariër"]),
        ("payment=cash&payment=payconiq", ["Bakker"]),
        ("category=bakery", ["Bakker"]),
        ("kind=shop&category=books", []),
        ("independent=1", ["Bakker"]),
        ("heated=1", ["Zaal"]),
        ("diet=nonsense&payment=goud&category=x&independent=yes", ["Bakker", "De Vegetariër", "Zaal"]),
    ],
)
def test_what_people_want_to_know_narrows_the_list(make, client, query, expected):
    make.place(
        name="Bakker",
        kind="shop",
        category="bakery",
        ownership="independent",
        payments=["cash", "payconiq"],
    )
    make.place(name="De Vegetariër", diets=["vegetarian", "vegan"], payments=["cash"], ownership="chain")
    make.place(name="Zaal", diets=["vegetarian"], terrace=Terrace(seats=4, is_heated=True))

    assert names(guide(client, query)) == expected


def test_open_places_come_first_and_closed_ones_last(make, client):
    make.place(name="A dicht", hours="Tu 09:00-10:00")
    make.place(name="B misschien", hours="")
    make.place(name="C open")
    make.place(name="D open")

    page = guide(client, "sort=open")

    assert names(page) == ["C open", "D open", "B misschien", "A dicht"]


def test_only_terraces_that_the_sun_can_reach_are_in_the_sun(make, client):
    make.place(name="Zuid", terrace=Terrace(seats=4, horizon=SOUTH))
    make.place(name="Muur", terrace=Terrace(seats=4, horizon=[80] * 72))
    make.place(name="Onbekend", terrace=Terrace(seats=4))
    make.place(name="Binnen")

    assert names(guide(client, "sun=now")) == ["Zuid"]
    assert names(guide(client, "sun=now&unknown=1")) == ["Onbekend", "Zuid"]
    assert any("unknown=1" in link for link in guide(client, "sun=now").links)


def test_open_in_the_sun_asks_for_both(make, client):
    make.place(name="Open zon", terrace=Terrace(horizon=SOUTH))
    make.place(name="Dicht zon", hours="Tu 09:00-10:00", terrace=Terrace(horizon=SOUTH))
    make.place(name="Onbekend", hours="", terrace=Terrace(horizon=SOUTH))

    assert names(guide(client, "sun=now&open=now")) == ["Open zon"]
    assert names(guide(client, "sun=now&open=now&unknown=1")) == ["Onbekend", "Open zon"]


@pytest.mark.parametrize("minute", range(0, 24 * 60, 7))
@pytest.mark.parametrize(
    "facts", [{"horizon": tuple(SOUTH)}, {"sunny_from": "10:00", "sunny_to": "16:00"}, {}]
)
def test_the_quick_answer_about_the_sun_is_the_same_one(minute, facts):
    terrace = SunFacts(50.8279, 3.2646, **facts)
    moment = NOON.replace(hour=minute // 60, minute=minute % 60)

    assert is_in_sun(terrace, moment) == is_sunny(terrace, moment)


def test_every_filter_that_is_on_can_be_taken_off(make, client):
    make.place()

    page = guide(client, "kind=cafe&open=now&diet=vegan&diet=halal&q=leie")

    worn = [one.facts["href"] for one in page.all("a") if "chip--worn" in one.facts.get("class", "")]
    assert len(worn) == 5
    assert all(href.startswith("/kortrijk/guide") for href in worn)
    assert any("diet=halal" in href and "diet=vegan" not in href and "q=leie" in href for href in worn)


def test_the_form_keeps_the_order_and_the_map(make, client):
    make.place()

    hidden = {
        one.facts["name"]: one.facts["value"]
        for one in guide(client, "sort=open&map=1&kind=cafe").all("input")
        if one.facts.get("type") == "hidden"
    }

    assert hidden == {"sort": "open", "map": "1"}


def test_a_shop_is_asked_what_it_sells(make, client):
    make.place()

    def asks(query):
        return any(one.facts.get("name") == "category" for one in guide(client, query).all("input"))

    assert asks("kind=shop")
    assert not asks("kind=cafe")


@pytest.mark.parametrize("name", ["sun", "heated", "diet", "payment", "category", "independent", "unknown"])
@pytest.mark.parametrize("text", BAD_TEXTS)
def test_no_new_filter_breaks_the_page(make, client, name, text):
    make.place()

    assert Page(client.get("/kortrijk/guide", query_string={name: text})).status == 200


@pytest.mark.parametrize(
    "query", ["sun=now", "diet=vegan&payment=cash", "sort=open", "sun=now&open=now&unknown=1"]
)
def test_more_places_take_no_more_queries(make, client, queries, query):
    def places(count):
        for _ in range(count):
            make.place(diets=["vegan"], payments=["cash"], terrace=Terrace(seats=2, horizon=SOUTH))
        client.get("/kortrijk/guide?warm=up")
        with queries() as counted:
            client.get(f"/kortrijk/guide?{query}&after={count}")
        return counted

    few, many = places(5), places(40)

    own, of_other_rooms = 7, 5
    assert len(few) == len(many) <= own + of_other_rooms


def test_a_page_about_the_sun_is_kept_for_a_minute_at_most(make, client):
    make.place(terrace=Terrace(horizon=SOUTH))

    first = client.get("/kortrijk/guide?sun=now")

    assert first.headers["ETag"]
    assert "Set-Cookie" not in first.headers
