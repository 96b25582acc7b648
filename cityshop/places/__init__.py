"""Places: the guide of shops, cafés and terraces, with opening hours that are never guessed.

The list is the product, the map an enhancement. Import from OpenStreetMap files; a human's edit always wins.
"""
