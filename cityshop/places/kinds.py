"""Which shops and hospitality belong in the guide, and what OpenStreetMap calls them."""

from collections.abc import Mapping
from enum import StrEnum


class PlaceKind(StrEnum):
    CAFE = "cafe"
    RESTAURANT = "restaurant"
    BAR = "bar"
    FAST_FOOD = "fast_food"
    ICE_CREAM = "ice_cream"
    SHOP = "shop"
    BARBECUE = "barbecue"
    GREEN = "green"


HOSPITALITY = {
    "bar": PlaceKind.BAR,
    "bbq": PlaceKind.BARBECUE,
    "biergarten": PlaceKind.BAR,
    "cafe": PlaceKind.CAFE,
    "fast_food": PlaceKind.FAST_FOOD,
    "food_court": PlaceKind.FAST_FOOD,
    "ice_cream": PlaceKind.ICE_CREAM,
    "pub": PlaceKind.BAR,
    "restaurant": PlaceKind.RESTAURANT,
}

# Not for someone who strolls through town: empty, about cars, or a building with shops of its own.
NOT_A_TOWN_SHOP = frozenset({
    "boat", "car", "car_parts", "car_repair", "caravan", "fuel", "funeral_directors", "gas", "mall", "no",
    "storage_rental", "trade", "trailer", "truck", "tyres", "vacant", "wholesale",
})  # fmt: skip

KIND_KEYS = ("amenity", "shop")


def kind_of(tags: Mapping[str, str]) -> PlaceKind | None:
    """What a visitor would call it; None when it does not belong in the guide."""
    hospitality = HOSPITALITY.get(tags.get("amenity", ""))
    if hospitality:
        return hospitality
    shop = tags.get("shop", "no")
    if shop in NOT_A_TOWN_SHOP:
        return None
    return PlaceKind.ICE_CREAM if shop == "ice_cream" else PlaceKind.SHOP
