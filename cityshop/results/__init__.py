"""Results: the count of a contest, made once, kept under embargo, and shown with everything it comes from.

Lean on it to publish a result, to know who won (`queries.winners_of`), and for the pages of a ceremony.
What counts as a vote is for `elections`; who judges is for `juries`. A result is never counted again for a
page: its lines are stored, so that a million ballots cost a page no more than ten.
"""
