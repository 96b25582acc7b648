"""Offers and vouchers."""

from cityshop.web import areas

public = areas.public_door("offers", __name__)
vouchers = areas.open_door("vouchers", __name__)
