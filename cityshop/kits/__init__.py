"""Kits: what a candidate puts in the window and online: poster, sticker, texts, each with its own short link.

Nothing is kept here: a kit is a candidate with its links, which `links` knows by what they are about. Shops
print theirs, town hall prints all of them in one run and sees how often each was followed.
"""
