"""Routes: a line through town with stops, to walk or to cycle, that also works on poor reception.

The line comes from a GPX file or from a relation of OpenStreetMap, the stops from the guide or from a point
on the map. A campaign gives a route its season and its pause. Each stop has a plate with a short link.
"""
