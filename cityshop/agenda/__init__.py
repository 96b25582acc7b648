"""Agenda: what there is to do in the city, told by its partners, a calendar file or UiTdatabank.

An event is one thing with one or more dates; the dates are rows of their own, so that a day, a weekend and a
month are each one question. A series keeps its rule and what was dropped, cancelled or moved; its dates are
made again from both. What an import brings never overwrites what a person changed.
"""
