"""Weekends: town hall's desk of a discount weekend, from the first offer that lacks to the closing report.

Where offers lack and what runs out (queries), what happens this minute (counts), mail to shops with what
became of it (services), vouchers put right for a reason (undoing), and an edition in numbers (report) that is
frozen when it is closed (making). Groups that are too small are told together or not at all (rules).
"""
