"""Rows of places."""

from tests.makers.merchants import MerchantMakers


class PlaceMakers(MerchantMakers):
    pass
