"""Nominations: shops come forward for a vote, or a resident suggests one and the shop agrees by mail.

Town hall looks at every candidate before it stands on the list, and says why when it does not. Once the vote
is open nobody is added; who withdraws then stays listed and cannot win.
"""
