"""Genuine: whether a code, a sticker or an address is ours, and what to do about one that is not.

Anybody asks without an account; a voucher's state is told to nobody. Fakes are reported with where they hang
and perhaps a photo, and town hall answers. Here it also replaces the keys that sign vouchers.
"""
