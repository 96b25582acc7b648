"""Juries: a few people who give scores on three to five criteria, each with a reason.

Lean on it to convene a jury over finalists and to read its scores once they are revealed. Scores are sealed:
a digest stands in the open, the content under a key outside the database, until all are opened at once.
A member needs no account; a mailed link is enough. A member with a tie to a finalist skips that one.
"""
