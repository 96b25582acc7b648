"""Brags: residents praise a shopkeeper who stands with a photo and a sentence.

A brag counts once for each confirmed mailbox and shop, if town hall approved it before the vote closed, with
the weight of the rules. Its mark of the mailbox is another than the voter roll's: neither tells of the other.
Whoever bragged can take it back with the link in their mail. The wall shows brags in the street, every
candidate in turn for as long as any other, so that it tells nothing of how they stand.
"""
