"""Maps: what lies under the places of the guide, and the guide in a pocket.

A basemap is one file of vector tiles that a town builds itself from OpenStreetMap; without one its schematic
drawing lies under the points. Places go to the map as compact columns. The whole guide, with 48 hours of
opening hours, can be kept on a phone and read without reception. The list needs none of it.
"""
