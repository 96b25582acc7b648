"""A place in the words of schema.org, for search engines."""

from collections.abc import Mapping, Sequence
from typing import Any

from cityshop.places.drafts import web_address
from cityshop.places.kinds import PlaceKind
from cityshop.places.models import Place
from cityshop.places.opening import DayRow
from cityshop.places.traits import ShopCategory
from cityshop.places.words import DIET, PAYMENT, listed_words
from cityshop.web.i18n import own_text

KINDS: Mapping[str, str] = {
    PlaceKind.CAFE: "CafeOrCoffeeShop",
    PlaceKind.RESTAURANT: "Restaurant",
    PlaceKind.BAR: "BarOrPub",
    PlaceKind.FAST_FOOD: "FastFoodRestaurant",
    PlaceKind.ICE_CREAM: "IceCreamShop",
    PlaceKind.SHOP: "Store",
    PlaceKind.BARBECUE: "TouristAttraction",
    PlaceKind.GREEN: "Park",
}
SHOPS: Mapping[str, str] = {
    ShopCategory.BAKERY: "Bakery",
    ShopCategory.FOOD: "GroceryStore",
    ShopCategory.CLOTHES: "ClothingStore",
    ShopCategory.SHOES: "ShoeStore",
    ShopCategory.BEAUTY: "HealthAndBeautyBusiness",
    ShopCategory.BOOKS: "BookStore",
    ShopCategory.FLOWERS: "Florist",
    ShopCategory.HOME: "HomeGoodsStore",
    ShopCategory.TOYS: "ToyStore",
    ShopCategory.SPORT: "SportingGoodsStore",
    ShopCategory.BICYCLES: "BikeStore",
    ShopCategory.ELECTRONICS: "ElectronicsStore",
}
SERVES_FOOD = frozenset({
    PlaceKind.CAFE, PlaceKind.RESTAURANT, PlaceKind.BAR, PlaceKind.FAST_FOOD, PlaceKind.ICE_CREAM,
})  # fmt: skip
NO_BUSINESS = frozenset({PlaceKind.BARBECUE, PlaceKind.GREEN})
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def linked_data(place: Place, week: Sequence[DayRow], *, address: str, picture: str) -> dict[str, Any]:
    """What is known of it, with the hours of the coming week. `address` is that of its page, whole."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": SHOPS.get(place.category, KINDS[place.kind]),
        "@id": address,
        "name": place.name,
        "description": own_text(place.text),
        "image": picture,
        "geo": {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude},
        "address": _postal_address(place),
        "telephone": place.phone,
        "url": web_address(place.website) or address,
        "openingHoursSpecification": [spec for row in week for spec in _opening(row)],
    }
    if place.kind not in NO_BUSINESS:
        facts["paymentAccepted"] = listed_words(PAYMENT, place.payments)
    if place.kind in SERVES_FOOD:
        facts["servesCuisine"] = listed_words(DIET, place.diets)
    return {name: value for name, value in facts.items() if value}


def _postal_address(place: Place) -> dict[str, str]:
    facts = {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "postalCode": place.postal_code,
        "addressLocality": place.town,
        "addressCountry": "BE",
    }
    return {name: value for name, value in facts.items() if value}


def _opening(row: DayRow) -> list[dict[str, str]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{WEEKDAYS[row.day.weekday()]}",
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
            "validFrom": row.day.isoformat(),
            "validThrough": row.day.isoformat(),
        }
        for opens, closes in row.intervals
    ]
