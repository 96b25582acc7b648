"""Merchants: businesses, the shops they keep, and the counters behind which they scan.

A shop registers itself with its enterprise number; town hall approves it. A counter opens with its link
and a PIN.
"""
