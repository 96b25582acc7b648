"""Rows of elections."""

from tests.makers.merchants import MerchantMakers


class ElectionMakers(MerchantMakers):
    pass
