"""Programmes: one campaign of an organiser over many cities, season after season.

Reads: editions, cities_of_edition, winners_of_programme. Changes: change_edition, set_up_votes, copy_edition,
award_titles. An edition holds what its cities share; each city adds its own words, prize, contact and vote.
After the local results a jury may choose one laureate out of the local winners.
"""
