"""Rows of offers."""

from tests.makers.merchants import MerchantMakers


class OfferMakers(MerchantMakers):
    pass
