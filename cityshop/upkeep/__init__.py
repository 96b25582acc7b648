"""Upkeep: what keeps the guide true. Shops change their own place, residents report what is wrong.

Hours and contact facts of a shop are live at once; name, location and photo wait for town hall, as do
reports and places that vanished from the map. Once a month a keeper is asked whether all is still right.
"""
