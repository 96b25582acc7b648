"""Embeds: the guide within pages of others, and as open data.

A site that town hall allows may frame the list and its map; every other page of ours stays unframable.
Nothing is known of who reads it there: no cookie, no script of theirs, no word back.
"""
