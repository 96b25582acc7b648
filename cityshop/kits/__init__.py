"""Kits: what a candidate, or a shop with an offer, puts in the window, on the table and online.

Poster, sticker, table tent, card and texts, each with its own short link. Nothing is kept here: a kit is a
candidate or an offer with its links, which `links` knows by what they are about. Shops print theirs, town
hall prints all in one run and sees how often each was followed. For everybody: how it works at the till.
"""
