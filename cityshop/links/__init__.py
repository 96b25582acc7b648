"""Links: the short addresses behind every QR code that is printed.

A link leads to one page of our own and counts how often it was followed: a number a day, no cookie, no
address. While its campaign is paused it explains instead of leading on. `about` tells what it is printed on.
"""
