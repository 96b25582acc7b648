"""Cities: a municipality's name, colours and facts.

Reads: city_by_slug, all_cities. Changes: change_theme. Everything a city owns points here; this feature knows
nothing of what the city does with it.
"""
