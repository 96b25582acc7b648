"""Vacant premises: a list of town hall's own, with contact and status.

Public only where town hall says so: for each of the premises, and for the city as a whole.
"""
