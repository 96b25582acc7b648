"""Campaigns: a period of actions of one city, with the pause button.

A paused campaign issues no vouchers, takes no votes and (as staff choose) redeems nothing.
Resuming may move its end.
"""
