"""A shop's own pages."""

from cityshop.web import areas

door = areas.open_door("shop", __name__, prefix="/shop")
