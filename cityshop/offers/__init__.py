"""Offers: what a shop gives in a campaign; vouchers for residents; redemption exactly once at the counter.

Stock is reserved when a voucher is issued, so that the counter needs one conditional UPDATE.
"""
