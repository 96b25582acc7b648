"""Sales: when the sales are, and the month before in which clothing, shoes and leather announce no price cut.

The law has its usual days, which `rules` knows with the years that were moved. A city keeps days of its own
for a year where a decree moves them again; the offer guard asks `queries.seasons`.
"""
