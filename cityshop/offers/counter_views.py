"""The counter and a shop's own offers."""

from cityshop.web import areas

door = areas.open_door("counter", __name__, prefix="/counter")
own_offers = areas.signed_in_door("own_offers", __name__, prefix="/shop/offers")
api = areas.open_door("api", __name__, prefix="/api/v1")
