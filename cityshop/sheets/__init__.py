"""Sheets: vouchers on paper, for people without a phone.

Town hall or a shop makes a batch of vouchers of one offer, prints them to cut, and says who hands them out.
They are vouchers like any other: the same codes, the same counter, the same stock. What was not used of a
batch can be withdrawn, and goes back to the stock.
"""
