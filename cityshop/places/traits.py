"""What people want to know beforehand: what they can eat, how to pay, what a shop sells and whose it is.

`..._of` read what OpenStreetMap says of it (wiki.openstreetmap.org, Key:diet, Key:payment and Key:shop).
"""

from collections.abc import Mapping
from enum import StrEnum


class Diet(StrEnum):
    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    GLUTEN_FREE = "gluten-free"
    LACTOSE_FREE = "lactose-free"
    HALAL = "halal"
    KOSHER = "kosher"


class Payment(StrEnum):
    CASH = "cash"
    BANCONTACT = "bancontact"
    CARDS = "cards"
    MEAL_VOUCHERS = "meal-vouchers"
    PAYCONIQ = "payconiq"


class ShopCategory(StrEnum):
    BAKERY = "bakery"
    BUTCHER = "butcher"
    FOOD = "food"
    CLOTHES = "clothes"
    SHOES = "shoes"
    BEAUTY = "beauty"
    HEALTH = "health"
    BOOKS = "books"
    FLOWERS = "flowers"
    HOME = "home"
    GIFTS = "gifts"
    TOYS = "toys"
    SPORT = "sport"
    BICYCLES = "bicycles"
    ELECTRONICS = "electronics"
    OTHER = "other"


class Ownership(StrEnum):
    """Whether a business stands on its own. Town hall says so; no map is believed."""

    UNKNOWN = "unknown"
    INDEPENDENT = "independent"
    CHAIN = "chain"


DIET_KEYS: Mapping[str, Diet] = {
    "diet:vegetarian": Diet.VEGETARIAN,
    "diet:vegan": Diet.VEGAN,
    "diet:gluten_free": Diet.GLUTEN_FREE,
    "diet:lactose_free": Diet.LACTOSE_FREE,
    "diet:halal": Diet.HALAL,
    "diet:kosher": Diet.KOSHER,
}
PAYMENT_KEYS: Mapping[str, Payment] = {
    "payment:cash": Payment.CASH,
    "payment:coins": Payment.CASH,
    "payment:notes": Payment.CASH,
    "payment:bancontact": Payment.BANCONTACT,
    "payment:cards": Payment.CARDS,
    "payment:credit_cards": Payment.CARDS,
    "payment:debit_cards": Payment.CARDS,
    "payment:maestro": Payment.CARDS,
    "payment:mastercard": Payment.CARDS,
    "payment:visa": Payment.CARDS,
    "payment:meal_voucher": Payment.MEAL_VOUCHERS,
    "payment:meal_vouchers": Payment.MEAL_VOUCHERS,
    "payment:edenred": Payment.MEAL_VOUCHERS,
    "payment:monizze": Payment.MEAL_VOUCHERS,
    "payment:sodexo": Payment.MEAL_VOUCHERS,
    "payment:payconiq": Payment.PAYCONIQ,
}
_SHOPS: Mapping[ShopCategory, str] = {
    ShopCategory.BAKERY: "bakery pastry",
    ShopCategory.BUTCHER: "butcher",
    ShopCategory.FOOD: "alcohol beverages cheese chocolate coffee confectionery convenience dairy deli farm"
    " food frozen_food greengrocer health_food seafood spices supermarket tea wine",
    ShopCategory.CLOTHES: "baby_goods bag boutique clothes fabric fashion fashion_accessories leather"
    " tailor wool",
    ShopCategory.SHOES: "shoes",
    ShopCategory.BEAUTY: "beauty cosmetics hairdresser massage perfumery tattoo",
    ShopCategory.HEALTH: "chemist hearing_aids herbalist medical_supply optician",
    ShopCategory.BOOKS: "art books comic music newsagent stationery",
    ShopCategory.FLOWERS: "florist garden_centre",
    ShopCategory.HOME: "antiques bathroom_furnishing bed carpet curtain doityourself frame furniture"
    " hardware houseware interior_decoration kitchen lighting paint second_hand",
    ShopCategory.GIFTS: "charity gift jewelry party photo variety_store watches",
    ShopCategory.TOYS: "games toys video_games",
    ShopCategory.SPORT: "fishing hunting outdoor sports",
    ShopCategory.BICYCLES: "bicycle",
    ShopCategory.ELECTRONICS: "appliance computer electronics hifi mobile_phone",
}
CATEGORY_OF_SHOP: Mapping[str, ShopCategory] = {
    shop: category for category, shops in _SHOPS.items() for shop in shops.split()
}
OFFERED = frozenset({"yes", "only"})


def diets_of(tags: Mapping[str, str]) -> list[str]:
    """The diets that a map promises; who cooks vegan cooks vegetarian too."""
    found = {diet for key, diet in DIET_KEYS.items() if tags.get(key) in OFFERED}
    if Diet.VEGAN in found:
        found.add(Diet.VEGETARIAN)
    return in_order(found, Diet)


def payments_of(tags: Mapping[str, str]) -> list[str]:
    """The ways to pay that a map promises."""
    found = {payment for key, payment in PAYMENT_KEYS.items() if tags.get(key) in OFFERED}
    return in_order(found, Payment)


def category_of(tags: Mapping[str, str]) -> str:
    """What a shop sells, in one word of the guide; empty for what is no shop."""
    shop = tags.get("shop", "")
    if not shop or tags.get("amenity"):
        return ""
    return str(CATEGORY_OF_SHOP.get(shop, ShopCategory.OTHER))


def in_order(found: set[Diet] | set[Payment], words: type[Diet] | type[Payment]) -> list[str]:
    """In the one order of the guide, so that equal facts are equal columns."""
    return [str(word) for word in words if word in found]
