"""Rows of accounts."""

from tests.makers.merchants import MerchantMakers


class AccountMakers(MerchantMakers):
    pass
