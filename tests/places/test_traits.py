"""What maps say of diets, ways to pay and what a shop sells."""

import pytest

from cityshop.places.traits import category_of, diets_of, payments_of


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, []),
        ({"diet:vegetarian": "yes"}, ["vegetarian"]),
        ({"diet:vegan": "only"}, ["vegetarian", "vegan"]),
        ({"diet:halal": "yes", "diet:gluten_free": "yes"}, ["gluten-free", "halal"]),
        ({"diet:vegan": "no", "diet:kosher": "limited"}, []),
        ({"diet:meat": "yes"}, []),
    ],
)
def test_a_diet_is_there_when_the_map_promises_it(tags, expected):
    assert diets_of(tags) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, []),
        ({"payment:cash": "yes", "payment:cards": "no"}, ["cash"]),
        ({"payment:visa": "yes", "payment:mastercard": "yes"}, ["cards"]),
        ({"payment:meal_voucher": "yes", "payment:bancontact": "yes"}, ["bancontact", "meal-vouchers"]),
        ({"payment:payconiq": "yes", "payment:bitcoin": "yes"}, ["payconiq"]),
    ],
)
def test_a_way_to_pay_is_there_when_the_map_promises_it(tags, expected):
    assert payments_of(tags) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"shop": "bakery"}, "bakery"),
        ({"shop": "books"}, "books"),
        ({"shop": "rope"}, "other"),
        ({"amenity": "cafe", "shop": "bakery"}, ""),
        ({"amenity": "bar"}, ""),
    ],
)
def test_only_a_shop_sells_something(tags, expected):
    assert category_of(tags) == expected
