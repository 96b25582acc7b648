"""Devices: phones behind a counter that go on without reception, and what they send afterwards.

A phone is paired once, signs every scan with a key that never leaves it, and holds some of the stock on
loan, so that the stock stays exact. What it sends is judged scan by scan (batches, judging); what does not
simply count waits for people (deciding): the shop and town hall see the same list.
"""
