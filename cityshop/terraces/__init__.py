"""Terraces: permits, extensions with a season of their own, and how far the sun comes.

Town hall keeps them, reads its permit list and building outlines; the guide shows what is allowed today.
An extension that belongs to a campaign of the kind `terraces` stands only while that campaign is on.
"""
