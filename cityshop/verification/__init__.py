"""Verification: other ways than a mailbox to show that one may vote.

Codes on paper, an eID through OpenID Connect, and help at the counter of the town hall, one resident at a
time or a ballot box at once. Each ends in a `Verified` of which elections make a ballot, counted apart.
Nothing that names a person is kept: codes, eID subjects and card numbers are HMACs under the contest's key.
"""
