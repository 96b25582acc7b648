"""Recounts: everything with which anybody can count a vote again, and the end of what could tell who voted.

The bundle of a contest is written from the database alone, so every server publishes the same bytes. Sealing
erases the roll, the signals and the key: what is left can be recounted for ever and linked to nobody.
"""
