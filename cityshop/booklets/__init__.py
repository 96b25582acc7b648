"""The guide on paper.

The same places as the list, with the same filters, laid out on sheets of A5: by kind or by street, with a
cover, a legend and an imprint. Every sheet has a QR code that leads to its part of the guide. Owns no table.
"""
