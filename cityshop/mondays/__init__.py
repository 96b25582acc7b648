"""Mondays: what a discount weekend did for each shop, and what shops think of it.

The Monday after, every shop that took part gets a card by mail: scans, vouchers, redemptions, amounts, the
hours, its street and the edition before. Beside it stand three questions, which town hall reads as shares.
"""
