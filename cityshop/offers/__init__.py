"""Offers: what a shop gives in a campaign; vouchers for residents; redemption exactly once at the counter.

Changes: listing (shops write, town hall approves), services (claim, redeem, undo). Decisions: rules, judging.
Stock is reserved when a voucher is issued, so that the counter needs one conditional UPDATE. One voucher per
device and offer, one live redemption per voucher and one per key are unique constraints. A GET never redeems.
"""
